from collections import deque
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from threading import current_thread

import pytest

from bot.desk.intake import in_order, presentable
from bot.desk.outcome import PollReport
from bot.desk.poll import poll
from bot.domain.article import Article
from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Cursor, Kept, Manner, Poll, SourceState
from bot.store.memory import MemoryStore
from tests.store.examples import MINUTE, NOON, Hands, article


@dataclass
class Wire:
    """A source that gives, one poll at a time, what it was told to."""

    gives: deque[Poll | Exception] = field(default_factory=deque)
    name: str = "wire"
    manner: Manner = field(default_factory=lambda: Manner(every=100.0, slowest=100.0))
    asked: list[Cursor | None] = field(default_factory=list)

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        self.asked.append(cursor)
        given = self.gives.popleft()
        if isinstance(given, Exception):
            raise given
        return given

    async def close(self) -> None:
        """There is nothing to let go of."""


@dataclass
class Room:
    """A wire, a store and a clock."""

    wire: Wire = field(default_factory=Wire)
    store: MemoryStore = field(default_factory=MemoryStore)
    clock: Hands = field(default_factory=Hands)

    async def poll(self, *given: Poll | Exception, jitter: float = 0.0) -> PollReport:
        """Poll once for each thing given; return the last report."""
        report = None
        for each in given:
            self.wire.gives.append(each)
            report = await poll(self.wire, self.store, self.clock, jitter=lambda: jitter)
        assert report is not None
        return report

    def wait(self, report: PollReport) -> float:
        """Return how many seconds the next poll is away."""
        assert report.health.next_poll is not None
        return (report.health.next_poll - self.clock.now()).total_seconds()


@pytest.fixture
def room() -> Room:
    return Room()


def news(*articles: Article, wait: float | None = None, etag: str = "1") -> Poll:
    return Poll(articles, Cursor(etag), wait)


class TestNews:
    @pytest.mark.parametrize(
        ("long", "many", "is_aside"), [(1, 1, False), (200_000, 1, True), (1, 200, True)]
    )
    async def test_much_to_read_does_not_hold_the_loop(
        self, room: Room, long: int, many: int, *, is_aside: bool
    ) -> None:
        threads = set()

        class Watched(str):
            __slots__ = ()

            def isascii(self) -> bool:
                threads.add(current_thread())
                return super().isascii()

        body = Watched("x" * long)
        await room.poll(news(*(article(number, body=body) for number in range(many))))
        assert (current_thread() not in threads) == is_aside

    async def test_the_first_poll_alerts_nothing(self, room: Room) -> None:
        report = await room.poll(news(article(1)))
        assert report.new == 1
        assert await room.store.unread(10) == []

    async def test_unless_the_source_wants_it(self, room: Room) -> None:
        room.wire.manner = replace(room.wire.manner, alert_first=True)
        await room.poll(news(article(1)))
        assert await room.store.unread(10) == [presentable(article(1))]

    async def test_what_comes_later_waits_to_be_read(self, room: Room) -> None:
        report = await room.poll(news(article(1)), news(article(1), article(2), etag="2"))
        assert report.new == 1
        assert await room.store.unread(10) == [presentable(article(2))]
        assert room.wire.asked == [None, Cursor("1")]
        assert await room.store.cursor("wire") == Cursor("2")

    async def test_a_first_poll_that_failed_was_none(self, room: Room) -> None:
        await room.poll(SourceTrouble("It answers 500."), news(article(1)))
        assert await room.store.unread(10) == []

    async def test_old_articles_are_history(self, room: Room) -> None:
        old = article(2, published_at=NOON - timedelta(hours=48, seconds=1))
        new = article(3, published_at=NOON - timedelta(hours=48))
        report = await room.poll(news(), news(old, new, article(4, published_at=None), etag="2"))
        assert report.new == 3
        assert {found.id for found in await room.store.unread(10)} == {"wire-3", "wire-4"}
        assert await room.store.cursor("wire") == Cursor("2")

    async def test_a_part_that_is_asked_for_the_first_time_alerts_nothing(self, room: Room) -> None:
        given = replace(news(article(1), article(2), etag="2"), quiet=frozenset({"wire-1"}))
        report = await room.poll(news(), given)
        assert report.new == 2
        assert await room.store.unread(10) == [presentable(article(2))]

    async def test_unless_the_source_wants_that_too(self, room: Room) -> None:
        room.wire.manner = replace(room.wire.manner, alert_first=True)
        await room.poll(replace(news(article(1)), quiet=frozenset({"wire-1"})))
        assert await room.store.unread(10) == [presentable(article(1))]

    async def test_after_a_long_rest_what_is_new_and_fresh_alerts(self, room: Room) -> None:
        await room.poll(news(article(1)))
        week = timedelta(days=7)
        room.clock.forward(week)
        old = article(2, published_at=NOON + 4 * timedelta(days=1), first_seen=NOON + week)
        fresh = article(3, published_at=NOON + week, first_seen=NOON + week)
        report = await room.poll(news(article(1), old, fresh, etag="2"))
        assert (report.new, report.health.gaps) == (2, 0)
        assert await room.store.unread(10) == [presentable(fresh)]

    async def test_a_lost_cursor_makes_a_first_poll(self, room: Room) -> None:
        await room.poll(news(article(1)))
        room.store = MemoryStore()
        assert (await room.poll(news(article(1), article(2)))).new == 2
        assert await room.store.unread(10) == []

    async def test_nothing_is_published_in_the_future(self, room: Room) -> None:
        ahead = article(1, published_at=NOON + timedelta(days=3), first_seen=NOON)
        await room.poll(news(), news(ahead))
        assert [found.published_at for found in await room.store.unread(10)] == [NOON]

    def test_the_oldest_comes_first_whatever_the_feed_does(self) -> None:
        early, late, undated = (
            Article(name, "wire", name, "", NOON, published_at=NOON - ago if ago else None)
            for name, ago in (("early", 9 * MINUTE), ("late", 3 * MINUTE), ("undated", None))
        )
        assert in_order([late, early]) == [early, late]
        assert in_order([undated, late, early]) == [early, late, undated]

    def test_half_a_surrogate_pair_is_replaced(self) -> None:
        bad = article(
            1, headline="Acme \ud83d", body="\udc00", outlet="\ud800", tickers=("A\ud800",), url=None
        )
        good = presentable(bad)
        assert (good.headline, good.body, good.outlet, good.tickers) == ("Acme ?", "?", "?", ("A?",))
        assert presentable(article(1, headline=None, outlet=None)).headline is None


