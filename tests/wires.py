"""A small web server on the loopback that plays a publisher: well-behaved, slow, broken or hostile, as told.

async with Wire() as wire:
    wire.put("/feed", RSS, etag='"1"')
    fetcher = Fetcher(allow=[wire.place])
    await fetcher.get(wire.url("/feed"))
    assert wire.asked[0].headers["User-Agent"]
"""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web


@dataclass(frozen=True)
class Answer:
    """What a path answers. `delay` is waited before the first byte, `drip` after each byte, in seconds."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float | None = None


@dataclass(frozen=True)
class Asked:
    path: str
    headers: Mapping[str, str]


class Wire:
    """The server. What was not put there is a 404; an `etag` or `last_modified` that comes back gives 304."""

    def __init__(self, *, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self.port = 0
        self._answers: dict[str, Answer] = {}
        self._now = 0
        self._tls = tls
        app = web.Application()
        app.router.add_route("GET", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=self._tls)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self.port}"

    def url(self, path: str) -> str:
        return f"{'https' if self._tls else 'http'}://{self.place}{path}"

    def put(
        self,
        path: str,
        body: str | bytes = b"",
        *,
        status: int = 200,
        content_type: str = "application/xml",
        etag: str | None = None,
        last_modified: str | None = None,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        drip: float | None = None,
    ) -> None:
        """Say what a path answers from now on."""
        all_headers = {"Content-Type": content_type, **(headers or {})}
        if etag is not None:
            all_headers["ETag"] = etag
        if last_modified is not None:
            all_headers["Last-Modified"] = last_modified
        encoded = body.encode() if isinstance(body, str) else body
        self._answers[path] = Answer(encoded, status, all_headers, delay, drip)

    def redirect(self, path: str, target: str, *, status: int = 302) -> None:
        self._answers[path] = Answer(status=status, headers={"Location": target})

    def drop(self, path: str) -> None:
        """Make a path answer 404 again."""
        self._answers.pop(path, None)

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(Asked(request.path_qs, dict(request.headers)))
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            return await self._play(request, self._answers.get(request.path, Answer(b"not here", 404)))
        finally:
            self._now -= 1

    async def _play(self, request: web.Request, answer: Answer) -> web.StreamResponse:
        await asyncio.sleep(answer.delay)
        known = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        if any(request.headers.get(known[name]) == answer.headers.get(name, "") for name in known):
            kept = {name: answer.headers[name] for name in known if name in answer.headers}
            return web.Response(status=304, headers=kept)
        response = web.StreamResponse(status=answer.status, headers=answer.headers)
        if answer.drip is None:
            response.content_length = len(answer.body)
        await response.prepare(request)
        if answer.drip is None:
            with suppress(ConnectionError):
                await response.write(answer.body)
            return response
        with suppress(ConnectionError):  # who asked had enough
            for byte in answer.body:
                await response.write(bytes([byte]))
                await asyncio.sleep(answer.drip)
        return response
