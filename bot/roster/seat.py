"""One source at work: its settings, how it does, and what goes on with it now."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from bot.domain.alert import Channel
from bot.fetch.guard import shown
from bot.ports import AddedSource, PausedSource, Source, SourceHealth
from bot.roster.line import Line


@dataclass(slots=True)
class Seat:
    """One source at work. `source` is None while it cannot be built; `rest` is there while it is paused."""

    table: Mapping[str, Any]
    health: SourceHealth
    source: Source | None = None
    added: AddedSource | None = None
    rest: PausedSource | None = None
    line: Line | None = None
    listening: asyncio.Task[None] | None = None
    polling: asyncio.Task[Any] | None = None
    woken: bool = False
    stumbled: bool = False  # our own store failed during its last poll: some of it may be kept
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def name(self) -> str:
        return self.health.name

    async def leave_line(self) -> None:
        """Let go of the push line, if there is one."""
        task, self.listening, self.line = self.listening, None, None
        if task is not None:
            task.cancel()
            await asyncio.wait([task])


def table_of(added: AddedSource) -> Mapping[str, Any]:
    table: Mapping[str, Any] = msgspec.json.decode(added.table)
    return table


def address_of(table: Mapping[str, Any]) -> str:
    """Return what a source reads, as it may be shown: its address without a query, or its kind."""
    url = table.get("url")
    return shown(url) if isinstance(url, str) else str(table.get("kind", "feed"))


def is_from(added: AddedSource | None, channel: Channel) -> bool:
    """Say whether a source was added from a channel's own workspace or server."""
    return added is not None and (added.channel.platform, added.channel.space) == (
        channel.platform,
        channel.space,
    )
