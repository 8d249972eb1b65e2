"""How many things are asked at a time, in all and of one host, and how often one publisher is asked. Fetchers
may share them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from weakref import WeakValueDictionary

from bot.fetch.client import MAX_CONNECTIONS
from bot.fetch.pacer import Pacer

A_HOST: Final = 2  # connections to one host at a time


class Seats:
    """Turns to ask, given in the order of coming."""

    def __init__(self, a_host: int = A_HOST) -> None:
        self._a_host = a_host
        self._all = asyncio.Semaphore(MAX_CONNECTIONS)
        # Weak, so that a host's seats are forgotten when nobody sits there.
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._pacers: dict[str, Pacer] = {}

    @asynccontextmanager
    async def one(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn to ask a host, and keep it for as long as the block lasts."""
        if (seats := self._hosts.get(host)) is None:
            seats = self._hosts[host] = asyncio.Semaphore(self._a_host)
        async with seats, self._all:
            yield

    def pacer(self, publisher: str, apart: float) -> Pacer:
        """Return the one pacer of a publisher that counts all our requests together, at whatever host of its
        own they arrive. The first who asks for it says how many seconds lie between two."""
        return self._pacers.setdefault(publisher, Pacer(apart))
