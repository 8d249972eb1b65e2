"""What `outlay doctor` says of the house itself."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.doctor_house import examine_backups, examine_listening, examine_store
from bot.config import BackupTable, ObserveTable
from bot.ports import Grade
from bot.store.backup import name_of
from bot.store.sqlite import open_store
from tests.store.examples import NOON as EXACTLY

NOON = EXACTLY.replace(microsecond=0)  # as a copy's name has it


async def found(path: Path, now: datetime = NOON) -> list[str]:
    return [f"{check.grade} {check.subject}: {check.found}" async for check in examine_store(path, now)]


async def test_a_new_database_is_made(tmp_path: Path) -> None:
    path = tmp_path / "outlay.db"
    assert await found(path) == [f"{Grade.FINE} database: {path} was created"]
    assert await found(path) == [f"{Grade.FINE} database: {path} opens; 0 deliveries are owed"]


async def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "outlay.db"
    assert await found(path) == [f"{Grade.BROKEN} database: the folder of {path} does not exist"]


async def test_a_space_that_was_left_is_named_with_its_reason_and_its_end(tmp_path: Path) -> None:
    path = tmp_path / "outlay.db"
    store = await open_store(path)
    await store.leave("slack", "T9", "The app was uninstalled. Install it again.", NOON)
    await store.close()
    _, left = [check async for check in examine_store(path, NOON + timedelta(days=10))]
    assert (left.grade, left.subject) == (Grade.LIMITED, "slack")
    assert left.found == f"out of T9 since {NOON:%Y-%m-%d}. The app was uninstalled. Install it again."
    assert left.mend == "If that is meant, do nothing: what is kept of it is forgotten in 20 days."


def test_no_backups_are_a_note() -> None:
    assert examine_backups(BackupTable(), NOON).grade is Grade.LIMITED


def test_a_folder_for_backups_that_is_not_there_is_broken(tmp_path: Path) -> None:
    check = examine_backups(BackupTable(folder=str(tmp_path / "none")), NOON)
    assert check.grade is Grade.BROKEN
    assert check.found == f"there is no folder {tmp_path / 'none'}"


@pytest.mark.skipif(not Path("/proc/self").is_dir(), reason="no folder that even root may not write to")
def test_a_folder_for_backups_that_may_not_be_written_is_broken() -> None:
    check = examine_backups(BackupTable(folder="/proc/self"), NOON)
    assert check.grade is Grade.BROKEN
    assert check.found.startswith("/proc/self cannot be written: ")


@pytest.mark.parametrize(
    ("age", "grade", "words"),
    [
        (None, Grade.FINE, "there is no backup yet"),
        (timedelta(hours=23), Grade.FINE, "the newest was made 23 h ago"),
        (timedelta(hours=49), Grade.LIMITED, "the newest was made 2 days ago"),
    ],
)
def test_the_age_of_the_newest_backup_is_said(
    tmp_path: Path, age: timedelta | None, grade: Grade, words: str
) -> None:
    if age is not None:
        (tmp_path / name_of(NOON - age)).touch()
    before = sorted(tmp_path.iterdir())
    check = examine_backups(BackupTable(folder=str(tmp_path)), NOON)
    assert (check.grade, check.found) == (grade, f"{tmp_path} may be written; {words}")
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("observe", "grade", "words"),
    [
        (ObserveTable(listen=""), Grade.FINE, "none are served"),
        (ObserveTable(listen="127.0.0.1:0"), Grade.FINE, "127.0.0.1:0 is free, and for this machine only"),
        (ObserveTable(listen="here"), Grade.BROKEN, 'Write it as "host:port"'),
        (ObserveTable(listen="0.0.0.0:0"), Grade.BROKEN, "which other machines may reach"),
        (ObserveTable(listen="0.0.0.0:0", public=True), Grade.LIMITED, "other machines may reach it"),
        (
            ObserveTable(listen="192.0.2.1:80", public=True),
            Grade.BROKEN,
            "nothing can listen at 192.0.2.1:80",
        ),
    ],
)
async def test_where_the_figures_are_served_is_tried(observe: ObserveTable, grade: Grade, words: str) -> None:
    check = await examine_listening(observe)
    assert check.grade is grade
    assert words in check.found


async def test_a_port_that_is_taken_is_a_note_since_a_running_bot_takes_it() -> None:
    async with await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0) as other:
        port = other.sockets[0].getsockname()[1]
        check = await examine_listening(ObserveTable(listen=f"127.0.0.1:{port}"))
    assert check.grade is Grade.LIMITED
    assert check.found == f"127.0.0.1:{port} is taken, by a running Outlay say"
