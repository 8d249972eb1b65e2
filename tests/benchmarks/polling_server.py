"""A server of feeds of 100 KB each, in a process of its own: `python -m tests.benchmarks.polling_server`.

It prints its port and serves until its input ends. `/feed/7` is feed 7; `/next` begins the next round, in
which every tenth feed has another item. Even feeds answer 304 where nothing changed; odd ones never do.
"""

import asyncio
import sys
from typing import Final

from aiohttp import web

CHANGED: Final = 10  # one in so many, from one round to the next
SIZE: Final = 100_000  # bytes of a body
ITEMS: Final = 40
WORDS: Final = "The board has looked at the plan for the harbour and will say more when papers are filed. "


def version(feed: int, rounds: int) -> int:
    """Return how often a feed has changed when `rounds` rounds have begun."""
    return sum((feed + number) % CHANGED == 0 for number in range(1, rounds + 1))


def body(feed: int, state: int) -> bytes:
    """Return the feed: RSS whose top item alone differs from one state to the next."""
    items = "".join(_item(f"{feed}-{number}") for number in range(ITEMS - 1))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Harbour News</title>'
        f"{_item(f'{feed}-new-{state}')}{items}</channel></rss>"
    ).encode()


def _item(name: str) -> str:
    text = WORDS * ((SIZE // ITEMS - 330) // len(WORDS))
    return (
        f"<item><title>Pier {name} is to be widened</title><link>https://news.example/{name}</link>"
        f'<guid isPermaLink="false">{name}</guid><pubDate>Tue, 04 Mar 2031 12:00:00 GMT</pubDate>'
        f"<description>&lt;p&gt;{text}&lt;/p&gt;</description></item>"
    )


class Feeds:
    """What is served, and how many rounds have begun."""

    def __init__(self) -> None:
        self._rounds = 0

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        if request.path == "/next":
            self._rounds += 1
            return web.Response()
        feed = int(request.path.rpartition("/")[2])
        state = version(feed, self._rounds)
        headers = {"Content-Type": "application/rss+xml", "Cache-Control": "max-age=60"}
        if feed % 2 == 0:
            headers["ETag"] = f'"{state}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return _last(web.Response(status=304, headers=headers))
        return _last(web.Response(body=body(feed, state), headers=headers))


def _last(response: web.Response) -> web.Response:
    """Let the connection end with an answer: none outlives the minutes between two polls of a host."""
    response.force_close()
    return response


async def serve() -> None:
    """Serve on every address of the loopback until the input ends."""
    runner = web.ServerRunner(web.Server(Feeds().answer), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "0.0.0.0", 0, backlog=1024).start()
    print(runner.addresses[0][1], flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(serve())
