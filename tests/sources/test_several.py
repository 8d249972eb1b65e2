"""Several feeds as one source: nothing twice, nothing lost when one of them fails, nothing silent."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.domain.errors import CannotRun, GoneForGood, TryLater
from bot.fetch import Fetcher
from bot.ports import Cursor
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.item import Item
from bot.sources.settings import Asked
from bot.sources.several import Several
from tests.sources.feeds import item, rss
from tests.sources.presets import NOW
from tests.wires import Wire


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        wire.put("/a", rss(item(1), item(2)), etag='"a1"')
        wire.put("/b", rss(item(2), item(3)))
        yield wire


@pytest.fixture
async def fetcher(wire: Wire) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[wire.place]) as fetcher:
        yield fetcher


def several(wire: Wire, fetcher: Fetcher, *paths: str) -> Several:
    return Several([feed(wire.url(path), path, fetcher) for path in paths])


def feed(url: str, tag: str, fetcher: Fetcher) -> FeedSource:
    def tagged(item: Item) -> Item:
        return replace(item, tickers=(tag,))

    return FeedSource(Asked(kind="several", name="both"), url, fetcher, Dialect(adapt=tagged))


async def test_an_article_in_two_feeds_is_one_with_the_tags_of_both(wire: Wire, fetcher: Fetcher) -> None:
    poll = await several(wire, fetcher, "/a", "/b").poll(None, NOW)
    assert {article.headline: article.tickers for article in poll.articles} == {
        "Tarn digs mine 1": ("/a",),
        "Tarn digs mine 2": ("/a", "/b"),
        "Tarn digs mine 3": ("/b",),
    }
    assert not poll.unchanged
    assert poll.partly is None


async def test_each_feed_has_its_own_validators(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a", "/b")
    first = await source.poll(None, NOW)
    second = await source.poll(first.cursor, NOW)
    assert (second.unchanged, second.articles) == (True, ())
    known = {ask.path: ask.headers.get("If-None-Match") for ask in wire.asked[2:]}
    assert known == {"/a": '"a1"', "/b": None}
    wire.put("/b", rss(item(4)))
    third = await source.poll(second.cursor, NOW)
    assert [article.headline for article in third.articles] == ["Tarn digs mine 4"]
    assert not third.unchanged


async def test_what_answers_is_given_and_what_fails_is_said_and_made_up_for(
    wire: Wire, fetcher: Fetcher
) -> None:
    source = several(wire, fetcher, "/a", "/b")
    first = await source.poll(None, NOW)
    wire.put("/a", rss(item(5)))
    wire.put("/b", status=500)
    second = await source.poll(first.cursor, NOW)
    assert [article.headline for article in second.articles] == ["Tarn digs mine 5"]
    assert second.partly is not None
    assert "/b answered 500" in second.partly
    wire.put("/b", rss(item(2), item(3)))  # as before: its cursor was kept
    third = await source.poll(second.cursor, NOW)
    assert (third.unchanged, third.partly) == (True, None)


async def test_what_a_feed_holds_at_its_own_first_answer_is_no_news(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a", "/b")
    wire.put("/b", status=404)
    first = await source.poll(None, NOW)
    assert "/b answered 404" in (first.partly or "")
    wire.put("/a", rss(item(2), item(5)))
    wire.put("/b", rss(item(5), item(3), item(6)))
    second = await source.poll(first.cursor, NOW)
    quiet = {article.headline for article in second.articles if article.id in second.quiet}
    assert quiet == {"Tarn digs mine 3", "Tarn digs mine 6"}  # 5 is news in the other feed
    wire.put("/b", rss(item(7)))
    assert not (await source.poll(second.cursor, NOW)).quiet


async def test_a_feed_that_is_added_later_begins_quietly(wire: Wire, fetcher: Fetcher) -> None:
    first = await several(wire, fetcher, "/a").poll(None, NOW)
    second = await several(wire, fetcher, "/a", "/b").poll(first.cursor, NOW)
    assert second.quiet == {article.id for article in second.articles}
    assert len(second.quiet) == 2


async def test_a_source_is_gone_when_all_of_it_is(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a", "/b")
    first = await source.poll(None, NOW)
    wire.put("/a", status=410)
    assert "gone for good" in ((await source.poll(first.cursor, NOW)).partly or "")
    wire.put("/b", status=410)
    with pytest.raises(GoneForGood):
        await source.poll(first.cursor, NOW)


async def test_when_all_fail_the_most_patient_is_heard(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a", "/b")
    first = await source.poll(None, NOW)
    wire.put("/a", status=429, headers={"Retry-After": "30"})
    wire.put("/b", status=503, headers={"Retry-After": "90"})
    with pytest.raises(TryLater, match="1 more of its feeds") as caught:
        await source.poll(first.cursor, NOW)
    assert caught.value.seconds == 90


async def test_a_feed_that_was_taken_out_is_forgotten(wire: Wire, fetcher: Fetcher) -> None:
    first = await several(wire, fetcher, "/a", "/b").poll(None, NOW)
    second = await several(wire, fetcher, "/a").poll(first.cursor, NOW)
    assert second.unchanged
    assert wire.url("/b") not in (second.cursor.state or "")


async def test_each_new_home_of_its_feeds_is_told_once(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a?t=1", "/a?t=2", "/b", "/c")
    wire.put("/c", rss(item(4)))
    cursor, told = None, []
    for round_ in range(7):
        if round_ == 1:
            wire.redirect("/a", "/new", status=301)
            wire.redirect("/b", "/moved", status=308)
            wire.put("/new", rss(item(1)))
            wire.put("/moved", rss(item(2)))
        if round_ == 3:
            wire.redirect("/c", "/new", status=301)
        poll = await source.poll(cursor, NOW)
        cursor = poll.cursor
        told.append(poll.moved)
    both = f"{wire.url('/new')} and {wire.url('/moved')}"
    assert told == [None, None, None, both, None, None, None]  # the last comes where others live already
    new, moved = wire.url("/new"), wire.url("/moved")
    assert source.moved_to(cursor) == (new, new, moved, new)
    assert source.moved_to(None) == ()


async def test_a_cursor_of_another_kind_is_not_believed(wire: Wire, fetcher: Fetcher) -> None:
    source = several(wire, fetcher, "/a", "/b")
    for state in ("nonsense", '{"url": 7}', "[]"):
        assert len((await source.poll(Cursor(state=state), NOW)).articles) == 3


def test_no_feed_is_no_source() -> None:
    with pytest.raises(CannotRun, match="nothing to ask"):
        Several([])
