"""The gateway: one session, held over as many connections as it takes.

discord.py's own holder goes wherever a server sends it, stops over one event that it did not expect, and
comes back without a pause to a server that always hangs up. This one has its address from the settings,
leaves a malformed event alone, and waits longer each time.
"""

import asyncio
import json
import logging
import zlib
from collections.abc import Callable, Mapping
from typing import Any, Final, NoReturn

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from handlers.discord import whole

log = logging.getLogger(__name__)

CONNECTING: Final = 30.0  # seconds for one connection, up to the server's first word
PAUSES: Final = (0.0, 1.0, 2.0, 4.0, 8.0)  # seconds before each further try; after the last it is given up
LIVED: Final = 10.0  # seconds after which a lost connection was a good one
RESUMABLE: Final = 4000  # a close code that leaves the session standing
FLUSHED: Final = b"\x00\x00\xff\xff"  # ends each packet of a compressed stream
HOME: Final = ".discord.gg"  # where Discord's own gateway sends a bot to resume

DISPATCH: Final = DiscordWebSocket.DISPATCH
WHOLE: Final[Mapping[str, Callable[[whole.Payload], whole.Payload]]] = {
    "READY": whole.ready,
    "GUILD_CREATE": whole.guild,
    "CHANNEL_CREATE": whole.channel,
    "CHANNEL_UPDATE": whole.channel,
    "THREAD_CREATE": whole.channel,
    "MESSAGE_CREATE": whole.message,
    "INTERACTION_CREATE": whole.interaction,
}
MALFORMED: Final = (LookupError, TypeError, ValueError, AttributeError)


class Unpacker:
    """Unpacks what comes compressed: each packet by itself, or all of them as one stream."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj()
        self._packet = b""

    def decompress(self, packed: bytes) -> str | None:
        """Return the next packet, None while it is not complete. Raises zlib.error for what is neither."""
        try:
            return zlib.decompress(packed).decode()
        except zlib.error:
            self._packet += self._stream.decompress(packed)
        if not packed.endswith(FLUSHED):
            return None
        text, self._packet = self._packet.decode(), b""
        return text


class Gateway(DiscordWebSocket):
    """One connection.

    It asks for no stream of compressed packets: which kind discord.py asks for depends on the Python that it
    runs on, and a server may compress large packets in any case.
    """

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, *, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(socket, loop=loop)
        self._unpacker = Unpacker()

    async def received_message(self, msg: Any, /) -> None:
        """Take one packet, made whole for discord.py."""
        text = self._unpacker.decompress(msg) if isinstance(msg, bytes) else msg
        if text is None:
            return
        packet = json.loads(text)
        event = packet.get("t")
        if packet.get("op") != DISPATCH:
            await super().received_message(text)
            return
        try:
            await super().received_message(json.dumps(self._whole(packet)))
        except MALFORMED as error:
            if event == "READY":
                raise
            log.warning("Discord sent a %s that makes no sense (%r); it was left alone.", event, error)

    def _whole(self, packet: Mapping[str, Any]) -> dict[str, Any]:
        event, data = packet.get("t"), packet.get("d")
        if not isinstance(data, dict):
            data = {}
        if make_whole := WHOLE.get(str(event)):
            data = make_whole(data)
        if event == "READY":
            data["resume_gateway_url"] = str(resumes_at(self.DEFAULT_GATEWAY, data.get("resume_gateway_url")))
        return {"s": None, **packet, "d": data}


def resumes_at(configured: URL, offered: object) -> URL:
    """Return where a session is resumed: where Discord says, if the configured gateway is Discord's own.

    Any other gateway keeps the bot, and its token, to itself.
    """
    if not isinstance(offered, str) or not str(configured.host).endswith(HOME):
        return configured
    try:
        url = URL(offered)
    except ValueError:
        return configured
    return url if url.scheme == "wss" and str(url.host).endswith(HOME) else configured


async def hold(client: discord.Client) -> NoReturn:
    """Connect a client that is logged in, and take events until cancelled.

    Raises discord.ConnectionClosed when Discord does not want the bot back, and ConnectionError when the
    connection was lost again and again.
    """
    now = asyncio.get_running_loop().time
    last: Gateway | None = None
    losses = 0
    while True:
        began, why = now(), "it hung up"
        try:
            async with asyncio.timeout(CONNECTING):
                client.ws = ws = await _connected(client, last)
            last = ws
            while True:
                await ws.poll_event()
        except ReconnectWebSocket as again:
            log.debug("Discord's gateway is left to be found again: %s.", again.op)
            if not again.resume and last is not None:
                last.session_id = None
        except (OSError, aiohttp.ClientError) as error:
            why = str(error) or type(error).__name__
            if last is not None and last.open:
                await last.close(code=RESUMABLE)
        losses = 0 if now() - began > LIVED else losses + 1
        if losses > len(PAUSES):
            raise ConnectionError(f"the gateway was lost {losses} times in a row; the last time: {why}")
        await asyncio.sleep(PAUSES[max(losses - 1, 0)])


async def _connected(client: discord.Client, last: Gateway | None) -> Gateway:
    """Open a connection, and resume the session of the last one where it stands."""
    if last is None or last.session_id is None:
        return await Gateway.from_client(client, initial=last is None, compress=False)
    return await Gateway.from_client(
        client,
        gateway=last.gateway,
        session=last.session_id,
        sequence=last.sequence,
        resume=True,
        compress=False,
    )
