"""An alert and its live price, through the running house: at once, late, wrong or never."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.journeys.newspaper import PLANT, Newspaper
from tests.journeys.pricing import BUDGET, CLOSES, LIVE, PREMARKET, newsroom, priced
from tests.journeys.stage import Stage, until
from tests.vendors.tape import Said, Tape
from tests.wires import Wire

SLACK_ONLY = pytest.mark.parametrize("stage", ["slack"], indirect=True)


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with priced() as tape:
        yield tape


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


async def test_one_that_comes_late_keeps_no_alert_waiting_and_is_added_by_one_edit(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape) as room:
        tape.open.clear()
        took = await room.alerted()
        [seen] = stage.messages()
        assert "BABA" in seen.text
        assert LIVE not in seen.text
        assert took < BUDGET + 0.3  # in which the poll, the reading and the post lie as well
        tape.open.set()
        seen = await room.shows(LIVE)
        await room.at_rest()
        assert stage.messages()[0].edits == 1


@SLACK_ONLY
async def test_a_vendor_that_fails_costs_no_time(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape) as room:
        tape.status = 500
        took = await room.alerted()
        assert LIVE not in stage.messages()[0].text
        assert took < BUDGET / 2
        assert (await room.story()).revision == 1


@SLACK_ONLY
@pytest.mark.parametrize(
    "lie",
    [
        Said("USD", (("0", PREMARKET - timedelta(minutes=1)),), tuple(CLOSES.items())),
        Said("USD", (("77.52", PREMARKET - timedelta(days=1)),), tuple(CLOSES.items())),
        Said("USD", (("77.52", PREMARKET + timedelta(hours=1)),), tuple(CLOSES.items())),
        Said("USD", (("77.52", PREMARKET),), ((date(2026, 3, 9), "75.00"),)),
        Said("USD", (("77.52", PREMARKET),), ((date(2026, 3, 10), "0"),)),
        Said("", (("77.52", PREMARKET),), tuple(CLOSES.items())),
        Said("USD", (("7752", PREMARKET),), tuple(CLOSES.items())),
    ],
    ids=["zero", "yesterday's", "to come", "a close too old", "a close of zero", "no currency", "too far"],
)
async def test_a_vendor_that_lies_has_no_line(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path, lie: Said
) -> None:
    tape.said["BABA"] = lie
    async with newsroom(tmp_path, stage, wire, tape) as room:
        await room.alerted()
        await room.at_rest()
        assert tape.asked, "it was asked"
        assert "Live price" not in stage.messages()[0].text


@SLACK_ONLY
async def test_a_crash_between_telling_and_pricing_holds_the_alert_no_longer(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    """The house ends while the alert waits for a vendor that hangs; what the next one finds is late by the
    time that it takes to start, and not by a budget of its own."""
    async with newsroom(tmp_path, stage, wire, tape) as room:
        tape.open.clear()
        room.publish()
        await until(lambda: tape.asked, "the vendor is asked")
        assert not stage.messages()
    async with newsroom(tmp_path, stage, wire, tape, at=PREMARKET + timedelta(seconds=5)) as room:
        await until(stage.messages, "the alert stands")
        tape.open.set()
        await room.shows(LIVE)


@SLACK_ONLY
async def test_what_joins_while_the_alert_waits_is_on_it_too(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape) as room:
        again = Newspaper(wire, "/wire", "Harbour Business Wire")
        told = replace(PLANT, at=room.clock.now())
        tape.open.clear()
        again.publish(told, replace(told, slug="again", headline=f"{PLANT.headline}, it says"))
        await until(stage.messages, "the alert stands")
        assert len(stage.messages()) == 1
        tape.open.set()
        await room.shows(LIVE)
        await room.at_rest()
        assert len(stage.messages()) == 1


@SLACK_ONLY
async def test_without_a_provider_nothing_waits_and_nothing_is_planned(
    stage: Stage, wire: Wire, tape: Tape, tmp_path: Path
) -> None:
    tape.wanted = False
    async with newsroom(tmp_path, stage, wire, tape) as room:
        await room.alerted()
        assert not tape.asked
        assert await room.house.parts.store.next_appointment(PREMARKET - timedelta(days=1)) is None
        assert "looking up of prices" not in {step.name for step in room.house.desk.steps}
