"""A feed polled over real HTTP: only what is new is asked for, parsed and given."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import msgspec
import pytest

from bot.domain.errors import CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.fetch import Fetcher
from bot.ports import Manner, Source
from bot.sources import dialect as dialect_module
from bot.sources.feed import Settings, build
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


async def test_retry_after_is_kept_and_max_age_is_not(wire: Wire, source: Source) -> None:
    wire.put("/feed", RSS, headers={"Cache-Control": "max-age=43200"})
    assert (await source.poll(None, NOW)).wait is None
    wire.put("/feed", RSS, headers={"Retry-After": "90"})
    assert (await source.poll(None, NOW)).wait == 90


async def test_the_settings_name_the_outlet(wire: Wire, fetcher: Fetcher) -> None:
    wire.put("/feed", rss(item(1)))
    source = build(Settings(name="courier", url=wire.url("/feed"), outlet="Courier"), fetcher)
    assert (await source.poll(None, NOW)).articles[0].outlet == "Courier"


async def test_a_feed_that_moved_for_good_is_said_once(
    wire: Wire, source: Source, caplog: pytest.LogCaptureFixture
) -> None:
    wire.redirect("/feed", "/new", status=301)
    wire.put("/new", RSS, etag='"1"')
    first = await source.poll(None, NOW)
    second = await source.poll(first.cursor, NOW)
    assert second.unchanged
    (record,) = caplog.records
    assert f'"courier" has moved for good to {wire.url("/new")}' in record.getMessage()


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        ((404, ""), SourceTrouble, "check the address"),
        ((410, ""), GoneForGood, "gone for good"),
        ((503, ""), TryLater, "asked again"),
        ((200, "<html><body>hello</body></html>"), SourceTrouble, "a web page, not a feed"),
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
