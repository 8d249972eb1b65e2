"""How often somebody may ask: so much a minute a user, and so much a channel, whoever asks there.

The window slides, so that a burst at the end of one minute leaves nothing for the beginning of the next. What
was refused counts for nothing: whoever keeps asking is let in as soon as the oldest question is a minute old.
"""

from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from bot.domain.alert import Request

SPAN: Final = timedelta(minutes=1)
REMEMBERED: Final = 10_000  # users and channels: what a stranger with many accounts can make us keep


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many commands a minute one user and one channel have."""

    per_user: int = 10
    per_channel: int = 30


@dataclass(frozen=True, slots=True)
class Spent:
    """An allowance is used up, a user's or else the channel's, until `wait` has passed."""

    wait: timedelta
    by_channel: bool


@dataclass(slots=True)
class Turnstile:
    """Counts who came in, and says when nobody more may. It holds at most `REMEMBERED` users and channels:
    beyond that the one that was quiet the longest is forgotten."""

    allowance: Allowance = Allowance()
    _came: OrderedDict[Hashable, deque[datetime]] = field(default_factory=OrderedDict)

    def passes(self, request: Request, now: datetime) -> Spent | None:
        """Let a request in and count it, or say what is spent. `now` is UTC."""
        channel = request.channel
        user = (channel.platform, channel.space, request.user)
        for who, most in ((user, self.allowance.per_user), (channel, self.allowance.per_channel)):
            if wait := self._until_free(who, most, now):
                return Spent(wait, by_channel=who is channel)
        for who in (user, channel):
            self._came.setdefault(who, deque()).append(now)
            self._came.move_to_end(who)
        self._forget(now)
        return None

    def _until_free(self, who: Hashable, most: int, now: datetime) -> timedelta | None:
        came = self._came.get(who)
        if came is None:
            return None
        # What lies ahead was written before the clock was set back.
        while came and not now - SPAN < came[0] <= now:
            came.popleft()
        return came[0] + SPAN - now if len(came) >= most else None

    def _forget(self, now: datetime) -> None:
        """Drop from the quietest end whoever came more than a minute ago, and whatever is too much."""
        while self._came:
            quietest = next(iter(self._came.values()))
            if len(self._came) <= REMEMBERED and quietest and now - SPAN < quietest[-1]:
                return
            self._came.popitem(last=False)
