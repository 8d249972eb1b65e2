"""Sources at work for a test: a real schedule, a real wire, a real database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from bot.cards.card import Card
from bot.config import Environment, FetchTable, OperatorTable, Settings, StoreTable, UserSourcesTable
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun
from bot.parts import Parts, SystemClock, assemble
from bot.ports import Added, Enrolled, Offered
from bot.roster import SourcesAtWork
from bot.schedule import Schedule
from tests.vendors.alpaca import Alpaca
from tests.wires import Wire

HERE = Channel("slack", "T1", "C1")
THERE = Channel("slack", "T2", "C9")
OPEN = UserSourcesTable(allowed=True, least=0.2, most=3)
CLOSED = UserSourcesTable()


def never(ruin: CannotRun) -> None:
    """What would end a house fails a test."""
    raise AssertionError(ruin)


@dataclass
class Running:
    parts: Parts
    roster: SourcesAtWork
    told: list[Card] = field(default_factory=list)
    stories_changed: asyncio.Event = field(default_factory=asyncio.Event)
    unread: asyncio.Event = field(default_factory=asyncio.Event)

    async def one(self, name: str) -> Enrolled:
        return next(source for source in await self.roster.enrolled() if source.name == name)

    async def names(self) -> list[str]:
        return [source.name for source in await self.roster.enrolled()]

    async def headlines(self) -> set[str | None]:
        """Return the headlines that wait to be read: what was let alert."""
        return {article.headline for article in await self.parts.store.unread(100)}

    async def add(self, wish: str, name: str = "", *, channel: Channel = HERE) -> Added | Offered:
        return await self.roster.add(wish, name, "U1", channel)


@asynccontextmanager
async def at_work(
    folder: Path,
    wire: Wire | Alpaca,
    *tables: Mapping[str, Any],
    rules: UserSourcesTable = OPEN,
    allow: bool = True,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Running]:
    """Run the sources of these tables, and those that were added in this folder before."""
    settings = Settings(
        store=StoreTable(path=str(folder / "outlay.db")),
        fetch=FetchTable(allow=(wire.place,) if allow else (), timeout=3.0),
        operator=OperatorTable(channel="slack:T1:C7"),
        user_sources=rules,
        sources=tables,
    )
    async with assemble(settings, Environment(environment or {}), SystemClock()) as parts:
        told: list[Card] = []
        roster = SourcesAtWork(
            parts, wake_reader=lambda: None, wake_deliverer=lambda: None, tell=told.append, give_up=never
        )
        async with asyncio.TaskGroup() as group, Schedule() as schedule:
            await roster.start(group, schedule)
            try:
                yield Running(parts, roster, told)
            finally:
                await roster.close()


def feed(*headlines: str, title: str = "Harbour News", at: datetime | None = None) -> str:
    date = format_datetime(at or datetime.now(UTC))
    items = "".join(
        f"<item><title>{one}</title><guid>{one}</guid><pubDate>{date}</pubDate></item>" for one in headlines
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


async def until(holds: Callable[[], object], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def polled(running: Running, name: str) -> None:
    """Wait until a source has answered."""
    async with asyncio.timeout(10):
        while (await running.one(name)).health.last_success is None:
            await asyncio.sleep(0.02)


async def brought(running: Running, headline: str) -> None:
    async with asyncio.timeout(10):
        while headline not in await running.headlines():
            await asyncio.sleep(0.02)


def asked(wire: Wire, path: str) -> int:
    return sum(one.path == path for one in wire.asked)
