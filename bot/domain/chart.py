"""What a chart shows: the past prices of one listing, with the day's sessions and the stories about it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Trade


class Period(StrEnum):
    """How far a chart goes back."""

    DAY = "day"  # from the beginning of the last day that has closed: so its close is always on it
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Phase:
    """A session of the exchange, from its beginning to before its end (UTC)."""

    session: Session
    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Flag:
    """Where on the chart a story stands: `number` is its place in the legend, `at` the time (UTC) at which it
    was first told."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart, before it is drawn.

    `trades` are oldest first and at least one, in today's shares and in major units of `currency` (ISO 4217).
    `zone` is the name of the exchange's time zone ("America/New_York"), "UTC" where that is not known.
    `close` is the last regular close, None where nobody is sure of it. `until` is when it was asked for
    (UTC): nothing on it is newer. `provider` is who gave the prices.
    """

    ticker: Ticker
    period: Period
    currency: str
    provider: str
    zone: str
    until: datetime
    trades: tuple[Trade, ...]
    phases: tuple[Phase, ...] = ()
    close: Close | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def change(self) -> Decimal:
        """How far the last price stands from the first, as a fraction of it."""
        return self.trades[-1].price / self.trades[0].price - 1

    @property
    def highest(self) -> Decimal:
        return max(trade.price for trade in self.trades)

    @property
    def lowest(self) -> Decimal:
        return min(trade.price for trade in self.trades)
