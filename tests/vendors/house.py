"""A house with one source: the real poll, a real store, and somebody who calls again when a line breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path

from bot.desk.outcome import PollReport
from bot.desk.poll import poll
from bot.desk.retract import retract_removed
from bot.domain.errors import SourceTrouble
from bot.ports import Listens, Source, Store
from bot.store import open_store

NOW = datetime.fromisoformat("2026-11-20T13:00:00+00:00")


class House:
    """It is its own clock. `troubles` are what the line broke with; `woken`: it wants to be polled."""

    def __init__(self, source: Source, store: Store) -> None:
        self.source = source
        self.store = store
        self.time = NOW
        self.woken = asyncio.Event()
        self.troubles: list[str] = []

    def now(self) -> datetime:
        return self.time

    def wait(self, **length: float) -> datetime:
        """Let time pass."""
        self.time += timedelta(**length)
        return self.time

    async def poll(self) -> PollReport:
        return await poll(
            self.source,
            self.store,
            self,
            take_back=lambda gone: retract_removed(self.store, gone, self),
        )

    async def alerting(self) -> list[str]:
        """Return the headlines that wait to be read, oldest first: what is new and may alert."""
        return [article.headline or "" for article in await self.store.unread(10_000)]

    def wake(self) -> None:
        self.woken.set()

    async def woke(self) -> None:
        """Wait until the source asks to be polled."""
        await asyncio.wait_for(self.woken.wait(), 5)
        self.woken.clear()

    async def listen(self) -> None:
        """Stay on the line for ever, as the house does, but with no patience between two calls."""
        assert isinstance(self.source, Listens)
        while True:
            try:
                await self.source.listen(self.wake)
            except SourceTrouble as trouble:
                self.troubles.append(str(trouble))
            await asyncio.sleep(0.02)


@asynccontextmanager
async def house_of(source: Source, path: Path) -> AsyncIterator[House]:
    """Open a house with its store at `path`."""
    store = await open_store(path)
    try:
        yield House(source, store)
    finally:
        await source.close()
        await store.close()


@asynccontextmanager
async def listening(house: House) -> AsyncIterator[None]:
    """Let the house listen meanwhile."""
    task = asyncio.ensure_future(house.listen())
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
