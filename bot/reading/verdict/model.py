"""Linear models over the views of a text: loaded from a table of weights, evaluated in plain Python.

A weights file is text. Its first line names the classes (one for a yes-or-no model), its second line holds
their biases, and each further line is a feature and its weight for each class, all in thousandths.
"""

import pkgutil
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import Final

__all__ = ["Linear", "load", "logistic", "softmax"]

_UNIT: Final = 1000


@dataclass(frozen=True, slots=True)
class Linear:
    """One weight a feature and class. Scores are log-odds before calibration."""

    classes: tuple[str, ...]
    biases: tuple[float, ...]
    weights: Mapping[str, tuple[float, ...]]

    def scores(self, views: Sequence[Collection[str]]) -> tuple[float, ...]:
        """Return a score a class. Each view counts by the square root of its size, so that a long lead and a
        short headline stand on one scale."""
        find = self.weights.get
        totals = list(self.biases)
        for view in views:
            known = [found for found in map(find, view) if found is not None]
            if known:
                scale = 1 / sqrt(len(view))
                for at, weights in enumerate(zip(*known, strict=True)):
                    totals[at] += scale * sum(weights)
        return tuple(totals)


def load(name: str) -> Linear:
    """Load the model that is shipped as `weights/NAME.tsv`. Raises FileNotFoundError where there is none."""
    raw = pkgutil.get_data("bot.reading.verdict", f"weights/{name}.tsv")
    if raw is None:
        raise FileNotFoundError(f"The weights {name}.tsv are missing from this installation.")
    head, biases, *lines = raw.decode("utf-8").split("\n")
    weights: dict[str, tuple[float, ...]] = {}
    for line in lines:
        if line:
            feature, *numbers = line.split("\t")
            weights[feature] = tuple([int(number) / _UNIT for number in numbers])
    return Linear(tuple(head.split("\t")), tuple(int(bias) / _UNIT for bias in biases.split("\t")), weights)


def softmax(scores: Sequence[float]) -> tuple[float, ...]:
    """Return the probabilities that scores stand for."""
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    return tuple(power / sum(powers) for power in powers)


def logistic(score: float) -> float:
    """Return the probability that log-odds stand for."""
    return 1 / (1 + exp(-max(-40.0, min(40.0, score))))
