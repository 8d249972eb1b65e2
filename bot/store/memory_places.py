"""Which channels take messages, and which spaces the bot is out of, in plain dicts."""

from abc import abstractmethod
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from bot.domain.alert import Channel
from bot.ports.places import PROBATION, Closing, DeadChannel, GoneSpace, Unheard, Word

NEVER: Final = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _Standing:
    """How a channel stands with its owner, and until when it is left alone."""

    heard_at: datetime = NEVER
    retry_at: datetime | None = None
    word: Word | None = None
    said: bool = False


class MemoryPlaces:
    """`bot.ports.Places` without a file."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[Channel, str] = {}
        self._channels: dict[Channel, _Standing] = {}
        self._disabled: dict[Channel, DeadChannel] = {}
        self._gone: dict[tuple[str, str], GoneSpace] = {}

    @abstractmethod
    def _end(self, channel: Channel) -> None:
        """End what is open for a channel."""

    async def disable(
        self,
        channel: Channel,
        reason: str,
        now: datetime,
        how: Closing = Closing.CLOSED,
        heard: datetime | None = None,
    ) -> DeadChannel | None:
        if not self._is_news(channel, heard):
            return None
        self._end(channel)
        standing = self._standing(channel)
        dead = self._disabled.get(channel)
        left = dead is not None and dead.how is Closing.LEFT
        standing.retry_at = None if left or how is Closing.DELETED else now + PROBATION
        if dead is not None:
            if how is Closing.DELETED:
                self._disabled[channel] = replace(dead, how=how)
            return None
        owner = self._owners.get(channel)
        standing.word, standing.said = (Word.STOPPED if owner else None), False
        self._disabled[channel] = DeadChannel(channel, reason, now, owner, how)
        return self._disabled[channel]

    async def enable(self, channel: Channel, heard: datetime | None = None, *, tell: bool = False) -> bool:
        return self._is_news(channel, heard) and self._enable(channel, tell=tell)

    async def try_again(self, platform: str, space: str, place: str | None = None) -> None:
        self._try_again(platform, space, place)

    async def disabled(self) -> list[DeadChannel]:
        found = [replace(dead, owner=self._owners.get(dead.channel)) for dead in self._disabled.values()]
        return sorted(found, key=lambda dead: (dead.since, dead.channel))

    async def unheard(self) -> list[Unheard]:
        found = []
        for channel, standing in sorted(self._channels.items()):
            if standing.word is not None and (owner := self._owners.get(channel)):
                dead = self._disabled.get(channel)
                why = (dead.reason, dead.how) if dead else ("", Closing.CLOSED)
                found.append(Unheard(standing.word, channel, owner, *why))
        return found

    async def heard(self, unheard: Unheard) -> None:
        standing = self._standing(unheard.channel)
        if standing.word is unheard.word:
            standing.word, standing.said = None, unheard.word is Word.STOPPED

    async def leave(self, platform: str, space: str, reason: str, now: datetime) -> int | None:
        stopped = 0
        for channel in self._known():
            if (channel.platform, channel.space) != (platform, space):
                continue
            self._end(channel)
            self._channels[channel] = _Standing(self._standing(channel).heard_at)
            if channel not in self._disabled:
                owner = self._owners.get(channel)
                self._disabled[channel] = DeadChannel(channel, reason, now, owner, Closing.LEFT)
                stopped += 1
        if (platform, space) in self._gone:
            return None
        self._gone[platform, space] = GoneSpace(platform, space, now, reason)
        return stopped

    async def rejoin(self, platform: str, space: str) -> bool:
        if self._gone.pop((platform, space), None) is None:
            return False
        for channel, dead in list(self._disabled.items()):
            if (channel.platform, channel.space) == (platform, space) and dead.how is Closing.LEFT:
                del self._disabled[channel]
        self._try_again(platform, space, None)
        return True

    async def gone(self) -> list[GoneSpace]:
        return sorted(self._gone.values(), key=lambda one: (one.since, one.platform, one.space))

    async def keeps(self, channel: Channel) -> bool:
        return channel in self._known()

    async def spaces(self, platform: str) -> Collection[str]:
        known = {channel.space for channel in self._known() if channel.platform == platform}
        return frozenset(space for space in known if (platform, space) not in self._gone)

    # -------------------------------------------------------------------------------------------- within

    def _takes(self, channel: Channel, now: datetime) -> bool:
        """Say whether a channel may be owed an alert: it works, or is to be tried again."""
        if channel not in self._disabled:
            return True
        retry_at = self._standing(channel).retry_at
        return retry_at is not None and retry_at <= now

    def _tried(self, channel: Channel, now: datetime) -> None:
        """An alert is owed to a channel: where that is disabled, it is tried with this one and no other."""
        if channel in self._disabled:
            self._standing(channel).retry_at = now + PROBATION

    def _enable(self, channel: Channel, *, tell: bool = False) -> bool:
        if self._disabled.pop(channel, None) is None:
            return False
        standing = self._standing(channel)
        word = Word.WORKS if tell and standing.said else None
        standing.retry_at, standing.word, standing.said = None, word, False
        return True

    def _try_again(self, platform: str, space: str, place: str | None) -> None:
        for channel, dead in self._disabled.items():
            meant = dead.how is not Closing.DELETED if place is None else channel.id == place
            if (
                meant
                and dead.how is not Closing.LEFT
                and (channel.platform, channel.space) == (platform, space)
            ):
                self._standing(channel).retry_at = datetime.min.replace(tzinfo=UTC)

    def _known(self) -> list[Channel]:
        """Return every channel that something is kept of."""
        return list(dict.fromkeys([*self._owners, *self._channels, *self._disabled]))

    def _standing(self, channel: Channel) -> _Standing:
        return self._channels.setdefault(channel, _Standing())

    def _is_news(self, channel: Channel, heard: datetime | None) -> bool:
        standing = self._standing(channel)
        if heard is not None and heard < standing.heard_at:
            return False
        standing.heard_at = max(standing.heard_at, heard or standing.heard_at)
        return True
