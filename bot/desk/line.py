"""Whose turn it is: the heads of all channels' lines on one platform, in a fair order. Pure, and in memory.

Alerts go before replies and replies before edits. Among those the spaces take turns, so that one with
thousands of channels never keeps another's single alert waiting; within a space the best rank goes first,
then the oldest.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import heappop, heappush
from math import inf
from typing import Final

from bot.domain.alert import Channel
from bot.ports import Head, Rank

_KINDS: Final = (Rank.REPLY, Rank.EDIT, inf)  # each ends below this rank: alerts, replies, edits


@dataclass(frozen=True, slots=True)
class Place:
    """A head's place in the line: which it is, and from when on it may go (by the event loop, seconds)."""

    at: float
    id: int
    rank: int
    channel: Channel

    @classmethod
    def of(cls, head: Head, at: float) -> "Place":
        return cls(at, head.id, head.rank, head.channel)


@dataclass(slots=True)
class _Kind:
    """Those of one kind that may go: `waiting` by space, the best rank first, and the spaces by the last turn
    that each had, then by whom they came with. A turn may be out of date: that shows when it comes up."""

    waiting: dict[str, list[tuple[int, int, Place]]] = field(default_factory=dict)
    turns: list[tuple[int, int, int, str]] = field(default_factory=list)

    def add(self, place: Place, turn: int) -> None:
        """Let one in whose space had its last turn then."""
        space = place.channel.space
        if space not in self.waiting:
            self.waiting[space] = []
            heappush(self.turns, (turn, place.rank, place.id, space))
        heappush(self.waiting[space], (place.rank, place.id, place))

    def take(self, last: Mapping[str, int]) -> Place:
        """Take out the one whose turn it is; `last` is when each space had one."""
        while True:
            turn, rank, number, space = heappop(self.turns)
            if turn == (latest := last.get(space, 0)):
                break
            heappush(self.turns, (latest, rank, number, space))
        _, _, place = heappop(self.waiting[space])
        if self.waiting[space]:
            heappush(self.turns, (turn, rank, number, space))
        else:
            del self.waiting[space]
        return place


class Line:
    """The heads that are known to wait. `refill` replaces them all; whose turn it was is remembered.

    To take one costs the logarithm of how many wait, however many come of age meanwhile.
    """

    def __init__(self) -> None:
        self._later: deque[Place] = deque()  # by when they may go
        self._ready = tuple(_Kind() for _ in _KINDS)
        self._turn = 0
        self._turns: dict[str, int] = {}

    def refill(self, places: Iterable[Place]) -> None:
        """Take these for all that wait."""
        self._later = deque(sorted(places, key=lambda place: (place.at, place.id)))
        self._ready = tuple(_Kind() for _ in _KINDS)
        spaces = {place.channel.space for place in self._later}
        self._turns = {space: turn for space, turn in self._turns.items() if space in spaces}

    def take(self, now: float, most: int) -> list[Place]:
        """Take out up to so many of those that may go, in the order of their turns."""
        self._let_in(now)
        taken: list[Place] = []
        for kind in self._ready:
            while kind.waiting and len(taken) < most:
                place = kind.take(self._turns)
                taken.append(place)
                self._turn += 1
                self._turns[place.channel.space] = self._turn
        return taken

    def is_ready(self, now: float) -> bool:
        """Say whether any may go."""
        return any(kind.waiting for kind in self._ready) or bool(self._later and self._later[0].at <= now)

    def next_at(self) -> float:
        """Return from when on one may go, of those that may not go yet."""
        return self._later[0].at if self._later else inf

    def _let_in(self, now: float) -> None:
        """Let those join the turns whose time has come."""
        come: list[Place] = []
        while self._later and self._later[0].at <= now:
            come.append(self._later.popleft())
        for place in sorted(come, key=lambda place: (place.rank, place.id)):
            kind = next(n for n, end in enumerate(_KINDS) if place.rank < end)
            self._ready[kind].add(place, self._turns.get(place.channel.space, 0))
