"""status: whether everything works."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from bot.cards.card import Card, Fact, Item, Tone
from bot.cards.text import ago, counted, lasting, moment
from bot.commands.table import Command
from bot.domain.alert import Request
from bot.ports import DeadChannel, Desk, SourceHealth, SourceState

_WORDS: Final = {
    SourceState.WAITING: "not asked yet",
    SourceState.WELL: "works",
    SourceState.FAILING: "fails",
    SourceState.STOPPED: "stopped",
}


async def status(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show how the sources, platforms and deliveries do."""
    del options
    state = await desk.status()
    now = desk.clock.now()
    troubled = [s for s in state.sources if s.state in {SourceState.FAILING, SourceState.STOPPED}]
    offline = [name for name, words in state.chats.items() if words != "connected"]
    wrong = [
        *([f"{counted(len(troubled), 'source')} in trouble"] if troubled else []),
        *([f"{counted(len(offline), 'platform')} not connected"] if offline else []),
        *([f"{counted(len(state.disabled), 'channel')} switched off"] if state.disabled else []),
    ]
    return Card(
        title=f"Outlay runs, with {', '.join(wrong)}" if wrong else "Outlay runs and everything works",
        tone=Tone.NOTICE if wrong else Tone.ANSWER,
        facts=(
            Fact("Running for", lasting(now - state.started)),
            *(Fact(platform.capitalize(), words) for platform, words in sorted(state.chats.items())),
            Fact("Alerts waiting to go out", str(state.owed)),
        ),
        items=(
            *(_source(health, now) for health in state.sources),
            *(_channel(dead, request) for dead in state.disabled),
        ),
        notes=() if state.sources else ("No source is set up: the settings need a [[source]].",),
    )


def _source(health: SourceHealth, now: datetime) -> Item:
    words = _WORDS[health.state]
    if health.failures > 1:
        words += f" ({health.failures} times in a row)"
    if health.error:
        words += f": {health.error}"
    details = []
    if health.last_success is not None:
        details.append(f"last answer {ago(health.last_success, now)}")
        details.append(counted(health.items, "article"))
    if health.next_poll is not None and health.state is not SourceState.STOPPED:
        wait = health.next_poll - now
        details.append(f"asked again in {lasting(wait)}" if wait.total_seconds() > 0 else "asked again now")
    return Item(f"{health.name}: {words}", note=", ".join(details) or None)


def _channel(dead: DeadChannel, request: Request) -> Item:
    """Say that a channel is off; only its own space learns which one it is and why."""
    same = (dead.channel.platform, dead.channel.space) == (request.channel.platform, request.channel.space)
    if not same:
        return Item(
            f"A channel on {dead.channel.platform} is switched off", note=f"since {moment(dead.since)}"
        )
    return Item(
        f"Channel {dead.channel.id} is switched off: {dead.reason}",
        note=f"since {moment(dead.since)}; any command said there switches it on again",
    )


STATUS: Final = Command(
    name="status", help="Show whether the sources and platforms work", run=status, example="status"
)
