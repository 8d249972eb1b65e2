from datetime import timedelta

import pytest

from bot.domain.alert import Message
from bot.domain.market import Ticker
from tests.cards.telling import BABA, NOON, reading
from tests.commands.office import ROOM, Office


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.says("watch BABA, MSFT")
    return office


async def muted(office: Office, symbol: str = "BABA") -> timedelta | None:
    [watch] = [w for w in await office.watched() if w.ticker.symbol == symbol]
    return watch.muted_until - NOON if watch.muted_until else None


@pytest.mark.parametrize(
    ("words", "span"),
    [
        ("mute BABA", timedelta(days=1)),
        ("mute alibaba 30m", timedelta(minutes=30)),
        ("mute 9988.HK for 4h", timedelta(hours=4)),
        ("mute $baba 2 days", timedelta(days=2)),
    ],
)
async def test_mute(office: Office, words: str, span: timedelta) -> None:
    assert "muted here" in await office.says(words)
    assert await muted(office) == span
    assert office.actions()[-1][0] == "mute"


@pytest.mark.parametrize("words", ["unmute BABA", "mute BABA off"])
async def test_an_end_to_it(office: Office, words: str) -> None:
    await office.says("mute BABA")
    assert "alerts here again" in await office.says(words)
    assert await muted(office) is None
    assert office.actions()[-1] == ("unmute", "BABA")
    assert "is not muted" in await office.says(words)


async def test_what_cannot_be_muted_is_told(office: Office) -> None:
    assert "“400d” is no length of time" in await office.says("mute BABA 400d")
    assert "“3 parsecs” is no length of time" in await office.says("mute BABA 3 parsecs")
    assert await muted(office) is None
    assert "does not watch Apple (AAPL)" in await office.says("mute AAPL")
    assert "names no listed company" in await office.says("mute zorp")


async def test_the_watch_behind_an_alert_is_offered(office: Office) -> None:
    """The button of an alert names the investor, but the channel may watch the target."""
    story = await office.told(reading(), post=Ticker("MSFT", "XNAS"))
    message = await office.store.posted(story.id, ROOM)
    assert isinstance(message, Message)
    await office.says("unwatch BABA")
    answer = await office.says("mute BABA 1d", about=message)
    assert "came for the watch on MSFT" in answer
    assert "<mute MSFT 1d>" in answer


async def test_a_muted_watch_speaks_again_by_itself(office: Office) -> None:
    await office.says("mute BABA 1h")
    office.clock.at = NOON + timedelta(hours=2)
    assert "is not muted" in await office.says("unmute BABA")
    assert BABA in [w.ticker for w in await office.watched()]
