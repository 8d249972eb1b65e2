"""Delivering when nothing else is to be done: from an article's first sight to its alert on both platforms.

A loopback feed brings one article after another to a whole house; each alerts a channel of either platform.
Counted is the time from the article's `first_seen`, which the poll gives it, until the platform took it. The
first article stands apart: nothing of what it needs was used before, but what the start warmed.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bot.cards.title import title
from bot.ports import Pace
from tests.benchmarks.delivery_stage import house, paced, parts_for, platforms, spread_of
from tests.journeys.newspaper import Item, Newspaper
from tests.journeys.stage import first_polls
from tests.wires import Wire

EVERY: Final = 0.3  # seconds between polls
COMPANIES: Final = {
    "Apple Inc": "AAPL",
    "Microsoft Corp": "MSFT",
    "Amazon.com Inc": "AMZN",
    "Intel Corp": "INTC",
    "Tesla Inc": "TSLA",
    "Ford Motor Co": "F",
    "Boeing Co": "BA",
    "Nvidia Corp": "NVDA",
    "Oracle Corp": "ORCL",
    "Pfizer Inc": "PFE",
    "Merck & Co": "MRK",
    "Chevron Corp": "CVX",
    "Walmart Inc": "WMT",
    "Caterpillar Inc": "CAT",
    "Micron Technology Inc": "MU",
    "Qualcomm Inc": "QCOM",
    "Cisco Systems Inc": "CSCO",
    "Coca-Cola Co": "KO",
    "PepsiCo Inc": "PEP",
    "Honeywell International Inc": "HON",
    "Lockheed Martin Corp": "LMT",
    "Deere & Co": "DE",
    "FedEx Corp": "FDX",
    "Starbucks Corp": "SBUX",
    "Netflix Inc": "NFLX",
}
UNHURRIED: Final = Pace()


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: milliseconds."""
    del shared  # everything that is read here is made here
    return asyncio.run(_all())


async def _all() -> dict[str, float]:
    async with platforms() as there, Wire() as wire:
        paper = Newspaper(wire, "/wire", "Harbour Business Wire")
        names = await there.do("channels", slack=1, discord=1)
        lines = (
            f'[fetch]\nallow = ["{wire.place}"]\n'
            f'[[source]]\nkind = "feed"\nname = "harbour"\nurl = "{paper.url}"\nevery = {EVERY}\n'
        )
        async with parts_for(there, lines) as built, paced(built, there, UNHURRIED, UNHURRIED) as parts:
            async with house(parts) as running:
                await there.do(
                    "watch",
                    tickers=" ".join(COMPANIES.values()),
                    slack=names["slack"][0],
                    discord=names["discord"][0],
                )
                await first_polls(running)
                for number, (company, ticker) in enumerate(COMPANIES.items(), 1):
                    paper.publish(_news(number, company, ticker))
                    await there.until(2 * number)
                stories = await parts.store.recent((), len(COMPANIES))
            seen = {title(one.reading): one.first_seen.timestamp() for one in stories}
            took = sorted((seen[line], at - seen[line]) for _, _, line, at in await there.do("posts"))
    first, later = [each for _, each in took[:2]], [each for _, each in took[2:]]
    return {
        "the first article since the start, both platforms, ms": 1000 * max(first),
        "further alerts": len(later),
        **{f"first sight to accepted, {name}, ms": value for name, value in spread_of(later).items()},
    }


def _news(number: int, company: str, ticker: str) -> Item:
    town = f"Port {chr(64 + number)}{'aeiou'[number % 5]}lton"
    money = f"${number + 1}.{number % 10} billion"
    return Item(
        f"news-{number}",
        f"{company} to invest {money} in a plant in {town}",
        f"{company} (NYSE: {ticker}) will invest {money} in a new plant in {town}, it said. "
        "Building begins in spring and takes two years.",
        (f"NYSE:{ticker}",),
    )


if __name__ == "__main__":
    for label, value in measure(Path()).items():
        print(f"{label:<58} {value:>12,.3f}")
