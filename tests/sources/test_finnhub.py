"""Finnhub against a loopback server that keeps its rules: companies in turn, days, numbers, limits."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.config import Environment, Settings
from bot.domain.article import Voice
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.fetch import Denied, Fetcher
from bot.parts import build_sources
from bot.ports import Cursor, Manner, Source
from tests.vendors.finnhub import KEY, Finnhub
from tests.vendors.house import NOW, house_of

KEYS = {"FINNHUB_API_KEY": KEY}
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MANY = [f"T{number}" for number in range(10)]


@pytest.fixture
async def finnhub() -> AsyncIterator[Finnhub]:
    async with Finnhub() as finnhub:
        yield finnhub


@pytest.fixture
async def fetcher(finnhub: Finnhub) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[finnhub.place]) as fetcher:
        yield fetcher


Build = Callable[..., Source]


@pytest.fixture
def build(finnhub: Finnhub, fetcher: Fetcher) -> Build:
    """Make a source as `outlay run` does, with another key than usual where told so."""

    def built(keys: dict[str, str] = KEYS, **table: Any) -> Source:
        settings = Settings(sources=(finnhub.table(**table),))
        (source,) = build_sources(settings, Environment(keys), fetcher)
        return source

    return built


# ------------------------------------------------------------------------------------------- settings


def test_it_is_asked_within_its_limit(build: Build) -> None:
    assert build().manner == Manner(every=60.0, slowest=60.0, least=1.0)
    assert build(per_minute=300).manner.least == 0.2


@pytest.mark.parametrize(
    ("keys", "table", "words"),
    [
        ({}, {}, "set the variable FINNHUB_API_KEY"),
        ({"FINNHUB_API_KEY": "two\nlines"}, {}, "FINNHUB_API_KEY holds no key"),
        (KEYS, {"per_minute": 0}, "per_minute = 0: say how many calls"),
        (KEYS, {"category": "sports"}, "category"),
        (KEYS, {"key": "K"}, "take it out of the file and set FINNHUB_API_KEY"),
    ],
)
def test_what_is_missing_is_said_at_once(
    build: Build, keys: dict[str, str], table: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotRun, match=words):
        build(keys, **table)


# ------------------------------------------------------------------------------------------- companies


async def test_an_article_as_it_comes(finnhub: Finnhub, build: Build) -> None:
    finnhub.put(
        7, "Tarn &amp; Fell build", NOW - MINUTE, "TARN", related="TARN,FELL", summary="<p>A mine.</p>"
    )
    poll = await build(symbols=["tarn "]).poll(None, NOW)
    (article,) = poll.articles
    assert (article.headline, article.body) == ("Tarn & Fell build", "A mine.")
    assert article.tickers == ("TARN", "FELL")
    assert (article.published_at, article.first_seen) == (NOW - MINUTE, NOW)
    assert (article.url, article.outlet) == ("https://news.example/7", "Fell Wire")
    assert (article.voice, article.source) == (Voice.OUTLET, "finnhub")
    assert (poll.window, poll.unchanged, poll.partly) == (False, False, None)
    assert finnhub.asked[0][1] == {"symbol": "TARN", "from": "2026-11-20", "to": "2026-11-21"}
    assert KEY not in str(finnhub.asked)


async def test_a_listing_is_a_tag_where_none_is_printed(finnhub: Finnhub, build: Build) -> None:
    finnhub.put(7, "Tarn builds", NOW, "TARN", related="")
    (article,) = (await build(symbols=["TARN"]).poll(None, NOW)).articles
    assert article.tickers == ("TARN",)


async def test_an_article_under_two_companies_is_one(finnhub: Finnhub, build: Build) -> None:
    finnhub.put(7, "Tarn buys Hill", NOW, "TARN", "HILL")
    (article,) = (await build(symbols=["TARN", "HILL"]).poll(None, NOW)).articles
    assert article.tickers == ("TARN", "HILL")


async def test_companies_take_turns_within_the_limit(finnhub: Finnhub, build: Build) -> None:
    source = build(symbols=MANY, per_minute=5)  # nine tenths of that are four a poll
    cursor = None
    for _ in range(5):
        cursor = (await source.poll(cursor, NOW)).cursor
    assert finnhub.symbols_asked() == MANY + MANY


async def test_a_restart_goes_on_with_the_turns(finnhub: Finnhub, build: Build) -> None:
    cursor = (await build(symbols=MANY, per_minute=5).poll(None, NOW)).cursor
    await build(symbols=["NEW", *MANY], per_minute=5).poll(cursor, NOW)
    assert finnhub.symbols_asked() == [*MANY[:4], *MANY[4:8]]


async def test_the_history_of_a_company_alerts_nobody_however_late_its_turn(
    finnhub: Finnhub, build: Build, tmp_path: Path
) -> None:
    for symbol in MANY:
        finnhub.put(int(symbol[1:]) + 1, f"Old news of {symbol}", NOW - 5 * MINUTE, symbol)
    async with house_of(build(symbols=MANY, per_minute=5), tmp_path / "outlay.db") as house:
        await house.poll()
        finnhub.put(100, "New news of T9", house.wait(seconds=30), "T9")
        for _ in range(5):
            house.wait(minutes=1)
            await house.poll()
        assert await house.alerting() == ["New news of T9"]
        assert (await house.store.health())[0].items == 11


async def test_a_company_that_is_added_later_begins_quietly(
    finnhub: Finnhub, build: Build, tmp_path: Path
) -> None:
    async with house_of(build(symbols=["TARN"]), tmp_path / "outlay.db") as house:
        await house.poll()
        finnhub.put(1, "Old news of Hill", house.wait(hours=1), "HILL")
        finnhub.put(2, "Hill buys Tarn", house.wait(hours=1), "HILL", "TARN")
        house.source = build(symbols=["TARN", "HILL"])
        house.wait(minutes=1)
        await house.poll()
        assert await house.alerting() == ["Hill buys Tarn"]
        finnhub.put(3, "Hill builds", house.wait(minutes=1), "HILL")
        await house.poll()
        assert await house.alerting() == ["Hill buys Tarn", "Hill builds"]


@pytest.mark.parametrize(
    ("away", "first_day"),
    [
        (MINUTE, "2026-11-20"),
        (timedelta(hours=8), "2026-11-20"),
        (DAY, "2026-11-20"),
        (9 * DAY, "2026-11-27"),
    ],
)
async def test_a_downtime_is_caught_up_for_two_days(
    finnhub: Finnhub, build: Build, away: timedelta, first_day: str
) -> None:
    source = build(symbols=["TARN"])
    first = await source.poll(None, NOW)
    await source.poll(first.cursor, NOW + away)
    assert finnhub.asked[-1][1]["from"] == first_day


async def test_midnight_hides_nothing(finnhub: Finnhub, build: Build) -> None:
    source = build(symbols=["TARN"])
    midnight = NOW.replace(hour=0) + DAY
    first = await source.poll(None, midnight - MINUTE)
    finnhub.put(1, "Tarn builds late", midnight - 30 * timedelta(seconds=1), "TARN")
    finnhub.put(2, "Tarn builds early", midnight, "TARN")
    poll = await source.poll(first.cursor, midnight + MINUTE)
    assert len(poll.articles) == 2


async def test_what_is_listed_some_hours_late_is_not_missed(finnhub: Finnhub, build: Build) -> None:
    source = build(symbols=["TARN"])
    night = NOW.replace(hour=2) + DAY
    first = await source.poll(None, night)
    finnhub.put(1, "Tarn builds", night - timedelta(hours=4), "TARN")
    poll = await source.poll(first.cursor, night + MINUTE)
    assert len(poll.articles) == 1


async def test_a_limit_in_the_middle_keeps_what_came_before(finnhub: Finnhub, build: Build) -> None:
    for number, symbol in enumerate(MANY, 1):
        finnhub.put(number, f"{symbol} builds", NOW, symbol)
    source = build(symbols=MANY)
    finnhub.calls_left, finnhub.retry_after = 3, "20"
    cut = await source.poll(None, NOW)
    assert (len(cut.articles), cut.wait) == (3, 20)
    assert "Nothing came of T3: " in (cut.partly or "")
    finnhub.calls_left = None
    rest = await source.poll(cut.cursor, NOW + MINUTE)
    assert finnhub.symbols_asked()[4] == "T3"
    assert len(rest.articles) == 10


async def test_a_company_that_the_plan_lacks_leaves_the_others_alone(finnhub: Finnhub, build: Build) -> None:
    finnhub.foreign = {"0700.HK", "FELL.L"}
    finnhub.put(1, "Tarn builds", NOW, "TARN")
    poll = await build(symbols=["0700.HK", "TARN", "FELL.L"]).poll(None, NOW)
    assert len(poll.articles) == 1
    assert (poll.partly or "").startswith("Nothing came of 0700.HK, FELL.L: ")
    assert "FINNHUB_API_KEY" in (poll.partly or "")
    with pytest.raises(Denied, match="answered 403"):
        await build(symbols=["0700.HK"]).poll(None, NOW)


# ------------------------------------------------------------------------------------------- the market


async def test_the_market_is_asked_above_what_is_known(finnhub: Finnhub, build: Build) -> None:
    for number in range(1, 151):
        finnhub.put(number, f"Tarn builds mine {number}", NOW - (200 - number) * MINUTE)
    source = build(category="merger")
    first = await source.poll(None, NOW)
    assert len(first.articles) == 100
    assert first.window
    assert finnhub.asked[0][1] == {"category": "merger"}
    finnhub.put(151, "Hill buys", NOW)
    poll = await source.poll(first.cursor, NOW + MINUTE)
    assert len(poll.articles) == 21
    assert {article.id for article in poll.articles} & {article.id for article in first.articles}
    assert finnhub.asked[1][1] == {"category": "merger", "minId": "130"}


async def test_a_gap_in_the_market_shows(finnhub: Finnhub, build: Build, tmp_path: Path) -> None:
    async with house_of(build(), tmp_path / "outlay.db") as house:
        for number in range(1, 51):
            finnhub.put(number, f"Tarn builds mine {number}", house.wait(seconds=1))
        await house.poll()
        for number in range(51, 101):
            finnhub.put(number, f"Tarn builds mine {number}", house.wait(seconds=1))
        await house.poll()
        assert (await house.store.health())[0].gaps == 0
        for number in range(101, 301):  # the last hundred are all that is shown
            finnhub.put(number, f"Tarn builds mine {number}", house.wait(seconds=1))
        await house.poll()
        assert (await house.store.health())[0].gaps == 1


async def test_an_absurd_number_hides_nothing_that_comes_after(finnhub: Finnhub, build: Build) -> None:
    for number in range(1, 31):
        finnhub.put(number, f"Tarn builds mine {number}", NOW - (40 - number) * MINUTE)
    finnhub.put(10**15, "Tarn counts", NOW)
    source = build()
    first = await source.poll(None, NOW)
    finnhub.put(31, "Hill builds", NOW + MINUTE)
    poll = await source.poll(first.cursor, NOW + 2 * MINUTE)
    assert "Hill builds" in {article.headline for article in poll.articles}


async def test_a_quiet_market_stays_known(finnhub: Finnhub, build: Build) -> None:
    finnhub.put(5, "Tarn builds", NOW)
    source = build()
    cursor = None
    for _ in range(4):
        poll = await source.poll(cursor, NOW)
        assert len(poll.articles) == 1
        cursor = poll.cursor
    finnhub.market.clear()
    empty = await source.poll(cursor, NOW)
    assert empty.unchanged
    assert empty.cursor == cursor


# ------------------------------------------------------------------------------------------- troubles

BAD: list[Any] = [
    None,
    7,
    "an article",
    [],
    {},
    {"headline": "No number", "datetime": 1795000000},
    {"id": 0, "headline": "Number nought", "datetime": 1795000000},
    {"id": "7", "headline": "A number in words", "datetime": 1795000000},
    {"id": 7, "headline": None, "summary": "", "datetime": 1795000000},
    {"id": 7, "headline": "No date", "datetime": None},
    {"id": 7, "headline": "Nought", "datetime": 0},
    {"id": 7, "headline": "The end of days", "datetime": 10**17},
    {"id": 7, "headline": "Beyond", "datetime": 10**30},
    {"id": 7, "headline": "A date in words", "datetime": "2026-11-20"},
    {"id": 7, "headline": "x" * 1_000_000, "datetime": 1795000000},
]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("table", [{}, {"symbols": ["TARN"]}])
async def test_a_bad_item_is_left_out_and_counted(
    finnhub: Finnhub, build: Build, caplog: pytest.LogCaptureFixture, bad: object, table: dict[str, Any]
) -> None:
    finnhub.put(1, "Tarn builds", NOW, *table.get("symbols", ()))
    finnhub.odd = [bad]
    poll = await build(**table).poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]
    assert '"finnhub": 1 of 2 items cannot be used' in caplog.text


@pytest.mark.parametrize("body", ["", "<html>", "{}", '{"error": "no"}', "7", "null"])
@pytest.mark.parametrize("table", [{}, {"symbols": ["TARN"]}])
async def test_another_shape_is_said_in_words(
    finnhub: Finnhub, build: Build, body: str, table: dict[str, Any]
) -> None:
    finnhub.body = body
    with pytest.raises(SourceTrouble, match="of another shape than it documents"):
        await build(**table).poll(None, NOW)


@pytest.mark.parametrize("table", [{}, {"symbols": ["TARN", "HILL"]}])
async def test_a_refused_key_names_the_variable(
    finnhub: Finnhub, build: Build, table: dict[str, Any]
) -> None:
    with pytest.raises(Denied, match=r"answered 401.*Check FINNHUB_API_KEY") as caught:
        await build({"FINNHUB_API_KEY": "wrong-one"}, **table).poll(None, NOW)
    assert "wrong-one" not in str(caught.value)
    assert len(finnhub.asked) == 1


@pytest.mark.parametrize("table", [{}, {"symbols": ["TARN", "HILL"]}])
@pytest.mark.parametrize(("retry_after", "seconds"), [("7", 7.0), (None, None)])
async def test_a_limit_is_waited_out(
    finnhub: Finnhub, build: Build, table: dict[str, Any], retry_after: str | None, seconds: float | None
) -> None:
    finnhub.calls_left, finnhub.retry_after = 0, retry_after
    with pytest.raises(TryLater, match="too often") as caught:
        await build(**table).poll(None, NOW)
    assert caught.value.seconds == seconds
    assert len(finnhub.asked) == 1


@pytest.mark.parametrize("state", [None, "nonsense", "{}", '{"marks": 7, "above": "x"}'])
@pytest.mark.parametrize("table", [{}, {"symbols": ["TARN"]}])
async def test_a_state_of_something_else_begins_anew(
    finnhub: Finnhub, build: Build, state: str | None, table: dict[str, Any]
) -> None:
    finnhub.put(1, "Tarn builds", NOW, *table.get("symbols", ()))
    assert len((await build(**table).poll(Cursor(state=state), NOW)).articles) == 1
