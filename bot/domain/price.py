"""What a price provider knows of a listing, as it printed it: nothing here is computed.

The change is `bot.market`'s to compute, from prices that carry their time and closes that carry their day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from bot.domain.market import Session, Ticker

ANY_SESSION = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS, Session.OVERNIGHT})


@dataclass(frozen=True, slots=True)
class Trade:
    """A price that was paid: in major units of the listing's currency, `at` in UTC."""

    price: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Close:
    """The price at which regular trading ended on a `day`, which is the exchange's own, not UTC's."""

    day: date
    price: Decimal


@dataclass(frozen=True, slots=True)
class Split:
    """From a `day` on there are `ratio` shares for each one before: 4 for a split 4:1, 0.1 for one 1:10."""

    day: date
    ratio: Decimal


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One listing as a provider sees it.

    `trades` are the latest it knows, oldest first, of any session in `covers`: a provider that has no trades
    outside the regular hours covers only these, and an old trade of it is no premarket price. `closes` are
    the latest, oldest first, in the shares of their own day; `splits` those among these days, where the
    provider tells them. `currency` is ISO 4217, in major units (pounds, never pence). `provider` is the name
    that people read, with the feed where it matters: "Alpaca (IEX)".
    """

    ticker: Ticker
    currency: str
    provider: str
    trades: tuple[Trade, ...] = ()
    closes: tuple[Close, ...] = ()
    splits: tuple[Split, ...] = ()
    covers: frozenset[Session] = ANY_SESSION
