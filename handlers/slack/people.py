"""Who may manage a channel's watchlist."""

import logging
from asyncio import get_running_loop
from collections.abc import Collection
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.errors import DeliveryTrouble
from handlers.slack.calls import call, refusal

log = logging.getLogger(__name__)

REMEMBERED_FOR: Final = 300.0  # seconds that Slack's word on a user is good for
MOST: Final = 10_000  # users remembered


class People:
    """Decides who manages: whoever the settings name, anybody in his own conversation with the bot, and
    the workspace's admins and owners where the app has the optional scope users:read."""

    def __init__(self, web: AsyncWebClient, team: str, managers: Collection[str]) -> None:
        self._web = web
        self._team = team
        self._managers = frozenset(managers)
        self._may_ask = True
        self._known: dict[str, tuple[bool, float]] = {}

    async def manages(self, user: str, channel: str) -> bool:
        """Say whether a user may manage a channel. Never raises: what cannot be asked is a no."""
        if user in self._managers or channel.startswith("D"):
            return True
        now = get_running_loop().time()
        known, until = self._known.get(user, (False, 0.0))
        if now < until:
            return known
        answer = await self._is_admin(user) if self._may_ask else None
        if answer is None:
            return False
        if len(self._known) >= MOST:
            self._known.clear()
        self._known[user] = answer, now + REMEMBERED_FOR
        return answer

    async def _is_admin(self, user: str) -> bool | None:
        """Ask Slack; None when it did not say."""
        try:
            response = await call(self._web.users_info(user=user))
        except DeliveryTrouble as trouble:
            if refusal(trouble) == "missing_scope":
                self._may_ask = False
                log.info(
                    "Slack: without the scope users:read, only the people in [slack] managers may manage."
                )
            return None
        found: Any = response.get("user")
        if not isinstance(found, dict):
            return None
        # A guest from another workspace may be an admin there; here that counts for nothing.
        return found.get("team_id", self._team) == self._team and bool(
            found.get("is_admin") or found.get("is_owner")
        )
