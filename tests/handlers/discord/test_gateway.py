"""The gateway's heartbeats, over a socket that answers as fast as can be."""

import asyncio
import json
import logging
from typing import Any, cast

import aiohttp
import pytest

from handlers.discord.gateway import Gateway

SINCE_THE_LAST = 41.25  # seconds between two heartbeats, as Discord asks for them


class InstantSocket:
    """What `Gateway` uses of a socket: a heartbeat is answered before its sending returns."""

    def __init__(self) -> None:
        self.gateway: Gateway | None = None

    async def send_str(self, text: str) -> None:
        assert self.gateway is not None
        packet: dict[str, Any] = json.loads(text)
        if packet["op"] == Gateway.HEARTBEAT:
            await self.gateway.received_message(json.dumps({"op": Gateway.HEARTBEAT_ACK, "d": None}))


async def test_an_answer_is_counted_from_its_own_heartbeat(caplog: pytest.LogCaptureFixture) -> None:
    """discord.py notes when it sent one only afterwards, in a thread; a local answer is faster."""
    socket = InstantSocket()
    gateway = socket.gateway = Gateway(
        cast("aiohttp.ClientWebSocketResponse", socket), loop=asyncio.get_running_loop()
    )
    gateway._max_heartbeat_timeout, gateway.shard_id = 60.0, None
    hello = {"op": Gateway.HELLO, "d": {"heartbeat_interval": SINCE_THE_LAST * 1000}}
    await gateway.received_message(json.dumps(hello))
    try:
        assert gateway._keep_alive is not None
        gateway._keep_alive._last_send -= SINCE_THE_LAST
        await gateway.send_heartbeat(gateway._keep_alive.get_payload())
        assert gateway.latency < 1
        assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    finally:
        gateway.stop_beating()
