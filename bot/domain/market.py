"""Money, tickers, securities and prices."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Money:
    """A sum in major units (dollars, never cents) of an ISO 4217 `currency`."""

    value: Decimal
    currency: str


@dataclass(frozen=True, slots=True, order=True)
class Ticker:
    """One listing: the `symbol` with its exchange's usual suffix outside the US ("9988.HK") and the
    exchange's ISO 10383 `mic` ("XHKG"), which is empty where the security master does not know it."""

    symbol: str
    mic: str = ""

    def __str__(self) -> str:
        return self.symbol


class SecurityType(StrEnum):
    EQUITY = "equity"
    FUND = "etf"


@dataclass(frozen=True, slots=True)
class Security:
    """One line of the security master.

    `issuer` is the same for every listing of one company, so that a watch on `BABA` also covers `9988.HK`.
    `primary` marks the listing that stands for the issuer when an article names none. `country` is the
    country's English name, or empty.
    """

    ticker: Ticker
    name: str
    issuer: str
    type: SecurityType = SecurityType.EQUITY
    country: str = ""
    primary: bool = False


class Securities(Protocol):
    """The security master as the rooms see it. Every lookup is synchronous and takes microseconds."""

    def by_symbol(self, text: str) -> Security | None:
        """Return the security that a symbol names: "BABA", "$baba", "9988.HK", "NYSE:BABA"."""

    def by_name(self, name: str) -> Security | None:
        """Return the primary listing of the company that a name means: "Alibaba", "Google", "Rio Tinto plc".

        A unit of a listed company ("Alibaba Digital Media and Entertainment Group") gives its parent.
        """

    def listings(self, issuer: str) -> Sequence[Security]:
        """Return every listing of an issuer, the primary one first."""

    def suggest(self, typed: str, limit: int = 5) -> Sequence[Security]:
        """Return the likeliest securities for what somebody typed: symbol prefix, name prefix, then typos."""


class Session(StrEnum):
    """The part of a trading day. `CLOSE` is only ever stated by an article ("ended at $12")."""

    PREMARKET = "premarket"
    REGULAR = "regular"
    LUNCH = "lunch"
    AFTER_HOURS = "after_hours"
    OVERNIGHT = "overnight"
    CLOSED = "closed"
    CLOSE = "close"
    UNKNOWN = "unknown"


class Origin(StrEnum):
    """Whether a price was printed by the article or asked of a provider. The two are never mixed."""

    STATED = "stated"
    LIVE = "live"


@dataclass(frozen=True, slots=True)
class PriceLine:
    """A share's move over one day.

    `change` is a fraction (0.0032 is 0.32 %), against the last regular close. `last` is in the listing's
    currency. Either may be unknown, never both. A stated line has the `day` as printed ("Wednesday"), a live
    one the time `at` (UTC), the `provider`, and in `against` the day (the exchange's own) of the close that
    its change is against, None where the provider does not tell it. `company` names an issuer that has no
    ticker.
    """

    ticker: Ticker | None
    change: Decimal | None
    last: Money | None
    session: Session
    origin: Origin
    company: str | None = None
    day: str | None = None
    at: datetime | None = None
    provider: str | None = None
    against: date | None = None
