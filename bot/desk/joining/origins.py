"""On how many legs a story stands: who says it of their own knowledge. Pure.

An article that only repeats "SCMP reports" stands on SCMP's leg, a copy under the same headline on that of
whoever had it first. All that a company publishes itself, releases and filings alike, is one leg, and whoever
gives the commitment as the company's own statement ("…, the company said") stands on it too.
"""

from collections.abc import Sequence
from typing import Final

from bot.desk.joining.titles import title_of
from bot.domain.article import Voice
from bot.domain.story import Story, Telling

__all__ = ["ISSUER", "are_one", "origins"]

ISSUER: Final = "the company"


def origins(story: Story) -> tuple[str, ...]:
    """Return the independent origins of a story, the first to tell it first: outlets, or `ISSUER`.

    Outlets that are only cited are among them, under the name by which they are cited.
    """
    tellings = sorted(story.tellings(), key=lambda telling: telling.at)
    first_of = {telling.outlet: telling for telling in reversed(tellings)}
    found: list[str] = []
    for telling in _without_copies(tellings):
        for name in _origins_of(telling, list(first_of.values()), ()):
            if not any(are_one(name, known) for known in found):
                found.append(name)
    return tuple(found)


def _without_copies(tellings: Sequence[Telling]) -> list[Telling]:
    """Return the tellings without those under the headline of an earlier one."""
    titles: set[str] = set()
    kept = []
    for telling in tellings:
        title = title_of(telling.headline, telling.outlet)
        if title is None or title not in titles:
            kept.append(telling)
        if title is not None:
            titles.add(title)
    return kept


def _origins_of(telling: Telling, tellers: Sequence[Telling], way: tuple[Telling, ...]) -> list[str]:
    """Return whose knowledge a telling is: its own outlet's, or that of those whom it cites, in turn.

    `way` is who cited whom until here. Of those that cite each other in a circle the earliest is the origin.
    """
    if telling.voice is not Voice.OUTLET:
        return [ISSUER]
    names: list[str] = []
    for name in telling.cites:
        if are_one(name, telling.outlet):
            continue
        cited = next((other for other in tellers if are_one(name, other.outlet)), None)
        if cited is None:
            names.append(name)
        elif cited in way:
            names.append(min((*way, telling), key=lambda other: other.at).outlet)
        else:
            names += _origins_of(cited, tellers, (*way, telling))
    return names or [ISSUER if telling.quotes_company else telling.outlet]


def are_one(name: str, other: str) -> bool:
    """Say whether two names are one outlet's: "The Nikkei" and "Nikkei", "SCMP" and its four words."""
    one, two = _plain(name), _plain(other)
    return one == two or _initials(name) == two or _initials(other) == one


def _plain(outlet: str) -> str:
    return outlet.casefold().removeprefix("the ").strip()


def _initials(outlet: str) -> str | None:
    words = _plain(outlet).split()
    return "".join(word[0] for word in words) if len(words) > 1 else None
