import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from bot.cards.card import Card
from bot.desk.attempt import BROKEN_TRIES, OnUnknown
from bot.desk.deliver import Deliverer
from bot.desk.retract import retract_removed
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun, Refused, Unsure, Wait
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import Decision, Owed, Store
from bot.store import open_store
from tests.desk.chat import LedgerChat
from tests.store.examples import ACME, DISCORD, MINUTE, NOON, SLACK, Hands, article, reading, story

OTHER = Channel("slack", "T1", "C2")


def draw(told: Story, watched: Ticker) -> Card:
    return Card(f"story {told.id}.{told.revision} for {watched}", story=told.id)


@dataclass
class Office:
    """A store, a Slack and a Discord with ledgers, and who delivers."""

    store: Store
    slack: LedgerChat = field(default_factory=LedgerChat)
    discord: LedgerChat = field(default_factory=lambda: LedgerChat("discord"))
    clock: Hands = field(default_factory=Hands)
    on_unknown: OnUnknown = "resend"
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def chats(self) -> dict[str, LedgerChat]:
        return {"slack": self.slack, "discord": self.discord}

    def deliverer(self) -> Deliverer:
        return Deliverer(self.store, self.chats, draw, self.clock, on_unknown=self.on_unknown)

    async def deliver(self, after: timedelta = timedelta(0)) -> int:
        self.clock.forward(after)
        return await self.deliverer().deliver_due()

    async def tell(self, *channels: Channel, again: bool = False) -> None:
        """Owe a story to channels, or let the last story grow."""
        known = await self.store.recent((), 1) if again else []
        post = tuple(Owed(channel, ACME) for channel in channels)
        if known:
            grown = replace(known[0], revision=known[0].revision + 1)
            decision = Decision(grown, known[0].id, post)
        else:
            decision = Decision(story(), None, post)
        told = reading(article(next(self.numbers)))
        await self.store.tell(told, self.clock.now(), lambda *_: decision, since=NOON - 9 * MINUTE)

    async def retract(self) -> None:
        """Take the first article back, which alone tells the first story."""
        await retract_removed(self.store, ["wire-1"], self.clock)

    def titles(self, chat: LedgerChat, what: str = "post") -> list[str]:
        return [entry.title for entry in chat.ledger.of(what)]


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    store = await open_store(tmp_path / "outlay.db")
    yield Office(store)
    await store.close()


class TestCalmDay:
    async def test_each_channel_gets_its_alert(self, office: Office) -> None:
        await office.tell(SLACK, DISCORD)
        assert await office.deliver() == 2
        assert office.titles(office.slack) == ["story 1.1 for ACME"]
        assert office.titles(office.discord) == ["story 1.1 for ACME"]
        assert await office.deliver() == 0
        assert await office.store.owed() == 0

    async def test_a_story_that_grew_is_edited(self, office: Office) -> None:
        await office.tell(SLACK)
        await office.deliver()
        await office.tell(again=True)
        assert await office.deliver() == 1
        assert office.titles(office.slack, "edit") == ["story 1.2 for ACME"]
        assert len(office.slack.ledger.of("post")) == 1

    async def test_a_story_that_grew_before_its_post_is_posted_grown(self, office: Office) -> None:
        await office.tell(SLACK)
        await office.tell(again=True)
        await office.deliver()
        assert [entry.title for entry in office.slack.ledger.all()] == ["story 1.2 for ACME"]

    async def test_alerts_keep_their_order(self, office: Office) -> None:
        for _ in range(5):
            await office.tell(SLACK)
        assert await office.deliver() == 5
        assert office.titles(office.slack) == [f"story {number}.1 for ACME" for number in range(1, 6)]


