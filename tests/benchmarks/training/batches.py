"""Texts of like length together: little is padded, and each round has another order."""

from collections.abc import Sequence
from random import Random

__all__ = ["shuffled", "sorted_by_length"]


def sorted_by_length(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Return the places of all texts in batches of `size`, the shortest first."""
    return _parted(sorted(range(len(lengths)), key=lengths.__getitem__), size)


def shuffled(lengths: Sequence[int], size: int, reach: int, rng: Random) -> list[list[int]]:
    """Return the places of all texts in batches of `size`: mixed, then sorted by length among `reach` batches
    each, and those mixed again."""
    places = list(range(len(lengths)))
    rng.shuffle(places)
    found = [
        batch
        for chunk in _parted(places, size * reach)
        for batch in _parted(sorted(chunk, key=lengths.__getitem__), size)
    ]
    rng.shuffle(found)
    return found


def _parted(places: Sequence[int], size: int) -> list[list[int]]:
    return [list(places[start : start + size]) for start in range(0, len(places), size)]
