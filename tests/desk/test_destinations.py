"""What becomes of a place is acted on once, whoever tells it and how often, and its owner hears of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from bot.cards.card import Card
from bot.desk.destinations import Destinations
from bot.domain.alert import Channel
from bot.domain.errors import About, Refused, Unsure, Wait
from bot.ports import Back, Chat, Closing, Left, Opened, Present, Shut, Stirred
from bot.store.memory import MemoryStore
from tests.desk.chat import LedgerChat
from tests.store.examples import ACME, NOON, SLACK, Hands, watch

OTHER = Channel("slack", "T1", "C2")
GONE = Shut(SLACK, Closing.ARCHIVED, "The channel is archived.", NOON)


class Office:
    """A desk with one platform, whose owners are told."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.chat = LedgerChat()
        self.chats: dict[str, Chat] = {"slack": self.chat}
        self.told: list[Card] = []
        self.destinations = Destinations(self.store, self.chats, Hands(NOON), self.told.append, 0.01)

    @asynccontextmanager
    async def telling(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self.destinations.run())
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])

    def words(self) -> list[tuple[str, str]]:
        """Return who was told what."""
        return [(entry.id, entry.title) for entry in self.chat.ledger.of("tell")]

    async def disabled(self) -> list[Channel]:
        return [dead.channel for dead in await self.store.disabled()]


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.store.watch(watch(SLACK, ACME, by="U7"))
    await office.store.watch(watch(OTHER, ACME, by="U8"))
    return office


async def until(holds: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not holds():
            await asyncio.sleep(0.001)


STOPPED, WORKS = "Alerts to your channel have stopped", "Alerts to your channel go on"


async def test_what_becomes_of_channels_that_never_had_a_watch_is_not_kept(office: Office) -> None:
    """A server may open and delete a hundred threads a day."""
    strange = Channel("slack", "T1", "C9")
    await office.destinations.heard(Shut(strange, Closing.DELETED, "The channel was deleted."))
    await office.destinations.heard(Opened(strange, NOON))
    assert await office.disabled() == []
    assert not await office.store.keeps(strange)


async def test_repeated_news_is_told_once_and_that_it_works_once(office: Office) -> None:
    async with office.telling():
        for _ in range(3):
            await office.destinations.heard(GONE)
        await until(office.words)
        for _ in range(3):
            await office.destinations.heard(Opened(SLACK))
        await until(lambda: len(office.words()) == 2)
        await asyncio.sleep(0.01)
    assert office.words() == [("U7", STOPPED), ("U7", WORKS)]
    assert await office.disabled() == []


@pytest.mark.parametrize("how", [Closing.ARCHIVED, Closing.DELETED])
async def test_who_set_a_channel_up_hears_what_comes_next(office: Office, how: Closing) -> None:
    """A deleted channel does not come back: nobody is told to wait for it, nor to use it."""
    await office.destinations.heard(Shut(SLACK, how, "It is no more."))
    async with office.telling():
        await until(office.words)
    words = " ".join(office.chat.ledger.of("tell")[0].notes)
    assert ("It is not tried again." in words) == (how is Closing.DELETED)
    assert ("Once a day the next alert is tried" in words) == (how is not Closing.DELETED)


async def test_what_was_unheard_when_the_house_ended_is_said_at_the_next_start(office: Office) -> None:
    await office.destinations.heard(GONE)
    async with office.telling():
        await until(office.words)
    async with office.telling():
        await asyncio.sleep(0.01)
    assert office.words() == [("U7", STOPPED)]


async def test_a_refusal_reaches_as_far_as_it_is_about(office: Office) -> None:
    await office.destinations.refused(SLACK, Refused("That message is gone.", About.MESSAGE))
    assert await office.disabled() == []
    await office.destinations.refused(SLACK, Refused("Not in the channel."))
    assert await office.disabled() == [SLACK]
    await office.destinations.refused(SLACK, Refused("The bot is out.", About.SPACE))
    assert await office.disabled() == [SLACK, OTHER]
    assert [one.reason for one in await office.store.gone()] == ["The bot is out."]


@pytest.mark.parametrize("trouble", [Refused("no direct messages"), Unsure("it broke"), ZeroDivisionError()])
async def test_an_owner_who_cannot_be_told_is_not_told_again(office: Office, trouble: Exception) -> None:
    office.chat.on_tell.append(trouble)
    await office.destinations.heard(GONE)
    async with office.telling():
        async with asyncio.timeout(5):
            while await office.store.unheard():
                await asyncio.sleep(0.001)
        await asyncio.sleep(0.03)
    assert office.words() == []


async def test_an_owner_is_told_later_where_the_platform_wants_patience(office: Office) -> None:
    office.chat.on_tell.append(Wait("429", 30.0))
    async with office.telling():
        await office.destinations.heard(GONE)
        await until(office.words)
    assert office.words() == [("U7", STOPPED)]


async def test_an_owner_is_told_as_soon_as_the_platform_is_there(office: Office) -> None:
    office.destinations.look_again = 60.0
    del office.chats["slack"]
    async with office.telling():
        await office.destinations.heard(GONE)
        await asyncio.sleep(0.02)
        office.chats["slack"] = office.chat
        office.destinations.look()
        await until(office.words)


async def test_leaving_and_coming_back_tell_nobody(office: Office) -> None:
    async with office.telling():
        for _ in range(2):
            await office.destinations.heard(Left("slack", "T1", "The app was uninstalled."))
        assert await office.disabled() == [SLACK, OTHER]
        for _ in range(2):
            await office.destinations.heard(Back("slack", "T1"))
        await asyncio.sleep(0.01)
    assert await office.disabled() == []
    assert office.words() == []


async def test_all_the_spaces_that_the_bot_is_in(office: Office) -> None:
    await office.destinations.heard(Present("slack", frozenset({"T1", "T2"})))
    assert await office.disabled() == []
    await office.destinations.heard(Present("slack", frozenset({"T2"})))
    assert await office.disabled() == [SLACK, OTHER]
    await office.destinations.heard(Present("discord", frozenset({"1"})))
    await office.destinations.heard(Present("slack", frozenset({"T1"})))
    assert await office.disabled() == []


async def test_changed_rights_are_a_hint_and_no_proof(office: Office) -> None:
    await office.destinations.heard(GONE)
    await office.destinations.heard(Stirred("slack", "T1"))
    assert await office.disabled() == [SLACK]


async def test_a_token_that_is_not_accepted_is_told_to_the_operator_once_a_bout(office: Office) -> None:
    for _ in range(3):
        office.destinations.locked_out("slack", "Slack no longer accepts the bot's token.")
    assert office.destinations.locked == {"slack": "Slack no longer accepts the bot's token."}
    assert len(office.told) == 1
    office.destinations.accepted("slack")
    office.destinations.locked_out("slack", "Again.")
    assert len(office.told) == 2
    assert await office.disabled() == []
