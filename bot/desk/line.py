"""Whose turn it is: the heads of all channels' lines on one platform, in a fair order. Pure, and in memory.

Alerts go before replies and replies before edits. Among those the spaces take turns, so that one with
thousands of channels never keeps another's single alert waiting; within a space the best rank goes first,
then the oldest.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import heapify, heappop
from math import inf
from typing import Final

from bot.domain.alert import Channel
from bot.ports import Head, Rank

_KINDS: Final = (Rank.REPLY, Rank.EDIT, inf)  # each ends below this rank: alerts, replies, edits


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A head's place in the line: which it is, and from when on it may go (by the event loop, seconds)."""

    at: float
    id: int
    rank: int
    channel: Channel

    @classmethod
    def of(cls, head: Head, at: float) -> "Place":
        return cls(at, head.id, head.rank, head.channel)


class Line:
    """The heads that are known to wait. `refill` replaces them all; whose turn it was is remembered."""

    def __init__(self) -> None:
        self._later: list[Place] = []
        self._ready: tuple[dict[str, deque[Place]], ...] = tuple({} for _ in _KINDS)
        self._turn = 0
        self._turns: dict[str, int] = {}

    def refill(self, places: Iterable[Place]) -> None:
        """Take these for all that wait."""
        self._later = list(places)
        heapify(self._later)
        self._ready = tuple({} for _ in _KINDS)
        spaces = {place.channel.space for place in self._later}
        self._turns = {space: turn for space, turn in self._turns.items() if space in spaces}

    def take(self, now: float, most: int) -> list[Place]:
        """Take out up to so many of those that may go, in the order of their turns."""
        self._let_in(now)
        taken: list[Place] = []
        for ready in self._ready:
            while ready and len(taken) < most:
                space = next(iter(ready))
                queue = ready.pop(space)
                taken.append(queue.popleft())
                self._turn += 1
                self._turns[space] = self._turn
                if queue:
                    ready[space] = queue  # behind all others
        return taken

    def is_ready(self, now: float) -> bool:
        """Say whether any may go."""
        return any(self._ready) or bool(self._later and self._later[0].at <= now)

    def next_at(self) -> float:
        """Return from when on one may go, of those that may not go yet."""
        return self._later[0].at if self._later else inf

    def _let_in(self, now: float) -> None:
        """Let those join the turns whose time has come."""
        come: list[Place] = []
        while self._later and self._later[0].at <= now:
            come.append(heappop(self._later))
        if not come:
            return
        come.extend(place for ready in self._ready for queue in ready.values() for place in queue)
        come.sort(key=lambda place: (place.rank, place.id))
        self._ready = tuple({} for _ in _KINDS)
        for place in come:
            kind = next(n for n, end in enumerate(_KINDS) if place.rank < end)
            self._ready[kind].setdefault(place.channel.space, deque()).append(place)
        for ready in self._ready:
            waiting = sorted(ready.items(), key=lambda item: self._turns.get(item[0], 0))
            ready.clear()
            ready.update(waiting)
