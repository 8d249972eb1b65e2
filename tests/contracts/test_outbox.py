"""What every store promises of the lines of its channels, of overtaken edits and of replies: over SQLite and
over memory."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.alert import Action, Channel, Delivery, Message, News
from bot.domain.reading import Reading, Status
from bot.domain.story import Change, Story, Telling
from bot.ports import Decision, Head, Owed, Rank, Store
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import (
    ACME,
    DISCORD,
    MINUTE,
    NOON,
    SLACK,
    article,
    commitment,
    reading,
    story,
    watch,
)

LEASE = timedelta(seconds=60)
OTHER = Channel("slack", "T2", "C2")


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


@pytest.fixture(params=["sqlite", "memory"])
async def quiet(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """A store that owes no replies."""
    made: Store = (
        MemoryStore(replies=False)
        if request.param == "memory"
        else await open_store(tmp_path / "outlay.db", replies=False)
    )
    yield made
    await made.close()


async def tell(store: Store, number: int, *owed: Owed | Channel, now: datetime = NOON) -> Story:
    """Tell a story of its own, owed to channels."""
    told = reading(article(number))
    post = tuple(each if isinstance(each, Owed) else Owed(each, ACME) for each in owed)
    decision = await store.tell(told, now, lambda *_: Decision(story(told), None, post), since=NOON)
    assert decision.story is not None
    return decision.story


async def grow(store: Store, known: Story, number: int, **changes: object) -> Story:
    """Let a story's card change; return it as it is then."""
    grown = replace(known, revision=known.revision + 1, **changes)  # type: ignore[arg-type]  # a story's own
    told = reading(article(number))
    decision = await store.tell(told, NOON, lambda *_: Decision(grown, known.id), since=NOON)
    assert decision.story is not None
    return decision.story


def confirmed(known: Story) -> Telling:
    return Telling.of(known.reading)


def cancelled(known: Story) -> Reading:
    return replace(known.reading, verdict=replace(known.reading.verdict, status=Status.CANCELLED))


def raised(low: str) -> dict[str, object]:
    """Return what changes of a story whose sum is raised."""
    return {"reading": reading(article(1), sum_of=commitment(low)), "change": Change.RAISED}


async def claim(store: Store, now: datetime = NOON) -> list[Delivery]:
    return await store.claim(now, 99, LEASE)


async def send(store: Store, *, shows: int = 0, now: datetime = NOON) -> list[tuple[Action, int]]:
    """Send what is due, once; return what it was."""
    sent = []
    for delivery in await claim(store, now):
        message = Message(delivery.channel, f"{delivery.action} {delivery.id}")
        alert = await store.posted(delivery.story, delivery.channel)
        if delivery.action is Action.EDIT and alert is not None:
            message = alert
        below = alert if delivery.action is Action.REPLY else None
        await store.sent(delivery, message, now, shows=shows, below=below)
        sent.append((delivery.action, delivery.revision))
    return sent


async def due(store: Store) -> dict[Channel, datetime]:
    """Return when the head of each channel's line is due."""
    return {head.channel: head.due for name in ("slack", "discord") for head in await store.heads(name)}


