"""Somebody has themselves forgotten, and a manager the whole place, on either platform."""

import asyncio
from pathlib import Path

from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.stage import Stage, first_polls, open_house, until, written
from tests.wires import Wire


async def test_who_asked_is_forgotten_and_the_watch_alerts_on(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        assert "What is kept about you" in await stage.say("privacy export")
        assert "You are forgotten" in await stage.say("privacy delete me confirm")
        assert "nothing" in await stage.say("privacy export")
        paper.publish(PLEDGE)
        await until(stage.messages, "the alert stands in the channel")

        assert "concerns everybody" in await stage.say("privacy delete space confirm", guest=True)
        assert "is deleted" in await stage.say("privacy delete space confirm")
        assert "BABA" not in await stage.say("list")
        paper.publish(PLANT)
        while len(await house.desk.stories.recent([], 5)) < 2:
            await asyncio.sleep(0.02)
        assert not await house.desk.deliveries.owed()
        assert len(stage.messages()) == 1
