"""Channels that an earlier version had switched off are tried again, and nobody is told of them anew."""

from pathlib import Path

from sqlite_utils import Database

from bot.ports import Closing
from bot.store import open_store
from bot.store.migrations import MIGRATIONS
from tests.contracts.test_places import Wire
from tests.store.examples import ACME, NOON, SLACK, watch


async def test_they_are_tried_with_the_next_alert(tmp_path: Path) -> None:
    path = tmp_path / "outlay.db"
    with Database(path, execute_plugins=False) as db:
        MIGRATIONS.apply(db, stop_before="m006_keeping")
        db.execute(
            """insert into channel (platform, space, place, owner, disabled_at, disabled_because)
               values ('slack', 'T1', 'C1', 'U7', 1, 'It was archived.')"""
        )
        db.conn.commit()
    path.chmod(0o600)
    store = await open_store(path)
    try:
        (dead,) = await store.disabled()
        assert (dead.channel, dead.reason, dead.how) == (SLACK, "It was archived.", Closing.CLOSED)
        assert await store.unheard() == []
        await store.watch(watch(SLACK, ACME))
        assert SLACK in await Wire(store).tell(NOON)
    finally:
        await store.close()
