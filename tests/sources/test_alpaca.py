"""Alpaca against a loopback server that keeps its rules: pages, keys, limits, revisions, and the line."""

import asyncio
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
from bot.ports import Cursor, Listens, Manner, Source, SourceState
from bot.sources import alpaca as module
from bot.sources.alpaca import TalkativeAlpaca
from tests.vendors.alpaca import KEY, SECRET, Alpaca
from tests.vendors.house import NOW, House, house_of, listening

KEYS = {"APCA_API_KEY_ID": KEY, "APCA_API_SECRET_KEY": SECRET}
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def alpaca() -> AsyncIterator[Alpaca]:
    async with Alpaca() as alpaca:
        yield alpaca


@pytest.fixture
async def fetcher(alpaca: Alpaca) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[alpaca.place]) as fetcher:
        yield fetcher


Build = Callable[..., Source]


@pytest.fixture
def build(alpaca: Alpaca, fetcher: Fetcher) -> Build:
    """Make a source as `outlay run` does, with other keys than usual where told so."""

    def built(keys: dict[str, str] = KEYS, **table: Any) -> Source:
        settings = Settings(sources=(alpaca.table(**table),))
        (source,) = build_sources(settings, Environment(keys), fetcher)
        return source

    return built


# ------------------------------------------------------------------------------------------- settings


def test_it_is_asked_as_a_wire(build: Build) -> None:
    assert build().manner == Manner(every=30.0, slowest=30.0, least=1.0)
    assert not isinstance(build(), Listens)
    assert isinstance(build(stream=True), Listens)


@pytest.mark.parametrize(
    ("keys", "table", "words"),
    [
        (
            {},
            {},
            "set the variable APCA_API_KEY_ID.* also needs secret_key: set the variable APCA_API_SECRET",
        ),
        ({"APCA_API_KEY_ID": KEY}, {}, "set the variable APCA_API_SECRET_KEY"),
        (KEYS | {"APCA_API_KEY_ID": "line\nbreak"}, {}, "APCA_API_KEY_ID holds no key"),
        (KEYS, {"stream": True, "stream_url": "https://x.example"}, "stream_url that begins with wss://"),
        (KEYS, {"secret_key": "S"}, "take it out of the file and set APCA_API_SECRET_KEY"),
        (KEYS, {"every": 0}, "above 0"),
    ],
)
def test_what_is_missing_is_said_at_once(
    build: Build, keys: dict[str, str], table: dict[str, Any], words: str
) -> None:
    with pytest.raises(CannotRun, match=words):
        build(keys, **table)


# ------------------------------------------------------------------------------------------- REST


async def test_an_article_as_it_comes(alpaca: Alpaca, build: Build) -> None:
    alpaca.put(
        7,
        "Tarn Metals &amp; Fell build a mine",
        NOW - MINUTE,
        content="<p>Tarn Metals will spend <b>$40 million</b>.</p><p>It said so.</p>",
        symbols=["TARN", "FELL", ""],
    )
    poll = await build().poll(None, NOW)
    (article,) = poll.articles
    assert article.headline == "Tarn Metals & Fell build a mine"
    assert article.body == "Tarn Metals will spend $40 million.\n\nIt said so."
    assert article.tickers == ("TARN", "FELL")
    assert (article.published_at, article.first_seen) == (NOW - MINUTE, NOW)
    assert (article.url, article.outlet) == ("https://news.example/7", "Benzinga")
    assert (article.voice, article.source) == (Voice.OUTLET, "alpaca")
    assert (poll.window, poll.unchanged) == (False, False)


async def test_the_summary_stands_in_where_there_is_no_content(alpaca: Alpaca, build: Build) -> None:
    alpaca.put(7, "Tarn builds", NOW, content="", summary="Tarn&nbsp;builds a mine.", source="", url="")
    (article,) = (await build().poll(None, NOW)).articles
    assert (article.body, article.outlet, article.url) == ("Tarn builds a mine.", "Ada Fell", None)


async def test_keys_go_in_headers_and_never_into_an_address(alpaca: Alpaca, build: Build) -> None:
    await build().poll(None, NOW)
    assert KEY not in str(alpaca.asked)
    assert SECRET not in str(alpaca.asked)
    assert alpaca.asked[0]["include_content"] == "true"


