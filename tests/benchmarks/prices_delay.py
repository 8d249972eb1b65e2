"""What prices cost an alert: with no provider, and with a quick, a slow, a failing and a lying one.

Counted is the time from an article's first sight to its alert on either platform.

The paper prints a story four times a second; each alerts a channel of either platform. The slow provider
answers after four seconds, which no breaker takes for a failure: so every alert waits as long as any may.
The clock stands on a trading day. A line is wrong when it is not what the provider says of the share, or is
there although the provider lies.
"""

import asyncio
import gzip
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Final

from bot.cards.title import title
from bot.domain.alert import Channel, Watch
from bot.domain.market import Ticker
from bot.parts import Parts
from bot.ports import Pace
from tests.benchmarks.delivery_stage import (
    Platforms,
    discord_channels,
    house,
    paced,
    parts_for,
    platforms,
    slack_channels,
    spread_of,
)
from tests.chaos.press import MIC, Story, drawn, master
from tests.faults.house import WrongClock
from tests.journeys.newspaper import Newspaper
from tests.journeys.stage import first_polls
from tests.vendors.tape import Said, Tape
from tests.wires import Wire

STORIES: Final = 100  # two alerts each
EVERY: Final = 0.25  # seconds between two stories
POLLED: Final = 0.1  # seconds between polls
SLOW: Final = 4.0  # seconds
PREMARKET: Final = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 08:00 in New York
YESTERDAY, BEFORE = date(2026, 3, 10), date(2026, 3, 9)
UNHURRIED: Final = Pace()


@dataclass(frozen=True, slots=True)
class Way:
    """A way in which a provider behaves; `delay` is in seconds."""

    name: str
    is_there: bool = True
    delay: float = 0.0
    status: int = 200
    lies: bool = False


WAYS: Final = (
    Way("none", is_there=False),
    Way("quick", delay=0.05),
    Way("slow", delay=SLOW),
    Way("failing", status=500),
    Way("lying", lies=True),
)


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: milliseconds, and counts."""
    del shared  # everything that is read here is made here
    return asyncio.run(_all())


async def _all() -> dict[str, float]:
    figures: dict[str, float] = {"alerts of each kind": 2 * STORIES}
    plain: dict[str, float] = {}
    for way in WAYS:
        spread, shown, wrong = await _one(way)
        plain = plain or spread
        for name in ("p50", "p99", "slowest"):
            figures[f"{way.name}: first sight to accepted, {name}, ms"] = spread[name]
        if way.is_there:
            figures[f"{way.name}: added at p50, ms"] = spread["p50"] - plain["p50"]
            figures[f"{way.name}: added at p99, ms"] = spread["p99"] - plain["p99"]
            figures[f"{way.name}: stories with a live line in the end"] = shown
            figures[f"{way.name}: wrong lines"] = wrong
    return figures


async def _one(way: Way) -> tuple[dict[str, float], int, int]:
    """Return how long alerts took, how many stories have a line, and how many lines are wrong."""
    stories = drawn(Random("prices"), STORIES, corrected=0.0)
    with tempfile.TemporaryDirectory() as folder:
        companies = Path(folder) / "securities.tsv.gz"
        companies.write_bytes(gzip.compress(master(stories).encode()))
        async with platforms() as there, Wire() as wire, _vendor(way, stories) as tape:
            paper = Newspaper(wire, "/wire", "Harbour Business Wire")
            lines = (
                f'[securities]\npath = "{companies}"\n[fetch]\nallow = ["{wire.place}", "{tape.place}"]\n'
                f"{tape.settings if way.is_there else ''}"
                f'[[source]]\nkind = "feed"\nname = "harbour"\nurl = "{paper.url}"\nevery = {POLLED}\n'
            )
            async with parts_for(there, lines) as built, paced(built, there, UNHURRIED, UNHURRIED) as parts:
                clock = WrongClock(PREMARKET - datetime.now(UTC))
                return await _run(replace(parts, clock=clock), there, paper, stories, way)


async def _run(
    parts: Parts, there: Platforms, paper: Newspaper, stories: list[Story], way: Way
) -> tuple[dict[str, float], int, int]:
    clock = parts.clock
    assert isinstance(clock, WrongClock)
    names = await there.do("channels", slack=1, discord=1)
    channels = [*slack_channels(names["slack"]), *discord_channels(names["discord"])]
    await _watch(parts, channels, stories, clock.now())
    async with house(parts) as running:
        await first_polls(running)
        for story in stories:
            paper.publish(replace(story.item(0), at=clock.now()))
            await asyncio.sleep(EVERY)
        await there.until(2 * len(stories))
        if way.delay > EVERY:
            await asyncio.sleep(3 * way.delay)  # for what comes late, a story a second
        kept = await parts.store.recent((), len(stories))
    seen = {title(one.reading): (one.first_seen - clock.by).timestamp() for one in kept}
    took = [at - seen[line] for _, _, line, at in await there.do("posts")]
    marks = [mark.line for one in kept for mark in one.figures.marks]
    prices: dict[Ticker | None, Decimal] = {
        Ticker(story.company.symbol, MIC): _price(story) for story in stories
    }
    wrong = [
        line for line in marks if way.lies or line.last is None or line.last.value != prices.get(line.ticker)
    ]
    return spread_of(took), len(marks), len(wrong)


async def _watch(parts: Parts, channels: list[Channel], stories: list[Story], now: datetime) -> None:
    for channel in channels:
        for story in stories:
            ticker = Ticker(story.company.symbol, MIC)
            await parts.store.watch(
                Watch(channel, ticker, story.company.issuer, story.company.name, "U1", now)
            )


def _vendor(way: Way, stories: list[Story]) -> Tape:
    """Return a vendor that behaves in a way, and knows a price of each story's company."""
    tape = Tape(delay=way.delay, status=way.status)
    for story in stories:
        tape.said[story.company.symbol] = _said(story, way)
    return tape


def _said(story: Story, way: Way) -> Said:
    """Return what the vendor says: the truth, or one of four lies."""
    minute, price = PREMARKET - timedelta(minutes=1), str(_price(story))
    closes = ((BEFORE, "50"), (YESTERDAY, "50"))
    told = Said("USD", ((price, minute),), closes)
    if not way.lies:
        return told
    lies = (
        _with(told, "0", minute),
        _with(told, price, minute - timedelta(days=1)),
        _with(told, price, minute + timedelta(hours=2)),
        Said("USD", told.trades, ((BEFORE, "50"),)),
    )
    return lies[story.number % len(lies)]


def _with(said: Said, price: str, at: datetime) -> Said:
    """Return the same with another trade."""
    return Said(said.currency, ((price, at),), said.closes)


def _price(story: Story) -> Decimal:
    """Return what a story's share costs: another price for each, within a tenth of its close."""
    return Decimal(50) + Decimal(story.number % 400) / 100


if __name__ == "__main__":
    for label, value in measure(Path()).items():
        print(f"{label:<58} {value:>12,.3f}")
