"""A company's size from what it reported and a price; what is old or in doubt is left out."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.domain.figures import MarketValue, Size, Spending
from bot.domain.market import Money, Origin, PriceLine, Ticker
from bot.domain.price import Split
from bot.prices.american import day_in_new_york
from bot.prices.size.reported import AT_HOME, Reported

SOURCE: Final = "SEC filings"

# Two quarters, and the days by which a report may come later after one quarter than after another.
COUNT_AGE: Final = timedelta(days=190)

# A year's figure is the last one until the report on the next year is due: 60 to 90 days after its end by
# form 10-K, 90 by 40-F, four months by 20-F. A fortnight more is what a late filer gets.
NEXT_YEAR: Final = timedelta(days=371)
DUE: Final = {
    "10-K": timedelta(days=90 + 15),
    "40-F": timedelta(days=90 + 15),
    "20-F": timedelta(days=123 + 15),
}

# What the public held in the middle of the last business year is a part of the whole, and prices move. But a
# count of shares from before a split, or a price of a receipt for eight shares, is further off than this.
FLOAT_AGE: Final = timedelta(days=730)
OF_FLOAT: Final = (Decimal(1) / 3, Decimal(10))


def size_of(
    ticker: Ticker,
    reported: Reported,
    line: PriceLine | None,
    splits: Sequence[Split] | None,
    now: datetime,
) -> Size | None:
    """Return the size of the company whose US listing is `ticker`; None where nothing is sure.

    `line` is the price of the listing, live or of the last close. `splits` are those since the count of
    shares, None where nobody knows them.
    """
    is_its_own = line is not None and line.ticker == ticker  # and not of a preferred share, or of one abroad
    value = market_value(reported, line, splits, now) if line and is_its_own else None
    capex = last_year(reported, now.date())
    return Size(ticker, SOURCE, value, capex) if value or capex else None


def has_count(reported: Reported, day: date) -> bool:
    """Say whether there is a count of shares that a price may be multiplied with: recent, and of a company of
    the United States. A foreign company's listing here is often of receipts, each for several shares or a
    part of one; nothing that it reports tells which, and some such file form 10-K."""
    if reported.annual != AT_HOME or not _is_of_a_state(reported.state):
        return False
    if reported.shares is None or reported.shares_on is None:
        return False
    return timedelta() <= day - reported.shares_on <= COUNT_AGE


def _is_of_a_state(code: str | None) -> bool:
    """Say whether a code is of a state of the United States: a country's has a digit, and XX is "unknown"."""
    return code is not None and code.isalpha() and code != "XX"


def market_value(
    reported: Reported, line: PriceLine, splits: Sequence[Split] | None, now: datetime
) -> MarketValue | None:
    """Return shares times price in US dollars; None where one of them is old or in doubt."""
    if splits is None or line.origin is not Origin.LIVE:
        return None
    if line.last is None or line.last.currency != "USD" or line.last.value <= 0:
        return None
    shares, on = reported.shares, reported.shares_on
    if shares is None or on is None or not has_count(reported, now.date()):
        return None
    if any(split.day >= on and split.ratio != 1 for split in splits):
        return None
    value = shares * line.last.value
    if not _is_likely(value, reported, now.date()):
        return None
    priced_on = day_in_new_york(line.at or now)
    return MarketValue(Money(value, "USD"), shares, on, line.last, priced_on, line.provider)


def last_year(reported: Reported, day: date) -> Spending | None:
    """Return the last year's capital spending, until the report on the year after is overdue."""
    if reported.annual is None or reported.capex is None or reported.year_ended is None:
        return None
    ended = reported.year_ended
    is_last = ended <= day <= ended + NEXT_YEAR + DUE[reported.annual]
    return Spending(reported.capex, ended) if is_last else None


def _is_likely(value: Decimal, reported: Reported, day: date) -> bool:
    """Say whether a market value is in proportion to what the company itself says its public shares were
    worth. A company that says nothing, or nought, is too young, somebody's subsidiary, or a shell."""
    if reported.public is None or reported.public_on is None or day - reported.public_on > FLOAT_AGE:
        return False
    least, most = OF_FLOAT
    return least <= value / reported.public <= most
