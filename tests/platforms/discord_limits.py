"""How much the loopback Discord takes, and what it counts towards a ban.

    discord.limits.bucket(5, seconds=5.0)  # each method of each channel
    discord.limits.everything = 50  # calls in any one second, answers to interactions apart
    discord.limits.storm(seconds=1.0, wait=0.5)

Nothing is limited until it is said.
"""

import math
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

MANY: Final = 1_000_000
SECOND: Final = 1.0
INVALID: Final = frozenset({401, 403, 429})


class Scope(StrEnum):
    """Whose limit was met: the bot's own in a place, the bot's own everywhere, or one that all bots share."""

    USER = "user"
    GLOBAL = "global"
    SHARED = "shared"


@dataclass(slots=True)
class Window:
    """The calls taken in one bucket since its window began."""

    ends: float = 0.0
    taken: int = 0


@dataclass(frozen=True, slots=True)
class Storm:
    """A span in which every call, or every call to one channel, is answered with 429: come in `wait`
    seconds."""

    ends: float
    wait: float
    scope: Scope
    channel: str | None

    def hits(self, channel: str | None, now: float) -> bool:
        return now < self.ends and self.channel in (None, channel)


@dataclass(frozen=True, slots=True)
class Limited:
    """A call that is not taken."""

    scope: Scope
    wait: float
    headers: dict[str, str]

    @property
    def body(self) -> dict[str, object]:
        everywhere = self.scope is Scope.GLOBAL
        return {"message": "You are being rate limited.", "retry_after": self.wait, "global": everywhere}


@dataclass(slots=True)
class Limits:
    """`most` calls of one method and channel in a window of `window` seconds; of all calls but answers to
    interactions `everything` in any one second. `asked`, `limited` and `invalid` count what came. `instead`
    is said of a bucket in place of what is true."""

    most: int = MANY
    window: float = SECOND
    everything: int | None = None
    asked: int = 0
    limited: int = 0
    invalid: int = 0
    instead: dict[str, str] | None = None
    _storms: list[Storm] = field(default_factory=list, init=False)
    _windows: dict[tuple[str, str], Window] = field(default_factory=lambda: defaultdict(Window), init=False)
    _recent: deque[float] = field(default_factory=deque, init=False)

    def bucket(self, most: int, seconds: float) -> None:
        """Take so many calls of one method in one channel, until a window of so many seconds has ended."""
        self.most, self.window = most, seconds

    def storm(
        self, seconds: float, wait: float, *, scope: Scope = Scope.USER, channel: str | None = None
    ) -> None:
        """Answer every call with 429 for a while, or those to one channel."""
        self._storms.append(Storm(time.monotonic() + seconds, wait, scope, channel))

    def take(self, route: str, channel: str | None, *, interaction: bool) -> Limited | dict[str, str]:
        """Count a call; return the headers of its answer, or why it is not taken."""
        now = time.monotonic()
        if interaction:
            return {}
        for storm in self._storms:
            if storm.hits(channel, now):
                return _limited(storm.scope, storm.wait)
        if (wait := self._wait_for_all(now)) > 0:
            return _limited(Scope.GLOBAL, wait)
        self._recent.append(now)
        return {} if channel is None else self._count(route, channel, now)

    def note(self, status: int | None, headers: Mapping[str, str]) -> None:
        """Count an answer: Discord bans an address after 10,000 invalid requests in ten minutes."""
        self.asked += 1
        self.limited += status == 429
        if status in INVALID and headers.get("X-RateLimit-Scope") != Scope.SHARED:
            self.invalid += 1

    def _wait_for_all(self, now: float) -> float:
        while self._recent and self._recent[0] <= now - SECOND:
            self._recent.popleft()
        if self.everything is None:
            return 0.0
        return self._recent[0] + SECOND - now if len(self._recent) >= self.everything else 0.0

    def _count(self, route: str, channel: str, now: float) -> Limited | dict[str, str]:
        window = self._windows[route, channel]
        if now >= window.ends:
            window.ends, window.taken = now + self.window, 0
        reset = window.ends - now
        headers = {
            "X-RateLimit-Bucket": f"{zlib.crc32(route.encode()):08x}",
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(max(0, self.most - window.taken - 1)),
            "X-RateLimit-Reset": f"{time.time() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
        }
        if window.taken >= self.most:
            return _limited(Scope.USER, reset, headers)
        window.taken += 1
        return headers if self.instead is None else self.instead


def _limited(scope: Scope, wait: float, headers: dict[str, str] | None = None) -> Limited:
    """Say no as Discord does: whole seconds in the header, the rest in the body."""
    own = {"Via": "1.1 loopback", "Retry-After": str(math.ceil(wait)), "X-RateLimit-Scope": scope}
    own |= {"X-RateLimit-Global": "true"} if scope is Scope.GLOBAL else {}
    return Limited(scope, math.ceil(wait * 1_000) / 1_000, {**(headers or {}), **own})
