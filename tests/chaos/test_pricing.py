"""SIGKILL between telling a story and pricing it: the alert comes, once, and as soon as the bot is back."""

import asyncio
from pathlib import Path
from typing import Final

import pytest

from tests.chaos.audit import judge
from tests.chaos.house import is_at_rest
from tests.chaos.ledger import Did
from tests.chaos.points import Fatal
from tests.chaos.test_points import PLAIN, scene
from tests.chaos.vendor import Vendor

# While the appointment is written with the story; while the price is; while the appointment ends with that.
POINTS: Final = (
    Fatal("insert into appointment", 1),
    Fatal("update delivery set run_at = min(run_at", 2),  # the first is the start's own
    Fatal("delete from appointment where story", 1),
)
SOON: Final = 2.0  # seconds since the bot is back: the budget, and a start on a busy machine


@pytest.mark.parametrize("hangs", [False, True], ids=["the vendor answers", "the vendor hangs"])
async def test_killed_while_an_alert_waits(tmp_path: Path, hangs: bool) -> None:
    points = POINTS[:1] if hangs else POINTS
    await asyncio.gather(*(_killed_at(tmp_path / str(n), point, hangs) for n, point in enumerate(points)))


async def _killed_at(folder: Path, point: Fatal, hangs: bool) -> None:
    folder.mkdir()
    async with Vendor(1, [PLAIN]).tape as tape, scene(folder, "slack", tape) as here:
        if hangs:
            tape.open.clear()
        here.print(0)
        await here.live(fatal=point)
        assert not here.stand(Did.POST)
        await here.live(lambda: here.stand(Did.POST) == 3 and is_at_rest(folder))
        found = judge(here.entries, [PLAIN], here.channels)
        assert found.is_clean, found
        back = max(entry.at for entry in here.entries if entry.did is Did.HELLO)
        posted = [entry for entry in here.entries if entry.did is Did.POST]
        assert all(entry.at - back < SOON for entry in posted)
        tape.open.set()
