"""What every store promises: one suite over SQLite and over memory."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.alert import Action, Channel, Delivery, Message, Watch
from bot.domain.fixing import Fixing
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.ports import (
    AddedSource,
    Cursor,
    Decide,
    Decision,
    Kept,
    Owed,
    PausedSource,
    Poll,
    SourceHealth,
    SourceState,
    Store,
    Told,
)
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import (
    ACME,
    ACME_HK,
    ACME_INVESTS,
    DISCORD,
    MINUTE,
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


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


def new_for(*channels: Channel) -> Decide:
    """Decide that a reading is a new story, owed to some channels."""

    def decide(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
        return Decision(story=story(), post=tuple(Owed(channel, ACME) for channel in channels))

    return decide


def grown(*channels: Channel, by: int = 1) -> Decide:
    """Decide that a reading tells the newest story again."""

    def decide(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
        first = stories[0]
        return Decision(
            story=replace(first, revision=first.revision + by),
            joins=first.id,
            post=tuple(Owed(channel, ACME) for channel in channels),
        )

    return decide


def nothing(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
    return Decision()


async def tell(store: Store, number: int, decide: Decide, now: datetime = NOON) -> Decision:
    return await store.tell(reading(article(number)), now, decide, since=AGES_AGO)


async def claim_one(store: Store, now: datetime = NOON) -> Delivery:
    [delivery] = await store.claim(now, 10, LEASE)
    return delivery


class TestArticles:
    async def test_cursor_is_kept_byte_for_byte(self, store: Store) -> None:
        cursor = Cursor('W/"a\\"ö"', "Tue, 04 Mar 2025 12:00:00 GMT", "digest", '{"page": 2}')
        assert await store.cursor("wire") is None
        await store.remember("wire", Poll((), cursor), NOON, alert=True)
        assert await store.cursor("wire") == cursor
        assert await store.cursor("other") is None

    async def test_an_article_is_new_once(self, store: Store) -> None:
        first = Poll((article(1), article(2), article(1)), Cursor("1"))
        assert await store.remember("wire", first, NOON, alert=True) == Kept(new=2, known=1)
        again = Poll((article(2, headline="Other words"), article(3)), Cursor("2"))
        assert await store.remember("wire", again, NOON, alert=True) == Kept(new=1, known=1)
        assert await store.unread(10) == [article(1), article(2), article(3)]

    async def test_unread_come_oldest_first_and_limited(self, store: Store) -> None:
        undated = article(4, published_at=None)
        poll = Poll((undated, article(5), article(2)), Cursor())
        await store.remember("wire", poll, NOON, alert=True)
        assert await store.unread(2) == [article(2), undated]

    async def test_without_alert_articles_are_known_but_never_read(self, store: Store) -> None:
        assert await store.remember("wire", Poll((article(1),), Cursor()), NOON, alert=False) == Kept(new=1)
        assert await store.unread(10) == []
        assert await store.remember("wire", Poll((article(1),), Cursor()), NOON, alert=True) == Kept(known=1)
        assert await store.unread(10) == []

    async def test_a_revision_waits_again_and_keeps_its_first_dates(self, store: Store) -> None:
        await store.remember("wire", Poll((article(1, digest="a"),), Cursor()), NOON, alert=True)
        await tell(store, 1, nothing)
        later = NOON + timedelta(days=3)
        again = article(1, digest="b", headline="Other words", published_at=later, first_seen=later)
        assert await store.remember("wire", Poll((again,), Cursor()), later, alert=True) == Kept(revised=1)
        first = article(1)
        assert await store.unread(10) == [
            replace(again, published_at=first.published_at, first_seen=first.first_seen, revised_at=later)
        ]

    async def test_a_spoiled_article_is_out_of_the_way(self, store: Store) -> None:
        await store.remember("wire", Poll((article(1), article(2)), Cursor()), NOON, alert=True)
        await store.spoiled("wire-1", "it is not text")
        assert await store.unread(10) == [article(2)]

    async def test_health_by_name(self, store: Store) -> None:
        b = SourceHealth("b", SourceState.FAILING, NOON, NOON + MINUTE, 3, 2, "It answers 404.")
        await store.note_health(SourceHealth("b"))
        await store.note_health(b)
        await store.note_health(SourceHealth("a"))
        await store.remember("c", Poll((), Cursor()), NOON, alert=True)
        assert await store.health() == [SourceHealth("a"), b]


class TestTelling:
    async def test_a_new_story_gets_its_number_and_is_kept_whole(self, store: Store) -> None:
        decision = await tell(store, 1, new_for(SLACK))
        assert decision.story is not None
        assert decision.story.id > 0
        assert await store.story(decision.story.id) == decision.story
        assert decision.story.reading == reading()
        assert await store.story(99) is None

    async def test_the_article_is_read_afterwards(self, store: Store) -> None:
        await store.remember("wire", Poll((article(1), article(2)), Cursor()), NOON, alert=True)
        await tell(store, 1, nothing)
        await tell(store, 2, new_for())
        assert await store.unread(10) == []

    async def test_telling_twice_changes_nothing(self, store: Store) -> None:
        first = await tell(store, 1, new_for(SLACK))
        again = await tell(store, 1, new_for(SLACK, DISCORD))
        assert first.story == again.story
        assert again.post == ()
        assert await store.owed() == 1
        assert len(await store.recent((), 10)) == 1

    async def test_telling_nothing_twice_changes_nothing(self, store: Store) -> None:
        await tell(store, 1, nothing)
        assert await tell(store, 1, new_for(SLACK)) == Decision()
        assert await store.owed() == 0

    async def test_what_fails_leaves_no_trace(self, store: Store) -> None:
        def fail(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            raise ZeroDivisionError

        await store.remember("wire", Poll((article(1),), Cursor()), NOON, alert=True)
        with pytest.raises(ZeroDivisionError):
            await tell(store, 1, fail)
        assert await store.unread(10) == [article(1)]
        await tell(store, 1, new_for(SLACK))
        assert await store.owed() == 1

    async def test_near_stories_share_an_alerting_company(self, store: Store) -> None:
        seen: list[Story] = []

        def look(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            seen[:] = stories
            return Decision()

        async def near(number: int, company: Mention, since: datetime = AGES_AGO) -> list[int]:
            await store.tell(reading(article(number), company), NOON, look, since=since)
            return [found.id for found in seen]

        first = (await tell(store, 1, new_for())).story
        second = (await tell(store, 2, new_for())).story
        assert first is not None
        assert second is not None
        assert await near(10, ACME_INVESTS) == [second.id, first.id]
        assert await near(11, Mention("Acme Asia", ACME_HK, (), Role.TARGET, ())) == [second.id, first.id]
        assert await near(12, Mention("Acme", ACME, (), Role.MENTION, ())) == []
        assert await near(13, Mention("Acme", None, (), Role.INVESTOR, ())) == []
        assert await near(14, Mention("Zeta", ZETA, (), Role.INVESTOR, ())) == []
        assert await near(15, ACME_INVESTS, since=first.first_seen) == []

    async def test_unlisted_companies_are_known_by_name(self, store: Store) -> None:
        unlisted = Mention("Nimbus Works", None, (), Role.INVESTOR, ())
        told = reading(article(1), unlisted)
        await store.tell(told, NOON, lambda *_: Decision(story=story(told)), since=AGES_AGO)
        seen: list[Story] = []

        def look(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            seen.extend(stories)
            return Decision()

        other = reading(article(2), replace(unlisted, name="NIMBUS Works"))
        await store.tell(other, NOON, look, since=AGES_AGO)
        assert len(seen) == 1

    async def test_watches_of_the_issuer_are_handed_over_muted_ones_not(self, store: Store) -> None:
        heard: list[Watch] = []

        def look(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            heard[:] = watches
            return Decision()

        own = watch(SLACK, ACME, issuer="acme")
        sister = watch(DISCORD, replace(ACME, symbol="ACMEF"), issuer="acme", since=NOON + MINUTE)
        for each in (sister, own, watch(SLACK, ZETA)):
            await store.watch(each)
        await tell(store, 1, look)
        assert heard == [own, sister]

        await store.mute(SLACK, ACME, NOON + MINUTE)
        await tell(store, 2, look, NOON)
        assert heard == [sister]
        await tell(store, 3, look, NOON + MINUTE)
        assert [each.channel for each in heard] == [SLACK, DISCORD]
        await store.disable(DISCORD, "gone", NOON)
        await tell(store, 4, look, NOON + MINUTE)
        assert [each.channel for each in heard] == [SLACK]

    async def test_recent_newest_first_by_company_and_page(self, store: Store) -> None:
        acme = [(await tell(store, number, new_for())).story for number in (1, 2, 3)]
        zeta = reading(article(4), Mention("Zeta", ZETA, (), Role.INVESTOR, ()))
        last = await store.tell(zeta, NOON, lambda *_: Decision(story=story(zeta)), since=AGES_AGO)
        assert await store.recent((), 10) == [last.story, *reversed(acme)]
        assert await store.recent([ACME_HK], 2) == [acme[2], acme[1]]
        assert acme[1] is not None
        assert await store.recent([ACME, ZETA], 10, before=acme[1].id) == [acme[0]]


class TestGrowing:
    async def test_whoever_holds_the_story_gets_an_edit(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        post = await claim_one(store)
        message = Message(SLACK, "100.1")
        await store.sent(post, message, NOON)
        await tell(store, 2, grown(DISCORD))
        edit, other = await store.claim(NOON, 10, LEASE)
        assert (edit.action, edit.channel, edit.revision, edit.ticker) == (Action.EDIT, SLACK, 2, ACME)
        assert (other.action, other.channel, other.revision) == (Action.POST, DISCORD, 2)
        await store.sent(edit, message, NOON)
        assert await store.posted(post.story, SLACK) == message

    async def test_no_growth_no_edit(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.sent(await claim_one(store), Message(SLACK, "100.1"), NOON)
        await tell(store, 2, grown(by=0))
        assert await store.owed() == 0

    async def test_a_channel_is_never_posted_a_story_twice(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.sent(await claim_one(store), Message(SLACK, "100.1"), NOON)
        decision = await tell(store, 2, grown(SLACK, DISCORD))
        assert decision.post == (Owed(DISCORD, ACME),)

    async def test_an_untried_post_shows_the_later_revision(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await tell(store, 2, grown())
        await tell(store, 3, grown())
        post = await claim_one(store)
        assert (post.action, post.revision) == (Action.POST, 3)
        assert await store.owed() == 1

    async def test_an_untried_edit_shows_the_later_revision(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.sent(await claim_one(store), Message(SLACK, "100.1"), NOON)
        await tell(store, 2, grown())
        await tell(store, 3, grown())
        edit = await claim_one(store)
        assert (edit.action, edit.revision) == (Action.EDIT, 3)
        assert await store.owed() == 1

    async def test_a_post_under_way_gets_an_edit_behind_it(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        post = await claim_one(store)
        await tell(store, 2, grown())
        await tell(store, 3, grown())
        assert await store.claim(NOON, 10, LEASE) == []
        await store.sent(post, Message(SLACK, "100.1"), NOON)
        edit = await claim_one(store)
        assert (edit.action, edit.revision) == (Action.EDIT, 3)

    async def test_an_uncertain_post_stays_the_one_that_it_was(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        first = await claim_one(store)
        await store.unsure(first, NOON)
        await tell(store, 2, grown())
        assert (await claim_one(store)).id == first.id
        assert await store.owed() == 2

    async def test_a_dead_post_gets_no_edit(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.dead(await claim_one(store), "refused")
        await tell(store, 2, grown())
        assert await store.owed() == 0


class TestWatches:
    async def test_kept_once_and_listed_by_symbol(self, store: Store) -> None:
        assert await store.watch(watch(SLACK, ZETA))
        assert await store.watch(watch(SLACK, ACME))
        assert not await store.watch(watch(SLACK, ACME, by="U2"))
        await store.watch(watch(DISCORD, ACME))
        assert await store.watches(SLACK) == [watch(SLACK, ACME), watch(SLACK, ZETA)]
        assert await store.watches(Channel("slack", "T1", "C2")) == []

    async def test_the_exchanges_that_are_watched_are_named_once(self, store: Store) -> None:
        assert await store.watched_exchanges() == frozenset()
        for channel in (SLACK, DISCORD):
            for ticker in (ACME, ZETA):
                await store.watch(watch(channel, ticker))
        assert await store.watched_exchanges() == {ACME.mic, ZETA.mic}
        for channel in (SLACK, DISCORD):
            await store.unwatch(channel, ACME)
        assert await store.watched_exchanges() == {ZETA.mic}

    async def test_dropped_once(self, store: Store) -> None:
        await store.watch(watch())
        assert await store.unwatch(SLACK, ACME)
        assert not await store.unwatch(SLACK, ACME)
        assert await store.watches(SLACK) == []

    async def test_muted_until_and_again_loud(self, store: Store) -> None:
        await store.watch(watch())
        assert not await store.mute(SLACK, ZETA, NOON)
        for until in (NOON, datetime.max.replace(tzinfo=NOON.tzinfo), None):
            assert await store.mute(SLACK, ACME, until)
            assert await store.watches(SLACK) == [watch(muted_until=until)]


class TestOutbox:
    async def test_a_claim_is_one_attempt_and_uncertain_at_once(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        delivery = await claim_one(store, NOON + MINUTE)
        assert (delivery.attempts, delivery.uncertain_since) == (1, NOON + MINUTE)
        assert (delivery.channel, delivery.action, delivery.ticker) == (SLACK, Action.POST, ACME)
        assert await store.claim(NOON + MINUTE, 10, LEASE) == []

    async def test_nothing_is_claimed_before_it_is_due(self, store: Store) -> None:
        assert await store.next_due() is None
        await tell(store, 1, new_for(SLACK), NOON + MINUTE)
        assert await store.next_due() == NOON + MINUTE
        assert await store.claim(NOON, 10, LEASE) == []
        await claim_one(store, NOON + MINUTE)
        assert await store.next_due() == NOON + MINUTE + LEASE

    async def test_a_lease_that_ran_out_is_claimed_again(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        first = await claim_one(store)
        assert await store.claim(NOON + LEASE - timedelta(microseconds=1), 10, LEASE) == []
        second = await claim_one(store, NOON + LEASE)
        assert (second.attempts, second.uncertain_since, second.id) == (2, NOON, first.id)

    async def test_head_of_line_in_each_channel(self, store: Store) -> None:
        for number in (1, 2, 3):
            await tell(store, number, new_for(SLACK, DISCORD))
        first = await store.claim(NOON, 10, LEASE)
        assert [(d.channel, d.story) for d in first] == [(SLACK, 1), (DISCORD, 1)]
        assert await store.claim(NOON, 10, LEASE) == []
        await store.sent(first[0], Message(SLACK, "1"), NOON)
        assert [(d.channel, d.story) for d in await store.claim(NOON, 10, LEASE)] == [(SLACK, 2)]
        await store.give_back(first[1], NOON + MINUTE)
        assert await store.claim(NOON, 10, LEASE) == []
        assert [(d.channel, d.story) for d in await store.claim(NOON + MINUTE, 1, LEASE)] == [(DISCORD, 1)]

    async def test_the_limit_holds(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK, DISCORD))
        assert [d.channel for d in await store.claim(NOON, 1, LEASE)] == [SLACK]
        assert [d.channel for d in await store.claim(NOON, 1, LEASE)] == [DISCORD]

    async def test_giving_back_undoes_the_attempt(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.give_back(await claim_one(store), NOON + MINUTE)
        assert await store.next_due() == NOON + MINUTE
        again = await claim_one(store, NOON + MINUTE)
        assert (again.attempts, again.uncertain_since) == (1, NOON + MINUTE)

    async def test_giving_back_a_later_attempt_leaves_the_earlier_one_uncertain(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await store.unsure(await claim_one(store), NOON + MINUTE)
        await store.give_back(await claim_one(store, NOON + MINUTE), NOON + 2 * MINUTE)
        again = await claim_one(store, NOON + 2 * MINUTE)
        assert (again.attempts, again.uncertain_since) == (2, NOON)

    async def test_dead_is_over_and_the_next_one_goes(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        await tell(store, 2, new_for(SLACK))
        await store.dead(await claim_one(store), "no")
        assert (await claim_one(store)).story == 2
        assert await store.owed() == 1

    async def test_a_claim_that_was_taken_over_settles_nothing(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        slow = await claim_one(store)
        later = NOON + 2 * LEASE
        await claim_one(store, later)
        await store.give_back(slow, later)
        await store.unsure(slow, later)
        await store.dead(slow, "too slow")
        assert await store.claim(later, 10, LEASE) == []
        assert await store.owed() == 1

    async def test_a_message_that_stands_settles_whoever_saw_it(self, store: Store) -> None:
        await tell(store, 1, new_for(SLACK))
        slow = await claim_one(store)
        fast = await claim_one(store, NOON + LEASE)
        message = Message(SLACK, "100.1")
        await store.sent(slow, message, NOON)
        await store.sent(fast, message, NOON + LEASE)
        await store.dead(fast, "too late to say so")
        assert await store.owed() == 0
        assert await store.posted(slow.story, SLACK) == message

    async def test_messages_find_their_story(self, store: Store) -> None:
        for number in (1, 2):
            told = await tell(store, number, new_for(SLACK))
            await store.sent(await claim_one(store), Message(SLACK, str(number)), NOON + number * MINUTE)
            assert await store.latest_in(SLACK) == told.story
        assert await store.told_in(Message(SLACK, "1")) == await store.story(1)
        assert await store.told_in(Message(DISCORD, "1")) is None
        assert await store.posted(2, SLACK) == Message(SLACK, "2")
        assert await store.posted(2, DISCORD) is None
        assert await store.latest_in(DISCORD) is None
        assert await store.watch_behind(1, SLACK) == ACME
        assert await store.watch_behind(1, DISCORD) is None

    async def test_an_edit_does_not_make_a_story_the_latest(self, store: Store) -> None:
        for number in (1, 2):
            await tell(store, number, new_for(SLACK))
            await store.sent(await claim_one(store), Message(SLACK, str(number)), NOON + number * MINUTE)

        def first_again(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            return Decision(story=replace(stories[-1], revision=2), joins=stories[-1].id)

        await tell(store, 3, first_again)
        await store.sent(await claim_one(store), Message(SLACK, "1"), NOON + 9 * MINUTE)
        latest = await store.latest_in(SLACK)
        assert latest is not None
        assert latest.id == 2


def added(name: str = "Harbour") -> AddedSource:
    table = f'{{"kind": "feed", "name": "{name}", "url": "https://harbour.example/feed"}}'
    return AddedSource(name, table, "U1", SLACK, NOON)


class TestSourceBook:
    async def test_added_sources_are_kept_by_name_each_once(self, store: Store) -> None:
        assert await store.add_source(added("Pier"))
        assert await store.add_source(added())
        assert not await store.add_source(replace(added(), by="U2"))
        assert await store.added() == [added(), added("Pier")]

    async def test_an_added_source_inherits_nothing_from_one_that_the_settings_had(
        self, store: Store
    ) -> None:
        """With a cursor its first poll would alert, and it would rest after the next start."""
        await store.remember("Harbour", Poll((article(1),), Cursor(etag='"1"')), NOON, alert=False)
        await store.note_health(SourceHealth("Harbour", SourceState.STOPPED))
        await store.pause(PausedSource("Harbour", "U1", NOON))
        assert await store.add_source(added())
        assert await store.cursor("Harbour") is None
        assert (await store.paused(), await store.health()) == ([], [])
        await store.note_health(SourceHealth("Harbour"))
        assert not await store.add_source(added())
        assert await store.health() == [SourceHealth("Harbour")]

    async def test_a_dropped_source_leaves_its_articles_known_and_nothing_else(self, store: Store) -> None:
        await store.add_source(added())
        await store.pause(PausedSource("Harbour", "U1", NOON))
        await store.remember("Harbour", Poll((article(1),), Cursor(etag='"1"')), NOON, alert=False)
        await store.note_health(SourceHealth("Harbour", SourceState.WELL))
        assert await store.drop_source("Harbour")
        assert not await store.drop_source("Harbour")
        assert (await store.added(), await store.paused(), await store.health()) == ([], [], [])
        assert await store.cursor("Harbour") is None
        assert await store.strangers([article(1)]) == frozenset()

    async def test_a_paused_source_tells_who_let_it_rest_until_it_goes_on(self, store: Store) -> None:
        rest = PausedSource("Harbour", "U1", NOON)
        assert await store.pause(rest)
        assert not await store.pause(replace(rest, by="U2"))
        assert await store.paused() == [rest]
        assert await store.resume("Harbour")
        assert not await store.resume("Harbour")
        assert await store.paused() == []


class TestFixingShelf:
    async def test_a_day_is_kept_to_the_last_digit_and_is_no_other_day(self, store: Store) -> None:
        day = date(2024, 3, 12)
        assert await store.fixing(day) is None
        fixing = Fixing(day, {"USD": Decimal("1.0930"), "IDR": Decimal("17012.33")}, "ECB")
        await store.keep_fixing(fixing)
        kept = await store.fixing(day)
        assert kept == fixing
        assert kept is not None
        assert str(kept.per_euro["USD"]) == "1.0930"
        assert await store.fixing(date(2024, 3, 13)) is None

    async def test_a_day_takes_its_own_place(self, store: Store) -> None:
        day = date(2024, 3, 12)
        await store.keep_fixing(Fixing(day, {"USD": Decimal(2)}, "Somebody"))
        await store.keep_fixing(Fixing(day, {"USD": Decimal("1.0930")}, "ECB"))
        assert await store.fixing(day) == Fixing(day, {"USD": Decimal("1.0930")}, "ECB")

    async def test_housekeeping_forgets_no_day(self, store: Store) -> None:
        fixing = Fixing(date(1999, 1, 4), {"USD": Decimal("1.1789")}, "ECB")
        await store.keep_fixing(fixing)
        while await store.prune(NOON, 100):
            pass
        assert await store.fixing(fixing.day) == fixing


class TestFactShelf:
    async def test_what_is_known_of_a_company_takes_the_place_of_what_was(self, store: Store) -> None:
        assert await store.company_facts("320193") is None
        await store.keep_company_facts("320193", "{}", NOON)
        await store.keep_company_facts("320193", '{"annual":"10-K"}', NOON + timedelta(days=1))
        await store.keep_company_facts("77", "{}", NOON)
        assert await store.company_facts("320193") == (NOON + timedelta(days=1), '{"annual":"10-K"}')

    async def test_what_nobody_asked_for_in_a_month_is_forgotten(self, store: Store) -> None:
        await store.keep_company_facts("320193", "{}", NOON)
        await store.keep_company_facts("77", "{}", NOON + timedelta(days=30))
        assert await store.company_facts("320193") is not None
        await store.keep_company_facts("77", "{}", NOON + timedelta(days=30, seconds=1))
        assert await store.company_facts("320193") is None


class TestPageShelf:
    async def test_a_page_takes_the_place_of_an_earlier_one(self, store: Store) -> None:
        assert await store.page("courier.example/1") is None
        await store.keep_page("courier.example/1", "A mine.", NOON)
        await store.keep_page("courier.example/1", "Two mines.", NOON)
        assert await store.page("courier.example/1") == "Two mines."
        assert await store.page("courier.example/2") is None

    async def test_pages_go_after_three_days(self, store: Store) -> None:
        await store.keep_page("old", "A mine.", NOON)
        await store.keep_page("kept again", "A mine.", NOON)
        await store.keep_page("kept again", "A mine.", NOON + timedelta(days=1))
        await store.keep_page("new", "A mine.", NOON + timedelta(days=3, seconds=1))
        kept = [await store.page(url) for url in ("old", "kept again", "new")]
        assert kept == [None, "A mine.", "A mine."]
