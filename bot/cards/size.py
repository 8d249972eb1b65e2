"""A commitment beside the size of its company: "0.3 % of market value ($182B, shares of 30 Sep 2026)"."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.cards.card import Fact, Item
from bot.cards.text import BOUNDS, calendar_day, money, price
from bot.domain.figures import MarketValue, Size
from bot.domain.market import Money
from bot.domain.reading import Bound
from bot.domain.story import Story
from bot.market.size import Portion, of_capital_spending, of_market_value, size_beside

LABEL: Final = "Size"

_LEAST: Final = Decimal("0.0001")
_LITTLE: Final = "less than 0.01 %"
_TIMES_WORD: Final = "times"
_TIMES_FROM: Final = Decimal("1.05")  # "1.1 times" says more than "110 %"


def size_facts(story: Story) -> tuple[Fact, ...]:
    """Return one fact that sets the commitment beside its company's size; none where that is not known."""
    size = size_beside(story)
    said = []
    if size is not None and size.market_value is not None and (portion := of_market_value(story)):
        value = size.market_value
        on = calendar_day(value.shares_on)
        said.append(_said(portion, f"market value ({rounded_money(value.money)}, shares of {on})"))
    if size is not None and size.capex is not None and (portion := of_capital_spending(story)):
        year = f"{rounded_money(size.capex.money)}, year to {calendar_day(size.capex.year_ended)}"
        said.append(_said(portion, f"last year's capital spending ({year})"))
    return (Fact(LABEL, "; ".join(said)),) if said else ()


def size_evidence(story: Story) -> list[Item]:
    """Return the arithmetic behind that fact, and who published its figures."""
    size = size_beside(story)
    items = []
    if size is not None and size.market_value is not None and (portion := of_market_value(story)):
        note = f"{LABEL}: market value is {_counted(size.market_value, size.source)}"
        items.append(Item(_worked_out(portion), note=note))
    if size is not None and size.capex is not None and (portion := of_capital_spending(story)):
        year = calendar_day(size.capex.year_ended)
        note = f"{LABEL}: capital spending in the year to {year}, from {size.source}"
        items.append(Item(_worked_out(portion), note=note))
    return items


def company_facts(size: Size) -> tuple[Fact, ...]:
    """Return how large a company is, each figure with its day."""
    facts = []
    if (value := size.market_value) is not None:
        counted = f"shares of {calendar_day(value.shares_on)}"
        facts.append(Fact("Market value", f"{rounded_money(value.money)}, {counted}"))
    if (spent := size.capex) is not None:
        year = f"in the year to {calendar_day(spent.year_ended)}"
        facts.append(Fact("Capital spending", f"{rounded_money(spent.money)} {year}"))
    return tuple(facts)


def percentage(fraction: Decimal) -> str:
    """Return a part in percent with two digits that count: 0.00351 is "0.35 %"; from 105 % on "1.1 times"."""
    if fraction >= _TIMES_FROM:
        return f"{_plain(_digits(fraction, 2))} {_TIMES_WORD}"
    return f"{_plain(_digits(fraction * 100, 2))} %"


def rounded_money(sum_: Money) -> str:
    """Return a sum with three digits that count: "$182B"; a figure that was worked out is no exacter."""
    return money(_digits(sum_.value, 3), sum_.currency)


def _said(portion: Portion, whole: str) -> str:
    year = "a year of it is " if portion.yearly else ""
    figure = _figure(portion)
    return f"{year}{figure}{' ' if figure.endswith(_TIMES_WORD) else ' of '}{whole}"


def _figure(portion: Portion) -> str:
    """Return a part in words: "at least ≈ 0.35 %", "12 %", "0.3–0.5 %", "up to 1.2 times"."""
    rate = "≈ " if portion.by_rate else ""
    low, high = portion.low, portion.high
    if low is not None and high is not None and low != high:
        return _span(low, high, rate)
    known = low if low is not None else high
    if known is None or known < _LEAST:
        return _LITTLE
    bound = Bound.UP_TO if low is None else portion.bound
    if bound is None or (rate and bound is Bound.ABOUT):  # which is what "≈" says
        return f"{rate}{percentage(known)}"
    return f"{BOUNDS[bound]}{rate}{percentage(known)}"


def _span(low: Decimal, high: Decimal, rate: str) -> str:
    """Return both ends, their unit once."""
    if high < _LEAST:
        return _LITTLE
    first, last = percentage(low), percentage(high)
    if low < _LEAST:
        return f"up to {rate}{last}"
    if first == last:
        return f"{rate}{last}"
    if first.endswith(_TIMES_WORD) == last.endswith(_TIMES_WORD):
        return f"{rate}{first.split()[0]}–{last}"
    return f"{rate}{first} to {last}"


def _worked_out(portion: Portion) -> str:
    """Return the division: "$639.3M ÷ $182B = 0.35 %"."""
    known = portion.low if portion.low is not None else portion.high
    shown = _LITTLE if known is None or known < _LEAST else percentage(known)
    rate = "≈ " if portion.by_rate else ""
    return (
        f"{rate}{money(portion.part.value, portion.part.currency)} ÷ {rounded_money(portion.whole)} = {shown}"
    )


def _counted(value: MarketValue, source: str) -> str:
    """Return where a market value is from: "2.38B shares of 30 Sep 2026 (SEC filings) × $76.30 (…)"."""
    count = money(_digits(value.shares, 3), "")
    paid = price(value.price.value, value.price.currency)
    by = ", ".join(filter(None, (value.priced_by, calendar_day(value.priced_on))))
    return f"{count} shares of {calendar_day(value.shares_on)} ({source}) × {paid} ({by})"


def _digits(value: Decimal, count: int) -> Decimal:
    """Round to so many digits that count."""
    if not value:
        return value
    return value.quantize(Decimal(1).scaleb(value.adjusted() - count + 1), ROUND_HALF_UP)


def _plain(value: Decimal) -> str:
    """Return a number without a trailing zero behind the point, and never as 1E+2."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
