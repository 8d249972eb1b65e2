"""The gateway: one session, held over as many connections as it takes.

discord.py's own holder goes wherever a server sends it, stops over one event that it did not expect, and
comes back without a pause to a server that always hangs up. This one has its address from the settings,
leaves a malformed event alone, notices when nobody answers its heartbeats, and waits longer each time.
"""

import asyncio
import json
import logging
import math
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, NoReturn

import aiohttp
import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from bot.ports import UNWATCHED, Witness
from handlers.discord import whole
from handlers.discord.events import TOLD
from handlers.discord.ration import Ration

log = logging.getLogger(__name__)

CLOSING: Final = 1.0  # seconds for the closing handshake
CONNECTING: Final = 30.0  # seconds for one connection, up to the server's first word
PAUSES: Final = (0.0, 1.0, 2.0, 4.0, 8.0)  # seconds before each further try; after the last it is given up
LIVED: Final = 10.0  # seconds after which a lost connection was a good one
LATE: Final = 20.0  # seconds by which the answer to a heartbeat may be late
RESUMABLE: Final = 4000  # a close code that leaves the session standing
FLUSHED: Final = b"\x00\x00\xff\xff"  # ends each packet of a compressed stream
HOME: Final = ".discord.gg"  # where Discord's own gateway sends a bot to resume

DISPATCH: Final = DiscordWebSocket.DISPATCH
STANDING: Final = frozenset({"READY", "RESUMED"})  # what Discord says through a connection that stands
WHOLE: Final[Mapping[str, Callable[[whole.Payload], whole.Payload]]] = {
    "READY": whole.ready,
    "GUILD_CREATE": whole.guild,
    "CHANNEL_CREATE": whole.channel,
    "CHANNEL_UPDATE": whole.channel,
    "THREAD_CREATE": whole.channel,
    "MESSAGE_CREATE": whole.message,
    "INTERACTION_CREATE": whole.interaction,
}
MALFORMED: Final = (LookupError, TypeError, ValueError, AttributeError, zlib.error)


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
        self.witness: Witness = UNWATCHED
        self.deaf_at = math.inf  # on the loop's clock: when it is known that nobody answers
        self._late = 0.0  # seconds
        self._interval = 0.0  # seconds between two heartbeats

    async def identify(self) -> None:
        """Begin a session."""
        with self._quiet_if_given_up():
            await super().identify()

    async def resume(self) -> None:
        """Go on with a session."""
        with self._quiet_if_given_up():
            await super().resume()

    @contextmanager
    def _quiet_if_given_up(self) -> Iterator[None]:
        """Send no more heartbeats where a connection is given up that is not fully there."""
        try:
            yield
        except BaseException:
            self.stop_beating()
            raise

    async def send_heartbeat(self, data: Any) -> None:
        """Send a heartbeat, and note when.

        discord.py notes that in its own thread, after the sending: an answer that is faster than that thread
        was counted from the heartbeat before, and warned of as 41 s behind.
        """
        if self._keep_alive is not None:
            self._keep_alive.beat()
        await super().send_heartbeat(data)

    def stop_beating(self) -> None:
        """End the thread that sends heartbeats: discord.py does so only when it closes in order."""
        if self._keep_alive is not None:
            self._keep_alive.stop()

    def expect_answers(self, late: float) -> None:
        """Give each heartbeat's answer so many seconds more than the time to the next heartbeat."""
        self._late = late
        self._answered()

    def _answered(self) -> None:
        self.deaf_at = self.loop.time() + self._interval + self._late

    async def received_message(self, msg: Any, /) -> None:
        """Take one packet, made whole for discord.py."""
        text = self._unpacker.decompress(msg) if isinstance(msg, bytes) else msg
        if text is None:
            return
        self.witness.heard()
        event = "packet"
        try:
            packet = json.loads(text)
            event = str(packet.get("t") or event)
            if packet.get("op") != DISPATCH:
                await super().received_message(text)
                self._note(packet)
                return
            whole_packet = self._whole(packet)
            await super().received_message(json.dumps(whole_packet))
            if event in TOLD:
                self._dispatch("place_event", event, whole_packet["d"])
        except MALFORMED as error:
            if event == "READY":
                raise
            log.warning("Discord sent a %s that makes no sense (%r); it was left alone.", event, error)
        if event in STANDING:
            self.witness.stands()

    def _note(self, packet: Mapping[str, Any]) -> None:
        """Take from what is no event how often to send heartbeats, and that one was answered."""
        if packet["op"] == self.HELLO:
            self._interval = packet["d"]["heartbeat_interval"] / 1000
        elif packet["op"] == self.HEARTBEAT_ACK:
            self._answered()

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


@dataclass(frozen=True, slots=True)
class Holding:
    """How a connection is held: who is told, how many sessions may be begun, and by how many seconds the
    answer to a heartbeat may be late."""

    witness: Witness = UNWATCHED
    ration: Ration = field(default_factory=Ration)
    late: float = LATE


async def hold(client: discord.Client, how: Holding) -> NoReturn:
    """Connect a client that is logged in, and take events until cancelled.

    Raises discord.ConnectionClosed when Discord does not want the bot back, and ConnectionError when the
    connection was lost again and again. What discord.py raises over a session that begins in a malformed way
    comes through: only a new client has forgotten it.
    """
    now = asyncio.get_running_loop().time
    last: Gateway | None = None
    losses = 0
    while True:
        began, why = now(), "it hung up"
        try:
            if last is None or last.session_id is None:
                await _await_ration(how)
            async with asyncio.timeout(CONNECTING):
                client.ws = ws = await _connected(client, last)
            last = ws
            ws.witness = how.witness
            await _take_events(ws, how.late)
        except ReconnectWebSocket as again:
            log.debug("Discord's gateway is left to be found again: %s.", again.op)
            if not again.resume and last is not None:
                last.session_id = None
        except (OSError, aiohttp.ClientError) as error:
            why = str(error) or type(error).__name__
            if last is not None and last.open:
                await _leave(last)
        finally:
            if last is not None:
                last.stop_beating()
        how.witness.lost(f"Discord's gateway was lost: {why}")
        losses = 0 if now() - began > LIVED else losses + 1
        if losses > len(PAUSES):
            raise ConnectionError(f"the gateway was lost {losses} times in a row; the last time: {why}")
        await asyncio.sleep(PAUSES[max(losses - 1, 0)])


async def _take_events(ws: Gateway, late: float) -> NoReturn:
    """Take events. Raises ConnectionError when a heartbeat stays unanswered, whatever else may come."""
    ws.expect_answers(late)
    while True:
        try:
            async with asyncio.timeout_at(ws.deaf_at):
                await ws.poll_event()
        except TimeoutError as error:
            raise ConnectionError("it answers no heartbeat") from error


async def _await_ration(how: Holding) -> None:
    """Wait until a new session may be begun."""
    if (seconds := how.ration.wait()) > 0:
        log.warning("Discord lets a bot begin few sessions a day: the next one waits %.0f s.", seconds)
        how.witness.lost(f"the bot began too many sessions with Discord lately; it waits {seconds:.0f} s")
    await how.ration.take()


async def _leave(ws: Gateway) -> None:
    """Close what may be dead already, without waiting for its farewell."""
    try:
        async with asyncio.timeout(CLOSING):
            await ws.close(code=RESUMABLE)
    except TimeoutError:
        log.debug("Discord's gateway said no farewell.")


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
