"""Months of work in minutes: whether memory, open files and the database grow with the stories.

`python -m tests.benchmarks soak` tells 5,000 stories twice, once keeping everything and once for 30 days;
`python -m tests.benchmarks.soak --stories 50000 --keep 30` does one such run and prints its figures as JSON.

Real are the reader, the polls, the joining, the store on a disk, the outbox with its senders, the commands,
the housekeeping, the log (written to nowhere) and the metrics, in one process that restarts nothing. The
clock is set by hand, 18 minutes on for each story. The platforms take each message and forget it: what the
SDKs hold is not measured here, nor what the scheduler does in real time.
"""

import argparse
import asyncio
import gc
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from prometheus_client import generate_latest

from bot import securities
from bot.app import House
from bot.cards.alert import alert_card
from bot.cards.card import Card
from bot.charts import Studio
from bot.cli.logs import formatter
from bot.commands.clerk import Clerk
from bot.commands.metered import MeteredClerk
from bot.config import Environment, Settings
from bot.desk.deliver import Deliverer
from bot.desk.poll import poll
from bot.desk.read import read_waiting
from bot.domain.alert import Channel, Message, Request, Watch
from bot.domain.article import Article
from bot.fetch import Fetcher
from bot.keeping.housekeeping import Housekeeping
from bot.observe.server import Observatory
from bot.pages.pages import Pages
from bot.parts import Parts, Workshop
from bot.ports import UNWATCHED, Chat, Cursor, Found, Manner, Pace, Poll, Witness
from bot.ports import Clerk as AnyClerk
from bot.prices.board import PriceBoard
from bot.prices.none import NoPrices
from bot.prices.rates.none import NoRates
from bot.prices.size.none import NoSizes
from bot.reading.reader import Reader
from bot.store import open_store

STORIES: Final = 5_000
STEP: Final = timedelta(minutes=18)  # between two stories: 80 a day
TOGETHER: Final = 50  # stories a poll brings
RETOLD: Final = 10  # every so many-th story is told by a second outlet, too, so that its message is edited
DAY: Final = 80  # stories
TOUR: Final = 5 * DAY  # stories between two rounds of housekeeping
SAMPLES: Final = 40
NEW_WORDS: Final = 36_000  # twice what the largest memory of words in bot.reading holds: it misses some
WORDS: Final = 40  # a sentence
WARM: Final = 0.4  # of the run, which is not judged: caches fill, and what is kept for 30 days comes to stand
BEGINNING: Final = datetime(2026, 1, 5, tzinfo=UTC)
COMPANIES: Final = ("TM", "RIO", "MSFT", "BABA", "AAPL", "NVDA", "TSLA", "META", "CSCO", "BP", "INTC", "F")
WORKS: Final = ("a battery plant", "a data centre", "a chip factory", "a research campus", "a port terminal")
PLACES: Final = ("Kentucky", "Sweden", "Quebec", "Thailand", "Arizona", "Poland", "Brazil", "Kenya")


@dataclass
class SetClock:
    """A clock that is set by hand."""

    at: datetime = BEGINNING

    def now(self) -> datetime:
        return self.at


@dataclass
class Forgetful:
    """A platform that takes everything and remembers nothing."""

    platform: str
    taken: int = 0
    repeat_is_safe_for: timedelta = timedelta(0)
    pace: Pace = field(default_factory=Pace)

    async def open(self) -> None:
        """It is always there."""

    async def serve(self, clerk: AnyClerk, witness: Witness = UNWATCHED) -> None:
        """Nobody asks it anything."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        self.taken += 1
        return Message(channel, str(self.taken))

    async def edit(self, message: Message, card: Card, key: str) -> None:
        self.taken += 1

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        return await self.post(to.channel, card, key)

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        return Found.NOTHING

    async def tell(self, space: str, user: str, card: Card) -> None:
        self.taken += 1


@dataclass
class Press:
    """A source that gives what it was given, once."""

    name: str
    waiting: list[Article] = field(default_factory=list)
    manner: Manner = field(default_factory=lambda: Manner(60.0, 60.0, alert_first=True))

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        articles, self.waiting = tuple(self.waiting), []
        return Poll(articles, Cursor(state=str(now.timestamp())), window=False)

    async def close(self) -> None:
        """There is nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How much was held after so many stories: MB of memory, files, bytes of the database, tasks, series."""

    stories: int
    memory: float
    files: int
    database: int
    tasks: int
    series: int


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures of two runs by name. The data beside the project is not needed."""
    del shared
    found: dict[str, float] = {}
    for words, keep in (("keeping all", 0), ("keeping 30 days", 30)):
        wanted = ("--stories", str(STORIES), "--keep", str(keep))
        command = (sys.executable, "-m", "tests.benchmarks.soak", *wanted)
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        found |= {f"{words}: {name}": value for name, value in json.loads(done.stdout).items()}
    return found


