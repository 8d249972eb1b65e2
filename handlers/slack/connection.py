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

CLOSING: Final = 2.0  # seconds for the closing handshake


async def hold(handler: AsyncSocketModeHandler, patience: float) -> NoReturn:
    """Connect, and watch until cancelled. Raises ConnectionError after `patience` seconds without a life
    sign; the connection is always taken down before this ends."""
    client = handler.client
    try:
        try:
            async with asyncio.timeout(patience):
                await handler.connect_async()  # type: ignore[no-untyped-call]  # the SDK's, unannotated
        except TimeoutError as error:
            raise ConnectionError(f"Slack's socket did not open within {patience:g} s.") from error
        await _watch(client, patience)
    finally:
        await _take_down(client)


async def _watch(client: SocketModeClient, patience: float) -> NoReturn:
    now = asyncio.get_running_loop().time
    last_alive = now()
    while True:
        await asyncio.sleep(min(client.ping_interval, patience) / 4)
        if await _is_alive(client):
            last_alive = now()
        elif now() - last_alive > patience:
            raise ConnectionError(f"Slack's socket gave no life sign for {patience:g} s.")


async def _is_alive(client: SocketModeClient) -> bool:
    """Say whether a pong came lately and whoever reads and renews the connection still runs.

    `is_connected` alone stays true on a dead socket whose monitor has died.
    """
    tasks = (client.message_processor, client.message_receiver, client.current_session_monitor)
    if any(task is None or task.done() for task in tasks):
        return False
    return client.last_ping_pong_time is not None and await client.is_connected()


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
