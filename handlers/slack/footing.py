"""Whether alerts can be posted where somebody asks for them, as far as Slack tells before the first one."""

from collections.abc import Collection
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.alert import Footing, Takes
from bot.domain.errors import DeliveryTrouble
from handlers.slack.calls import call, refusal
from handlers.slack.refusals import words

READING: Final = frozenset({"channels:read", "groups:read"})
INVITE: Final = "Alerts come only where Outlay is a member. If it is not in this channel yet: /invite @Outlay"
BETWEEN_PEOPLE: Final = (
    "This is a conversation between people, where Outlay cannot post. Use its own conversation, or a channel "
    "that it was invited to."
)
UNSAID: Final = Footing(Takes.UNKNOWN)
HINT: Final = Footing(Takes.UNKNOWN, INVITE)


class Ground:
    """Looks at channels. `granted` are the scopes that the app has, None where the server did not say."""

    def __init__(self, web: AsyncWebClient, granted: Collection[str] | None) -> None:
        self._web = web
        self._granted = granted

    async def footing(self, user: str, channel: str) -> Footing:
        """Return how the bot stands in a channel that a user speaks in. Never raises."""
        try:
            if channel.startswith("D"):
                return await self._in_conversation(user, channel)
            if self._granted is not None and not READING & set(self._granted):
                return HINT
            return await self._in_channel(channel)
        except DeliveryTrouble:
            return UNSAID if channel.startswith("D") else HINT

    async def _in_conversation(self, user: str, channel: str) -> Footing:
        """A command can be used in any conversation, and the bot can post in its own one alone."""
        opened = await call(self._web.conversations_open(users=user))
        own: Any = opened.get("channel")
        is_own = isinstance(own, dict) and own.get("id") == channel
        return Footing() if is_own else Footing(Takes.NEVER, BETWEEN_PEOPLE)

    async def _in_channel(self, channel: str) -> Footing:
        try:
            answer = await call(self._web.conversations_info(channel=channel))
        except DeliveryTrouble as trouble:
            # Where private channels can be shown too, one that is not shown is one without the bot.
            hidden = refusal(trouble) == "channel_not_found" and set(self._granted or ()) >= READING
            return Footing(Takes.NOT_YET, words("not_in_channel")) if hidden else HINT
        found: Any = answer.get("channel")
        if not isinstance(found, dict):
            return HINT
        for mark, code in (
            ("is_archived", "is_archived"),
            ("is_read_only", "restricted_action_read_only_channel"),
            ("is_thread_only", "restricted_action_thread_only_channel"),
        ):
            if found.get(mark):
                return Footing(Takes.NOT_YET, words(code))
        if found.get("is_member") is False:
            return Footing(Takes.NOT_YET, words("not_in_channel"))
        return Footing()
