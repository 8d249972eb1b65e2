"""Benzinga against a loopback server that keeps its rules: counted pages, deltas, removals, revisions."""

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
from bot.sources import benzinga as module
from tests.vendors.benzinga import KEY, Benzinga
from tests.vendors.house import NOW, house_of

KEYS = {"BENZINGA_API_KEY": KEY}
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def benzinga() -> AsyncIterator[Benzinga]:
    async with Benzinga() as benzinga:
        yield benzinga


@pytest.fixture
async def fetcher(benzinga: Benzinga) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[benzinga.place]) as fetcher:
        yield fetcher


Build = Callable[..., Source]


@pytest.fixture
def build(benzinga: Benzinga, fetcher: Fetcher) -> Build:
    """Make a source as `outlay run` does, with another key than usual where told so."""

    def built(keys: dict[str, str] = KEYS, **table: Any) -> Source:
        settings = Settings(sources=(benzinga.table(**table),))
        (source,) = build_sources(settings, Environment(keys), fetcher)
        return source

    return built


# ------------------------------------------------------------------------------------------- settings


def test_it_is_asked_as_a_wire(build: Build) -> None:
    assert build().manner == Manner(every=30.0, slowest=30.0, least=1.0)


@pytest.mark.parametrize(
    ("keys", "table", "words"),
    [
        ({}, {}, "set the variable BENZINGA_API_KEY"),
        ({"BENZINGA_API_KEY": "Schlüssel"}, {}, "BENZINGA_API_KEY holds no key"),
        (
            KEYS,
            {"tickers": [f"T{number}" for number in range(51)]},
            "51 tickers, and Benzinga takes 50",
        ),
        (KEYS, {"key": "K"}, "take it out of the file and set BENZINGA_API_KEY"),
    ],
)
def test_what_is_missing_is_said_at_once(
    build: Build, keys: dict[str, str], table: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotRun, match=words):
        build(keys, **table)


# ------------------------------------------------------------------------------------------- news


async def test_an_article_as_it_comes(benzinga: Benzinga, build: Build) -> None:
    benzinga.put(
        7,
        "Tarn Metals &amp; Fell build a mine",
        NOW - MINUTE,
        body="<p>Tarn Metals will spend <b>$40 million</b>.</p><p>It said so.</p>",
        stocks=[{"name": "TARN", "isin": "US0000000001"}, {"name": "FELL"}, {"name": None}],
    )
    poll = await build().poll(None, NOW)
    (article,) = poll.articles
    assert article.headline == "Tarn Metals & Fell build a mine"
    assert article.body == "Tarn Metals will spend $40 million.\n\nIt said so."
    assert article.tickers == ("TARN", "FELL")
    assert (article.published_at, article.first_seen) == (NOW - MINUTE, NOW)
    assert (article.url, article.outlet) == ("https://news.example/7", "Benzinga")
    assert (article.voice, article.source) == (Voice.OUTLET, "benzinga")
    assert (poll.window, poll.unchanged, poll.removed, poll.partly) == (False, False, (), None)


async def test_the_teaser_stands_in_where_the_plan_has_no_body(benzinga: Benzinga, build: Build) -> None:
    benzinga.put(7, "Tarn builds", NOW, body="", teaser="<p>Tarn builds a mine.</p>")
    (article,) = (await build().poll(None, NOW)).articles
    assert article.body == "Tarn builds a mine."


async def test_the_key_goes_in_a_header_and_never_into_an_address(benzinga: Benzinga, build: Build) -> None:
    await build().poll(None, NOW)
    assert KEY not in str(benzinga.asked)


async def test_tickers_and_channels_are_asked_for(benzinga: Benzinga, build: Build) -> None:
    benzinga.put(1, "Tarn builds", NOW)
    benzinga.put(2, "Hill buys", NOW, stocks=[{"name": "HILL"}], channels=[{"name": "M&A"}])
    poll = await build(tickers=["HILL"], channels=["M&A", "News"]).poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Hill buys"]
    assert benzinga.asked[0][1]["channels"] == "M&A,News"


async def test_it_asks_five_seconds_early(benzinga: Benzinga, build: Build) -> None:
    benzinga.put(1, "Tarn builds", NOW)
    source = build()
    first = await source.poll(None, NOW)
    benzinga.put(2, "Hill builds, and was listed late", NOW - 5 * SECOND)
    poll = await source.poll(first.cursor, NOW + MINUTE)
    assert benzinga.asked_for("news")[-1]["updatedSince"] == str(int(NOW.timestamp()) - 5)
    assert len(poll.articles) == 2


async def test_a_first_poll_takes_the_latest_only(benzinga: Benzinga, build: Build) -> None:
    for number in range(250):
        benzinga.put(number, f"Tarn builds mine {number}", NOW - number * MINUTE)
    poll = await build().poll(None, NOW)
    assert len(poll.articles) == 100
    assert len(benzinga.asked) == 1
    assert len((await build().poll(poll.cursor, NOW)).articles) == 1