class TestRetracted:
    async def test_what_was_retracted_while_its_post_waited_is_not_posted(self, office: Office) -> None:
        office.slack.before.append(Wait("429", 30.0))
        await office.tell(SLACK)
        assert await office.deliver() == 0
        [claimed] = await office.store.claim(NOON + MINUTE, 1, MINUTE)
        await office.retract()
        await office.store.give_back(claimed, NOON + MINUTE)
        assert await office.deliver(after=2 * MINUTE) == 0
        assert office.slack.ledger.all() == []
        assert await office.store.owed() == 0

    async def test_what_may_stand_already_is_posted_and_says_so(self, office: Office) -> None:
        office.slack.after.append(Unsure("cut off"))
        await office.tell(SLACK)
        assert await office.deliver() == 0
        await office.retract()
        await office.deliver(after=MINUTE)
        assert office.titles(office.slack) == ["story 1.1 for ACME"]
        assert office.titles(office.slack, "edit") == ["story 1.2 for ACME"]


class TestTrouble:
    async def test_wait_is_waited_for_and_does_not_count(self, office: Office) -> None:
        office.slack.before.extend([Wait("429", 30.0)] * 20)
        await office.tell(SLACK)
        for _ in range(20):
            assert await office.deliver() == 0
            assert await office.store.next_due() == office.clock.now() + timedelta(seconds=30)
            office.clock.forward(timedelta(seconds=30))
        assert await office.deliver() == 1
        assert office.slack.looks == 0

    async def test_one_channel_waits_alone(self, office: Office) -> None:
        office.slack.before.append(Wait("429", 30.0))
        await office.tell(SLACK, DISCORD)
        assert await office.deliver() == 1
        assert office.titles(office.discord) == ["story 1.1 for ACME"]

    async def test_unsure_and_taken_is_found(self, office: Office) -> None:
        office.slack.after.append(Unsure("The connection was reset."))
        await office.tell(SLACK)
        assert await office.deliver() == 0
        assert await office.deliver(MINUTE) == 1
        assert len(office.slack.ledger.of("post")) == 1
        assert office.slack.looks == 1

    async def test_unsure_and_not_taken_is_posted(self, office: Office) -> None:
        office.slack.before.append(Unsure("The connection was reset."))
        await office.tell(SLACK)
        await office.deliver()
        assert await office.deliver(MINUTE) == 1
        [entry] = office.slack.ledger.of("post")
        assert entry.notes == ()

    async def test_while_a_repeat_is_safe_it_is_looked_for_all_the_same(self, office: Office) -> None:
        office.discord.repeat_is_safe_for = 2 * MINUTE
        office.discord.after.append(Unsure("502"))
        await office.tell(DISCORD)
        await office.deliver()
        assert await office.deliver(MINUTE) == 1
        assert office.discord.looks == 1
        assert len(office.discord.ledger.of("post")) == 1

    async def test_where_nobody_can_look_a_safe_repeat_is_no_repeat(self, office: Office) -> None:
        office.discord.repeat_is_safe_for = 2 * MINUTE
        office.discord.knows_repeats = True
        office.discord.can_look = False
        office.discord.before.append(Unsure("502"))
        await office.tell(DISCORD)
        await office.deliver()
        assert await office.deliver(MINUTE) == 1
        [entry] = office.discord.ledger.of("post")
        assert entry.notes == ()

    async def test_an_edit_has_the_key_of_its_post_and_no_other_story_has_it(self, office: Office) -> None:
        await office.tell(SLACK, DISCORD)
        await office.tell(again=True)
        await office.deliver()
        await office.tell(again=True)
        await office.deliver()
        await office.tell(SLACK)
        await office.deliver()
        first, second = (entry.key for entry in office.slack.ledger.of("post"))
        assert {entry.key for entry in office.slack.ledger.of("edit")} == {first}
        assert len({first, second, office.discord.ledger.of("post")[0].key}) == 3
        assert len(first) == 24

    async def test_past_that_time_somebody_looks(self, office: Office) -> None:
        office.discord.repeat_is_safe_for = 2 * MINUTE
        office.discord.after.append(Unsure("502"))
        await office.tell(DISCORD)
        await office.deliver()
        assert await office.deliver(2 * MINUTE) == 1
        assert office.discord.looks == 1

    async def test_a_look_that_must_wait_stays_a_look(self, office: Office) -> None:
        office.slack.after.append(Unsure("502"))
        office.slack.on_find.append(Wait("429", 60.0))
        await office.tell(SLACK)
        await office.deliver()
        await office.deliver(MINUTE)
        assert await office.deliver(MINUTE) == 1
        assert (office.slack.looks, len(office.slack.ledger.of("post"))) == (2, 1)

    @pytest.mark.parametrize("blind", ["not allowed", "refused"])
    async def test_where_nobody_can_look_the_repeat_is_marked(self, office: Office, blind: str) -> None:
        office.slack.can_look = False
        if blind == "refused":
            office.slack.on_find.append(Refused("missing_scope"))
        office.slack.before.append(Unsure("502"))
        await office.tell(SLACK)
        await office.deliver()
        assert await office.deliver(MINUTE) == 1
        [entry] = office.slack.ledger.of("post")
        assert "may be a repeat" in entry.notes[0]
        assert await office.store.disabled() == []

    async def test_or_dropped_if_so_set(self, office: Office) -> None:
        office.on_unknown = "drop"
        office.slack.can_look = False
        office.slack.before.append(Unsure("502"))
        await office.tell(SLACK)
        await office.deliver()
        assert await office.deliver(MINUTE) == 0
        assert office.slack.ledger.all() == []
        assert await office.store.owed() == 0

    async def test_patience_grows_to_ten_minutes(self, office: Office) -> None:
        office.slack.before.extend([Unsure("502")] * 12)
        await office.tell(SLACK)
        waits = []
        for _ in range(12):
            await office.deliver()
            due = await office.store.next_due()
            assert due is not None
            waits.append((due - office.clock.now()).total_seconds())
            office.clock.at = due
        assert waits[:5] == [5, 5, 10, 20, 40]
        assert waits[-1] == 600
        assert await office.deliver() == 1

    async def test_no_answer_in_time_is_unsure(self, office: Office) -> None:
        office.slack.gate = asyncio.Event()
        brief = timedelta(seconds=0.05)
        deliverer = Deliverer(office.store, office.chats, draw, office.clock, deadline=brief)
        await office.tell(SLACK)
        assert await deliverer.deliver_due() == 0
        [later] = await office.store.claim(NOON + MINUTE, 1, MINUTE)
        assert (later.attempts, later.uncertain_since) == (2, NOON)

    async def test_what_breaks_is_tried_again_and_then_given_up(
        self, office: Office, caplog: pytest.LogCaptureFixture
    ) -> None:
        office.slack.before.extend([ZeroDivisionError("division by zero")] * BROKEN_TRIES)
        await office.tell(SLACK)
        await office.tell(SLACK)
        deliverer = office.deliverer()
        for _ in range(BROKEN_TRIES - 1):
            assert await deliverer.deliver_due() == 0
            assert await office.store.owed() == 2
            office.clock.forward(10 * MINUTE)
        assert await deliverer.deliver_due() == 1
        assert office.titles(office.slack) == ["story 2.1 for ACME"]
        assert "division by zero" in caplog.text

    async def test_what_breaks_once_after_a_long_outage_is_not_given_up(self, office: Office) -> None:
        office.slack.before.extend([Unsure("502")] * BROKEN_TRIES + [ZeroDivisionError("division by zero")])
        await office.tell(SLACK)
        deliverer = office.deliverer()
        for _ in range(BROKEN_TRIES + 2):
            await deliverer.deliver_due()
            office.clock.forward(10 * MINUTE)
        assert office.titles(office.slack) == ["story 1.1 for ACME"]

    async def test_a_platform_that_is_not_connected_is_waited_for(self, office: Office) -> None:
        await office.tell(DISCORD)
        deliverer = Deliverer(office.store, {}, draw, office.clock)
        assert await deliverer.deliver_due() == 0
        assert await office.deliver(MINUTE) == 1

    async def test_a_store_that_fails_is_said(self, office: Office) -> None:
        def fail(told: Story, watched: Ticker) -> Card:
            raise CannotRun("The disk is full.")

        await office.tell(SLACK)
        with pytest.raises(ExceptionGroup) as caught:
            await Deliverer(office.store, office.chats, fail, office.clock).deliver_due()
        assert caught.group_contains(CannotRun, match="full")

    def test_a_claim_outlasts_its_attempt(self, office: Office) -> None:
        with pytest.raises(ValueError, match="outlast"):
            Deliverer(office.store, {}, draw, office.clock, lease=MINUTE, deadline=MINUTE)


