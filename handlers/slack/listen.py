"""What people say on Slack becomes a Request; the Card that comes back becomes an answer.

Slash command, button and @mention are acknowledged at once (Slack waits 3 s) and answered after that.
"""

import logging
from asyncio import Task, current_task, wait
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from re import compile as pattern
from re import escape
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.response import BoltResponse

from bot.cards.card import Tone
from bot.commands.parse import find
from bot.domain.alert import Channel, Footing, Message, Request
from bot.ports import Clerk
from handlers.slack.blocks import ACTION
from handlers.slack.footing import UNSAID, Ground
from handlers.slack.people import People
from handlers.slack.place import PLATFORM, Place, Seen
from handlers.slack.replies import Asker, Replies

log = logging.getLogger(__name__)

HELP: Final = "help"  # what somebody wants who says nothing


class Listener:
    """Takes requests from one Bolt app to the clerk."""

    def __init__(
        self, place: Place, clerk: Clerk, people: People, ground: Ground, *, replies: Replies, seen: Seen
    ) -> None:
        self._place = place
        self._clerk = clerk
        self._people = people
        self._ground = ground
        self._replies = replies
        self._seen = seen
        # Slack writes <@U012AB3CD>, and where names are asked for <@U012AB3CD|outlay>.
        self._named = pattern(rf"<@{escape(place.bot_user)}(\|[^<>]*)?>")
        self._busy: set[Task[Any]] = set()

    def attach(self, app: AsyncApp) -> None:
        """Register with Bolt. Any slash command of the app counts: a second one may carry another name."""
        app.command(pattern(""))(self.on_command)
        app.action(pattern(f"^{ACTION}"))(self.on_button)
        app.event("app_mention")(self.on_mention)
        app.error(self.on_unused)

    async def drain(self, seconds: float) -> None:
        """Let answers that are under way finish, for so long; then cancel them."""
        if self._busy:
            _, late = await wait(self._busy, timeout=seconds)
            for task in late:
                task.cancel()

    async def on_command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`/outlay words`"""
        await ack()
        with self._noted("command"):
            asker = Asker(
                user=_text(body, "user_id"),
                channel=_text(body, "channel_id"),
                response_url=_maybe(body, "response_url") or None,
            )
            await self._answer(asker, _maybe(body, "text"))

    async def on_button(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A button below a card: its value is the words. One that only leads to a page has none."""
        await ack()
        with self._noted("button"):
            words = _maybe(_first(body, "actions"), "value")
            if not words:
                return
            container = _table(body, "container")
            thread = _maybe(container, "thread_ts") or _maybe(_table(body, "message"), "thread_ts")
            asker = Asker(
                user=_text(_table(body, "user"), "id"),
                channel=_maybe(container, "channel_id") or _text(_table(body, "channel"), "id"),
                response_url=_maybe(body, "response_url") or None,
                thread=thread or None,
            )
            # A private answer's buttons hang on no alert: nobody but its reader ever saw that message.
            shown = "" if container.get("is_ephemeral") else _maybe(container, "message_ts")
            await self._answer(asker, words, about=thread or shown)

    async def on_mention(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """`@Outlay words`: in an alert's thread it asks about the alert. The answer goes to the thread, where
        everybody reads it as everybody read the question; only a refusal is private."""
        await ack()
        with self._noted("mention"):
            event = _table(body, "event")
            stamp, channel = _text(event, "ts"), _text(event, "channel")
            known_as = _maybe(body, "event_id") or f"{channel}:{stamp}"
            if event.get("bot_id") or not self._seen.first_time(known_as):
                return
            thread = _maybe(event, "thread_ts")
            words = self._named.sub(" ", _text(event, "text"))
            asker = Asker(user=_text(event, "user"), channel=channel, thread=thread or stamp)
            await self._answer(asker, words, about=thread, in_public=True)

    async def on_unused(self, error: Exception) -> BoltResponse | None:
        """Acknowledge what the bot has no use for as well: Slack would send it again and again."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        log.error("Slack: a request could not be taken.", exc_info=error)
        return None

    async def _answer(self, asker: Asker, words: str, *, about: str = "", in_public: bool = False) -> None:
        channel = Channel(PLATFORM, self._place.team, asker.channel)
        words = words.strip() or HELP
        command = find(words)
        manages = command is not None and (command.manage or command.heeds_rights)
        footing = UNSAID
        if in_public:  # Slack tells of a mention only where the bot is a member
            footing = Footing()
        elif manages:
            footing = await self._ground.footing(asker.user, asker.channel)
        direct = asker.channel.startswith("D")
        manages = manages and await self._people.manages(asker.user, asker.channel)
        request = Request(
            words=words,
            user=asker.user,
            channel=channel,
            about=Message(channel, about) if about else None,
            manages=manages,
            governs=manages and not direct,  # an admin, or named in the settings: not for one channel
            direct=direct,
            footing=footing,
        )
        answer = await self._clerk.answer(request)
        if in_public:
            refused = answer.card.tone is Tone.REFUSAL
            answer = replace(answer, private=refused)
            if refused and not about:
                # A private word in a thread that nobody opened yet would not be seen.
                asker = replace(asker, thread=None)
        await self._replies.give(asker, answer)

    @contextmanager
    def _noted(self, kind: str) -> Iterator[None]:
        """Count what is under way, and keep a payload that makes no sense from doing harm."""
        task = current_task()
        if task is not None:
            self._busy.add(task)
        try:
            yield
        except _Malformed as malformed:
            log.warning("Slack sent a %s without %s; it was left alone.", kind, malformed)
        except Exception:
            log.exception("Slack: a %s could not be answered.", kind)
        finally:
            if task is not None:
                self._busy.discard(task)


class _Malformed(Exception):
    """A payload lacks a part; the message names it."""


def _text(payload: dict[str, Any], key: str) -> str:
    """Return a text that must be there. Raises _Malformed."""
    if found := _maybe(payload, key):
        return found
    raise _Malformed(key)


def _maybe(payload: dict[str, Any], key: str) -> str:
    """Return a text, empty where there is none."""
    value = payload.get(key)
    return value if isinstance(value, str) else ""


def _table(payload: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a part of a payload, empty where there is none."""
    value = payload.get(key)
    return value if isinstance(value, dict) else {}


def _first(payload: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the first part of a list of parts, empty where there is none."""
    value = payload.get(key)
    first = value[0] if isinstance(value, list) and value else None
    return first if isinstance(first, dict) else {}
