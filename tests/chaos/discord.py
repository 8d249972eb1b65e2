"""The loopback Discord in bad weather, with its ledger."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from aiohttp import web

from tests.chaos.ledger import Did, Writer
from tests.chaos.weather import AFTER, BEFORE, Trouble, Weather
from tests.platforms.discord import GUILD, Fault, Kind, LoopbackDiscord, Posted
from tests.platforms.discord_rest import Rest
from tests.platforms.discord_state import State
from tests.platforms.discord_world import BOT

GUILDS: Final = 5  # servers that the channels are spread over
HANG: Final = 60.0  # seconds: longer than anybody waits
FAULTS: Final = {
    Trouble.STORM: Kind.RATE_LIMIT,
    Trouble.ERROR_BEFORE: Kind.SERVER_ERROR,
    Trouble.PAGE_503: Kind.UNAVAILABLE,
    Trouble.PAGE_403: Kind.BLOCKED,
    Trouble.GATEWAY_AFTER: Kind.BAD_GATEWAY,
    Trouble.HANG_AFTER: Kind.HANG_AFTER,
    Trouble.RESET_AFTER: Kind.RESET_AFTER,
    Trouble.PAGE_AFTER: Kind.HTML,
}


class ChaosRest(Rest):
    """The REST API that writes what it takes into the ledger, and fails as the weather says."""

    def __init__(self, state: State, changed: Callable[[], None], weather: Weather, ledger: Writer) -> None:
        super().__init__(state, changed)
        self._weather = weather
        self._book = ledger
        self._written = 0  # of the messages that were ever posted

    @web.middleware
    async def _around(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not request.path.startswith("/api/"):
            return await handler(request)
        self.state.calls.clear()  # our own ledger is on the disk
        if request.path.endswith("/users/@me"):
            self._book.write(Did.HELLO)
        await asyncio.sleep(self._weather.delay(BEFORE))
        response = await super()._around(request, handler)
        await asyncio.sleep(self._weather.delay(AFTER))
        return response

    def _fault(self, request: web.Request) -> Fault | None:
        if "/messages" in request.path and "channel" in request.match_info:
            trouble = self._weather.strikes()
            wait = self._weather.storm() if trouble is Trouble.STORM else 0.0
            self._book.write(
                Did.CALL,
                channel=request.match_info["channel"],
                title=request.method,
                outcome=trouble or "done",
                seconds=wait,
            )
            if trouble is not None:
                return Fault(
                    FAULTS[trouble], seconds=HANG if trouble is Trouble.HANG_AFTER else max(wait, 0.1)
                )
        elif request.path.endswith("/users/@me") and self._weather.strikes_login():
            return Fault(Kind.SERVER_ERROR)
        return super()._fault(request)

    async def _post(self, request: web.Request) -> web.Response:
        try:
            return await super()._post(request)
        finally:
            for posted in self.state.posted[self._written :]:
                self._enter(Did.REPLY if posted.reply_to else Did.POST, posted)
            self._written = len(self.state.posted)

    async def _edit(self, request: web.Request) -> web.Response:
        response = await super()._edit(request)
        self._enter(Did.EDIT, self._posted(request))
        return response

    def _enter(self, did: Did, posted: Posted) -> None:
        if posted.author != BOT or posted.guild is None:
            return
        links = [embed.get("url") or "" for embed in posted.embeds]
        self._book.write(
            did,
            channel=posted.channel,
            message=posted.id,
            above=posted.reply_to or "",
            title=posted.content,
            text="\n".join([posted.text, *links, *posted.buttons.values()]),
        )


class ChaosDiscord(LoopbackDiscord):
    """Servers with `channels`. A nonce is known for `memory` only, so that it is the history which tells."""

    def __init__(self, channels: list[str], weather: Weather, ledger: Writer, *, memory: timedelta) -> None:
        super().__init__(nonce_window=memory)
        self.rest = ChaosRest(self.state, self._changed, weather, ledger)
        for number, channel in enumerate(channels):
            self.add_channel(channel, guild=guild_of(number))

    def variables(self) -> dict[str, str]:
        """Return the environment in which a bot comes here."""
        return {
            "DISCORD_TOKEN": self.token,
            "OUTLAY_DISCORD_API_URL": self.api_url,
            "OUTLAY_DISCORD_GATEWAY_URL": self.gateway_url,
        }

    async def cut(self) -> None:
        await self.drop_gateway()


def guild_of(number: int) -> str:
    """Return the server in which the n-th channel is."""
    return str(int(GUILD) + number % GUILDS)
