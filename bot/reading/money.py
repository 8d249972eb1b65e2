"""Every sum of money in a text, with its value, currency and range.

One pass over the figures: what stands before and behind each says whether it is money. Neighbours are then
joined to ranges ("$6.3–6.4 billion", "between $1.4 and $1.49 billion"), and a bare figure that a comparison
sets against money ("3.2 billion riyals, estimate 3.5 billion") takes over its currency.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from bot.reading.currencies import (
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
    WITH_CENTS,
    Unit,
    settle_shared,
)
from bot.reading.numerals import (
    BLANK,
    FIGURE,
    SCALE,
    SPELLED,
    dotted_thousands,
    figure_value,
    scale_of,
    spelled_value,
)

__all__ = ["Sum", "sums"]


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum as printed: `text[start:end]` is its number and currency. `high` is the upper end of a range.

    `scaled` says that it is in thousands or more by its words ("2 bn"); `minor` that it was in cents or pence.
    """

    start: int
    end: int
    low: Decimal
    currency: str
    high: Decimal | None = None
    scaled: bool = False
    minor: bool = False


@dataclass(frozen=True, slots=True)
class _Figure:
    """A number that may be money. `currency` is empty while nothing says that it is; `led` says that its
    currency stands before it. `scale` is 1 where none is printed."""

    start: int
    end: int
    number: Decimal
    scale: Decimal = Decimal(1)
    currency: str = ""
    led: bool = False
    minor: bool = False

    @property
    def value(self) -> Decimal:
        return self.number * self.scale

    @property
    def scaled(self) -> bool:
        return self.scale > 1


def sums(text: str) -> tuple[Sum, ...]:
    """Return the sums of money in `text`, in order. Linear in its length; a range is one sum."""
    figures = _figures(text)
    if not any(figure.currency for figure in figures):
        return ()
    return tuple(_joined(text, _compared(text, _in_cents(text, figures))))


# ---------------------------------------------------------------------------------------------- one figure


_SIGN_CLASS: Final = re.escape("".join(SIGNS))
_LETTERS_BEFORE: Final = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]\.[A-Za-z]\.?|(?<![\w.])[A-Za-z]{1,8}\.?)\Z")
# A word ends where a capital begins: scraped text loses blanks ("7.9 billion yuanInvestment companies").
_TOKEN: Final = (
    rf"(?:[A-Za-z]\.[A-Za-z]\.?(?![a-z])|[A-Z]{{1,4}}\$|[A-Z]+(?![a-z])|[A-Z]?[a-zö]+|[{_SIGN_CLASS}¢])"
)
_BEHIND: Final = re.compile(rf"[{BLANK}-]?({_TOKEN})(?:[{BLANK}-]({_TOKEN}))?(?:[{BLANK}]({_TOKEN}))?")
_RESOLUTIONS: Final = frozenset({"144", "240", "360", "480", "576", "720", "1080", "1440", "2160", "4320"})
_PENCE: Final = re.compile(r"p(?![\w’'])")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\Z")


def _figures(text: str) -> list[_Figure]:
    found: list[_Figure] = []
    free = 0  # where the last figure with its currency ended: nothing before it is looked at again
    for match in FIGURE.finditer(text):
        if match.start() >= free:
            figure = _figure(text, match, free)
            found.append(figure)
            free = figure.end
    return _with_spelled(text, found)


def _figure(text: str, match: re.Match[str], free: int) -> _Figure:
    start, end = match.span()
    number = figure_value(match.group())
    start, number, bracket = _sign(text, start, number)
    led_by = _currency_before(text, start, free)
    if bracket and text[end : end + 1] == ")":
        end += 1
    scale_match = SCALE.match(text, end)
    scale = scale_of(scale_match) if scale_match else Decimal(1)
    if scale_match:
        end = scale_match.end()
    if led_by:
        begin, currency, factor, shy = led_by
        if shy and scale == 1:
            return _Figure(match.start(), end, number, scale)
        if scale == 1 and currency in DOTTED_THOUSANDS:
            number = dotted_thousands(match.group()) or number
        behind = _unit_behind(text, end, scale=scale, number=number, digits=match.group())
        if behind and _repeats(currency, behind[1]):  # "$ 17 Canadian dollars", "$790 billion dollar"
            end, currency = behind[0], behind[1].currency
        return _Figure(begin, end, number, scale * factor, currency, led=True)
    if match.group()[0] == "." or text[match.start() - 1 : match.start()].isalpha():
        return _Figure(match.start(), end, number, scale)
    start = match.start()
    return _trailed(text, start, end, figure_value(match.group()), scale, match.group())


