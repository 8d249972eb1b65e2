"""A desk that lost days: its database is restored from a backup, and nothing stands twice afterwards."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app import House
from bot.domain.story import Story
from bot.store.backup import back_up
from bot.store.restore import restore
from tests.journeys.newspaper import PLANT, PLEDGE, RETOLD, Item, Newspaper
from tests.journeys.stage import DiscordStage, SlackStage, Stage, first_polls, open_house, until, written
from tests.wires import Wire

SETTLE = timedelta(seconds=2)  # for which alerts of the lost days wait: long enough here for two polls
PORT = Item(
    "port",
    "Alibaba to invest $700 million in a logistics port in Vietnam",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest $700 million in a new logistics port near Haiphong, "
    "it said on Friday.",
    ("NYSE:BABA",),
)


async def told(house: House, stories: int) -> list[Story]:
    """Wait until so many stories are known and nothing is owed; return them, the oldest first."""
    for _ in range(1_000):
        found = await house.desk.stories.recent([], 10)
        if len(found) >= stories and not await house.desk.deliveries.owed():
            return found[::-1]
        await asyncio.sleep(0.02)
    raise AssertionError(f"{stories} stories were not told.")


def corrected(plant: Item) -> Item:
    """Return the item with another sum."""
    return replace(
        plant, headline=plant.headline.replace("$1.2", "$1.5"), body=plant.body.replace("$1.2", "$1.5")
    )


def said_below(stage: Stage) -> int:
    """Return how many replies stand below alerts."""
    if isinstance(stage, SlackStage):
        return sum(len(stage.slack.thread(root)) for root in stage.slack.messages("C1"))
    assert isinstance(stage, DiscordStage)
    return len([one for one in stage.discord.messages("100") if not one.ephemeral and one.reply_to])


async def test_what_was_said_below_an_alert_is_not_said_again(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    """The backup knows the alert and not its correction, which comes again from the paper."""
    harbour = Newspaper(wire, "/harbour", "Harbour Business Wire")
    plant = replace(PLANT, at=datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=40))
    path = written(tmp_path, stage, {"harbour": harbour.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        harbour.publish(plant)
        await until(stage.messages, "the alert stands in the channel")
        await told(house, 1)
        back_up(tmp_path / "outlay.db", tmp_path / "copy.db")
        harbour.correct(corrected(plant))
        await until(lambda: said_below(stage), "the correction is said below the alert")
        await told(house, 1)
    restore(tmp_path / "outlay.db", tmp_path / "copy.db", datetime.now(UTC), timedelta(0))
    async with open_house(path, stage) as house:
        async with asyncio.timeout(10):
            while (await told(house, 1))[0].revision < 2:
                await asyncio.sleep(0.02)
        await told(house, 1)
    assert len(stage.messages()) == 1
    assert said_below(stage) == 1


async def test_nothing_stands_twice_and_all_goes_on(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    """The lost days hold a story that its second article began: it comes back in the other order."""
    harbour = Newspaper(wire, "/harbour", "Harbour Business Wire")
    pearl = Newspaper(wire, "/pearl", "Pearl River Newswire")
    now = datetime.now(UTC).replace(microsecond=0)
    plant, pledge, retold = (
        replace(item, at=now - timedelta(minutes=minutes))
        for item, minutes in ((PLANT, 40), (PLEDGE, 30), (RETOLD, 20))
    )
    path = written(tmp_path, stage, {"harbour": harbour.url, "pearl": pearl.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        harbour.publish(plant)
        await until(stage.messages, "the alert stands in the channel")
        await told(house, 1)
        back_up(tmp_path / "outlay.db", tmp_path / "copy.db")

        pearl.publish(retold)
        await until(lambda: len(stage.messages()) == 2, "the second alert stands in the channel")
        harbour.publish(pledge)
        await until(lambda: "Harbour" in stage.messages()[1].text, "the other paper tells it too")
        _, first = await told(house, 2)

    restore(tmp_path / "outlay.db", tmp_path / "copy.db", datetime.now(UTC), SETTLE)
    async with open_house(path, stage) as house:
        _, lost = await told(house, 2)
        assert {telling.outlet for telling in lost.tellings()} == {
            "Harbour Business Wire",
            "Pearl River Newswire",
        }
        assert lost.seed != first.seed, "the articles did not come back in another order"
        assert len(stage.messages()) == 2

        harbour.correct(corrected(plant))
        await until(
            lambda: "$1.5B" in stage.messages()[0].push, "the first alert is corrected where it stands"
        )
        assert "Alibaba" in await stage.ask_about(stage.messages()[1], "why")
        harbour.publish(replace(PORT, at=datetime.now(UTC)))
        await until(lambda: len(stage.messages()) >= 3, "what is new is alerted on")
        await told(house, 3)
    assert len([seen for seen in stage.messages() if "HK$5" in seen.push]) == 1
