"""How sure a measured figure is: 95 % intervals by the bootstrap.

A benchmark counts what is right, wrong and missed in each of its items (a text, a story, a headline), never
in all of them at once: sums of one text are mistaken together, so the items are what is drawn again, with
replacement, 1,000 times. The seed is fixed: one set of counts always gives one interval.
"""

import random
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import Final, NamedTuple

__all__ = ["Counts", "Measure", "accuracy", "f1", "interval", "precision", "recall"]

DRAWS: Final = 1_000
SEED: Final = 20_260
_TAIL: Final = DRAWS * 25 // 1_000  # draws beyond either end of a 95 % interval


class Counts(NamedTuple):
    """What is right, wrong and missed in one item. For an accuracy `missed` stays 0."""

    right: int = 0
    wrong: int = 0
    missed: int = 0


Measure = Callable[[int, int, int], float]
"""From right, wrong and missed to a figure from 0 to 1."""


def f1(right: int, wrong: int, missed: int) -> float:
    """Return the harmonic mean of precision and recall, 0 when nothing is right."""
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def precision(right: int, wrong: int, missed: int = 0) -> float:
    """Return the share of what was found that is right, 0 when nothing was found."""
    return right / (right + wrong) if right else 0.0


def recall(right: int, wrong: int, missed: int) -> float:
    """Return the share of what there is that was found, 0 when nothing was."""
    return right / (right + missed) if right else 0.0


def accuracy(right: int, wrong: int, missed: int = 0) -> float:
    """Return the share of the judged that is right, 0 when nothing was judged; a miss is a mistake, too."""
    return right / (right + wrong + missed) if right else 0.0


def interval(items: Sequence[tuple[int, int, int]], measure: Measure = f1) -> tuple[float, float]:
    """Return both ends of the 95 % interval of `measure` over `items`, each (right, wrong, missed).

    The percentile bootstrap: `items` are resampled 1,000 times from a fixed seed, the counts of each draw are
    added up and measured, and the middle 95 % of those figures is kept. No items give (0, 0).

    Items that count nothing are drawn like any other: that a text holds no sum is a part of chance, too.
    """
    if not items:
        return 0.0, 0.0
    drawn = sorted(measure(*counts) for counts in _draws(items))
    return drawn[_TAIL], drawn[DRAWS - 1 - _TAIL]


def _draws(items: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Return the added counts of each draw. Equal items are drawn together, so that 20,000 take no longer."""
    kinds = sorted(set(items))
    place = {kind: index for index, kind in enumerate(kinds)}
    often = [0] * len(kinds)
    for item in items:
        often[place[item]] += 1
    bounds = list(accumulate(often))
    rng = random.Random(SEED)
    out: list[tuple[int, int, int]] = []
    for _ in range(DRAWS):
        right = wrong = missed = 0
        for kind in rng.choices(kinds, cum_weights=bounds, k=len(items)):
            right += kind[0]
            wrong += kind[1]
            missed += kind[2]
        out.append((right, wrong, missed))
    return out