def _trailed(text: str, start: int, end: int, number: Decimal, scale: Decimal, digits: str) -> _Figure:
    """Read the currency that stands behind a figure, if one does."""
    behind = _unit_behind(text, end, scale=scale, number=number, digits=digits)
    if behind is None:
        if scale == 1 and digits not in _RESOLUTIONS and _PENCE.match(text, end):
            return _Figure(start, end + 1, number, Decimal("0.01"), "GBP", minor=True)
        return _Figure(start, end, number, scale)
    end, unit, factor = behind
    if scale == 1 and unit.factor == 1 and (late := SCALE.match(text, end)):
        scale, end = scale_of(late), late.end()  # "75 USD million"
    return _Figure(start, end, number, scale * factor * unit.factor, unit.currency, minor=unit.factor < 1)


def _sign(text: str, start: int, number: Decimal) -> tuple[int, Decimal, bool]:
    """Read a minus or an opening bracket between sign and figure: "$(1.15)", "-$5" is left alone."""
    before = text[start - 1 : start]
    if before in ("(", "-", "−") and text[start - 2 : start - 1] in SIGNS:
        return start - 1, -number, before == "("
    return start, number, False


def _currency_before(text: str, start: int, free: int) -> tuple[int, str, Decimal, bool] | None:
    """Return where a currency before `start` begins, what it is, its factor, and whether it is shy."""
    at = start - 1 if start > free and text[start - 1] in BLANK else start
    if at <= free:
        return None
    if text[at - 1] in SIGNS:
        return *_signed(text, at - 1, free), Decimal(1), False
    letters = _LETTERS_BEFORE.search(text, max(free, at - 10), at)
    if letters is None or (text[letters.start() - 1 : letters.start()].isalnum() and letters.start() > 0):
        return None
    word = letters.group()
    if word in CODES:
        return letters.start(), CODES[word], Decimal(1), False
    if word in SHY_CODES and (len(word) > 1 or at == start):
        return letters.start(), SHY_CODES[word], Decimal(1), True
    if nordic := SCALED_CODE.match(word):
        return letters.start(), nordic["code"], _NORDIC[nordic["scale"]], False
    return None


_NORDIC: Final = {"M": Decimal(10**6), "T": Decimal(1000), "k": Decimal(1000)}


def _signed(text: str, at: int, free: int) -> tuple[int, str]:
    """Return where the currency with its sign at `at` begins, and what it is."""
    sign = text[at]
    letters = _LETTERS_BEFORE.search(text, max(free, at - 5), at)
    if letters:
        word = letters.group()
        meant = SIGN_LETTERS.get(word + sign) or (
            SIGN_LETTERS.get(word.upper() + sign) if len(word) > 1 else None
        )
        if meant:
            return letters.start(), meant
    elif at - 1 > free and text[at - 1] in BLANK:
        apart = _LETTERS_BEFORE.search(text, max(free, at - 6), at - 1)
        if apart and (apart.group().upper() in SPACED_LETTERS or apart.group() == "c"):
            meant = SIGN_LETTERS.get(apart.group().upper() + sign)
            if meant:
                return apart.start(), meant
    if sign in "¥￥":
        return at, settle_shared("¥", "JPY", text)
    return at, SIGNS[sign]


