"""The demo: the wire, and a house built around it in a folder that is thrown away."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import click

from bot.app import House
from bot.config import (
    Environment,
    FetchTable,
    OperatorTable,
    RatesTable,
    Settings,
    SizeTable,
    StoreTable,
    UserSourcesTable,
)
from bot.demo import prices
from bot.demo.rates import Frankfurter, InventedRates
from bot.demo.sec import CONTACT, InventedSizes, Sec
from bot.demo.vendor import Vendor
from bot.demo.vendor import bundled as shares
from bot.demo.wire import Wire, bundled
from bot.domain.alert import Channel, Watch
from bot.domain.market import Security
from bot.parts import SystemClock, assemble
from bot.ports import Clock, Securities, Store

CHANNEL: Final = Channel("console", "local", "terminal")
SOURCE: Final = "demo wire"
EVERY: Final = 0.5  # seconds between polls
# Near-misses of some of these are on the wire, too: they are watched and must not alert.
WATCHLIST: Final = ("BABA", "TM", "RIO", "Siemens", "NVDA", "BP", "AAPL", "TSLA", "META", "RIVN", "CSCO")


async def show(*, interactive: bool, pace: float) -> None:
    """Run the demo until the user leaves, or (not `interactive`) until every story's alert is printed."""
    clock = SystemClock()
    with TemporaryDirectory(prefix="outlay-demo-") as folder:
        async with (
            Wire(bundled(), clock, pace).open() as wire,
            Vendor(shares(), clock).open() as vendor,
            Frankfurter(clock).open() as publisher,
            Sec(clock).open() as sec,
        ):
            settings = Settings(
                store=StoreTable(path=str(Path(folder) / "outlay.db")),
                fetch=FetchTable(allow=(wire.address, vendor.address, publisher.address, sec.address)),
                sources=(
                    {"kind": "feed", "name": SOURCE, "url": wire.url, "every": EVERY, "alert_first": True},
                ),
                operator=OperatorTable(channel=str(CHANNEL)),
                user_sources=UserSourcesTable(allowed=True),
                prices={"kind": prices.KIND, "url": vendor.url},
                rates=RatesTable(kind="frankfurter", url=publisher.url, fallback_url=""),
                size=SizeTable(kind="sec", contact=CONTACT, site=sec.url, data=sec.url),
                platforms={"console": {"pictures": folder}},
            )
            async with assemble(settings, Environment({}), clock) as real:
                parts = replace(real, rates=InventedRates(real.rates), sizes=InventedSizes(real.sizes))
                watched = await _watch(parts.store, parts.securities, clock)
                for security in watched:  # a house that ran yesterday knows how large they are, too
                    await parts.sizes.size(security, None, clock.now())
                symbols = [security.ticker.symbol for security in watched]
                click.echo(_welcome(wire, symbols, interactive=interactive))
                house = House(parts)
                wire.begin()  # however long it took to get here
                async with asyncio.TaskGroup() as group:
                    running = group.create_task(house.run())
                    if not interactive:
                        await _until_told(wire, parts.store, clock)
                        house.leave()
                    await running


async def _watch(store: Store, securities: Securities, clock: Clock) -> list[Security]:
    """Put the starter watchlist into the console's channel; return what is watched."""
    watched = []
    for words in WATCHLIST:
        security = securities.by_symbol(words) or securities.by_name(words)
        if security is not None:
            watch = Watch(CHANNEL, security.ticker, security.issuer, security.name, "demo", clock.now())
            await store.watch(watch)
            watched.append(security)
    return watched


async def _until_told(wire: Wire, store: Store, clock: Clock) -> None:
    """Wait until every story of the wire was polled, read and delivered."""
    await wire.wait_until_finished()
    complete = clock.now()
    told = False
    while not told:
        await asyncio.sleep(EVERY / 2)
        polled = any(h.last_success is not None and h.last_success > complete for h in await store.health())
        told = polled and not await store.unread(1) and not await store.owed()


def _welcome(wire: Wire, symbols: Sequence[str], *, interactive: bool) -> str:
    ask = (
        "Alerts appear as the wire publishes. Try:  list   watch MSFT   recent   why   company BABA   help\n"
        "A Microsoft story comes in a minute. ctrl-d or `quit` leaves.\n"
        if interactive
        else "No terminal on standard input: the alerts are printed and the demo ends.\n"
    )
    return (
        "Outlay, the demo. Stories, prices, exchange rates and the sizes of companies are invented, whoever "
        "gives them is on this machine, nothing is kept.\n"
        f"Wire: {wire.url}\n"
        f"Watching: {', '.join(symbols)}\n{ask}"
    )
