"""A chat written against the port: it keeps a ledger, and fails as it is told.

The ledger may be a file, which outlives the program that posts: it is what the platform itself would hold.
"""

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.ports import UNWATCHED, Clerk, Found, Pace, Witness


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that stands, or that was done to it."""

    what: str
    channel: str
    id: str
    key: str
    title: str
    notes: tuple[str, ...] = ()


class Ledger:
    """What the platform knows. With a path every entry is on disk before the call returns."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._entries: list[Entry] = []

    def add(self, entry: Entry) -> None:
        self._entries.append(entry)
        if self._path is not None:
            line = {name: getattr(entry, name) for name in Entry.__slots__}
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")

    def all(self) -> list[Entry]:
        if self._path is None:
            return self._entries
        if not self._path.exists():
            return []
        lines = [json.loads(line) for line in self._path.read_text(encoding="utf-8").splitlines()]
        return [Entry(**{**line, "notes": tuple(line["notes"])}) for line in lines]

    def of(self, what: str) -> list[Entry]:
        return [entry for entry in self.all() if entry.what == what]


@dataclass
class LedgerChat:
    """`before` are errors raised instead of taking a message, one a call; `after` are raised once it is
    taken. None lets the call through. A post waits until `gate` is open.
    `knows_repeats` is the platform's own memory of keys, which `repeat_is_safe_for` promises for a while.
    """

    platform: str = "slack"
    repeat_is_safe_for: timedelta = timedelta(0)
    ledger: Ledger = field(default_factory=Ledger)
    knows_repeats: bool = False
    can_look: bool = True
    before: deque[Exception | None] = field(default_factory=deque)
    after: deque[Exception | None] = field(default_factory=deque)
    on_find: deque[Exception | None] = field(default_factory=deque)
    on_tell: deque[Exception | None] = field(default_factory=deque)
    looks: int = 0
    pace: Pace = field(default_factory=Pace)
    gate: asyncio.Event | None = None

    async def open(self) -> None:
        """It is always there."""

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Nobody asks it anything."""

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        if self.gate is not None:
            await self.gate.wait()
        _next(self.before)
        if self.knows_repeats and (standing := self._standing(channel, key)):
            return standing
        message = Message(channel, str(len(self.ledger.of("post")) + 1))
        self.ledger.add(Entry("post", str(channel), message.id, key, card.title, card.notes))
        _next(self.after)
        return message

    async def edit(self, message: Message, card: Card, key: str) -> None:
        _next(self.before)
        self.ledger.add(Entry("edit", str(message.channel), message.id, key, card.title, card.notes))
        _next(self.after)

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        _next(self.before)
        if self.knows_repeats and (standing := self._standing(to.channel, key)):
            return standing
        message = Message(to.channel, f"{to.id}.{len(self.ledger.of('reply')) + 1}")
        self.ledger.add(Entry("reply", str(to.channel), message.id, key, card.title, card.notes))
        _next(self.after)
        return message

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        self.looks += 1
        _next(self.on_find)
        if not self.can_look:
            return Found.CANNOT_TELL
        return self._standing(channel, key) or Found.NOTHING

    async def tell(self, space: str, user: str, card: Card) -> None:
        _next(self.on_tell)
        self.ledger.add(Entry("tell", f"{self.platform}:{space}", user, "", card.title, card.text))

    def _standing(self, channel: Channel, key: str) -> Message | None:
        for entry in (*self.ledger.of("post"), *self.ledger.of("reply")):
            if entry.key == key and entry.channel == str(channel):
                return Message(channel, entry.id)
        return None


def _next(faults: deque[Exception | None]) -> None:
    fault = faults.popleft() if faults else None
    if fault is not None:
        raise fault
