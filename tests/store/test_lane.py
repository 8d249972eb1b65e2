"""Writes that wait together are committed together, and each fails for itself alone."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.errors import StoreTrouble
from bot.domain.trail import about, trail
from bot.store.connection import open_writer
from bot.store.lane import Lane


class Disk:
    """A database whose commits are counted."""

    def __init__(self) -> None:
        self.commits = 0

    def opened(self, path: Path) -> Database:
        db = open_writer(path)
        db.execute("create table if not exists word (word text primary key) strict")
        db.conn.set_trace_callback(self.hear)
        return db

    def hear(self, statement: str) -> None:
        self.commits += statement.casefold() == "commit"


@pytest.fixture
def disk() -> Disk:
    return Disk()


@pytest.fixture
async def lane(tmp_path: Path, disk: Disk) -> AsyncIterator[Lane]:
    made = Lane(tmp_path / "outlay.db", disk.opened, writes=True)
    await made.do(words)
    disk.commits = 0
    yield made
    await made.close()


def words(db: Database) -> list[str]:
    return [row["word"] for row in db.execute("select word from word order by word")]


def write(db: Database, word: str) -> str:
    db.execute("insert into word values (?)", [word])
    return word


def write_and_fail(db: Database, word: str) -> None:
    write(db, word)
    raise ZeroDivisionError(word)


def end_the_transaction(db: Database) -> None:
    """Do as SQLite does by itself on a full disk."""
    write(db, "lost")
    db.execute("rollback")
    error = sqlite3.OperationalError("database or disk is full")
    error.sqlite_errorcode = sqlite3.SQLITE_FULL
    raise error


class Holding:
    """Keeps a lane busy, so that what is asked meanwhile waits together."""

    def __init__(self, lane: Lane) -> None:
        self._begun, self._leave = threading.Event(), threading.Event()
        self._held = asyncio.ensure_future(lane.do(self._hold))

    @classmethod
    async def of(cls, lane: Lane) -> "Holding":
        holding = cls(lane)
        while not holding._begun.is_set():
            await asyncio.sleep(0.001)
        return holding

    def _hold(self, db: Database) -> None:
        self._begun.set()
        self._leave.wait(5)

    async def over(self) -> None:
        await asyncio.sleep(0)  # every job is in the lane now
        self._leave.set()
        await self._held


async def test_an_error_says_where_in_the_job_it_came_from(lane: Lane) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        await lane.do(write_and_fail, "one")
    assert caught.traceback[-1].name == "write_and_fail"


async def test_what_waits_together_is_committed_once(lane: Lane, disk: Disk) -> None:
    holding = await Holding.of(lane)
    waiting = [asyncio.ensure_future(lane.do(write, f"{n:03}")) for n in range(100)]
    await holding.over()
    assert await asyncio.gather(*waiting) == [f"{n:03}" for n in range(100)]
    assert disk.commits <= 3
    assert len(await lane.do(words)) == 100


async def test_a_job_that_raises_undoes_only_itself(lane: Lane) -> None:
    holding = await Holding.of(lane)
    waiting = [
        asyncio.ensure_future(lane.do(write, "a")),
        asyncio.ensure_future(lane.do(write_and_fail, "b")),
        asyncio.ensure_future(lane.do(write, "a")),
        asyncio.ensure_future(lane.do(write, "c")),
    ]
    await holding.over()
    a, b, again, c = await asyncio.gather(*waiting, return_exceptions=True)
    assert (a, c) == ("a", "c")
    assert isinstance(b, ZeroDivisionError)
    assert isinstance(again, sqlite3.IntegrityError)
    assert await lane.do(words) == ["a", "c"]


async def test_a_full_disk_fails_those_that_wait_and_is_known_until_something_was_written(lane: Lane) -> None:

    def fill(db: Database) -> None:
        size = db.execute("pragma page_count").fetchone()[0]
        db.execute(f"pragma max_page_count = {size}")

    def make_room(db: Database) -> None:
        db.execute("pragma max_page_count = 100000")

    await lane.do(fill)
    holding = await Holding.of(lane)
    large = "x" * 100_000
    waiting = [asyncio.ensure_future(lane.do(write, f"{large}{n}")) for n in range(3)]
    await holding.over()
    outcomes = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(outcome, StoreTrouble) for outcome in outcomes)
    assert lane.trouble is not None
    assert await lane.do(words) == []
    assert isinstance(lane.trouble, StoreTrouble)  # a look at what is there says nothing of the disk
    await lane.do(make_room)
    await lane.do(write, "again")
    trouble: StoreTrouble | None = lane.trouble
    assert trouble is None
    assert await lane.do(words) == ["again"]


async def test_where_sqlite_gives_up_the_whole_transaction_nobody_hears_that_it_was_kept(lane: Lane) -> None:
    holding = await Holding.of(lane)
    waiting = [
        asyncio.ensure_future(lane.do(write, "before")),
        asyncio.ensure_future(lane.do(end_the_transaction)),
        asyncio.ensure_future(lane.do(write, "after")),
    ]
    await holding.over()
    before, lost, after = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(before, StoreTrouble)
    assert isinstance(lost, StoreTrouble)
    assert after == "after"
    assert await lane.do(words) == ["after"]


async def test_a_job_that_nobody_waits_for_any_more_is_not_begun(lane: Lane) -> None:
    holding = await Holding.of(lane)
    dropped = asyncio.ensure_future(lane.do(write, "dropped"))
    kept = asyncio.ensure_future(lane.do(write, "kept"))
    await asyncio.sleep(0)
    dropped.cancel()
    await holding.over()
    await kept
    assert await lane.do(words) == ["kept"]


async def test_a_job_knows_what_its_caller_is_about(lane: Lane) -> None:
    with about(delivery=7):
        assert await lane.do(lambda db: trail()["delivery"]) == 7


async def test_a_lane_that_cannot_open_says_so_and_opens_later(tmp_path: Path, disk: Disk) -> None:
    (tmp_path / "folder.db").mkdir()
    lane = Lane(tmp_path / "folder.db", disk.opened, writes=True)
    for _ in range(2):
        with pytest.raises(Exception, match="cannot be opened"):
            await lane.do(words)
    (tmp_path / "folder.db").rmdir()
    assert await lane.do(words) == []
    await lane.close()
