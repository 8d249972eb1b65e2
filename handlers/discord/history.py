"""Looking for a message of the bot's own in a channel's history."""

from datetime import datetime, timedelta
from typing import Final

import discord

from bot.ports import Found
from handlers.discord.embeds import carries

EARLIER: Final = timedelta(seconds=5)  # how far this machine's clock may be ahead of Discord's
MOST: Final = 1_000  # messages; a channel that had more since cannot be told


async def look(
    client: discord.Client, place: discord.PartialMessageable, key: str, since: datetime
) -> int | Found:
    """Return the id of the bot's message with this key, or what else the look gave.

    Discord shows an empty history to a bot that may not read it, without an error: so an empty one is
    believed only when the bot certainly may. Raises what discord.py raises, except Discord's own Forbidden: a
    page of something in front of it says nothing about the channel.
    """
    seen = 0
    try:
        async for message in place.history(after=since - EARLIER, limit=MOST, oldest_first=True):
            seen += 1
            if message.author == client.user and any(carries(embed, key) for embed in message.embeds):
                return message.id
        if seen == MOST or (seen == 0 and not await _may_read(client, place)):
            return Found.CANNOT_TELL
    except discord.Forbidden as error:
        if error.response.content_type != "application/json":
            raise
        return Found.CANNOT_TELL
    return Found.NOTHING


async def _may_read(client: discord.Client, place: discord.PartialMessageable) -> bool:
    """Say whether the bot may read a channel's history; an older message that can be seen is proof enough."""
    if place.guild_id is None or client.user is None:
        return True
    async for _ in place.history(limit=1):
        return True
    guild = await client.fetch_guild(place.guild_id, with_counts=False)
    channel = await guild.fetch_channel(place.id)
    member = await guild.fetch_member(client.user.id)
    return channel.permissions_for(member).read_message_history
