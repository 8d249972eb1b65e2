from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pytest

from bot.desk.growth import begun, retold
from bot.desk.join import decide
from bot.desk.joining import By, Joined
from bot.desk.poll import poll
from bot.desk.read import read_waiting
from bot.desk.retract import retract_removed, without
from bot.domain.article import Article, Voice
from bot.domain.reading import Reading, Status
from bot.domain.story import Story
from bot.ports import Cursor, Decision, Manner, Poll, Told
from bot.store.memory import MemoryStore
from tests.store.examples import MINUTE, NOON, SLACK, Hands, article, commitment, reading, watch

FIRST = reading()
SECOND = reading(article(2, outlet="Reuters"), sum_of=commitment("2.05e9"))
HEARSAY = reading(article(3, outlet="Echo"), cites=("The Wire",))
TERMS = Joined(By.TERMS)


def told(*readings: Reading) -> Told:
    story = begun(readings[0])
    for each in readings[1:]:
        story = retold(story, each, TERMS)
    return Told(story, readings)


def gone(known: Told, *articles: str) -> Story:
    return without(known, frozenset(articles), now=NOON)


class TestWithout:
    def test_the_card_falls_back_to_another_telling(self) -> None:
        known = told(FIRST, SECOND)
        after = gone(known, "wire-1")
        assert after.reading == SECOND
        assert after.also == ()
        assert after.retracted is None
        assert [telling.article for telling in after.withdrawn] == ["wire-1"]
        assert after.revision == known.story.revision + 1
        assert after.was == FIRST.commitment

    def test_without_any_other_it_is_retracted_and_keeps_what_it_said(self) -> None:
        after = gone(told(FIRST), "wire-1")
        assert after.retracted == NOON
        assert after.reading == FIRST
        assert after.revision == 2

    def test_hearsay_of_what_is_gone_does_not_hold_it(self) -> None:
        assert gone(told(FIRST, HEARSAY), "wire-1").retracted == NOON
        assert gone(told(FIRST, HEARSAY, SECOND), "wire-1").retracted is None

    def test_hearsay_of_hearsay_does_not_either(self) -> None:
        echo = reading(article(4, outlet="Bell"), cites=("Echo",))
        assert gone(told(FIRST, HEARSAY, echo), "wire-1").retracted == NOON

    def test_hearsay_that_is_gone_leaves_the_story(self) -> None:
        after = gone(told(FIRST, HEARSAY), "wire-3")
        assert after.retracted is None
        assert after.also == ()

    def test_one_by_one_until_nothing_is_left(self) -> None:
        after = gone(told(FIRST, SECOND), "wire-1")
        last = gone(Told(after, (SECOND,)), "wire-2")
        assert last.retracted == NOON
        assert [telling.article for telling in last.withdrawn] == ["wire-1", "wire-2"]

    def test_a_retracted_story_does_not_come_back_by_losing_more(self) -> None:
        once = gone(told(FIRST, HEARSAY), "wire-1")
        again = without(Told(once, (FIRST, HEARSAY)), frozenset({"wire-3"}), now=NOON + MINUTE)
        assert again.retracted == NOON

    def test_a_confirmation_that_is_gone_confirms_no_more(self) -> None:
        filing = reading(article(4, voice=Voice.FILING, tickers=("ACME",)))
        known = told(FIRST, filing)
        assert known.story.confirmed is not None
        assert gone(known, "wire-4").confirmed is None


