"""A look at Discord's side before the bot runs: the token, the application, where the bot was invited."""

from datetime import datetime
from typing import Final

import aiohttp
import discord

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from bot.ports import Check, Grade
from handlers.discord.settings import Servers, Settings

INVITE: Final = (
    "Invite it: Developer Portal, your application, OAuth2, URL Generator, scopes bot and "
    "applications.commands, permissions View Channels, Send Messages, Embed Links, Read Message History."
)
COPY: Final = (
    "Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE): Developer Portal, your application, Bot, Reset Token."
)
MANY: Final = 200  # servers are listed up to here; the names of the first few are shown
FEW: Final = 5
# What discord.py raises for an answer that is not Discord's.
ODD: Final = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, TypeError, KeyError)


async def examine(settings: Settings, now: datetime) -> list[Check]:
    """Look at Discord as these settings reach it. Never raises: trouble becomes a Check.

    `now` is not used: discord.py keeps no date of the answers, so the clock is not compared here.
    """
    del now
    if settings.token is None:
        return [Check("discord token", Grade.BROKEN, "none is set", COPY)]
    try:
        servers = Servers.of(settings)
    except CannotRun as error:
        return [Check("discord", Grade.BROKEN, str(error))]
    servers.use()
    async with discord.Client(intents=discord.Intents(guilds=True)) as client:
        token = await _token(client, settings.token, servers)
        return [token] if token.grade is Grade.BROKEN else [token, await _servers(client)]


async def _token(client: discord.Client, token: Secret, servers: Servers) -> Check:
    try:
        await client.login(token.reveal())
    except discord.LoginFailure:
        return Check("discord token", Grade.BROKEN, "Discord refuses it", COPY)
    except ODD as error:
        found = f"{servers.api} does not answer as Discord does: {error}"
        return Check("discord token", Grade.BROKEN, found, "Check the network and [discord] api_url.")
    return Check("discord token", Grade.FINE, f"the bot is {client.user}")


async def _servers(client: discord.Client) -> Check:
    try:
        guilds = [guild async for guild in client.fetch_guilds(limit=MANY)]
    except ODD as error:
        return Check("discord servers", Grade.LIMITED, f"they could not be listed: {error}")
    if not guilds:
        return Check("discord servers", Grade.LIMITED, "the bot is in none", INVITE)
    names = ", ".join(guild.name for guild in guilds[:FEW])
    return Check("discord servers", Grade.FINE, f"{len(guilds)}: {names}{' …' if len(guilds) > FEW else ''}")
