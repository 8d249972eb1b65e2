"""Massive against a loopback server that keeps its rules: pages, a Bearer key, five requests a minute."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Environment, Settings
from bot.domain.article import Voice
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.fetch import Denied, Fetcher
from bot.parts import build_sources
from bot.ports import Cursor, Manner, Source
from bot.sources import massive as module
from tests.vendors.house import NOW, house_of
from tests.vendors.massive import KEY, Massive

KEYS = {"MASSIVE_API_KEY": KEY}
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def massive() -> AsyncIterator[Massive]:
    async with Massive() as massive:
        yield massive


@pytest.fixture
async def fetcher(massive: Massive) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[massive.place]) as fetcher:
        yield fetcher


Build = Callable[..., Source]


@pytest.fixture
def build(massive: Massive, fetcher: Fetcher) -> Build:
    """Make a source as `outlay run` does, with another key than usual where told so."""

    def built(keys: dict[str, str] = KEYS, **table: Any) -> Source:
        settings = Settings(sources=(massive.table(**table),))
        (source,) = build_sources(settings, Environment(keys), fetcher)
        return source

    return built


def test_it_is_asked_within_its_limit(build: Build) -> None:
    assert build().manner == Manner(every=60.0, slowest=60.0, least=12.0)


@pytest.mark.parametrize(
    ("keys", "table", "words"),
    [
        ({}, {}, "set the variable MASSIVE_API_KEY"),
        ({"MASSIVE_API_KEY": "two\nlines"}, {}, "MASSIVE_API_KEY holds no key"),
        (KEYS, {"key": "K"}, "take it out of the file and set MASSIVE_API_KEY"),
    ],
)
def test_what_is_missing_is_said_at_once(
    build: Build, keys: dict[str, str], table: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotRun, match=words):
        build(keys, **table)


async def test_an_article_as_it_comes(massive: Massive, build: Build) -> None:
    massive.put(7, "Tarn &amp; Fell build", NOW - MINUTE, description="A mine.", tickers=["TARN", "FELL"])
    poll = await build().poll(None, NOW)
    (article,) = poll.articles
    assert (article.headline, article.body) == ("Tarn & Fell build", "A mine.")
    assert article.tickers == ("TARN", "FELL")
    assert (article.published_at, article.first_seen) == (NOW - MINUTE, NOW)
    assert (article.url, article.outlet) == ("https://news.example/7", "Fell Wire")
    assert (article.voice, article.source) == (Voice.OUTLET, "massive")
    assert (poll.window, poll.unchanged, poll.partly) == (False, False, None)
    assert KEY not in str(massive.asked)


async def test_only_articles_with_one_of_the_tickers_are_kept(massive: Massive, build: Build) -> None:
    massive.put(1, "Tarn builds", NOW)
    massive.put(2, "Hill buys", NOW, tickers=["HILL", "MOOR"])
    massive.put(3, "The market rises", NOW, tickers=None)
    poll = await build(tickers=["hill"]).poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Hill buys"]


async def test_an_article_that_is_listed_hours_late_is_not_missed(
    massive: Massive, build: Build, tmp_path: Path
) -> None:
    async with house_of(build(), tmp_path / "outlay.db") as house:
        massive.put(1, "Tarn builds", NOW)
        await house.poll()
        massive.put(2, "Hill builds", NOW - 2 * 60 * MINUTE)
        house.wait(minutes=1)
        await house.poll()
        assert await house.alerting() == ["Hill builds"]


async def test_pages_follow_one_another_and_the_key_stays_at_home(massive: Massive, build: Build) -> None:
    """The next page's address names another host, which must get neither a question nor the key."""
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 2501):
        massive.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    poll = await source.poll(first.cursor, NOW + 60 * MINUTE)
    assert len(poll.articles) == 2500
    assert len(massive.asked) == 1 + 3


