"""What the demo's servers have in common: a free port of this machine, for as long as they are open."""

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final, Self

from aiohttp import web

HOST: Final = "127.0.0.1"


class Loopback(ABC):
    """A server of the demo. `address` is its host and port, known while it is open."""

    address = ""

    @abstractmethod
    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Self]:
        """Serve on a free port of the loopback until the block ends."""
        app = web.Application()
        self.routes(app.router)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, 0).start()
            host, port = runner.addresses[0][:2]
            self.address = f"{host}:{port}"
            yield self
        finally:
            await runner.cleanup()
