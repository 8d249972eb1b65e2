"""Retention and privacy on the SQLite store's lanes."""

import asyncio
from datetime import datetime

from bot.ports.keeping import Held, Person, Removed, Space
from bot.store import ageing, privacy
from bot.store.connection import empty_log
from bot.store.lane import Lane


class SqliteKeeping:
    """`bot.ports.Keeping`, the part of `SqliteStore` that runs once a day."""

    def __init__(self, writer: Lane, reader: Lane) -> None:
        self._change = writer.do
        self._look = reader.do
        self._path = writer.path

    async def prune(self, before: datetime, limit: int) -> Removed:
        return await self._change(ageing.prune, before, limit)

    async def gone_before(self, before: datetime) -> list[Space]:
        return await self._look(privacy.gone_before, before)

    async def purge(self, space: Space, limit: int, *, gone_before: datetime | None = None) -> Removed:
        removed = await self._change(privacy.purge, space, limit, gone_before=gone_before)
        if not removed:
            await asyncio.to_thread(empty_log, self._path)
        return removed

    async def shrink(self, pages: int) -> int:
        return await self._change(ageing.shrink, pages)

    async def held_of(self, person: Person) -> Held:
        return await self._look(privacy.held_of, person)

    async def held_in(self, space: Space) -> Held:
        return await self._look(privacy.held_in, space)

    async def forget(self, person: Person) -> Removed:
        changed = await self._change(privacy.forget, person)
        await asyncio.to_thread(empty_log, self._path)
        return changed

    async def chore_done(self, name: str) -> datetime | None:
        return await self._look(ageing.chore_done, name)

    async def note_chore(self, name: str, now: datetime) -> None:
        await self._change(ageing.note_chore, name, now)
