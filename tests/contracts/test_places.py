"""What every store promises of the places that alerts go to: who takes messages, who is tried, who hears."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.alert import Channel, Delivery, Message, Watch
from bot.domain.story import Story
from bot.ports import Closing, Decision, GoneSpace, Owed, Store, Told, Unheard, Word
from bot.ports.places import PROBATION
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import ACME, NOON, SLACK, article, reading, story, watch

MINUTE = timedelta(minutes=1)
LEASE = timedelta(seconds=60)
OTHER = Channel("slack", "T1", "C2")
FOREIGN = Channel("slack", "T2", "C1")


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    for channel, owner in ((SLACK, "U7"), (OTHER, "U8"), (FOREIGN, "U9")):
        await opened.watch(watch(channel, ACME, by=owner))
    yield opened
    await opened.close()


def to_watchers(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
    """Tell a new story to every channel that may hear of it."""
    return Decision(story=story(), post=tuple(Owed(one.channel, one.ticker) for one in watches))


class Wire:
    """Tells a story after another, and has what is owed for it claimed."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.number = 0

    async def tell(self, now: datetime) -> list[Channel]:
        """Return the channels that are owed a new story."""
        self.number += 1
        told = reading(article(self.number))
        decision = await self.store.tell(told, now, to_watchers, since=NOON - timedelta(days=9))
        return [owed.channel for owed in decision.post]

    async def claim(self, now: datetime) -> dict[Channel, Delivery]:
        return {one.channel: one for one in await self.store.claim(now, 10, LEASE)}


class TestDisabling:
    async def test_all_that_is_owed_ends_and_the_owner_is_named_once(self, store: Store) -> None:
        wire = Wire(store)
        await wire.tell(NOON)
        dead = await store.disable(SLACK, "gone", NOON, Closing.ARCHIVED)
        assert dead is not None
        assert (dead.reason, dead.since, dead.owner, dead.how) == ("gone", NOON, "U7", Closing.ARCHIVED)
        assert await store.disable(SLACK, "again", NOON + MINUTE) is None
        assert await store.disabled() == [dead]
        assert SLACK not in await wire.claim(NOON)

    async def test_an_unknown_channel_has_no_owner_and_nobody_hears(self, store: Store) -> None:
        dead = await store.disable(Channel("slack", "T1", "C9"), "gone", NOON)
        assert dead is not None
        assert dead.owner is None
        assert await store.unheard() == []

    async def test_nothing_is_kept_of_a_channel_that_never_had_a_watch(self, store: Store) -> None:
        assert await store.keeps(SLACK)
        assert not await store.keeps(Channel("slack", "T1", "C9"))
        assert not await store.keeps(Channel("discord", "T1", "C1"))

    async def test_it_can_stop_working_again(self, store: Store) -> None:
        assert await store.disable(SLACK, "gone", NOON)
        assert await store.enable(SLACK)
        assert not await store.enable(SLACK)
        assert await store.disable(SLACK, "gone", NOON)

    async def test_news_from_before_the_latest_changes_nothing(self, store: Store) -> None:
        assert await store.disable(SLACK, "archived", NOON, Closing.ARCHIVED, NOON)
        assert await store.enable(SLACK, NOON + MINUTE)
        assert await store.disable(SLACK, "archived", NOON + MINUTE, Closing.ARCHIVED, NOON) is None
        assert await store.disabled() == []
        assert await store.disable(SLACK, "archived", NOON, Closing.ARCHIVED, NOON + 2 * MINUTE)
        assert not await store.enable(SLACK, NOON + MINUTE)
        assert len(await store.disabled()) == 1


