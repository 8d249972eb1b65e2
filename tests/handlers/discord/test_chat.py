"""Posting, editing and finding over REST, with the real SDK."""

from datetime import UTC, datetime

from bot.domain.alert import Channel, Message
from handlers.discord.chat import DiscordChat
from tests.handlers.discord.clerk import ALERT
from tests.platforms.discord import LoopbackDiscord

HERE = Channel("discord", "1000", "100")
KEY = "0123456789abcdef01234567"


def now() -> datetime:
    return datetime.now(UTC)


async def test_a_posted_card_stands_with_content_embed_buttons_and_key(
    discord: LoopbackDiscord, chat: DiscordChat
) -> None:
    message = await chat.post(HERE, ALERT, KEY)
    (seen,) = discord.messages("100")
    assert message == Message(HERE, seen.id)
    assert seen.content == ALERT.title
    assert seen.key == KEY
    assert seen.embeds[0]["url"] == f"https://example.com/a#outlay-{KEY}"
    assert seen.buttons == {"Source": "https://example.com/a", "Details": "outlay:why 1"}
    assert "Amount: at least HK$5.0B" in seen.text
    assert seen.pings == []