def _unit_behind(
    text: str, end: int, *, scale: Decimal, number: Decimal, digits: str
) -> tuple[int, Unit, Decimal] | None:
    """Return where the currency behind a number ends, what it is, and a factor that its code holds."""
    match = _BEHIND.match(text, end)
    if match is None:
        return None
    first, second, third = match.groups()
    led_next = text[match.end(1) : match.end(1) + 1].isdigit()
    if first in SIGNS or first in SIGN_LETTERS:
        if led_next or text[match.end(1) : match.end(1) + 2].strip()[:1].isdigit():
            return None  # "10 $5 bills": the sign belongs to the next figure
        return match.end(1), Unit(SIGN_LETTERS.get(first) or SIGNS[first]), Decimal(1)
    if first in CODES and first.isupper() and not led_next:
        return match.end(1), Unit(CODES[first]), Decimal(1)
    if nordic := SCALED_CODE.match(first):
        return match.end(1), Unit(nordic["code"]), _NORDIC[nordic["scale"]]
    for words, last in (((), 1), ((first,), 2), ((first, second), 3)):
        name = (first, second, third)[last - 1]
        unit = UNITS.get(name.lower()) if name else None
        if unit is None:
            continue
        country = " ".join(word for word in words if word).lower()
        meant = _of_country(unit, country, text)
        if meant and _is_money(text, match.end(last), name, unit, scale=scale, number=number, digits=digits):
            return match.end(last), replace(unit, currency=meant), Decimal(1)
        return None
    return None


def _of_country(unit: Unit, country: str, text: str) -> str | None:
    """Return whose money `unit` is with `country` before it; None when that word is no country."""
    nations = OF_COUNTRY.get(unit.shared or unit.currency, {})
    if country:
        return nations.get(country) or (unit.currency if country in NATIONS else None)
    return settle_shared(unit.shared, unit.currency, text) if unit.shared else unit.currency


_WEIGHED: Final = re.compile(
    r"\b(?:weigh\w*|weight|kilograms?|kilos?|kg|lbs?|tons?|tonnes?|payload|thrust|heav(?:y|ier)|lift\w*|bags?|dumbbell"
    r"|ounces|copper|uranium|lithium|cobalt|nickel|zinc|U3O8|beef|pork|chicken|meat|turkey|coffee|cocaine"
    r"|cannabis|marijuana|carbon|CO2|emissions?|rice|beans|bread|coal|fish|lobster|cheese|fruit|produce|trash|waste)\b",
    re.IGNORECASE,
)
_MONEYED: Final = re.compile(r"[£€$]|\bsterling\b|\bBritish\b|\bU\.?K\b|\bLondon\b")
_AFTER_VERB: Final = re.compile(
    rf"[{BLANK}]+(?:an?|the|its|his|her|their|this|that|by|over|approval|out|back|at|in|on|awards?|gold|games?|[$£€])"
    r"(?![\w])|[{BLANK}]+[$£€]"
)


def _is_money(
    text: str, end: int, name: str, unit: Unit, *, scale: Decimal, number: Decimal, digits: str
) -> bool:
    """Tell money from what is spelled alike: pounds of weight, "won", the European championship."""
    large = scale > 1 or "," in digits
    if unit.shy:
        return large and not (scale == 1 and name == "won" and _AFTER_VERB.match(text, end))
    if scale == 1 and _YEAR.match(digits) and name[0].isupper():
        return False
    if unit.shared == "pound" and unit.currency == "GBP":
        if _WEIGHED.search(text, end, end + 30):
            return False
        ahead = (text, max(0, end - 60), end)
        return (
            _MONEYED.search(text, max(0, end - 60), end + 40) is not None or _WEIGHED.search(*ahead) is None
        )
    return True


def _repeats(currency: str, unit: Unit) -> bool:
    """Tell whether the name behind a led figure only names its sign again."""
    dollars = currency == "USD" and unit.currency in OF_COUNTRY["USD"].values()
    return unit.factor == 1 and (unit.currency == currency or dollars)


# ---------------------------------------------------------------------------------------------- spelled numbers


_SPELLED_WORDS: Final = re.compile(r"[A-Za-z]+")


