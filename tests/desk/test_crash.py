"""SIGKILL between any two steps: nothing lost, nothing twice. A real process, a real file."""

import asyncio
import signal
import sys
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import open_store
from tests.desk.wire_day import STEPS, Steps, chats, day, set_up
from tests.store.examples import NOON

ROOT = Path(__file__).parents[2]

# What each channel shows at the end of the day: the title last posted or edited, by message.
WHOLE = {
    "slack": {"wire-1, told 2 times", "wire-3, told 1 times"},
    "discord": {"wire-1, told 2 times", "wire-3, told 1 times", "wire-4, told 1 times"},
}


def shown(folder: Path) -> dict[str, set[str]]:
    """Return what stands in each channel, from the platforms' own ledgers."""
    stands = {}
    for name, chat in chats(folder).items():
        titles = {entry.id: entry.title for entry in chat.ledger.all()}
        stands[name] = set(titles.values())
    return stands


def twice(folder: Path) -> list[str]:
    """Return the deliveries that stand more than once."""
    keys = [entry.key for chat in chats(folder).values() for entry in chat.ledger.of("post")]
    titles = [
        f"{name}: {entry.title.partition(',')[0]}"
        for name, chat in chats(folder).items()
        for entry in chat.ledger.of("post")
    ]
    return [each for each, times in Counter([*keys, *titles]).items() if times > 1]


async def killed_at(folder: Path, step: str, times: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.desk.wire_day", str(folder), step, str(times), cwd=ROOT
    )
    assert await process.wait() == -signal.SIGKILL


@pytest.mark.parametrize("later", [timedelta(seconds=61), timedelta(minutes=10)], ids=["soon", "late"])
@pytest.mark.parametrize(
    ("step", "times"),
    [(step, 1) for step in STEPS]
    + [("in_tell", 2), ("after_tell", 2), ("after_claim", 4), ("after_accept", 3), ("after_mark", 3)],
)
async def test_nothing_lost_nothing_twice(tmp_path: Path, step: str, times: int, later: timedelta) -> None:
    await set_up(tmp_path)
    await killed_at(tmp_path, step, times)
    await day(tmp_path, NOON + later, Steps())
    assert shown(tmp_path) == WHOLE
    assert twice(tmp_path) == []


async def test_a_day_without_trouble_and_its_restart(tmp_path: Path) -> None:
    await set_up(tmp_path)
    for hours in range(3):
        await day(tmp_path, NOON + timedelta(hours=hours), Steps())
    assert shown(tmp_path) == WHOLE
    assert twice(tmp_path) == []
    entries = [entry for chat in chats(tmp_path).values() for entry in chat.ledger.all()]
    assert len(entries) == 5
    store = await open_store(tmp_path / "outlay.db")
    assert await store.owed() == 0
    await store.close()


async def test_the_auditor_can_tell(tmp_path: Path) -> None:
    """A control: where nobody may look for what stands, the same crash does post twice, and it is seen."""
    await set_up(tmp_path)
    await killed_at(tmp_path, "after_accept", 1)
    await day(tmp_path, NOON + timedelta(minutes=10), Steps(), can_look=False)
    assert twice(tmp_path) != []
