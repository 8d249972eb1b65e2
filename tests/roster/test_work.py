"""Sources are polled, rest, go on, and leave."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import TryLater
from bot.ports import NOBODY, Added, AddedSource, Cursor, Decision, Manner, Person, Poll, SourceState
from tests.roster.running import CLOSED, HERE, asked, at_work, brought, feed, polled, until
from tests.roster.ticker import Ticker, on_line
from tests.store.examples import NOON, article, reading, story
from tests.wires import Wire


async def test_an_added_feed_is_read_from_then_on(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        added = await running.add(wire.url("/rss"))
        assert isinstance(added, Added)
        assert (added.name, added.sample.articles, added.sample.newest) == ("Harbour News", 1, "old news")
        assert (added.every, added.slowest) == (0.2, 3600.0)
        await polled(running, "Harbour News")
        wire.put("/rss", feed("news", "old news"))
        await brought(running, "news")
        assert await running.headlines() == {"news"}
        async with asyncio.timeout(10):  # how it does is noted after what it brought
            while (await running.one("Harbour News")).health.items != 2:
                await asyncio.sleep(0.02)
        assert (await running.one("Harbour News")).health.state is SourceState.WELL


async def test_it_is_still_there_after_a_restart_and_forgets_nothing(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/rss"), "Pier News")
        await polled(running, "Pier News")
    wire.put("/rss", feed("news", "old news"))
    async with at_work(tmp_path, wire, rules=CLOSED) as running:
        await brought(running, "news")
        assert await running.headlines() == {"news"}
        added = (await running.one("Pier News")).added
        assert added is not None
        assert (added.by, added.channel) == ("U1", HERE)


async def test_whoever_is_forgotten_is_named_no_more_by_sources_at_work(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/rss"), "Pier News")
        await running.roster.pause("Pier News", "U1")
        await running.parts.store.forget(Person(HERE.platform, HERE.space, "U1"))
        source = await running.one("Pier News")
        assert source.added is not None
        assert source.rest is not None
        assert source.added.by == source.rest.by == NOBODY


async def test_a_rest_within_a_poll_undercuts_no_patience(tmp_path: Path) -> None:
    ticker = Ticker(takes=0.3, refuses=TryLater("Too often.", 3600.0))
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls)
        assert await running.roster.pause("ticker", "U1")
        assert await running.roster.resume("ticker")
        await asyncio.sleep(0.8)
        assert ticker.polls == 1


async def test_a_removed_feed_is_asked_no_more_and_its_articles_stay_known(
    wire: Wire, tmp_path: Path
) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/rss"), "Pier News")
        await polled(running, "Pier News")
        assert await running.roster.remove("Pier News")
        assert not await running.roster.remove("Pier News")
        before = asked(wire, "/rss")
        await asyncio.sleep(0.6)
        assert asked(wire, "/rss") == before
        store = running.parts.store
        assert (await store.added(), await store.health(), await store.cursor("Pier News")) == ([], [], None)
        await running.add(wire.url("/rss"), "Pier News")
        await polled(running, "Pier News")
        assert await running.headlines() == set()


async def test_removing_in_the_middle_of_a_poll_leaves_nothing_behind(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/rss"), "Pier News")
        await polled(running, "Pier News")
        wire.put("/rss", feed("news"), delay=1.0)
        before = asked(wire, "/rss")
        await until(lambda: asked(wire, "/rss") > before)
        async with asyncio.timeout(0.8):
            assert await running.roster.remove("Pier News")
        await asyncio.sleep(1.2)
        assert await running.parts.store.health() == []
        assert await running.headlines() == set()


async def test_a_source_of_the_settings_cannot_be_removed(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 60.0}
    async with at_work(tmp_path, wire, table) as running:
        assert not await running.roster.remove("settled")
        assert await running.names() == ["settled"]


async def test_a_paused_source_rests_over_a_restart_and_then_brings_what_is_fresh(
    wire: Wire, tmp_path: Path
) -> None:
    wire.put("/rss", feed("old news"))
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 0.2}
    async with at_work(tmp_path, wire, table) as running:
        await polled(running, "settled")
        assert await running.roster.pause("settled", "U1")
        assert not await running.roster.pause("settled", "U2")
        await asyncio.sleep(0.1)  # a poll that was under way
    before = asked(wire, "/rss")
    wire.put("/rss", feed("news", "old news"))
    async with at_work(tmp_path, wire, table) as running:
        rest = (await running.one("settled")).rest
        assert rest is not None
        assert rest.by == "U1"
        await asyncio.sleep(0.5)
        assert asked(wire, "/rss") == before
        assert await running.roster.resume("settled")
        assert not await running.roster.resume("settled")
        await brought(running, "news")
        assert await running.headlines() == {"news"}


async def test_a_source_that_cannot_be_built_any_more_is_told_once_and_stops_nobody(
    wire: Wire, tmp_path: Path
) -> None:
    wire.put("/rss", feed("old news"))
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 0.2}
    gone = AddedSource("Gone", '{"kind": "wax_seal", "name": "Gone"}', "U1", HERE, datetime.now(UTC))
    for told in (1, 0):
        async with at_work(tmp_path, wire, table) as running:
            if told:
                await running.parts.store.add_source(gone)
        async with at_work(tmp_path, wire, table) as running:
            await polled(running, "settled")
            assert [card.title for card in running.told] == ["The source Gone cannot be used any more"] * told
            health = (await running.one("Gone")).health
            assert health.state is SourceState.STOPPED
            assert "wax_seal" in (health.error or "")
    async with at_work(tmp_path, wire, table) as running:
        assert await running.roster.remove("Gone")
        assert await running.names() == ["settled"]


async def test_what_a_publisher_takes_back_is_retracted_and_the_deliverer_hears(tmp_path: Path) -> None:
    ticker = Ticker()
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls == 1 and ticker.wake)
        store = running.parts.store
        await store.remember("ticker", Poll((article(1),), Cursor()), NOON, alert=True)
        told = await store.tell(
            reading(article(1)), NOON, lambda *_: Decision(story()), since=NOON - timedelta(days=2)
        )
        assert told.story is not None
        ticker.removes = ("wire-1",)
        assert ticker.wake is not None
        ticker.wake()
        await asyncio.wait_for(running.stories_changed.wait(), 5)
        after = await store.story(told.story.id)
        assert after is not None
        assert after.retracted is not None


async def test_when_our_own_store_fails_a_source_it_is_asked_again(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ticker = Ticker(manner=Manner(every=0.2, slowest=0.2))
    async with on_line(tmp_path, ticker, frail=True) as running:
        await polled(running, "ticker")
        assert ticker.polls >= 2
    assert "The disk is full." in caplog.text


async def test_what_was_kept_before_our_store_failed_is_read(tmp_path: Path) -> None:
    """The next poll knows it already, and would let it lie until other news come."""
    ticker = Ticker(manner=Manner(every=0.2, slowest=0.2, alert_first=True), brings=(article(1),))
    async with on_line(tmp_path, ticker, frail=True) as running, asyncio.timeout(10):
        await running.unread.wait()
        assert ticker.polls >= 2


async def test_who_moved_after_it_was_added_sends_nobody_to_the_settings(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/rss"), "Pier News")
        await polled(running, "Pier News")
        wire.put("/new", feed("old news"))
        wire.redirect("/rss", "/new", status=301)
        await until(lambda: running.told)
        assert running.told[0].title == "The source Pier News has moved"
        assert "settings" not in str(running.told[0])
