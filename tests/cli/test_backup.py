"""`outlay backup` and `outlay restore`, as an operator types them."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.alone import alone
from bot.store.backup import kept_in
from bot.store.sqlite import open_store
from tests.store.examples import SLACK, watch


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with settings, a database that holds one watch, and a folder for backups."""
    (tmp_path / "backups").mkdir()
    (tmp_path / "outlay.toml").write_text(
        f'[store]\npath = "{tmp_path}/outlay.db"\n[backup]\nfolder = "{tmp_path}/backups"\n', encoding="utf-8"
    )
    asyncio.run(wish(tmp_path / "outlay.db", add=True))
    return tmp_path


async def wish(path: Path, *, add: bool) -> int:
    """Set up or drop the watch; return how many there are then."""
    store = await open_store(path)
    await (store.watch(watch()) if add else store.unwatch(SLACK, watch().ticker))
    count = len(await store.watches(SLACK))
    await store.close()
    return count


def outlay(desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", *words, "--config", str(desk / "outlay.toml")]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ, timeout=60, check=False)


def test_there_and_back(desk: Path) -> None:
    made = outlay(desk, "backup")
    assert made.returncode == 0, made.stderr
    [copy] = kept_in(desk / "backups").values()
    assert str(copy) in made.stdout
    assert asyncio.run(wish(desk / "outlay.db", add=False)) == 0
    done = outlay(desk, "restore", str(copy))
    assert done.returncode == 0, done.stderr
    assert "0 deliveries" in done.stdout
    assert "before-restore" in done.stdout
    assert asyncio.run(wish(desk / "outlay.db", add=True)) == 1


@pytest.mark.parametrize(("decided", "becomes"), [("resend", "is posted again"), ("drop", "is not posted")])
def test_a_restore_says_what_becomes_of_channels_whose_history_is_closed(
    desk: Path, decided: str, becomes: str
) -> None:
    outlay(desk, "backup")
    [copy] = kept_in(desk / "backups").values()
    with (desk / "outlay.toml").open("a", encoding="utf-8") as settings:
        settings.write(f'[delivery]\non_unknown = "{decided}"\n')
    said = outlay(desk, "restore", str(copy)).stdout
    assert "channels:history" in said
    assert f"what may stand there already {becomes}" in said


def test_a_backup_needs_a_place(desk: Path) -> None:
    (desk / "outlay.toml").write_text(f'[store]\npath = "{desk}/outlay.db"\n', encoding="utf-8")
    refused = outlay(desk, "backup")
    assert refused.returncode == 2
    assert "--to FILE" in refused.stderr
    assert outlay(desk, "backup", "--to", str(desk / "mine.db")).returncode == 0
    assert (desk / "mine.db").exists()
    refused = outlay(desk, "backup", "--to", str(desk / "nowhere" / "mine.db"))
    assert refused.returncode == 2  # a later start does not make the folder
    assert "There is no folder" in refused.stderr


def test_it_backs_up_and_does_not_restore_while_a_bot_runs(desk: Path) -> None:
    with alone(desk / "outlay.db"):
        assert outlay(desk, "backup").returncode == 0
        [copy] = kept_in(desk / "backups").values()
        refused = outlay(desk, "restore", str(copy))
    assert refused.returncode == 2
    assert "Stop that one first" in refused.stderr
