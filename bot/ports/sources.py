"""Sources and prices: what comes in from outside, and the clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.article import Article
from bot.domain.market import PriceLine, Ticker


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present, in UTC."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a source stands: what it needs to ask only for news. Byte-exact copies of what it was given.

    `digest` is the hash of the last body, `state` whatever else the source keeps, as JSON text.
    """

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of a source gave: its items in the source's order, where it now stands, and how many
    seconds it asks to be left alone (None: it did not say). `unchanged` says that nothing was published."""

    articles: tuple[Article, ...]
    cursor: Cursor
    wait: float | None = None
    unchanged: bool = False


class Source(Protocol):
    """A wire. `every` is the wished interval in seconds, `alert_first` whether the first poll may alert."""

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> float: ...
    @property
    def alert_first(self) -> bool: ...

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for news since `cursor`. Raises SourceTrouble, and nothing else, when none is to be had."""

    async def close(self) -> None:
        """Let go of what the source holds."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a GET gave: status, body (decoded from its transfer encoding, None on 304), the headers that
    matter, the address after redirects and whether every redirect was permanent."""

    status: int
    url: str
    body: bytes | None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    wait: float | None = None  # seconds, from Retry-After; never from max-age, which would silence a wire
    moved: bool = False


class PriceProvider(Protocol):
    @property
    def name(self) -> str: ...

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        """Return what is known of each ticker; one that is unknown, stale or zero is left out."""

    async def close(self) -> None: ...
