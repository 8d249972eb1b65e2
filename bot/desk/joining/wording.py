"""How alike two texts are: the cosine of their words, each weighed by how rare it is in headlines.

`words.tsv` holds in how many of some 22,800 headlines each word stands. It is made by
`python -m tests.benchmarks.training.frequencies`, and holds single words and counts, nothing of any text.
"""

import re
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from math import log, sqrt
from typing import Final

from bot.desk.joining.peoples import COUNTRY_OF

__all__ = ["Rarity", "cosine", "rarity", "stems"]

_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'&.][^\W\d_]+)*")

# What every story of money committed says in one way or another, and what sums are counted in. The words
# tell kinds of events apart, and `Kind` knows those; they tell no event of a kind from another.
_COMMON_WORDS: Final = """
    a about according acquire acquisition after agree agreed agreement all almost an and announce
    another are as at be bid billion bln bn board build buy by capital chief commit company could crore
    deal definitive dollar enter euro eur expand expansion familiar for form franc from group gbp has
    have he in inc into invest investment investor is it its join just latest least ltd make maker
    matter million mln mn more most nearly new not of offer on one or over own pay people per plan plc
    pledge pound pour purchase put report rupee said say set share she snap source spend stake strike
    take that the their this to today total two undisclosed up update us usd value venture was week were
    which will with won worth would year yen yuan monday tuesday wednesday thursday friday saturday
    sunday january february march april may june july august september october november december
"""
_SHORTEST: Final = 2  # letters: "AI", "EV"


@lru_cache(maxsize=16_384)  # headlines are made of few words
def _stem(word: str) -> str:
    """Return a lower-case word without a possessive and without the commonest endings of English."""
    word = word.removesuffix("'s").removesuffix("’s").rstrip("'’")
    word = COUNTRY_OF.get(word, word)
    for ending, least in (("ies", 5), ("ing", 6), ("ed", 5), ("es", 5), ("s", 4), ("e", 5)):
        if len(word) >= least and word.endswith(ending) and not word.endswith("ss"):
            return word.removesuffix(ending) + ("y" if ending == "ies" else "")
    return word


_COMMON: Final = frozenset(map(_stem, _COMMON_WORDS.split()))


class Rarity:
    """How rare words are: the logarithm of how many headlines there are to one that has the word."""

    def __init__(self, counts: Mapping[str, int], headlines: int) -> None:
        """Take in how many of `headlines` each stem stands. A word that is in none is as rare as can be."""
        self._weights = {stem: log(headlines / count) for stem, count in counts.items()}
        self._unknown = log(headlines)

    def __call__(self, stem: str) -> float:
        """Return the weight of a stem, from 0."""
        return self._weights.get(stem, self._unknown)


@cache
def rarity() -> Rarity:
    """Return the shipped counts."""
    table = files(__package__).joinpath("words.tsv").read_text(encoding="utf-8")
    first, *lines = table.splitlines()
    counts = (line.split("\t") for line in lines)
    return Rarity({stem: int(count) for stem, count in counts}, int(first))


def stems(text: str) -> frozenset[str]:
    """Return the words of a text that can tell one event from another, without their endings."""
    found = {_stem(word) for word in _WORD.findall(text.casefold())}
    return frozenset(word for word in found if len(word) >= _SHORTEST and word not in _COMMON)


def cosine(one: Collection[str], other: Collection[str], rare: Rarity) -> float:
    """Return how alike two sets of stems are, from 0 for nothing in common to 1."""
    if not one or not other:
        return 0.0
    shared = sum(rare(word) ** 2 for word in one if word in other)
    return shared / sqrt(sum(rare(word) ** 2 for word in one) * sum(rare(word) ** 2 for word in other))
