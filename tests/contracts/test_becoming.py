"""What every store promises of a story that is revised, retracted or split: over SQLite and over memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.alert import Action, Channel, Delivery, Message, Watch
from bot.domain.article import Article
from bot.domain.reading import Mention, Reading, Role
from bot.domain.story import Story
from bot.ports import Cursor, Decide, Decision, Owed, Parted, Poll, Store, Told
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import (
    ACME,
    ACME_INVESTS,
    DISCORD,
    NOON,
    SLACK,
    ZETA,
    article,
    reading,
    story,
    watch,
)

LEASE = timedelta(seconds=60)
AGES_AGO = NOON - timedelta(days=2)
ZETA_INVESTS = Mention("Zeta", ZETA, (), Role.INVESTOR, ())


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


async def tell(store: Store, told: Reading, decide: Decide) -> Story:
    decision = await store.tell(told, NOON, decide, since=AGES_AGO)
    assert decision.story is not None
    return decision.story


def anew(of: Reading, *channels: Channel) -> Decide:
    """Decide that a reading is a new story, owed to some channels."""
    return lambda *_: Decision(story(of), post=tuple(Owed(channel, ACME) for channel in channels))


def joins(known: Story, by: int = 0) -> Decide:
    """Decide that a reading tells a story again."""
    return lambda *_: Decision(replace(known, revision=known.revision + by), known.id)


async def told_by_two(store: Store, *channels: Channel) -> Story:
    """Keep a story that the articles wire-1 and wire-2 tell; its alerts are owed."""
    first = await tell(store, reading(), anew(reading(), *channels))
    return await tell(store, reading(article(2)), joins(first))


async def posted(store: Store, channel: Channel = SLACK) -> Delivery:
    [delivery] = await store.claim(NOON, 10, LEASE)
    await store.sent(delivery, Message(channel, f"message {delivery.story}"), NOON)
    return delivery


async def revise(store: Store, number: int = 1) -> Article:
    """Let an article come in other words; return it as it waits."""
    await store.remember("wire", Poll((article(number, digest="new"),), Cursor()), NOON, alert=True)
    [waiting] = await store.unread(10)
    return waiting


class TestRevised:
    async def test_its_story_is_handed_over_however_old_and_about_whomever(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        seen: list[tuple[list[Story], Told | None]] = []

        def look(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            seen.append((list(stories), told))
            return Decision()

        waiting = await revise(store)
        await store.tell(reading(waiting, ZETA_INVESTS), NOON, look, since=NOON + timedelta(days=9))
        assert seen == [([], Told(known, (reading(), reading(article(2)))))]

    async def test_its_story_is_not_among_the_others(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        near: list[Story] = []

        def look(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            near.extend(stories)
            return Decision()

        await store.tell(reading(await revise(store)), NOON, look, since=AGES_AGO)
        assert near == []
        await store.tell(reading(article(3)), NOON, look, since=AGES_AGO)
        assert near == [known]

    async def test_what_it_says_now_takes_the_place_of_what_it_said(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        again = reading(await revise(store), ZETA_INVESTS)
        revised = replace(known, reading=again, revision=2)
        await tell(store, again, lambda *_: Decision(revised, known.id))
        assert await store.story(known.id) == revised
        assert await store.recent([ZETA], 10) == [revised]
        assert await store.recent([ACME], 10) == []
        [told] = await retract(store, "nothing at all", "wire-2")
        assert told.readings == (again, reading(article(2)))

    async def test_nothing_told_leaves_what_it_told(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        await store.tell(reading(await revise(store)), NOON, lambda *_: Decision(), since=AGES_AGO)
        assert await store.unread(10) == []
        assert await store.story(known.id) == known
        [told] = await retract(store, "wire-2")
        assert told.readings == (reading(), reading(article(2)))

    async def test_it_can_go_over_to_another_story(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        again = reading(await revise(store), ZETA_INVESTS)
        other = await tell(store, again, anew(again, DISCORD))
        assert other.id != known.id
        assert await store.story(known.id) == known
        assert [told.story.id for told in await retract(store, "wire-1")] == [other.id]

    async def test_words_that_come_while_the_earlier_ones_are_read_still_wait(self, store: Store) -> None:
        """Or a correction would be taken for read."""
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        [earlier] = await store.unread(10)
        later = await revise(store)
        told = await store.tell(reading(earlier), NOON, anew(reading(earlier)), since=AGES_AGO)
        assert (told, await store.unread(10)) == (Decision(), [later])
        await tell(store, reading(later), anew(reading(later)))
        assert await store.unread(10) == []


async def retract(store: Store, *articles: str, whole: bool = False, by: int = 1) -> list[Told]:
    """Take articles back; return what was handed over for it."""
    handed: list[Told] = []

    def without(told: Told, gone: frozenset[str]) -> Story:
        handed.append(told)
        after = replace(told.story, revision=told.story.revision + by)
        return replace(after, retracted=NOON) if whole else after

    await store.retract(articles, NOON, without)
    return handed


class TestRetracted:
    async def test_the_story_is_handed_over_with_all_its_readings(self, store: Store) -> None:
        known = await told_by_two(store)
        assert await retract(store, "wire-1") == [Told(known, (reading(), reading(article(2))))]

    async def test_each_story_once_and_each_article_once(self, store: Store) -> None:
        first = await told_by_two(store)
        third = reading(article(3))
        second = await tell(store, third, anew(third))
        handed = await retract(store, "wire-3", "wire-1", "wire-2", "nobody")
        assert [told.story.id for told in handed] == [first.id, second.id]
        assert await retract(store, "wire-1", "wire-2", "wire-3", "nobody") == []

    async def test_what_is_gone_tells_it_no_more(self, store: Store) -> None:
        await told_by_two(store)
        await retract(store, "wire-1")
        [told] = await retract(store, "wire-2")
        assert told.readings == (reading(article(2)),)

    async def test_a_retracted_story_keeps_its_readings_and_is_listed_no_more(self, store: Store) -> None:
        known = await told_by_two(store)
        await retract(store, "wire-1", whole=True)
        assert await store.recent((), 10) == []
        assert await store.recent([ACME], 10) == []
        kept = await store.story(known.id)
        assert kept is not None
        assert kept.retracted == NOON
        [told] = await retract(store, "wire-2", whole=True)
        assert len(told.readings) == 2

    async def test_whoever_shows_it_gets_an_edit(self, store: Store) -> None:
        known = await told_by_two(store, SLACK)
        await posted(store)
        await retract(store, "wire-1", whole=True)
        edit = await posted(store)
        assert (edit.action, edit.story, edit.revision) == (Action.EDIT, known.id, 2)
        assert await store.told_in(Message(SLACK, f"message {known.id}")) == await store.story(known.id)

    async def test_no_edit_where_the_card_stays(self, store: Store) -> None:
        await told_by_two(store, SLACK)
        await posted(store)
        await retract(store, "wire-2", by=0)
        assert await store.owed() == 0

    async def test_an_alert_that_nobody_tried_to_post_is_not_posted(self, store: Store) -> None:
        await told_by_two(store, SLACK)
        await retract(store, "wire-1", whole=True)
        assert await store.owed() == 0
        assert await store.claim(NOON, 10, LEASE) == []

    async def test_it_is_posted_when_the_story_stands_again(self, store: Store) -> None:
        known = await told_by_two(store, SLACK)
        await retract(store, "wire-1", whole=True)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        stands = replace(known, revision=3)
        waiting = await revise(store)
        again = Decision(stands, known.id, (Owed(SLACK, ACME),))
        assert await store.tell(reading(waiting), NOON, lambda *_: again, since=AGES_AGO) == again
        post = await posted(store)
        assert (post.action, post.story, post.revision) == (Action.POST, known.id, 3)
        assert await store.owed() == 0

    async def test_one_that_is_under_way_gets_its_edit(self, store: Store) -> None:
        await told_by_two(store, SLACK)
        [post] = await store.claim(NOON, 10, LEASE)
        await retract(store, "wire-1", whole=True)
        await store.sent(post, Message(SLACK, "message 1"), NOON)
        assert (await posted(store)).action is Action.EDIT

    async def test_what_waits_is_not_read(self, store: Store) -> None:
        await store.remember("wire", Poll((article(1), article(2)), Cursor()), NOON, alert=True)
        assert await retract(store, "wire-1") == []
        assert await store.unread(10) == [article(2)]
        assert await store.tell(reading(), NOON, anew(reading()), since=AGES_AGO) == Decision()

    async def test_one_that_stands_again_in_other_words_can_be_taken_back_again(self, store: Store) -> None:
        known = await told_by_two(store)
        await store.remember("wire", Poll((article(1, digest="old"),), Cursor()), NOON, alert=True)
        await retract(store, "wire-1", whole=True)
        gone = await store.story(known.id)
        assert gone is not None
        back = replace(gone, retracted=None, revision=3)
        seen: list[Told | None] = []

        def revive(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            seen.append(told)
            return Decision(back, known.id)

        await tell(store, reading(await revise(store)), revive)
        assert seen[0] is not None
        assert seen[0].story == gone
        assert await store.recent((), 10) == [back]
        assert len(await retract(store, "wire-1")) == 1

    async def test_what_fails_leaves_no_trace(self, store: Store) -> None:
        await told_by_two(store)

        def fail(told: Told, gone: frozenset[str]) -> Story:
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            await store.retract(["wire-1"], NOON, fail)
        assert len(await retract(store, "wire-1")) == 1


class TestSplit:
    async def test_both_are_written_and_told(self, store: Store) -> None:
        known = await told_by_two(store, SLACK)
        await posted(store)
        await store.watch(watch(DISCORD))
        heard: list[Watch] = []

        def part(told: Told, watches: Sequence[Watch]) -> Parted:
            heard.extend(watches)
            assert told == Told(known, (reading(), reading(article(2))))
            return Parted(
                replace(known, revision=2),
                story(reading(article(2))),
                (Owed(SLACK, ACME), Owed(DISCORD, ACME)),
            )

        parted = await store.split(known.id, "wire-2", NOON, part)
        assert parted is not None
        assert heard == [watch(DISCORD)]
        assert parted.own.id not in (0, known.id)
        assert await store.story(known.id) == parted.rest
        assert await store.story(parted.own.id) == parted.own
        edit, post = await store.claim(NOON, 10, LEASE)
        assert (edit.channel, edit.action, edit.story) == (SLACK, Action.EDIT, known.id)
        assert (post.channel, post.action, post.story) == (DISCORD, Action.POST, parted.own.id)
        await store.sent(edit, Message(SLACK, "message 1"), NOON)
        [other] = await store.claim(NOON, 10, LEASE)
        assert (other.channel, other.action, other.story) == (SLACK, Action.POST, parted.own.id)

    async def test_each_article_tells_its_own_from_then_on(self, store: Store) -> None:
        known = await told_by_two(store)
        own = reading(article(2), ZETA_INVESTS)
        parted = await store.split(known.id, "wire-2", NOON, lambda *_: Parted(known, story(own)))
        assert parted is not None
        assert await store.recent([ZETA], 10) == [parted.own]
        assert [told.story.id for told in await retract(store, "wire-2")] == [parted.own.id]
        assert [told.readings for told in await retract(store, "wire-1")] == [(reading(),)]

    async def test_not_what_tells_another_story_or_stands_alone(self, store: Store) -> None:
        known = await told_by_two(store)
        third = reading(article(3), ACME_INVESTS)
        alone = await tell(store, third, anew(third))

        def never(told: Told, watches: Sequence[Watch]) -> Parted:
            raise AssertionError

        assert await store.split(known.id, "wire-3", NOON, never) is None
        assert await store.split(alone.id, "wire-3", NOON, never) is None
        assert await store.split(known.id, "nobody", NOON, never) is None
        assert await store.split(99, "wire-1", NOON, never) is None
