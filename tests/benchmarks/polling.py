"""Polling: how many feeds one process asks in a second of processor time, and how long the loop is held up.

2,000 feeds of 100 KB on 1,000 hosts of the loopback, served by a process of its own. From round to round one
feed in ten changes; of the others one half answers 304 and the other half sends the body that is known.
"""

import asyncio
import gc
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from hashlib import blake2b
from io import BytesIO
from pathlib import Path
from typing import Final, Protocol

import aiohttp
import fastfeedparser
import feedparser
import httpx

from bot.desk.poll import poll
from bot.fetch import Fetcher
from bot.ports import Cursor, Source
from bot.sources import feed
from bot.store.sqlite import SqliteStore

FEEDS: Final = 2000
HOSTS: Final = 1000
AT_ONCE: Final = 8  # as many as are under way when each feed is asked once a minute and answers in 0.25 s
ROUNDS: Final = 2  # the better one counts: the other was disturbed
TICK: Final = 0.005  # seconds
MEMORY: Final = Path("/dev/shm")  # what a disk takes to write is no processor time
ROOT: Final = Path(__file__).parents[2]
NOW: Final = datetime(2031, 3, 4, 12, tzinfo=UTC)


class Asks(Protocol):
    """Asks one feed for news. What it needs from one round to the next it keeps itself."""

    async def __call__(self, number: int, /) -> None: ...


Reader = Callable[[Sequence[str]], AbstractAsyncContextManager[Asks]]
"""Opens whatever asks feeds at the addresses given."""


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: feeds a second of processor time, milliseconds."""
    del shared  # everything that is read here is made here
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.polling_server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        port = int(server.stdout.readline())
        try:
            return asyncio.run(_all(port))
        finally:
            server.stdin.close()


async def _all(port: int) -> dict[str, float]:
    ours, stall = await _pace(port, _ours)
    kept, kept_stall = await _pace(port, _kept)
    theirs, _ = await _pace(port, _aiohttp)
    plain, _ = await _pace(port, _httpx)
    return {
        "feeds a core-second: fetched, hashed, read": ours,
        "the same with desk and store": kept,
        "aiohttp + fastfeedparser": theirs,
        "httpx + feedparser": plain,
        "of aiohttp + fastfeedparser": ours / theirs,
        "of httpx + feedparser": ours / plain,
        "worst stall of the loop, ms": stall,
        "the same with desk and store, ms": kept_stall,
    }


async def _pace(port: int, reader: Reader) -> tuple[float, float]:
    """Return the feeds a second of processor time in the best round, and the worst stall of all in ms."""
    urls = [f"http://{_host(number % HOSTS)}:{port}/feed/{number}" for number in range(FEEDS)]
    async with reader(urls) as ask:
        await _round(ask)  # everything is new, and everything is read
        gc.collect()
        best, worst = 0.0, 0.0
        for _ in range(ROUNDS):
            await _next(port)
            async with _ticking() as stalls:
                began = time.process_time()
                await _round(ask)
                best = max(best, FEEDS / (time.process_time() - began))
            worst = max(worst, *stalls)
    return best, worst * 1000


def _host(number: int) -> str:
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def _round(ask: Asks) -> None:
    numbers = iter(range(FEEDS))

    async def work() -> None:
        for number in numbers:
            await ask(number)

    await asyncio.gather(*(work() for _ in range(AT_ONCE)))


async def _next(port: int) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/next"):
        pass


@asynccontextmanager
async def _ticking() -> AsyncIterator[list[float]]:
    """Gather by how many seconds each tick of the loop came late."""
    late = [0.0]

    async def tick() -> None:
        while True:
            due = time.perf_counter() + TICK
            await asyncio.sleep(TICK)
            late.append(time.perf_counter() - due)

    ticker = asyncio.create_task(tick())
    try:
        yield late
    finally:
        ticker.cancel()


@asynccontextmanager
async def _sources(urls: Sequence[str]) -> AsyncIterator[list[Source]]:
    places = {url.split("/")[2] for url in urls}
    async with Fetcher(allow=places) as fetcher:
        yield [feed.build(feed.Settings(name=url, url=url), fetcher) for url in urls]


@asynccontextmanager
async def _ours(urls: Sequence[str]) -> AsyncIterator[Asks]:
    """The bot's sources, with their cursors in memory."""
    cursors: dict[int, Cursor] = {}
    async with _sources(urls) as sources:

        async def ask(number: int) -> None:
            cursors[number] = (await sources[number].poll(cursors.get(number), NOW)).cursor

        yield ask


class _Noon:
    def now(self) -> datetime:
        return NOW


@asynccontextmanager
async def _kept(urls: Sequence[str]) -> AsyncIterator[Asks]:
    """The first step of the desk: what comes is recognised and kept in SQLite."""
    clock = _Noon()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        store = await SqliteStore.open(Path(folder) / "polling.db")
        async with _sources(urls) as sources:

            async def ask(number: int) -> None:
                report = await poll(sources[number], store, clock)
                assert not report.health.failures, report.health.error

            yield ask
        await store.close()


@asynccontextmanager
async def _aiohttp(urls: Sequence[str]) -> AsyncIterator[Asks]:
    etags: dict[int, str] = {}
    digests: dict[int, bytes] = {}
    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(number: int) -> None:
            headers = {"If-None-Match": etags[number]} if number in etags else {}
            async with session.get(urls[number], headers=headers) as answer:
                if answer.status == 304:
                    return
                data = await answer.read()
                if etag := answer.headers.get("ETag"):
                    etags[number] = etag
            if _is_new(digests, number, data):
                fastfeedparser.parse(data)

        yield ask


@asynccontextmanager
async def _httpx(urls: Sequence[str]) -> AsyncIterator[Asks]:
    etags: dict[int, str] = {}
    digests: dict[int, bytes] = {}
    limits = httpx.Limits(max_connections=AT_ONCE)
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:

        async def ask(number: int) -> None:
            headers = {"If-None-Match": etags[number]} if number in etags else {}
            answer = await client.get(urls[number], headers=headers)
            if answer.status_code == 304:
                return
            if etag := answer.headers.get("ETag"):
                etags[number] = etag
            if _is_new(digests, number, answer.content):
                feedparser.parse(BytesIO(answer.content))

        yield ask


def _is_new(digests: dict[int, bytes], number: int, data: bytes) -> bool:
    digest = blake2b(data, digest_size=16).digest()
    before = digests.get(number)
    digests[number] = digest
    return digest != before


if __name__ == "__main__":
    for label, value in measure(ROOT).items():
        print(f"{label:<50} {value:>12,.3f}")
