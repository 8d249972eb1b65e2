import threading
import time
from datetime import datetime, timedelta

import pytest

from bot.desk.read import ReadReport, read_waiting
from bot.domain.article import Article
from bot.domain.errors import CannotRun
from bot.domain.reading import Reading
from bot.ports import Cursor, Decide, Decision, Poll
from bot.store.memory import MemoryStore
from tests.store.examples import ACME, NOON, SLACK, Hands, article, reading, watch


async def waiting(*articles: Article) -> MemoryStore:
    store = MemoryStore()
    await store.remember("wire", Poll(articles, Cursor()), NOON, alert=True)
    await store.watch(watch())
    return store


def read(given: Article) -> Reading:
    if given.body == "nonsense":
        raise ValueError("it is nonsense")
    return reading(given, flagged=given.body != "no commitment")


async def test_what_waits_becomes_stories_and_deliveries() -> None:
    store = await waiting(article(1), article(2, outlet="Reuters"), article(3, body="no commitment"))
    assert await read_waiting(store, read, Hands()) == ReadReport(articles=3, stories=2, posts=1)
    assert await store.unread(10) == []
    [told] = await store.recent([ACME], 10)
    assert (told.revision, len(told.also)) == (2, 1)
    assert await store.watch_behind(told.id, SLACK) == ACME


async def test_nothing_waits() -> None:
    assert await read_waiting(await waiting(), read, Hands()) == ReadReport()


async def test_more_than_a_batch() -> None:
    store = await waiting(*(article(number, body="no commitment") for number in range(120)))
    assert (await read_waiting(store, read, Hands())).articles == 120


async def test_one_that_cannot_be_read_is_put_aside(caplog: pytest.LogCaptureFixture) -> None:
    store = await waiting(article(1, body="nonsense"), article(2))
    assert await read_waiting(store, read, Hands()) == ReadReport(2, stories=1, posts=1, spoiled=1)
    assert await store.unread(10) == []
    assert "it is nonsense" in caplog.text


async def test_a_store_that_fails_is_not_the_articles_fault() -> None:
    class Full(MemoryStore):
        async def tell(
            self,
            reading: Reading,
            now: datetime,
            decide: Decide,
            *,
            since: datetime,
        ) -> Decision:
            raise CannotRun("The disk is full.")

    store = Full()
    await store.remember("wire", Poll((article(1),), Cursor()), NOON, alert=True)
    with pytest.raises(CannotRun):
        await read_waiting(store, read, Hands())
    assert await store.unread(10) == [article(1)]


async def test_an_article_that_fills_the_memory_is_put_aside(caplog: pytest.LogCaptureFixture) -> None:
    def fill(given: Article) -> Reading:
        if given.body == "nonsense":
            raise MemoryError
        return read(given)

    store = await waiting(article(1, body="nonsense"), article(2))
    assert await read_waiting(store, fill, Hands()) == ReadReport(2, stories=1, posts=1, spoiled=1)
    assert await store.unread(10) == []
    assert "cannot be read and is left out" in caplog.text


async def test_a_memory_that_is_full_elsewhere_is_not_the_articles_fault() -> None:
    class Full(MemoryStore):
        async def tell(self, reading: Reading, now: datetime, decide: Decide, *, since: datetime) -> Decision:
            raise MemoryError

    store = Full()
    await store.remember("wire", Poll((article(1),), Cursor()), NOON, alert=True)
    with pytest.raises(MemoryError):
        await read_waiting(store, read, Hands())
    assert await store.unread(10) == [article(1)]


async def test_an_article_that_is_never_read_to_its_end_holds_up_nobody(
    caplog: pytest.LogCaptureFixture,
) -> None:
    enough = threading.Event()

    def ponder(given: Article) -> Reading:
        if given.body == "nonsense":
            enough.wait(30)
        return read(given)

    store = await waiting(article(1, body="nonsense"), article(2))
    began = time.monotonic()
    report = await read_waiting(store, ponder, Hands(), deadline=0.2)
    enough.set()
    assert time.monotonic() - began < 5
    assert report == ReadReport(2, stories=1, posts=1, spoiled=1)
    assert "cannot be read and is left out" in caplog.text


async def test_past_the_window_it_is_another_story() -> None:
    late = article(1, first_seen=NOON + timedelta(hours=3), published_at=NOON + timedelta(hours=3), id="late")
    store = await waiting(article(1))
    clock = Hands()
    await read_waiting(store, read, clock, window=timedelta(hours=2))
    clock.forward(timedelta(hours=3))
    await store.remember("wire", Poll((late,), Cursor()), NOON, alert=True)
    await read_waiting(store, read, clock, window=timedelta(hours=2))
    assert len(await store.recent((), 10)) == 2


async def test_reading_leaves_the_event_loop_free() -> None:
    threads = set()

    def note_thread(given: Article) -> Reading:
        threads.add(threading.current_thread())
        return read(given)

    await read_waiting(await waiting(article(1)), note_thread, Hands())
    assert threading.main_thread() not in threads
