"""People add a feed in chat, let it rest and remove it; the operator hears how the wires do."""

import asyncio
from pathlib import Path
from typing import Final

from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.stage import EVERY, Stage, first_polls, open_house, until, written
from tests.wires import Wire

ALLOWED: Final = f"[user_sources]\nallowed = true\nleast = {EVERY}\n"
QUIET: Final = EVERY * 4  # seconds in which something would have been posted if it were to be


def operator(stage: Stage) -> str:
    space, channel = ("T0OUTLAY", "C1") if stage.platform == "slack" else ("1000", "100")
    return f'[operator]\nchannel = "{stage.platform}:{space}:{channel}"\n'


def polls(wire: Wire, path: str) -> int:
    return sum(one.path == path for one in wire.asked)


async def test_a_feed_that_a_manager_adds_alerts_rests_and_goes(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/pier", "Pier News")
    path = written(tmp_path, stage, {}, wire.place, ALLOWED)
    async with open_house(path, stage) as house:
        await stage.say("watch BABA")
        answer = await stage.say(f"source add {paper.url}", guest=True)
        assert "Only who may manage this channel" in answer
        assert polls(wire, "/pier") == 0

        assert "“Pier News” is read from now on" in await stage.say(f"source add {paper.url}")
        await first_polls(house)
        paper.publish(PLEDGE)
        await until(stage.messages, "the added feed's news alerts")
        assert "Pier News" in await stage.say("source list", guest=True)

        assert "rests" in await stage.say("source pause Pier News")
        assert "paused by" in await stage.say("status")
        paper.publish(PLANT)
        await asyncio.sleep(QUIET)
        assert len(stage.messages()) == 1
        assert "is asked again" in await stage.say("source resume Pier News")
        await until(lambda: len(stage.messages()) == 2, "what was published meanwhile alerts")

    async with open_house(path, stage) as house:
        assert "Pier News: works" in await stage.say("status")
        assert "no longer read" in await stage.say("source remove Pier News")
        before = polls(wire, "/pier")
        await asyncio.sleep(QUIET)
        assert polls(wire, "/pier") == before
        assert "No source is set up" in await stage.say("source list")
        assert len(stage.messages()) == 2


async def test_unless_the_operator_allows_it_nothing_is_added(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/pier", "Pier News")
    path = written(tmp_path, stage, {"pier": paper.url}, wire.place)
    async with open_house(path, stage):
        answer = await stage.say(f"source add {wire.url('/other')}")
        assert "allowed = true under [user_sources]" in answer
        assert polls(wire, "/other") == 0


async def test_private_addresses_are_refused_and_a_page_offers_its_feed(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/pier", "Pier News")
    link = '<link rel="alternate" type="application/rss+xml" href="/pier">'
    wire.put("/home", f"<!doctype html><html><head>{link}</head></html>", content_type="text/html")
    async with Wire() as inside:
        inside.put("/rss", "<rss><channel><title>Payroll</title></channel></rss>")
        path = written(tmp_path, stage, {}, wire.place, ALLOWED)
        async with open_house(path, stage):
            refused = await stage.say(f"source add {inside.url('/rss')}")
            assert "private network" in refused
            assert "Payroll" not in refused
            assert inside.asked == []
            assert paper.url in await stage.say(f"source add {wire.url('/home')}")


async def test_a_wire_of_the_settings_rests_by_the_operators_word_and_is_told_of_once(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/pier", "Pier News")
    path = written(tmp_path, stage, {"pier": paper.url}, wire.place, operator(stage))
    async with open_house(path, stage) as house:
        await first_polls(house)
        assert "comes from the settings, and stays" in await stage.say("source remove pier")
        assert "rests" in await stage.say("source pause pier")
        assert "is asked again" in await stage.say("source resume pier")
        wire.drop("/pier")
        await until(stage.messages, "the operator hears that it stopped", seconds=15)
    async with open_house(path, stage):
        await asyncio.sleep(QUIET)
        assert len(stage.messages()) == 1  # a restart does not tell it again
        paper.publish(PLEDGE)
        await until(lambda: len(stage.messages()) == 2, "the operator hears that it is back", seconds=15)
        assert "works again" in stage.messages()[1].text