class TestWaiting:
    async def test_as_often_as_wished_and_a_little_later(self, room: Room) -> None:
        assert room.wait(await room.poll(news())) == pytest.approx(100)
        assert room.wait(await room.poll(news(), jitter=1.0)) == pytest.approx(110)

    async def test_never_sooner_than_asked(self, room: Room) -> None:
        assert room.wait(await room.poll(news(wait=500))) == pytest.approx(500)
        assert room.wait(await room.poll(TryLater("Slow down.", 700))) == pytest.approx(700)
        assert room.wait(await room.poll(TryLater("Slow down.", 700), jitter=1.0)) == pytest.approx(770)

    async def test_nobody_asks_for_a_year(self, room: Room) -> None:
        assert room.wait(await room.poll(news(wait=3e7))) == pytest.approx(86400)
        report = await room.poll(TryLater("Slow down.", 3e7))
        assert room.wait(report) == pytest.approx(86400)
        assert report.health.error == (
            "Slow down. It asks to be left alone for 347 days, which must be a mistake: "
            "only 24 h of it are believed."
        )

    async def test_longer_after_each_failure_and_never_giving_up(self, room: Room) -> None:
        trouble = SourceTrouble("It answers 500.")
        waits = [room.wait(await room.poll(trouble, jitter=1.0)) for _ in range(12)]
        assert waits[:4] == [200, 400, 800, 1600]
        assert waits[-1] == 6000
        report = await room.poll(*[trouble] * 2000, jitter=1.0)
        assert room.wait(report) == 6000
        assert room.wait(await room.poll(news())) == 100

    async def test_a_rare_source_is_not_asked_more_often_when_it_fails(self, room: Room) -> None:
        room.wire.manner = Manner(every=86400.0, slowest=86400.0)
        assert room.wait(await room.poll(SourceTrouble("x"), SourceTrouble("x"))) == 86400

    async def test_gone_is_never_asked_again(self, room: Room) -> None:
        report = await room.poll(GoneForGood("It answers 410."))
        assert report.health.next_poll is None
        assert report.health.state is SourceState.STOPPED


