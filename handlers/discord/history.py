"""Looking for a message of the bot's own in a channel's history."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Final

import discord

from bot.ports import Found
from handlers.discord.embeds import carries

EARLIER: Final = timedelta(seconds=60)  # how far this machine's clock may be ahead of Discord's
PAGE: Final = 100  # messages; Discord gives no more at once
MOST: Final = 1_000  # messages; a channel that had more since cannot be told
PATIENCE: Final = 8.0  # seconds for limits that are met on the way: an attempt has 12 for everything


class _TooSlow(Exception):
    """The limit does not let the look come to its end in time."""


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
        async for message in _since(place, since - EARLIER):
            seen += 1
            if message.author == client.user and any(carries(embed, key) for embed in message.embeds):
                return message.id
        if seen == MOST or (seen == 0 and not await _may_read(client, place)):
            return Found.CANNOT_TELL
    except discord.Forbidden as error:
        if error.response.content_type != "application/json":
            raise
        return Found.CANNOT_TELL
    except _TooSlow:
        return Found.CANNOT_TELL
    return Found.NOTHING


async def _since(place: discord.PartialMessageable, since: datetime) -> AsyncIterator[discord.Message]:
    """Yield a channel's messages since a time (UTC), oldest first and `MOST` at the most.

    A limit that is met behind the first page is waited out here: whoever began anew each time would never
    get further. Raises _TooSlow where that takes too long.
    """
    after: datetime | discord.Message = since
    end = asyncio.get_running_loop().time() + PATIENCE
    for number in range(MOST // PAGE):
        page = await _page(place, after, end if number else None)
        for message in page:
            yield message
        if len(page) < PAGE:
            return
        after = page[-1]


async def _page(
    place: discord.PartialMessageable, after: datetime | discord.Message, end: float | None
) -> list[discord.Message]:
    """Return the next messages, waiting out a limit until `end` (the loop's time), None for not at all."""
    now = asyncio.get_running_loop().time
    while True:
        try:
            return [one async for one in place.history(after=after, limit=PAGE, oldest_first=True)]
        except discord.RateLimited as limited:
            if end is None:
                raise
            if now() + limited.retry_after > end:
                raise _TooSlow from limited
            await asyncio.sleep(limited.retry_after)


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
