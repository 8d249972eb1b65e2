"""A commitment beside the size of its company: "0.3 % of market value ($182B, shares of 30 Sep 2026)"."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.cards.card import Fact, Item
from bot.cards.text import money, price
from bot.domain.figures import Size
from bot.domain.market import Money
from bot.domain.reading import Bound
from bot.domain.story import Story
from bot.market.size import Portion, of_capital_spending, of_market_value, size_beside

LABEL: Final = "Size"

_LEAST: Final = Decimal("0.0001")
_LITTLE: Final = "less than 0.01 %"
_TIMES_WORD: Final = "times"
_TIMES: Final = Decimal("1.05")  # from here on "1.1 times" says more than "110 %"
_BOUNDS: Final = {
    None: "",
    Bound.EXACT: "",
    Bound.AT_LEAST: "at least ",
    Bound.MORE_THAN: "more than ",
    Bound.ABOUT: "about ",
    Bound.NEARLY: "nearly ",
    Bound.UP_TO: "up to ",
}


def size_facts(story: Story) -> tuple[Fact, ...]:
    """Return one fact that sets the commitment beside its company's size; none where that is not known."""
    size = size_beside(story)
    if size is None:
        return ()
    said = []
    if (portion := of_market_value(story)) is not None:
        said.append(_said(portion, _market_value(size)))
    if (portion := of_capital_spending(story)) is not None:
        said.append(_said(portion, _capital_spending(size)))
    return (Fact(LABEL, "; ".join(said)),) if said else ()


def size_evidence(story: Story) -> list[Item]:
    """Return the arithmetic behind that fact, and who published its figures."""
    size = size_beside(story)
    if size is None:
        return []
    items = []
    if (portion := of_market_value(story)) is not None:
        items.append(Item(_worked_out(portion), note=f"{LABEL}: market value is {_counted(size)}"))
    if (portion := of_capital_spending(story)) is not None and size.year_ended is not None:
        note = f"{LABEL}: capital spending in the year to {day(size.year_ended)}, from {size.source}"
        items.append(Item(_worked_out(portion), note=note))
    return items


def company_facts(size: Size) -> tuple[Fact, ...]:
    """Return how large a company is, each figure with its day."""
    facts = []
    if size.market_value is not None:
        facts.append(
            Fact("Market value", f"{rounded_money(size.market_value)}, shares of {day(size.shares_on)}")
        )
    if size.capex is not None:
        facts.append(
            Fact("Capital spending", f"{rounded_money(size.capex)} in the year to {day(size.year_ended)}")
        )
    return tuple(facts)


def percentage(fraction: Decimal) -> str:
    """Return a part in percent with two digits that count: 0.00351 is "0.35 %"; from 105 % on "1.1 times"."""
    if fraction >= _TIMES:
        return f"{_plain(_digits(fraction, 2))} {_TIMES_WORD}"
    return f"{_plain(_digits(fraction * 100, 2))} %"


def rounded_money(sum_: Money) -> str:
    """Return a sum with three digits that count: "$182B"; a figure that was worked out is no exacter."""
    return money(_digits(sum_.value, 3), sum_.currency)


def day(on: date | None) -> str:
    """Return "30 Sep 2026"."""
    return f"{on.day} {on:%b %Y}" if on is not None else "an unknown day"


def _said(portion: Portion, whole: str) -> str:
    year = "a year of it is " if portion.yearly else ""
    figure = _figure(portion)
    return f"{year}{figure}{' ' if figure.endswith(_TIMES_WORD) else ' of '}{whole}"


def _figure(portion: Portion) -> str:
    """Return a part in words: "at least 0.35 %", "≈ 12 %", "0.3–0.5 %", "up to 1.2 times"."""
    rate = "≈ " if portion.by_rate else ""
    low, high = portion.low, portion.high
    if low is not None and high is not None and low != high:
        return f"{rate}{_span(low, high)}"
    known = low if low is not None else high
    if known is None or known < _LEAST:
        return f"{rate}{_LITTLE}"
    bound = "up to " if low is None else _BOUNDS[portion.bound]
    return f"{rate}{bound}{percentage(known)}"


def _span(low: Decimal, high: Decimal) -> str:
    """Return both ends, their unit once."""
    if high < _LEAST:
        return _LITTLE
    if low < _LEAST:
        return f"up to {percentage(high)}"
    first, last = percentage(low), percentage(high)
    if first == last:
        return last
    if first.endswith(_TIMES_WORD) == last.endswith(_TIMES_WORD):
        return f"{first.split()[0]}–{last}"
    return f"{first} to {last}"


def _market_value(size: Size) -> str:
    whole = "" if size.market_value is None else f"{rounded_money(size.market_value)}, "
    return f"market value ({whole}shares of {day(size.shares_on)})"


def _capital_spending(size: Size) -> str:
    whole = "" if size.capex is None else f"{rounded_money(size.capex)}, "
    return f"last year's capital spending ({whole}year to {day(size.year_ended)})"


def _worked_out(portion: Portion) -> str:
    """Return the division: "$639.3M ÷ $182B = 0.35 %"."""
    known = portion.low if portion.low is not None else portion.high
    shown = "less than 0.01 %" if known is None or known < _LEAST else percentage(known)
    rate = "≈ " if portion.by_rate else ""
    return (
        f"{rate}{money(portion.part.value, portion.part.currency)} ÷ {rounded_money(portion.whole)} = {shown}"
    )


def _counted(size: Size) -> str:
    """Return where a market value is from: "2.38B shares of 30 Sep 2026 (SEC filings) × $76.30 (Example)"."""
    count = money(_digits(size.shares or Decimal(0), 3), "").rstrip()
    paid = "" if size.price is None else price(size.price.value, size.price.currency)
    by = ", ".join(filter(None, (size.priced_by, day(size.priced_on))))
    return f"{count} shares of {day(size.shares_on)} ({size.source}) × {paid} ({by})"


def _digits(value: Decimal, count: int) -> Decimal:
    """Round to so many digits that count."""
    if not value:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - count + 1), ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    """Return a number without a trailing zero behind the point, and never as 1E+2."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
