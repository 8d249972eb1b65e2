"""The gate of one platform: how many deliveries may begin now, and when the next one may.

All times are the event loop's, in seconds: nobody sets that clock.
"""

from collections import deque
from math import inf
from typing import Final

from bot.ports import Pace

# Requests overtake each other on their way. A second's share is spread over a little more than a second, so
# that the platform, too, never counts more than its limit in one.
MARGIN: Final = 1.03


class Gate:
    """Lets deliveries of one platform begin, no faster than its pace."""

    def __init__(self, pace: Pace) -> None:
        self._width = pace.width
        self._share: int | None = None
        self._span = 0.0
        if pace.per_second is not None:
            self._share = max(int(pace.per_second), 1)
            self._span = self._share / pace.per_second * MARGIN
        self._begun: deque[float] = deque()
        self._shut_until = -inf

    def room(self, now: float, under_way: int) -> int:
        """Return how many may begin now, while so many are under way."""
        if now < self._shut_until:
            return 0
        return max(min(self._width - under_way, self._left(now)), 0)

    def opens_at(self, now: float) -> float:
        """Return when the next may begin, as far as the rate goes and the platform's patience."""
        by_rate = now if self._left(now) else self._begun[0] + self._span
        return max(self._shut_until, by_rate)

    def begin(self, now: float) -> None:
        """One begins."""
        if self._share is not None:
            self._begun.append(now)

    def shut(self, until: float) -> None:
        """The platform takes nothing before a time."""
        self._shut_until = max(self._shut_until, until)

    def _left(self, now: float) -> int:
        """Return how many may begin within the rate."""
        if self._share is None:
            return self._width
        while self._begun and self._begun[0] + self._span <= now:
            self._begun.popleft()
        return self._share - len(self._begun)
