"""What was looked up about a story outside its articles: live prices, an exchange rate, the company's size.

No figure here is an article's, and none of the article's is here: so the two cannot be mixed.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.domain.market import Money, PriceLine, Ticker


class Moment(StrEnum):
    """When after a story's alert a price was looked up."""

    ALERT = "alert"
    HOUR = "hour"  # an hour after the alert
    CLOSE = "close"  # at the next end of regular trading
    OPEN = "open"  # at the next beginning of regular trading


@dataclass(frozen=True, slots=True)
class Mark:
    """The live price of a listing at a moment of the story.

    `since` is the change since the alert's own mark, `benchmark` that of the benchmark fund over the same
    time, both fractions; `against` is the fund's symbol. They are None where nobody knows. `below` says that
    it is told in a reply below the alert, and not on it.
    """

    moment: Moment
    line: PriceLine
    since: Decimal | None = None
    benchmark: Decimal | None = None
    against: str | None = None
    below: bool = False


@dataclass(frozen=True, slots=True)
class Rate:
    """An exchange rate: one `base` was `value` of `quote` (both ISO 4217) on `day`, by `source`."""

    base: str
    quote: str
    value: Decimal
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class MarketValue:
    """What all shares of a company are worth: `shares`, as many as there were on `shares_on`, times `price`,
    the price of one, live or at the close, by the provider `priced_by` on `priced_on`, the exchange's own
    day."""

    money: Money
    shares: Decimal
    shares_on: date
    price: Money
    priced_on: date
    priced_by: str | None = None


@dataclass(frozen=True, slots=True)
class Spending:
    """What a company spent on plant and equipment in the business year that ended on `year_ended`."""

    money: Money
    year_ended: date


@dataclass(frozen=True, slots=True)
class Size:
    """How large a company is, to set a commitment beside. Either may be unknown, never both.

    `ticker` is its listing that was priced, or would be; `source` who published the company's own figures.
    """

    ticker: Ticker
    source: str
    market_value: MarketValue | None = None
    capex: Spending | None = None


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything that was looked up about a story; empty where nothing was, or nothing was known."""

    marks: tuple[Mark, ...] = ()
    rates: tuple[Rate, ...] = ()
    sizes: tuple[Size, ...] = ()


NO_FIGURES: Final = Figures()