async def test_a_poll_reads_all_pages_though_they_move_meanwhile(benzinga: Benzinga, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 351):
        benzinga.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    later = NOW + 10 * MINUTE
    benzinga.before_page = {
        1: {"number": 351, "title": "A new one", "at": later - SECOND},
        2: {"number": 20, "title": "An old one, updated", "at": later},
    }
    poll = await source.poll(first.cursor, later)
    again = await source.poll(poll.cursor, later + MINUTE)
    found = {article.id for article in (*poll.articles, *again.articles)}
    assert len(found) == 351
    assert "An old one, updated" in {article.headline for article in again.articles}
    assert len(poll.articles) == len({article.id for article in poll.articles})


async def test_more_than_a_poll_reads_is_said(
    benzinga: Benzinga, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGES", 2)
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 251):
        benzinga.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    poll = await source.poll(first.cursor, NOW + 10 * MINUTE)
    assert len(poll.articles) == 200
    assert "More than 200 articles changed since 20 November 12:59 UTC" in (poll.partly or "")
    assert (await source.poll(poll.cursor, NOW + 11 * MINUTE)).partly is None


async def test_a_walk_that_is_broken_off_is_begun_again(benzinga: Benzinga, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 251):
        benzinga.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    benzinga.throttled, benzinga.retry_after = {4}, "9"
    cut = await source.poll(first.cursor, NOW + 10 * MINUTE)
    assert (len(cut.articles), cut.wait) == (200, 9)
    assert "After 2 pages" in (cut.partly or "")
    again = await source.poll(cut.cursor, NOW + 11 * MINUTE)
    assert len(again.articles) == 250


async def test_a_revision_is_the_same_article_with_other_words(
    benzinga: Benzinga, build: Build, tmp_path: Path
) -> None:
    async with house_of(build(), tmp_path / "outlay.db") as house:
        await house.poll()
        benzinga.put(1, "Tarn to spend $40 million", house.wait(minutes=1))
        assert (await house.poll()).new == 1
        benzinga.put(1, "Tarn to spend $45 million", house.wait(hours=3))
        assert (await house.poll()).new == 0
        assert await house.alerting() == ["Tarn to spend $45 million"]


async def test_after_a_long_downtime_two_days_are_caught_up(benzinga: Benzinga, build: Build) -> None:
    first = await build().poll(None, NOW)
    later = NOW + timedelta(days=30)
    benzinga.put(1, "Tarn built", NOW + timedelta(days=3))
    benzinga.put(2, "Tarn builds", later - timedelta(hours=47))
    poll = await build().poll(first.cursor, later)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]


async def test_a_date_in_the_far_future_hides_nothing_that_comes_after(
    benzinga: Benzinga, build: Build
) -> None:
    benzinga.put(1, "Tarn builds in time", datetime(9998, 1, 1, tzinfo=UTC))
    first = await build().poll(None, NOW)
    assert len(first.articles) == 1
    benzinga.put(2, "Hill builds", NOW + MINUTE)
    poll = await build().poll(first.cursor, NOW + 2 * MINUTE)
    assert "Hill builds" in {article.headline for article in poll.articles}


# ------------------------------------------------------------------------------------------- removals


async def test_what_is_taken_back_is_named_by_the_id_it_had(benzinga: Benzinga, build: Build) -> None:
    benzinga.put(1, "Tarn builds", NOW)
    source = build()
    first = await source.poll(None, NOW)
    assert benzinga.asked_for("news-removed") == []
    benzinga.remove(1, NOW + MINUTE)
    poll = await source.poll(first.cursor, NOW + 2 * MINUTE)
    assert poll.removed == (first.articles[0].id,)
    assert not poll.unchanged


async def test_what_is_taken_back_while_it_waits_is_never_read(
    benzinga: Benzinga, build: Build, tmp_path: Path
) -> None:
    async with house_of(build(), tmp_path / "outlay.db") as house:
        await house.poll()
        benzinga.put(1, "Tarn to spend $40 million", house.wait(minutes=1))
        benzinga.put(2, "Hill to spend $7 million", house.wait(minutes=1))
        await house.poll()
        benzinga.remove(1, house.wait(minutes=1))
        await house.poll()
        assert await house.alerting() == ["Hill to spend $7 million"]


async def test_what_was_taken_back_before_the_first_poll_is_none_of_ours(
    benzinga: Benzinga, build: Build
) -> None:
    benzinga.remove(1, NOW - timedelta(hours=1))
    source = build()
    first = await source.poll(None, NOW)
    assert (await source.poll(first.cursor, NOW + MINUTE)).removed == ()


