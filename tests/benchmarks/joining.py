"""Which articles are joined into one story: precision and recall over pairs labelled by hand, and the pace.

Each pair goes the whole way: read, decided, joined or not. The peer is the cosine of the headlines' rare
words alone, for articles that name a company in common within 48 hours, with the bar that brings the highest
recall at a precision of .95 on the tuned half.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

from bot.desk.joining import find_story
from bot.desk.joining.wording import cosine, rarity, stems
from bot.domain.reading import Reading
from bot.domain.story import Story
from tests.benchmarks.figure import Counts, Figure, counted, number
from tests.desk.pairs import Pair, are_joined, pairs, read

__all__ = ["figures", "measure", "peer_figures"]

PEER: Final = "headline cosine"
WINDOW: Final = timedelta(hours=48)
PRECISE: Final = 0.95
OPEN: Final = 10  # stories that share a company with an article; few have as many
ROUNDS: Final = 5

Joins = Callable[[Pair], bool]


def measure(shared: Path) -> Mapping[str, str]:  # every benchmark is asked alike
    """Return the figures by name, with their 95 % intervals; nothing beside the project is needed."""
    return {name: _shown(figure) for name, figure in (figures() | peer_figures()).items()}


@cache
def figures() -> dict[str, Figure]:
    """Return what ours reaches on both halves, and how many articles a second of CPU it decides on."""
    found: dict[str, Figure] = {}
    for half, chosen in _halves().items():
        found[f"joining: pairs, {half}"] = number(len(chosen))
        found |= _scores(f"joining: {{}}, {half}", chosen, _ours)
    return found | {"joining: articles a second of CPU": number(_pace())}


@cache
def peer_figures() -> dict[str, Figure]:
    """Return what the peer reaches on both halves."""
    bar = _bar(_halves()["tuned"])
    found: dict[str, Figure] = {}
    for half, chosen in _halves().items():
        found |= _scores(f"{PEER}: joining {{}}, {half}", chosen, lambda pair: _likeness(pair) >= bar)
    return found


def _halves() -> dict[str, list[Pair]]:
    tuned = [pair for pair in pairs() if not pair.kept]
    return {"kept": [pair for pair in pairs() if pair.kept], "tuned": tuned}


def _scores(name: str, chosen: Sequence[Pair], joins: Joins) -> dict[str, Figure]:
    counts = [_outcome(pair, joins(pair)) for pair in chosen]
    return {name.format(what): counted(counts, what) for what in ("precision", "recall")}


def _outcome(pair: Pair, joined: bool) -> Counts:
    return int(pair.same and joined), int(joined and not pair.same), int(pair.same and not joined)


def _ours(pair: Pair) -> bool:
    return are_joined(*read()[pair.id])


def _likeness(pair: Pair) -> float:
    """Return the cosine of the headlines, 0 for articles of other companies or other days."""
    first, second = read()[pair.id]
    if pair.second.first_seen - pair.first.first_seen > WINDOW or not _companies(first) & _companies(second):
        return 0.0
    return cosine(stems(pair.first.headline or ""), stems(pair.second.headline or ""), rarity())


def _companies(reading: Reading) -> set[str]:
    return {mark for company in reading.companies for mark in company.marks()}


def _bar(tuned: Sequence[Pair]) -> float:
    """Return the lowest bar at which the peer is precise on the tuned half, over 1 where there is none."""
    for bar in sorted({_likeness(pair) for pair in tuned} - {0.0}):
        joined = [pair for pair in tuned if _likeness(pair) >= bar]
        if sum(pair.same for pair in joined) >= PRECISE * len(joined):
            return bar
    return 1.1


def _pace() -> float:
    """Return how many articles a second find their story, or that they have none, among `OPEN` stories."""
    readings = [reading for both in read().values() for reading in both]
    stories = [Story(number, one, 1, one.article.first_seen) for number, one in enumerate(readings)]
    began = time.process_time()
    for _ in range(ROUNDS):
        for at, reading in enumerate(readings):
            find_story(stories[max(at - OPEN, 0) : at], reading)
    return ROUNDS * len(readings) / (time.process_time() - began)


def _shown(figure: Figure) -> str:
    value, low, high = figure
    if low is None or high is None:
        return f"{value:12,.0f}"
    return f"{value:12.3f}  ({low:.3f}-{high:.3f})"
