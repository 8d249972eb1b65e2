"""Where the bot is on Slack, and what it has heard there already."""

from collections import OrderedDict
from dataclasses import dataclass
from typing import Final

PLATFORM: Final = "slack"
REMEMBERED: Final = 2_000  # events; Slack repeats one at most three times, within the hour


class Seen:
    """The events that were taken already. Slack sends one again when its acknowledgement got lost, perhaps
    through another socket: so this outlives a connection."""

    def __init__(self) -> None:
        self._ids: OrderedDict[str, None] = OrderedDict()

    def first_time(self, event: str) -> bool:
        """Say whether an event is new, and remember it."""
        if event in self._ids:
            return False
        self._ids[event] = None
        if len(self._ids) > REMEMBERED:
            self._ids.popitem(last=False)
        return True


@dataclass(frozen=True, slots=True)
class Place:
    """The workspace that the bot is in, and the bot's own user there."""

    team: str
    bot_user: str
