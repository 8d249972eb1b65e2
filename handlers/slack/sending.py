"""What goes out by itself: cards into channels and threads, their edits, and the look for what may stand."""

from collections.abc import Awaitable
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.cards.card import Card
from bot.domain.alert import Channel, Message
from bot.domain.errors import Refused, Unsure, Wait
from bot.ports import Found
from handlers.slack.blocks import draw
from handlers.slack.calls import UNREADABLE, call, refusal
from handlers.slack.limits import EDITING, POSTING, Limits
from handlers.slack.replies import send

EVENT: Final = "outlay_alert"  # the type of the metadata that carries a delivery's key
CLOCKS_APART: Final = timedelta(seconds=60)  # how far Slack's clock and ours may differ
PAGE: Final = 200  # messages a look at the history asks for at once
PAGES: Final = 10
HISTORY: Final = "conversations.history"
THREAD: Final = "conversations.replies"
NO_THREAD: Final = "thread_not_found"


class Sender:
    """Sends through one client. `history` says whether it may look for an earlier post, `bot` is Slack's
    id of the bot ("B…"), empty where it is not known."""

    def __init__(
        self, web: AsyncWebClient, limits: Limits, history: bool | Literal["auto"], bot: str = ""
    ) -> None:
        self._web = web
        self._limits = limits
        self._history = history
        self._bot = bot
        self._stood: dict[tuple[Channel, str], str] = {}  # where a look stood that met a limit

    async def post(self, channel: Channel, card: Card, key: str, above: Message | None = None) -> Message:
        """Post a card with its key, below a message where one is given. Raises Wait, Refused or Unsure."""
        with self._limits.heeded(POSTING, channel.id):
            response = await send(
                self._web.chat_postMessage,
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

    async def edit(self, message: Message, card: Card) -> None:
        """Replace a card. The message keeps the metadata of its post: its key must stay findable."""
        with self._limits.heeded(EDITING, message.channel.id):
            await send(self._web.chat_update, draw(card), channel=message.channel.id, ts=message.id)

    async def tell(self, user: str, card: Card) -> None:
        """Send somebody a private word. Raises Wait, Refused or Unsure."""
        opened = await call(self._web.conversations_open(users=user))
        conversation: Any = opened.get("channel")
        if not isinstance(conversation, dict) or "id" not in conversation:
            raise Refused("Slack opened no conversation with the user.")
        with self._limits.heeded(POSTING, conversation["id"]):
            await send(
                self._web.chat_postMessage,
                draw(card),
                channel=conversation["id"],
                mrkdwn=False,
                unfurl_links=False,
                unfurl_media=False,
            )

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        """Look through the channel's history, or through a thread, which needs an optional scope
        (channels:history, for a private channel groups:history, for a conversation with one user
        im:history). One that met a limit goes on where it stood. Raises Wait, Refused or Unsure."""
        if self._history is False:
            return Found.CANNOT_TELL
        oldest = f"{(since - CLOCKS_APART).timestamp():.6f}"
        # Whoever began anew each time would never get further than the limit lets him at once.
        cursor = self._stood.pop((channel, key), None)
        for _ in range(PAGES):
            try:
                with self._limits.heeded(THREAD if below else HISTORY, channel.id):
                    page = await call(self._page(channel, oldest, cursor, below))
            except Wait:
                if cursor:
                    self._stood[channel, key] = cursor
                raise
            except Refused as refused:
                return _unfindable(refused)
            messages: list[Any] = page.get("messages") or []
            for message in messages:
                if _key(message) == key and self._is_own(message):
                    return Message(channel, str(message["ts"]))
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return Found.NOTHING
        return Found.CANNOT_TELL

    def _is_own(self, message: dict[str, Any]) -> bool:
        """Say whether a message may be the bot's: another Outlay on trial gives equal keys."""
        return not self._bot or message.get("bot_id") in (None, self._bot)

    def _page(
        self, channel: Channel, oldest: str, cursor: str | None, below: Message | None
    ) -> Awaitable[AsyncSlackResponse]:
        """Ask for a page of a channel's history, or of the thread below a message."""
        if below is None:
            return self._web.conversations_history(
                channel=channel.id, oldest=oldest, limit=PAGE, cursor=cursor, include_all_metadata=True
            )
        return self._web.conversations_replies(
            channel=channel.id,
            ts=below.id,
            oldest=oldest,
            limit=PAGE,
            cursor=cursor,
            include_all_metadata=True,
        )


def _unfindable(refused: Refused) -> Found:
    """Return what a look that Slack refused says of the message. Raises the refusal where it says nothing."""
    if refusal(refused) == NO_THREAD:  # the message above was deleted, and nothing stands below it
        return Found.NOTHING
    if refusal(refused) in UNREADABLE:
        return Found.CANNOT_TELL
    raise refused


def _key(message: object) -> str | None:
    """Return the key that a message of the history carries."""
    metadata = message.get("metadata") if isinstance(message, dict) else None
    if not isinstance(metadata, dict) or metadata.get("event_type") != EVENT:
        return None
    payload = metadata.get("event_payload")
    return payload.get("key") if isinstance(payload, dict) else None
