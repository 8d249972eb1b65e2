"""mute, unmute: hold a watch back for a while."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from bot.cards.card import Button, Card, Tone
from bot.cards.text import lasting, moment
from bot.commands.companies import one
from bot.commands.spans import length, says_off
from bot.commands.suggestions import labelled, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.commands.watching import watch_on
from bot.domain.alert import Request, Watch
from bot.ports import Desk

DEFAULT: Final = timedelta(days=1)


async def mute(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Hold a watch back for a length of time (a day unless said), or end that with "off"."""
    wish = options.get("for", "")
    if says_off(wish):
        return await unmute(request, options, desk)
    span = length(wish) if wish else DEFAULT
    if span is None:
        return _no_length(wish)
    if rest := _behind_a_company(options["ticker"], desk):
        return _no_length(rest)
    found = await _watch_meant(request, options["ticker"], desk)
    if isinstance(found, Card):
        return found
    now = desk.clock.now()
    until = now + span
    await desk.watches.mute(request.channel, found.ticker, until)
    await desk.audit.note(
        now,
        request.channel,
        request.user,
        "mute",
        f"{found.ticker} until {until.isoformat(timespec='minutes')}",
    )
    return Card(
        title=f"{found.name} ({found.ticker}) is muted here for {lasting(span)}",
        notes=(f"Until {moment(until)}. What happens meanwhile is in `recent {found.ticker}`.",),
        buttons=(Button("Unmute", words=f"unmute {found.ticker}"),),
    )


def _no_length(words: str) -> Card:
    return Card(
        title=f"“{words}” is no length of time",
        tone=Tone.REFUSAL,
        text=("Give minutes, hours, days or weeks, at most a year: `mute BABA 30m`, `4h`, `2d`, `1w`.",),
    )


def _behind_a_company(typed: str, desk: Desk) -> str:
    """Return what stands behind a company's name and is no part of it: "3 parsecs" of "BABA 3 parsecs"."""
    if one(typed, desk.securities) is not None:
        return ""
    words = typed.split()
    cuts = range(len(words) - 1, 0, -1)
    cut = next((n for n in cuts if one(" ".join(words[:n]), desk.securities) is not None), None)
    return "" if cut is None else " ".join(words[cut:])


async def unmute(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Let a muted watch speak again."""
    found = await _watch_meant(request, options["ticker"], desk)
    if isinstance(found, Card):
        return found
    now = desk.clock.now()
    if found.muted_until is None or found.muted_until <= now:
        return Card(title=f"{found.name} ({found.ticker}) is not muted here")
    await desk.watches.mute(request.channel, found.ticker, None)
    await desk.audit.note(now, request.channel, request.user, "unmute", str(found.ticker))
    return Card(title=f"{found.name} ({found.ticker}) alerts here again")


async def _watch_meant(request: Request, typed: str, desk: Desk) -> Watch | Card:
    """Return the channel's watch that was meant, or the refusal that says why there is none."""
    watches = await desk.watches.watches(request.channel)
    symbol = typed.strip().lstrip("$").casefold()
    if exact := next((w for w in watches if str(w.ticker).casefold() == symbol), None):
        return exact
    security = one(typed, desk.securities)
    if security is None:
        return unknown_company("mute", typed, desk.securities)
    if found := watch_on(security, watches):
        return found
    behind = await _watch_behind(request, desk)
    return Card(
        title=f"This channel does not watch {labelled(security)}",
        tone=Tone.REFUSAL,
        text=(
            f"This alert came for the watch on {behind}: mute that one."
            if behind is not None
            else "Only what is watched can be muted. `list` shows what this channel watches.",
        ),
        buttons=(Button(f"Mute {behind} for a day", words=f"mute {behind} 1d"),)
        if behind is not None
        else (),
    )


async def _watch_behind(request: Request, desk: Desk) -> str | None:
    """Return the symbol of the watch that brought the alert which the question hangs on."""
    story = await desk.stories.told_in(request.about) if request.about is not None else None
    if story is None:
        return None
    ticker = await desk.deliveries.watch_behind(story.id, request.channel)
    return str(ticker) if ticker is not None else None


MUTE: Final = Command(
    name="mute",
    help="Hold a company's alerts back for a while",
    run=mute,
    options=(
        Option("ticker", "A company that this channel watches", OptionKind.WATCHED, required=True),
        Option("for", "How long: 30m, 4h, 2d, 1w, or off; a day unless said", OptionKind.SPAN),
    ),
    manage=True,
    example="mute BABA 4h",
)
UNMUTE: Final = Command(
    name="unmute",
    help="Let a muted company alert again",
    run=unmute,
    options=(Option("ticker", "A company that this channel muted", OptionKind.WATCHED, required=True),),
    manage=True,
    example="unmute BABA",
)