async def test_symbols_are_asked_for(alpaca: Alpaca, build: Build) -> None:
    alpaca.put(1, "Tarn builds", NOW)
    alpaca.put(2, "Hill builds", NOW, symbols=["HILL"])
    poll = await build(symbols=["HILL", "MOOR"]).poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Hill builds"]
    assert alpaca.asked[0]["symbols"] == "HILL,MOOR"


async def test_a_first_poll_takes_the_latest_only(alpaca: Alpaca, build: Build) -> None:
    for number in range(120):
        alpaca.put(number, f"Tarn builds mine {number}", NOW - number * MINUTE)
    poll = await build().poll(None, NOW)
    assert len(poll.articles) == 50
    assert alpaca.account.pages == 1
    assert (await build().poll(poll.cursor, NOW)).articles == poll.articles[2::-1]  # two minutes overlap


async def test_a_poll_reads_all_pages(alpaca: Alpaca, build: Build) -> None:
    first = await build().poll(None, NOW)
    for number in range(1, 131):
        alpaca.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    poll = await build().poll(first.cursor, NOW + 5 * MINUTE)
    assert len({article.id for article in poll.articles}) == 130
    assert alpaca.account.pages == 1 + 3


async def test_what_is_too_much_for_one_poll_comes_with_the_next(
    alpaca: Alpaca, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGES", 2)
    first = await build().poll(None, NOW)
    for number in range(1, 251):
        alpaca.put(number, f"Tarn builds mine {number}", NOW + SECOND * (number // 60))  # many in one second
    found: set[str] = set()
    cursor = first.cursor
    for _ in range(8):
        poll = await build().poll(cursor, NOW + MINUTE)
        found |= {article.id for article in poll.articles}
        cursor = poll.cursor
    assert len(found) == 250


async def test_a_limit_in_the_middle_keeps_what_came_before(alpaca: Alpaca, build: Build) -> None:
    source = build()
    first = await source.poll(None, NOW)
    for number in range(1, 131):
        alpaca.put(number, f"Tarn builds mine {number}", NOW + number * SECOND)
    alpaca.account.throttle_question = 4
    cut = await source.poll(first.cursor, NOW + 5 * MINUTE)
    assert len(cut.articles) == 100
    assert cut.wait == 60
    assert "After 2 pages" in (cut.partly or "")
    rest = await source.poll(cut.cursor, NOW + 7 * MINUTE)
    assert len({article.id for article in (*cut.articles, *rest.articles)}) == 130
    assert len(rest.articles) < 130


async def test_a_revision_is_the_same_article_with_other_words(
    alpaca: Alpaca, build: Build, tmp_path: Path
) -> None:
    async with house_of(build(), tmp_path / "outlay.db") as house:
        await house.poll()
        alpaca.put(1, "Tarn to spend $40 million", house.wait(minutes=1))
        assert (await house.poll()).new == 1
        alpaca.put(1, "Tarn to spend $45 million", house.wait(hours=3))
        assert (await house.poll()).new == 0
        assert await house.alerting() == ["Tarn to spend $45 million"]


async def test_an_article_that_is_listed_late_is_not_missed(alpaca: Alpaca, build: Build) -> None:
    source = build()
    alpaca.put(1, "Tarn builds", NOW)
    first = await source.poll(None, NOW)
    alpaca.put(2, "Hill builds", NOW - MINUTE)
    poll = await source.poll(first.cursor, NOW + MINUTE)
    assert "Hill builds" in {article.headline for article in poll.articles}


async def test_after_a_long_downtime_two_days_are_caught_up(
    alpaca: Alpaca, build: Build, caplog: pytest.LogCaptureFixture
) -> None:
    first = await build().poll(None, NOW)
    later = NOW + timedelta(days=30)
    alpaca.put(1, "Tarn built", NOW + timedelta(days=3))
    alpaca.put(2, "Tarn builds", later - timedelta(hours=47))
    poll = await build().poll(first.cursor, later)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]
    assert "only the last 48 hours" in caplog.text


async def test_a_date_in_the_far_future_hides_nothing_that_comes_after(alpaca: Alpaca, build: Build) -> None:
    alpaca.put(1, "Tarn builds in time", datetime(9998, 1, 1, tzinfo=UTC))
    first = await build().poll(None, NOW)
    assert len(first.articles) == 1
    alpaca.put(2, "Hill builds", NOW + MINUTE)
    poll = await build().poll(first.cursor, NOW + 2 * MINUTE)
    assert "Hill builds" in {article.headline for article in poll.articles}


BAD: list[Any] = [
    None,
    7,
    "an article",
    [],
    {},
    {"headline": "No number", "created_at": "2026-11-20T12:00:00Z"},
    {"id": "7", "headline": "A number in words", "created_at": "2026-11-20T12:00:00Z"},
    {"id": 7, "headline": None, "summary": None, "content": None, "created_at": "2026-11-20T12:00:00Z"},
    {"id": 7, "headline": "  ", "created_at": "2026-11-20T12:00:00Z"},
    {"id": 7, "headline": "No date", "created_at": None},
    {"id": 7, "headline": "Before the web", "created_at": "0001-01-01T00:00:00Z"},
    {"id": 7, "headline": "No such day", "created_at": "2026-02-31T00:00:00Z"},
    {"id": 7, "headline": "Half a date", "created_at": "2026-11-20T12:00:00Z", "updated_at": "later"},
    {"id": 7, "headline": "x" * 1_000_000, "created_at": "2026-11-20T12:00:00Z"},
    {"id": 7, "headline": "Symbols", "created_at": "2026-11-20T12:00:00Z", "symbols": {"a": 1}},
]


@pytest.mark.parametrize("bad", BAD)
async def test_a_bad_item_is_left_out_and_counted(
    alpaca: Alpaca, build: Build, caplog: pytest.LogCaptureFixture, bad: object
) -> None:
    alpaca.put(1, "Tarn builds", NOW)
    alpaca.odd = [bad]
    poll = await build().poll(None, NOW)
    assert [article.headline for article in poll.articles] == ["Tarn builds"]
    assert '"alpaca": 1 of 2 items cannot be used' in caplog.text


async def test_fields_that_are_null_or_new_do_no_harm(alpaca: Alpaca, build: Build) -> None:
    empty = dict.fromkeys(("summary", "content", "author", "source", "url", "symbols", "images"))
    alpaca.odd = [
        {**empty, "id": 7, "headline": "Tarn builds", "created_at": "2026-11-20T12:00:00Z", "new": {}}
    ]
    (article,) = (await build().poll(None, NOW)).articles
    assert (article.body, article.outlet, article.tickers) == ("", None, ())


@pytest.mark.parametrize(
    "body", ["", "<html>", "[]", '{"message": "hi"}', '{"news": 7}', '{"news": null}', "[" * 100_000]
)
async def test_another_shape_is_said_in_words(alpaca: Alpaca, build: Build, body: str) -> None:
    alpaca.account.body = body
    with pytest.raises(SourceTrouble, match="of another shape than it documents"):
        await build().poll(None, NOW)


async def test_a_refused_key_names_the_variables(alpaca: Alpaca, build: Build) -> None:
    with pytest.raises(Denied, match="APCA_API_KEY_ID and APCA_API_SECRET_KEY") as caught:
        await build(KEYS | {"APCA_API_SECRET_KEY": "wrong-one"}).poll(None, NOW)
    assert "wrong-one" not in str(caught.value)


@pytest.mark.parametrize(("retry_after", "seconds"), [("7", 7.0), (None, None)])
async def test_a_limit_is_waited_out(
    alpaca: Alpaca, build: Build, retry_after: str | None, seconds: float | None
) -> None:
    alpaca.account.throttled, alpaca.account.retry_after = 1, retry_after
    with pytest.raises(TryLater, match="too often") as caught:
        await build().poll(None, NOW)
    assert caught.value.seconds == seconds


@pytest.mark.parametrize("state", [None, "nonsense", "{}", '{"since": 7}'])
async def test_a_state_of_something_else_begins_anew(alpaca: Alpaca, build: Build, state: str | None) -> None:
    alpaca.put(1, "Tarn builds", NOW)
    assert len((await build().poll(Cursor(state=state), NOW)).articles) == 1


# ------------------------------------------------------------------------------------------- the line


@pytest.fixture
async def house(build: Build, tmp_path: Path) -> AsyncIterator[House]:
    """A house that polled once, and is not listening yet."""
    async with house_of(build(stream=True), tmp_path / "outlay.db") as house:
        await house.poll()
        yield house


async def settle(house: House) -> None:
    """Wait until the line stands, and poll as it asks for."""
    await house.woke()
    await house.poll()


async def test_news_come_over_the_line_and_rest_is_left_alone(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        pages = alpaca.account.pages
        await alpaca.publish(1, "Tarn builds", house.wait(seconds=2))
        await house.woke()
        assert (await house.poll()).new == 1
        assert (await house.poll()).new == 0
        assert alpaca.account.pages == pages
        assert alpaca.listeners == [["*"]]
    assert await house.alerting() == ["Tarn builds"]
    assert house.troubles == []


async def test_the_line_is_told_which_symbols(alpaca: Alpaca, build: Build, tmp_path: Path) -> None:
    source = build(stream=True, symbols=["TARN"])
    async with house_of(source, tmp_path / "outlay.db") as house, listening(house):
        await house.woke()
        assert alpaca.listeners == [["TARN"]]


async def test_rest_is_asked_every_few_minutes_though_the_line_stands(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        pages = alpaca.account.pages
        house.wait(minutes=6)
        await house.poll()
        assert alpaca.account.pages == pages + 1


async def test_news_while_the_line_is_down_are_not_missed_and_none_comes_twice(
    alpaca: Alpaca, house: House
) -> None:
    async with listening(house):
        await settle(house)
        for number in range(1, 61):
            if number % 10 == 3:
                await alpaca.drop_line()
            if number % 10 == 4:
                alpaca.account.line_open = False
            if number % 10 == 8:
                alpaca.account.line_open = True
            await alpaca.publish(number, f"Tarn builds mine {number}", house.wait(seconds=5))
            if number % 3 == 0:
                await house.poll()
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        house.wait(seconds=1)
        await house.poll()
        house.wait(minutes=6)
        await house.poll()
    heard = set(alpaca.said)
    assert 0 < len(heard) < 60  # the line brought some, REST the others
    assert house.troubles
    assert sorted(await house.alerting()) == sorted(f"Tarn builds mine {number}" for number in range(1, 61))
    assert (await house.store.health())[0].items == 60


async def test_while_the_line_is_down_each_poll_asks(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        alpaca.account.line_open = False
        await alpaca.drop_line()
        while not house.troubles:
            await asyncio.sleep(0.01)
        await alpaca.publish(1, "Tarn builds", house.wait(seconds=30))
        assert (await house.poll()).new == 1


async def test_a_restart_asks_again_for_what_the_line_said_and_nobody_kept(
    alpaca: Alpaca, house: House, build: Build
) -> None:
    async with listening(house):
        await settle(house)
        await alpaca.publish(1, "Tarn builds", house.wait(seconds=2))
        await house.woke()  # and before anybody polls, the program ends
    house.source = build(stream=True)
    house.wait(hours=1)
    await house.poll()
    assert await house.alerting() == ["Tarn builds"]


async def test_the_store_that_failed_once_gets_it_again(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        cursor = await house.store.cursor("alpaca")
        await alpaca.publish(1, "Tarn builds", house.wait(seconds=2))
        await house.woke()
        lost = await house.source.poll(cursor, house.now())
        assert len(lost.articles) == 1
        house.wait(minutes=6)
        again = await house.source.poll(cursor, house.now())
        assert [article.id for article in again.articles] == [lost.articles[0].id]


async def test_rest_that_spells_it_otherwise_makes_no_revision(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        item = alpaca.put(1, "Tarn builds", house.wait(seconds=2))
        await alpaca.say({"T": "n", **item, "content": "<div>Tarn builds. </div>"})
        item["content"] = "Tarn builds, as it says."
        await house.woke()
        await house.poll()
        (before,) = await house.store.unread(9)
        house.wait(minutes=6)
        await house.poll()
        assert await house.store.unread(9) == [before]
        alpaca.put(1, "Tarn builds twice", house.wait(minutes=6))
        await house.poll()
        assert await house.alerting() == ["Tarn builds twice"]


async def test_a_line_that_stands_but_says_nothing_is_called_again(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        alpaca.account.line_mute = True
        await alpaca.publish(1, "Tarn builds", house.wait(minutes=3))
        house.wait(minutes=3)
        await house.poll()
        assert await house.alerting() == ["Tarn builds"]
        await house.woke()
        assert alpaca.calls == 2
        await alpaca.drop_line()
        await house.woke()
    assert "stood but brought no news" in house.troubles[0]
    assert "hung up" in house.troubles[1]


async def test_a_dead_line_is_noticed(alpaca: Alpaca, build: Build, fetcher: Fetcher) -> None:
    source = build(stream=True)
    assert isinstance(source, TalkativeAlpaca)
    source._heartbeat = 0.1
    alpaca.account.line_dead = True
    woken = asyncio.Event()
    with pytest.raises(TryLater, match="leaves our pings unanswered"):
        await asyncio.wait_for(source.listen(woken.set), 5)
    assert woken.is_set()


@pytest.mark.parametrize(
    ("code", "kind", "words"),
    [
        (402, SourceTrouble, "check APCA_API_KEY_ID and APCA_API_SECRET_KEY"),
        (404, TryLater, "did not hear in time"),
        (405, SourceTrouble, "shorten symbols"),
        (406, TryLater, "another program holds the one line"),
        (407, TryLater, "too slowly"),
        (409, SourceTrouble, "set stream = false"),
        (500, TryLater, "on its side"),
        (499, TryLater, '"as told"'),
    ],
)
async def test_what_the_line_objects_to_is_said(
    alpaca: Alpaca, build: Build, code: int, kind: type[SourceTrouble], words: str
) -> None:
    alpaca.account.line_error = code
    source = build(stream=True)
    assert isinstance(source, Listens)
    with pytest.raises(SourceTrouble, match=words) as caught:
        await source.listen(lambda: None)
    assert type(caught.value) is kind


async def test_the_line_refuses_a_wrong_key(alpaca: Alpaca, build: Build) -> None:
    source = build(KEYS | {"APCA_API_SECRET_KEY": "wrong-one"}, stream=True)
    assert isinstance(source, Listens)
    with pytest.raises(SourceTrouble, match="does not know the key") as caught:
        await source.listen(lambda: None)
    assert "wrong-one" not in str(caught.value)


async def test_a_second_line_is_refused_and_rest_goes_on(alpaca: Alpaca, house: House, build: Build) -> None:
    other = build(stream=True)
    assert isinstance(other, Listens)
    async with listening(house):
        await settle(house)
        with pytest.raises(TryLater, match="another program"):
            await other.listen(lambda: None)
        alpaca.put(1, "Tarn builds", NOW)
        assert len((await other.poll(None, NOW)).articles) == 1


async def test_odd_messages_of_the_line_do_no_harm(
    alpaca: Alpaca, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(house):
        await settle(house)
        await alpaca.say(7, None, {}, {"T": 7}, {"T": "weather"}, {"T": "n"}, {"T": "n", "id": "x"})
        await alpaca.publish(1, "Tarn builds", house.wait(seconds=2))
        await house.woke()
        await asyncio.sleep(0.05)
        await house.poll()
    assert await house.alerting() == ["Tarn builds"]
    assert "2 of 2 items cannot be used" in caplog.text
    assert house.troubles == []


async def test_a_message_that_is_no_list_ends_the_call_and_rest_catches_up(
    alpaca: Alpaca, house: House
) -> None:
    async with listening(house):
        await settle(house)
        (line,) = alpaca._subscribed
        await line.send_str("{")
        alpaca.put(1, "Tarn builds", house.wait(seconds=2))
        await settle(house)
    assert "another shape" in house.troubles[0]
    assert await house.alerting() == ["Tarn builds"]


async def test_the_line_brings_news_while_rest_is_out_of_order(alpaca: Alpaca, house: House) -> None:
    async with listening(house):
        await settle(house)
        alpaca.account.throttled = 99
        house.wait(minutes=6)
        await alpaca.publish(1, "Tarn builds", house.now())
        await house.woke()
        report = await house.poll()
        assert report.new == 1
        assert (report.health.error or "").startswith("Only its line brings news. ")
        left = alpaca.account.throttled
        await alpaca.publish(2, "Hill builds", house.wait(seconds=5))
        await house.woke()
        await house.poll()
        assert alpaca.account.throttled == left  # it asked to be left alone
        house.wait(minutes=6)
        report = await house.poll()
        assert (report.health.state, report.health.not_before) == (SourceState.WELL, None)
        assert "too often" in (report.health.error or "")
    assert await house.alerting() == ["Tarn builds", "Hill builds"]


async def test_without_a_line_trouble_with_rest_is_trouble(alpaca: Alpaca, house: House) -> None:
    alpaca.account.throttled = 1
    report = await house.poll()
    assert report.health.state is SourceState.FAILING


async def test_more_than_can_be_held_is_asked_of_rest(
    alpaca: Alpaca, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_HELD", 5)
    async with listening(house):
        await settle(house)
        for number in range(1, 13):
            await alpaca.publish(number, f"Tarn builds mine {number}", house.wait(seconds=1))
        await asyncio.sleep(0.1)
        await house.poll()
    assert len(await house.alerting()) == 12
