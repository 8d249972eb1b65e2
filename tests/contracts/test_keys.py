"""Whose the keys of items are: one suite over SQLite and over memory."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.article import Article
from bot.ports import Cursor, Kept, Owners, Poll, SourceHealth, Store
from bot.store.memory import MemoryStore
from bot.store.sqlite import open_store
from tests.store.examples import NOON, article

DAY = timedelta(days=1)


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    made: Store = MemoryStore() if request.param == "memory" else await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


async def remember(
    store: Store, *articles: Article, now: datetime = NOON, shared: tuple[str, ...] = (), source: str = "wire"
) -> Kept:
    return await store.remember(source, Poll(articles, Cursor()), now, alert=True, shared=shared)


async def whose(store: Store, *keys: str) -> list[str | None]:
    """Return whose the keys are, "?" for one that is not known."""
    of = (await store.owners(keys)).of
    return [of.get(key, "?") for key in keys]


async def test_a_key_belongs_to_whoever_carried_it_last(store: Store) -> None:
    await remember(store, article(1, keys=("ga", "lx")), article(2, keys=("gb",)))
    assert await whose(store, "ga", "gb", "lx", "gc") == ["wire-1", "wire-2", "wire-1", "?"]
    await remember(store, article(1, keys=("ga",)), article(2, keys=("gb", "lx")))
    assert await whose(store, "ga", "gb", "lx") == ["wire-1", "wire-2", "wire-2"]


async def test_a_key_of_several_is_nobodys_and_stays_so(store: Store) -> None:
    await remember(store, article(1, keys=("ga",)))
    await remember(store, article(1, keys=("ga",)), article(2, keys=("ga",)), shared=("ga",))
    assert await whose(store, "ga") == [None]
    await remember(store, article(2, keys=("ga",)), now=NOON + DAY)
    assert await whose(store, "ga") == [None]


async def test_an_article_is_named_by_a_key(store: Store) -> None:
    await remember(store, article(1))
    assert await store.owners(["gwire-1", "lwire-1", "gwire-2"]) == Owners({}, frozenset({"wire-1"}))


async def test_articles_are_recalled_without_their_keys(store: Store) -> None:
    await remember(store, article(1, keys=("ga",)), article(2))
    assert await store.recall(["wire-1", "wire-9"]) == {"wire-1": article(1)}
    assert await store.unread(1) == [article(1)]


async def test_keys_outlive_their_last_sight_by_thirty_days(store: Store) -> None:
    await remember(store, article(1, keys=("ga",)), article(2, keys=("gb",)))
    await remember(store, article(1, keys=("ga",)), now=NOON + 20 * DAY)
    await remember(store, article(3, keys=("gc",)), now=NOON + 30 * DAY)
    assert await whose(store, "ga", "gb", "gc") == ["wire-1", "wire-2", "wire-3"]
    await remember(store, article(3, keys=("gc",)), now=NOON + 31.5 * DAY)
    assert await whose(store, "ga", "gb", "gc") == ["wire-1", "?", "wire-3"]


async def test_a_source_that_gives_nothing_forgets_nothing(store: Store) -> None:
    """A feed that is not modified for two months shows the same items as ever."""
    await remember(store, article(1, keys=("ga",)), shared=("gs",))
    await remember(store, now=NOON + 60 * DAY)
    await remember(store, article(9, keys=("gz",)), now=NOON + 60 * DAY, source="other")
    assert await whose(store, "ga", "gs") == ["wire-1", None]
    await remember(store, article(1, keys=("ga",)), article(2, keys=("gb",)), now=NOON + 60 * DAY)
    assert await whose(store, "ga", "gb", "gs") == ["wire-1", "wire-2", "?"]


async def test_what_may_not_alert_is_known_and_never_read(store: Store) -> None:
    poll = Poll((article(1), article(2)), Cursor())
    assert await store.remember("wire", poll, NOON, alert=True, quiet={"wire-1"}) == Kept(new=2)
    assert await store.unread(9) == [article(2)]
    again = Poll((article(1, digest="other"),), Cursor())
    await store.remember("wire", again, NOON, alert=True)
    assert await store.unread(9) == [article(2)]


async def test_one_that_was_kept_before_digests_were_is_not_revised(store: Store) -> None:
    await remember(store, article(1, digest=""))
    assert await remember(store, article(1, digest="a")) == Kept(known=1)
    assert await remember(store, article(1, digest="a")) == Kept(known=1)
    assert await remember(store, article(1, digest="b")) == Kept(revised=1)


async def test_how_one_source_does(store: Store) -> None:
    assert await store.health_of("wire") is None
    await remember(store, article(1))
    assert await store.health_of("wire") is None
    await store.note_health(SourceHealth("wire", gaps=3))
    assert await store.health_of("wire") == SourceHealth("wire", gaps=3)
