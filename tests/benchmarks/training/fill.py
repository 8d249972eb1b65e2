"""Names and sums in the places that our own headlines leave for them."""

import re
from collections.abc import Callable, Mapping
from random import Random
from typing import Final

from tests.benchmarks.training import names

__all__ = ["PLACE", "fill"]

PLACE: Final = re.compile(r"\{([A-Z])\d?\}")
"""A place for a name: a letter for its sort, and perhaps a digit for another of that sort."""

_GREAT_SHARE: Final = 0.6  # of the companies that headlines name
_TRIES: Final = 9  # to find a company that the headline does not name yet
_CURRENCIES: Final = (*("$",) * 10, "€", "€", "£", "A$", "C$", "HK$", "S$", "US$", "US$", "¥", "₹")
_CRORES: Final = (150, 500, 750, 1200, 2400, 5000, 11500, 20000)
_BILLIONS: Final = [
    "1",
    "1.2",
    "1.5",
    "2",
    "2.3",
    "2.75",
    "3",
    "4",
    "4.8",
    "5",
    "6.5",
    "7",
    "8.1",
    "10",
    "12",
    "15",
    "20",
    "25",
    "40",
    "100",
    "350",
]
_MILLIONS: Final = [
    "50",
    "85",
    "100",
    "120",
    "150",
    "200",
    "250",
    "310",
    "400",
    "450",
    "600",
    "725",
    "850",
    "900",
]
_FEW_MILLIONS: Final = ["2", "3.5", "7", "12", "18", "25", "40", "55", "75"]
_SPELT: Final = (
    *("2 billion euros", "1.4 billion euros", "600 million euros", "30 billion yen", "250 billion yen"),
    *("4 billion yuan", "900 million pounds", "300 billion won", "5 billion kronor", "80 million pounds"),
    "1.1 billion dollars",
)


def fill(headline: str, rng: Random) -> str:
    """Return `headline` with a name in each place; the same place twice gets the same name.

    Raises KeyError for a place of an unknown sort.
    """
    chosen: dict[str, str] = {}

    def name(place: re.Match[str]) -> str:
        if place[0] not in chosen:
            sort = place[1]
            chosen[place[0]] = _company(rng, chosen) if sort in "ABCD" else _SORTS[sort](rng)
        return chosen[place[0]]

    return PLACE.sub(name, headline)


def _company(rng: Random, chosen: Mapping[str, str]) -> str:
    great, every = names.companies()
    name = ""
    for _ in range(_TRIES):
        name = rng.choice(great if rng.random() < _GREAT_SHARE else every)
        if name not in chosen.values():
            break
    return name


def _start_up(rng: Random) -> str:
    syllables = [rng.choice(names.SYLLABLES) for _ in range(rng.choice((2, 2, 3)))]
    return "".join(syllables).capitalize() + rng.choice(names.TRADES)


def _sum(rng: Random) -> str:
    currency = rng.choice(_CURRENCIES)
    if rng.random() < 0.12:
        return _crores(rng)
    if rng.random() < 0.55:
        return currency + rng.choice(_BILLIONS) + rng.choice((*(" billion",) * 5, "bn", "bn", "B", " bln"))
    if rng.random() < 0.15:
        return rng.choice(_SPELT)
    return currency + rng.choice(_MILLIONS) + rng.choice((*(" million",) * 5, "m", "M", "mln", " mln"))


def _small_sum(rng: Random) -> str:
    currency = rng.choice(_CURRENCIES)
    if rng.random() < 0.12:
        return _crores(rng)
    return currency + rng.choice(_FEW_MILLIONS) + rng.choice((" million", " million", "m", "M", " mln"))


def _crores(rng: Random) -> str:
    return f"{rng.choice(('Rs ', 'Rs. ', '₹'))}{rng.choice(_CRORES):,} crore"


_SORTS: Final[Mapping[str, Callable[[Random], str]]] = {
    "S": _start_up,
    "V": lambda rng: rng.choice(names.INVESTORS),
    "P": lambda rng: rng.choice(names.PLACES),
    "N": lambda rng: rng.choice(names.PEOPLE),
    "M": _sum,
    "K": _small_sum,
}
