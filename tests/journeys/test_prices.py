"""An alert and its live price, through the running house: at once, late, wrong or never."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.app import House
from tests.faults.house import WrongClock, hurried_house
from tests.journeys.newspaper import PLANT, Newspaper
from tests.journeys.stage import Stage, first_polls, until, written
from tests.vendors.tape import Tape
from tests.wires import Wire

PREMARKET: Final = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 08:00 in New York
CLOSES: Final = {date(2026, 3, 9): "75.00", date(2026, 3, 10): "76.00"}
BUDGET: Final = 0.8  # seconds
LIVE: Final = "Live price (BABA)"


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with Tape() as tape:
        tape.trades("BABA", "77.52", PREMARKET - timedelta(minutes=1), CLOSES)
        yield tape


@dataclass
class Newsroom:
    """A house at work, its paper, and its clock."""

    house: House
    paper: Newspaper
    clock: WrongClock
    stage: Stage

    def publish(self) -> None:
        self.paper.publish(replace(PLANT, at=self.clock.now()))

    async def alerted(self) -> float:
        """Publish, wait until the alert stands; return how many seconds it took from its story's telling."""
        self.publish()
        await until(self.stage.messages, "the alert stands")
        [story] = await self.house.parts.store.recent((), 1)
        return (self.clock.now() - story.first_seen).total_seconds()

    def text(self) -> str:
        return self.stage.messages()[0].text


@asynccontextmanager
async def newsroom(
    tmp_path: Path, stage: Stage, wire: Wire, tape: Tape, more: str = "", at: datetime = PREMARKET
) -> AsyncIterator[Newsroom]:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    allow = f'{wire.place}", "{tape.place}'
    path = written(tmp_path, stage, {"harbour": paper.url}, allow, tape.settings + more)
    clock = WrongClock(at - datetime.now(UTC))
    async with hurried_house(path, stage, clock=clock) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        yield Newsroom(house, paper, clock, stage)


async def test_a_price_that_comes_at_once_is_on_the_alert_as_it_is_posted(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape) as room:
        took = await room.alerted()
        [seen] = stage.messages()
        assert LIVE in seen.text
        assert "+2 % to $77.52" in seen.text
        assert seen.edits == 0
        assert took < BUDGET
