"""How the verdict's two models together become log-odds of the stream as it comes.

Prints the scale and the shift that suit the held-out fifth of the stream best, for the shipped weights and
the mean of what both models say. Then, for several bars below which the linear model has the word alone, what
share of the headlines is asked about twice and how many commitments are passed over.
`bot.reading.verdict.odds` holds what was chosen, and why the shift is lower there.
"""

from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.reading.verdict.features import see
from bot.reading.verdict.odds import second_look
from bot.reading.verdict.vocabulary import numbered
from tests.benchmarks.training import report
from tests.benchmarks.training.rows import held_stream

__all__ = ["calibrate"]

_BARS: Final = (-6.0, -5.0, -4.5, -4.0, -3.5, -3.0)
_FREE: Final = 1e6  # inverse regularisation: two numbers need none


def calibrate() -> None:
    """Print scale, shift and the bars. Raises FileNotFoundError without the labelled headlines."""
    rows = held_stream()
    truth = np.array([row.label for row in rows])
    linear, model = numbered("commitment"), second_look()
    quick = np.array([linear.scores(see(row.headline))[0] for row in rows])
    slow = np.array([model.scores(row.headline)[0] for row in rows])
    for name, odds in (("linear", quick), ("encoder", slow), ("both", (quick + slow) / 2)):
        report.on_stream(name, rows, odds)
    platt = LogisticRegression(C=_FREE).fit(((quick + slow) / 2)[:, None], truth)
    print(f"scale {platt.coef_[0, 0]:.3f}, shift {platt.intercept_[0]:+.3f}")
    for bar in _BARS:
        asked = quick >= bar
        missed = int(truth[~asked].sum())
        print(f"bar {bar}: {asked.mean():.3f} asked about twice, {missed} of {truth.sum()} passed over")
