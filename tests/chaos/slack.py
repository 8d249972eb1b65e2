"""The loopback Slack in bad weather, with its ledger."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.chaos.ledger import Did, Writer
from tests.chaos.weather import AFTER, BEFORE, Trouble, Weather
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_blocks import buttons
from tests.platforms.slack_state import APP_TOKEN, BOT, BOT_TOKEN, SCOPES, Fault, Shown

LOGIN: Final = frozenset({"auth.test", "apps.connections.open"})
FAULTS: Final = {
    Trouble.STORM: Fault.RATE_LIMIT,
    Trouble.ERROR_BEFORE: Fault.STATUS_500,
    Trouble.PAGE_503: Fault.PAGE_503,
    Trouble.PAGE_403: Fault.PAGE_403,
    Trouble.GATEWAY_AFTER: Fault.ACCEPT_502,
    Trouble.HANG_AFTER: Fault.ACCEPT_HANG,
    Trouble.RESET_AFTER: Fault.ACCEPT_RESET,
    Trouble.PAGE_AFTER: Fault.ACCEPT_HTML,
}


class ChaosSlack(LoopbackSlack):
    """A workspace with `channels`; without `history` the app lacks the scope that lets it look."""

    def __init__(self, channels: list[str], weather: Weather, ledger: Writer, *, history: bool) -> None:
        super().__init__(SCOPES | ({"channels:history"} if history else set()))
        self._weather = weather
        self._book = ledger
        for channel in channels:
            self.add_channel(channel)

    def variables(self) -> dict[str, str]:
        """Return the environment in which a bot comes here."""
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "OUTLAY_SLACK_API_URL": self.api_url,
        }

    async def cut(self) -> None:
        await self.drop_sockets()

    def _show(self, shown: Shown) -> None:
        super()._show(shown)
        in_private = shown.private_to is not None or self.api.channels[shown.channel].kind == "im"
        if shown.user != BOT or in_private:
            return
        did = Did.EDIT if shown.edits else Did.REPLY if shown.thread_ts else Did.POST
        links = [button["url"] for button in buttons(shown.blocks) if "url" in button]
        self._book.write(
            did,
            channel=shown.channel,
            message=shown.ts,
            above=shown.thread_ts or "",
            title=shown.text,
            text="\n".join([shown.words, *links]),
        )

    async def _with_faults(
        self, request: web.Request, method: str, args: dict[str, Any], do: Callable[[], web.Response]
    ) -> web.StreamResponse:
        self.ledger.clear()  # our own is on the disk
        if method == "auth.test":
            self._book.write(Did.HELLO)
        await asyncio.sleep(self._weather.delay(BEFORE))
        if method in LOGIN:
            if self._weather.strikes_login():
                self.fail(method, Fault.STATUS_500)
        elif trouble := self._weather.strikes():
            self.fail(method, FAULTS[trouble], retry_after=1)
            self._note(method, args, trouble, 1.0 if trouble is Trouble.STORM else 0.0)
        else:
            self._note(method, args, "done")
        response = await super()._with_faults(request, method, args, do)
        await asyncio.sleep(self._weather.delay(AFTER))
        return response

    def _note(self, method: str, args: dict[str, Any], outcome: str, seconds: float = 0.0) -> None:
        channel = str(args.get("channel", ""))
        self._book.write(Did.CALL, channel=channel, title=method, outcome=outcome, seconds=seconds)