def _with_spelled(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Add the sums whose number is in words: "half a billion dollars", "ten euros"."""
    if UNITS.keys().isdisjoint(_SPELLED_WORDS.findall(text.lower())):
        return figures
    taken = {figure.start: figure for figure in figures}
    added = []
    for match in SPELLED.finditer(text):
        number = spelled_value(_SPELLED_WORDS.findall(match.group()))
        if number is None or _overlaps(taken, match.start(), match.end()):
            continue
        money = _trailed(text, match.start(), match.end(), number, Decimal(1), match.group())
        if money.currency:
            added.append(money)
    return sorted([*figures, *added], key=lambda figure: figure.start) if added else figures


def _overlaps(taken: dict[int, _Figure], start: int, end: int) -> bool:
    return any(at in taken for at in range(start, end))


# ---------------------------------------------------------------------------------------------- neighbours


_CENTS_TOO: Final = re.compile(rf"(?:[{BLANK}]and)?[{BLANK}]?\Z")
# "15 dollars 50.", "$20 and 43c": two digits and nothing else up to the end of the sentence.
_LOOSE_CENTS: Final = re.compile(rf"(?:[{BLANK}]and)?[{BLANK}](\d\d)c?(?=[{BLANK}]*[.;!?]?\s*\Z)")


def _in_cents(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Join "20 dollars and 43 cents", and give cents the dollars that the sentence counts in."""
    out: list[_Figure] = []
    dollars = _Figure(0, 0, Decimal(0))
    for figure in figures:
        last = out[-1] if out else None
        if figure.minor and figure.currency == "USD" and dollars.currency in WITH_CENTS:
            if not re.search(r"[.!?]\s|\n", text[dollars.end : figure.start]):
                figure = replace(figure, currency=dollars.currency)
        if figure.currency and not figure.minor:
            dollars = figure
            loose = _LOOSE_CENTS.match(text, figure.end) if _is_whole(figure) else None
            if loose:
                figure = replace(figure, end=loose.end(), number=figure.number + Decimal(loose[1]) / 100)
        if (
            last is not None
            and figure.minor
            and last.currency in (figure.currency, "GBP")
            and _is_whole(last)
            and figure.value < 1
            and _CENTS_TOO.match(text, last.end, figure.start)
        ):
            out[-1] = replace(last, end=figure.end, number=last.number + figure.value)
        else:
            out.append(figure)
    return out


def _is_whole(figure: _Figure) -> bool:
    return figure.scale == 1 and figure.number == figure.number.to_integral_value()


_SET_AGAINST: Final = re.compile(
    r"(?:\b(?:with|versus|vs\.?|from|than|to|est(?:imates?|imated|\.)?(?:\sof)?|forecast(?:\sof)?|was|about|and|range)"
    r"|[(:])\s*\(?(?:about\s|a\s)?\Z",
    re.IGNORECASE,
)
# What may stand behind a bare figure that is money: nothing that it could be counting.
_COUNTS_NOTHING: Final = re.compile(
    r"\s*(?:\Z|[,.;:)\]–—-]|\((?!\d)|(?:in|a|an|per|over|for|on|this|next|last|by|at|from|of|as|and|or|to|with|range|each"
    r"|the|estimates?d?|est|previously|earlier|before|ago|year|expected|a)\b)",
    re.IGNORECASE,
)
_SENTENCE_BREAK: Final = re.compile(r"[.!?]\s+[A-Z]|\n")


def _compared(text: str, figures: list[_Figure]) -> list[_Figure]:
    """Give a bare figure the currency of the money that it is set against in the same sentence."""
    money = _Figure(0, 0, Decimal(0))
    out: list[_Figure] = []
    for figure in figures:
        if (
            not figure.currency
            and money.currency
            and figure.scaled
            and money.scaled
            and figure.start - money.end < 160
            and _SET_AGAINST.search(text, max(money.end, figure.start - 24), figure.start)
            and _COUNTS_NOTHING.match(text, figure.end)
            and not _SENTENCE_BREAK.search(text, money.end, figure.start)
        ):
            figure = replace(figure, currency=money.currency)
        out.append(figure)
        if figure.currency:
            money = figure
    return out


_DASH: Final = re.compile(rf"[{BLANK}]?[-–—‒−~][{BLANK}]?\Z")
_TO: Final = re.compile(
    rf"[{BLANK}]to[{BLANK}](?:(?:about|around|as much as|nearly)[{BLANK}])?\Z", re.IGNORECASE
)
_AND: Final = re.compile(rf"[{BLANK}]and[{BLANK}](?:(?:about|around)[{BLANK}])?\Z", re.IGNORECASE)
_BETWEEN: Final = re.compile(
    r"\b(?:between|range\sof|from)\s(?:(?:about|around|roughly)\s)?\Z", re.IGNORECASE
)
_FROM: Final = re.compile(r"\bfrom\s(?:(?:about|around|roughly|as\slow\sas)\s)?\Z", re.IGNORECASE)
_RANGING: Final = re.compile(
    r"\b(?:rang(?:e|ed|es|ing)|cost(?:s|ing)?|pric(?:es|ed|ing)|anywhere|var(?:y|ies|ied|ying)|worth|start(?:s|ing)?)"
    r"\s(?:[a-z]+\s){0,2}?from\s(?:[a-z]+\s){0,2}?\Z",
    re.IGNORECASE,
)
_MOVED: Final = re.compile(
    r"\b(?:rose|rise[sn]?|rising|up|down|fell|falls?|falling|gain(?:ed|s)?|added|adds|lost|jump(?:ed|s)?|climb(?:ed|s)?"
    r"|slip(?:ped|s)?|drop(?:ped|s)?|rais(?:ed?|es|ing)|lift(?:ed|s)?|increas(?:ed?|es|ing)|cut(?:s|ting)?|lower(?:ed|s)?"
    r"|boost(?:ed|s)?|grew|grow(?:s|n)?|surged?|sank|slid|declined?)\s(?:by\s)?(?:(?:another|about|some|nearly)\s)?\Z",
    re.IGNORECASE,
)


def _joined(text: str, figures: list[_Figure]) -> list[Sum]:
    """Join the ends of ranges and drop what is no money."""
    out: list[Sum] = []
    low: _Figure | None = None
    for figure in figures:
        whole = _range(text, low, figure) if low else None
        if whole:
            if out and low and out[-1].start == low.start:
                out.pop()
            out.append(whole)
            low = None
            continue
        low = figure
        if figure.currency:
            out.append(
                Sum(
                    figure.start,
                    figure.end,
                    _plain(figure.value),
                    figure.currency,
                    None,
                    figure.scaled,
                    figure.minor,
                )
            )
    return out


def _range(text: str, low: _Figure, high: _Figure) -> Sum | None:
    """Return the range that two neighbouring figures make, None when they make none."""
    if not (low.currency or high.currency) or high.start - low.end > 24 or high.start <= low.end:
        return None
    if low.currency and high.currency and low.currency != high.currency:
        return None
    if not _spans(text, low, high):
        return None
    scale = low.scale
    if low.scale == 1 and high.scale > 1 and low.number < 1000 and low.number < high.number:
        scale = high.scale
    elif low.scale > 1 and high.scale == 1 and not high.currency and low.number < high.number:
        high = replace(high, scale=low.scale)
    if low.number * scale >= high.value:
        return None
    currency = low.currency or high.currency
    return Sum(
        low.start,
        high.end,
        _plain(low.number * scale),
        currency,
        _plain(high.value),
        scale > 1,
        low.minor or high.minor,
    )


def _spans(text: str, low: _Figure, high: _Figure) -> bool:
    """Tell a range from two sums, by the words between and before them."""
    ahead = (text, max(0, low.start - 40), low.start)
    if not low.currency and high.led:
        return False  # "2019-$5 billion"
    if _DASH.match(text, low.end, high.start):
        return high.currency != "" or (low.led and text[high.end : high.end + 1] != "%")
    if not high.currency and not (high.scaled and _COUNTS_NOTHING.match(text, high.end)):
        return False  # "$2.8 million to 1.4 million customers"
    if _AND.match(text, low.end, high.start):
        return _BETWEEN.search(*ahead) is not None
    if not _TO.match(text, low.end, high.start):
        return False
    if _FROM.search(*ahead):
        return not low.currency or _RANGING.search(*ahead) is not None
    return not (low.currency and _MOVED.search(*ahead))


def _plain(value: Decimal) -> Decimal:
    """Return the same value without an exponent or trailing zeros ("5000000000", "76.3")."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()
