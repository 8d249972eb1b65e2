"""A step of the house meets what nobody foresaw: it is begun again, the others go on, and nothing is lost."""

from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from bot.app import House
from bot.ports import Pulse
from bot.ports.meter import Unmeasured, Work
from tests.faults.house import WrongClock, hastened, hurried_house
from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.stage import Stage, first_polls, until, written
from tests.wires import Wire

WITHIN = 20.0  # seconds
BREAKS = 2  # times


class Faulty(Unmeasured):
    """A meter that breaks one kind of work a few times, outside of all that is foreseen."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self.left = 0

    def under_way(self, work: Work) -> AbstractContextManager[None]:
        if work is self._work and self.left:
            self.left -= 1
            raise KeyError("nobody foresaw this")
        return super().under_way(work)


async def step(house: House, name: str) -> Pulse:
    """Return how a step of the house fares."""
    return next(pulse for pulse in (await house.desk.status()).steps if pulse.name == name)


@pytest.mark.parametrize(
    ("work", "name"),
    [(Work.READ, "reading"), (Work.DELIVER, "delivering")],
    ids=["reading", "delivering"],
)
@pytest.mark.parametrize("stage", ["slack"], indirect=True)
async def test_a_step_that_breaks_is_begun_again_and_nothing_is_lost(
    stage: Stage, wire: Wire, tmp_path: Path, work: Work, name: str
) -> None:
    paper, meter = Newspaper(wire, "/wire", "Harbour Business Wire"), Faulty(work)
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    clock = WrongClock()
    async with hurried_house(path, stage, clock=clock, meter=meter, strict=False) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        meter.left = BREAKS
        paper.publish(PLEDGE)
        await until(lambda: not meter.left, "the step breaks", WITHIN)
        async with hastened(house, clock):
            await until(stage.messages, "the alert is posted nevertheless", WITHIN)
        fares = await step(house, name)
        assert fares.is_up
        assert fares.rebuilt >= 1
        assert "nobody foresaw this" in (fares.ended or "")
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) == 2, "the next one is told", WITHIN)
