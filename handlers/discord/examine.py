"""A look at Discord's side before the bot runs: the token, the application, where the bot was invited."""

from datetime import datetime

import aiohttp
import discord

from bot.domain.errors import CannotRun
from bot.ports import Check, Grade
from handlers.discord.settings import Servers, Settings

INVITE = (
    "Invite it: Developer Portal, your application, OAuth2, URL Generator, scopes bot and applications.commands, "
    "permissions View Channels, Send Messages, Embed Links, Read Message History."
)
TOKEN = (
    "Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE) to the bot's token: Developer Portal, your application, Bot."  # noqa: S105 - words about a token, no token
)


async def examine(settings: Settings, now: datetime) -> list[Check]:
    """Look at Discord as these settings reach it. Never raises: trouble becomes a Check."""
    del now  # Discord's client keeps no date of the answers
    try:
        servers = Servers.of(settings)
    except CannotRun as error:
        return [Check("discord", Grade.BROKEN, str(error))]
    if settings.token is None:
        return [Check("discord token", Grade.BROKEN, "no token is set", TOKEN)]
    servers.use()
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        try:
            await client.login(settings.token.reveal())
        except discord.LoginFailure:
            return [Check("discord token", Grade.BROKEN, "Discord refuses it", TOKEN)]
        except (
            discord.DiscordException,
            aiohttp.ClientError,
            OSError,
            ValueError,
            TypeError,
            KeyError,
        ) as error:
            found = f"{servers.api} does not answer as Discord does: {error}"
            mend = "Check the network and [discord] api_url."
            return [Check("discord token", Grade.BROKEN, found, mend)]
        checks = [Check("discord token", Grade.FINE, f"the bot is {client.user}")]
        try:
            guilds = [guild async for guild in client.fetch_guilds(limit=200)]
        except (discord.DiscordException, aiohttp.ClientError, OSError) as error:
            return [*checks, Check("discord servers", Grade.LIMITED, f"they could not be listed: {error}")]
        if not guilds:
            return [*checks, Check("discord servers", Grade.LIMITED, "the bot is in no server", INVITE)]
        names = ", ".join(guild.name for guild in guilds[:5]) + (" …" if len(guilds) > 5 else "")
        return [*checks, Check("discord servers", Grade.FINE, f"{len(guilds)}: {names}")]
