"""The sources at work: a real schedule, a real wire, a real database."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.cards.card import Card
from bot.config import Environment, FetchTable, OperatorTable, Settings, StoreTable, UserSourcesTable
from bot.domain.alert import Channel
from bot.domain.errors import BadInput, CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.parts import Parts, SystemClock, assemble
from bot.ports import (
    Added,
    AddedSource,
    Cursor,
    Decision,
    Enrolled,
    Manner,
    Offered,
    Poll,
    SourceHealth,
    SourceState,
)
from bot.roster import SourcesAtWork
from bot.roster.line import Line
from bot.schedule import Schedule
from bot.store.sqlite import SqliteStore
from tests.store.examples import NOON, Hands, article, reading, story
from tests.vendors.alpaca import KEY, SECRET, Alpaca
from tests.wires import Wire

HERE = Channel("slack", "T1", "C1")
THERE = Channel("slack", "T2", "C9")
OPEN = UserSourcesTable(allowed=True, least=0.2, most=3)
CLOSED = UserSourcesTable()


@dataclass
class Running:
    parts: Parts
    roster: SourcesAtWork
    told: list[Card] = field(default_factory=list)
    stories_changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def one(self, name: str) -> Enrolled:
        return next(source for source in await self.roster.enrolled() if source.name == name)

    async def names(self) -> list[str]:
        return [source.name for source in await self.roster.enrolled()]

    async def headlines(self) -> set[str | None]:
        """Return the headlines that wait to be read: what was let alert."""
        return {article.headline for article in await self.parts.store.unread(100)}

    async def add(self, wish: str, name: str = "", *, channel: Channel = HERE) -> Added | Offered:
        return await self.roster.add(wish, name, "U1", channel)


@asynccontextmanager
async def at_work(
    folder: Path,
    wire: Wire | Alpaca,
    *tables: Mapping[str, Any],
    rules: UserSourcesTable = OPEN,
    allow: bool = True,
    environment: Mapping[str, str] | None = None,
) -> AsyncIterator[Running]:
    """Run the sources of these tables, and those that were added in this folder before."""
    settings = Settings(
        store=StoreTable(path=str(folder / "outlay.db")),
        fetch=FetchTable(allow=(wire.place,) if allow else (), timeout=3.0),
        operator=OperatorTable(channel="slack:T1:C7"),
        user_sources=rules,
        sources=tables,
    )
    async with assemble(settings, Environment(environment or {}), SystemClock()) as parts:
        told: list[Card] = []
        roster = SourcesAtWork(parts, wake_reader=lambda: None, wake_deliverer=lambda: None, tell=told.append)
        async with asyncio.TaskGroup() as group, Schedule() as schedule:
            await roster.start(group, schedule)
            try:
                yield Running(parts, roster, told)
            finally:
                await roster.close()


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


def feed(*headlines: str, title: str = "Harbour News", at: datetime | None = None) -> str:
    date = format_datetime(at or datetime.now(UTC))
    items = "".join(
        f"<item><title>{one}</title><guid>{one}</guid><pubDate>{date}</pubDate></item>" for one in headlines
    )
    return f'<rss version="2.0"><channel><title>{title}</title>{items}</channel></rss>'


async def until(holds: Callable[[], object], seconds: float = 10.0) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)


async def polled(running: Running, name: str) -> None:
    """Wait until a source has answered."""
    async with asyncio.timeout(10):
        while (await running.one(name)).health.last_success is None:
            await asyncio.sleep(0.02)


async def brought(running: Running, headline: str) -> None:
    async with asyncio.timeout(10):
        while headline not in await running.headlines():
            await asyncio.sleep(0.02)


def asked(wire: Wire, path: str) -> int:
    return sum(one.path == path for one in wire.asked)


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
        health = (await running.one("Harbour News")).health
        assert (health.state, health.items) == (SourceState.WELL, 2)


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


async def test_nothing_is_added_unless_the_operator_allows_it(wire: Wire, tmp_path: Path) -> None:
    async with at_work(tmp_path, wire, rules=CLOSED) as running:
        with pytest.raises(CannotRun, match=r"allowed = true under \[user_sources\]"):
            await running.add(wire.url("/rss"))
    assert wire.asked == []


@pytest.mark.parametrize(
    "wish", ["http://{place}/rss", "http://127.0.0.1/rss", "http://[::1]/", "http://10.1.2.3"]
)
async def test_a_private_address_is_refused_without_a_word_on_what_is_there(
    wire: Wire, tmp_path: Path, wish: str
) -> None:
    wire.put("/rss", feed("internal memo", title="Payroll"))
    async with at_work(tmp_path, wire, allow=False) as running:
        with pytest.raises(SourceTrouble, match="private network") as refused:
            await running.add(wish.format(place=wire.place))
        assert "Payroll" not in str(refused.value)
        assert "[fetch]" not in str(refused.value)
    assert wire.asked == []


async def test_a_redirect_into_a_private_network_is_refused_too(wire: Wire, tmp_path: Path) -> None:
    wire.redirect("/rss", "http://169.254.169.254/latest/meta-data")
    async with at_work(tmp_path, wire) as running:
        with pytest.raises(SourceTrouble, match="private network") as refused:
            await running.add(wire.url("/rss"))
        assert "169.254" not in str(refused.value)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("ftp://n.example/rss", "must begin with http"),
        ("file:///etc/passwd", "must begin with http"),
        ("http://user:word@n.example/rss", "user name or password"),
        ("https://n.example/" + "a" * 2_000, "longer than"),
        ("nonsense", "neither a feed's address nor a preset"),
        ("feed", "neither a feed's address nor a preset"),
        ("os", "neither a feed's address nor a preset"),
    ],
)
async def test_what_is_no_address_and_no_preset_is_refused(
    wire: Wire, tmp_path: Path, wish: str, words: str
) -> None:
    async with at_work(tmp_path, wire) as running:
        with pytest.raises((BadInput, SourceTrouble), match=words):
            await running.add(wish)
        assert await running.names() == []


async def test_a_page_offers_the_feed_that_it_names(wire: Wire, tmp_path: Path) -> None:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    wire.put("/news", f"<!doctype html><html><head>{link}</head></html>", content_type="text/html")
    wire.put("/bare", "<!doctype html><html><body>Hello</body></html>", content_type="text/html")
    async with at_work(tmp_path, wire) as running:
        assert await running.add(wire.url("/news")) == Offered(wire.url("/rss"))
        with pytest.raises(SourceTrouble, match="web page"):
            await running.add(wire.url("/bare"))
        with pytest.raises(SourceTrouble, match="404"):
            await running.add(wire.url("/nowhere"))
        assert await running.names() == []


async def test_the_same_wire_is_not_read_twice(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"))
    table = {"kind": "feed", "name": "settled", "url": wire.url("/rss"), "every": 60.0}
    wire.put("/other", feed("old news"))
    async with at_work(tmp_path, wire, table) as running:
        with pytest.raises(BadInput, match="“settled”"):
            await running.add(wire.url("/rss/?utm_source=mail"))
        await running.add(wire.url("/other"), "Ours")
        with pytest.raises(BadInput, match="“Ours”"):
            await running.add(wire.url("/other"))
        with pytest.raises(BadInput, match="somebody else") as hidden:
            await running.add(wire.url("/other"), channel=THERE)
        assert "Ours" not in str(hidden.value)


async def test_names_are_given_once_and_room_is_limited(wire: Wire, tmp_path: Path) -> None:
    for number in range(4):
        wire.put(f"/{number}", feed(f"news {number}"))
    async with at_work(tmp_path, wire) as running:
        await running.add(wire.url("/0"))
        with pytest.raises(BadInput, match="another source"):
            await running.add(wire.url("/1"), "harbour news")
        with pytest.raises(BadInput, match="up to 60"):
            await running.add(wire.url("/1"), "n" * 61)
        await running.add(wire.url("/1"))
        assert await running.names() == ["Harbour News", "Harbour News 2"]
        await running.add(wire.url("/2"))
        with pytest.raises(BadInput, match="Remove one first"):
            await running.add(wire.url("/3"))
        await running.add(wire.url("/3"), "Elsewhere", channel=THERE)


async def test_two_people_who_add_the_same_feed_at_once_add_one(wire: Wire, tmp_path: Path) -> None:
    wire.put("/rss", feed("old news"), delay=0.1)
    async with at_work(tmp_path, wire) as running:
        both = await asyncio.gather(
            running.add(wire.url("/rss")), running.add(wire.url("/rss")), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in both) == ["Added", "BadInput"]
        assert await running.names() == ["Harbour News"]


async def test_a_preset_that_needs_more_than_its_name_says_what(wire: Wire, tmp_path: Path) -> None:
    async with at_work(tmp_path, wire) as running:
        for kind, words in (("files", "path"), ("edgar", "contact"), ("alpaca", "APCA_API_KEY_ID")):
            with pytest.raises(CannotRun, match="the operator sets it in the settings file") as refused:
                await running.add(kind)
            assert words in str(refused.value)


async def test_presets_are_those_of_the_rules_that_there_are(wire: Wire, tmp_path: Path) -> None:
    rules = UserSourcesTable(allowed=True, kinds=("feed", "prnewswire", "wax_seal"))
    async with at_work(tmp_path, wire, rules=rules) as running:
        assert running.roster.presets == ("prnewswire",)
        with pytest.raises(CannotRun, match="not among the kinds"):
            await running.add("globenewswire")
    async with at_work(
        tmp_path, wire, rules=UserSourcesTable(allowed=True, kinds=("prnewswire",))
    ) as running:
        with pytest.raises(CannotRun, match="no addresses"):
            await running.add(wire.url("/rss"))


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


@dataclass
class Ticker:
    """A source that is called by its publisher, and counts how often it is polled."""

    name: str = "ticker"
    manner: Manner = field(default_factory=lambda: Manner(every=3600.0, slowest=3600.0))
    takes: float = 0.05
    removes: tuple[str, ...] = ()
    polls: int = 0
    wake: Callable[[], None] | None = None
    lines: int = 0
    trouble: Exception | None = None

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        self.polls += 1
        await asyncio.sleep(self.takes)
        return Poll((), Cursor(), unchanged=not self.removes, removed=self.removes, window=False)

    async def listen(self, wake: Callable[[], None]) -> None:
        self.lines += 1
        if self.trouble is not None:
            raise self.trouble
        self.wake = wake
        try:
            await asyncio.Event().wait()
        finally:
            self.wake = None

    async def close(self) -> None:
        """There is nothing to let go of."""


class FrailStore(SqliteStore):
    """The real store, whose disk is full once."""

    full = True

    async def note_health(self, health: SourceHealth) -> None:
        if self.full:
            self.full = False
            raise CannotRun("The disk is full.")
        await super().note_health(health)


@asynccontextmanager
async def on_line(folder: Path, ticker: Ticker, *, frail: bool = False) -> AsyncIterator[Running]:
    """Run one source that no settings can name; with a `frail` store, which fails once."""
    settings = Settings(store=StoreTable(path=str(folder / "outlay.db")))
    async with assemble(settings, Environment({}), SystemClock()) as bare:
        named = msgspec.structs.replace(settings, sources=({"name": ticker.name},))
        store = await (FrailStore if frail else SqliteStore).open(folder / "outlay.db")
        parts = replace(bare, settings=named, sources=(ticker,), store=store)
        changed = asyncio.Event()
        roster = SourcesAtWork(
            parts, wake_reader=lambda: None, wake_deliverer=changed.set, tell=lambda _: None
        )
        async with asyncio.TaskGroup() as group, Schedule() as schedule:
            await roster.start(group, schedule)
            try:
                yield Running(parts, roster, stories_changed=changed)
            finally:
                await roster.close()
        await store.close()


async def test_a_call_from_the_publisher_brings_the_next_poll_forward(tmp_path: Path) -> None:
    ticker = Ticker()
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls == 1 and ticker.wake)
        assert ticker.wake is not None
        for _ in range(5):
            ticker.wake()  # five calls before the poll are one poll's work
        await until(lambda: ticker.polls == 2)
        await asyncio.sleep(0.3)
        assert ticker.polls == 2
        assert (await running.one("ticker")).line == "connected"


async def test_a_call_during_a_poll_is_not_lost(tmp_path: Path) -> None:
    ticker = Ticker(takes=0.4)
    async with on_line(tmp_path, ticker):
        await until(lambda: ticker.polls == 1 and ticker.wake)
        assert ticker.wake is not None
        ticker.wake()
        await until(lambda: ticker.polls == 2)


async def test_a_line_that_is_down_is_told_and_stops_no_poll(tmp_path: Path) -> None:
    ticker = Ticker(trouble=SourceTrouble("the publisher hung up"), manner=Manner(every=0.1, slowest=0.1))
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls >= 3)
        assert (await running.one("ticker")).line == "down: the publisher hung up"
        assert (await running.one("ticker")).health.state is SourceState.WELL


async def test_a_paused_source_leaves_its_line(tmp_path: Path) -> None:
    ticker = Ticker()
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.wake)
        await running.roster.pause("ticker", "U1")
        assert ticker.wake is None
        assert (await running.one("ticker")).line is None
        await running.roster.resume("ticker")
        await until(lambda: ticker.wake)


async def test_a_line_is_tried_again_with_growing_patience_and_stands_after_a_while() -> None:
    clock = Hands()
    ticker = Ticker(trouble=SourceTrouble("the publisher hung up"))
    line = Line("ticker", ticker, lambda: None, clock, jitter=lambda: -0.98)  # a hundredth of the wait
    task = asyncio.create_task(line.run())
    began = asyncio.get_running_loop().time()
    try:
        await until(lambda: ticker.lines == 5)
        assert asyncio.get_running_loop().time() - began >= (1 + 2 + 4 + 8) / 100
        ticker.trouble = None
        await until(lambda: ticker.wake)
        assert line.words() == "down: the publisher hung up"
        clock.forward(timedelta(seconds=10))
        assert line.words() == "connected"
    finally:
        task.cancel()


async def test_a_publisher_who_asks_for_patience_on_his_line_gets_it() -> None:
    ticker = Ticker(trouble=TryLater("too many calls", 0.3))
    line = Line("ticker", ticker, lambda: None, Hands(), jitter=lambda: -1.0)  # no wait of its own
    task = asyncio.create_task(line.run())
    await asyncio.sleep(0.15)
    assert ticker.lines == 1
    await until(lambda: ticker.lines == 2)
    task.cancel()


async def test_news_come_over_a_real_line_and_what_it_missed_comes_when_it_is_back(tmp_path: Path) -> None:
    keys = {"APCA_API_KEY_ID": KEY, "APCA_API_SECRET_KEY": SECRET}
    async with Alpaca() as vendor:
        table = vendor.table(stream=True, every=3600.0)
        async with at_work(tmp_path, vendor, table, environment=keys) as running:
            await polled(running, "alpaca")
            await until(lambda: vendor.listeners)
            await vendor.publish(1, "Tarn Metals to build a mine", datetime.now(UTC))
            await brought(running, "Tarn Metals to build a mine")
            assert (await running.one("alpaca")).line == "connected"
            await vendor.drop_line()
            vendor.put(2, "Tarn Metals to close a mine", datetime.now(UTC))
            await brought(running, "Tarn Metals to close a mine")
            assert len(await running.headlines()) == 2


async def test_a_line_that_is_gone_for_good_is_left() -> None:
    ticker = Ticker(trouble=GoneForGood("no such stream"))
    line = Line("ticker", ticker, lambda: None, Hands())
    await asyncio.wait_for(line.run(), 5)
    assert line.words() == "down: no such stream"


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