async def test_what_is_too_much_for_one_poll_comes_with_the_next(
    massive: Massive, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGES", 2)
    monkeypatch.setattr(module, "A_PAGE", 40)
    source = build()
    cursor = (await source.poll(None, NOW)).cursor
    for number in range(1, 251):
        massive.put(number, f"Tarn builds mine {number}", NOW + SECOND * (number // 30))
    found: set[str] = set()
    for _ in range(8):
        poll = await source.poll(cursor, NOW + MINUTE)
        found |= {article.id for article in poll.articles}
        cursor = poll.cursor
    assert len(found) == 250


async def test_a_limit_in_the_middle_keeps_what_came_before(
    massive: Massive, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "A_PAGE", 40)
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 101):
        massive.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    massive.throttled = {4}
    cut = await source.poll(first.cursor, NOW + 5 * MINUTE)
    assert (len(cut.articles), cut.wait) == (80, 60)
    assert "After 2 pages" in (cut.partly or "")
    rest = await source.poll(cut.cursor, NOW + 7 * MINUTE)
    assert len({article.id for article in (*cut.articles, *rest.articles)}) == 100


async def test_after_a_long_downtime_two_days_are_caught_up(massive: Massive, build: Build) -> None:
    first = await build().poll(None, NOW)
    later = NOW + timedelta(days=30)
    massive.put(1, "Tarn built", NOW + timedelta(days=3))
    massive.put(2, "Tarn builds", later - timedelta(hours=47))
    poll = await build().poll(first.cursor, later)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]


async def test_a_date_in_the_far_future_hides_nothing_that_comes_after(
    massive: Massive, build: Build
) -> None:
    massive.put(1, "Tarn builds in time", datetime(9998, 1, 1, tzinfo=UTC))
    first = await build().poll(None, NOW)
    assert len(first.articles) == 1
    massive.put(2, "Hill builds", NOW + MINUTE)
    poll = await build().poll(first.cursor, NOW + 2 * MINUTE)
    assert "Hill builds" in {article.headline for article in poll.articles}


async def test_nothing_at_all_is_no_trouble(massive: Massive, build: Build) -> None:
    first = await build().poll(None, NOW)
    assert first.unchanged
    assert (await build().poll(first.cursor, NOW + MINUTE)).unchanged


BAD: list[Any] = [
    None,
    7,
    "an article",
    [],
    {},
    {"title": "No id", "published_utc": "2026-11-20T12:00:00Z"},
    {"id": "", "title": "An empty id", "published_utc": "2026-11-20T12:00:00Z"},
    {"id": 7, "title": "A number", "published_utc": "2026-11-20T12:00:00Z"},
    {"id": "x" * 1000, "title": "A long id", "published_utc": "2026-11-20T12:00:00Z"},
    {"id": "7", "title": None, "description": None, "published_utc": "2026-11-20T12:00:00Z"},
    {"id": "7", "title": "No date", "published_utc": None},
    {"id": "7", "title": "Year one", "published_utc": "0001-01-01T00:00:00Z"},
    {"id": "7", "title": "x" * 1_000_000, "published_utc": "2026-11-20T12:00:00Z"},
    {"id": "7", "title": "Tickers", "published_utc": "2026-11-20T12:00:00Z", "tickers": "TARN"},
]


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_item_is_left_out_and_counted(
    massive: Massive, build: Build, caplog: pytest.LogCaptureFixture, bad: object
) -> None:
    massive.put(1, "Tarn builds", NOW)
    massive.odd = [bad]
    poll = await build().poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]
    assert '"massive": 1 of 2 items cannot be used' in caplog.text


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '{"error": "no"}', "7", '{"status": "OK", "results": 7}']
)
async def test_another_shape_is_said_in_words(massive: Massive, build: Build, body: str) -> None:
    massive.body = body
    with pytest.raises(SourceTrouble, match="of another shape than it documents"):
        await build().poll(None, NOW)


async def test_a_refused_key_names_the_variable(build: Build) -> None:
    with pytest.raises(Denied, match=r"answered 401.*Check MASSIVE_API_KEY") as caught:
        await build({"MASSIVE_API_KEY": "wrong-one"}).poll(None, NOW)
    assert "wrong-one" not in str(caught.value)


@pytest.mark.parametrize(("retry_after", "seconds"), [("7", 7.0), (None, None)])
async def test_a_limit_is_waited_out(
    massive: Massive, build: Build, retry_after: str | None, seconds: float | None
) -> None:
    massive.throttled, massive.retry_after = {1}, retry_after
    with pytest.raises(TryLater, match="too often") as caught:
        await build().poll(None, NOW)
    assert caught.value.seconds == seconds


@pytest.mark.parametrize("state", [None, "nonsense", "{}", '{"since": 7}'])
async def test_a_state_of_something_else_begins_anew(
    massive: Massive, build: Build, state: str | None
) -> None:
    massive.put(1, "Tarn builds", NOW)
    assert len((await build().poll(Cursor(state=state), NOW)).articles) == 1
