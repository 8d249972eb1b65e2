"""A look at Discord's side before the bot runs: the token, the application, where the bot was invited."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
import discord

from bot.domain.errors import CannotRun
from bot.domain.secret import Secret
from bot.ports import Check, Examination, Grade
from handlers.discord.client import Client
from handlers.discord.settings import Servers, Settings

INVITE: Final = (
    "Invite it: Developer Portal, your application, OAuth2, URL Generator, scopes bot and "
    "applications.commands, permissions View Channels, Send Messages, Embed Links, "
    "Attach Files, Read Message History."
)
COPY: Final = (
    "Set DISCORD_TOKEN (or DISCORD_TOKEN_FILE): Developer Portal, your application, Bot, Reset Token."
)
MANY: Final = 200  # servers are listed up to here; the names of the first few are shown
FEW: Final = 5
PATIENCE: Final = aiohttp.ClientTimeout(total=10.0)
# What discord.py raises for an answer that is not Discord's.
ODD: Final = (discord.DiscordException, aiohttp.ClientError, OSError, ValueError, TypeError, KeyError)


async def examine(settings: Settings) -> Examination:
    """Look at Discord as these settings reach it. Never raises: trouble becomes a Check."""
    if settings.token is None:
        return Examination((Check("discord token", Grade.BROKEN, "none is set", COPY),))
    try:
        servers = Servers.of(settings)
    except CannotRun as error:
        return Examination((Check("discord", Grade.BROKEN, str(error)),))
    servers.use()
    async with Client(intents=discord.Intents(guilds=True)) as client:
        token = await _token(client, settings.token, servers)
        if token.grade is Grade.BROKEN:
            return Examination((token,))
        return Examination((token, await _servers(client)), await _time(servers))


async def _time(servers: Servers) -> datetime | None:
    """Ask what time it is there; discord.py keeps no headers, so this is a request of its own."""
    try:
        async with aiohttp.ClientSession(timeout=PATIENCE) as session, session.get(servers.api) as answer:
            return parsedate_to_datetime(answer.headers.get("Date", "")).astimezone(UTC)
    except (aiohttp.ClientError, OSError, ValueError):
        return None


async def _token(client: Client, token: Secret, servers: Servers) -> Check:
    try:
        await client.login(token.reveal())
    except discord.LoginFailure:
        return Check("discord token", Grade.BROKEN, "Discord refuses it", COPY)
    except ODD as error:
        found = f"{servers.api} does not answer as Discord does: {error}"
        return Check("discord token", Grade.BROKEN, found, "Check the network and [discord] api_url.")
    return Check("discord token", Grade.FINE, f"the bot is {client.user}")


async def _servers(client: Client) -> Check:
    try:
        guilds = [guild async for guild in client.fetch_guilds(limit=MANY)]
    except ODD as error:
        return Check("discord servers", Grade.LIMITED, f"they could not be listed: {error}")
    if not guilds:
        return Check("discord servers", Grade.LIMITED, "the bot is in none", INVITE)
    names = ", ".join(guild.name for guild in guilds[:FEW])
    return Check("discord servers", Grade.FINE, f"{len(guilds)}: {names}{' …' if len(guilds) > FEW else ''}")