class TestProbation:
    async def test_one_alert_a_day_is_tried_and_nothing_else(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(SLACK, "gone", NOON)
        assert SLACK not in await wire.tell(NOON + PROBATION - MINUTE)
        assert SLACK in await wire.tell(NOON + PROBATION)
        assert SLACK not in await wire.tell(NOON + PROBATION)
        assert SLACK not in await wire.tell(NOON + 2 * PROBATION - MINUTE)
        assert SLACK in await wire.claim(NOON + PROBATION)

    async def test_a_trial_that_is_taken_enables(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(SLACK, "gone", NOON)
        await wire.tell(NOON + PROBATION)
        trial = (await wire.claim(NOON + PROBATION))[SLACK]
        await store.sent(trial, Message(SLACK, "1.0"), NOON + PROBATION)
        assert await store.disabled() == []
        assert SLACK in await wire.tell(NOON + PROBATION)

    async def test_a_trial_that_is_refused_tells_nobody_again(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(SLACK, "gone", NOON)
        [word] = await store.unheard()
        await store.heard(word)
        await wire.tell(NOON + PROBATION)
        assert await store.disable(SLACK, "gone", NOON + PROBATION) is None
        assert await store.unheard() == []
        assert SLACK not in await wire.tell(NOON + 2 * PROBATION - MINUTE)
        assert SLACK in await wire.tell(NOON + 2 * PROBATION)

    async def test_a_hint_has_the_next_alert_tried(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(SLACK, "gone", NOON)
        await store.disable(OTHER, "gone", NOON)
        await store.try_again("slack", "T1", "C1")
        assert await wire.tell(NOON) == [SLACK, FOREIGN]
        await store.try_again("slack", "T1")
        assert await wire.tell(NOON) == [SLACK, OTHER, FOREIGN]

    async def test_a_deleted_channel_is_tried_only_when_it_is_meant_itself(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(SLACK, "closed", NOON)
        await store.disable(SLACK, "deleted", NOON, Closing.DELETED)
        await store.try_again("slack", "T1")
        assert SLACK not in await wire.tell(NOON + 2 * PROBATION)
        await store.try_again("slack", "T1", "C1")
        assert SLACK in await wire.tell(NOON)


class TestWords:
    async def test_a_word_says_how_the_channel_stopped(self, store: Store) -> None:
        await store.disable(SLACK, "deleted", NOON, Closing.DELETED)
        assert await store.unheard() == [Unheard(Word.STOPPED, SLACK, "U7", "deleted", Closing.DELETED)]

    async def test_that_it_stopped_then_that_it_works(self, store: Store) -> None:
        await store.disable(SLACK, "archived", NOON)
        stopped = Unheard(Word.STOPPED, SLACK, "U7", "archived")
        assert await store.unheard() == [stopped]
        await store.heard(stopped)
        assert await store.unheard() == []
        await store.enable(SLACK, tell=True)
        works = Unheard(Word.WORKS, SLACK, "U7")
        assert await store.unheard() == [works]
        await store.heard(works)
        assert await store.unheard() == []

    async def test_who_never_heard_that_it_stopped_does_not_hear_that_it_works(self, store: Store) -> None:
        await store.disable(SLACK, "archived", NOON)
        await store.enable(SLACK, tell=True)
        assert await store.unheard() == []

    async def test_an_answer_or_an_alert_says_itself_that_it_works(self, store: Store) -> None:
        await store.disable(SLACK, "archived", NOON)
        for word in await store.unheard():
            await store.heard(word)
        await store.enable(SLACK)
        assert await store.unheard() == []

    async def test_a_word_that_came_too_late_settles_nothing(self, store: Store) -> None:
        await store.disable(SLACK, "archived", NOON)
        [stopped] = await store.unheard()
        await store.heard(stopped)
        await store.enable(SLACK, tell=True)
        await store.heard(stopped)
        assert [one.word for one in await store.unheard()] == [Word.WORKS]


class TestSpaces:
    async def test_leaving_stops_all_channels_of_it_once(self, store: Store) -> None:
        wire = Wire(store)
        await wire.tell(NOON)
        assert await store.leave("slack", "T1", "removed", NOON) == 2
        assert await store.leave("slack", "T1", "tokens revoked", NOON + MINUTE) is None
        assert await store.gone() == [GoneSpace("slack", "T1", NOON, "removed")]
        assert await store.spaces("slack") == frozenset({"T2"})
        assert {dead.how for dead in await store.disabled()} == {Closing.LEFT}
        assert await store.unheard() == []
        assert list(await wire.claim(NOON)) == [FOREIGN]
        assert await wire.tell(NOON + 9 * PROBATION) == [FOREIGN]

    async def test_coming_back_opens_what_leaving_closed(self, store: Store) -> None:
        wire = Wire(store)
        await store.disable(OTHER, "archived", NOON, Closing.ARCHIVED)
        await store.leave("slack", "T1", "removed", NOON)
        assert await store.rejoin("slack", "T1")
        assert not await store.rejoin("slack", "T1")
        assert [dead.channel for dead in await store.disabled()] == [OTHER]
        assert await wire.tell(NOON) == [SLACK, OTHER, FOREIGN]  # the archived one as a trial
        assert await store.gone() == []

    async def test_a_channel_deleted_meanwhile_stays_closed(self, store: Store) -> None:
        await store.leave("slack", "T1", "removed", NOON)
        await store.disable(SLACK, "deleted", NOON, Closing.DELETED)
        await store.rejoin("slack", "T1")
        assert [dead.channel for dead in await store.disabled()] == [SLACK]

    async def test_a_hint_tries_nothing_in_a_space_that_was_left(self, store: Store) -> None:
        wire = Wire(store)
        await store.leave("slack", "T1", "removed", NOON)
        await store.try_again("slack", "T1")
        assert await wire.tell(NOON) == [FOREIGN]

    async def test_watches_outlast_all_of_it(self, store: Store) -> None:
        await store.disable(SLACK, "deleted", NOON, Closing.DELETED)
        await store.leave("slack", "T1", "removed", NOON)
        assert [one.ticker for one in await store.watches(SLACK)] == [ACME]
