"""What is new in a story is said below its alert, once, however the first attempt ended."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cards.card import Card
from bot.desk.attempt import OnUnknown
from bot.desk.deliver import Deliverer
from bot.desk.retract import retract_removed
from bot.domain.errors import About, Refused, Unsure
from bot.domain.market import Ticker
from bot.domain.story import Change, Story
from bot.ports import Decision, Head, Owed, Store
from bot.store import open_store
from tests.desk.chat import Entry, LedgerChat
from tests.store.examples import (
    ACME,
    MINUTE,
    NOON,
    SLACK,
    Hands,
    article,
    commitment,
    reading,
    story,
    watch,
)


def draw(told: Story, watched: Ticker) -> Card:
    return Card(f"revision {told.revision}", story=told.id)


@dataclass
class Office:
    """A channel that watches Acme, the store and the Slack behind it."""

    store: Store
    slack: LedgerChat = field(default_factory=LedgerChat)
    clock: Hands = field(default_factory=lambda: Hands(NOON + 9 * MINUTE))
    on_unknown: OnUnknown = "resend"

    async def deliver(self, after: timedelta = timedelta(0)) -> int:
        self.clock.forward(after)
        chats = {"slack": self.slack}
        return await Deliverer(self.store, chats, draw, self.clock, on_unknown=self.on_unknown).deliver_due()

    async def tell(self) -> None:
        told = reading(article(1))
        await self.store.tell(
            told,
            self.clock.now(),
            lambda *_: Decision(story(told, seed="wire-1"), None, (Owed(SLACK, ACME),)),
            since=NOON,
        )

    async def raise_to(self, low: str) -> None:
        [known] = await self.store.recent((), 1)
        told = reading(article(known.revision + 1), sum_of=commitment(low))
        grown = replace(
            known,
            reading=told,
            revision=known.revision + 1,
            was=known.reading.commitment,
            change=Change.RAISED,
        )
        await self.store.tell(told, self.clock.now(), lambda *_: Decision(grown, known.id), since=NOON)

    async def retract(self) -> None:
        await retract_removed(self.store, ["wire-1"], self.clock)

    def ledger(self, what: str) -> list[Entry]:
        return self.slack.ledger.of(what)


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    store = await open_store(tmp_path / "outlay.db")
    await store.watch(watch())
    yield Office(store)
    await store.close()


async def test_the_alert_is_edited_and_the_news_said_below(office: Office) -> None:
    await office.tell()
    await office.deliver()
    await office.raise_to("3e9")
    assert await office.deliver() == 2
    assert [entry.what for entry in office.slack.ledger.all()] == ["post", "edit", "reply"]
    [post], [edit], [reply] = office.ledger("post"), office.ledger("edit"), office.ledger("reply")
    assert reply.title == "Raised: Acme (ACME) will invest $3.0B in a plant"
    assert reply.id.startswith(f"{post.id}.")
    assert post.key == edit.key != reply.key
    assert await office.deliver(MINUTE) == 0


async def test_each_news_has_a_reply_of_its_own(office: Office) -> None:
    await office.tell()
    for low in ("3e9", "4e9"):
        await office.deliver()
        await office.raise_to(low)
    await office.deliver()
    assert len({entry.key for entry in office.ledger("reply")}) == 2


async def test_one_that_stands_after_all_is_found_below_its_alert(office: Office) -> None:
    await office.tell()
    await office.deliver()
    office.slack.after.extend([None, Unsure("cut off")])
    await office.raise_to("3e9")
    assert await office.deliver() == 1
    assert await office.deliver(MINUTE) == 1
    assert (len(office.ledger("reply")), office.slack.looks) == (1, 1)
    assert await office.store.owed() == 0


async def test_where_nobody_can_look_it_is_marked_or_dropped(office: Office) -> None:
    office.slack.can_look = False
    await office.tell()
    await office.deliver()
    for setting in ("resend", "drop"):
        office.on_unknown = "resend" if setting == "resend" else "drop"
        office.slack.before.extend([None, Unsure("502")])
        await office.raise_to("3e9" if setting == "resend" else "4e9")
        await office.deliver()
        await office.deliver(MINUTE)
    [reply] = office.ledger("reply")
    assert "may be a repeat" in reply.notes[-1]


async def test_a_reply_that_is_too_late_is_not_sent(office: Office) -> None:
    """The story is retracted while a reply that it was raised is uncertain: only that is said."""
    await office.tell()
    await office.deliver()
    office.slack.before.extend([None, Unsure("502")])
    await office.raise_to("3e9")
    await office.deliver()
    await retract_removed(office.store, ["wire-1", "wire-2"], office.clock)
    await office.deliver(MINUTE)
    assert [entry.title.partition(":")[0] for entry in office.ledger("reply")] == ["Retracted"]
    assert await office.store.owed() == 0


async def test_a_message_that_was_deleted_takes_no_reply_and_the_channel_goes_on(office: Office) -> None:
    await office.tell()
    await office.deliver()
    gone = [Refused("message_not_found", About.MESSAGE), Refused("thread_not_found", About.MESSAGE)]
    office.slack.before.extend(gone)
    await office.raise_to("3e9")
    assert await office.deliver() == 0
    assert (await office.store.disabled(), await office.store.owed()) == ([], 0)


async def _owed_anew(office: Office) -> list[Head]:
    """Let a retracted story stand again; return what is owed for it."""
    known = await office.store.story(1)
    assert known is not None
    stands = Decision(replace(known, retracted=None, revision=9), 1, (Owed(SLACK, ACME),))
    await office.store.tell(reading(article(9)), office.clock.now(), lambda *_: stands, since=NOON)
    return await office.store.heads("slack")


class TestRetractedWhileUncertain:
    async def test_what_certainly_does_not_stand_is_not_posted(self, office: Office) -> None:
        office.slack.before.append(Unsure("502"))
        await office.tell()
        await office.deliver()
        await office.retract()
        await office.deliver(MINUTE)
        assert (office.slack.ledger.all(), office.slack.looks) == ([], 1)
        assert await office.store.owed() == 0
        [head] = await _owed_anew(office)
        assert head.channel == SLACK

    async def test_what_stands_is_edited_and_said_below(self, office: Office) -> None:
        office.slack.after.append(Unsure("cut off"))
        await office.tell()
        await office.deliver()
        await office.retract()
        await office.deliver(MINUTE)
        assert [entry.what for entry in office.slack.ledger.all()] == ["post", "edit", "reply"]
        assert office.ledger("reply")[0].title.startswith("Retracted: ")

    async def test_where_nobody_can_look_it_is_posted_as_retracted(self, office: Office) -> None:
        """If the alert stands, somebody believes it, and nobody could edit it."""
        office.slack.can_look = False
        office.slack.after.append(Unsure("cut off"))
        await office.tell()
        await office.deliver()
        await office.retract()
        await office.deliver(MINUTE)
        first, second = office.ledger("post")
        assert (first.title, second.title) == ("revision 1", "revision 2")
        assert "may be a repeat" in second.notes[-1]
        assert office.ledger("reply") == []

    async def test_or_dropped_if_so_set(self, office: Office) -> None:
        office.slack.can_look, office.on_unknown = False, "drop"
        office.slack.after.append(Unsure("cut off"))
        await office.tell()
        await office.deliver()
        await office.retract()
        await office.deliver(MINUTE)
        assert len(office.slack.ledger.all()) == 1
        assert await office.store.owed() == 0
