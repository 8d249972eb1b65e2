"""The same text in other words: some of its words are replaced by neighbours of like meaning.

What is meant may change with it ("buys" may become "sells"); a teacher says of each text what it then is.
"""

import re
from functools import lru_cache
from random import Random
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tests.benchmarks.training.minilm import piece_vectors

__all__ = ["Neighbours"]

_WORD: Final = re.compile(r"[A-Za-z]+")
# What holds a sentence together stays, and so does what denies it.
_SMALL_WORDS = """
    the a an of to in on for and or by as at with from its is are was be it that not no
"""
_KEPT: Final = frozenset(_SMALL_WORDS.split())
_NEAREST: Final = 8
_LIKE: Final = 0.35  # the least cosine of two words that may stand for each other

Array = NDArray[Any]


class Neighbours:
    """Words of like meaning, by the vectors that MiniLM has of its word pieces."""

    def __init__(self) -> None:
        pieces, vectors = piece_vectors()
        whole = [(word, at) for word, at in pieces.items() if word.isalpha() and len(word) > 2]
        self._words: Final = [word for word, _ in whole]
        self._places: Final = {word: place for place, word in enumerate(self._words)}
        chosen = vectors[[at for _, at in whole]]
        chosen = chosen - chosen.mean(0)
        self._vectors: Final[Array] = chosen / np.linalg.norm(chosen, axis=1, keepdims=True)
        self._near = lru_cache(maxsize=None)(self._find)

    def _find(self, word: str) -> tuple[str, ...]:
        place = self._places.get(word)
        if place is None:
            return ()
        likeness = self._vectors @ self._vectors[place]
        nearest = np.argpartition(-likeness, _NEAREST + 1)[: _NEAREST + 1]
        found = (self._words[at] for at in sorted(nearest) if at != place and likeness[at] > _LIKE)
        return tuple(other for other in found if not _is_same(word, other))

    def vary(self, text: str, share: float, rng: Random) -> str:
        """Return `text` with about a `share` of its words replaced, written as the replaced ones were."""

        def other(found: re.Match[str]) -> str:
            word = found[0]
            low = word.lower()
            if low in _KEPT or rng.random() > share:
                return word
            near = self._near(low)
            return _written_like(word, rng.choice(near)) if near else word

        return _WORD.sub(other, text)


def _is_same(word: str, other: str) -> bool:
    """Say whether two words are one but for their last letters: that would teach nothing."""
    return other.startswith(word[:3]) and len(other) == len(word)


def _written_like(word: str, other: str) -> str:
    if word.isupper() and len(word) > 1:
        return other.upper()
    return other.capitalize() if word[0].isupper() else other
