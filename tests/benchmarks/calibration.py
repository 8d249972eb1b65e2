"""How far `score` can be taken for a probability: the expected calibration error, in the stream as it comes.

Scores are put into ten bins of equal width. In each, the mean score is compared with the share of
commitments; the error is the mean of the differences, each bin weighing what it holds. The labelled sets hold
far more commitments than a wire does, so each row weighs what its label weighs in the stream.
"""

import random
from collections.abc import Sequence
from typing import Final, NamedTuple

from tests.benchmarks.figure import Figure

__all__ = ["BINS", "STREAM_RATE", "Scored", "error", "weighted_error"]

BINS: Final = 10
STREAM_RATE: Final = 0.017
"""The share of commitments in a stream as it comes; the data's README names it."""

DRAWS: Final = 300
SEED: Final = 20_260


class Scored(NamedTuple):
    """One row: what the reader printed, whether it is a commitment, and what it weighs."""

    score: float
    label: int
    weight: float = 1.0


def weighted_error(rows: Sequence[tuple[float, int]], rate: float = STREAM_RATE) -> Figure:
    """Return the error of (score, label) pairs, their labels weighted to `rate`, with its 95 % interval.

    Raises ZeroDivisionError when all labels are the same.
    """
    positives = sum(label for _, label in rows)
    share = {1: rate / positives, 0: (1 - rate) / (len(rows) - positives)}
    return error([Scored(score, label, share[label]) for score, label in rows])


def error(rows: Sequence[Scored]) -> Figure:
    """Return the error of weighted rows with its 95 % interval by the bootstrap."""
    rng = random.Random(SEED)
    drawn = sorted(_error(rng.choices(rows, k=len(rows))) for _ in range(DRAWS))
    tail = DRAWS * 25 // 1000
    return Figure(_error(rows), drawn[tail], drawn[-1 - tail])


def _error(rows: Sequence[Scored]) -> float:
    bins = [0.0] * BINS
    whole = 0.0
    for score, label, weight in rows:
        bins[min(int(score * BINS), BINS - 1)] += weight * (score - label)
        whole += weight
    return sum(abs(difference) for difference in bins) / whole
