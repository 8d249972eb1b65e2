"""A picture's way to Discord: a file that the embed shows, and words where that is refused."""

from dataclasses import replace

import pytest

from bot.cards.card import Card, Fact, Picture
from bot.domain.alert import Channel
from handlers.discord.chat import DiscordChat
from tests.handlers.discord.clerk import ALERT, FakeClerk
from tests.platforms.discord import Kind, LoopbackDiscord
from tests.platforms.discord_files import FILES
from tests.platforms.discord_world import ATTACH, BOT_RIGHTS

WORDS = "A line that rises."
PICTURE = Picture(b"\x89PNG bytes", WORDS, "EXMP-day.png")
CHART = Card("Example (EXMP), the last day", facts=(Fact("From", "$74.89"),), picture=PICTURE)


@pytest.fixture
def drawing(clerk: FakeClerk) -> FakeClerk:
    """A clerk who answers with a chart."""
    clerk.card = CHART
    return clerk


async def test_a_command_is_answered_with_a_picture_and_its_description(
    discord: LoopbackDiscord, drawing: FakeClerk
) -> None:
    shown = await discord.command("recent", channel="100")
    assert shown.pictures == {"EXMP-day.png": WORDS}
    assert shown.body[FILES] == {"EXMP-day.png": PICTURE.png}
    assert shown.embeds[0]["title"] == CHART.title
    assert WORDS not in shown.raw, "the description is told to whoever needs it"


async def test_a_mention_too(discord: LoopbackDiscord, drawing: FakeClerk) -> None:
    shown = await discord.mention("chart EXMP", channel="100")
    assert shown.pictures == {"EXMP-day.png": WORDS}


async def test_in_a_direct_message_too(discord: LoopbackDiscord, drawing: FakeClerk) -> None:
    shown = await discord.command("recent", channel=discord.direct("7"))
    assert shown.pictures == {"EXMP-day.png": WORDS}


@pytest.mark.parametrize("way", ["command", "mention"])
async def test_without_the_permission_the_words_say_which(
    discord: LoopbackDiscord, drawing: FakeClerk, way: str
) -> None:
    discord.state.places["100"].rights = BOT_RIGHTS & ~ATTACH
    if way == "command":
        shown = await discord.command("recent", channel="100")
    else:
        shown = await discord.mention("chart EXMP", channel="100")
    assert not shown.pictures
    assert WORDS in shown.text
    assert "Attach Files" in shown.text


async def test_a_picture_that_is_too_large_is_told_in_words(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    clerk.card = replace(CHART, picture=replace(PICTURE, png=bytes((10 << 20) + 1)))
    shown = await discord.command("recent", channel="100")
    assert WORDS in shown.text
    assert "larger than Discord takes" in shown.text


async def test_a_limit_is_waited_out_and_the_picture_sent_whole(
    discord: LoopbackDiscord, drawing: FakeClerk
) -> None:
    """The file is read by each try."""
    discord.fail(Kind.RATE_LIMIT, method="PATCH", path="/messages/@original$")
    shown = await discord.command("recent", channel="100")
    assert shown.body[FILES] == {"EXMP-day.png": PICTURE.png}


@pytest.mark.parametrize("way", ["command", "mention"])
async def test_one_that_breaks_off_on_its_way_is_told_in_words(
    discord: LoopbackDiscord, drawing: FakeClerk, way: str
) -> None:
    if way == "command":
        discord.fail(Kind.RESET_BEFORE, method="PATCH", path="/messages/@original$")
        shown = await discord.command("recent", channel="100")
    else:
        discord.fail(Kind.RESET_BEFORE)
        shown = await discord.mention("chart EXMP", channel="100")
    assert WORDS in shown.text
    assert "broke" in shown.text
    assert not shown.pictures


async def test_an_answer_without_a_picture_sends_no_file(discord: LoopbackDiscord, clerk: FakeClerk) -> None:
    shown = await discord.command("recent", channel="100")
    assert FILES not in shown.body
    assert "attachments" not in shown.body


async def test_an_alert_tells_its_picture_in_words(discord: LoopbackDiscord, chat: DiscordChat) -> None:
    channel = Channel("discord", "1000", "100")
    await chat.post(channel, replace(ALERT, picture=PICTURE), "0123456789abcdef01234567")
    [alert] = discord.messages("100")
    assert WORDS in alert.text
