"""The loopback Discord's gateway, version 10: sessions that can be dropped, resumed and spoiled."""

import asyncio
import json
import secrets
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from aiohttp import WSMsgType, web

from tests.platforms import discord_bare
from tests.platforms.discord_state import State
from tests.platforms.discord_world import BOT, Body, guild_payload, user_payload

DISPATCH, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, HELLO, ACK = 0, 1, 2, 6, 7, 9, 10, 11
PRIVILEGED: Final = 1 << 1 | 1 << 8 | 1 << 15  # members, presences, message content

LARGE: Final = 1_000  # characters of a packet that is packed where the bot takes that


@dataclass(slots=True)
class Socket:
    """One websocket; packed into one zlib stream where the bot asked for that, or packet by packet."""

    ws: web.WebSocketResponse
    transport: asyncio.Transport | None
    packer: "zlib._Compress | None"
    packs_large: bool = False

    async def send(self, packet: Body) -> None:
        text = json.dumps(packet)
        if self.packer is not None:
            packed = self.packer.compress(text.encode()) + self.packer.flush(zlib.Z_SYNC_FLUSH)
            await self.ws.send_bytes(packed)
        elif self.packs_large and len(text) > LARGE:
            await self.ws.send_bytes(zlib.compress(text.encode()))
        else:
            await self.ws.send_str(text)

    def abort(self) -> None:
        """Let go without a word, as a pulled cable would."""
        if self.transport is not None:
            self.transport.abort()


@dataclass(slots=True)
class Session:
    """What a bot that drops off can resume: the events since, and where it stands."""

    id: str
    intents: int
    socket: Socket | None
    sequence: int = 0
    events: list[Body] = field(default_factory=list)


class Gateway:
    """`heard` keeps every packet that the bot sent but its heartbeats, as (op, data)."""

    def __init__(self, state: State, url: Callable[[], str], changed: Callable[[], None]) -> None:
        self.state = state
        self.heard: list[tuple[int, Any]] = []
        self.session: Session | None = None
        self.allowed_intents = ~PRIVILEGED
        self.streams = False  # packs into one stream whatever the bot asked for
        self.hangs_up = False
        self.deaf = False  # takes heartbeats and answers none
        self.beat = 41_250  # milliseconds between two heartbeats
        self.spoiled_readies = 0  # how many more sessions begin with a READY that lacks nearly everything
        self.greeted = 0  # how many connections there were
        self.resume_url: str | None = None  # where READY sends bots to resume; None: here
        self._url = url
        self._changed = changed
        self._open: list[Socket] = []

    @property
    def connected(self) -> bool:
        return self.session is not None and self.session.socket is not None

    async def handle(self, request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse(max_msg_size=4096)
        await ws.prepare(request)
        packed = self.streams or request.query.get("compress") == "zlib-stream"
        socket = Socket(ws, request.transport, zlib.compressobj() if packed else None)
        self._open.append(socket)
        self.greeted += 1
        try:
            if self.hangs_up:
                return ws
            await socket.send({"op": HELLO, "d": {"heartbeat_interval": self.beat}, "s": None, "t": None})
            async for message in ws:
                if message.type is not WSMsgType.TEXT or not await self._take(
                    socket, json.loads(message.data)
                ):
                    break
        finally:
            self._open.remove(socket)
            if self.session is not None and self.session.socket is socket:
                self.session.socket = None
                self._changed()
        return ws

    async def send(self, event: str, data: Any) -> None:
        """Dispatch an event. Without a connection it waits for the session to be resumed, if it ever is."""
        session = self.session
        if session is None:
            return
        if self.state.bare:
            data = discord_bare.event(event, data)
        session.sequence += 1
        packet: Body = {"op": DISPATCH, "t": event, "s": session.sequence, "d": data}
        session.events.append(packet)
        if session.socket is not None:
            await session.socket.send(packet)

    async def order(self, op: int, data: Any = None) -> None:
        """Send something that is no event: RECONNECT, INVALID."""
        if self.session is not None and self.session.socket is not None:
            await self.session.socket.send({"op": op, "d": data, "s": None, "t": None})

    async def say(self, text: str) -> None:
        """Send something as it is, such as what is no packet at all."""
        if self.session is not None and self.session.socket is not None:
            await self.session.socket.ws.send_str(text)

    async def drop(self, code: int | None = None) -> None:
        """Cut the connection, with a close code or, without one, as a pulled cable would."""
        session = self.session
        if session is None or session.socket is None:
            return
        socket, session.socket = session.socket, None
        if code is None:
            socket.abort()
        else:
            await socket.ws.close(code=code)

    async def close(self) -> None:
        for socket in list(self._open):
            socket.abort()

    async def _take(self, socket: Socket, packet: Body) -> bool:
        """Answer one packet; False ends the connection."""
        op, data = packet["op"], packet["d"]
        if op == HEARTBEAT:
            if self.deaf:
                return True
            await socket.send({"op": ACK, "d": None, "s": None, "t": None})
            return True
        self.heard.append((op, data))
        if op == IDENTIFY:
            return await self._identify(socket, data)
        if op == RESUME:
            return await self._resume(socket, data)
        return True

    async def _identify(self, socket: Socket, data: Body) -> bool:
        if data["token"] != self.state.token:
            await socket.ws.close(code=4004, message=b"Authentication failed.")
            return False
        if data["intents"] & ~self.allowed_intents:
            await socket.ws.close(code=4014, message=b"Disallowed intent(s).")
            return False
        socket.packs_large = bool(data.get("compress"))
        self.session = Session(secrets.token_hex(8), data["intents"], socket)
        places = list(self.state.places.values())
        guilds = sorted({place.guild for place in places if place.guild is not None})
        ready = {
            "v": 10,
            "user": user_payload(BOT),
            "guilds": [{"id": guild, "unavailable": True} for guild in guilds],
            "session_id": self.session.id,
            "resume_gateway_url": self.resume_url or self._url(),
            "application": {"id": BOT, "flags": 0},
            "private_channels": [],
            "shard": [0, 1],
        }
        if self.spoiled_readies:
            self.spoiled_readies -= 1
            ready = {"v": 10, "user": None}
        await self.send("READY", ready)
        for guild in guilds if not self.state.bare else ():
            await self.send("GUILD_CREATE", guild_payload(guild, places))
        self._changed()
        return True

    async def _resume(self, socket: Socket, data: Body) -> bool:
        session = self.session
        if session is None or data["session_id"] != session.id:
            await socket.send({"op": INVALID, "d": False, "s": None, "t": None})
            return True
        session.socket = socket
        for packet in session.events:
            if packet["s"] > (data["seq"] or 0):
                await socket.send(packet)
        await self.send("RESUMED", {})
        self._changed()
        return True

    def forget_session(self) -> None:
        """Lose the session, so that it cannot be resumed."""
        if self.session is not None:
            self.session.id = "forgotten"
