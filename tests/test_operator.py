"""The operator hears everything once, whatever the platform does meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import Refused, Unsure, Wait
from bot.operator import MOST_WAITING, Operator
from bot.ports import UNWATCHED, Chat, Clerk, Found, Pace, Witness
from tests.conditions import until
from tests.store.examples import Hands

ROOM = Channel("pigeon", "loft", "1")


@dataclass
class Pigeon:
    """`bot.ports.Chat` that posts, or raises what it was told to raise next."""

    platform: str = "pigeon"
    repeat_is_safe_for: timedelta = timedelta(0)
    pace: Pace = field(default_factory=Pace)
    posted: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    found: Message | Found = Found.NOTHING

    async def open(self) -> None:
        """There is nobody to log in to."""

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Nobody asks anything."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        self.keys.append(key)
        if self.troubles:
            raise self.troubles.pop(0)
        self.posted.append(card.title)
        return Message(channel, key)

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Nothing is edited."""

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        return await self.post(to.channel, card, key)

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        return self.found

    async def tell(self, space: str, user: str, card: Card) -> None:
        """Nobody is told in private."""

    async def close(self) -> None:
        """Nothing is held."""


@asynccontextmanager
async def running(
    chats: dict[str, Chat], channel: Channel | None = ROOM, look_again: float = 30.0
) -> AsyncIterator[Operator]:
    operator = Operator(channel, chats, Hands(), look_again)
    task = asyncio.create_task(operator.run())
    try:
        yield operator
    finally:
        task.cancel()


async def test_what_is_told_before_the_platform_is_there_waits_for_it() -> None:
    pigeon, chats = Pigeon(), dict[str, Chat]()
    async with running(chats) as operator:
        for number in range(MOST_WAITING + 2):
            operator.tell(Card(f"notice {number}"))
        await asyncio.sleep(0.05)
        chats["pigeon"] = pigeon
        operator.look()
        await until(lambda: len(pigeon.posted) == MOST_WAITING)
    assert pigeon.posted == [f"notice {number}" for number in range(2, MOST_WAITING + 2)]


async def test_a_platform_that_asks_for_patience_gets_it() -> None:
    pigeon = Pigeon(troubles=[Wait("too fast", 0.05), Wait("too fast", 0.05)])
    async with running({"pigeon": pigeon}) as operator:
        operator.tell(Card("a"))
        operator.tell(Card("b"))
        await until(lambda: pigeon.posted == ["a", "b"])
    assert len(set(pigeon.keys[:3])) == 1


async def test_a_channel_that_refuses_keeps_nobody_from_hearing_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pigeon = Pigeon(troubles=[Refused("not in the channel")])
    async with running({"pigeon": pigeon}) as operator:
        operator.tell(Card("a", text=("The wire is down.",)))
        operator.tell(Card("b"))
        await until(lambda: pigeon.posted == ["b"])
    assert "The wire is down." in caplog.text
    assert "not in the channel" in caplog.text


@pytest.mark.parametrize(
    ("found", "posts"), [(Found.NOTHING, 2), (Found.CANNOT_TELL, 1), (Message(ROOM, "1"), 1)]
)
async def test_a_post_of_unknown_outcome_is_looked_for_and_never_made_twice(
    found: Message | Found, posts: int
) -> None:
    pigeon = Pigeon(troubles=[Unsure("the line broke")], found=found)
    async with running({"pigeon": pigeon}, look_again=0.01) as operator:
        operator.tell(Card("a"))
        operator.tell(Card("b"))
        await until(lambda: "b" in pigeon.posted)
    assert len(pigeon.keys) == posts + 1


async def test_without_a_channel_the_log_is_told(caplog: pytest.LogCaptureFixture) -> None:
    pigeon = Pigeon()
    async with running({"pigeon": pigeon}, None) as operator:
        operator.tell(Card("a", text=("The wire is down.",)))
        await asyncio.sleep(0.05)
    assert "The wire is down." in caplog.text
    assert pigeon.keys == []


async def test_a_notice_that_breaks_the_platform_keeps_nobody_from_hearing_the_next(
    caplog: pytest.LogCaptureFixture,
) -> None:
    pigeon = Pigeon(troubles=[KeyError("blocks")])
    async with running({"pigeon": pigeon}) as operator:
        operator.tell(Card("a"))
        operator.tell(Card("b"))
        await until(lambda: pigeon.posted == ["b"])
    assert "could not be told: a" in caplog.text


async def test_what_was_never_said_stands_in_the_log_at_the_end(caplog: pytest.LogCaptureFixture) -> None:
    async with running({}) as operator:
        operator.tell(Card("The wire is down"))
        operator.give_up()
    assert "was never told: The wire is down" in caplog.text
