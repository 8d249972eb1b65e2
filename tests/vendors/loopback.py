"""A vendor's place: a free port of this machine, for as long as a test has it open."""

from typing import Self

from aiohttp import web


class Loopback:
    """Serves an application. `place` is its host and port, known while it is open."""

    place: str

    def __init__(self, app: web.Application) -> None:
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.place = f"127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
