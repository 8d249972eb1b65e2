"""Slack as a Chat: alerts out by the Web API, requests in by Socket Mode or over HTTP."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import aiohttp
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import CannotRun, LockedOut, Refused, Unsure, Wait
from bot.ports import UNWATCHED, Chat, Clerk, Found, Pace, Present, Witness
from handlers.slack.calls import call, client, greet, refusal
from handlers.slack.connection import Handler, hold
from handlers.slack.events import Events
from handlers.slack.footing import Ground
from handlers.slack.limits import Limits
from handlers.slack.listen import Listener
from handlers.slack.people import People
from handlers.slack.pictures import READY_AFTER, Pictures
from handlers.slack.place import PLATFORM, Place, Seen
from handlers.slack.receive import receive
from handlers.slack.replies import Replies
from handlers.slack.scopes import scopes_of
from handlers.slack.sending import Sender
from handlers.slack.settings import ByHttp, BySocket, Settings, api_address, bot_token, way_in
from handlers.slack.signature import Came

log = logging.getLogger(__name__)
bolt_log = logging.getLogger(f"{__name__}.bolt")
# Below this Bolt advises its programmers: about tokens given twice, about events that nobody listens to.
bolt_log.setLevel(logging.ERROR)

PACE: Final = Pace(between=timedelta(seconds=1))
NOT_OPEN_WAIT: Final = 5.0  # seconds


@dataclass(frozen=True, slots=True)
class Patience:
    """How long to wait, in seconds: for one call, between pings, for a sign of life from the socket,
    for answers that are under way when the connection ends, and for Slack to get a picture ready."""

    call: float = 15.0
    ping: float = 3.0  # a lost connection is noticed within one
    socket: float = 60.0
    answers: float = 1.0
    picture: tuple[float, ...] = READY_AFTER  # between the tries to show one


@dataclass(frozen=True, slots=True)
class _Login:
    """What logging in gave: a client, its session, and who the bot is."""

    session: aiohttp.ClientSession
    web: AsyncWebClient
    place: Place
    bot_id: str
    people: People
    ground: Ground
    replies: Replies
    sender: Sender


class SlackChat:
    """One workspace. See `bot.ports.Chat` for what each method promises."""

    def __init__(self, settings: Settings, patience: Patience | None = None, pace: Pace = PACE) -> None:
        """Raises CannotRun when a token is absent or the address may not be used."""
        self._settings = settings
        self._patience = patience or Patience()
        self._bot_token = bot_token(settings)
        self._way = way_in(settings)
        self._url = api_address(settings.api_url)
        self._seen = Seen()
        self._pace = pace
        self._limits = Limits(pace.between)
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
        return self._pace

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
        listener = Listener(
            login.place, clerk, login.people, login.ground, replies=login.replies, seen=self._seen
        )
        listener.attach(app)
        Events(login.place, clerk, login.web, self._seen).attach(app)
        await clerk.heard(Present(PLATFORM, frozenset({login.place.team})))
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
        return await self._logged_in.sender.post(channel, card, key)

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        """Post a card into the thread of a message."""
        return await self._logged_in.sender.post(to.channel, card, key, above=to)

    async def edit(self, message: Message, card: Card, key: str) -> None:
        await self._logged_in.sender.edit(message, card)

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        return await self._logged_in.sender.find(channel, key, since, below)

    async def tell(self, space: str, user: str, card: Card) -> None:
        await self._logged_in.sender.tell(user, card)

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
        except (Refused, LockedOut) as refused:
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
            ground=Ground(web, scopes_of(me.headers)),
            replies=Replies(web, session, Pictures(web, session, self._patience.picture)),
            sender=Sender(web, self._limits, self._settings.history, str(me.get("bot_id") or "")),
        )


def build(settings: Settings) -> Chat:
    """Return Slack as a platform. Raises CannotRun when a token is absent or the address may not be used."""
    return SlackChat(settings)


async def _socket_address(sockets: AsyncWebClient) -> str:
    """Ask for the address of a new socket. Raises Wait, Unsure, and CannotRun for a refused token."""
    try:
        opened = await call(sockets.apps_connections_open(app_token=sockets.token or ""))
    except (Refused, LockedOut) as refused:
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
