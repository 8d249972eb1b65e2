"""A commitment beside its company's size, through the running house.

The company is a real one, so that the security master knows it; what it says and reports here is invented.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from tests.faults.house import WrongClock, hurried_house
from tests.journeys.newspaper import Item, Newspaper
from tests.journeys.pricing import CLOSES, PREMARKET
from tests.journeys.stage import Stage, first_polls, until, written
from tests.prices.size.companies import tarn
from tests.vendors.sec import Sec
from tests.vendors.tape import Tape
from tests.wires import Wire

SLACK_ONLY = pytest.mark.parametrize("stage", ["slack"], indirect=True)
# $600 million are 10 % of 100 million shares at $60.00, and 50 % of the $1.2 billion that were spent in 2025.
PLANT = Item(
    "plant",
    "ACM Research to invest $600 million in a plant in Oregon",
    "ACM Research, Inc. (NASDAQ: ACMR) will invest $600 million in a new plant near Portland, it said on "
    "Wednesday.",
    ("NASDAQ:ACMR",),
    at=PREMARKET,
)
MARKET = "10 % of market value ($6.0B, shares of 30 Jan 2026)"
CAPEX = "50 % of last year's capital spending ($1.2B, year to 31 Dec 2025)"


@pytest.fixture
async def sec() -> AsyncIterator[Sec]:
    filer = tarn()
    filer.title, filer.tickers = "ACM Research, Inc.", ("ACMR",)
    async with Sec([filer]) as sec:
        yield sec


@pytest.fixture
async def tape() -> AsyncIterator[Tape]:
    async with Tape() as tape:
        closes = {day: str(float(close) - 16) for day, close in CLOSES.items()}
        tape.trades("ACMR", "60.00", PREMARKET - timedelta(minutes=1), closes)
        yield tape


@asynccontextmanager
async def newsroom(folder: Path, stage: Stage, wire: Wire, tape: Tape, sec: Sec) -> AsyncIterator[Newspaper]:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    size = (
        '[size]\nkind = "sec"\ncontact = "Example Desk news@example.com"\n'
        f'site = "{sec.url}"\ndata = "{sec.url}"\n'
    )
    places = f'{wire.place}", "{tape.place}", "{sec.place}'
    path = written(folder, stage, {"harbour": paper.url}, places, tape.settings + size)
    async with hurried_house(path, stage, clock=WrongClock(PREMARKET - datetime.now(UTC))) as house:
        await first_polls(house)
        await stage.say("watch ACMR")
        yield paper


async def shows(stage: Stage, words: str) -> None:
    await until(lambda: any(words in seen.text for seen in stage.messages()), f"the alert shows {words!r}")


async def test_the_alert_has_both_parts_and_the_details_their_arithmetic(
    stage: Stage, wire: Wire, tape: Tape, sec: Sec, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, tape, sec) as paper:
        paper.publish(PLANT)
        await shows(stage, MARKET)
        await shows(stage, CAPEX)
        [alert] = stage.messages()
        details = await stage.click(alert, "Details")
        assert "$600M ÷ $6.0B = 10 %" in details
        assert "100M shares of 30 Jan 2026 (SEC filings) × $60.00 (Tape, 11 Mar 2026)" in details
        assert sec.count("companyfacts") == 1


@SLACK_ONLY
async def test_a_silent_sec_keeps_no_alert_waiting_and_the_size_is_added_by_an_edit(
    stage: Stage, wire: Wire, tape: Tape, sec: Sec, tmp_path: Path
) -> None:
    sec.holds = asyncio.Event()
    async with newsroom(tmp_path, stage, wire, tape, sec) as paper:
        paper.publish(PLANT)
        await shows(stage, "$600M")
        assert "market value" not in stage.messages()[0].text
        sec.holds.set()
        await shows(stage, MARKET)
        assert stage.messages()[0].edits == 1


@SLACK_ONLY
async def test_without_a_price_the_years_spending_is_there_alone(
    stage: Stage, wire: Wire, tape: Tape, sec: Sec, tmp_path: Path
) -> None:
    tape.status = 500
    async with newsroom(tmp_path, stage, wire, tape, sec) as paper:
        paper.publish(PLANT)
        await shows(stage, CAPEX)
        assert "market value" not in stage.messages()[0].text


@SLACK_ONLY
async def test_while_the_market_rests_its_last_close_is_taken(
    stage: Stage, wire: Wire, tape: Tape, sec: Sec, tmp_path: Path
) -> None:
    quiet = tape.said["ACMR"]
    tape.said["ACMR"] = msgspec.structs.replace(quiet, trades=(("60.00", PREMARKET - timedelta(hours=16)),))
    async with newsroom(tmp_path, stage, wire, tape, sec) as paper:
        paper.publish(PLANT)
        await shows(stage, MARKET)
        assert "Live price" not in stage.messages()[0].text
