"""What becomes of a story: it is corrected, confirmed, split and retracted, in the messages that stand."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.journeys.newspaper import PLANT, Item, Newspaper
from tests.journeys.stage import EVERY, Seen, Stage, first_polls, open_house, until
from tests.platforms.slack_state import Shown
from tests.vendors.benzinga import KEY, Benzinga
from tests.wires import Wire

CORRECTED = replace(
    PLANT,
    headline="Alibaba to invest $1.5 billion in a data centre in Thailand",
    body=PLANT.body.replace("$1.2 billion", "$1.5 billion"),
)
RELEASE = Item(
    "release",
    "Alibaba Group to invest $1.5 billion in a data centre in Thailand",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.5 billion in a new data centre near Bangkok, it "
    "announced today.",
    ("NYSE:BABA",),
)
RETOLD = Item(
    "retold",
    "Alibaba to invest $1.5 billion in Thai data centre",
    "Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.5 billion in a data centre in Thailand, the "
    "company said.",
    ("NYSE:BABA",),
)


@pytest.fixture
async def benzinga() -> AsyncIterator[Benzinga]:
    async with Benzinga() as benzinga:
        yield benzinga


def settings(folder: Path, stage: Stage, place: str, benzinga: Benzinga, *papers: Newspaper) -> Path:
    """Write the settings of a house with two papers, a company wire and Benzinga."""
    harbour, pearl, wire = (paper.url for paper in papers)
    path = folder / "outlay.toml"
    path.write_text(
        f"""
        [store]
        path = "{folder / "outlay.db"}"
        [fetch]
        allow = ["{place}", "{benzinga.place}"]
        [[source]]
        name = "harbour"
        url = "{harbour}"
        every = {EVERY}
        [[source]]
        name = "pearl"
        url = "{pearl}"
        every = {EVERY}
        [[source]]
        kind = "globenewswire"
        name = "company"
        urls = ["{wire}"]
        every = {EVERY}
        [[source]]
        kind = "benzinga"
        name = "benzinga"
        url = "{benzinga.table()["url"]}"
        every = 1.0
        """
        + stage.settings(),
        encoding="utf-8",
    )
    return path


def showing(stage: Stage, words: str) -> list[Seen]:
    return [seen for seen in stage.messages() if words in seen.text]


def struck(seen: Seen, words: str) -> bool:
    """Say whether words stand struck out in a message as the platform keeps it."""
    return f"~{words}~" in (str(seen.raw.blocks) if isinstance(seen.raw, Shown) else seen.raw.raw)


async def test_a_story_is_corrected_confirmed_split_and_another_one_retracted(
    stage: Stage, wire: Wire, benzinga: Benzinga, tmp_path: Path
) -> None:
    harbour = Newspaper(wire, "/harbour", "Harbour Business Wire")
    pearl = Newspaper(wire, "/pearl", "Pearl River Newswire")
    company = Newspaper(wire, "/company", "GlobeNewswire")
    path = settings(tmp_path, stage, wire.place, benzinga, harbour, pearl, company)
    async with open_house(path, stage, BENZINGA_API_KEY=KEY) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        harbour.publish(PLANT)
        await until(stage.messages, "the alert stands in the channel")
        assert "$1.2B" in stage.messages()[0].push

        harbour.correct(CORRECTED)
        await until(lambda: showing(stage, "$1.5B"), "the figure is corrected")
        (alert,) = stage.messages()
        assert alert.push.startswith("Alibaba (BABA) will invest $1.5B")
        assert struck(alert, "$1.2B")
        assert "Corrected: it was told as $1.2B before" in alert.text

        company.publish(RELEASE)
        await until(lambda: showing(stage, "Confirmed by the company's own press release"), "it is confirmed")
        assert len(stage.messages()) == 1

        pearl.publish(RETOLD)
        await until(lambda: showing(stage, "Pearl River Newswire"), "another paper tells it")
        listed = await stage.say("split 1")
        assert "3 articles tell story 1" in listed
        assert "Pearl River Newswire" in listed
        assert "tells story 2" in await stage.say("split 1 3")
        await until(lambda: len(stage.messages()) == 2, "the article has an alert of its own")
        await until(lambda: len(showing(stage, "Pearl River Newswire")) == 1, "the first names it no more")
        first, second = stage.messages()
        assert "Pearl River Newswire" in second.text
        assert "Pearl River Newswire" not in first.text
        assert struck(first, "$1.2B")

        title = "Alibaba to buy a chip maker in Kedah for $2.4 billion"
        stocks = [{"name": "BABA", "exchange": "NYSE"}]
        benzinga.put(7, title, datetime.now(UTC), stocks=stocks, body=f"<p>{title}, it said on Monday.</p>")
        await until(lambda: showing(stage, "$2.4B"), "Benzinga's story stands in the channel")
        assert len(stage.messages()) == 3
        benzinga.remove(7, datetime.now(UTC))
        await until(lambda: showing(stage, "Retracted"), "the story is retracted")
        gone = stage.messages()[2]
        assert gone.push.startswith("Retracted: Alibaba (BABA)")
        assert struck(gone, "$2.4B")
        assert "took back what told this story" in gone.text
        assert "Kedah" not in await stage.say("recent")
        assert "took back" in await stage.click(gone, "Details")
