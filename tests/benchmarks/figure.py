"""One measured figure with its 95 % interval: what benchmarks hand to the table of goals."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from tests.benchmarks import intervals

__all__ = ["Counts", "Figure", "counted", "number", "same"]

Counts = tuple[int, int, int]
"""What is right, wrong and missed in one item: a headline, a sentence, a story."""

MEASURES: Final[dict[str, Callable[[int, int, int], float]]] = {
    "F1": intervals.f1,
    "precision": intervals.precision,
    "recall": intervals.recall,
    "accuracy": intervals.accuracy,
}


class Figure(NamedTuple):
    """A figure and both ends of its 95 % interval, which are null for what is counted or timed once."""

    value: float
    low: float | None = None
    high: float | None = None


def counted(items: Sequence[Counts], measure: str = "F1") -> Figure:
    """Return a figure from the counts of each item. `measure` is a key of `MEASURES`."""
    function = MEASURES[measure]
    total = (sum(item[0] for item in items), sum(item[1] for item in items), sum(item[2] for item in items))
    return Figure(function(*total), *intervals.interval(items, function))


def number(value: float) -> Figure:
    """Return a figure without an interval."""
    return Figure(float(value))


def same(found: object, wanted: object) -> Counts:
    """Return the counts of one answer that is right or wrong."""
    return int(found == wanted), int(found != wanted), 0