async def test_what_is_listed_and_taken_back_at_once_is_not_given(benzinga: Benzinga, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    benzinga.put(1, "Tarn builds", NOW + MINUTE)
    benzinga.removed[1] = NOW + MINUTE
    poll = await source.poll(first.cursor, NOW + 2 * MINUTE)
    assert poll.articles == ()
    assert len(poll.removed) == 1


@pytest.mark.parametrize("heeds", [True, False])
async def test_many_removals_come_in_pages(benzinga: Benzinga, build: Build, heeds: bool) -> None:
    benzinga.removals_heed_dates = heeds
    for number in range(1, 2001):
        benzinga.remove(number, NOW - number * MINUTE - timedelta(hours=1))
    source = build()
    first = await source.poll(None, NOW)
    for number in range(3001, 3251):
        benzinga.remove(number, NOW + SECOND)
    poll = await source.poll(first.cursor, NOW + MINUTE)
    assert len(poll.removed) == 250
    assert len(benzinga.asked_for("news-removed")) <= 4


async def test_removals_during_a_downtime_are_honoured(benzinga: Benzinga, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    benzinga.remove(1, NOW + timedelta(hours=5))
    assert len((await source.poll(first.cursor, NOW + timedelta(hours=40))).removed) == 1


async def test_without_the_list_the_news_go_on_and_it_is_said(benzinga: Benzinga, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    benzinga.plan_has_removals = False
    benzinga.put(1, "Tarn builds", NOW + MINUTE)
    poll = await source.poll(first.cursor, NOW + 90 * MINUTE)
    assert len(poll.articles) == 1
    assert "Which articles were taken back is not known" in (poll.partly or "")
    assert "BENZINGA_API_KEY" in (poll.partly or "")
    benzinga.plan_has_removals = True
    benzinga.remove(9, NOW + MINUTE)
    later = await source.poll(poll.cursor, NOW + timedelta(hours=3))
    assert len(later.removed) == 1


async def test_bad_removals_are_left_out(
    benzinga: Benzinga, build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    source = build()
    first = await source.poll(None, NOW)
    benzinga.odd_removals = [None, {"id": None}, {"id": 3, "updated": "once"}, {"id": "4"}]
    benzinga.remove(1, NOW + SECOND)
    poll = await source.poll(first.cursor, NOW + MINUTE)
    assert len(poll.removed) == 1
    assert "4 of 5 items cannot be used" in caplog.text


# ------------------------------------------------------------------------------------------- troubles

BAD: list[Any] = [
    None,
    7,
    "an article",
    [],
    {},
    {"title": "No number", "created": "Fri, 20 Nov 2026 07:00:00 -0500"},
    {"id": "7", "title": "A number in words", "created": "Fri, 20 Nov 2026 07:00:00 -0500"},
    {"id": 7, "title": None, "body": None, "teaser": None, "created": "Fri, 20 Nov 2026 07:00:00 -0500"},
    {"id": 7, "title": "No date", "created": None},
    {"id": 7, "title": "Half a date", "created": "Fri, 20 Nov"},
    {"id": 7, "title": "Year zero", "created": "Mon, 01 Jan 0001 00:00:00 +0000"},
    {"id": 7, "title": "x" * 1_000_000, "created": "Fri, 20 Nov 2026 07:00:00 -0500"},
    {"id": 7, "title": "Stocks", "created": "Fri, 20 Nov 2026 07:00:00 -0500", "stocks": ["TARN"]},
]


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_item_is_left_out_and_counted(
    benzinga: Benzinga, build: Build, caplog: pytest.LogCaptureFixture, bad: object
) -> None:
    benzinga.put(1, "Tarn builds", NOW)
    benzinga.odd = [bad]
    poll = await build().poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]
    assert '"benzinga": 1 of 2 items cannot be used' in caplog.text


@pytest.mark.parametrize("body", ["", "<?xml version='1.0'?><result/>", "{}", '{"error": "no"}', "7", "null"])
async def test_another_shape_is_said_in_words(benzinga: Benzinga, build: Build, body: str) -> None:
    benzinga.body = body
    with pytest.raises(SourceTrouble, match="of another shape than it documents"):
        await build().poll(None, NOW)


async def test_a_refused_key_names_the_variable(build: Build) -> None:
    with pytest.raises(Denied, match=r"answered 401.*Check BENZINGA_API_KEY") as caught:
        await build({"BENZINGA_API_KEY": "wrong-one"}).poll(None, NOW)
    assert "wrong-one" not in str(caught.value)


@pytest.mark.parametrize(("retry_after", "seconds"), [("7", 7.0), (None, None)])
async def test_a_limit_is_waited_out(
    benzinga: Benzinga, build: Build, retry_after: str | None, seconds: float | None
) -> None:
    benzinga.throttled, benzinga.retry_after = {1}, retry_after
    with pytest.raises(TryLater, match="too often") as caught:
        await build().poll(None, NOW)
    assert caught.value.seconds == seconds


@pytest.mark.parametrize("state", [None, "nonsense", "{}", '{"since": 7}'])
async def test_a_state_of_something_else_begins_anew(
    benzinga: Benzinga, build: Build, state: str | None
) -> None:
    benzinga.put(1, "Tarn builds", NOW)
    assert len((await build().poll(Cursor(state=state), NOW)).articles) == 1
