"""Slack's requests over HTTP: a small web server that hands to Bolt what Slack signed, and nothing else.

Slack speaks https, so whatever ends TLS (a reverse proxy, a tunnel) stands before this and passes on what
comes to `PATH`. Nothing is parsed before its signature was found good.
"""

import asyncio
import logging
import time
from typing import Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp

from bot.domain.errors import CannotRun
from bot.ports import Witness
from handlers.slack.settings import ByHttp
from handlers.slack.signature import Came, Flaw, Gate

log = logging.getLogger(__name__)
strangers_log = logging.getLogger(f"{__name__}.strangers")
# aiohttp tells of each request that is no HTTP with a traceback: as fast as strangers knock.
strangers_log.setLevel(logging.CRITICAL)

PATH: Final = "/slack/events"  # where Bolt's own servers listen too: one address for all kinds of request
LARGEST: Final = 1 << 20  # bytes; a button's request carries its whole message, some 100 kB at the most
BODY_WITHIN: Final = 2.0  # seconds for a body to come in: Slack waits three for its answer
LAST_ANSWERS: Final = 1.0  # seconds for answers that are under way when the server ends


async def receive(app: AsyncApp, way: ByHttp, came: Came, witness: Witness) -> None:
    """Serve until cancelled; `witness` is told, `came` is kept.

    Raises CannotRun when the address cannot be listened at.
    """
    server = web.Application(client_max_size=LARGEST)
    server.router.add_post(PATH, _Door(app, Gate(way.signing_secret, came), witness).on_request)
    # Packed bodies are left packed: Slack sends none, and the signature is over what was sent.
    runner = web.AppRunner(
        server, access_log=None, auto_decompress=False, shutdown_timeout=LAST_ANSWERS, logger=strangers_log
    )
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, way.host, way.port).start()
        except OSError as error:
            raise CannotRun(
                f"[slack] listen: nothing can listen at {way}: {error.strerror or error}. Choose another "
                "address, or end what listens there."
            ) from error
        log.info("Slack: listening at http://%s%s.", way, PATH)
        witness.stands()
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


class _Door:
    """Takes one request after another to Bolt, once each of them was found to be Slack's."""

    def __init__(self, app: AsyncApp, gate: Gate, witness: Witness) -> None:
        self._app = app
        self._gate = gate
        self._witness = witness
        self._warned: set[Flaw] = set()

    async def on_request(self, request: web.Request) -> web.Response:
        """Answer as Bolt does: 200 once a listener acknowledged. 401 where it has a flaw, 413 for a body
        that is too large, 408 for one that comes too slowly."""
        try:
            async with asyncio.timeout(BODY_WITHIN):
                body = await request.read()
        except TimeoutError:
            return web.Response(status=408, headers={"Connection": "close"})
        if flaw := self._gate.flaw(request.headers, body, time.time()):
            self._note(flaw)
            return web.Response(status=401)
        self._witness.heard()
        try:
            return await to_aiohttp_response(await self._app.async_dispatch(await to_bolt_request(request)))
        except Exception:
            # Bolt trips over what is no JSON and no form, or not of the shape that it expects.
            log.exception("Slack: a request over HTTP was not understood; it was left alone.")
            return web.Response(status=400)

    def _note(self, flaw: Flaw) -> None:
        """Warn of each flaw once: the log must not fill as fast as strangers knock."""
        log.log(
            logging.DEBUG if flaw in self._warned else logging.WARNING,
            "Slack: a request over HTTP was refused (401): %s. More of that kind: at the level debug.",
            flaw,
        )
        self._warned.add(flaw)
