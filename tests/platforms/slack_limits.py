"""How much the loopback Slack takes.

    slack.limits.channel(1.0, burst=3)  # messages a second that the bot may post into each channel
    slack.limits.workspace("chat.update", 50, seconds=60.0)
    slack.limits.storm(seconds=2.0, wait=1)

Nothing is limited until it is said. `TIERS` are the limits of the methods that the bot calls.
"""

import math
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from typing import Final

POSTING: Final = "chat.postMessage"
# Calls a minute and workspace, by https://docs.slack.dev/apis/web-api/rate-limits and the page of each
# method. Of posting it says "several hundred".
TIERS: Final = {
    POSTING: 300,
    "chat.update": 50,
    "chat.postEphemeral": 100,
    "conversations.history": 50,
    "conversations.replies": 50,
    "conversations.info": 50,
    "conversations.open": 50,
    "users.info": 100,
}
MINUTE: Final = 60.0


@dataclass(slots=True)
class Drops:
    """A bucket that fills again drop by drop: what is left in it, and when that was true."""

    left: float
    at: float

    def take(self, per_second: float, burst: float, now: float) -> float:
        """Take one; return 0, or the seconds until there is one."""
        self.left = min(burst, self.left + (now - self.at) * per_second)
        self.at = now
        if self.left < 1:
            return (1 - self.left) / per_second
        self.left -= 1
        return 0.0


@dataclass(frozen=True, slots=True)
class Storm:
    """A span in which every call, or every call to one channel, is told to come in `wait` seconds."""

    ends: float
    wait: float
    channel: str | None

    def hits(self, channel: str | None, now: float) -> bool:
        return now < self.ends and self.channel in (None, channel)


@dataclass(slots=True)
class Limits:
    """`asked` and `limited` count the calls that came, and those that were told to wait."""

    asked: int = 0
    limited: int = 0
    _per_second: float | None = field(default=None, init=False)
    _burst: float = field(default=1, init=False)
    _drops: dict[str, Drops] = field(default_factory=dict, init=False)
    _methods: dict[str, tuple[int, float]] = field(default_factory=dict, init=False)
    _recent: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque), init=False)
    _storms: list[Storm] = field(default_factory=list, init=False)

    def channel(self, per_second: float | None, burst: float = 1) -> None:
        """Take so many messages a second into one channel, after a burst."""
        self._per_second, self._burst = per_second, burst

    def workspace(self, method: str, most: int, seconds: float = MINUTE) -> None:
        """Take so many calls of a method within any such span."""
        self._methods[method] = most, seconds

    def tiers(self) -> None:
        """Set the limits that Slack has: one message a second and channel, and each method's tier."""
        self.channel(1.0, burst=3)
        for method, most in TIERS.items():
            self.workspace(method, most)

    def storm(self, seconds: float, wait: float, *, channel: str | None = None) -> None:
        """Tell every call to wait for a while, or those to one channel."""
        self._storms.append(Storm(time.monotonic() + seconds, wait, channel))

    def take(self, method: str, channel: str | None) -> int:
        """Count a call; return 0 when it is taken, else after how many whole seconds it may come again."""
        now = time.monotonic()
        self.asked += 1
        waits = [storm.wait for storm in self._storms if storm.hits(channel, now)]
        wait = max(waits, default=0.0) or self._wait_for_method(method, now)
        if not wait and method == POSTING and channel is not None:
            wait = self._wait_for_channel(channel, now)
        if not wait:
            self._recent[method].append(now)
            return 0
        self.limited += 1
        return math.ceil(wait)

    def _wait_for_method(self, method: str, now: float) -> float:
        if method not in self._methods:
            return 0.0
        most, seconds = self._methods[method]
        recent = self._recent[method]
        while recent and recent[0] <= now - seconds:
            recent.popleft()
        return recent[0] + seconds - now if len(recent) >= most else 0.0

    def _wait_for_channel(self, channel: str, now: float) -> float:
        if self._per_second is None:
            return 0.0
        drops = self._drops.setdefault(channel, Drops(self._burst, now))
        return drops.take(self._per_second, self._burst, now)
