"""What becomes of the places that alerts go to: what a platform tells of them, and what is kept.

Only ids are kept of a place, so that a new name changes nothing and is not told here.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.alert import Channel

# How long a channel that takes no messages is left alone until the next alert for it is tried there: nobody
# may have been there to hear that it was opened again.
PROBATION: Final = timedelta(days=1)


class Closing(StrEnum):
    """How a channel came to take no messages."""

    DELETED = "deleted"  # for good: it is not tried again
    ARCHIVED = "archived"
    CLOSED = "closed"  # the bot was put out of it, or may not post there
    LEFT = "left"  # the bot is out of the whole space


@dataclass(frozen=True, slots=True)
class Shut:
    """A channel takes no messages any more; `because` says why and how to mend it. `at` (UTC) is when that
    came about, None where the platform does not say: later news of the channel outweighs it."""

    channel: Channel
    how: Closing
    because: str
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A channel takes messages again, certainly; `at` as for Shut."""

    channel: Channel
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Stirred:
    """Something about who may do what has changed in a channel, or anywhere in a space where `place` is None:
    what was refused may be taken now."""

    platform: str
    space: str
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """The bot is out of a workspace or server: removed, or its app uninstalled. An outage is none."""

    platform: str
    space: str
    because: str


@dataclass(frozen=True, slots=True)
class Back:
    """The bot is in a workspace or server; it may have been out of it."""

    platform: str
    space: str


@dataclass(frozen=True, slots=True)
class Present:
    """All the spaces of a platform that the bot is in, those of which there is an outage among them."""

    platform: str
    spaces: frozenset[str]


PlaceNews = Shut | Opened | Stirred | Left | Back | Present


class Word(StrEnum):
    """What the person who set up a channel has yet to hear about it."""

    STOPPED = "stopped"
    WORKS = "works"  # after he heard that it had stopped


@dataclass(frozen=True, slots=True)
class DeadChannel:
    """A channel that takes no messages: why, since when (UTC), and who set it up."""

    channel: Channel
    reason: str
    since: datetime
    owner: str | None
    how: Closing = Closing.CLOSED


@dataclass(frozen=True, slots=True)
class Unheard:
    """A word that somebody has yet to hear; `reason` is why the channel had stopped, and `how`, where it
    has."""

    word: Word
    channel: Channel
    owner: str
    reason: str = ""
    how: Closing = Closing.CLOSED


@dataclass(frozen=True, slots=True)
class GoneSpace:
    """A space that the bot is out of, since when (UTC) and why."""

    platform: str
    space: str
    since: datetime
    reason: str


class Places(Protocol):
    """Which channels take messages. Everything here may be done twice, and means the same once."""

    async def disable(
        self,
        channel: Channel,
        reason: str,
        now: datetime,
        how: Closing = Closing.CLOSED,
        heard: datetime | None = None,
    ) -> DeadChannel | None:
        """Stop everything that is owed to a channel, and owe its owner a word. Returns it the first time.

        From then on one alert a day is owed to it, unless it was deleted: what comes of that shows whether
        it works again. PlaceNews `heard` from before the latest news of the channel changes nothing.
        """

    async def enable(self, channel: Channel, heard: datetime | None = None, *, tell: bool = False) -> bool:
        """The channel works again: forget that it was disabled; say whether it was. `tell` owes a word to its
        owner, if he heard that it had stopped."""

    async def try_again(self, platform: str, space: str, place: str | None = None) -> None:
        """Owe the next alert to a disabled channel, or to each of a space, whatever its probation says."""

    async def disabled(self) -> list[DeadChannel]:
        """Return the channels that take no messages, oldest first."""

    async def unheard(self) -> list[Unheard]:
        """Return the words that the owners of channels have yet to hear."""

    async def heard(self, unheard: Unheard) -> None:
        """The word was said, or cannot be said."""

    async def leave(self, platform: str, space: str, reason: str, now: datetime) -> int | None:
        """The bot is out of a space: stop everything there. Returns how many channels that stopped, None when
        it was known."""

    async def rejoin(self, platform: str, space: str) -> bool:
        """The bot is in a space: what `leave` stopped goes on; say whether it was known to be out of it."""

    async def gone(self) -> list[GoneSpace]:
        """Return the spaces that the bot is out of, oldest first."""

    async def keeps(self, channel: Channel) -> bool:
        """Say whether anything is kept of a channel: whether it ever had a watch, or anything owed."""

    async def spaces(self, platform: str) -> Collection[str]:
        """Return the spaces of a platform that are known, those that the bot is out of left aside."""
