"""A provider written by hand: it answers what it was told, late, wrongly or not at all."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.domain.market import Ticker
from bot.domain.price import Close, Snapshot, Split, Trade

PREMARKET = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 08:00 in New York
BABA = Ticker("BABA", "XNYS")


def snapshot(ticker: Ticker, at: datetime, price: str = "76.30") -> Snapshot:
    """Return one with a trade a minute before `at`, and the closes of the two days before the Wednesday."""
    return Snapshot(
        ticker,
        "USD",
        "Example",
        trades=(Trade(Decimal(price), at - timedelta(minutes=1)),),
        closes=(Close(date(2026, 3, 9), Decimal("75.00")), Close(date(2026, 3, 10), Decimal("76.00"))),
    )


@dataclass
class Vendor:
    """`bot.ports.PriceProvider`. `troubles` are raised first, one a request; `held` keeps answers back until
    it is set; what is in `unknown` is left out."""

    most: int = 2
    name: str = "Example"
    troubles: list[Exception] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    unknown: set[Ticker] = field(default_factory=set)
    asked: list[tuple[Ticker, ...]] = field(default_factory=list)
    most_at_once: int = 0
    at_once: int = 0
    split: tuple[Split, ...] = ()
    closed: bool = False

    def __post_init__(self) -> None:
        self.held.set()

    def knows(self, ticker: Ticker) -> bool:
        return ticker.mic == "XNYS"

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        assert len(tickers) <= self.most
        self.asked.append(tuple(tickers))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await self.held.wait()
            if self.troubles:
                raise self.troubles.pop(0)
            return {t: snapshot(t, now) for t in tickers if t not in self.unknown}
        finally:
            self.at_once -= 1

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        self.asked.append((ticker,))
        if self.troubles:
            raise self.troubles.pop(0)
        return (Trade(Decimal("70.00"), since),)

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        self.asked.append((ticker,))
        if self.troubles:
            raise self.troubles.pop(0)
        return self.split

    async def close(self) -> None:
        self.closed = True
