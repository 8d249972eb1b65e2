"""chart, through the running house: Yahoo's prices, the alert on them, a picture on either platform."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from PIL import Image

from tests.faults.house import WrongClock, hurried_house
from tests.journeys.newspaper import PLANT, Newspaper
from tests.journeys.stage import Stage, first_polls, until, written
from tests.platforms.discord_files import FILES
from tests.platforms.slack_state import Shown
from tests.vendors.yahoo import Share, Yahoo
from tests.wires import Wire

NOW = datetime(2026, 3, 11, 15, 30, tzinfo=UTC)  # a Wednesday, 11:30 in New York


def share() -> Share:
    """Return a share that trades each minute since eight, and on Tuesday closed at 76.00."""
    minutes = range(210)
    return Share(
        "BABA",
        closes={date(2026, 3, 9): 75.0, date(2026, 3, 10): 76.0},
        prints=[(NOW - timedelta(minutes=210 - one), 76.2 + one / 100) for one in minutes],
    )


async def test_a_chart_shows_the_alert_on_the_prices(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    async with Yahoo(NOW, share()) as vendor:
        prices = "".join(f"{key} = {json.dumps(value)}\n" for key, value in vendor.table().items())
        allowed = f'{wire.place}", "{vendor.place}'
        path = written(tmp_path, stage, {"harbour": paper.url}, allowed, f"[prices]\n{prices}")
        clock = WrongClock(NOW - datetime.now(UTC))
        async with hurried_house(path, stage, clock=clock) as house:
            await first_polls(house)
            await stage.say("watch BABA")
            paper.publish(replace(PLANT, at=clock.now()))
            await until(stage.messages, "the alert stands")
            assert "Alibaba (BABA): in regular trading" in await stage.say("price BABA")
            said = await stage.click(stage.answer, "Chart")
    assert "Alibaba (BABA), the last day" in said
    assert "Last regular close" in said
    shown = stage.messages()[-1].raw
    [words] = shown.pictures.values()
    assert "A dashed line marks the regular close of 10 Mar 2026, $76.00." in words
    assert "Stories are marked by number: 1 on 11 Mar 2026, 11:30." in words
    if isinstance(shown, Shown):
        [file] = shown.pictures
        png = stage.slack.api.files.known[file].data  # type: ignore[attr-defined]  # it is Slack's stage
    else:
        [png] = shown.body[FILES].values()
    assert Image.open(BytesIO(png)).format == "PNG"
