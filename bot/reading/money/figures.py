"""The figures of a text, and which of them are money by what stands directly before or behind them."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import islice, pairwise
from typing import Final

from bot.reading.money.currencies import (
    CODES,
    DOTTED_THOUSANDS,
    NATIONS,
    OF_COUNTRY,
    SCALED_CODE,
    SHY_CODES,
    SIGN_LETTERS,
    SIGNS,
    SPACED_LETTERS,
    UNITS,
    Unit,
    settle_shared,
)
from bot.reading.money.numerals import (
    BLANK,
    FIGURE,
    NUMBER_STARTS,
    SCALE,
    SCALE_NAMES,
    SPELLED,
    dotted_thousands,
    figure_value,
    scale_of,
    spelled_value,
)

__all__ = ["Figure", "figures"]

_ONE: Final = Decimal(1)
_MOST: Final = 2_000  # a text with more figures than this is a table, and would only cost time


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that may be money. `currency` is empty while nothing says that it is; `led` says that its
    currency stands before it, `minor` that it is in cents or pence. `scale` is 1 where none is printed.
    """

    start: int
    end: int
    number: Decimal
    scale: Decimal = _ONE
    currency: str = ""
    led: bool = False
    minor: bool = False

    @property
    def value(self) -> Decimal:
        return self.number * self.scale

    @property
    def scaled(self) -> bool:
        return self.scale > 1


def figures(text: str) -> list[Figure]:
    """Return the first 2,000 figures of `text` in order, and the sums whose number is spelled out."""
    found: list[Figure] = []
    free = 0  # where the last figure with its currency ended: nothing before it is looked at again
    for digits in islice(_DIGITS.finditer(text), _MOST):
        at = digits.start()
        if at < free:
            continue
        pointed = FIGURE.match(text, at - 1) if at > free and text[at - 1] == "." else None
        match = pointed or FIGURE.match(text, at)
        if match:
            figure = _figure(text, match, free)
            found.append(figure)
            free = figure.end
    return _with_spelled(text, found)


_DIGITS: Final = re.compile(r"[0-9]+")  # found fast; a figure is then matched there


@dataclass(frozen=True, slots=True)
class _Printed:
    """A number as printed: its digits or words, where they and their scale stop, and its value."""

    start: int
    end: int
    words: str
    number: Decimal
    scale: Decimal = _ONE

    @property
    def is_large(self) -> bool:
        return self.scale > 1 or "," in self.words


def _figure(text: str, match: re.Match[str], free: int) -> Figure:
    start, end = match.span()
    words, number = match.group(), figure_value(match.group())
    signed = _signed_start(text, start)
    led = _currency_before(text, signed, free)
    if signed != start and led:
        number = -number
        end += text[signed] == "(" and text[end : end + 1] == ")"
    scale = SCALE.match(text, end)
    printed = _Printed(
        start, scale.end() if scale else end, words, number, scale_of(scale) if scale else _ONE
    )
    if led and not (led.is_shy and not printed.is_large):
        return _led(text, printed, led)
    if words[0] == "." or (start and text[start - 1].isalpha()):
        return Figure(start, printed.end, number, printed.scale)
    return _trailed(text, printed)


# ---------------------------------------------------------------------------------------------- before


_SIGN_CLASS: Final = re.escape("".join(SIGNS))
_LETTERS_BEFORE: Final = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]\.[A-Za-z]\.?|(?<![\w.])[A-Za-z]{1,8}\.?)\Z")
_CODE_SCALES: Final = {"M": Decimal(10**6), "T": Decimal(1000), "k": Decimal(1000)}


@dataclass(frozen=True, slots=True)
class _Led:
    """A currency before a number. `factor` is what its code multiplies by ("MSEK"); `is_shy` says that the
    letters mean money only before a large number."""

    start: int
    currency: str
    factor: Decimal = _ONE
    is_shy: bool = False


def _signed_start(text: str, start: int) -> int:
    """Return where a minus or a bracket between a sign and a figure stands: "$(1.15)", "$-0.12"."""
    signed = start >= 2 and text[start - 1] in "(-−" and text[start - 2] in SIGNS
    return start - 1 if signed else start


def _currency_before(text: str, start: int, free: int) -> _Led | None:
    at = start - 1 if start > free and text[start - 1] in BLANK else start
    if at <= free:
        return None
    last = text[at - 1]
    if last in SIGNS:
        return _signed(text, at - 1, free)
    letters = _LETTERS_BEFORE.search(text, max(free, at - 10), at) if last.isalpha() or last == "." else None
    if letters is None or (letters.start() and text[letters.start() - 1].isalnum()):
        return None
    return _coded(letters.start(), letters.group(), touches=at == start)


