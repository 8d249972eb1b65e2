"""What breaks is told to the right person in clear words, and everything else goes on."""

import asyncio
import logging
from pathlib import Path

import pytest

from tests.journeys.newspaper import PLANT, PLEDGE, Item, Newspaper
from tests.journeys.stage import EVERY, Stage, first_polls, open_house, until, written
from tests.wires import Wire

QUIET = EVERY * 4


async def test_broken_sources_are_named_and_the_good_one_goes_on(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    good = Newspaper(wire, "/good", "Harbour Business Wire")
    wire.put("/page", "<!doctype html><html><body>Please log in</body></html>", content_type="text/html")
    wire.put("/broken", b"\x00\x01 this was a feed once \xff")
    feeds = {
        "good": good.url,
        "gone": wire.url("/nowhere"),
        "page": wire.url("/page"),
        "broken": wire.url("/broken"),
    }
    path = written(tmp_path, stage, feeds, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        good.publish(PLEDGE)
        await until(stage.messages, "the good source alerts")
        status = await stage.say("status")
        assert "404" in status
        assert "page" in status
        sources = (await house.desk.status()).sources
        errors = {source.name: source.health.error or "" for source in sources}
        assert "404" in errors["gone"]
        assert "web page" in errors["page"].casefold() or "html" in errors["page"].casefold()
        assert errors["broken"]
        assert errors["good"] == ""


async def test_a_login_is_one_line_of_the_log(
    stage: Stage, wire: Wire, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    async with open_house(written(tmp_path, stage, {"harbour": paper.url}, wire.place), stage):
        await stage.say("status")
    [said] = [record.getMessage() for record in caplog.records if "logged in" in record.getMessage()]
    assert said.startswith(f"{stage.platform.capitalize()}: logged in ")


async def test_the_operator_is_told_once_when_a_source_stops_and_once_when_it_is_back(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    space = "T1" if stage.platform == "slack" else "1000"
    channel = "C1" if stage.platform == "slack" else "100"
    more = f'[operator]\nchannel = "{stage.platform}:{space}:{channel}"\n'
    path = written(tmp_path, stage, {"flaky": wire.url("/flaky")}, wire.place, more)
    async with open_house(path, stage):
        await until(stage.messages, "the operator is told", seconds=15)
        assert "flaky" in stage.messages()[0].text
        assert "404" in stage.messages()[0].text
        Newspaper(wire, "/flaky", "Flaky Wire")
        await until(lambda: len(stage.messages()) == 2, "the operator hears that it is back", seconds=15)
        assert "works again" in stage.messages()[1].text


async def test_an_article_with_no_text_and_a_story_of_a_company_nobody_knows(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        paper.publish(
            Item("empty", "", ""),
            Item(
                "unknown",
                "Quorvex Holdings to invest $40 million in a plant in Brno",
                "Quorvex Holdings (NYSE: QVXZZ) will invest $40 million in a plant in Brno, it said.",
                ("NYSE:QVXZZ",),
            ),
            Item("bare", PLANT.headline, "", PLANT.tickers),
        )
        await until(stage.messages, "the bare headline alerts")
        await asyncio.sleep(QUIET)
        (alert,) = stage.messages()
        assert "$1.2B" in alert.push


async def test_a_ticker_that_nobody_knows_gets_a_suggestion(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    path = written(tmp_path, stage, {}, wire.place)
    async with open_house(path, stage):
        answer = await stage.say("watch MSTF BABA QQQQQZ")
        assert "MSFT" in answer
        assert "QQQQQZ" in answer
        listed = await stage.say("list")
        assert "BABA" in listed
        assert "QQQQQZ" not in listed


async def test_a_deleted_channel_is_told_to_who_set_it_up_and_costs_the_others_nothing(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        stage.delete_channel()
        paper.publish(PLEDGE)
        await until(stage.told_privately, "who set the channel up is told", seconds=15)
        (word,) = stage.told_privately()
        assert "stopped" in word
        paper.publish(PLANT)
        await asyncio.sleep(QUIET)
        assert len(stage.told_privately()) == 1
        status = await house.desk.status()
        assert len(status.disabled) == 1
        assert status.owed == 0