class TestRefused:
    async def test_an_edit_of_what_never_stood_ends_quietly(self, office: Office) -> None:
        office.on_unknown = "drop"
        office.slack.can_look = False
        office.slack.before.append(Unsure("502"))
        await office.tell(SLACK)
        await office.deliver()
        await office.tell(again=True)
        assert await office.deliver(MINUTE) == 0
        assert office.slack.ledger.all() == []
        assert await office.store.owed() == 0


class TestRunning:
    """The real event loop, with the machine's patience: every wait here is bounded."""

    @staticmethod
    async def stands(chat: LedgerChat, number: int) -> None:
        async with asyncio.timeout(5):
            while len(chat.ledger.all()) < number:
                await asyncio.sleep(0.005)

    async def test_woken_it_delivers_at_once(self, office: Office) -> None:
        wake, deliverer = asyncio.Event(), office.deliverer()
        running = asyncio.ensure_future(deliverer.run(wake))
        for number in (1, 2, 3):
            await office.tell(SLACK, DISCORD)
            wake.set()
            await self.stands(office.slack, number)
            await self.stands(office.discord, number)
        await deliverer.stop(timedelta(seconds=5))
        await asyncio.wait_for(running, 5)

    async def test_what_does_not_end_in_time_is_left_uncertain(self, office: Office) -> None:
        office.clock.forward(2 * MINUTE)  # the story was first seen a minute after noon
        office.slack.gate = asyncio.Event()
        await office.tell(SLACK)
        deliverer = office.deliverer()
        running = asyncio.ensure_future(deliverer.run(asyncio.Event()))
        await asyncio.sleep(0.05)
        await deliverer.stop(timedelta(seconds=0.05))
        assert not running.done()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        office.slack.gate = None
        assert await office.deliver(2 * MINUTE) == 1
        assert office.slack.looks == 1

    async def test_what_is_due_later_comes_by_itself(self, office: Office) -> None:
        office.slack.before.append(Wait("429", 0.1))
        await office.tell(SLACK)
        deliverer = office.deliverer()
        running = asyncio.ensure_future(deliverer.run(asyncio.Event()))
        await asyncio.sleep(0.05)
        office.clock.forward(timedelta(seconds=0.2))
        await self.stands(office.slack, 1)
        await deliverer.stop(timedelta(seconds=5))
        await asyncio.wait_for(running, 5)

    async def test_a_slow_channel_holds_nobody_up_and_is_waited_for_at_the_end(self, office: Office) -> None:
        gate = office.slack.gate = asyncio.Event()
        wake, deliverer = asyncio.Event(), office.deliverer()
        running = asyncio.ensure_future(deliverer.run(wake))
        await office.tell(SLACK)
        wake.set()
        await asyncio.sleep(0.05)
        for number in (1, 2, 3):
            await office.tell(DISCORD)
            wake.set()
            await self.stands(office.discord, number)
        stopping = asyncio.ensure_future(deliverer.stop(timedelta(seconds=5)))
        await asyncio.sleep(0.05)
        assert not stopping.done()
        await office.tell(DISCORD)
        gate.set()
        await stopping
        await asyncio.wait_for(running, 5)
        assert len(office.slack.ledger.all()) == 1
        assert len(office.discord.ledger.all()) == 3
