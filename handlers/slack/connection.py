"""The Socket Mode connection: held open, watched, and taken down in order.

The SDK renews the connection by itself when Slack asks for it or a ping stays unanswered. But it tries a
dead address for ever, and its watching tasks can die: so this watches from outside and gives up in time.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Final, NoReturn

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.socket_mode.aiohttp import SocketModeClient

log = logging.getLogger(__name__)

LAST_ACKS: Final = 0.05  # seconds: Bolt sends an acknowledgement within a hundredth of one
CLOSING: Final = 0.5  # seconds for the closing handshake


async def hold(handler: AsyncSocketModeHandler, patience: float) -> NoReturn:
    """Connect, and watch until cancelled. Raises ConnectionError after `patience` seconds without a sign of
    life; the connection is always taken down before this ends."""
    client = handler.client
    try:
        try:
            async with asyncio.timeout(patience):
                await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK's, unannotated
        except TimeoutError as error:
            raise ConnectionError(f"Slack's socket did not open within {patience:g} s.") from error
        await _watch(client, patience)
    finally:
        await asyncio.sleep(LAST_ACKS)
        await _take_down(client)


class _Pulse:
    """When the socket last gave a sign of life (monotonic seconds): a message, or a pong to a later ping.

    The SDK's `is_connected` is none: it stays true on a dead socket once the SDK's own watching has died, and
    turns true with every new socket, whether or not anything ever comes through it.
    """

    def __init__(self, client: SocketModeClient) -> None:
        self._client = client
        self._now = asyncio.get_running_loop().time
        self._last = self._now()
        self._pong: float | None = None
        client.on_message_listeners.append(self._on_message)

    async def _on_message(self, _: aiohttp.WSMessage) -> None:
        self._last = self._now()

    def silent_for(self) -> float:
        """Return for how many seconds there was no sign of life. To be asked more often than pings go out."""
        pong = self._client.last_ping_pong_time
        # From nothing to something is no pong: the SDK notes there when it began to ping.
        if pong is not None and self._pong is not None and pong > self._pong:
            self._last = self._now()
        self._pong = pong
        return self._now() - self._last


async def _watch(client: SocketModeClient, patience: float) -> NoReturn:
    pulse = _Pulse(client)
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
