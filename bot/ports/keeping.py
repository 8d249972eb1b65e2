"""What is kept, how long, and for whom: what grows old goes, what people want forgotten is forgotten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

NOBODY: Final = ""  # whoever did it wanted to be forgotten

Removed = Mapping[str, int]  # a kind of row in the plural → how many went; without those of which none went
Held = Mapping[str, Sequence[Mapping[str, str | None]]]  # a kind → its rows; times as ISO 8601 in UTC


@dataclass(frozen=True, slots=True, order=True)
class Space:
    """A workspace or server: `id` is the platform's."""

    platform: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.id}"


@dataclass(frozen=True, slots=True, order=True)
class Person:
    """Somebody on a platform. `space` is the workspace in which the id means them, None where it means them
    everywhere, as on Discord."""

    platform: str
    space: str | None
    id: str

    def __str__(self) -> str:
        return ":".join(filter(None, (self.platform, self.space, self.id)))


class Keeping(Protocol):
    """Retention and privacy. Each call is one short transaction: whoever has more to do calls again."""

    async def prune(self, before: datetime, limit: int) -> Removed:
        """Remove up to `limit` rows of what is older than `before` (UTC), and say what; nothing when none is
        left.

        Never what is open (owed, being sent, unread), nor a story that an open delivery or a later article
        belongs to, nor what tells an item that its source still shows from a new one.
        """

    async def gone_before(self, before: datetime) -> list[Space]:
        """Return the spaces that the bot was put out of before a time (UTC) and did not come back to."""

    async def purge(self, space: Space, limit: int, *, gone_before: datetime | None = None) -> Removed:
        """Remove up to `limit` rows of what belongs to a space, and say what; nothing when none is left.

        With `gone_before` nothing is removed unless the bot was put out of it before that time (UTC).
        """

    async def shrink(self, pages: int) -> int:
        """Give up to that many unused pages back to the disk; return how many are unused still."""

    async def held_of(self, person: Person) -> Held:
        """Return all that is kept about a person."""

    async def held_in(self, space: Space) -> Held:
        """Return all that is kept for a space, save the alerts themselves, of which the number is told."""

    async def forget(self, person: Person) -> Removed:
        """Forget who it was that did what a person did: the watches, the trail and the sources stay. Say how
        many rows no longer name them."""

    async def chore_done(self, name: str) -> datetime | None:
        """Return when a piece of housekeeping was last done (UTC)."""

    async def note_chore(self, name: str, now: datetime) -> None:
        """Keep that a piece of housekeeping was done."""
