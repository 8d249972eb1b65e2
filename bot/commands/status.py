"""status: whether everything works."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.cards.card import Card, Fact, Item, Tone
from bot.cards.text import ago, counted, lasting, moment, truncated
from bot.commands.condition import Condition, condition, shortened, told
from bot.commands.lasting import LONGEST_REASON, broke, connection
from bot.commands.ownership import may_see
from bot.commands.table import Command
from bot.domain.alert import Request
from bot.ports import BackupState, Board, Closing, DeadChannel, Desk


async def status(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show how the sources, platforms and deliveries do. Another space's own sources are not its business."""
    del options
    state = await desk.status()
    now = desk.clock.now()
    sources = [one for one in state.sources if may_see(one, request.channel, desk.roster.operator)]
    troubled = [one for one in sources if condition(one) is Condition.TROUBLED]
    shown, others = shortened(sources)
    offline = [platform for platform in state.platforms if not platform.is_up]
    broken = [step for step in state.steps if step.is_ailing or not step.is_up]
    prices = desk.prices.state
    wrong = [
        *(["a database that refuses"] if state.trouble else []),
        *([f"{counted(len(state.locked), 'platform')} that takes nothing"] if state.locked else []),
        *([f"{counted(len(broken), 'step')} that broke"] if broken else []),
        *([f"{counted(len(troubled), 'source')} in trouble"] if troubled else []),
        *([f"{counted(len(offline), 'platform')} not connected"] if offline else []),
        *([f"{counted(len(state.disabled), 'channel')} switched off"] if state.disabled else []),
        *(["no backups"] if state.backups and state.backups.trouble else []),
        *(["no live prices"] if prices.trouble else []),
        *(["no exchange rates"] if state.rates else []),
        *(["no sizes of companies"] if state.sizes else []),
    ]
    return Card(
        title=f"Outlay runs, with {', '.join(wrong)}" if wrong else "Outlay runs and everything works",
        tone=Tone.NOTICE if wrong else Tone.ANSWER,
        facts=(
            Fact("Running for", lasting(now - state.started)),
            *(Fact(one.name.capitalize(), connection(one, now)) for one in state.platforms),
            Fact("Alerts waiting to go out", str(state.owed)),
            *([Fact("Newest backup", _age(state.backups, now))] if state.backups else []),
        ),
        items=(
            *([Item(state.trouble, note="it is tried again by itself")] if state.trouble else []),
            *(Item(f"{name.capitalize()}: {why}") for name, why in sorted(state.locked.items())),
            *(Item(f"The {step.name} {broke(step, now)}") for step in broken),
            *(told(source, now) for source in shown),
            *(_channel(dead, request) for dead in state.disabled),
            *([_prices(prices)] if prices.trouble else []),
            *([_rates(state.rates)] if state.rates else []),
            *([_sizes(state.sizes)] if state.sizes else []),
        ),
        notes=(
            *([others] if others else ()),
            *(() if sources else ("No source is set up: the settings need a [[source]].",)),
        ),
    )


def _age(backups: BackupState, now: datetime) -> str:
    """Say how old the newest backup is; why none is made, only the operator is told."""
    age = ago(backups.newest, now) if backups.newest else "none yet"
    return f"{age}; the next one fails" if backups.trouble else age


def _prices(board: Board) -> Item:
    """Say why no prices come, and when they are asked for again: alerts go out all the same."""
    words = truncated(board.trouble or "", LONGEST_REASON)
    when = f"in {lasting(timedelta(seconds=board.rests))}" if board.rests else "at the next alert"
    return Item(f"No live prices from {board.provider}: {words}", note=f"asked again {when}")


def _rates(trouble: str) -> Item:
    """Say why sums in other currencies are shown as they are."""
    return Item(
        f"No exchange rates. {truncated(trouble, LONGEST_REASON)}", note="it is tried again by itself"
    )


def _sizes(trouble: str) -> Item:
    """Say why sums may stand beside no market value: what is kept is used all the same."""
    return Item(
        f"No sizes of companies. {truncated(trouble, LONGEST_REASON)}", note="it is tried again by itself"
    )


# What has a channel that is off go on.
_GOES_ON: Final = {
    Closing.DELETED: "it is not tried again",
    Closing.ARCHIVED: "it is tried once a day, and after a command there",
    Closing.CLOSED: "it is tried once a day, and after a command there",
    Closing.LEFT: "it goes on when the bot is back",
}


def _channel(dead: DeadChannel, request: Request) -> Item:
    """Say that a channel is off; only its own space learns which one it is and why."""
    same = (dead.channel.platform, dead.channel.space) == (request.channel.platform, request.channel.space)
    if not same:
        return Item(
            f"A channel on {dead.channel.platform} is switched off", note=f"since {moment(dead.since)}"
        )
    return Item(
        f"Channel {dead.channel.id} is switched off: {dead.reason}",
        note=f"since {moment(dead.since)}; {_GOES_ON[dead.how]}",
    )


STATUS: Final = Command(
    name="status", help="Show whether the sources and platforms work", run=status, example="status"
)
