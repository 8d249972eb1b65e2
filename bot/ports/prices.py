"""Prices and what else is looked up about a story: live prices, exchange rates, how large a company is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable

from bot.domain.errors import SourceTrouble
from bot.domain.figures import Rate, Size
from bot.domain.market import PriceLine, Security, Ticker
from bot.domain.price import NoLine, Snapshot, Split, Trade


class Unlisted(SourceTrouble):
    """The vendor answers, and has nothing of this listing: that is no failure of its own."""


class PriceProvider(Protocol):
    """A vendor of prices. It asks when it is asked: turns, patience and how long a price is good for are the
    board's (`Prices`). Closes and splits, which a day does not change, it may keep for a while."""

    @property
    def name(self) -> str:
        """What people read: "Yahoo"."""

    @property
    def most(self) -> int:
        """How many tickers one request takes; at least 1."""

    def knows(self, ticker: Ticker) -> bool:
        """Tell whether it may have prices of a listing at all: a vendor of US prices has none of Hong Kong's.
        Nobody is asked."""

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, Snapshot]:
        """Ask for up to `most` tickers at once; what the vendor does not know is left out.

        A price of zero, null or no number is no price, and left out too. Raises TryLater when asked to wait
        or for a passing trouble, and SourceTrouble for the rest.
        """

    async def close(self) -> None:
        """Let go of what it holds."""


@runtime_checkable
class History(Protocol):
    """A provider that knows the prices of earlier times, too."""

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return prices between two times (UTC), oldest first, in steps that suit the span: minutes for a
        day, a quarter of an hour for a week, days for a year. Raises as `PriceProvider.snapshots` does."""


@runtime_checkable
class SplitBook(Protocol):
    """A provider that knows when shares were split."""

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        """Return the splits of a listing from a day on (the exchange's own), oldest first. Raises as
        `PriceProvider.snapshots` does, and Unlisted where it has nothing of it and so cannot tell."""


@dataclass(frozen=True, slots=True)
class Board:
    """How the price provider does: `trouble` says in words why nothing comes from it now, None where nothing
    is wrong. Since the start, `asked` counts the requests, `failed` those that gave nothing, `spared` the
    listings that needed no request, because the answer was there or under way. `rests` is for how many
    seconds more it is left alone."""

    provider: str
    trouble: str | None = None
    asked: int = 0
    failed: int = 0
    spared: int = 0
    rests: float = 0.0


class Prices(Protocol):
    """Live prices, as the rest of the house sees them: computed, cached, and never a reason to fail."""

    @property
    def name(self) -> str:
        """The provider's name."""

    @property
    def state(self) -> Board:
        """How the provider does."""

    @property
    def has_past(self) -> bool:
        """Tell whether the provider knows earlier prices: else `trades` has none, of any ticker."""

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine]:
        """Return the live line of each ticker that has one; one that is unknown, stale or zero is left out.

        Raises nothing: trouble is an answer without lines. It may take as long as the provider does, and may
        be cancelled.
        """

    async def closings(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine]:
        """Return the line of the last regular close, against the one before, of each ticker that has one.
        Raises nothing, as `lines`."""

    async def look(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine | NoLine]:
        """Return the live line of every ticker, or why it has none. Raises nothing, as `lines`."""

    async def snapshot(self, ticker: Ticker, now: datetime) -> Snapshot | None:
        """Return what the lines of a ticker are computed from, None where the provider has nothing of it.

        Raises SourceTrouble, which says why nothing comes from the provider.
        """

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return the prices between two times (UTC), oldest first; none where they cannot be had.

        Raises SourceTrouble, which says why.
        """

    async def close(self) -> None:
        """Let go of the provider."""


class Splits(Protocol):
    """Splits, as the rest of the house sees them."""

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split] | None:
        """Return the splits of a listing from a day on, oldest first; None where nobody can tell, which is
        not the same as none. Raises nothing."""


class Rates(Protocol):
    """Exchange rates."""

    @property
    def trouble(self) -> str | None:
        """Why none can be asked for now, in words; None where nothing is wrong."""

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Return what one `base` was in `quote` (ISO 4217) on a day, or on the last day before it that has a
        rate; None where that is not known. Raises nothing."""

    async def close(self) -> None:
        """Let go of what it holds."""


class Sizes(Protocol):
    """How large companies are."""

    @property
    def trouble(self) -> str | None:
        """Why none can be asked for now, in words; None where nothing is wrong."""

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        """Return a company's size, with the market value by the price of `line`, live or of the last close;
        None where nothing is known that is recent enough. Raises nothing."""

    async def close(self) -> None:
        """Let go of what it holds."""