async def soak(stories: int, keep: timedelta | None, folder: Path) -> list[Sample]:
    """Tell so many stories to two channels, and look at what is held on the way."""
    database = folder / "outlay.db"
    clock, store = SetClock(), await open_store(database)
    chats: dict[str, Chat] = {name: Forgetful(name) for name in ("slack", "discord")}
    master = securities.load(folder / "none")
    press = Press("wire"), Press("courier")
    async with Fetcher() as fetcher:
        parts = Parts(
            settings=Settings(),
            clock=clock,
            store=store,
            securities=master,
            reader=Reader(master),
            sources=press,
            chats=tuple(chats.values()),
            prices=PriceBoard(NoPrices()),
            rates=NoRates(),
            sizes=NoSizes(),
            charts=Studio(),
            pages=Pages(fetcher, store, clock),
            workshop=Workshop(Environment({}), fetcher),
        )
        fill(parts.reader, clock)
        observatory = Observatory(database, len(press), store.prove)
        house = House(parts, meter=observatory.meter)
        clerk = MeteredClerk(Clerk(house.desk), observatory.meter)
        housekeeping = Housekeeping(store, house.desk.roster, clock, keep, quiet_hour=4, breath=0.0)
        for name in chats:
            for symbol in COMPANIES:
                found = master.by_symbol(symbol)
                assert found is not None, symbol
                watch = Watch(room(name), found.ticker, found.issuer, found.name, "U1", clock.now())
                await store.watch(watch)
        deliverer = Deliverer(store, chats, alert_card, clock, meter=observatory.meter)
        wake, samples = asyncio.Event(), []
        async with asyncio.TaskGroup() as group:
            delivering = group.create_task(deliverer.run(wake))
            for done in range(0, stories, TOGETHER):
                for source in press:
                    source.waiting = list(articles(done, source.name, clock))
                    await poll(source, store, clock, meter=observatory.meter)
                await read_waiting(store, parts.reader.read, clock, meter=observatory.meter)
                wake.set()
                while await store.owed():
                    await asyncio.sleep(0.01)
                await ask(clerk, done)
                clock.at += STEP * TOGETHER
                if done % TOUR == 0:
                    await housekeeping.round()
                if done * SAMPLES // stories != (done + TOGETHER) * SAMPLES // stories:
                    shown = generate_latest(observatory.show.registry)
                    samples.append(look(done + TOGETHER, database, shown))
            await deliverer.stop(timedelta(seconds=5))
            delivering.cancel()
    await store.close()
    return samples


