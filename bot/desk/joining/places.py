"""Which countries and parts of countries a text names, and whether two texts speak of the same ones.

`places.tsv` is a list made by hand of what plants are built in: a country (ISO 3166), a part of it or "-",
and the names of that part or of its cities.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

from bot.desk.joining.peoples import COUNTRY_OF

__all__ = ["Place", "are_elsewhere", "places_in"]


class Place(NamedTuple):
    """A country, and the part of it where that is said."""

    country: str
    part: str | None


# "NEW YORK, March 4 (Wire) - ", "LEBANON, Ind. -- ": where somebody wrote.
_DATELINE: Final = re.compile(r"^[A-Z][A-Z .,'’]{2,30}(?=[,(\s/])[^\n]{0,50}?(?:\s[-–—]{1,2}|/\s--)\s")
_WORD: Final = re.compile(r"[^\W_]+(?:\.[^\W_]\.?)*\.?")
# "US$1.2bn" is no place, and "Japan's Toyota" is only at home there: "Ghana's Ahafo mine" is not.
_OF: Final = re.compile(r"['’]s\s+(?P<whose>\w+)")
# "German factories", "Malaysian data center"; not "German chemicals maker"
_SITED: Final = re.compile(
    r"(?i)\s(?:[\w-]+\s){0,2}?(?:plants?|factor(?:y|ies)|data[ -]cent(?:er|re)s?|sites?|mines?|mills?|fabs?"
    r"|hubs?|campus(?:es)?|networks?|projects?|refiner(?:y|ies)|ports?|smelters?|works|grids?|cloud|warehouses?"
    r"|wind farms?|operations)\b"
)
_LONGEST: Final = 4  # words of a name: "Ho Chi Minh City"


@cache
def _known() -> Mapping[str, Place]:
    table = files(__package__).joinpath("places.tsv").read_text(encoding="utf-8")
    places: dict[str, Place] = {}
    for line in table.splitlines():
        country, part, names = line.split("\t")
        place = Place(country, None if part == "-" else part)
        places.update(dict.fromkeys(names.split(","), place))
    return places


def places_in(text: str, own: Collection[str] = ()) -> frozenset[Place]:
    """Return the places that a text names, without its dateline; of a country and its part only the part.

    `own` are the words, in lower case, of the names of companies whose home is no matter.
    """
    found = set(_named(_DATELINE.sub("", text), own))
    with_parts = {place.country for place in found if place.part}
    return frozenset(place for place in found if place.part or place.country not in with_parts)


def _named(text: str, own: Collection[str]) -> Iterator[Place]:
    """Yield each place, the longest name that begins at a word: "New York" names no other York."""
    places, first_words = _known(), _first_words()
    words = list(_WORD.finditer(text))
    after = 0
    for at, word in enumerate(words):
        low = word.group().casefold()
        if at < after or not word.group()[0].isupper():
            continue
        if low in COUNTRY_OF and _SITED.match(text, word.end()):
            yield places[COUNTRY_OF[low]]
        if low.rstrip(".") not in first_words:
            continue
        for last in range(min(at + _LONGEST, len(words)) - 1, at - 1, -1):
            name = text[word.start() : words[last].end()].casefold()
            place = places.get(name) or places.get(name.rstrip("."))
            if place is not None and not _is_of_no_matter(text, words[last].end(), own):
                yield place
                after = last + 1
                break


def _is_of_no_matter(text: str, end: int, own: Collection[str]) -> bool:
    """Say whether what ends at `end` is part of a currency, or where a company is at home."""
    whose = _OF.match(text, end)
    return text[end : end + 1] == "$" or bool(whose and whose["whose"].casefold() in own)


@cache
def _first_words() -> frozenset[str]:
    return frozenset(name.split()[0].rstrip(".") for name in _known())


def are_elsewhere(some: Collection[Place], others: Collection[Place]) -> bool:
    """Say whether both name places, and none of the one can be one of the other."""
    return bool(some and others) and not any(_can_be_one(a, b) for a in some for b in others)


def _can_be_one(one: Place, other: Place) -> bool:
    return one.country == other.country and (one.part == other.part or one.part is None or other.part is None)
