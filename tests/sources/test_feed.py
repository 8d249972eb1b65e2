"""A feed polled over real HTTP: only what is new is asked for, parsed and given."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from bot.domain.errors import CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.fetch import Fetcher, Walled
from bot.ports import Cursor, Manner, Moves, Poll, Source
from bot.sources import dialect as dialect_module
from bot.sources.feed import Settings, build
from bot.sources.moving import Address
from tests.sources.feeds import RSS, item, rss
from tests.wires import Wire

NOW = datetime(2026, 11, 20, 13, tzinfo=UTC)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def fetcher(wire: Wire) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[wire.place]) as fetcher:
        yield fetcher


@pytest.fixture
def source(wire: Wire, fetcher: Fetcher) -> Source:
    return build(Settings(name="courier", url=wire.url("/feed")), fetcher)


def test_settings_have_sensible_defaults(source: Source) -> None:
    assert (source.name, source.manner) == ("courier", Manner(every=60.0, slowest=60.0))


@pytest.mark.parametrize(
    "wrong", [{"every": 0}, {"every": -5}, {"url": "ftp://x"}, {"url": "x.xml"}, {"name": " "}]
)
async def test_settings_that_make_no_sense_are_said_at_once(
    fetcher: Fetcher, wrong: dict[str, object]
) -> None:
    table = {"name": "courier", "url": "https://x.example/", **wrong}
    with pytest.raises(CannotRun):
        build(msgspec.convert(table, Settings), fetcher)


async def test_a_first_poll_gives_everything(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, etag='"1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT")
    poll = await source.poll(None, NOW)
    assert [article.url for article in poll.articles[1:]] == [
        wire.url("/fell"),
        "https://courier.example/no-title",
    ]
    assert poll.articles[0].outlet == "Hill Wire"
    assert poll.articles[1].outlet == "The Fell Courier"
    assert poll.articles[0].first_seen == NOW
    assert not poll.unchanged
    assert (poll.cursor.etag, poll.cursor.last_modified) == ('"1"', "Fri, 20 Nov 2026 10:00:00 GMT")
    assert (await source.poll(None, NOW)).articles == poll.articles


async def test_an_unchanged_feed_costs_a_question(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, etag='"1"')
    first = await source.poll(None, NOW)
    second = await source.poll(first.cursor, NOW)
    assert (second.articles, second.unchanged) == ((), True)
    assert second.cursor == first.cursor
    assert wire.asked[1].headers["If-None-Match"] == '"1"'


async def test_the_same_body_is_not_parsed_again(
    wire: Wire, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many publishers send no validators, or new ones for an old body."""
    wire.put("/feed", RSS)
    first = await source.poll(None, NOW)
    wire.put("/feed", RSS, etag='"new"')
    monkeypatch.delattr(dialect_module, "read_feed")
    second = await source.poll(first.cursor, NOW)
    assert second.unchanged
    assert second.cursor.etag == '"new"'
    assert second.cursor.digest == first.cursor.digest


async def test_a_new_item_comes_with_the_known_ones_and_their_ids(wire: Wire, source: Source) -> None:
    wire.put("/feed", rss(item(1), item(2)), etag='"1"')
    first = await source.poll(None, NOW)
    wire.put("/feed", rss(item(3), item(2, title="Tarn digs mine 2, and a pond")), etag='"2"')
    second = await source.poll(first.cursor, NOW)
    assert [article.headline for article in second.articles] == [
        "Tarn digs mine 3",
        "Tarn digs mine 2, and a pond",
    ]
    assert second.articles[1].id == first.articles[1].id
    assert second.articles[0].id not in {article.id for article in first.articles}


async def test_a_cursor_of_another_address_is_not_believed(
    wire: Wire, fetcher: Fetcher, source: Source
) -> None:
    wire.put("/feed", RSS, etag='"1"')
    wire.put("/other", RSS, etag='"1"')
    first = await source.poll(None, NOW)
    moved = build(Settings(name="courier", url=wire.url("/other")), fetcher)
    assert len((await moved.poll(first.cursor, NOW)).articles) == 3
    assert len((await moved.poll(replace(first.cursor, state="nonsense"), NOW)).articles) == 3


async def test_the_cursor_of_an_earlier_version_is_believed(wire: Wire, source: Source) -> None:
    """What was published while a new version was put in place is news."""
    wire.put("/feed", RSS, etag='"1"')
    earlier = Cursor(etag='"0"', digest="another hash", state=f'{{"url":"{wire.url("/feed")}","ids":["a"]}}')
    given = await source.poll(earlier, NOW)
    assert (len(given.articles), given.quiet) == (3, frozenset())


