"""Discord: slash commands, buttons and mentions in, alerts with embeds out."""

from bot.commands.all import TABLE
from bot.commands.parse import find
from bot.domain.errors import CannotRun
from bot.ports import Chat
from handlers.discord.chat import DiscordChat
from handlers.discord.examine import examine
from handlers.discord.settings import Servers, Settings

__all__ = ["Settings", "build", "examine"]


def build(settings: Settings) -> Chat:
    """Return Discord as a chat. Raises CannotRun without a token, or with addresses that cannot be used."""
    if not settings.token:
        raise CannotRun(
            "[discord] needs the bot's token. Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE) to the token from "
            "the Developer Portal, or take the table out of the settings."
        )
    return DiscordChat(settings.token, Servers.of(settings), TABLE, find)
