"""Prices of 500 shares at once: requests beside the vendor's own batch limit, and what a share costs.

Each vendor is its loopback, in a thread of its own whose processor time is taken off; the board, the provider
and the HTTP client are real. A request is what the vendor was asked over HTTP. The second round comes within
the minute for which an answer is kept, the third after it.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractAsyncContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path
from typing import Any, Final

from bot import plugins
from bot.config import Environment
from bot.domain.market import Ticker
from bot.fetch import Fetcher
from bot.fetch.seats import Seats
from bot.prices.board import PriceBoard
from tests.contracts.price_stages import KEYS, new_york, yahoo_shares
from tests.vendors.alpaca_prices import AlpacaPrices
from tests.vendors.finnhub_prices import FinnhubPrices
from tests.vendors.massive_prices import MassivePrices
from tests.vendors.trading import Tape
from tests.vendors.yahoo import Yahoo

__all__ = ["measure"]

SHARES: Final = 500
STORIES: Final = 250  # each has two of the shares, and asks by itself
BEFORE: Final = "2026-03-11 08:00"
DURING: Final = "2026-03-11 11:00"
AFTER: Final = "2026-03-11 16:30"


@dataclass(frozen=True, slots=True)
class Vendor:
    """A vendor at a time of the day: its server over a tape, and what stands under [prices] for it."""

    name: str
    at: str
    serve: Callable[[Tape], AbstractAsyncContextManager[Any]]
    table: Callable[[Any], Mapping[str, Any]]


def measure(shared: Path) -> Mapping[str, float | str]:
    """Return the figures by name. Nothing beside the project is needed."""
    del shared
    figures: dict[str, float | str] = {}
    for vendor in VENDORS:
        with _elsewhere(vendor) as (server, used):
            for name, value in asyncio.run(_ask(vendor, server, used)).items():
                figures[f"{vendor.name}: {name}"] = value
    return figures


async def _ask(vendor: Vendor, server: Any, used: Callable[[], float]) -> dict[str, float]:
    """Let all stories ask at once, again half a minute later, and again when nothing is kept any more."""
    table = vendor.table(server)
    module = plugins.find("prices", str(table["kind"]))
    settings = Environment(KEYS).section(module.Settings, table, "[prices]")
    seats = Seats()
    seats.pacer("finnhub", 0.0)  # its pace is no cost of ours
    now = new_york(vendor.at)
    async with Fetcher(allow=[server.place], seats=seats) as fetcher:
        provider = module.build(settings, fetcher)
        async with PriceBoard(provider) as board:
            began, theirs = time.process_time(), used()
            found = await _round(board, now)
            cost = time.process_time() - began - (used() - theirs)
            if found != SHARES:
                raise RuntimeError(f"{vendor.name} gave {found} lines of {SHARES}: {board.state}")
            first = len(server.asked)
            began = time.process_time()
            await _round(board, now + timedelta(seconds=30))
            again = time.process_time() - began
            second = len(server.asked) - first
            asked = board.state.asked
        async with PriceBoard(provider) as board:  # that keeps nothing yet, as after the minute
            await _round(board, now + timedelta(seconds=70))
            third = len(server.asked) - first - second
    least = ceil(SHARES / provider.most)
    return {
        "shares a request": float(provider.most),
        "batches sent / least": asked / least,
        "requests sent": float(first),
        "requests / least": first / least,
        "CPU a share, ms": 1000 * cost / SHARES,
        "within the minute: requests": float(second),
        "within the minute: CPU a share, ms": 1000 * again / SHARES,
        "after it: requests / least": third / least,
    }


async def _round(board: PriceBoard, now: datetime) -> int:
    """Ask for two shares a story, all stories at once; return how many lines came."""
    shares = [Ticker(_symbol(number), "XNYS") for number in range(SHARES)]
    each = SHARES // STORIES
    given = await asyncio.gather(
        *(board.lines(shares[first : first + each], now) for first in range(0, SHARES, each))
    )
    return sum(map(len, given))


def _symbol(number: int) -> str:
    """Return a symbol of four letters."""
    return "".join(chr(ord("A") + number // 26**place % 26) for place in (3, 2, 1, 0))


def _tape(at: str) -> Tape:
    """Return a market of shares that were all traded a minute before."""
    now = new_york(at)
    tape = Tape(now)
    for number in range(SHARES):
        share = tape.list(_symbol(number), {date(2026, 3, day): "40.00" for day in (5, 6, 9, 10, 11)})
        if now > new_york(DURING):
            share.trade(new_york(DURING), "41.00")
        share.trade(now - timedelta(minutes=1), "41.00")
    return tape


@contextmanager
def _elsewhere(vendor: Vendor) -> Iterator[tuple[Any, Callable[[], float]]]:
    """Serve a vendor in a thread of its own; yield it, and what gives that thread's processor time so far."""
    stands, ends = threading.Event(), asyncio.Event()
    loop = asyncio.new_event_loop()
    server: list[Any] = []

    async def serve() -> None:
        async with vendor.serve(_tape(vendor.at)) as there:
            server.append(there)
            stands.set()
            await ends.wait()

    async def used() -> float:
        return time.thread_time()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    stands.wait()
    try:
        yield server[0], lambda: asyncio.run_coroutine_threadsafe(used(), loop).result()
    finally:
        loop.call_soon_threadsafe(ends.set)
        thread.join()
        loop.close()


def _yahoo(tape: Tape) -> Yahoo:
    return Yahoo(tape.now, *yahoo_shares(tape).values())


def _keyed(server: Any) -> Mapping[str, Any]:
    return {"kind": server.kind, "url": server.url}


VENDORS: Final = (
    Vendor("yahoo, premarket", BEFORE, _yahoo, Yahoo.table),
    Vendor("yahoo, regular", DURING, _yahoo, Yahoo.table),
    Vendor("yahoo, after hours", AFTER, _yahoo, Yahoo.table),
    Vendor("alpaca, premarket", BEFORE, AlpacaPrices, _keyed),
    Vendor("massive, premarket", BEFORE, MassivePrices, _keyed),
    Vendor("finnhub, regular", DURING, FinnhubPrices, _keyed),
)
