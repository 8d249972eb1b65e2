"""The loopback Slack, speaking to the app over HTTP: it signs its requests and sends them to an address.

async with LoopbackSlackOverHttp(address) as slack:
    await slack.command("/outlay list", channel="C1")
    await slack.knock(body, stamp=time.time() - 301)
"""

import asyncio
import hashlib
import hmac
import json
import time
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from tests.platforms.slack import ACK_WITHIN, ANSWER_WITHIN, LoopbackSlack

SIGNING_SECRET: Final = "5" * 32
FORM: Final = "application/x-www-form-urlencoded"
JSON: Final = "application/json"


class LoopbackSlackOverHttp(LoopbackSlack):
    """One workspace with one app that has a request URL. See `LoopbackSlack` for the rest."""

    def __init__(self, request_url: str) -> None:
        super().__init__()
        self._request_url = request_url

    async def connected(self, within: float = ANSWER_WITHIN) -> None:
        """Wait until the app listens."""
        async with asyncio.timeout(within):
            while True:
                try:
                    await self.knock(b"", stamp=0)
                except aiohttp.ClientConnectionError:
                    await asyncio.sleep(0.01)
                else:
                    return

    async def deliver(self, kind: str, payload: object, **more: Any) -> float:
        """Send a request; return after how many seconds it was acknowledged. Raises TimeoutError when it was
        not within three seconds, or not with 200."""
        started = time.monotonic()
        if kind == "slash_commands":
            body, form = urlencode(payload if isinstance(payload, dict) else {"text": str(payload)}), FORM
        elif kind == "interactive":
            body, form = urlencode({"payload": json.dumps(payload)}), FORM
        else:
            body, form = json.dumps(payload), JSON
        headers = {}
        if "retry_attempt" in more:
            headers = {"X-Slack-Retry-Num": str(more["retry_attempt"])}
        async with asyncio.timeout(ACK_WITHIN):
            status, _ = await self.knock(body.encode(), form=form, headers=headers)
        if status != 200:
            raise TimeoutError(f"Slack takes {status} for no acknowledgement")
        self.acks.append(time.monotonic() - started)
        return self.acks[-1]

    async def knock(
        self,
        body: bytes,
        *,
        stamp: float | None = None,
        signed: str | None = None,
        form: str = JSON,
        headers: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Send a body signed at `stamp` (seconds since 1970; now), or with another signature; return the
        status and the text that came back."""
        moment = str(int(time.time() if stamp is None else stamp))
        sent = {"Content-Type": form, "X-Slack-Request-Timestamp": moment, **(headers or {})}
        sent.setdefault("X-Slack-Signature", sign(moment, body) if signed is None else signed)
        async with (
            aiohttp.ClientSession() as session,
            session.post(self._request_url, data=BytesIO(body), headers=sent) as answer,
        ):
            return answer.status, await answer.text()


def sign(stamp: str, body: bytes) -> str:
    """Return Slack's signature of a body, as its documentation describes it."""
    whole = b"v0:" + stamp.encode() + b":" + body
    return "v0=" + hmac.new(SIGNING_SECRET.encode(), whole, hashlib.sha256).hexdigest()
