"""A source that no settings can name, and a store that fails once, at work."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import msgspec

from bot.config import Environment, Settings, StoreTable
from bot.domain.article import Article
from bot.domain.errors import StoreTrouble
from bot.parts import SystemClock, assemble
from bot.ports import Cursor, Manner, Poll, SourceHealth
from bot.roster import SourcesAtWork
from bot.schedule import Schedule
from bot.store.sqlite import SqliteStore
from tests.roster.running import Running, never


@dataclass
class Ticker:
    """A source that is called by its publisher, and counts how often it is polled."""

    name: str = "ticker"
    manner: Manner = field(default_factory=lambda: Manner(every=3600.0, slowest=3600.0))
    takes: float = 0.05
    refuses: Exception | None = None
    removes: tuple[str, ...] = ()
    brings: tuple[Article, ...] = ()
    polls: int = 0
    wake: Callable[[], None] | None = None
    lines: int = 0
    trouble: Exception | None = None

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        self.polls += 1
        await asyncio.sleep(self.takes)
        if self.refuses is not None:
            raise self.refuses
        unchanged = not self.removes and not self.brings
        return Poll(self.brings, Cursor(), unchanged=unchanged, removed=self.removes, window=False)

    async def listen(self, wake: Callable[[], None]) -> None:
        self.lines += 1
        if self.trouble is not None:
            raise self.trouble
        self.wake = wake
        try:
            await asyncio.Event().wait()
        finally:
            self.wake = None

    async def close(self) -> None:
        """There is nothing to let go of."""


class FrailStore(SqliteStore):
    """The real store, whose disk is full once."""

    full = True

    async def note_health(self, health: SourceHealth) -> None:
        if self.full:
            self.full = False
            raise StoreTrouble("The disk is full.")
        await super().note_health(health)


@asynccontextmanager
async def on_line(folder: Path, ticker: Ticker, *, frail: bool = False) -> AsyncIterator[Running]:
    """Run one source that no settings can name; with a `frail` store, which fails once."""
    settings = Settings(store=StoreTable(path=str(folder / "outlay.db")))
    async with assemble(settings, Environment({}), SystemClock()) as bare:
        named = msgspec.structs.replace(settings, sources=({"name": ticker.name},))
        store = await (FrailStore if frail else SqliteStore).open(folder / "outlay.db")
        parts = replace(bare, settings=named, sources=(ticker,), store=store)
        changed, unread = asyncio.Event(), asyncio.Event()
        roster = SourcesAtWork(
            parts, wake_reader=unread.set, wake_deliverer=changed.set, tell=lambda _: None, give_up=never
        )
        async with asyncio.TaskGroup() as group, Schedule() as schedule:
            await roster.start(group, schedule)
            try:
                yield Running(parts, roster, stories_changed=changed, unread=unread)
            finally:
                await roster.close()
        await store.close()
