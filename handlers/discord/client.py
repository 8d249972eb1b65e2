"""discord.py's client, for any server that speaks as Discord does."""

from typing import Final

import aiohttp
import discord
from discord.appinfo import AppInfo
from discord.http import Route

from handlers.discord import whole
from handlers.discord.limits import Http

# Where a bot may ask about its own application; a compatible server may know one of them, or none.
ABOUT_ITSELF: Final = ("/oauth2/applications/@me", "/applications/@me")
NOT_THERE: Final = {403, 404, 405, 501}


class Client(discord.Client):
    """A client that logs in without the application's particulars, which it does not need."""

    async def application_info(self) -> AppInfo:
        """Return the application, as far as the server tells. Raises what discord.py raises."""
        for path in ABOUT_ITSELF:
            try:
                found = await self.http.request(Route("GET", path))
            except discord.HTTPException as error:
                if error.status not in NOT_THERE:
                    raise
            else:
                return AppInfo(self._connection, found)
        # The application of a bot has the id of its user.
        alone = whole.application({"id": self.user.id if self.user else whole.NOBODY})
        return AppInfo(self._connection, alone)  # type: ignore[arg-type]  # a payload of every part it reads


class Sender(Client):
    """A client that only sends, and calls nobody: no mention in what it sends counts."""

    def __init__(self, trace: aiohttp.TraceConfig) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
        )
        self.http = self._connection.http = Http(self.loop, http_trace=trace)
