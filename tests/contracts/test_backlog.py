"""What a store says of what is owed, and of itself."""

import resource
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.alert import Channel
from bot.domain.errors import StoreTrouble
from bot.ports import Backlog, Store
from bot.store import open_store
from bot.store.memory import MemoryStore
from tests.contracts.test_store import new_for, tell
from tests.store.examples import NOON

SLACK = Channel("slack", "T1", "C1")
DISCORD = Channel("discord", "G1", "100")


@pytest.fixture(params=["sqlite", "memory"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    store: Store = await open_store(tmp_path / "outlay.db") if request.param == "sqlite" else MemoryStore()
    yield store
    await store.close()


async def test_what_is_owed_is_told_by_platform(store: Store) -> None:
    assert await store.backlog() == []
    await tell(store, 1, new_for(SLACK, DISCORD), NOON)
    await tell(store, 2, new_for(SLACK), NOON + timedelta(seconds=5))
    assert await store.backlog() == [Backlog("discord", 1, NOON), Backlog("slack", 2, NOON)]
    first, second = await store.claim(NOON, 2, timedelta(seconds=15))
    for delivery in (first, second):
        assert (await store.backlog())[0].open == 1  # what is under way is still owed
        await store.dead(delivery, "the test says so")
    assert await store.backlog() == [Backlog("slack", 1, NOON + timedelta(seconds=5))]


async def test_a_proof_changes_nothing(store: Store) -> None:
    await tell(store, 1, new_for(SLACK), NOON)
    before = await store.backlog(), await store.recent((), 5)
    for _ in range(3):
        await store.prove()
    assert (await store.backlog(), await store.recent((), 5)) == before


async def test_a_proof_fails_where_nothing_can_be_written(tmp_path: Path) -> None:
    """A file that may not grow is one that is full: the proof needs room in the log, as every write does."""
    store = await open_store(tmp_path / "outlay.db")
    try:
        await store.prove()
        with _no_room(tmp_path / "outlay.db-wal"), pytest.raises(StoreTrouble):
            await store.prove()
        await store.prove()
    finally:
        await store.close()


@contextmanager
def _no_room(file: Path) -> Iterator[None]:
    """Let no file of this process grow beyond the size that this one has."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file.stat().st_size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
