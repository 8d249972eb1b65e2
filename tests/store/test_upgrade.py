"""A database that an earlier version wrote: what it knew stays known, and what it owed is posted."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.cards.alert import alert_card
from bot.desk.join import decide
from bot.ports import Cursor, Kept, Poll, SourceState
from bot.store import SqliteStore, open_store
from bot.store.migrations import MIGRATIONS
from tests.store.examples import ACME, NOON, SLACK, article, reading

ROWS = Path(__file__).with_name("earlier.sql")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    path = tmp_path / "outlay.db"
    path.touch(mode=0o600)
    connection = sqlite3.connect(path)
    with Database(connection, execute_plugins=False) as earlier:
        MIGRATIONS.apply(earlier, stop_before="m002_sources_and_revisions")
        connection.executescript(ROWS.read_text(encoding="utf-8"))
    opened = await open_store(path)
    yield opened
    await opened.close()


async def test_what_it_knew_is_neither_new_nor_revised(store: SqliteStore) -> None:
    known = [article(number, digest="made now") for number in (1, 2)]
    kept = await store.remember("wire", Poll(tuple(known), Cursor()), NOON, alert=True)
    assert kept == Kept(known=2)
    assert [waiting.id for waiting in await store.unread(9)] == ["wire-2"]
    again = Poll((replace(known[0], digest="other words"),), Cursor())
    assert await store.remember("wire", again, NOON, alert=True) == Kept(revised=1)


async def test_its_story_stands_and_goes_on(store: SqliteStore) -> None:
    [known] = await store.recent([ACME], 9)
    assert alert_card(known) == alert_card(replace(known, reading=reading()))
    [waiting] = await store.unread(9)
    told = reading(waiting)
    decision = await store.tell(
        told,
        NOON,
        lambda stories, watches, before: decide(told, stories, watches, NOON, before),
        since=NOON - timedelta(days=2),
    )
    assert (decision.joins, decision.post) == (known.id, ())
    assert await store.unread(9) == []


async def test_what_it_owed_is_claimed(store: SqliteStore) -> None:
    [owed] = await store.claim(NOON, 9, timedelta(seconds=60))
    assert (owed.story, owed.channel, owed.ticker) == (1, SLACK, ACME)


async def test_its_source_goes_on_where_it_stood(store: SqliteStore) -> None:
    cursor = await store.cursor("wire")
    assert cursor is not None
    assert (cursor.etag, cursor.digest) == ('"1"', "x")
    [health] = await store.health()
    assert (health.state, health.items, health.last_news) == (SourceState.WELL, 2, None)
