"""Every sum of money in a text, with its value, currency and range.

`figures` says which numbers are money. Here cents join their dollars, a bare figure that a comparison sets
against money ("3.2 billion riyals, estimate 3.5 billion") takes over its currency, and neighbours become
ranges ("$6.3–6.4 billion", "between $1.4 and $1.49 billion").
"""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from bot.reading.money.currencies import WITH_CENTS
from bot.reading.money.figures import WIDEST, figures
from bot.reading.money.numerals import BLANK
from bot.reading.money.printed import Figure

__all__ = ["Sum", "sums"]

_MOST: Final = 250  # no story tells more sums; a price list of thousands would only cost time


class Sum(NamedTuple):
    """A sum as printed: `text[start:end]` is its number and currency. `high` is a range's upper end.

    `scaled` says that its words make it thousands or more ("2 bn"), `minor` that it was in cents or pence.
    """

    start: int
    end: int
    low: Decimal
    currency: str
    high: Decimal | None = None
    scaled: bool = False
    minor: bool = False


def sums(text: str) -> tuple[Sum, ...]:
    """Return the sums of money in `text`, in order, at most 250. Linear in its length; a range is one sum."""
    found = figures(text)
    if not any(figure.currency for figure in found):
        return ()
    return tuple(_joined(text, _compared(text, _in_cents(text, found)))[:_MOST])


# ---------------------------------------------------------------------------------------------- cents


_CENTS_TOO: Final = re.compile(rf"(?:[{BLANK}]and)?[{BLANK}]?\Z")
# "15 dollars 50.", "$20 and 43c": two digits and nothing else up to the end of the text.
_LOOSE_CENTS: Final = re.compile(rf"(?:[{BLANK}]and)?[{BLANK}](\d\d)c?(?=[{BLANK}]*[.;!?]?\s*\Z)")
_NEW_SENTENCE: Final = re.compile(r"[.!?]\s+[A-Z]|\n")


def _in_cents(text: str, found: list[Figure]) -> list[Figure]:
    """Join "20 dollars and 43 cents", and give cents the dollars that their sentence counts in."""
    out: list[Figure] = []
    dollars: Figure | None = None
    for figure in found:
        if figure.minor:
            cents = _of_dollars(text, figure, dollars)
            if out and _completes(text, out[-1], cents):
                out[-1] = out[-1]._replace(end=cents.end, number=out[-1].number + cents.value)
            else:
                out.append(cents)
        elif figure.currency:
            dollars = _with_loose_cents(text, figure)
            out.append(dollars)
        else:
            out.append(figure)
    return out


def _of_dollars(text: str, cents: Figure, dollars: Figure | None) -> Figure:
    if cents.currency != "USD" or dollars is None or dollars.currency not in WITH_CENTS:
        return cents
    if _NEW_SENTENCE.search(text, dollars.end, cents.start):
        return cents
    return cents._replace(currency=dollars.currency)


def _completes(text: str, dollars: Figure, cents: Figure) -> bool:
    """Tell whether `cents` go with the sum just before them."""
    return (
        dollars.currency == cents.currency
        and not dollars.minor
        and _is_whole(dollars)
        and cents.value < 1
        and _CENTS_TOO.match(text, dollars.end, cents.start) is not None
    )


def _with_loose_cents(text: str, figure: Figure) -> Figure:
    loose = _LOOSE_CENTS.match(text, figure.end) if _is_whole(figure) else None
    if loose is None:
        return figure
    return figure._replace(end=loose.end(), number=figure.number + Decimal(loose[1]) / 100)


def _is_whole(figure: Figure) -> bool:
    return figure.scale == 1 and figure.number == figure.number.to_integral_value()


# ---------------------------------------------------------------------------------------------- comparisons


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
_REACH: Final = 160


def _compared(text: str, found: list[Figure]) -> list[Figure]:
    """Give a bare figure the currency of the money that it is set against in the same sentence."""
    out: list[Figure] = []
    money: Figure | None = None
    for figure in found:
        compared = not figure.currency and money and _is_set_against(text, money, figure)
        out.append(figure._replace(currency=money.currency) if money and compared else figure)
        if out[-1].currency:
            money = out[-1]
    return out


def _is_set_against(text: str, money: Figure, figure: Figure) -> bool:
    return (
        figure.scaled
        and money.scaled
        and figure.start - money.end < _REACH
        and _SET_AGAINST.search(text, max(money.end, figure.start - 24), figure.start) is not None
        and _COUNTS_NOTHING.match(text, figure.end) is not None
        and _NEW_SENTENCE.search(text, money.end, figure.start) is None
    )


# ---------------------------------------------------------------------------------------------- ranges


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
    r"|boost(?:ed|s)?|grew|grow(?:s|n)?|surged?|sank|slid|declined?|by)\s(?:by\s)?(?:(?:another|about|some|nearly)\s)?\Z",
    re.IGNORECASE,
)


def _joined(text: str, found: list[Figure]) -> list[Sum]:
    """Join the ends of ranges and drop what is no money."""
    out: list[Sum] = []
    low: Figure | None = None
    for figure in found:
        whole = _range(text, low, figure) if low else None
        if whole:
            if out and out[-1].start == whole.start:
                out.pop()
            out.append(whole)
            low = None
            continue
        low = figure
        if figure.currency:
            value = _plain(figure.value)
            out.append(
                Sum(figure.start, figure.end, value, figure.currency, None, figure.scaled, figure.minor)
            )
    return out


def _range(text: str, low: Figure, high: Figure) -> Sum | None:
    """Return the range that two neighbouring figures make, None when they make none."""
    currency = low.currency or high.currency
    if not currency or not 0 < high.start - low.end <= WIDEST or high.currency not in ("", currency):
        return None
    if not _is_range(text, low, high):
        return None
    scale, top = low.scale, high.scale
    if scale == 1 and top > 1 and low.number < high.number:
        scale = top  # "$400 to $500 million", "Rs 26,000-28,000 crore"; not "$2,500 to $3 million"
    elif scale > 1 and top == 1 and not high.currency:
        top = scale  # "$2bn-3"
    least, most = low.number * scale, high.number * top
    if least >= most:
        return None
    minor = low.minor or high.minor
    return Sum(low.start, high.end, _plain(least), currency, _plain(most), scale > 1, minor)


def _is_range(text: str, low: Figure, high: Figure) -> bool:
    """Tell a range from two sums, by the words between and before them."""
    if high.led and not low.currency:
        return False  # "2019-$5 billion"
    if _DASH.match(text, low.end, high.start):
        return high.currency != "" or (low.led and text[high.end : high.end + 1] != "%")
    if not high.currency and not (high.scaled and _COUNTS_NOTHING.match(text, high.end)):
        return False  # "$2.8 million to 1.4 million customers"
    ahead = max(0, low.start - 40)
    if _AND.match(text, low.end, high.start):
        return _BETWEEN.search(text, ahead, low.start) is not None
    return _TO.match(text, low.end, high.start) is not None and not _is_change(text, ahead, low)


def _is_change(text: str, ahead: int, low: Figure) -> bool:
    """Tell "raised from $84 to $95" and "rose 3 cents to $42" from a range."""
    if not low.currency:
        return False
    if _FROM.search(text, ahead, low.start):
        return _RANGING.search(text, ahead, low.start) is None
    return _MOVED.search(text, ahead, low.start) is not None


def _plain(value: Decimal) -> Decimal:
    """Return the same value without an exponent or trailing zeros ("5000000000", "76.3")."""
    whole = value.to_integral_value()
    return whole.quantize(Decimal(1)) if whole == value else value.normalize()
