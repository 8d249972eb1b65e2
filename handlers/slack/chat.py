"""Slack as a Chat: alerts out by the Web API, requests in by Socket Mode or over HTTP."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun, Refused, Unsure, Wait
from bot.ports import UNWATCHED, Chat, Clerk, Found, Pace, Witness
from handlers.slack.blocks import draw
from handlers.slack.calls import UNREADABLE, call, client, greet, refusal
from handlers.slack.connection import Handler, hold
from handlers.slack.listen import Listener, Place, Seen
from handlers.slack.people import People
from handlers.slack.receive import receive
from handlers.slack.replies import Replies, send
from handlers.slack.settings import ByHttp, BySocket, Settings, api_address, bot_token, way_in
from handlers.slack.signature import Came

log = logging.getLogger(__name__)
bolt_log = logging.getLogger(f"{__name__}.bolt")
# Below this Bolt advises its programmers: about tokens given twice, about events that nobody listens to.
bolt_log.setLevel(logging.ERROR)

PLATFORM: Final = "slack"
EVENT: Final = "outlay_alert"  # the type of the metadata that carries a delivery's key
CLOCKS_APART: Final = timedelta(seconds=60)  # how far Slack's clock and ours may differ
PACE: Final = Pace(between=timedelta(seconds=1))
PAGE: Final = 200  # messages a look at the history asks for at once
PAGES: Final = 10
NOT_OPEN_WAIT: Final = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one call, between pings, for a sign of life from the socket,
    and for answers that are under way when the connection ends."""

    call: float = 15.0
    ping: float = 3.0  # a lost connection is noticed within one
    socket: float = 60.0
    answers: float = 1.0


@dataclass(frozen=True, slots=True)
class _Login:
    """What logging in gave: a client, its session, and who the bot is."""

    session: aiohttp.ClientSession
    web: AsyncWebClient
    place: Place
    bot_id: str
    people: People
    replies: Replies


