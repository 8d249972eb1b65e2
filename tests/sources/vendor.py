"""A publisher on the loopback whose answers a test writes as a function of what was asked.

`tests.wires.Wire` answers by path; here the query, the headers and the order count too.
"""

from collections.abc import Callable
from typing import Self

from aiohttp import web

Answer = Callable[[web.BaseRequest], web.Response]


class Vendor:
    """The server. `asked` are the requests so far, `place` is what the address guard must let through."""

    def __init__(self, answer: Answer) -> None:
        self.asked: list[web.BaseRequest] = []
        self._answer = answer
        self._runner = web.ServerRunner(web.Server(self._play), access_log=None)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.place = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def play(self, answer: Answer) -> None:
        """Answer otherwise from now on."""
        self._answer = answer

    def url(self, path: str) -> str:
        return f"http://{self.place}{path}"

    async def _play(self, request: web.BaseRequest) -> web.StreamResponse:
        self.asked.append(request)
        return self._answer(request)


def feed(*items: str, spaces: str = "") -> web.Response:
    """Answer with an RSS feed of these items, each the inside of an <item>."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    text = f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {spaces}><channel><title>Feed</title>'
    return web.Response(text=f"{text}{inside}</channel></rss>", content_type="application/rss+xml")
