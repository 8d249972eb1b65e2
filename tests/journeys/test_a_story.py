"""A story goes from a wire to the channel that watches the company, and is asked about there."""

import asyncio
from pathlib import Path

from tests.journeys.newspaper import BUYBACK, PLANT, PLEDGE, RETOLD, Item, Newspaper
from tests.journeys.stage import EVERY, Stage, first_polls, open_house, until, written
from tests.wires import Wire

PUSH = "Alibaba (BABA) pledges at least HK$5.0B ($639.3M, as stated) over 5 years"
QUIET = EVERY * 4  # seconds in which something would have been posted if it were to be


async def test_a_watched_story_is_alerted_on_explained_and_forgotten(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        assert "BABA" in await stage.say("watch BABA")

        loop = asyncio.get_running_loop()
        published = loop.time()
        paper.publish(PLEDGE)
        await until(stage.messages, "the alert stands in the channel")
        assert loop.time() - published <= EVERY * 1.1 + 1

        (alert,) = stage.messages()
        assert alert.push.startswith(PUSH)
        for part in (
            "Per year",
            "A city that trains its own storytellers keeps its own voice",
            "Crucindo Hung Cho-sing",
            "premarket",
            "+0.32",
            "$76.30",
            "as stated",
            "Harbour Business Wire",
            "SCMP",
        ):
            assert part in alert.text
        assert "N/A" not in alert.text

        details = await stage.click(alert, "Details")
        assert "has committed to investing at least HK$5 billion ($639.3 million)" in details
        assert "BABA" in details
        why = await stage.ask_about(alert, "why")
        assert "has committed to investing at least HK$5 billion ($639.3 million)" in why
        assert "$76.30" in await stage.ask_about(alert, "price")
        assert "$639.3M" in await stage.ask_about(alert, "company")
        assert "HK$5.0B" in await stage.say("recent")
        company = await stage.say("company BABA")
        assert "$639.3M" in company
        price = await stage.say("price BABA")
        assert "$76.30" in price
        assert "stated" in price

        paper.publish(BUYBACK)
        await asyncio.sleep(QUIET)
        assert len(stage.messages()) == 1

        assert "BABA" in await stage.say("unwatch BABA")
        paper.publish(PLANT)
        await asyncio.sleep(QUIET)
        assert len(stage.messages()) == 1


async def test_a_second_source_edits_the_one_message_even_after_a_restart(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    harbour = Newspaper(wire, "/harbour", "Harbour Business Wire")
    pearl = Newspaper(wire, "/pearl", "Pearl River Newswire")
    path = written(tmp_path, stage, {"harbour": harbour.url, "pearl": pearl.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch Alibaba")
        harbour.publish(PLEDGE)
        await until(stage.messages, "the alert stands in the channel")
        assert "Pearl River Newswire" not in stage.messages()[0].text

    async with open_house(path, stage) as house:
        await asyncio.sleep(QUIET)
        assert [m.edits for m in stage.messages()] == [0]
        pearl.publish(RETOLD)
        await until(lambda: stage.messages()[0].edits, "the message is edited")
        (alert,) = stage.messages()
        assert "Pearl River Newswire" in alert.text
        assert alert.push.startswith(PUSH)

        # What hung on the message before the restart still answers.
        assert "HK$5 billion" in await stage.click(alert, "Details")


async def test_the_first_poll_of_a_source_alerts_nothing(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    paper.publish(PLANT)
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await stage.say("watch BABA")
        await first_polls(house)
        paper.publish(PLEDGE)
        await until(stage.messages, "the alert stands in the channel")
        await asyncio.sleep(QUIET)
        assert len(stage.messages()) == 1
        assert "HK$5.0B" in stage.messages()[0].push


async def test_a_guest_cannot_change_the_watchlist(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    path = written(tmp_path, stage, {}, wire.place)
    async with open_house(path, stage):
        await stage.say("watch BABA")
        refusal = await stage.say("unwatch BABA", guest=True)
        assert "ask" in refusal.casefold()
        assert "BABA" in await stage.say("list", guest=True)


async def test_a_muted_ticker_is_quiet_and_the_others_speak(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA MSFT")
        assert "BABA" in await stage.say("mute BABA 4h" if stage.platform == "slack" else "mute BABA")
        paper.publish(PLEDGE)
        await asyncio.sleep(QUIET)
        assert stage.messages() == []
        paper.publish(
            Item(
                "sweden",
                "Microsoft to spend $3.2 billion on data centres in Sweden",
                "Microsoft Corp. (NASDAQ: MSFT) will spend $3.2 billion on data centres in Sweden, it said.",
                ("NASDAQ:MSFT",),
            )
        )
        await until(stage.messages, "the other company's alert stands in the channel")
        assert stage.messages()[0].push.startswith("Microsoft (MSFT)")


async def test_a_hostile_headline_mentions_nobody_and_forges_nothing(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour @everyone Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    nasty = "@everyone <!channel> <@U1> <@7> *x* [y](http://z.example) <http://z.example|Apple IR>"
    async with open_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        paper.publish(
            Item(
                "hostile",
                f"Alibaba to invest $1.2 billion in {nasty}",
                f"Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.2 billion in {nasty}, it said.\n\n"
                f'"We love {nasty}," said Ann @here Lee, chairman of {nasty}.',
                ("NYSE:BABA",),
            )
        )
        await until(stage.messages, "the alert stands in the channel")
        (alert,) = stage.messages()
        assert stage.mentions(alert) == []
        assert stage.forged_links(alert) == []
        details = await stage.click(alert, "Details")
        assert "1.2 billion" in details
