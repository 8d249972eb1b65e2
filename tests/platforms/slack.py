"""A Slack on the loopback interface: Web API, response_url and Socket Mode, with a ledger and faults.

    async with LoopbackSlack() as slack:
        slack.add_channel("C1")
        seen = await slack.command("/outlay watch BABA", channel="C1", user="U1")
        await slack.click(slack.messages("C1")[0], "Details", user="U1")
        slack.fail("chat.postMessage", Fault.ACCEPT_RESET)

It knows nothing of Outlay beyond the ids in `slack_state`. `ledger` holds every call; `shown` every message.
"""

import asyncio
import json
import time
from collections import defaultdict, deque
from collections.abc import Callable
from itertools import count
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import WSMsgType, web

from tests.platforms.slack_api import SlackError, WebApi
from tests.platforms.slack_blocks import typed
from tests.platforms.slack_limits import Limits
from tests.platforms.slack_state import (
    APP,
    BOT,
    SCOPES,
    SPOILT,
    TEAM,
    Call,
    ChannelState,
    Fault,
    Planned,
    Shown,
    UserState,
)

ACK_WITHIN: Final = 3.0  # seconds that Slack waits for an acknowledgement
ANSWER_WITHIN: Final = 5.0  # seconds that a test waits for an answer


class LoopbackSlack:
    """One workspace with one app. `acks` holds how long each acknowledgement took, in seconds."""

    def __init__(self, scopes: frozenset[str] = SCOPES) -> None:
        self.api = WebApi(set(scopes), self._show, self._socket_url)
        self.ledger: list[Call] = []
        self.acks: list[float] = []
        self.limits = Limits()
        self.frozen = False  # a frozen server opens sockets, and says nothing through them
        self.refuses_sockets = False
        self.refused = 0  # how many sockets were
        self.hangs_up = False  # greets through each new socket, and closes it at once
        self.opened = 0  # how many sockets there were
        self._faults: dict[str, deque[Planned]] = defaultdict(deque)
        self._sockets: list[web.WebSocketResponse] = []
        self._transports: dict[web.WebSocketResponse, asyncio.Transport | None] = {}
        self._connected = asyncio.Event()
        self._closing = asyncio.Event()
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._watchers: list[tuple[Callable[[Shown], bool], asyncio.Future[Shown]]] = []
        self._response_urls: dict[str, tuple[str, str, int]] = {}
        self._numbers = count(1)
        self._runner: web.AppRunner | None = None
        self._port = 0
        for user in ("U1", "U2"):
            self.add_user(user)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen, on the same port as before where it was stopped; what it held, it holds."""
        self._closing.clear()
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._on_call)
        app.router.add_post("/response/{token}", self._on_response)
        app.router.add_get("/link", self._on_socket)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self._port = self._runner.addresses[0][1]
        await self.api.files.start()

    async def stop(self) -> None:
        """Stop listening, and cut what is open."""
        self._closing.set()
        await self.drop_sockets()
        await self.api.files.stop()
        runner, self._runner = self._runner, None
        if runner is not None:
            await runner.cleanup()

    # ------------------------------------------------------------------------------------ the workspace

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self._port}/api/"

    def add_channel(self, channel: str, **state: Any) -> ChannelState:
        """Add a channel; the words are those of ChannelState."""
        self.api.channels[channel] = ChannelState(**{"id": channel, "name": channel.lower(), **state})
        return self.api.channels[channel]

    def add_user(self, user: str, **state: Any) -> UserState:
        """Add a user; the words are those of UserState."""
        self.api.users[user] = UserState(**{"id": user, "name": user.lower(), **state})
        return self.api.users[user]

    def messages(self, channel: str) -> list[Shown]:
        """Return what the bot has posted in a channel, without its threads, oldest first."""
        return [s for s in self.api.messages(channel) if s.user == BOT and not s.thread_ts]

    def thread(self, root: Shown) -> list[Shown]:
        """Return the bot's messages in a message's thread."""
        return [s for s in self.api.messages(root.channel) if s.user == BOT and s.thread_ts == root.ts]

    def private(self, user: str) -> list[Shown]:
        """Return what only a user has seen."""
        return [s for s in self.api.shown if s.private_to == user]

    def calls(self, method: str) -> list[Call]:
        """Return the ledger's lines of a method ("chat.postMessage", "response_url")."""
        return [call for call in self.ledger if call.method == method]

    def fail(self, method: str, what: Fault | str, *, times: int = 1, retry_after: int | None = None) -> None:
        """Let the next calls of a method go wrong: by a Fault, or with an error code."""
        self._faults[method].extend([Planned(what, retry_after)] * times)

    # ------------------------------------------------------------------------------------ what people do

    async def command(self, text: str, *, channel: str, user: str = "U1") -> Shown:
        """Type a slash command; return what came back."""
        name, _, rest = text.partition(" ")
        token, address = self._response_url(channel, user)
        payload = {
            "token": "none",
            "team_id": TEAM,
            "channel_id": channel,
            "user_id": user,
            "command": name,
            "text": typed(rest),
            "api_app_id": APP,
            "response_url": address,
            "trigger_id": f"trigger.{next(self._numbers)}",
        }
        return await self._answered("slash_commands", payload, _answer_to(token, channel, user))

    async def click(self, message: Shown, label: str, user: str = "U1") -> Shown | None:
        """Press a button; return what came back, None for a button that only leads to a page."""
        button = message.button(label)
        token, address = self._response_url(message.channel, user)
        action = {key: button[key] for key in ("action_id", "text", "value", "url", "type") if key in button}
        container: dict[str, Any] = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": message.channel,
            "is_ephemeral": message.private_to is not None,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload: dict[str, Any] = {
            "type": "block_actions",
            "user": {"id": user, "team_id": TEAM},
            "team": {"id": TEAM},
            "api_app_id": APP,
            "channel": {"id": message.channel},
            "container": container,
            "actions": [action],
            "response_url": address,
            "trigger_id": f"trigger.{next(self._numbers)}",
        }
        if message.private_to is None:
            payload["message"] = message.as_slack_gives_it(metadata=False)
        if "value" not in button:
            await self.deliver("interactive", payload)
            return None
        return await self._answered("interactive", payload, _answer_to(token, message.channel, user))

    async def mention(
        self,
        text: str,
        *,
        channel: str,
        user: str = "U1",
        thread: Shown | None = None,
        event_id: str | None = None,
    ) -> Shown:
        """Write `@Outlay text`, in a thread or not; return what came back."""
        payload = self.mention_payload(text, channel=channel, user=user, thread=thread, event_id=event_id)
        event = payload["event"]
        root = event.get("thread_ts", event["ts"])
        return await self._answered(
            "events_api", payload, lambda s: s.thread_ts == root or s.private_to == user
        )

    def mention_payload(
        self,
        text: str,
        *,
        channel: str,
        user: str = "U1",
        thread: Shown | None = None,
        event_id: str | None = None,
    ) -> dict[str, Any]:
        """Return the event of a mention whose message stands in the channel now."""
        said = Shown(channel, self.api.clock.stamp(), user, f"<@{BOT}> {typed(text)}".strip())
        event = {"type": "app_mention", "user": user, "text": said.text, "ts": said.ts, "channel": channel}
        event["event_ts"] = said.ts
        if thread:
            said.thread_ts = event["thread_ts"] = thread.thread_ts or thread.ts
        self.api.shown.append(said)
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": event,
            "event_id": event_id or f"Ev{next(self._numbers):08d}",
            "event_time": int(float(said.ts)),
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }

    # ------------------------------------------------------------------------------------ the socket

    async def connected(self, within: float = ANSWER_WITHIN) -> None:
        """Wait until a socket is open."""
        async with asyncio.timeout(within):
            await self._connected.wait()

    @property
    def sockets(self) -> int:
        return len(self._sockets)

    async def deliver(self, kind: str, payload: object, **more: Any) -> float:
        """Send an envelope; return after how many seconds it was acknowledged. Raises TimeoutError when it
        was not within the three seconds that Slack waits."""
        await self.connected()
        envelope = f"envelope-{next(self._numbers)}"
        acknowledged: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = acknowledged
        started = time.monotonic()
        message = {"type": kind, "envelope_id": envelope, "payload": payload, **more}
        await self._sockets[-1].send_str(json.dumps(message))
        try:
            async with asyncio.timeout(ACK_WITHIN):
                await acknowledged
        finally:
            del self._waiting[envelope]
        self.acks.append(time.monotonic() - started)
        return self.acks[-1]

    async def send_raw(self, text: str) -> None:
        """Send something through the socket as it is."""
        await self.connected()
        await self._sockets[-1].send_str(text)

    async def drop_sockets(self) -> None:
        """Cut every socket without a closing handshake."""
        for socket in self._sockets:
            if transport := self._transports[socket]:
                transport.abort()
        self._sockets.clear()
        self._connected.clear()

    async def ask_to_reconnect(self, reason: str = "refresh_requested") -> None:
        """Say what Slack says before it retires a socket."""
        old = self._sockets[-1]
        self._connected.clear()
        await old.send_str(json.dumps({"type": "disconnect", "reason": reason}))

    # ------------------------------------------------------------------------------------ the server

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or args.pop("token", None)
        args.pop("app_token", None)
        if wait := self.limits.take(method, args.get("channel")):
            self.ledger.append(Call(method, args, time.monotonic(), "limited"))
            body = {"ok": False, "error": "ratelimited"}
            return web.json_response(body, status=429, headers={"Retry-After": str(wait)})
        return await self._with_faults(request, method, args, lambda: self._done(method, token, args))

    def _done(self, method: str, token: str | None, args: dict[str, Any]) -> web.Response:
        try:
            answer = self.api.call(method, token, args)
        except SlackError as error:
            answer = {"ok": False, "error": error.code, **error.more}
        return web.json_response(answer, headers={"X-OAuth-Scopes": ",".join(sorted(self.api.scopes))})

    def _socket_url(self) -> str:
        return f"ws://127.0.0.1:{self._port}/link?ticket={next(self._numbers)}"

    async def _on_response(self, request: web.Request) -> web.StreamResponse:
        token = request.match_info["token"]
        args = await request.json()
        return await self._with_faults(request, "response_url", args, lambda: self._answer(token, args))

    def _answer(self, token: str, args: dict[str, Any]) -> web.Response:
        channel, user, uses = self._response_urls.get(token, ("", "", 0))
        if uses <= 0:
            return web.Response(status=404, text="expired_url")
        try:
            self.api.answer(token, channel, user, args)
        except SlackError as error:
            return web.Response(status=400, text=error.code)
        self._response_urls[token] = channel, user, uses - 1
        return web.Response(text="ok")

    async def _with_faults(
        self, request: web.Request, method: str, args: dict[str, Any], do: Callable[[], web.Response]
    ) -> web.StreamResponse:
        planned = self._faults[method].popleft() if self._faults[method] else None
        what = planned.what if planned else None
        accepted = do() if what is None or (isinstance(what, Fault) and what.accepts) else None
        self.ledger.append(Call(method, args, time.monotonic(), str(what or "done")))
        if accepted is not None and what is None:
            return accepted
        if isinstance(what, str):
            status = 404 if method == "response_url" else 200
            return web.json_response({"ok": False, "error": what}, status=status)
        if what in {Fault.HANG, Fault.ACCEPT_HANG}:
            await self._closing.wait()
        if what in SPOILT:
            status, body, kind = SPOILT[what]
            retry = {"Retry-After": str(planned.retry_after)} if planned and planned.retry_after else None
            return web.Response(status=status, text=body, content_type=kind, headers=retry)
        if request.transport:
            request.transport.abort()
        return web.Response()

    async def _on_socket(self, request: web.Request) -> web.StreamResponse:
        if self.refuses_sockets:
            self.refused += 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(autoping=False)
        await socket.prepare(request)
        self.opened += 1
        if not self.frozen:
            await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        if self.hangs_up:
            await socket.close()
            return socket
        self._sockets.append(socket)
        self._transports[socket] = request.transport
        self._connected.set()
        async for message in socket:
            if message.type is WSMsgType.PING and not self.frozen:
                await socket.pong(message.data)
            elif message.type is WSMsgType.TEXT:
                waiting = self._waiting.get(json.loads(message.data).get("envelope_id", ""))
                if waiting is not None and not waiting.done():
                    waiting.set_result(None)
        if socket in self._sockets:
            self._sockets.remove(socket)
        if not self._sockets:
            self._connected.clear()
        return socket

    def _response_url(self, channel: str, user: str) -> tuple[str, str]:
        token = f"r{next(self._numbers)}"
        self._response_urls[token] = channel, user, 5
        return token, f"http://127.0.0.1:{self._port}/response/{token}"

    async def _answered(
        self, kind: str, payload: dict[str, Any], is_answer: Callable[[Shown], bool]
    ) -> Shown:
        answer: asyncio.Future[Shown] = asyncio.get_running_loop().create_future()
        watcher = (is_answer, answer)
        self._watchers.append(watcher)
        try:
            await self.deliver(kind, payload, accepts_response_payload=kind != "events_api")
            return await asyncio.wait_for(answer, ANSWER_WITHIN)
        finally:
            self._watchers.remove(watcher)

    def _show(self, shown: Shown) -> None:
        for is_answer, answer in self._watchers:
            if not answer.done() and is_answer(shown):
                answer.set_result(shown)


def _answer_to(token: str, channel: str, user: str) -> Callable[[Shown], bool]:
    """Say what answers a command or a button; one with a picture comes by the Web API."""
    return lambda s: s.answers == token or s.private_to == user or (s.channel == channel and bool(s.pictures))


async def _arguments(request: web.Request) -> dict[str, Any]:
    if request.content_type == "application/json":
        read: dict[str, Any] = await request.json()
        return read
    return {**request.query, **{key: str(value) for key, value in (await request.post()).items()}}
