"""Who watches what is nobody else's business: every file that the program makes is its owner's alone.

Held where the files are made, too: `tests/store/test_sqlite.py`, `tests/store/test_backup.py`.
"""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.errors import CannotRun
from bot.store import alone, open_store
from bot.store.backup import back_up
from tests.store.examples import watch


@pytest.fixture(autouse=True)
def careless() -> Iterator[None]:
    """A user whose files everybody may read, unless a program takes care."""
    before = os.umask(0)
    yield
    os.umask(before)


async def test_every_file_beside_the_database_is_its_owners(tmp_path: Path) -> None:
    path = tmp_path / "outlay.db"
    with alone(path):
        store = await open_store(path)
        await store.watch(watch())
        back_up(path, tmp_path / "copy.db")
        found = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
        await store.close()
    names = {"outlay.db", "outlay.db-wal", "outlay.db-shm", "outlay.db.lock", "copy.db"}
    assert found == dict.fromkeys(names, 0o600)


@pytest.mark.parametrize("mode", [0o604, 0o644, 0o606, 0o666, 0o601])
async def test_a_database_that_everybody_may_open_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "outlay.db"
    await (await open_store(path)).close()
    path.chmod(mode)
    with pytest.raises(CannotRun, match=r"Everybody on this machine may open .* chmod 600"):
        await open_store(path)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o660])
async def test_a_group_may_be_let_in_on_purpose(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "outlay.db"
    await (await open_store(path)).close()
    path.chmod(mode)
    await (await open_store(path)).close()


async def test_no_folder_is_made_for_the_database(tmp_path: Path) -> None:
    """So none is made that others may look into: who sets the place up chooses who may."""
    with pytest.raises(CannotRun, match="does not exist"):
        await open_store(tmp_path / "new" / "outlay.db")
    assert list(tmp_path.iterdir()) == []
