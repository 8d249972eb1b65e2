"""The features that some shipped model weighs, each by its number.

A text has hundreds of features and the models know some of them. So nothing is spelled out that no model
knows: runs of words are followed through a tree of the known ones, and a number leads into the columns of
weights.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, NamedTuple

from bot.reading.verdict.model import load

__all__ = ["MODELS", "Numbered", "Runs", "Seen", "Vocabulary", "numbered", "vocabulary"]

MODELS: Final = ("commitment", "kind", "status")

_NONE: Final = -1  # the number of what is only the beginning of known runs
_BITS: Final = 32
_HALF: Final = 1 << (_BITS - 1)  # more than the weights of any text add up to
_UNIT: Final = 1000  # the columns are in thousandths, as the weights are shipped: sums of integers are exact


class Seen(NamedTuple):
    """A text as the models in use see it."""

    views: tuple[tuple[Collection[int], float], ...]
    """For words, skeleton and cues: the numbers of the known features, and what each of them counts,
    one by the square root of how many features the view has."""
    cues: AbstractSet[str]
    """The names of the cues in the text, each as "x:NAME"."""


class Runs:
    """A tree of the known runs of words, each with its number."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        """Take runs whose words are parted by blanks."""
        self._branches: dict[str, Any] = {}  # word: (number, the branches behind it)
        end: dict[str, Any] = {}  # there are many ends of runs, and one will do
        for run, number in sorted(numbers.items(), key=lambda pair: -pair[0].count(" ")):
            branches = self._branches
            *words, last = run.split(" ")
            for word in words:
                branches = branches.setdefault(word, (_NONE, {}))[1]
            branches[last] = (number, branches[last][1] if last in branches else end)

    def of(self, words: Sequence[str]) -> set[int]:
        """Return the numbers of the known runs in `words`."""
        found: list[int] = []
        keep = found.append
        for start in range(len(words)):
            branches, at = self._branches, start
            try:
                while True:
                    number, branches = branches[words[at]]
                    keep(number)
                    at += 1
            except (KeyError, IndexError):
                pass
        numbers = set(found)
        numbers.discard(_NONE)
        return numbers


class Vocabulary:
    """The numbers of all known features, by the views that they belong to."""

    def __init__(self, features: Iterable[str]) -> None:
        """Take features as `features.views` spells them."""
        # Short features are the frequent ones: their weights stand side by side.
        ordered = sorted(features, key=lambda feature: (len(feature), feature))
        self.numbers: Final = {feature: number for number, feature in enumerate(ordered)}
        views: dict[str, dict[str, int]] = {sign: {} for sign in ("", "s:", "t:", "p:", "x:")}
        for feature, number in self.numbers.items():
            sign = feature[:2] if feature[1:2] == ":" and feature[:2] in views else ""
            views[sign][feature.removeprefix(sign)] = number
        self.words: Final = Runs(views[""])
        self.skeleton: Final = Runs(views["s:"])
        self.firm: Final = Runs(views["t:"])
        self.pairs: Final = views["p:"]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A linear model whose features are numbers of `vocabulary`."""

    classes: tuple[str, ...]
    biases: tuple[float, ...]
    weights: tuple[int, ...]
    """One integer a feature that holds its weights for all classes, in thousandths and `_BITS` bits apart:
    one sum adds them up for every class."""

    def scores(self, seen: Seen) -> tuple[float, ...]:
        """Return a score a class, as `Linear.scores` does."""
        totals = list(self.biases)
        for numbers, weight in seen.views:
            total = sum(map(self.weights.__getitem__, numbers))
            for at in range(len(totals)):
                low = (total + _HALF) % (2 * _HALF) - _HALF
                totals[at] += low * weight / _UNIT
                total = (total - low) >> _BITS
        return tuple(totals)


def _packed(weights: Sequence[float]) -> int:
    return sum(round(weight * _UNIT) << (_BITS * at) for at, weight in enumerate(weights))


@cache
def vocabulary() -> Vocabulary:
    """Return the features that the shipped models weigh."""
    return _shipped()[0]


@cache
def numbered(name: str) -> Numbered:
    """Return the shipped model `name`, one of `MODELS`."""
    return _shipped()[1][name]


@cache
def _shipped() -> tuple[Vocabulary, dict[str, Numbered]]:
    models = {name: load(name) for name in MODELS}
    known = Vocabulary({feature for model in models.values() for feature in model.weights})
    one: dict[int, int] = {}  # equal weights share one integer: what is small stays near the processor
    ready: dict[str, Numbered] = {}
    for name, model in models.items():
        packed = (_packed(model.weights.get(feature, ())) for feature in known.numbers)
        weights = tuple(one.setdefault(weight, weight) for weight in packed)
        ready[name] = Numbered(model.classes, model.biases, weights)
    return known, ready
