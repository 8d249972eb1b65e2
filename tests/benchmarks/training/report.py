"""How good a model's log-odds are: on the development rows, and on the held-out fifth of the stream."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.training.rows import Row

__all__ = ["f1", "on_development", "on_stream"]

BARS: Final = tuple(quarter / 4 for quarter in range(-16, 16))
RECALLS: Final = (0.7, 0.8, 0.9)

Array = NDArray[Any]


def f1(truth: Array, said: Array) -> float:
    return 2 * float((truth & said).sum()) / max(float(truth.sum() + said.sum()), 1)


def on_development(name: str, rows: Sequence[Row], odds: Array) -> None:
    """Print F1 over all rows and over the sure ones, at even odds and at the bar that suits each best."""
    truth, sure = _truth(rows)
    even = f1(truth, odds > 0), f1(truth[sure], odds[sure] > 0)
    best, at = max((f1(truth, odds > bar), bar) for bar in BARS)
    best_sure, at_sure = max((f1(truth[sure], odds[sure] > bar), bar) for bar in BARS)
    print(
        f"{name}: development rows, F1 of all / sure: {even[0]:.3f} / {even[1]:.3f} at 0;"
        f" at best {best:.3f} ({at:+}) / {best_sure:.3f} ({at_sure:+})",
        flush=True,
    )


def on_stream(name: str, rows: Sequence[Row], odds: Array) -> None:
    """Print the precision of what is flagged where the bar lets certain shares of the commitments through."""
    truth, sure = _truth(rows)
    for which, kept in (("all", np.ones(len(rows), bool)), ("sure", sure)):
        right = np.cumsum(truth[kept][np.argsort(-odds[kept], kind="stable")])
        places = [int(np.searchsorted(right, recall * right[-1])) for recall in RECALLS]
        said = ", ".join(
            f"{right[at] / (at + 1):.3f} at {recall}" for at, recall in zip(places, RECALLS, strict=True)
        )
        print(f"{name}: held-out stream, precision at recall, {which} rows: {said}", flush=True)


def _truth(rows: Sequence[Row]) -> tuple[Array, Array]:
    return np.array([row.label for row in rows]) == 1, np.array([not row.unsure for row in rows])
