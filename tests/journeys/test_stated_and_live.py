"""What an article states of the share, and what a vendor gives, on the alert and in an answer."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.newspaper import PLEDGE
from tests.journeys.pricing import CLOSES, LIVE, PREMARKET, newsroom, priced
from tests.journeys.stage import Stage, until
from tests.vendors.tape import Tape
from tests.wires import Wire

STATED = "premarket +0.32 % to $76.30, Wednesday, as stated by the article"
SLACK_ONLY = pytest.mark.parametrize("stage", ["slack"], indirect=True)
EVENING = PREMARKET + timedelta(hours=9)  # 17:00 in New York


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with priced() as tape:
        yield tape


async def test_of_one_session_and_too_far_apart_the_live_price_counts_and_says_so(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    tape.trades("BABA", "78.00", PREMARKET - timedelta(minutes=1), CLOSES)
    async with newsroom(tmp_path, stage, wire, tape) as room:
        room.paper.publish(replace(PLEDGE, at=PREMARKET))
        await until(stage.messages, "the alert stands")
        [seen] = stage.messages()
        otherwise = "(not +0.32 % to $76.30, as the article states for Wednesday)"
        assert f"premarket +2.63 % to $78.00 {otherwise}, against the close of 10 Mar, live from" in seen.text
        assert STATED not in seen.text
        answer = await stage.say("price BABA")
        assert "premarket +2.63 % to $78.00" in answer
        assert "Live from Tape" in answer


@SLACK_ONLY
async def test_where_they_agree_both_stand(stage: Stage, wire: Wire, tape: Tape, tmp_path: Path) -> None:
    tape.trades("BABA", "76.25", PREMARKET - timedelta(minutes=1), CLOSES)
    async with newsroom(tmp_path, stage, wire, tape) as room:
        room.paper.publish(replace(PLEDGE, at=PREMARKET))
        await until(stage.messages, "the alert stands")
        [seen] = stage.messages()
        assert "premarket +0.33 % to $76.25, against the close of 10 Mar, live from Tape" in seen.text
        assert STATED in seen.text


@SLACK_ONLY
async def test_of_two_sessions_both_stand(stage: Stage, wire: Wire, tape: Tape, tmp_path: Path) -> None:
    """The morning's premarket in the article, the evening's price from the vendor, and today's close."""
    closes = CLOSES | {date(2026, 3, 11): "80.00"}
    tape.trades("BABA", "81.00", EVENING - timedelta(minutes=1), closes)
    async with newsroom(tmp_path, stage, wire, tape, at=EVENING) as room:
        room.paper.publish(replace(PLEDGE, at=EVENING))
        await until(stage.messages, "the alert stands")
        [seen] = stage.messages()
        assert LIVE in seen.text
        assert "after hours +1.25 % to $81.00, against the close of 11 Mar, live from Tape" in seen.text
        assert STATED in seen.text
