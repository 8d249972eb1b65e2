"""What Discord's gateway says of channels and servers: deleted, closed, the bot removed or back. Pure.

An outage is no removal: Discord says `unavailable` then, and keeps the server among those of READY. A channel
that gets a new name keeps its id.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.domain.alert import Channel
from bot.ports import Back, Closing, Left, PlaceNews, Present, Shut, Stirred
from handlers.discord.place import DIRECT, PLATFORM

DELETED: Final = "The channel was deleted. Watch in another one."
LOCKED: Final = "The thread is archived and locked. Unlock it, or watch in its channel."
REMOVED: Final = "The bot was removed from the server. Invite it again, and alerts go on."

# What may change the bot's rights: in one channel, or in a whole server.
_STIRS_CHANNEL: Final = frozenset({"CHANNEL_UPDATE", "THREAD_UPDATE"})
_STIRS_SERVER: Final = frozenset({"GUILD_ROLE_UPDATE", "GUILD_ROLE_DELETE", "GUILD_MEMBER_UPDATE"})
TOLD: Final = (
    frozenset({"READY", "GUILD_CREATE", "GUILD_DELETE", "CHANNEL_DELETE", "THREAD_DELETE"})
    | _STIRS_CHANNEL
    | _STIRS_SERVER
)


def news_of(event: str, data: Mapping[str, Any], me: str) -> PlaceNews | None:
    """Return what an event says of a place, None where it says nothing of use; `me` is the bot's user.

    Raises LookupError, TypeError or AttributeError for an event that makes no sense.
    """
    if event == "READY":
        return _servers(data)
    if event in {"GUILD_CREATE", "GUILD_DELETE"}:
        space = str(data["id"])
        there = Back(PLATFORM, space) if event == "GUILD_CREATE" else Left(PLATFORM, space, REMOVED)
        return None if data.get("unavailable") else there
    if event in _STIRS_SERVER:
        concerns_bot = "user" not in data or str(data["user"]["id"]) == me
        return Stirred(PLATFORM, str(data["guild_id"])) if concerns_bot else None
    return _channel(event, data) if event in TOLD and data.get("guild_id") else None


def _servers(data: Mapping[str, Any]) -> Present | None:
    """A server that lists none may just not say: nothing follows from that."""
    spaces = frozenset(str(guild["id"]) for guild in data.get("guilds") or ())
    return Present(PLATFORM, spaces | {DIRECT}) if spaces else None


def _channel(event: str, data: Mapping[str, Any]) -> Shut | Stirred:
    channel = Channel(PLATFORM, str(data["guild_id"]), str(data["id"]))
    if event not in _STIRS_CHANNEL:
        return Shut(channel, Closing.DELETED, DELETED)
    thread = data.get("thread_metadata") or {}
    # A message opens a thread that is merely archived.
    if thread.get("archived") and thread.get("locked"):
        return Shut(channel, Closing.ARCHIVED, LOCKED)
    return Stirred(PLATFORM, channel.space, channel.id)
