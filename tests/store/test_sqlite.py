"""What only the file can get wrong."""

import asyncio
import os
import sqlite3
import stat
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlite_utils

from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun
from bot.ports import Cursor, Decision, Owed, Poll
from bot.store import SqliteStore, connection, open_store
from bot.store.migrations import MIGRATIONS, released
from tests.store.examples import ACME, DISCORD, NOON, SLACK, article, reading, story, watch

LEASE = timedelta(seconds=60)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outlay.db"


class TestOpening:
    async def test_only_its_owner_may_read_it(self, path: Path) -> None:
        before = os.umask(0)
        try:
            store = await open_store(path)
            await store.watch(watch())
            for file in path.parent.iterdir():
                assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name
            assert len(list(path.parent.iterdir())) == 3
            await store.close()
        finally:
            os.umask(before)

    async def test_one_that_everybody_may_read_is_refused(self, path: Path) -> None:
        await (await open_store(path)).close()
        path.chmod(0o644)
        with pytest.raises(CannotRun, match=f"chmod 600 {path}"):
            await open_store(path)

    async def test_no_database(self, path: Path) -> None:
        path.write_bytes(b"this is a diary, not a database. " * 100)
        path.chmod(0o600)
        with pytest.raises(CannotRun, match="is no SQLite database"):
            await open_store(path)

    async def test_another_programs_database(self, path: Path) -> None:
        other = sqlite_utils.Database(path)
        other.table("recipe").insert({"name": "soup"})
        other.close()
        path.chmod(0o600)
        with pytest.raises(CannotRun, match="belongs to another program"):
            await open_store(path)

    async def test_a_newer_outlay(self, path: Path) -> None:
        await (await open_store(path)).close()
        newer = sqlite_utils.Database(path)
        newer.table("_sqlite_migrations").insert(
            {"migration_set": MIGRATIONS.name, "name": "m999_from_tomorrow", "applied_at": "2030-01-01"}
        )
        newer.close()
        with pytest.raises(CannotRun, match=r"newer Outlay \(it knows m999_from_tomorrow\)"):
            await open_store(path)

    async def test_no_folder(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match=r"folder .* does not exist"):
            await open_store(tmp_path / "nowhere" / "outlay.db")

    async def test_a_folder_in_its_place(self, tmp_path: Path) -> None:
        with pytest.raises(CannotRun, match="cannot be opened"):
            await open_store(tmp_path)

    @pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
    async def test_no_permission(self, path: Path) -> None:
        path.touch(0o400)
        with pytest.raises(CannotRun, match="cannot be opened: Permission denied"):
            await open_store(path)

    async def test_locked(self, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        await (await open_store(path)).close()
        monkeypatch.setattr(connection, "BUSY_SECONDS", 0.05)
        holder = sqlite3.connect(path, isolation_level=None)
        holder.execute("begin immediate")
        with pytest.raises(CannotRun, match="locked by another program"):
            await open_store(path)
        holder.close()
        await (await open_store(path)).close()

    async def test_odd_names_are_names(self, tmp_path: Path) -> None:
        path = tmp_path / "50% of #1?.db"
        await (await open_store(path)).close()
        assert [file.name for file in tmp_path.iterdir()] == [path.name]

    async def test_migrations_are_applied_once(self, path: Path) -> None:
        for _ in range(2):
            store = await open_store(path)
            await store.close()
        db = sqlite_utils.Database(path)
        applied = [row["name"] for row in db["_sqlite_migrations"].rows]
        assert applied == sorted(released())
        own = [table for table in db.tables if not table.name.startswith(("_", "sqlite_"))]
        assert all(table.strict for table in own)
        assert len(own) == 20
        assert not db.execute("pragma foreign_key_check").fetchall()
        db.close()

    async def test_durability_is_as_promised(self, path: Path) -> None:
        db = connection.open_writer(path)
        settings = {
            name: db.execute(f"pragma {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
        assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
        db.close()

    async def test_readers_cannot_write(self, path: Path) -> None:
        await (await open_store(path)).close()
        reader = connection.open_reader(path)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            reader.execute("delete from article")
        reader.close()


class TestThreads:
    async def test_the_event_loop_is_never_used(self, path: Path) -> None:
        store = await open_store(path)
        threads = set()

        def look(*_: object) -> Decision:
            threads.add(threading.current_thread())
            return Decision()

        await store.tell(reading(), NOON, look, since=NOON)
        assert threading.main_thread() not in threads
        await store.close()

    async def test_closing_twice_is_closing(self, path: Path) -> None:
        store = await open_store(path)
        await store.close()
        await store.close()
        assert [file.name for file in path.parent.iterdir()] == [path.name]

    async def test_a_write_is_seen_by_the_next_read(self, path: Path) -> None:
        store = await open_store(path)
        for number in range(50):
            await store.remember("wire", Poll((article(number),), Cursor(str(number))), NOON, alert=True)
            assert await store.cursor("wire") == Cursor(str(number))
        await store.close()

    async def test_a_cancelled_caller_leaves_no_half_transaction(self, path: Path) -> None:
        store = await open_store(path)
        entered, leave = threading.Event(), threading.Event()

        def slow(*_: object) -> Decision:
            entered.set()
            leave.wait(5)
            return Decision(story=story(), post=(Owed(SLACK, ACME),))

        telling = asyncio.ensure_future(store.tell(reading(), NOON, slow, since=NOON))
        while not entered.is_set():
            await asyncio.sleep(0.001)
        telling.cancel()
        leave.set()
        with pytest.raises(asyncio.CancelledError):
            await telling
        assert len(await store.claim(NOON, 10, LEASE)) == 1
        await store.close()


class TestTwoProcesses:
    """Two stores over one file, as two processes would hold them."""

    async def test_each_delivery_is_claimed_by_one(self, path: Path) -> None:
        one, other = await open_store(path), await open_store(path)
        channels = [Channel("slack", "T1", f"C{number}") for number in range(40)]
        post = tuple(Owed(channel, ACME) for channel in channels)
        await one.tell(reading(), NOON, lambda *_: Decision(story=story(), post=post), since=NOON)

        async def take_all(store: SqliteStore) -> list[int]:
            taken = []
            while claimed := await store.claim(NOON, 3, LEASE):
                for delivery in claimed:
                    taken.append(delivery.id)
                    await store.sent(delivery, Message(delivery.channel, str(delivery.id)), NOON)
            return taken

        first, second = await asyncio.gather(take_all(one), take_all(other))
        assert sorted([*first, *second]) == list(range(1, 41))
        assert await one.owed() == 0
        await one.close()
        await other.close()

    async def test_writers_wait_for_each_other(self, path: Path) -> None:
        stores = [await open_store(path) for _ in range(2)]

        async def remember(number: int) -> int:
            items = Poll((article(number % 50),), Cursor(str(number)))
            kept = await stores[number % 2].remember("wire", items, NOON, alert=True)
            return kept.new

        assert sum(await asyncio.gather(*(remember(number) for number in range(100)))) == 50
        for store in stores:
            await store.close()

    async def test_opening_at_once(self, path: Path) -> None:
        for number in range(5):
            new = path.with_name(f"{number}.db")
            for store in await asyncio.gather(*(open_store(new) for _ in range(4))):
                await store.close()


async def test_everything_is_there_after_a_restart(path: Path) -> None:
    store = await open_store(path)
    await store.remember("wire", Poll((article(1), article(2)), Cursor("7")), NOON, alert=True)
    await store.watch(watch())
    told = await store.tell(
        reading(article(1)),
        NOON,
        lambda *_: Decision(story=story(), post=(Owed(SLACK, ACME), Owed(DISCORD, ACME))),
        since=NOON,
    )
    [first, second] = await store.claim(NOON, 10, LEASE)
    await store.sent(first, Message(SLACK, "1"), NOON)
    await store.note(NOON, SLACK, "U1", "watch", "ACME")
    await store.close()

    again = await open_store(path)
    assert await again.cursor("wire") == Cursor("7")
    assert await again.unread(10) == [article(2)]
    assert await again.watches(SLACK) == [watch()]
    assert await again.told_in(Message(SLACK, "1")) == told.story
    [claimed] = await again.claim(NOON + LEASE, 10, LEASE)
    assert (claimed.id, claimed.attempts, claimed.uncertain_since) == (second.id, 2, NOON)
    await again.close()
    db = sqlite_utils.Database(path)
    assert [(row["who"], row["action"], row["detail"]) for row in db["audit"].rows] == [
        ("U1", "watch", "ACME")
    ]
    db.close()
