"""What a price provider knows of a listing, as it printed it: nothing here is computed.

The change is `bot.market`'s to compute, from prices that carry their time and closes that carry their day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from bot.domain.market import Session, Ticker

ANY_SESSION = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS, Session.OVERNIGHT})


@dataclass(frozen=True, slots=True)
class Trade:
    """A price that was paid: in major units of the listing's currency, `at` in UTC."""

    price: Decimal
    at: datetime


@dataclass(frozen=True, slots=True)
class Close:
    """The price at which regular trading ended on a `day`, which is the exchange's own, not UTC's.

    Where it is not `dated` the vendor told no day: it is the last close there was by that day, an older one
    if the share did not trade on it.
    """

    day: date
    price: Decimal
    dated: bool = True


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


class NoLine(StrEnum):
    """Why there is no live line of a listing. Where in doubt a line is left out, and this is the doubt."""

    # Nobody was asked, or nothing came.
    NO_PROVIDER = "no_provider"  # the settings name none
    NOT_KNOWN = "not_known"  # the provider has no prices of this listing at all
    TROUBLE = "trouble"  # the provider failed, is not asked for a while, or did not answer in time
    NOTHING = "nothing"  # it answered, without this listing
    # The calendar.
    UNKNOWN_SESSION = "unknown_session"  # the exchange or the day is not in the table of sessions
    SETTLING = "settling"  # regular trading has just ended: its close is not sure yet
    # The trade.
    NO_TRADE = "no_trade"  # none in the present session
    STALE = "stale"  # one in this session, too long ago
    FUTURE = "future"  # it carries a time that is yet to come
    # The close.
    NO_CLOSE = "no_close"  # none of the day that the change is against
    TWO_CLOSES = "two_closes"  # two of that day, and they differ
    MISDATED = "misdated"  # one of a day without trading, or of one to come
    # The numbers.
    NO_NUMBER = "no_number"  # zero, negative, or no number
    CURRENCY = "currency"  # not an ISO 4217 code: pence, or nothing
    SPLIT = "split"  # the move is that of a split
    TOO_FAR = "too_far"  # no share moves so far in a day, save by a mistake
