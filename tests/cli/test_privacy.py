"""`outlay privacy`, as an operator types it, while a bot runs and while none does."""

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store.alone import alone
from bot.store.sqlite import open_store
from tests.store.examples import NOON, SLACK, watch


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with settings, and a database that holds one watch and a line of the trail."""

    async def furnish() -> None:
        store = await open_store(tmp_path / "outlay.db")
        await store.watch(watch())
        await store.note(NOON, SLACK, "U1", "watch", "ACME")
        await store.close()

    (tmp_path / "outlay.toml").write_text(f'[store]\npath = "{tmp_path}/outlay.db"\n', encoding="utf-8")
    asyncio.run(furnish())
    return tmp_path


def privacy(desk: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot", "privacy", *words, "--config", str(desk / "outlay.toml")]
    return subprocess.run(
        command, capture_output=True, text=True, input="", env=os.environ, timeout=60, check=False
    )


def test_a_person(desk: Path) -> None:
    with alone(desk / "outlay.db"):  # a bot runs
        told = privacy(desk, "export", "--user", "slack:T1:U1")
    assert told.returncode == 0, told.stderr
    held = json.loads(told.stdout)
    assert held["of"] == "slack:T1:U1"
    assert held["held"]["watches"][0]["symbol"] == "ACME"
    done = privacy(desk, "delete", "--user", "slack:U1", "--yes")
    assert (done.returncode, json.loads(done.stdout)["forgotten"]) == (
        0,
        {"watches": 1, "channels": 1, "audit lines": 1},
    )
    assert privacy(desk, "export", "--user", "slack:T1:U1").returncode == 1
    assert privacy(desk, "delete", "--user", "slack:T1:U1", "--yes").returncode == 1


def test_a_space(desk: Path) -> None:
    assert privacy(desk, "delete", "--space", "slack:T1").returncode == 130  # nobody answered
    told = privacy(desk, "export", "--space", "slack:T1")
    assert json.loads(told.stdout)["held"]["watches"][0]["by"] == "U1"
    done = privacy(desk, "delete", "--space", "slack:T1", "--yes")
    assert json.loads(done.stdout)["deleted"] == {"watches": 1, "audit lines": 1, "channels": 1}
    assert privacy(desk, "export", "--space", "slack:T1").returncode == 1


@pytest.mark.parametrize(
    "words",
    [
        ("export",),
        ("export", "--user", "U1"),
        ("export", "--user", "slack:T1:U1", "--space", "slack:T1"),
        ("export", "--space", "slack:T1:C1"),
        ("export", "--user", "slack::U1"),
    ],
)
def test_what_is_unclear_is_refused(desk: Path, words: tuple[str, ...]) -> None:
    refused = privacy(desk, *words)
    assert refused.returncode == 2
    assert refused.stdout == ""


def test_no_database_is_made_by_asking(desk: Path) -> None:
    (desk / "outlay.toml").write_text(f'[store]\npath = "{desk}/other.db"\n', encoding="utf-8")
    assert privacy(desk, "export", "--user", "slack:U1").returncode == 2
    assert not (desk / "other.db").exists()
