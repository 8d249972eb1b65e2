"""A Discord of our own on 127.0.0.1: REST API and gateway, stateful, with a ledger and faults on demand.

    async with LoopbackDiscord() as discord:
        discord.add_channel("100")
        ... start the bot with discord.api_url, discord.gateway_url and discord.token ...
        seen = await discord.command("watch", {"tickers": "BABA"}, channel="100", user="7")
        assert "BABA" in seen.text
        (alert,) = discord.messages("100")
        details = await discord.click(alert, "Details", user="7")

It belongs to no run of the bot: it outlives a killed one, and its ledger shows what each did.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final, Self

from aiohttp import web

from tests.platforms.discord_commands import data_of, filled, part_of
from tests.platforms.discord_faults import Fault, Kind
from tests.platforms.discord_gateway import INVALID, RECONNECT, Gateway
from tests.platforms.discord_limits import Limits, Scope
from tests.platforms.discord_rest import Rest
from tests.platforms.discord_state import State
from tests.platforms.discord_world import (
    BOT,
    BOT_RIGHTS,
    DIRECT,
    EVERYBODY,
    FORUM,
    MANAGER,
    SEND,
    TEXT,
    THREAD,
    VIEW,
    Body,
    Call,
    Place,
    Posted,
    Question,
    member_payload,
    user_payload,
)

__all__ = [
    "BOT",
    "DIRECT",
    "EVERYBODY",
    "FORUM",
    "MANAGER",
    "SEND",
    "THREAD",
    "VIEW",
    "Call",
    "Fault",
    "Kind",
    "LoopbackDiscord",
    "Place",
    "Posted",
    "Question",
    "Scope",
]

GUILD: Final = "1000"
PATIENCE: Final = 10.0  # seconds that a question waits for the bot's answer
COMMAND, COMPONENT, AUTOCOMPLETE = 2, 3, 4


class LoopbackDiscord:
    """The server. Every method that asks the bot something waits until the bot has answered."""

    def __init__(
        self,
        *,
        now: Callable[[], datetime] | None = None,
        nonce_window: timedelta | None = None,
        bare: bool = False,
    ) -> None:
        self.state = State(bare=bare)
        if now is not None:
            self.state.now = now
        if nonce_window is not None:
            self.state.nonce_window = nonce_window
        self.rest = Rest(self.state, self._changed)
        self.gateway = Gateway(self.state, lambda: self.gateway_url, self._changed)
        self.port = 0
        self._runner: web.AppRunner | None = None
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        app = self.rest.application()
        app.router.add_get("/", self.gateway.handle)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def token(self) -> str:
        return self.state.token

    @property
    def limits(self) -> Limits:
        return self.state.limits

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/v10"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/"

    # ------------------------------------------------------------------ setting the scene

    def add_channel(
        self,
        channel: str,
        *,
        guild: str = GUILD,
        kind: int = TEXT,
        rights: int = BOT_RIGHTS,
        parent: str | None = None,
    ) -> Place:
        """Add a channel (before the bot connects, or it will not have heard of it)."""
        place = Place(channel, guild, kind, rights, parent=parent)
        self.state.places[channel] = place
        return place

    def delete_channel(self, channel: str) -> None:
        self.state.places[channel].deleted = True

    def delete_message(self, posted: Posted) -> None:
        posted.deleted = True

    def fail(self, kind: Kind, **details: Any) -> Fault:
        """Let the next matching call fail; `details` are the fields of Fault."""
        fault = Fault(kind, **details)
        self.state.faults.append(fault)
        return fault

    def fail_login_with_a_page(self) -> None:
        """Answer the next login as a web server would that is no Discord."""
        self.fail(Kind.HTML, method="GET", path="/users/@me$")

    def fail_commands(self) -> None:
        """Take no table of commands, ever."""
        self.fail(Kind.FORBIDDEN, method="PUT", path="/commands$", times=1_000)

    # ------------------------------------------------------------------ looking

    def messages(self, channel: str) -> list[Posted]:
        """Return the bot's messages that stand in a channel, oldest first, answers for one user left out."""
        return [one for one in self.state.in_channel(channel) if one.author == BOT]

    def direct_messages(self, user: str) -> list[Posted]:
        return self.messages(self.state.direct(user).id)

    def calls(self, method: str, path: str) -> list[Call]:
        """Return the calls of a method whose path begins with `path`, in order."""
        return [one for one in self.state.calls if one.method == method and one.path.startswith(path)]

    async def until(self, holds: Callable[[], object], what: str, seconds: float = PATIENCE) -> None:
        """Wait until something holds; look again after whatever the bot does."""
        try:
            async with asyncio.timeout(seconds):
                while not holds():
                    self._news.clear()
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), 0.1)
        except TimeoutError:
            raise AssertionError(f"Within {seconds:g} s it did not happen: {what}.") from None

    async def connected(self) -> None:
        """Wait until the bot has its commands registered and listens."""
        await self.until(lambda: self.gateway.connected and self.state.commands, "the bot is connected")

    # ------------------------------------------------------------------ what people do

    async def command(
        self,
        name: str,
        options: Mapping[str, str] | None = None,
        *,
        channel: str,
        user: str = "7",
        rights: int = MANAGER,
        overridden: bool = False,
    ) -> Posted:
        """Use a slash command, `name` being "group part" for a part of a group; return what came back.

        Raises LookupError for what Discord would not offer: an unknown command or option, or one that
        `rights` do not reach. `overridden`: the server's settings let everybody use it.
        """
        await self.connected()
        known = self._known(name.partition(" ")[0])
        wants = int(known["default_member_permissions"] or 0)
        in_guild = self.state.places[channel].guild is not None
        if in_guild and rights & wants != wants and not overridden:
            raise LookupError(f"Discord does not show /{name} to this user.")
        used = part_of(known, name)
        given = [filled(used, option, value) for option, value in (options or {}).items()]
        missing = {one["name"] for one in used["options"] if one.get("required")} - set(options or {})
        if missing:
            raise LookupError(f"Discord does not send /{name} without {', '.join(sorted(missing))}.")
        data = data_of(known, used, given)
        return await self._ask(COMMAND, data, channel=channel, user=user, rights=rights)

    async def complete(
        self, name: str, option: str, typed: str, *, channel: str, user: str = "7", rights: int = MANAGER
    ) -> list[Body]:
        """Type into a command's option and return the choices that come up."""
        await self.connected()
        known = self._known(name.partition(" ")[0])
        used = part_of(known, name)
        focused = filled(used, option, typed) | {"focused": True}
        if not next(one for one in used["options"] if one["name"] == option).get("autocomplete"):
            raise LookupError(f"Discord asks for no completions of {option}.")
        data = data_of(known, used, [focused])
        question = await self._send(AUTOCOMPLETE, data, channel=channel, user=user, rights=rights)
        await self.until(lambda: question.done, f"completions of {typed!r}")
        return question.choices or []

    async def click(self, posted: Posted, label: str, *, user: str = "7", rights: int = EVERYBODY) -> Posted:
        """Press a button and return what came back."""
        button = posted.buttons[label]
        data = {"custom_id": button, "component_type": 2}
        return await self._ask(COMPONENT, data, posted, channel=posted.channel, user=user, rights=rights)

    async def mention(
        self,
        words: str,
        *,
        channel: str,
        user: str = "7",
        rights: int = EVERYBODY,
        about: Posted | None = None,
        called: bool = True,
    ) -> Posted:
        """Call the bot in a channel, in a reply to `about` if given; return its answer."""
        said = await self.say(words, channel=channel, user=user, rights=rights, about=about, called=called)
        await self.until(lambda: self.answers_to(said), f"an answer to {words!r}")
        return self.answers_to(said)[0]

    async def say(
        self,
        words: str,
        *,
        channel: str,
        user: str = "7",
        rights: int = EVERYBODY,
        about: Posted | None = None,
        called: bool = False,
    ) -> Posted:
        """Say something in a channel. A reply to the bot calls it too, as Discord's clients do by default."""
        await self.connected()
        place = self.state.places[channel]
        content = f"<@{BOT}> {words}" if called else words
        calls_bot = called or (about is not None and about.author == BOT)
        body: Body = {"content": content, "mentions": [user_payload(BOT)] if calls_bot else []}
        if about is not None:
            body["message_reference"] = {"message_id": about.id}
        said = self.state.add(place, body, user)
        event = said.payload() | {"guild_id": place.guild, "member": member_payload(user, rights)}
        if place.kind == DIRECT:
            event = said.payload()
        elif not calls_bot:
            event["content"] = ""  # the message content intent is privileged
        await self.gateway.send("MESSAGE_CREATE", event)
        return said

    def direct(self, user: str) -> str:
        """Return the channel of the direct conversation between the bot and a user."""
        return self.state.direct(user).id

    def answers_to(self, said: Posted) -> list[Posted]:
        return [one for one in self.messages(said.channel) if one.reply_to == said.id]

    # ------------------------------------------------------------------ trouble

    async def drop_gateway(self, code: int | None = None) -> None:
        """Cut the connection, as a pulled cable would or with a close code."""
        await self.gateway.drop(code)

    async def ask_to_reconnect(self) -> None:
        await self.gateway.order(RECONNECT)

    async def invalidate_session(self) -> None:
        self.gateway.forget_session()
        await self.gateway.order(INVALID, data=False)

    async def malformed_event(self) -> None:
        """Send an event that lacks everything it should have."""
        await self.gateway.send("MESSAGE_CREATE", {"id": "1"})

    # ------------------------------------------------------------------ inside

    async def ask_again(self, posted: Posted, label: str, *, user: str = "7", late: float = 0.0) -> Question:
        """Send a press of a button as if it had been made `late` seconds ago, and do not wait."""
        data = {"custom_id": posted.buttons[label], "component_type": 2}
        return await self._send(
            COMPONENT, data, posted, channel=posted.channel, user=user, rights=EVERYBODY, late=late
        )

    async def _ask(
        self, kind: int, data: Body, posted: Posted | None = None, *, channel: str, user: str, rights: int
    ) -> Posted:
        question = await self._send(kind, data, posted, channel=channel, user=user, rights=rights)
        await self.until(lambda: question.done, f"an answer to {data}")
        if question.response is None:
            raise AssertionError(f"The bot acknowledged {data} and said nothing.")
        return question.response

    async def _send(
        self,
        kind: int,
        data: Body,
        posted: Posted | None = None,
        *,
        channel: str,
        user: str,
        rights: int,
        late: float = 0.0,
    ) -> Question:
        await self.connected()
        place = self.state.places[channel]
        question = Question(self.state.new_id(), secrets.token_hex(16), kind, channel, user)
        question.sent -= late
        self.state.questions[question.token] = question
        event: Body = {
            "id": question.id,
            "application_id": BOT,
            "type": kind,
            "data": data,
            "channel": place.payload(),
            "channel_id": channel,
            "token": question.token,
            "version": 1,
            "locale": "en-US",
            "app_permissions": str(place.rights),
            "entitlements": [],
            "attachment_size_limit": 10_485_760,
            "authorizing_integration_owners": {"0": place.guild or user},
            "context": 0 if place.guild else 1,
        }
        if place.guild is not None:
            event |= {
                "guild_id": place.guild,
                "member": member_payload(user, rights),
                "guild_locale": "en-US",
            }
            event["guild"] = {"id": place.guild, "locale": "en-US", "features": []}
        else:
            event["user"] = user_payload(user)
        if posted is not None:
            event["message"] = posted.payload()
        await self.gateway.send("INTERACTION_CREATE", event)
        return question

    def _known(self, name: str) -> Body:
        for command in self.state.commands:
            if command["name"] == name:
                return command
        raise LookupError(f"Discord knows no /{name}.")

    def _changed(self) -> None:
        self._news.set()
