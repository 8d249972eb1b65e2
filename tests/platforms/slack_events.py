"""What happens to places on the loopback Slack: it changes the state, and tells the app what it may hear."""

from itertools import count
from typing import Any

from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import APP, BOT, TEAM

READS = {"channel": "channels:read", "group": "groups:read"}


class Happenings:
    """Things that people do to channels and to the app. `times` says how often Slack sends each event."""

    def __init__(self, slack: LoopbackSlack, times: int = 1) -> None:
        self.slack = slack
        self.times = times
        self._numbers = count(1)

    async def archive(self, channel: str) -> None:
        self.slack.api.channels[channel].archived = True
        await self._of_channel(channel, f"{self._kind(channel)}_archive", user="U1")

    async def unarchive(self, channel: str) -> None:
        self.slack.api.channels[channel].archived = False
        await self._of_channel(channel, f"{self._kind(channel)}_unarchive", user="U1")

    async def delete(self, channel: str) -> None:
        kind = self._kind(channel)
        await self._of_channel(channel, f"{kind}_deleted")
        del self.slack.api.channels[channel]

    async def kick(self, channel: str, user: str = BOT) -> None:
        if user == BOT:
            self.slack.api.channels[channel].member = False
        await self._of_channel(channel, "member_left_channel", user=user, channel_type="C", team=TEAM)

    async def invite(self, channel: str, user: str = BOT) -> None:
        if user == BOT:
            self.slack.api.channels[channel].member = True
        await self._of_channel(channel, "member_joined_channel", user=user, channel_type="C", team=TEAM)

    async def uninstall(self) -> None:
        """Remove the app: its token is no good, and two events tell that in any order."""
        self.slack.api.revoked = "account_inactive"
        await self.tell({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT]}})
        await self.tell({"type": "app_uninstalled"})

    async def tell(self, event: dict[str, Any], **more: Any) -> None:
        """Send an event as often as Slack does."""
        stamp = self.slack.api.clock.stamp()
        payload = {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": {"event_ts": stamp, **event},
            "event_id": f"EvPlace{next(self._numbers):05d}",
            "event_time": int(float(stamp)),
            **more,
        }
        for _ in range(self.times):
            await self.slack.deliver("events_api", payload)

    async def _of_channel(self, channel: str, kind: str, **event: Any) -> None:
        """Tell of a channel, if the app has the scope that this needs."""
        if READS[self._kind(channel)] in self.slack.api.scopes:
            await self.tell({"type": kind, "channel": channel, **event})

    def _kind(self, channel: str) -> str:
        return self.slack.api.channels[channel].kind