class TestWhatComesAfter:
    def test_hearsay_of_what_was_taken_back_is_no_story(self) -> None:
        retracted = gone(told(FIRST), "wire-1")
        assert decide(HEARSAY, [retracted], [watch()], NOON) == Decision()

    def test_who_tells_it_on_his_own_account_begins_anew(self) -> None:
        retracted = gone(told(FIRST), "wire-1")
        decision = decide(SECOND, [retracted], [watch()], NOON)
        assert decision.joins is None
        assert [owed.channel for owed in decision.post] == [SLACK]

    def test_the_article_that_stands_again_brings_the_story_back(self) -> None:
        retracted = gone(told(FIRST), "wire-1")
        again = reading(article(1, revised_at=NOON + MINUTE))
        decision = decide(again, [], [], NOON, Told(retracted, (FIRST,)))
        assert decision.joins == retracted.id
        assert decision.story is not None
        assert decision.story.retracted is None
        assert decision.story.withdrawn == ()
        assert decision.story.revision == retracted.revision + 1

    def test_an_article_that_stands_again_beside_others_is_not_said_to_be_gone(self) -> None:
        going_on = gone(told(FIRST, SECOND), "wire-1")
        decision = decide(reading(article(1, revised_at=NOON)), [going_on], [], NOON)
        assert decision.joins == going_on.id
        assert decision.story is not None
        assert decision.story.withdrawn == ()

    def test_other_words_of_hearsay_bring_nothing_back(self) -> None:
        retracted = gone(told(FIRST, HEARSAY), "wire-1")
        assert decide(HEARSAY, [], [], NOON, Told(retracted, (FIRST, HEARSAY))) == Decision()


async def waiting(*articles: Article) -> MemoryStore:
    store = MemoryStore()
    await store.remember("wire", Poll(articles, Cursor()), NOON, alert=True)
    await store.watch(watch())
    return store


async def test_what_waits_is_not_read() -> None:
    store = await waiting(article(1), article(2))
    assert await retract_removed(store, ["wire-2"], Hands()) == []
    assert await store.unread(10) == [article(1)]


async def test_what_told_nothing_or_is_unknown_costs_nothing() -> None:
    store = await waiting(article(1, body="no commitment"))
    await read_waiting(store, lambda given: reading(given, flagged=False), Hands())
    assert await retract_removed(store, ["wire-1", "nobody"], Hands()) == []
    assert await retract_removed(store, [], Hands()) == []


async def test_a_story_is_retracted_once() -> None:
    store = await waiting(article(1))
    await read_waiting(store, reading, Hands())
    [story] = await retract_removed(store, ["wire-1"], Hands())
    assert story.retracted == NOON
    assert await store.recent((), 10) == []
    assert await store.story(story.id) == story
    assert await retract_removed(store, ["wire-1"], Hands()) == []


async def test_a_cancelled_story_can_be_retracted_too() -> None:
    off = reading(status=Status.CANCELLED, flagged=False)
    assert gone(told(off), "wire-1").retracted == NOON


class Wire:
    """Gives one article, and takes it back at the second poll."""

    name = "wire"
    manner = Manner(every=60.0, slowest=60.0, alert_first=True)

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        if cursor is None:
            return Poll((article(1),), Cursor("1"))
        return Poll((), Cursor("2"), removed=("wire-1",))

    async def close(self) -> None:
        """There is nothing to let go of."""


async def test_what_is_revised_and_taken_back_in_one_poll_is_not_read_again() -> None:
    class Hasty(Wire):
        async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
            given = await super().poll(cursor, now)
            return given if cursor is None else replace(given, articles=(article(1, body="Other words."),))

    store, clock = MemoryStore(), Hands()
    for _ in range(2):
        await poll(Hasty(), store, clock, take_back=lambda gone: retract_removed(store, gone, clock))
        await read_waiting(store, reading, clock)
    story = await store.story(1)
    assert story is not None
    assert story.retracted == NOON


async def test_a_crash_before_the_cursor_moves_on_loses_no_removal() -> None:
    store, clock = MemoryStore(), Hands()
    await poll(Wire(), store, clock)
    await read_waiting(store, reading, clock)

    async def crash(articles: Sequence[str]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await poll(Wire(), store, clock, take_back=crash)
    assert await store.cursor("wire") == Cursor("1")
    await poll(Wire(), store, clock, take_back=lambda gone: retract_removed(store, gone, clock))
    story = await store.story(1)
    assert story is not None
    assert story.retracted == NOON