class SlackChat:
    """One workspace. See `bot.ports.Chat` for what each method promises."""

    def __init__(self, settings: Settings, patience: Patience | None = None) -> None:
        """Raises CannotRun when a token is absent or the address may not be used."""
        self._settings = settings
        self._patience = patience or Patience()
        self._bot_token = bot_token(settings)
        self._way = way_in(settings)
        self._url = api_address(settings.api_url)
        self._seen = Seen()
        self._came = Came()
        self._login: _Login | None = None

    @property
    def platform(self) -> str:
        return PLATFORM

    @property
    def repeat_is_safe_for(self) -> timedelta:
        """Slack has no idempotency of its own: a post made twice stands twice."""
        return timedelta(0)

    @property
    def pace(self) -> Pace:
        """About one message a second a channel."""
        return PACE

    async def open(self) -> None:
        """Check the tokens. Raises CannotRun when one is refused, and ConnectionError when Slack does not
        answer: then it may be tried again."""
        await self.close()
        session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=self._patience.call, sock_connect=self._patience.call / 2)
        )
        try:
            self._login = await self._log_in(session)
        except BaseException:
            await session.close()
            raise

    async def close(self) -> None:
        """Let go of the connections. Posting works again after `open`."""
        login, self._login = self._login, None
        if login is not None:
            await login.session.close()

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Take requests through the socket or over HTTP. Raises ConnectionError when the connection is beyond
        repair, and CannotRun when Slack refuses the app token or nothing can listen at the address."""
        login = self._logged_in
        app = AsyncApp(
            name="outlay",
            client=login.web,
            authorize=_known(login, self._bot_token),
            logger=bolt_log,
            request_verification_enabled=False,  # the gate has looked at what came over HTTP
            raise_error_for_unhandled_request=True,  # so that the listener can acknowledge it
        )
        listener = Listener(login.place, clerk, login.people, login.replies, self._seen)
        listener.attach(app)
        try:
            if isinstance(self._way, ByHttp):
                await receive(app, self._way, self._came, witness)
            else:
                await self._hold_socket(app, self._way, login, witness)
        finally:
            await listener.drain(self._patience.answers)

    async def _hold_socket(self, app: AsyncApp, way: BySocket, login: _Login, witness: Witness) -> None:
        sockets = client(way.app_token.reveal(), login.web.base_url, login.session)
        try:
            address = await _socket_address(sockets)
        except (Wait, Unsure) as trouble:
            raise ConnectionError(str(trouble)) from trouble
        handler = Handler(app, way.app_token.reveal(), sockets, address, self._patience.ping)
        await hold(handler, self._patience.socket, witness)

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        return await self._send(channel, card, key)

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        """Post a card into the thread of a message."""
        return await self._send(to.channel, card, key, to)

    async def _send(self, channel: Channel, card: Card, key: str, above: Message | None = None) -> Message:
        response = await send(
            self._logged_in.web.chat_postMessage,
            draw(card),
            channel=channel.id,
            thread_ts=above.id if above else None,
            metadata={"event_type": EVENT, "event_payload": {"key": key}},
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        stamp = response.get("ts")
        if not isinstance(stamp, str):
            raise Unsure("Slack took the message and did not say which it is.")
        return Message(channel, stamp)

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Replace a card. The message keeps the metadata of its post: its key must stay findable."""
        await send(self._logged_in.web.chat_update, draw(card), channel=message.channel.id, ts=message.id)

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        """Look through the channel's history, or through a thread, which needs an optional scope
        (channels:history, for a private channel groups:history, for a conversation with one user
        im:history)."""
        if self._settings.history is False:
            return Found.CANNOT_TELL
        oldest = f"{(since - CLOCKS_APART).timestamp():.6f}"
        cursor: str | None = None
        for _ in range(PAGES):
            try:
                page = await call(self._page(channel, oldest, cursor, below))
            except Refused as refused:
                if refusal(refused) in UNREADABLE:
                    return Found.CANNOT_TELL
                raise
            messages: list[Any] = page.get("messages", [])
            for message in messages:
                if _key(message) == key:
                    return Message(channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return Found.NOTHING
        return Found.CANNOT_TELL

    def _page(
        self, channel: Channel, oldest: str, cursor: str | None, below: Message | None
    ) -> Awaitable[AsyncSlackResponse]:
        """Ask for a page of a channel's history, or of the thread below a message."""
        web = self._logged_in.web
        if below is None:
            return web.conversations_history(
                channel=channel.id, oldest=oldest, limit=PAGE, cursor=cursor, include_all_metadata=True
            )
        return web.conversations_replies(
            channel=channel.id,
            ts=below.id,
            oldest=oldest,
            limit=PAGE,
            cursor=cursor,
            include_all_metadata=True,
        )

    async def tell(self, space: str, user: str, card: Card) -> None:
        web = self._logged_in.web
        opened = await call(web.conversations_open(users=user))
        conversation: Any = opened.get("channel")
        if not isinstance(conversation, dict) or "id" not in conversation:
            raise Refused("Slack opened no conversation with the user.")
        await send(
            web.chat_postMessage,
            draw(card),
            channel=conversation["id"],
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )

    @property
    def _logged_in(self) -> _Login:
        if self._login is None:
            raise Wait("Nobody has logged in to Slack yet.", NOT_OPEN_WAIT)
        return self._login

    async def _log_in(self, session: aiohttp.ClientSession) -> _Login:
        try:
            web, me = await greet(self._bot_token, self._url, session)
            if isinstance(self._way, BySocket):
                await _socket_address(client(self._way.app_token.reveal(), web.base_url, session))
        except Refused as refused:
            raise CannotRun(str(refused)) from refused
        except (Wait, Unsure) as trouble:
            raise ConnectionError(f"{trouble} Asked was {self._url} ([slack] api_url).") from trouble
        team, user = str(me.get("team_id") or ""), str(me.get("user_id") or "")
        log.info("Slack: logged in to %s as %s.", me.get("team") or team, me.get("user") or user)
        return _Login(
            session=session,
            web=web,
            place=Place(team=team, bot_user=user),
            bot_id=str(me.get("bot_id") or ""),
            people=People(web, team, self._settings.managers),
            replies=Replies(web, session),
        )


def build(settings: Settings) -> Chat:
    """Return Slack as a platform. Raises CannotRun when a token is absent or the address may not be used."""
    return SlackChat(settings)


async def _socket_address(sockets: AsyncWebClient) -> str:
    """Ask for the address of a new socket. Raises Wait, Unsure, and CannotRun for a refused token."""
    try:
        opened = await call(sockets.apps_connections_open(app_token=sockets.token or ""))
    except Refused as refused:
        raise CannotRun(
            f"Slack does not accept SLACK_APP_TOKEN ({refusal(refused)}). It is the App-Level Token, "
            "xapp-…, with the scope connections:write; Socket Mode must be switched on for the app."
        ) from refused
    address = opened.get("url")
    if not isinstance(address, str):
        raise Unsure("Slack named no address for the socket.")
    return address


def _known(login: _Login, token: str) -> Callable[[], Awaitable[AuthorizeResult]]:
    """Tell Bolt who the bot is, as `open` learnt it: an acknowledgement waits for no call."""

    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=None,
            team_id=login.place.team,
            bot_id=login.bot_id,
            bot_user_id=login.place.bot_user,
            bot_token=token,
        )

    return authorize


def _key(message: object) -> str | None:
    """Return the key that a message of the history carries."""
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return None
    payload = metadata.get("event_payload")
    return payload.get("key") if isinstance(payload, dict) else None
