"""Alpaca's news on the loopback: pages of REST, and the line.

async with Alpaca() as alpaca:
    alpaca.publish(1, "Tarn Metals to build a mine")
    alpaca.drop_line()
"""

import asyncio
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.vendors.loopback import Loopback

KEY, SECRET = "KEY-1", "SECRET-1"
MOST = 50  # articles a page


@dataclass
class Account:
    """What the vendor holds against whoever asks. `line_error` is what it answers a call with."""

    throttled: int = 0  # so many questions are answered 429
    throttle_question: int | None = None  # this one too, counted from the first
    retry_after: str | None = None
    line_error: int | None = None
    line_open: bool = True  # whether calls are taken at all
    line_mute: bool = False  # it stands and answers pings, and says nothing
    line_dead: bool = False  # it stands, and answers nothing
    body: str | None = None  # answered in place of the news
    pages: int = 0  # asked for so far


class Alpaca(Loopback):
    """The server. News that are published are listed at once, and said over the line if it stands."""

    def __init__(self) -> None:
        self.account = Account()
        self.asked: list[Mapping[str, str]] = []
        self.calls = 0
        self.said: list[int] = []
        self.news: dict[int, dict[str, Any]] = {}
        self.odd: list[Any] = []  # listed with the news, whatever it is
        self._lines: set[web.WebSocketResponse] = set()
        self._subscribed: dict[web.WebSocketResponse, list[str]] = {}
        self._requests: dict[web.WebSocketResponse, web.Request] = {}
        app = web.Application()
        app.router.add_get("/v1beta1/news", self._list)
        app.router.add_get("/stream", self._talk)
        super().__init__(app)

    async def __aexit__(self, *_: object) -> None:
        await self.drop_line()
        await super().__aexit__()

    def table(self, **more: Any) -> dict[str, Any]:
        """Return what a [[source]] that asks here would hold."""
        return {
            "kind": "alpaca",
            "name": "alpaca",
            "url": f"http://{self.place}/v1beta1/news",
            "stream_url": f"ws://{self.place}/stream",
            **more,
        }

    def put(self, number: int, headline: str, at: datetime, **more: Any) -> dict[str, Any]:
        """List an article, in place of an earlier one of that number; `at` is its last update."""
        before = self.news.get(number, {})
        item = {
            "id": number,
            "headline": headline,
            "summary": "",
            "content": f"<p>{headline}.</p>",
            "author": "Ada Fell",
            "source": "benzinga",
            "url": f"https://news.example/{number}",
            "symbols": ["TARN"],
            "images": [],
            "created_at": before.get("created_at", _stamp(at)),
            **more,
            "updated_at": _stamp(at),
        }
        self.news[number] = item
        return item

    async def publish(self, number: int, headline: str, at: datetime, **more: Any) -> None:
        """List an article and say it over the line."""
        await self.say({"T": "n", **self.put(number, headline, at, **more)})

    async def say(self, *messages: Any) -> None:
        """Say something to everybody who subscribed."""
        for line in tuple(self._subscribed):
            if not self.account.line_mute:
                with suppress(ConnectionError):
                    await line.send_str(json.dumps(messages))
                self.said += [said["id"] for said in messages if isinstance(said, dict) and "id" in said]

    async def drop_line(self) -> None:
        """Break every line, as a cut cable would."""
        for line in tuple(self._lines):
            transport = self._requests[line].transport
            if transport is not None:
                transport.abort()
        self._lines.clear()
        self._subscribed.clear()
        await asyncio.sleep(0)

    @property
    def listeners(self) -> list[list[str]]:
        """What those who stand on a line subscribed to."""
        return list(self._subscribed.values())

    # ------------------------------------------------------------------------------------------- REST

    async def _list(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        known = (request.headers.get("APCA-API-KEY-ID"), request.headers.get("APCA-API-SECRET-KEY"))
        if known != (KEY, SECRET):
            return web.json_response({"message": "forbidden."}, status=403)
        if self.account.throttled or len(self.asked) == self.account.throttle_question:
            self.account.throttled = max(0, self.account.throttled - 1)
            headers = {"Retry-After": self.account.retry_after} if self.account.retry_after else {}
            return web.json_response({"message": "too many requests."}, status=429, headers=headers)
        if self.account.body is not None:
            return web.Response(text=self.account.body, content_type="application/json")
        limit = int(request.query.get("limit", "10"))
        if limit > MOST or ("start" in request.query and not _is_stamp(request.query["start"])):
            return web.json_response({"message": "invalid limit or start"}, status=422)
        self.account.pages += 1
        return web.json_response(self._page(request.query, limit))

    def _page(self, query: Mapping[str, str], limit: int) -> dict[str, Any]:
        """Return a page. As in the real one, a token holds the last article's update and number."""
        falling = query.get("sort", "desc") == "desc"
        wanted = set(query["symbols"].split(",")) if "symbols" in query else None
        listed = [
            item
            for item in self.news.values()
            if item["updated_at"] >= query.get("start", "") and (not wanted or wanted & {*item["symbols"]})
        ]
        listed.sort(key=_place, reverse=falling)
        if token := query.get("page_token"):
            stamp, number = b64decode(token).decode().split("|")
            last = (stamp, int(number))
            listed = [item for item in listed if (_place(item) < last if falling else _place(item) > last)]
        page, rest = listed[:limit], listed[limit:]
        token = b64encode("|".join(map(str, _place(page[-1]))).encode()).decode() if rest else None
        with_content = query.get("include_content") == "true"
        shown = [item if with_content else {**item, "content": ""} for item in page]
        return {"news": [*self.odd, *shown], "next_page_token": token}

    # ------------------------------------------------------------------------------------------- the line

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        self.calls += 1
        if not self.account.line_open:
            raise web.HTTPServiceUnavailable
        line = web.WebSocketResponse(autoping=not self.account.line_dead)
        await line.prepare(request)
        self._requests[line] = request
        if self._lines:  # one line an account
            await _send(line, {"T": "error", "code": 406, "msg": "connection limit exceeded"})
            return line
        self._lines.add(line)
        try:
            await self._converse(line)
        finally:
            self._lines.discard(line)
            self._subscribed.pop(line, None)
        return line

    async def _converse(self, line: web.WebSocketResponse) -> None:
        await _send(line, {"T": "success", "msg": "connected"})
        authenticated = False
        async for message in line:
            if message.type not in (web.WSMsgType.TEXT, web.WSMsgType.BINARY):
                continue
            asked = json.loads(message.data)
            if self.account.line_error is not None:
                await _send(line, {"T": "error", "code": self.account.line_error, "msg": "as told"})
                return
            match asked:
                case {"action": "auth", "key": key, "secret": secret}:
                    authenticated = (key, secret) == (KEY, SECRET)
                    if not authenticated:
                        await _send(line, {"T": "error", "code": 402, "msg": "auth failed"})
                        return
                    await _send(line, {"T": "success", "msg": "authenticated"})
                case {"action": "subscribe", "news": list(symbols)} if authenticated:
                    self._subscribed[line] = symbols
                    await _send(line, {"T": "subscription", "news": symbols})
                case {"action": "subscribe"}:
                    await _send(line, {"T": "error", "code": 401, "msg": "not authenticated"})
                case _:
                    await _send(line, {"T": "error", "code": 400, "msg": "invalid syntax"})


async def _send(line: web.WebSocketResponse, message: Mapping[str, Any]) -> None:
    with suppress(ConnectionError):
        await line.send_str(json.dumps([message]))


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_stamp(text: str) -> bool:
    return len(text) == 20 and text.endswith("Z")


def _place(item: Mapping[str, Any]) -> tuple[str, int]:
    return item["updated_at"], item["id"]
