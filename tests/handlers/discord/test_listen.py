"""Commands, completions, buttons and mentions over the gateway, with the real SDK."""

from bot.domain.alert import Channel, Request
from tests.handlers.discord.clerk import FakeClerk
from tests.platforms.discord import LoopbackDiscord

HERE = Channel("discord", "1000", "100")


async def test_a_slash_command_is_acknowledged_and_answered_for_its_user_alone(
    discord: LoopbackDiscord, clerk: FakeClerk
) -> None:
    seen = await discord.command("watch", {"tickers": "BABA"}, channel="100", user="7")
    assert "You said: watch BABA" in seen.text
    assert seen.ephemeral
    assert clerk.asked == [Request("watch BABA", "7", HERE, manages=True)]
