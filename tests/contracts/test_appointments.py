"""What every store promises of appointments, and of the alerts that wait for them: over SQLite and over
memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.alert import Action, Delivery, Message, News
from bot.domain.figures import Figures, Mark, Moment
from bot.domain.market import Money, Origin, PriceLine, Session
from bot.domain.story import Story
from bot.ports import LATE, Appointment, Decision, Owed, Settled, Store
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import ACME, DISCORD, NOON, SLACK, article, reading, story, watch

LEASE = timedelta(seconds=60)
HOLD = timedelta(milliseconds=800)
MOMENT = timedelta(milliseconds=100)
HOUR = timedelta(hours=1)
LINE = PriceLine(
    ACME,
    change=Decimal("0.02"),
    last=Money(Decimal("77.52"), "USD"),
    session=Session.PREMARKET,
    origin=Origin.LIVE,
    at=NOON,
    provider="Tape",
)


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


async def tell(store: Store, number: int = 1, hold: timedelta | None = HOLD, now: datetime = NOON) -> Story:
    """Tell a story of its own, owed to two channels and held."""
    told = reading(article(number))
    post = (Owed(SLACK, ACME), Owed(DISCORD, ACME))
    decision = await store.tell(
        told, now, lambda *_: Decision(story(told), None, post, hold=hold), since=NOON - HOUR
    )
    assert decision.story is not None
    return decision.story


async def due(store: Store, now: datetime = NOON) -> list[Appointment]:
    return [one.appointment for one in await store.appointments(now, (), 99)]


async def claim(store: Store, now: datetime) -> list[Delivery]:
    return await store.claim(now, 99, LEASE)


def priced(known: Story) -> Story:
    """Return a story with a price, which its card shows."""
    figures = Figures(marks=(Mark(Moment.ALERT, LINE),))
    return replace(known, figures=figures, revision=known.revision + 1)


def same(known: Story) -> Story:
    return known


class TestHolding:
    async def test_held_alerts_go_by_themselves_when_their_time_is_over(self, store: Store) -> None:
        await tell(store)
        assert await claim(store, NOON + HOLD - MOMENT) == []
        assert len(await claim(store, NOON + HOLD)) == 2

    async def test_the_appointment_is_written_with_them(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        assert one == Appointment(told.id, Moment.ALERT, NOON, NOON + LATE, held_until=NOON + HOLD)
        assert (await store.appointments(NOON, (), 99))[0].story == told

    async def test_without_a_hold_nothing_is_planned(self, store: Store) -> None:
        await tell(store, hold=None)
        assert await due(store) == []
        assert len(await claim(store, NOON)) == 2

    async def test_nor_without_anybody_to_tell(self, store: Store) -> None:
        told = reading(article(1))
        await store.tell(told, NOON, lambda *_: Decision(story(told), None, (), hold=HOLD), since=NOON)
        assert await due(store) == []

    async def test_who_joins_waits_no_longer_than_the_first(self, store: Store) -> None:
        known = await tell(store)
        joins = Decision(known, known.id, (Owed(replace(SLACK, id="C9"), ACME),), hold=HOLD)
        await store.tell(reading(article(2)), NOON + MOMENT, lambda *_: joins, since=NOON)
        assert len(await claim(store, NOON + HOLD)) == 3

    async def test_what_is_to_be_looked_up_without_an_alert_holds_nobody(self, store: Store) -> None:
        known = await tell(store, hold=None)
        joins = Decision(known, known.id, (Owed(SLACK, ACME),), hold=HOLD, look_up=True)
        await store.tell(reading(article(2)), NOON, lambda *_: joins, since=NOON)
        assert await due(store) == [Appointment(known.id, Moment.ALERT, NOON, NOON + LATE)]
        assert len(await claim(store, NOON)) == 2

    async def test_what_is_in_hand_is_not_given_again(self, store: Store) -> None:
        told = await tell(store)
        assert await store.appointments(NOON, {(told.id, Moment.ALERT)}, 99) == []
        assert len(await store.appointments(NOON, {(told.id, Moment.HOUR)}, 99)) == 1

    async def test_those_of_some_moments_are_asked_for(self, store: Store) -> None:
        await tell(store)
        assert await store.appointments(NOON, (), 99, {Moment.HOUR, Moment.CLOSE}) == []
        assert len(await store.appointments(NOON, (), 99, {Moment.ALERT})) == 1

    async def test_a_story_is_out_once_anybody_tried_to_post_it(self, store: Store) -> None:
        told = await tell(store)
        assert not await store.is_out(told.id)
        post, other = await claim(store, NOON + HOLD)
        assert await store.is_out(told.id), "it may stand there already"
        await store.give_back(other, NOON + HOUR)
        await store.sent(post, Message(post.channel, "m1"), NOON + HOLD, shows=1)
        assert await store.is_out(told.id)
        assert not await store.is_out(told.id + 1)

    async def test_what_was_given_back_or_is_dead_is_not_out(self, store: Store) -> None:
        told = await tell(store)
        one, other = await claim(store, NOON + HOLD)
        await store.give_back(one, NOON + HOUR)
        await store.dead(other, "The channel is gone.")
        assert not await store.is_out(told.id)


class TestSettling:
    async def test_what_was_found_is_on_the_alert_which_goes_at_once(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        assert await store.settle([Settled(one, priced)], NOON + MOMENT) == [priced(told)]
        claimed = await claim(store, NOON + MOMENT)
        assert {(post.action, post.revision, post.newest) for post in claimed} == {(Action.POST, 2, 2)}
        assert await store.owed() == 2, "no edit is owed for what the post shows"
        assert await due(store) == []

    async def test_what_comes_late_is_an_edit(self, store: Store) -> None:
        await tell(store)
        [one] = await due(store)
        for post in await claim(store, NOON + HOLD):
            await store.sent(post, Message(post.channel, f"m{post.id}"), NOON + HOLD, shows=1)
        await store.settle([Settled(one, priced)], NOON + 2 * HOLD)
        edits = await claim(store, NOON + 2 * HOLD)
        assert [(edit.action, edit.revision) for edit in edits] == [(Action.EDIT, 2)] * 2

    async def test_what_changes_nothing_only_lets_the_alert_go(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        await store.settle([Settled(one, same, again=one.due)], NOON + MOMENT)
        assert await store.story(told.id) == told
        assert len(await claim(store, NOON + MOMENT)) == 2
        assert [left.due for left in await due(store)] == [NOON], "it is not over"

    async def test_only_what_waits_for_it_is_let_go(self, store: Store) -> None:
        """A platform that asked for patience is not asked sooner because a price came."""
        await tell(store)
        [one] = await due(store)
        slack, discord = sorted(await claim(store, NOON + HOLD), key=lambda post: post.channel, reverse=True)
        await store.give_back(slack, NOON + HOUR)
        await store.give_back(discord, NOON + HOLD)
        await store.settle([Settled(one, priced)], NOON + HOLD)
        assert [post.channel for post in await claim(store, NOON + HOLD)] == [discord.channel]

    async def test_one_that_is_put_off_comes_again(self, store: Store) -> None:
        await tell(store)
        [one] = await due(store)
        await store.settle([Settled(one, same, again=NOON + HOUR)], NOON)
        assert await due(store) == []
        assert await store.next_appointment(NOON) == NOON + HOUR
        assert len(await due(store, NOON + HOUR)) == 1

    async def test_follow_ups_are_made_once(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        later = Appointment(told.id, Moment.HOUR, NOON + HOUR, NOON + 2 * HOUR, fund=LINE)
        await store.settle([Settled(one, same, again=NOON, follow_ups=(later,))], NOON)
        moved = replace(later, due=NOON + 3 * HOUR)
        await store.settle([Settled(one, same, follow_ups=(moved,))], NOON)
        assert await due(store, NOON + HOUR) == [later]

    async def test_of_a_retracted_story_nothing_is_looked_up_any_more(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        retracted = replace(told, retracted=NOON, revision=2)
        await store.retract([told.reading.article.id], NOON, lambda *_: retracted)
        assert await store.settle([Settled(one, priced)], NOON) == [None]
        assert await store.story(told.id) == retracted
        assert await due(store, NOON + HOUR) == []

    async def test_news_is_replied_and_nothing_edited(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        await tell(store)
        [one] = await due(store)
        for post in await claim(store, NOON + HOLD):
            await store.sent(post, Message(post.channel, f"m{post.id}"), NOON + HOLD, shows=1)
        await store.settle([Settled(one, priced, news=frozenset({News.HOUR}))], NOON + HOUR)
        [reply] = await claim(store, NOON + HOUR)  # Discord's channel has no watch any more
        assert (reply.action, reply.news, reply.gist) == (Action.REPLY, frozenset({News.HOUR}), "hour")
        assert reply.newest == 2


class TestClocks:
    async def test_whoever_takes_over_lets_go_what_the_dead_one_held(self, store: Store) -> None:
        await tell(store)
        await store.take_over(NOON - HOUR, LEASE, HOUR)  # the clock was set back in between, too
        assert len(await claim(store, NOON - HOUR)) == 2

    async def test_what_counts_from_the_alert_moves_with_the_clock(self, store: Store) -> None:
        told = await tell(store)
        [one] = await due(store)
        bell = Appointment(told.id, Moment.CLOSE, NOON + HOUR, NOON + 2 * HOUR)
        await store.settle([Settled(one, same, again=NOON, follow_ups=(bell,))], NOON)
        await store.clock_set(-HOUR)
        [moved] = await due(store, NOON)
        assert (moved.due, moved.until) == (NOON - HOUR, NOON - HOUR + LATE)
        assert moved.held_until == NOON + HOLD - HOUR
        assert bell in await due(store, NOON + HOUR), "an exchange rings its bell by a clock that is right"


async def test_they_go_with_a_story_that_is_over(store: Store) -> None:
    await tell(store)
    for post in await claim(store, NOON + HOLD):
        await store.dead(post, "as if")
    while await store.prune(NOON + timedelta(days=30), 100):
        continue
    assert await due(store, NOON + HOUR) == []
