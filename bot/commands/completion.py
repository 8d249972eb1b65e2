"""What somebody may be about to type."""

from collections.abc import Iterable
from typing import Final

from bot.cards.text import truncated
from bot.cards.title import title
from bot.commands.all import TABLE
from bot.commands.ownership import may_remove, may_rest
from bot.commands.suggestions import suggested
from bot.commands.table import OptionKind
from bot.domain.alert import Channel
from bot.domain.chart import Period
from bot.ports import Choice, Desk

MOST: Final = 25  # Discord's limit
LONGEST: Final = 100  # Discord's, in characters, for label and value alike

_OF_SOURCES: Final = frozenset({OptionKind.ADDRESS, OptionKind.SOURCE, OptionKind.RESTING, OptionKind.ADDED})
_SPANS: Final = ("30m", "1h", "4h", "1d", "2d", "1w", "off")


async def completions(kind: str, typed: str, channel: Channel, desk: Desk) -> list[Choice]:
    """Return up to 25 completions for an option of a kind (`OptionKind`); none for a kind that is unknown.

    In a list the last entry is completed and the ones before it are kept.
    """
    if kind in _OF_SOURCES:
        return _choices(await _sources(kind, typed.strip(), channel, desk))
    before, comma, last = typed.rpartition(",")
    kept, wish = f"{before}{comma} " if comma else "", last.strip()
    match kind:
        case OptionKind.TICKER:
            found = _companies(wish, desk) or await _watches(wish, channel, desk)
        case OptionKind.WATCHED:
            found = await _watches(wish, channel, desk)
        case OptionKind.STORY:
            found = await _stories(wish, desk)
        case OptionKind.SPAN:
            found = [(span, span) for span in _SPANS if span.startswith(wish.casefold())]
        case OptionKind.PERIOD:
            found = [(one, one) for one in Period if one.startswith(wish.casefold())]
        case OptionKind.COMMAND:
            found = [(f"{c.name} · {c.help}", c.name) for c in TABLE if c.name.startswith(wish.casefold())]
        case _:
            found = []
    return _choices((label, f"{kept}{value}") for label, value in found)


def _choices(found: Iterable[tuple[str, str]]) -> list[Choice]:
    choices = [Choice(truncated(label, LONGEST), value) for label, value in found if len(value) <= LONGEST]
    return choices[:MOST]


def _companies(wish: str, desk: Desk) -> list[tuple[str, str]]:
    found = suggested(wish, desk.securities, MOST) if wish else ()
    return [(f"{security.ticker} · {security.name}", str(security.ticker)) for security in found]


async def _watches(wish: str, channel: Channel, desk: Desk) -> list[tuple[str, str]]:
    wish = wish.casefold()
    return [
        (f"{watch.ticker} · {watch.name}", str(watch.ticker))
        for watch in await desk.watches.watches(channel)
        if str(watch.ticker).casefold().startswith(wish) or wish in watch.name.casefold()
    ]


async def _sources(kind: str, wish: str, channel: Channel, desk: Desk) -> list[tuple[str, str]]:
    """Return the presets that may be added, or the names of the sources that this channel may change so."""
    wish = wish.casefold()
    if kind == OptionKind.ADDRESS:
        return [(preset, preset) for preset in desk.roster.presets if preset.startswith(wish)]
    operator = desk.roster.operator
    return [
        (f"{source.name} · {source.address}", source.name)
        for source in await desk.roster.enrolled()
        if wish in source.name.casefold()
        and (may_remove if kind == OptionKind.ADDED else may_rest)(source, channel, operator)
        and (kind == OptionKind.ADDED or (source.rest is not None) == (kind == OptionKind.RESTING))
    ]


async def _stories(wish: str, desk: Desk) -> list[tuple[str, str]]:
    wish = wish.lstrip("#").casefold()
    lines = [(story.id, title(story.reading)) for story in await desk.stories.recent((), MOST * 2)]
    return [
        (f"{number} · {line}", str(number))
        for number, line in lines
        if str(number).startswith(wish) or wish in line.casefold()
    ]
