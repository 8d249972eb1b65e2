"""A price vendor of no particular make, on the loopback, and the provider that asks it.

The house finds the provider by its dotted path: `[prices] kind = "tests.vendors.tape"`. What the vendor says
is put there in its own words, so a test can let it hang, fail and lie over HTTP as any vendor may.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final, Self

import msgspec
from aiohttp import web

from bot.domain.market import Ticker
from bot.domain.price import Close, Snapshot, Split, Trade
from bot.fetch import Fetcher
from bot.fetch.interface import Interface

MIC: Final = "XNYS"


class Said(msgspec.Struct, frozen=True):
    """What the vendor says of one share: trades as (price, ISO time), closes as (day, price)."""

    currency: str
    trades: tuple[tuple[str, datetime], ...] = ()
    closes: tuple[tuple[date, str], ...] = ()


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]`: where the vendor is."""

    kind: str
    url: str


class Ticks:
    """`bot.ports.PriceProvider`: up to fifty listings a request."""

    name = "Tape"
    most = 50

    def __init__(self, url: str, fetcher: Fetcher) -> None:
        self._url = url
        self._interface = Interface(fetcher, {}, "nothing")

    def knows(self, ticker: Ticker) -> bool:
        """New York's listings only."""
        return ticker.mic in {"XNYS", "XNAS", "ARCX"}

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Ask. Raises SourceTrouble."""
        symbols = ",".join(ticker.symbol for ticker in tickers)
        said = await self._interface.ask(self._url, {"symbols": symbols}, dict[str, Said])
        return {ticker: _snapshot(ticker, said[ticker.symbol]) for ticker in tickers if ticker.symbol in said}

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        """Know of none."""
        return ()

    async def close(self) -> None:
        """Nothing is held."""


def build(settings: Settings, fetcher: Fetcher) -> Ticks:
    """Build the provider."""
    return Ticks(settings.url, fetcher)


@dataclass
class Tape:
    """The vendor. `said` is what it knows; while `open` is not set it hangs; `status` is what it answers
    with, and after how long a `delay` (seconds). `asked` are the symbols of each request. The settings name
    it while it is `wanted`."""

    said: dict[str, Said] = field(default_factory=dict)
    status: int = 200
    asked: list[list[str]] = field(default_factory=list)
    open: asyncio.Event = field(default_factory=asyncio.Event)
    url: str = ""
    wanted: bool = True
    delay: float = 0.0

    async def __aenter__(self) -> Self:
        self.open.set()
        app = web.Application()
        app.router.add_get("/prices", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.place = f"127.0.0.1:{self._runner.addresses[0][1]}"
        self.url = f"http://{self.place}/prices"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.open.set()
        await self._runner.cleanup()

    @property
    def settings(self) -> str:
        """The lines of the settings that name it."""
        if not self.wanted:
            return ""
        return f'[prices]\nkind = "{__name__}"\nurl = "{self.url}"\n'

    def trades(
        self, symbol: str, price: str, at: datetime, closes: dict[date, str], currency: str = "USD"
    ) -> None:
        """Say what a share last cost, and its closes."""
        self.said[symbol] = Said(currency, ((price, at),), tuple(closes.items()))

    async def _answer(self, request: web.Request) -> web.Response:
        symbols = request.query["symbols"].split(",")
        self.asked.append(symbols)
        await self.open.wait()
        await asyncio.sleep(self.delay)
        if self.status != 200:
            return web.Response(status=self.status)
        known = {symbol: self.said[symbol] for symbol in symbols if symbol in self.said}
        return web.Response(body=msgspec.json.encode(known), content_type="application/json")


def _snapshot(ticker: Ticker, said: Said) -> Snapshot:
    return Snapshot(
        ticker,
        said.currency,
        "Tape",
        trades=tuple(Trade(Decimal(price), at) for price, at in said.trades),
        closes=tuple(Close(day, Decimal(price)) for day, price in said.closes),
    )
