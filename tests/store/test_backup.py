"""Copies of a database that is in use."""

import asyncio
import os
import sqlite3
import stat
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import CannotRun
from bot.ports import Cursor, Poll
from bot.store.backup import back_up, check, kept_in, name_of, newest, prune
from bot.store.sqlite import open_store
from tests.store.examples import NOON, SLACK, article, watch

LEASE = timedelta(seconds=60)


async def filled(path: Path, articles: int = 1, words: int = 10) -> None:
    """Make a database with a watch and some articles."""
    store = await open_store(path)
    await store.watch(watch())
    many = tuple(article(n, body="steel " * words) for n in range(articles))
    await store.remember("Wire", Poll(many, Cursor()), NOON, alert=False)
    await store.close()


async def test_it_is_whole_and_its_owners_only(tmp_path: Path) -> None:
    await filled(tmp_path / "outlay.db")
    to = tmp_path / "copy.db"
    assert back_up(tmp_path / "outlay.db", to) == to.stat().st_size
    assert stat.S_IMODE(to.stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]
    store = await open_store(to)
    assert [kept.ticker for kept in await store.watches(SLACK)] == [watch().ticker]
    await store.close()


async def test_it_holds_what_was_committed_a_moment_ago_by_a_bot_that_runs_on(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "outlay.db")
    await store.watch(watch())
    await asyncio.to_thread(back_up, tmp_path / "outlay.db", tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as db:
        assert db.execute("select count(*) from watch").fetchone() == (1,)
    await store.close()


async def test_a_delivery_hardly_waits_meanwhile(tmp_path: Path) -> None:
    """The copy takes much longer than any claim made meanwhile waits."""
    await filled(tmp_path / "outlay.db", articles=3_000, words=2_000)
    store = await open_store(tmp_path / "outlay.db")
    await store.claim(NOON, 10, LEASE)
    copying = asyncio.create_task(asyncio.to_thread(back_up, tmp_path / "outlay.db", tmp_path / "copy.db"))
    waits = []
    while not copying.done():
        begun = time.perf_counter()
        await store.note(NOON, SLACK, "U1", "watch", "ACME")
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.005)
    await copying
    await store.close()
    assert len(waits) > 3
    assert sorted(waits)[len(waits) // 2] < 0.25


async def test_it_replaces_nothing(tmp_path: Path) -> None:
    await filled(tmp_path / "outlay.db")
    (tmp_path / "letter.txt").write_text("dear", encoding="utf-8")
    with pytest.raises(CannotRun, match="replaces nothing"):
        back_up(tmp_path / "outlay.db", tmp_path / "letter.txt")
    assert (tmp_path / "letter.txt").read_text(encoding="utf-8") == "dear"


async def test_a_failure_leaves_nothing_behind(tmp_path: Path) -> None:
    await filled(tmp_path / "outlay.db")
    with pytest.raises(CannotRun, match=r"There is no folder .*nowhere.* Create it"):
        back_up(tmp_path / "outlay.db", tmp_path / "nowhere" / "copy.db")
    with pytest.raises(CannotRun, match="no database at"):
        back_up(tmp_path / "other.db", tmp_path / "copy.db")
    assert not list(tmp_path.glob("*copy*"))


async def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    await filled(tmp_path / "outlay.db", articles=50, words=500)
    with (tmp_path / "outlay.db").open("r+b") as file:
        file.seek(5 * 4096)
        file.write(os.urandom(4096 * 4))
    with pytest.raises(CannotRun, match="another copy"):
        check(tmp_path / "outlay.db")


def test_only_the_newest_stay(tmp_path: Path) -> None:
    noon = datetime(2026, 3, 4, 12, tzinfo=UTC)
    for day in range(5):
        (tmp_path / name_of(noon + timedelta(days=day))).touch()
    os.utime(tmp_path / name_of(noon), (0, 0))
    (tmp_path / name_of(noon)).rename(tmp_path / (name_of(noon) + ".partial"))
    (tmp_path / name_of(noon)).touch()
    (tmp_path / "holiday.db").touch()
    later = noon + timedelta(days=4)
    assert len(prune(tmp_path, keep=2, now=later)) == 4
    assert list(kept_in(tmp_path)) == [noon + timedelta(days=3), noon + timedelta(days=4)]
    assert newest(tmp_path, later) == later
    assert (tmp_path / "holiday.db").exists()
    assert newest(tmp_path / "nowhere", later) is None


async def test_what_another_backup_is_writing_is_left_to_it(tmp_path: Path) -> None:
    """`outlay backup` and the bot may copy into one folder at the same time."""
    await filled(tmp_path / "outlay.db")
    partial = tmp_path / f"{name_of(NOON)}.partial"
    partial.write_bytes(b"half of it")
    assert prune(tmp_path, keep=1, now=NOON) == []
    os.utime(partial, (time.time() - 2 * 86_400,) * 2)
    assert prune(tmp_path, keep=1, now=NOON) == [partial]


async def test_a_copy_that_vanished_or_is_empty_is_none(tmp_path: Path) -> None:
    with pytest.raises(CannotRun, match="no whole database"):
        check(tmp_path / "gone.db")
    assert not (tmp_path / "gone.db").exists()
    (tmp_path / "empty.db").touch()
    with pytest.raises(CannotRun, match="is empty"):
        check(tmp_path / "empty.db")
