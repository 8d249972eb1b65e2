"""The Socket Mode connection: held open, watched, and taken down in order.

The SDK renews the connection by itself when Slack asks for it or a ping stays unanswered. But it asks for a
new address as fast as a server hangs up, tries a dead address for ever, and its watching tasks can die: so
its asking is paced, and all of it is watched from outside and given up in time.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any, Final, NoReturn

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Witness

log = logging.getLogger(__name__)

LAST_ACKS: Final = 0.05  # seconds: Bolt sends an acknowledgement within a hundredth of one
CLOSING: Final = 0.5  # seconds for the closing handshake
PAUSES: Final = (0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0)  # seconds before each further socket of those that die
LIVED: Final = 10.0  # seconds after which a lost socket was a good one
# What the SDK says at each try while Slack is away: every few seconds, as errors, some with a traceback.
AWAY: Final = (
    "Failed to check the current session",
    "Failed to connect",
    "Failed to retrieve WSS URL",
)


class Outage(logging.Filter):
    """Lets the SDK say once, as a warning, that Slack is away; who runs the house hears of it elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self._is_told = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Say whether a line is to be written."""
        if not record.getMessage().startswith(AWAY):
            return True
        was_told, self._is_told = self._is_told, True
        record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return not was_told

    def over(self) -> None:
        """Slack is there: the next outage is told of again."""
        self._is_told = False


class Client(SocketModeClient):
    """The SDK's client, which waits longer each time before it asks for another socket.

    Slack grants about one address a minute to a bot that asks again and again.
    """

    _asked = 0.0
    _deaths = 0

    def __init__(self, app_token: str, log_to: logging.Logger, web: AsyncWebClient, ping: float) -> None:
        self.outage = Outage()
        logger = logging.Logger(log_to.name)  # noqa: LOG001 - getLogger would keep every client's filter
        logger.parent = log_to
        logger.addFilter(self.outage)
        super().__init__(
            app_token=app_token, logger=logger, web_client=web, proxy=web.proxy, ping_interval=ping
        )

    async def issue_new_wss_url(self) -> str:
        """Return the address of a new socket, after a pause where the last ones did not live."""
        now = asyncio.get_running_loop().time
        self._deaths = 0 if now() - self._asked > LIVED else self._deaths + 1
        await asyncio.sleep(PAUSES[min(self._deaths, len(PAUSES) - 1)])
        address = await super().issue_new_wss_url()
        self._asked = now()
        return address


class Handler(AsyncSocketModeHandler):
    """Bolt's handler, over that client."""

    client: Client

    def __init__(self, app: AsyncApp, token: str, web: AsyncWebClient, address: str, ping: float) -> None:
        """`address` is the first socket's, `ping` the seconds between two pings. Bolt's own constructor would
        begin a client of the SDK's, which then nobody ends."""
        self.app = app
        self.app_token = token
        self.client = Client(token, app.logger, web, ping)
        self.client.wss_uri = address
        self.client.socket_mode_request_listeners.append(self.handle)  # type: ignore[arg-type]  # as Bolt does


async def hold(handler: Handler, patience: float, witness: Witness) -> NoReturn:
    """Connect, and watch until cancelled; `witness` is told. Raises ConnectionError after `patience` seconds
    without a sign of life; the connection is always taken down before this ends."""
    client = handler.client
    pulse = _Pulse(client, witness)
    try:
        try:
            async with asyncio.timeout(patience):
                await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK's, unannotated
        except TimeoutError as error:
            raise ConnectionError(f"Slack's socket did not open within {patience:g} s.") from error
        await _watch(client, pulse, patience)
    finally:
        await asyncio.sleep(LAST_ACKS)
        await _take_down(client)


class _Pulse:
    """When the socket last gave a sign of life (monotonic seconds): a message, or a pong to a later ping.

    The SDK's `is_connected` is none: it stays true on a dead socket once the SDK's own watching has died, and
    turns true with every new socket, whether or not anything ever comes through it.
    """

    def __init__(self, client: Client, witness: Witness) -> None:
        self._client = client
        self._witness = witness
        self._now = asyncio.get_running_loop().time
        self._last = self._now()
        self._pong: float | None = None
        self._greeted: aiohttp.ClientWebSocketResponse | None = None
        client.on_message_listeners.append(self._on_message)
        client.message_listeners.append(self._on_greeting)

    def silent_for(self) -> float:
        """Return for how many seconds there was no sign of life. To be asked more often than pings go out."""
        pong = self._client.last_ping_pong_time
        # From nothing to something is no pong: the SDK notes there when it began to ping.
        if pong is not None and self._pong is not None and pong > self._pong:
            self._lives()
        self._pong = pong
        if self._greeted is not None and self._greeted.closed:
            self._greeted = None
            self._witness.lost("Slack's socket was closed")
        return self._now() - self._last

    def _lives(self) -> None:
        self._last = self._now()
        self._witness.heard()

    async def _on_message(self, _: aiohttp.WSMessage) -> None:
        self._lives()

    async def _on_greeting(self, client: object, message: dict[str, Any], raw: str | None = None) -> None:
        """Slack says hello through each new socket, before anything else."""
        del client, raw
        if message.get("type") == "hello":
            self._greeted = self._client.current_session
            self._client.outage.over()
            self._witness.stands()


async def _watch(client: SocketModeClient, pulse: _Pulse, patience: float) -> NoReturn:
    while pulse.silent_for() < patience:
        if client.message_processor.done():
            raise ConnectionError("What reads Slack's messages has stopped.")
        await asyncio.sleep(client.ping_interval / 4)
    raise ConnectionError(f"Slack's socket gave no sign of life for {patience:g} s.")


async def _take_down(client: SocketModeClient) -> None:
    tasks = (client.message_processor, client.message_receiver, client.current_session_monitor)
    try:
        async with asyncio.timeout(CLOSING):
            await client.close()  # type: ignore[no-untyped-call]  # the SDK's, unannotated
    except (TimeoutError, aiohttp.ClientError, OSError) as error:
        log.debug("Slack's socket was not closed in order: %r", error)
        await client.aiohttp_client_session.close()
    for task in tasks:
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError, Exception):
                await task
