"""How a share went on after its alert, through the running house, on a clock that is set by hand."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from bot.domain.figures import Moment
from tests.journeys.pricing import CLOSES, PREMARKET, Newsroom, newsroom, priced
from tests.journeys.stage import Stage, until
from tests.vendors.tape import Tape
from tests.wires import Wire

SLACK_ONLY = pytest.mark.parametrize("stage", ["slack"], indirect=True)
MINUTE: Final = timedelta(minutes=1)
NINE: Final = PREMARKET + timedelta(hours=1)  # 09:00 in New York
HOUR_LATER: Final = NINE + timedelta(hours=1, seconds=1)
BELL: Final = datetime(2026, 3, 11, 20, 0, tzinfo=UTC)
OPENS: Final = datetime(2026, 3, 11, 13, 30, tzinfo=UTC)
CLOSED: Final = CLOSES | {date(2026, 3, 11): "79.00"}
FUND: Final = {date(2026, 3, 9): "500.00", date(2026, 3, 10): "500.00"}
EVERYTHING: Final = '[follow_ups]\nat = ["hour", "close", "open"]\n'
BELOW: Final = f'{EVERYTHING}told_by = "reply"\n'


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with priced() as tape:
        tape.trades("BABA", "77.52", NINE - MINUTE, CLOSES)
        tape.trades("SPY", "500.00", NINE - MINUTE, FUND)
        yield tape


def rise(tape: Tape) -> None:
    """Let the share rise by 1 %, and the fund by 0.2 %."""
    tape.trades("BABA", "78.30", HOUR_LATER - MINUTE, CLOSES)
    tape.trades("SPY", "501.00", HOUR_LATER - MINUTE, FUND)


def an_hour_later(room: Newsroom) -> None:
    """Let an hour go by, in which they rise."""
    rise(room.tape)
    room.goes_on_until(HOUR_LATER + timedelta(seconds=10))


async def followed(room: Newsroom) -> None:
    """Print the news, and wait until it is alerted and its follow-ups are planned."""
    await room.alerted()
    await room.plans(Moment.HOUR, Moment.CLOSE, Moment.OPEN)


async def test_each_moment_is_added_to_the_alert_against_its_own_price_and_the_fund(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=NINE) as room:
        await followed(room)
        an_hour_later(room)
        await room.shows("an hour later +1.01 % to $78.30 (SPY +0.2 %)")
        tape.trades("BABA", "79.10", BELL + 4 * MINUTE, CLOSED)
        tape.trades("SPY", "502.00", BELL + 4 * MINUTE, FUND | {date(2026, 3, 11): "502.50"})
        room.goes_on_until(BELL + 6 * MINUTE)
        seen = await room.shows("at the close +1.91 % to $79.00 (SPY +0.5 %)")
        assert "Since the alert (BABA)" in seen.text
        await room.plans()
        assert len(stage.messages()) == 1
        assert seen.edits == 2


@SLACK_ONLY
async def test_so_is_the_next_open(stage: Stage, wire: Wire, tape: Tape, tmp_path: Path) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=NINE) as room:
        await followed(room)
        tape.trades("BABA", "75.00", OPENS + MINUTE, CLOSES)
        room.goes_on_until(OPENS + 3 * MINUTE)
        seen = await room.shows("after the open −3.25 % to $75.00")
        assert "SPY" not in seen.text, "of the fund there is no price of the morning"


async def test_it_is_said_below_the_alert_where_that_is_wanted(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=BELOW, at=NINE) as room:
        await followed(room)
        an_hour_later(room)
        await until(room.replies, "a reply stands below the alert")
        [reply] = room.replies()
        assert "An hour later" in reply
        assert "+1.01 % to $78.30 (SPY +0.2 %)" in reply
        assert stage.messages()[0].edits == 0


@SLACK_ONLY
async def test_a_channel_that_muted_hears_no_reply(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=BELOW, at=NINE) as room:
        await followed(room)
        await stage.say("mute BABA 3d")
        an_hour_later(room)
        await room.plans(Moment.CLOSE, Moment.OPEN)
        await room.at_rest()
        assert not room.replies()


@SLACK_ONLY
async def test_what_was_planned_outlives_the_house(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=NINE) as room:
        await followed(room)
    rise(tape)
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=HOUR_LATER) as room:
        await room.shows("an hour later +1.01 % to $78.30 (SPY +0.2 %)")


@SLACK_ONLY
async def test_a_moment_that_was_slept_through_is_left_out(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=NINE) as room:
        await followed(room)
    later = HOUR_LATER + timedelta(minutes=20)
    tape.trades("BABA", "90.00", later, CLOSES)
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=later) as room:
        await room.plans(Moment.CLOSE)
        assert "later" not in stage.messages()[0].text


@SLACK_ONLY
async def test_where_the_alert_had_no_price_none_is_made_up(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, more=EVERYTHING, at=NINE) as room:
        del tape.said["BABA"]
        await followed(room)
        an_hour_later(room)
        seen = await room.shows("an hour later $78.30, +3.03 % against the close of 10 Mar")
        assert "SPY" not in seen.text