def _coded(start: int, word: str, *, touches: bool) -> _Led | None:
    """Read a currency's code: "EUR", "Rs.", "MSEK"; `touches` says that no blank stands behind it."""
    if word in CODES:
        return _Led(start, CODES[word])
    if word in SHY_CODES and (len(word) > 1 or touches):
        return _Led(start, SHY_CODES[word], is_shy=True)
    scaled = SCALED_CODE.match(word)
    return _Led(start, scaled["code"], _CODE_SCALES[scaled["scale"]]) if scaled else None


def _signed(text: str, at: int, free: int) -> _Led:
    """Read the sign at `at` with the letters before it: "HK$", "US $", "$"."""
    sign = text[at]
    apart = at - 1 > free and text[at - 1] in BLANK
    letters = _LETTERS_BEFORE.search(text, max(free, at - 6), at - apart)
    if letters:
        word = letters.group()
        if apart and word != "c" and word.upper() not in SPACED_LETTERS:
            word = ""  # in "a $4 billion" the letter is an article
        meant = SIGN_LETTERS.get(word + sign)
        if meant is None and (len(word) > 1 or apart):
            meant = SIGN_LETTERS.get(word.upper() + sign)
        if meant:
            return _Led(letters.start(), meant)
    return _Led(at, settle_shared("¥", "JPY", text) if sign in "¥￥" else SIGNS[sign])


def _led(text: str, printed: _Printed, led: _Led) -> Figure:
    number, currency, end = printed.number, led.currency, printed.end
    if printed.scale == 1 and currency in DOTTED_THOUSANDS:
        number = dotted_thousands(printed.words) or number
    behind = _unit_behind(text, printed)
    if behind and _repeats(currency, behind.unit):  # "$ 17 Canadian dollars", "$790 billion dollar"
        end, currency = behind.end, behind.unit.currency
    return Figure(led.start, end, number, printed.scale * led.factor, currency, led=True)


def _repeats(currency: str, unit: Unit) -> bool:
    """Tell whether the name behind a led figure only names its sign again."""
    dollars = currency == "USD" and unit.currency in OF_COUNTRY["USD"].values()
    return unit.factor == 1 and (unit.currency == currency or dollars)


# ---------------------------------------------------------------------------------------------- behind


# A word ends where a capital begins: scraped text loses blanks ("7.9 billion yuanInvestment companies").
_TOKEN: Final = (
    rf"(?:[A-Za-z]\.[A-Za-z]\.?(?![a-z])|[A-Z]{{1,4}}\$|[A-Z]+(?![a-z])|[A-Z]?[a-zö]+|[{_SIGN_CLASS}¢])"
)
_BEHIND: Final = re.compile(rf"[{BLANK}-]?({_TOKEN})(?:[{BLANK}-]({_TOKEN}))?(?:[{BLANK}]({_TOKEN}))?")
_NEXT_DIGIT: Final = re.compile(rf"[{BLANK}]?[0-9]")
_PENCE: Final = re.compile(r"p(?![\w’'])")
_RESOLUTIONS: Final = frozenset(("144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"))


@dataclass(frozen=True, slots=True)
class _Behind:
    """A currency behind a number, up to `end`; `factor` is what its code multiplies by ("120 MEUR")."""

    end: int
    unit: Unit
    factor: Decimal = _ONE


def _trailed(text: str, printed: _Printed) -> Figure:
    """Read the currency that stands behind a number, if one does."""
    start, end, number, scale = printed.start, printed.end, printed.number, printed.scale
    behind = _unit_behind(text, printed)
    if behind is None:
        if scale == 1 and _PENCE.match(text, end) and printed.words not in _RESOLUTIONS:
            return Figure(start, end + 1, number, Decimal("0.01"), "GBP", minor=True)
        return Figure(start, end, number, scale)
    end, unit = behind.end, behind.unit
    if scale == 1 and unit.factor == 1 and (late := SCALE.match(text, end)):
        scale, end = scale_of(late), late.end()  # "75 USD million"
    factor = behind.factor * unit.factor
    return Figure(start, end, number, scale * factor, unit.currency, minor=unit.factor < 1)


def _unit_behind(text: str, printed: _Printed) -> _Behind | None:
    match = _BEHIND.match(text, printed.end)
    if match is None:
        return None
    first, end = match[1], match.end(1)
    if first in SIGNS or first in SIGN_LETTERS:
        # "10 $5 bills": a sign before a digit belongs to the next figure, as does a code.
        return (
            None
            if _NEXT_DIGIT.match(text, end)
            else _Behind(end, Unit(SIGN_LETTERS.get(first) or SIGNS[first]))
        )
    if first in CODES and first.isupper() and not text[end : end + 1].isdigit():
        return _Behind(end, Unit(CODES[first]))
    if scaled := SCALED_CODE.match(first):
        return _Behind(end, Unit(scaled["code"]), _CODE_SCALES[scaled["scale"]])
    return _named_behind(text, printed, match)


