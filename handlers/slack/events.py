"""What Slack says of channels and of the workspace: archived, deleted, the bot put out, the app uninstalled.

Slack sends an event up to four times and in any order, so each is taken once, and carries when it came about.
A channel that gets a new name keeps its id: of that nothing is asked to be told. Which scopes each event
needs stands in `scopes`; without them a refusal tells the same, one alert later.
"""

import logging
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.alert import Channel
from bot.domain.errors import DeliveryTrouble
from bot.ports import Clerk, Closing, Left, Opened, PlaceNews, Shut
from handlers.slack.calls import call
from handlers.slack.place import PLATFORM, Place, Seen
from handlers.slack.refusals import words

log = logging.getLogger(__name__)

DELETED: Final = "The channel was deleted. Watch in another one."
UNINSTALLED: Final = "The app was uninstalled from the workspace. Install it again, and alerts go on."
REVOKED: Final = "The app's token was revoked, as happens when it is removed. Install it again."

CLOSINGS: Final[Mapping[str, tuple[Closing, str]]] = {
    "channel_archive": (Closing.ARCHIVED, words("is_archived")),
    "group_archive": (Closing.ARCHIVED, words("is_archived")),
    "channel_deleted": (Closing.DELETED, DELETED),
    "group_deleted": (Closing.DELETED, DELETED),
    "channel_left": (Closing.CLOSED, words("not_in_channel")),
    "group_left": (Closing.CLOSED, words("not_in_channel")),
}
OPENINGS: Final = frozenset({"channel_unarchive", "group_unarchive"})
LEAVES, JOINS = "member_left_channel", "member_joined_channel"
UNINSTALL, REVOKE = "app_uninstalled", "tokens_revoked"


class Events:
    """Takes what one Bolt app hears of places to the clerk. `since` (seconds since 1970) is when the bot
    logged in: the token was good then."""

    def __init__(self, place: Place, clerk: Clerk, web: AsyncWebClient, seen: Seen) -> None:
        self._place = place
        self._clerk = clerk
        self._web = web
        self._seen = seen
        self._since = time.time()

    def attach(self, app: AsyncApp) -> None:
        """Register with Bolt."""
        for kind in (*CLOSINGS, *OPENINGS, LEAVES, JOINS, UNINSTALL, REVOKE):
            app.event(kind)(self.on_event)

    async def on_event(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Take an event of any of these kinds."""
        await ack()
        event = body.get("event")
        if not isinstance(event, dict) or not self._seen.first_time(str(body.get("event_id") or event)):
            return
        news = news_of(event, self._place)
        if news is None:
            return
        if isinstance(news, Left) and body.get("team_id") not in {None, self._place.team}:
            log.info("Slack: a %s of another workspace was left alone.", event.get("type"))
            return
        if isinstance(news, Left) and await self._is_past(body):
            log.info("Slack: an old %s was left alone: the token is good.", event.get("type"))
            return
        await self._clerk.heard(news)

    async def _is_past(self, body: Mapping[str, Any]) -> bool:
        """Say whether an event is from before the login, and the app was installed again since."""
        at = body.get("event_time")
        if not isinstance(at, int) or at >= int(self._since):
            return False
        try:
            await call(self._web.auth_test())
        except DeliveryTrouble:
            return False
        return True


def news_of(event: Mapping[str, Any], place: Place) -> PlaceNews | None:
    """Return what an event says of a channel or of the workspace, None where it is about somebody else."""
    kind = event.get("type")
    if kind == UNINSTALL:
        return Left(PLATFORM, place.team, UNINSTALLED)
    if kind == REVOKE:
        tokens = event.get("tokens")
        bots = tokens.get("bot") if isinstance(tokens, dict) else None
        return Left(PLATFORM, place.team, REVOKED) if bots else None
    if kind in {LEAVES, JOINS} and event.get("user") != place.bot_user:
        return None
    channel, at = _channel(event, place), _time(event)
    if channel is None:
        return None
    if kind in OPENINGS or kind == JOINS:
        return Opened(channel, at)
    how, because = CLOSINGS.get(str(kind), CLOSINGS["channel_left"])
    return Shut(channel, how, because, at)


def _channel(event: Mapping[str, Any], place: Place) -> Channel | None:
    found = event.get("channel")
    return Channel(PLATFORM, place.team, found) if isinstance(found, str) and found else None


def _time(event: Mapping[str, Any]) -> datetime | None:
    try:
        return datetime.fromtimestamp(float(event["event_ts"]), UTC)
    except (LookupError, TypeError, ValueError, OverflowError, OSError):
        return None
