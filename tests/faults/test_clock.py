"""The machine's clock is set by an hour while the house runs: nothing stalls, and nothing is posted twice."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import House
from tests.faults.house import WrongClock, hastened, hurried_house
from tests.faults.machine import hang_up
from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.stage import SlackStage, first_polls, until, written
from tests.platforms.slack_state import Fault
from tests.wires import Wire

HOUR = timedelta(hours=1)
SOON = timedelta(seconds=10)  # after it a post of unknown outcome is looked for
WITHIN = 20.0  # seconds


@pytest.mark.parametrize("stage", ["slack"], indirect=True)
async def test_a_clock_that_is_set_back_delays_nothing_and_repeats_nothing(
    stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    """A post of unknown outcome is to be looked for in five seconds, which the clock then makes an hour. They
    are over when that is heard of."""
    paper, clock = Newspaper(wire, "/wire", "Harbour Business Wire"), WrongClock()
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage, clock=clock) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        stage.slack.fail("chat.postMessage", Fault.ACCEPT_RESET)
        paper.publish(PLEDGE)
        await until(stage.messages, "the post is taken, and its answer lost", WITHIN)
        await asyncio.sleep(0.5)
        clock.by = SOON - HOUR
        house._clock_was_set(-HOUR.total_seconds())  # as the schedule says within seconds
        await until_it_owes(house, 0)
        assert len(stage.messages()) == 1
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) == 2, "the next one is told", WITHIN)


async def until_it_owes(house: House, deliveries: int) -> None:
    """Wait until so many deliveries are open."""
    async with asyncio.timeout(WITHIN):
        while await house.parts.store.owed() != deliveries:
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("stage", ["slack"], indirect=True)
async def test_a_clock_that_is_set_forward_claims_nothing_twice(
    stage: SlackStage, wire: Wire, tmp_path: Path
) -> None:
    """While a post is under way the clock goes on by an hour, in which its claim runs out."""
    paper, clock = Newspaper(wire, "/wire", "Harbour Business Wire"), WrongClock()
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage, clock=clock) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        stage.slack.fail("chat.postMessage", Fault.ACCEPT_HANG)
        paper.publish(PLEDGE)
        await until(stage.messages, "the post is taken, and is not answered", WITHIN)
        paper.publish(PLANT)
        # Polls have their dates from a clock that agrees with the machine's, so it is read before.
        await until_it_owes(house, 2)
        clock.by = HOUR
        house._clock_was_set(HOUR.total_seconds())
        house._owed.set()
        await asyncio.sleep(0.5)  # in which it could be claimed again
        hang_up(stage.slack._runner)  # what was not answered never is
        async with hastened(house, clock):
            await until_it_owes(house, 0)
        assert len(stage.messages()) == 2
