"""The currency that stands behind a number: "5 billion yen", "25 Danish crowns", "40p", "120 MEUR"."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from bot.reading.money.currencies import (
    CODES,
    NATIONS,
    OF_COUNTRY,
    SCALED_CODES,
    SIGN_LETTERS,
    SIGNS,
    UNITS,
    Unit,
    settle_shared,
)
from bot.reading.money.lookalikes import is_money
from bot.reading.money.numerals import BLANK, SCALE, SCALE_NAMES, scale_of
from bot.reading.money.printed import ONE, Figure, Printed

__all__ = ["Behind", "may_tell", "trailed", "unit_behind"]

SIGN_CLASS: Final = re.escape("".join(SIGNS))

# A word ends where a capital begins: scraped text loses blanks ("7.9 billion yuanInvestment companies").
_TOKEN: Final = (
    rf"(?:[A-Za-z]\.[A-Za-z]\.?(?![a-z])|[A-Z]{{1,4}}\$|[A-Z]+(?![a-z])|[A-Z]?[a-zö]+|[{SIGN_CLASS}¢])"
)
_BEHIND: Final = re.compile(rf"[{BLANK}-]?({_TOKEN})(?:[{BLANK}-]({_TOKEN}))?(?:[{BLANK}]({_TOKEN}))?")
_NEXT_DIGIT: Final = re.compile(rf"[{BLANK}]?[0-9]")
_PENCE: Final = re.compile(r"p(?![\w’'])")
_RESOLUTIONS: Final = frozenset(("144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"))

# The first letters behind a number, and those that may begin a scale, a currency or its country.
_FIRST_WORD: Final = re.compile(rf"[{BLANK}-]?([{SIGN_CLASS}¢]|[A-Z]*[a-zö]*)")
_TELLING: Final = frozenset(
    {name.lower() for name in (*CODES, *UNITS, *NATIONS, *SIGNS, *SCALED_CODES)}
    | {country.split(" ")[0].partition(".")[0] for places in OF_COUNTRY.values() for country in places}
    | {letters.partition(".")[0].lower().rstrip("$¥£₵₹") for letters in SIGN_LETTERS}
    | {name.split(" ")[0] for name in SCALE_NAMES}
    | {"south", "p", "¢"}
)  # fmt: skip


class Behind(NamedTuple):
    """A currency behind a number, up to `end`; `factor` is what its code multiplies by ("120 MEUR")."""

    end: int
    unit: Unit
    currency: str
    factor: Decimal = ONE


def may_tell(text: str, end: int) -> bool:
    """Tell whether the word behind a number that stops at `end` may be a scale, a currency or its country."""
    word = _FIRST_WORD.match(text, end)
    return word is not None and word[1].lower() in _TELLING


def trailed(text: str, printed: Printed) -> Figure:
    """Read the currency that stands behind a number, if one does."""
    start, end, number, scale = printed.start, printed.end, printed.number, printed.scale
    behind = unit_behind(text, printed)
    if behind is None:
        if scale == 1 and _PENCE.match(text, end) and printed.words not in _RESOLUTIONS:
            return Figure(start, end + 1, number, Decimal("0.01"), "GBP", minor=True)
        return Figure(start, end, number, scale)
    end, unit = behind.end, behind.unit
    if scale == 1 and unit.factor == 1 and (late := SCALE.match(text, end)):
        scale, end = scale_of(late), late.end()  # "75 USD million"
    factor = behind.factor * unit.factor
    return Figure(start, end, number, scale * factor, behind.currency, minor=unit.factor < 1)


def unit_behind(text: str, printed: Printed) -> Behind | None:
    """Return the currency directly behind a number, None where none is."""
    match = _BEHIND.match(text, printed.end) if may_tell(text, printed.end) else None
    if match is None:
        return None
    first, end = match[1], match.end(1)
    if first in SIGNS or first in SIGN_LETTERS:
        # "10 $5 bills": a sign before a digit belongs to the next figure, as does a code.
        currency = SIGN_LETTERS.get(first) or SIGNS[first]
        return None if _NEXT_DIGIT.match(text, end) else Behind(end, Unit(currency), currency)
    if first in CODES and first.isupper() and not text[end : end + 1].isdigit():
        return Behind(end, Unit(CODES[first]), CODES[first])
    if first in SCALED_CODES:
        currency, factor = SCALED_CODES[first]
        return Behind(end, Unit(currency), currency, factor)
    return _named_behind(text, printed, match)


def _named_behind(text: str, printed: Printed, match: re.Match[str]) -> Behind | None:
    """Read a currency's name with up to two words of its country: "25 million Danish crowns"."""
    country = ""
    for place in (1, 2, 3):
        name = match[place]
        if name is None:
            return None
        unit = UNITS.get(name.lower())
        if unit:
            currency = _of_country(unit, country, text)
            end = match.end(place)
            if currency and is_money(text, printed, name, unit, end):
                return Behind(end, unit, currency)
            return None
        country = f"{country} {name}".strip().lower()
    return None


def _of_country(unit: Unit, country: str, text: str) -> str | None:
    """Return whose money `unit` is with `country` before it; None when that word is no country."""
    if country:
        nations = OF_COUNTRY.get(unit.shared or unit.currency, {})
        return nations.get(country) or (unit.currency if country in NATIONS else None)
    return settle_shared(unit.shared, unit.currency, text) if unit.shared else unit.currency
