"""A sum in another currency, through the running house: in US dollars at once, late, after a correction."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tests.faults.house import WrongClock, hurried_house
from tests.journeys.newspaper import Item, Newspaper
from tests.journeys.stage import Stage, first_polls, until, written
from tests.vendors.frankfurter import Frankfurter
from tests.wires import Wire

NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, hours before its rates are out
RATES = {date(2026, 3, 10): {"USD": "1.0930", "GBP": "0.8500", "HKD": "8.5500"}}
SLACK_ONLY = pytest.mark.parametrize("stage", ["slack"], indirect=True)

EUROS = Item(
    "centre",
    "Alibaba to invest 950 million euros in a data centre in Spain",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest 950 million euros in a new data centre near Bilbao, "
    "it said on Wednesday.",
    ("NYSE:BABA",),
    at=NOON,
)
POUNDS = replace(
    EUROS,
    headline=EUROS.headline.replace("euros", "pounds"),
    body=EUROS.body.replace("euros", "pounds"),
)
WRONG_DOLLARS = replace(EUROS, body=EUROS.body.replace("euros", "euros ($950 million)"))


@dataclass
class Newsroom:
    """A house at work, whose alerts want exchange rates."""

    paper: Newspaper
    stage: Stage

    async def shows(self, words: str) -> int:
        """Wait until the alert shows these words; return how often it was edited by then."""
        await until(
            lambda: any(words in seen.text for seen in self.stage.messages()), f"the alert shows {words!r}"
        )
        return self.stage.messages()[0].edits


@pytest.fixture
async def publisher() -> AsyncIterator[Frankfurter]:
    async with Frankfurter(RATES) as server:
        yield server


@asynccontextmanager
async def newsroom(folder: Path, stage: Stage, wire: Wire, publisher: Frankfurter) -> AsyncIterator[Newsroom]:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    rates = f'[rates]\nkind = "frankfurter"\nurl = "{publisher.url}"\nfallback_url = ""\n'
    path = written(folder, stage, {"harbour": paper.url}, f'{wire.place}", "{publisher.place}', rates)
    async with hurried_house(path, stage, clock=WrongClock(NOON - datetime.now(UTC))) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        yield Newsroom(paper, stage)


async def test_the_alert_has_the_sum_in_dollars_as_it_is_posted_and_details_have_the_rate(
    stage: Stage, wire: Wire, publisher: Frankfurter, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, publisher) as room:
        room.paper.publish(EUROS)
        assert await room.shows("≈ $1.04B (rate of 10 Mar 2026)") == 0
        [alert] = stage.messages()
        assert "$" not in alert.push.splitlines()[0]  # the title is what was stated
        details = await stage.click(alert, "Details")
        assert "€950M × 1.093 ≈ $1.04B" in details
        assert "from ECB, through Frankfurter" in details
        assert publisher.asked == ["/v1/2026-03-10"]


@SLACK_ONLY
async def test_a_rate_that_comes_late_is_added_by_an_edit(
    stage: Stage, wire: Wire, publisher: Frankfurter, tmp_path: Path
) -> None:
    publisher.open.clear()
    async with newsroom(tmp_path, stage, wire, publisher) as room:
        room.paper.publish(EUROS)
        await room.shows("€950M")
        assert "≈" not in stage.messages()[0].text
        publisher.open.set()
        assert await room.shows("≈ $1.04B (rate of 10 Mar 2026)") == 1


@SLACK_ONLY
async def test_after_a_correction_to_another_currency_its_own_rate_is_used(
    stage: Stage, wire: Wire, publisher: Frankfurter, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, publisher) as room:
        room.paper.publish(EUROS)
        await room.shows("≈ $1.04B")
        room.paper.correct(POUNDS)
        await room.shows("£950M")
        await room.shows("≈ $1.22B (rate of 10 Mar 2026)")  # 950 × 1.0930 ÷ 0.85 = 1,221.6
        assert "≈ $1.04B" not in stage.messages()[0].text
        assert len(publisher.asked) == 1


@SLACK_ONLY
async def test_stated_dollars_that_the_rate_does_not_make_are_marked(
    stage: Stage, wire: Wire, publisher: Frankfurter, tmp_path: Path
) -> None:
    async with newsroom(tmp_path, stage, wire, publisher) as room:
        room.paper.publish(WRONG_DOLLARS)
        await room.shows("the article's $950M is 8.5 % below the ≈ $1.04B that €950M makes")