class TestHeads:
    async def test_the_head_of_each_line_on_a_platform(self, store: Store) -> None:
        await tell(store, 1, Owed(SLACK, ACME, 2), DISCORD)
        await tell(store, 2, Owed(SLACK, ACME, 1), OTHER)
        heads = {head.channel: head for head in await store.heads("slack")}
        assert heads == {
            SLACK: Head(1, SLACK, Action.POST, 1, NOON),
            OTHER: Head(4, OTHER, Action.POST, 0, NOON),
        }
        assert [head.channel for head in await store.heads("discord")] == [DISCORD]
        assert await store.heads("console") == []

    async def test_one_that_is_claimed_is_due_when_its_lease_ends(self, store: Store) -> None:
        await tell(store, 1, SLACK)
        await claim(store)
        [head] = await store.heads("slack")
        assert head.due == NOON + LEASE

    async def test_kinds_of_messages_rank_as_they_should(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        await grow(store, known, 2, confirmed=confirmed(known))
        [head] = await store.heads("slack")
        assert (head.action, head.rank) == (Action.EDIT, Rank.REPLY)  # the reply waits for the edit
        await send(store)
        [head] = await store.heads("slack")
        assert (head.action, head.rank) == (Action.REPLY, Rank.REPLY)


class TestClaimingAmong:
    async def test_only_those_are_taken(self, store: Store) -> None:
        await tell(store, 1, SLACK, DISCORD, OTHER)
        assert [one.channel for one in await store.claim(NOON, 9, LEASE, [2, 3])] == [DISCORD, OTHER]
        assert [one.channel for one in await store.claim(NOON, 9, LEASE, [1, 2, 3, 77])] == [SLACK]
        assert await store.claim(NOON, 9, LEASE, []) == []

    async def test_only_heads_are_given_and_only_when_they_are_due(self, store: Store) -> None:
        await tell(store, 1, SLACK)
        await tell(store, 2, SLACK, now=NOON)
        await tell(store, 3, DISCORD, now=NOON + MINUTE)
        assert [one.id for one in await store.claim(NOON, 9, LEASE, [1, 2, 3])] == [1]

    async def test_what_is_drawn_is_the_newest(self, store: Store) -> None:
        known = await tell(store, 1, SLACK)
        [post] = await claim(store)
        assert (post.revision, post.newest, post.owed_at) == (1, 1, NOON)
        await store.unsure(post, NOON)
        await grow(store, known, 2)
        [again] = await claim(store)
        assert (again.revision, again.newest) == (1, 2)


class TestOvertaken:
    async def test_an_edit_behind_which_a_newer_one_waits_is_never_sent(self, store: Store) -> None:
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2)
        [edit] = await claim(store)
        await grow(store, known, 3)
        assert await claim(store) == []  # the first is under way
        await store.unsure(edit, NOON + MINUTE)
        assert await claim(store) == []  # and may still come through
        assert await send(store, now=NOON + MINUTE) == [(Action.EDIT, 3)]
        assert await store.owed() == 0

    async def test_so_is_one_whose_program_died(self, store: Store) -> None:
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2)
        await claim(store)
        await grow(store, known, 3)
        assert await send(store, now=NOON + LEASE) == [(Action.EDIT, 3)]
        assert await store.owed() == 0

    async def test_among_some_it_is_settled_and_its_heir_is_the_head(self, store: Store) -> None:
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2)
        [edit] = await claim(store)
        await store.unsure(edit, NOON)
        await grow(store, known, 3)
        assert await store.claim(NOON, 9, LEASE, [edit.id]) == []
        [head] = await store.heads("slack")
        assert head.id > edit.id

    async def test_what_was_sent_already_is_not_sent_again(self, store: Store) -> None:
        """The post was tried with old words, and succeeds with new ones: the edit behind it is needless."""
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        [post] = await claim(store)
        await store.unsure(post, NOON)
        await grow(store, known, 2, confirmed=confirmed(known))
        assert await store.owed() == 3
        assert await send(store, shows=2) == [(Action.POST, 1)]
        assert await store.owed() == 0

    async def test_what_was_found_with_old_words_is_edited_and_replied_to(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        [post] = await claim(store)
        await store.unsure(post, NOON)
        await grow(store, known, 2, confirmed=confirmed(known))
        sent = [*await send(store), *await send(store), *await send(store)]
        assert sent == [(Action.POST, 1), (Action.EDIT, 2), (Action.REPLY, 2)]

    async def test_an_edit_that_shows_all_leaves_the_reply(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        await grow(store, known, 2, confirmed=confirmed(known))
        assert await send(store, shows=2) == [(Action.EDIT, 2)]
        assert await send(store) == [(Action.REPLY, 2)]


class TestReplies:
    async def test_what_must_be_heard_is_owed_a_reply_behind_the_edit(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        await store.watch(watch(OTHER))
        known = await tell(store, 1, SLACK, OTHER)
        await send(store)
        larger = replace(known.reading, commitment=commitment("3e9"))
        known = await grow(store, known, 2, reading=larger, change=Change.RAISED)
        assert await send(store) == [(Action.EDIT, 2), (Action.EDIT, 2)]
        [reply, _] = await claim(store)
        assert (reply.action, reply.channel, reply.news) == (Action.REPLY, SLACK, frozenset({News.RAISED}))
        assert (reply.revision, reply.ticker, reply.newest) == (2, ACME, 2)
        assert "3.0B" in reply.gist

    async def test_a_mere_further_telling_is_none(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        await grow(store, known, 2, also=(confirmed(known),))
        assert await send(store) == [(Action.EDIT, 2)]
        assert await store.owed() == 0

    async def test_before_the_alert_was_tried_there_is_none(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await grow(store, known, 2, confirmed=confirmed(known))
        assert await send(store) == [(Action.POST, 2)]
        assert await store.owed() == 0

    @pytest.mark.parametrize("silenced", ["muted", "unwatched", "disabled", "dead"])
    async def test_whoever_does_not_want_to_hear_hears_none(self, store: Store, silenced: str) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        if silenced == "dead":
            [post] = await claim(store)
            await store.dead(post, "refused")
        else:
            await send(store)
        if silenced == "muted":
            await store.mute(SLACK, ACME, NOON + MINUTE)
        elif silenced == "unwatched":
            await store.unwatch(SLACK, ACME)
        elif silenced == "disabled":
            await store.disable(SLACK, "gone", NOON)
        await grow(store, known, 2, confirmed=confirmed(known))
        assert Action.REPLY not in [one.action for one in await claim(store)]
        assert await store.owed() <= 1

    async def test_one_that_waits_says_all_that_came_meanwhile(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2, confirmed=confirmed(known))
        known = await grow(store, known, 3, reading=cancelled(known))
        assert await send(store) == [(Action.EDIT, 3)]
        [reply] = await claim(store)
        assert (reply.revision, reply.news) == (3, frozenset({News.CONFIRMED, News.CANCELLED}))
        assert await store.owed() == 1

    async def test_one_that_was_tried_stays_what_it_was(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2, confirmed=confirmed(known))
        await send(store)
        [first] = await claim(store)
        await store.unsure(first, NOON)
        await grow(store, known, 3, reading=cancelled(known))
        [again] = await claim(store)
        assert (again.id, again.news, again.gist) == (first.id, frozenset({News.CONFIRMED}), first.gist)
        await store.sent(again, Message(SLACK, "first reply"), NOON, below=Message(SLACK, "post 1"))
        assert await send(store) == [(Action.EDIT, 3)]
        assert await send(store) == [(Action.REPLY, 3)]

    async def test_what_was_given_back_meanwhile_keeps_no_later_news_from_being_told(
        self, store: Store
    ) -> None:
        """A 429 gives the edit and the reply back that newer ones have come behind: two of each wait."""
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2, **raised("3e9"))
        [edit] = await claim(store)
        known = await grow(store, known, 3, **raised("4e9"))
        await store.give_back(edit, NOON)
        known = await grow(store, known, 4, **raised("5e9"))
        [reply] = await claim(store)
        known = await grow(store, known, 5, **raised("6e9"))
        await store.give_back(reply, NOON)
        await grow(store, known, 6, **raised("7e9"))
        assert await send(store, shows=6) == [(Action.REPLY, 4)]  # which says it all
        assert await send(store, shows=6) == [(Action.EDIT, 6)]
        assert await store.owed() == 0

    async def test_other_news_is_said_although_the_last_reply_was_drawn_later(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await send(store)
        known = await grow(store, known, 2, confirmed=confirmed(known))
        await send(store, shows=2)
        [reply] = await claim(store)
        await grow(store, known, 3, reading=cancelled(known))
        await store.sent(reply, Message(SLACK, "below"), NOON, shows=3, below=Message(SLACK, "post 1"))
        assert await send(store, shows=3) == [(Action.EDIT, 3)]
        assert await send(store, shows=3) == [(Action.REPLY, 3)]

    async def test_a_reply_leads_to_the_story_and_is_not_its_alert(self, store: Store) -> None:
        await store.watch(watch(SLACK))
        known = await tell(store, 1, SLACK)
        await tell(store, 2, SLACK)
        await send(store)
        await send(store)
        known = await grow(store, known, 3, confirmed=confirmed(known))
        await send(store)
        alert = await store.posted(known.id, SLACK)
        [reply] = await claim(store)
        said = Message(SLACK, "below")
        await store.sent(reply, said, NOON + MINUTE, below=alert)
        assert await store.posted(known.id, SLACK) == alert
        assert await store.told_in(said) == known
        assert await store.latest_in(SLACK) == known

    async def test_the_settings_may_turn_them_off(self, quiet: Store) -> None:
        await quiet.watch(watch(SLACK))
        known = await tell(quiet, 1, SLACK)
        await send(quiet)
        await grow(quiet, known, 2, confirmed=confirmed(known))
        assert await send(quiet) == [(Action.EDIT, 2)]
        assert await quiet.owed() == 0


class TestWithdrawing:
    async def test_what_stands_nowhere_may_be_owed_anew(self, store: Store) -> None:
        known = await tell(store, 1, SLACK, DISCORD)
        post, other = await claim(store)
        await store.withdraw(post)
        await store.dead(other, "refused")
        assert await store.owed() == 0
        told = reading(article(2))
        again = Decision(known, known.id, (Owed(SLACK, ACME), Owed(DISCORD, ACME)))
        decision = await store.tell(told, NOON, lambda *_: again, since=NOON)
        assert decision.post == (Owed(SLACK, ACME),)
        assert [one.channel for one in await claim(store)] == [SLACK]

    async def test_only_whoever_holds_the_claim_can_do_it(self, store: Store) -> None:
        await tell(store, 1, SLACK)
        [slow] = await claim(store)
        await claim(store, NOON + LEASE)
        await store.withdraw(slow)
        assert await store.owed() == 1


class TestTimes:
    async def test_the_claims_of_a_dead_program_end_soon(self, store: Store) -> None:
        """The clock was set back by half a minute while nobody ran."""
        await tell(store, 1, SLACK, DISCORD)
        lost, waits = await store.claim(NOON + MINUTE, 2, timedelta(hours=1))
        await store.unsure(waits, NOON + timedelta(days=1))
        now = NOON + MINUTE / 2
        await store.take_over(now, timedelta(seconds=2), timedelta(minutes=10))
        assert await due(store) == {
            SLACK: now + timedelta(seconds=2),
            DISCORD: now + timedelta(minutes=10),
        }
        [again] = await claim(store, now + timedelta(seconds=2))
        assert (again.id, again.attempts, again.uncertain_since) == (lost.id, 2, now)

    async def test_what_waits_moves_with_the_clock(self, store: Store) -> None:
        await tell(store, 1, SLACK, DISCORD, OTHER)
        under_way, waits = await store.claim(NOON, 2, LEASE)
        await store.unsure(waits, NOON + MINUTE)
        back = timedelta(hours=1)
        await store.clock_set(-back)
        assert await due(store) == {
            SLACK: NOON + LEASE - back,
            DISCORD: NOON + MINUTE - back,
            OTHER: NOON - back,
        }
        [again, _] = [one for one in await claim(store, NOON + LEASE - back) if one.channel is not OTHER][:2]
        assert (again.id, again.uncertain_since) == (under_way.id, NOON - back)
