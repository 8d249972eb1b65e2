"""The sources that people added while the house runs, and those that rest."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.alert import Channel


@dataclass(frozen=True, slots=True)
class AddedSource:
    """A source that people added in chat. `table` is what a [[source]] of the settings would hold, as JSON;
    `channel` is where it was added, `since` in UTC."""

    name: str
    table: str
    by: str
    channel: Channel
    since: datetime


@dataclass(frozen=True, slots=True)
class PausedSource:
    """A source that rests: who let it, the platform's id of a user, and since when (UTC)."""

    name: str
    by: str
    since: datetime


class SourceBook(Protocol):
    """The sources that people added, and which sources they let rest."""

    async def added(self) -> list[AddedSource]:
        """Return the added sources by name."""

    async def add_source(self, source: AddedSource) -> bool:
        """Keep an added source; False when the name is taken. It begins anew: where another source of that
        name stood, which the settings had once, is forgotten."""

    async def drop_source(self, name: str) -> bool:
        """Forget an added source, where it stands and how it does; its articles stay known. False when there
        is none of that name."""

    async def pause(self, source: PausedSource) -> bool:
        """Let a source rest; False when it rests already."""

    async def resume(self, name: str) -> bool:
        """Let a source go on; False when it does not rest."""

    async def paused(self) -> list[PausedSource]:
        """Return the sources that rest, by name."""