def _named_behind(text: str, printed: _Printed, match: re.Match[str]) -> _Behind | None:
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
            if currency and _is_money(text, printed, name, unit, end):
                return _Behind(end, replace(unit, currency=currency))
            return None
        country = f"{country} {name}".strip().lower()
    return None


def _of_country(unit: Unit, country: str, text: str) -> str | None:
    """Return whose money `unit` is with `country` before it; None when that word is no country."""
    if country:
        nations = OF_COUNTRY.get(unit.shared or unit.currency, {})
        return nations.get(country) or (unit.currency if country in NATIONS else None)
    return settle_shared(unit.shared, unit.currency, text) if unit.shared else unit.currency


# ---------------------------------------------------------------------------------------------- look-alikes


_GOODS: Final = (
    r"copper|uranium|lithium|cobalt|nickel|zinc|U3O8|beef|pork|chicken|meat|turkey|coffee|cocaine|cannabis"
    r"|marijuana|carbon|CO2|emissions?|rice|beans|bread|coal|fish|lobster|cheese|fruit|produce|trash|waste"
    r"|thrust|payload|steel|plastic|fuel|cargo|explosives|food|sugar|cotton"
)
_OF_GOODS: Final = re.compile(
    rf"\s(?:(?:a|per)\syear\s|annually\s)?of\s(?:[\w-]+\s){{0,2}}(?:{_GOODS})\b", re.IGNORECASE
)
_WEIGHED: Final = re.compile(
    r"\b(?:weigh\w*|weight|kilograms?|kilos?|kg|lbs?|tons?|tonnes?|heav(?:y|ier)|lift\w*|bags?|dumbbell"
    rf"|ounces|{_GOODS})\b",
    re.IGNORECASE,
)
_BRITISH: Final = re.compile(r"[£€$]|\b(?:sterling|British|UK|London)\b|\bU\.K\b")
_PENNY_STOCK: Final = re.compile(r"[\s-]stocks?\b", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")
_AFTER_VERB: Final = re.compile(
    rf"[{BLANK}]+(?:(?:an?|the|its|his|her|their|this|that|by|over|approval|out|back|at|in|on|awards?|gold|games?)\b|[$£€])"
)


def _is_money(text: str, printed: _Printed, name: str, unit: Unit, end: int) -> bool:
    """Tell money from what is spelled alike: pounds of weight, "won", the European championship."""
    scaled = printed.scale > 1
    if unit.is_shy:
        return printed.is_large and (scaled or name != "won" or not _AFTER_VERB.match(text, end))
    if not scaled and name[0].isupper() and _YEAR.match(printed.words):
        return False
    if unit.shared == "pound":
        return not _is_weight(text, scaled=scaled, end=end)
    return unit.shared != "penny" or not _PENNY_STOCK.match(text, end)


def _is_weight(text: str, *, scaled: bool, end: int) -> bool:
    """Tell pounds of weight from pounds sterling by what is near: goods, scales, or British money."""
    goods = _OF_GOODS.match(text, end) is not None
    if goods or scaled:
        return goods
    ahead = max(0, end - 60)
    weighed = _WEIGHED.search(text, ahead, end) and not _BRITISH.search(text, ahead, end + 40)
    return bool(weighed or _WEIGHED.search(text, end, end + 30))


# ---------------------------------------------------------------------------------------------- spelled out


_GOES_ON: Final = frozenset(UNITS) | NUMBER_STARTS | SCALE_NAMES | {"of", "and"}
_MARKS: Final = ".,;:!?()[]\"'“”‘’"
_WORD: Final = re.compile(r"[a-z]+")
_SIGN_NEXT: Final = re.compile(rf"[{BLANK}]?[{_SIGN_CLASS}]")  # "last quarter $0.90"


def _with_spelled(text: str, found: list[Figure]) -> list[Figure]:
    """Add the sums whose number is in words: "half a billion dollars", "ten euros"."""
    words = text.lower().replace("-", " ").split()
    if not any(
        word in NUMBER_STARTS and follow.strip(_MARKS) in _GOES_ON for word, follow in pairwise(words)
    ):
        return found
    starts = {figure.start for figure in found}
    added = []
    for match in islice(SPELLED.finditer(text), _MOST):
        number = spelled_value(_WORD.findall(match.group().lower()))
        if number is None or _SIGN_NEXT.match(text, match.end()):
            continue
        figure = _trailed(text, _Printed(*match.span(), match.group(), number))
        if figure.currency and starts.isdisjoint(range(figure.start, figure.end)):
            added.append(figure)
    return sorted([*found, *added], key=lambda figure: figure.start) if added else found