def fill(reader: Reader, clock: SetClock) -> None:
    """Let the reader see so many words that its memories of words, which are bounded, are full: else they
    would fill during the whole run, for each story has words that none had before."""
    for number in range(NEW_WORDS // WORDS):
        words = " ".join(f"word{number}x{at}" for at in range(WORDS))
        body = f"Toyota Motor Corp (NYSE: TM) will invest $2 billion in a plant that makes {words}, it said."
        reader.read(Article(f"filler-{number}", "filler", "Toyota to invest $2 billion", body, clock.now()))


def articles(first: int, source: str, clock: SetClock) -> Iterator[Article]:
    """Yield the articles of one poll: each story once from the wire, every tenth from the courier, too."""
    for number in range(first, first + TOGETHER):
        if source == "courier" and number % RETOLD:
            continue
        symbol, work = COMPANIES[number % len(COMPANIES)], WORKS[number // 7 % len(WORKS)]
        place, sum_ = PLACES[number // 3 % len(PLACES)], f"${1 + number % 97}.{number % 10} billion"
        company = NAMES[symbol]
        yield Article(
            id=f"{source}-{number}",
            source=source,
            headline=f"{company} to invest {sum_} in {work} in {place}",
            body=(
                f"{company} (NYSE: {symbol}) will invest {sum_} in {work} in {place}, it said on Friday. "
                f"The works, its number {number}, are to open in 2029."
            ),
            first_seen=clock.now(),
            published_at=clock.now() - timedelta(seconds=40),
            url=f"https://{source}.example/{number}",
            outlet=source.capitalize(),
            digest=str(number),
        )


NAMES: Final = {
    "TM": "Toyota Motor Corp",
    "RIO": "Rio Tinto",
    "MSFT": "Microsoft Corp",
    "BABA": "Alibaba Group Holding Ltd",
    "AAPL": "Apple Inc",
    "NVDA": "Nvidia Corp",
    "TSLA": "Tesla Inc",
    "META": "Meta Platforms Inc",
    "CSCO": "Cisco Systems Inc",
    "BP": "BP plc",
    "INTC": "Intel Corp",
    "F": "Ford Motor Co",
}


async def ask(clerk: MeteredClerk, number: int) -> None:
    """Let somebody new ask two things."""
    for words in ("recent", "status"):
        await clerk.answer(Request(words, f"U{number}", room("slack"), manages=True))


def room(platform: str) -> Channel:
    return Channel(platform, "S1", "C1")


def look(stories: int, database: Path, shown: bytes) -> Sample:
    """Return what is held now, once all that could be let go was."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    resident = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS:"))
    files = sum(1 for _ in Path("/proc/self/fd").iterdir())
    size = database.stat().st_size
    series = sum(not line.startswith(b"#") for line in shown.splitlines())
    return Sample(stories, resident / 1024, files, size, len(asyncio.all_tasks()), series)


def figures(samples: Sequence[Sample]) -> dict[str, float]:
    """Return what the samples come to. The slopes are of the later part, by least squares, for each thousand
    stories."""
    later = [sample for sample in samples if sample.stories > WARM * samples[-1].stories]
    middle = later[len(later) // 2]
    found = {
        "stories": float(samples[-1].stories),
        "memory at the end, MB": later[-1].memory,
        "memory, KB more for each 1,000 stories": slope(later, "memory") * 1024,
        "open files at the end": float(later[-1].files),
        "open files, more for each 1,000 stories": slope(later, "files"),
        "tasks, more for each 1,000 stories": slope(later, "tasks"),
        "series, more for each 1,000 stories": slope(later, "series"),
        "database at the end, MB": later[-1].database / 2**20,
    }
    for words, first, last in (("earlier", later[0], middle), ("later", middle, later[-1])):
        grown = (last.database - first.database) / (last.stories - first.stories)
        found[f"database, bytes for each story, {words} half"] = grown
    return {name: round(value, 3) for name, value in found.items()}


def slope(samples: Sequence[Sample], name: str) -> float:
    """Return by how much a value grows with each thousand stories."""
    at = [sample.stories / 1000 for sample in samples]
    values = [float(getattr(sample, name)) for sample in samples]
    mean_at, mean = sum(at) / len(at), sum(values) / len(values)
    below = sum((x - mean_at) ** 2 for x in at)
    return sum((x - mean_at) * (y - mean) for x, y in zip(at, values, strict=True)) / below


def main(arguments: Sequence[str]) -> None:
    """Do one run, and print its figures."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.soak")
    parser.add_argument("--stories", type=int, default=STORIES)
    parser.add_argument("--keep", type=int, default=0, help="days that are kept; 0 keeps everything")
    parser.add_argument("--samples", action="store_true", help="print each sample to standard error, too")
    chosen = parser.parse_args(arguments)
    handler = logging.FileHandler(os.devnull)
    handler.setFormatter(formatter("json"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    keep = timedelta(days=chosen.keep) if chosen.keep else None
    with tempfile.TemporaryDirectory() as folder:
        samples = asyncio.run(soak(chosen.stories, keep, Path(folder)))
    if chosen.samples:
        for sample in samples:
            print(sample, file=sys.stderr)
    print(json.dumps(figures(samples), indent=1))


if __name__ == "__main__":
    main(sys.argv[1:])