async def test_retry_after_is_kept_and_max_age_is_not(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, headers={"Cache-Control": "max-age=43200"})
    assert (await source.poll(None, NOW)).wait is None
    wire.put("/feed", RSS, headers={"Retry-After": "90"})
    assert (await source.poll(None, NOW)).wait == 90


async def test_the_settings_name_the_outlet(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", rss(item(1)))
    source = build(Settings(name="courier", url=wire.url("/feed"), outlet="Courier"), fetcher)
    assert (await source.poll(None, NOW)).articles[0].outlet == "Courier"


async def polls(source: Source, cursor: Cursor | None, times: int) -> list[Poll]:
    """Poll several times in a row, each from where the last one stood."""
    found: list[Poll] = []
    for _ in range(times):
        found.append(await source.poll(found[-1].cursor if found else cursor, NOW))
    return found


class TestMoving:
    @pytest.fixture(autouse=True)
    def feeds(self, wire: Wire) -> None:
        wire.redirect("/feed", "/new", status=301)
        wire.put("/new", RSS, etag='"1"')

    async def test_the_third_permanent_redirect_is_believed(self, wire: Wire, source: Source) -> None:
        given = await polls(source, None, 5)
        assert [poll.moved for poll in given] == [None, None, wire.url("/new"), None, None]
        assert [poll.unchanged for poll in given] == [False, True, True, True, True]
        assert [asked.path for asked in wire.asked] == ["/feed", "/new"] * 3 + ["/new"] * 2
        assert not given[3].quiet, "the address is another one, the feed is not"

    async def test_it_says_where_it_is_asked_since(
        self, wire: Wire, fetcher: Fetcher, source: Source
    ) -> None:
        assert isinstance(source, Moves)
        given = await polls(source, None, 4)
        homes = [source.moved_to(poll.cursor) for poll in given]
        assert homes == [(), (), (wire.url("/new"),), (wire.url("/new"),)]
        assert source.moved_to(None) == ()
        another = build(Settings(name="courier", url=wire.url("/other")), fetcher)
        assert isinstance(another, Moves)
        assert another.moved_to(given[-1].cursor) == ()

    async def test_a_restart_remembers(self, wire: Wire, fetcher: Fetcher, source: Source) -> None:
        *_, last = await polls(source, None, 3)
        wire.asked.clear()
        await build(Settings(name="courier", url=wire.url("/feed")), fetcher).poll(last.cursor, NOW)
        assert [asked.path for asked in wire.asked] == ["/new"]

    async def test_a_redirect_that_changes_its_mind_is_not(self, wire: Wire, source: Source) -> None:
        wire.put("/other", RSS)
        cursor = None
        for target in ("/new", "/new", "/other", "/new", "/new", "/other"):
            wire.redirect("/feed", target, status=308)
            given = await source.poll(cursor, NOW)
            assert given.moved is None
            cursor = given.cursor

    @pytest.mark.parametrize("status", [302, 303, 307])
    async def test_nor_is_a_passing_one(self, wire: Wire, source: Source, status: int) -> None:
        wire.redirect("/feed", "/new", status=status)
        assert {poll.moved for poll in await polls(source, None, 5)} == {None}

    async def test_nor_one_to_what_is_no_feed(self, wire: Wire, source: Source) -> None:
        (first,) = await polls(source, None, 1)
        wire.put("/new", "<html><title>We have moved</title></html>")
        for _ in range(5):
            with pytest.raises(SourceTrouble):
                await source.poll(first.cursor, NOW)
        wire.put("/new", RSS)
        assert [poll.moved is None for poll in await polls(source, first.cursor, 2)] == [True, False]

    async def test_a_new_home_that_fails_is_left(self, wire: Wire, source: Source) -> None:
        *_, last = await polls(source, None, 3)
        wire.put("/new", status=500)
        wire.put("/feed", rss(item(7)))
        for _ in range(2):
            with pytest.raises(TryLater):
                await source.poll(last.cursor, NOW)
        back = await source.poll(last.cursor, NOW)
        assert [article.headline for article in back.articles] == ["Tarn digs mine 7"]
        assert not back.quiet
        wire.asked.clear()
        await source.poll(back.cursor, NOW)
        assert [asked.path for asked in wire.asked] == ["/feed"]

    async def test_a_new_home_that_is_gone_is_left_at_once(self, wire: Wire, source: Source) -> None:
        *_, last = await polls(source, None, 3)
        wire.put("/new", status=410)
        wire.put("/feed", RSS)
        assert (await source.poll(last.cursor, NOW)).unchanged

    def test_a_move_that_gives_up_encryption_is_not_made(self) -> None:
        address = Address("https://courier.example/feed")
        for _ in range(5):
            address = address.answered("http://courier.example/feed", moved=True)
        assert address.here == "https://courier.example/feed"


async def test_a_304_may_bring_new_validators(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, etag='"1"', last_modified="Fri, 20 Nov 2026 10:00:00 GMT")
    first = await source.poll(None, NOW)
    wire.put("/feed", status=304, etag='"2"')
    second = await source.poll(first.cursor, NOW)
    assert second.unchanged
    assert (second.cursor.etag, second.cursor.last_modified) == ('"2"', "Fri, 20 Nov 2026 10:00:00 GMT")


async def test_not_modified_is_believed_for_an_hour(wire: Wire, source: Source) -> None:
    """A cache that lost its way says 304 for ever; nobody would notice."""
    wire.put("/feed", rss(item(1)), etag='"1"')
    first = await source.poll(None, NOW)
    wire.put("/feed", rss(item(2)), etag='"1"')
    assert (await source.poll(first.cursor, NOW + timedelta(minutes=59))).unchanged
    late = await source.poll(first.cursor, NOW + timedelta(minutes=60))
    assert [article.headline for article in late.articles] == ["Tarn digs mine 2"]
    assert "If-None-Match" not in wire.asked[-1].headers


async def test_what_is_asked_for_the_first_time_may_not_alert(
    wire: Wire, fetcher: Fetcher, source: Source
) -> None:
    wire.put("/feed", rss(item(1)))
    wire.put("/other", rss(item(2)))
    first = await source.poll(None, NOW)
    assert first.quiet == {article.id for article in first.articles}
    elsewhere = build(Settings(name="courier", url=wire.url("/other")), fetcher)
    again = await elsewhere.poll(first.cursor, NOW)
    assert again.quiet == {article.id for article in again.articles} != set()
    wire.put("/feed", rss(item(1), item(2)))
    assert not (await source.poll(first.cursor, NOW)).quiet


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((404, ""), SourceTrouble, "check the address"),
        ((410, ""), GoneForGood, "gone for good"),
        ((503, ""), TryLater, r"busy or closed for repairs\.$"),
        ((200, "<html><body>hello</body></html>"), SourceTrouble, "a web page, not a feed"),
        ((403, "<title>Just a moment...</title>"), Walled, "answered 403 with a page that checks for robots"),
        ((200, "<html><title>Sign in to Courier</title>"), Walled, "a page to sign in"),
        ((200, "<html><title>Before you continue</title>"), Walled, "asks about cookies"),
        ((200, ""), SourceTrouble, "answered with nothing"),
        ((304, ""), SourceTrouble, "its server is at fault"),
    ],
)
async def test_trouble_comes_in_words(
    wire: Wire, source: Source, answer: tuple[int, str], kind: type[SourceTrouble], words: str
) -> None:
    status, body = answer
    wire.put("/feed", body, status=status)
    with pytest.raises(kind, match=words):
        await source.poll(None, NOW)


async def test_trouble_does_not_move_the_cursor(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, etag='"1"')
    first = await source.poll(None, NOW)
    wire.put("/feed", "<html>", etag='"2"')
    with pytest.raises(SourceTrouble):
        await source.poll(first.cursor, NOW)
    wire.put("/feed", RSS, etag='"1"')
    assert (await source.poll(first.cursor, NOW)).unchanged


async def test_the_loop_goes_on_while_a_large_feed_is_parsed(wire: Wire, source: Source) -> None:
    wire.put(
        "/feed",
        rss(
            *(
                item(number) + "<description>" + "&lt;p>words&lt;/p>" * 100 + "</description>"
                for number in range(1500)
            )
        ),
    )
    longest, last = 0.0, time.monotonic()
    done = asyncio.Event()

    async def tick() -> None:
        nonlocal longest, last
        while not done.is_set():
            await asyncio.sleep(0.005)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    async def poll() -> int:
        try:
            return len((await source.poll(None, NOW)).articles)
        finally:
            done.set()

    async with asyncio.TaskGroup() as group:
        group.create_task(tick())
        polled = group.create_task(poll())
    assert polled.result() == 1500
    assert longest < 0.5