class TestHealth:
    async def test_in_plain_words(self, room: Room) -> None:
        report = await room.poll(news(article(1)), SourceTrouble("It answers 404: not found."))
        [health] = await room.store.health()
        assert health == report.health
        assert (health.state, health.failures, health.items) == (SourceState.FAILING, 1, 1)
        assert health.error == "It answers 404: not found."
        assert health.last_success == NOON

    async def test_well_again(self, room: Room) -> None:
        room.clock.forward(MINUTE)
        report = await room.poll(SourceTrouble("x"), news(article(1)), news(article(2)))
        assert (report.health.state, report.health.failures, report.health.error) == (
            SourceState.WELL,
            0,
            None,
        )
        assert (report.health.items, report.health.last_success) == (2, NOON + MINUTE)

    async def test_the_owner_hears_once_of_a_stop_and_once_of_the_return(self, room: Room) -> None:
        trouble = SourceTrouble("It answers 500.")
        notices = [(await room.poll(trouble)).notice for _ in range(5)]
        assert [notice is not None for notice in notices] == [False, False, True, False, False]
        assert notices[2] is not None
        assert notices[2].title == "The source wire stopped working"
        assert "It answers 500." in notices[2].text[0]
        back = (await room.poll(news(article(1)))).notice
        assert back is not None
        assert back.title == "The source wire is back"
        assert (await room.poll(news())).notice is None

    async def test_the_owner_does_not_hear_of_the_weather(self, room: Room) -> None:
        assert (await room.poll(SourceTrouble("x"), SourceTrouble("x"), news())).notice is None

    async def test_the_owner_hears_at_once_of_the_end(self, room: Room) -> None:
        first = (await room.poll(GoneForGood("It answers 410."))).notice
        assert first is not None
        assert "gone for good" in first.title
        assert (await room.poll(GoneForGood("It answers 410."))).notice is None

    async def test_the_end_is_news_after_failures_too(self, room: Room) -> None:
        report = await room.poll(*[SourceTrouble("x")] * 3, GoneForGood("It answers 410."))
        assert report.notice is not None

    async def test_a_source_that_breaks_is_a_source_in_trouble(
        self, room: Room, caplog: pytest.LogCaptureFixture
    ) -> None:
        report = await room.poll(ZeroDivisionError("division by zero"))
        assert report.health.state is SourceState.FAILING
        assert "ZeroDivisionError" in (report.health.error or "")
        assert "The source wire broke" in caplog.text

    async def test_so_is_one_that_gives_what_cannot_be_kept(self, room: Room) -> None:
        """Else it would be asked for ever, give nothing, and nobody would hear of it."""
        naive = article(1, published_at=NOON.replace(tzinfo=None))
        report = await room.poll(news(), news(naive, etag="2"))
        assert report.health.state is SourceState.FAILING
        assert report.health.error is not None
        assert "TypeError" in report.health.error
        assert await room.store.cursor("wire") == Cursor("1")

    async def test_an_article_that_cannot_be_opened_comes_as_it_is(self, room: Room) -> None:
        class Broken:
            async def open(self, article: Article) -> Article:
                raise ValueError("no address at all")

        await room.poll(news())
        room.wire.gives.append(news(article(1), etag="2"))
        report = await poll(room.wire, room.store, room.clock, opens=Broken())
        assert (report.new, report.health.state) == (1, SourceState.WELL)
        assert await room.store.unread(10) == [presentable(article(1))]

    async def test_a_page_may_tell_that_an_article_is_old(self, room: Room) -> None:
        class Dated:
            async def open(self, article: Article) -> Article:
                return replace(article, published_at=NOON - timedelta(days=9), body="Acme spent \ud800 it.")

        await room.poll(news())
        room.wire.gives.append(news(article(1, published_at=None), etag="2"))
        report = await poll(room.wire, room.store, room.clock, opens=Dated())
        assert (report.new, report.health.state) == (1, SourceState.WELL)
        assert await room.store.unread(10) == []


async def test_a_crash_while_it_is_kept_loses_nothing(room: Room) -> None:
    """Articles and cursor are kept together or not at all, so the source gives them again."""
    old = article(2, published_at=NOON - timedelta(days=9))
    await room.poll(news())

    class Cut(MemoryStore):
        cut = True

        async def remember(
            self, source: str, poll: Poll, now: datetime, *, alert: bool,
            quiet: Collection[str] = (), shared: Collection[str] = (),
        ) -> Kept:  # fmt: skip
            if self.cut and poll.articles:
                raise KeyboardInterrupt
            return await super().remember(source, poll, now, alert=alert, quiet=quiet, shared=shared)

    room.store = store = Cut()
    await room.poll(news())
    with pytest.raises(KeyboardInterrupt):
        await room.poll(news(old, article(3), etag="2"))
    assert await store.cursor("wire") == Cursor("1")
    store.cut = False
    assert (await room.poll(news(old, article(3), etag="2"))).new == 2
    assert await store.unread(10) == [presentable(article(3))]
