"""The gate of one platform: how many deliveries may begin now, and when the next one may.

All times are the event loop's, in seconds: nobody sets that clock.
"""

from math import inf
from typing import Final

from bot.ports import Pace

# Requests overtake each other on their way, and a burst arrives spread out, into the next second's share. So
# they begin evenly, a little slower than the limit; one that is late by this margin is made up for.
MARGIN: Final = 1.03
LATE: Final = 1 - 1 / MARGIN  # seconds: with these, too, no second sees more than its share begin


class Gate:
    """Lets deliveries of one platform begin, no faster than its pace."""

    def __init__(self, pace: Pace) -> None:
        self._width = pace.width
        self._gap = 0.0  # seconds from one to the next
        if (rate := pace.per_second) is not None:
            self._gap = MARGIN / (int(rate) if rate >= 1 else rate)
        self._next_at = -inf
        self._shut_until = -inf

    def room(self, now: float, under_way: int) -> int:
        """Return how many may begin now, while so many are under way."""
        if now < self._shut_until:
            return 0
        return max(min(self._width - under_way, self._left(now)), 0)

    def opens_at(self, now: float) -> float:
        """Return when the next may begin, as far as the rate goes and the platform's patience."""
        return max(self._shut_until, self._next_at, now)

    def begin(self, now: float) -> None:
        """One begins."""
        if self._gap:
            self._next_at = max(self._next_at, now - LATE) + self._gap

    def shut(self, until: float) -> None:
        """The platform takes nothing before a time."""
        self._shut_until = max(self._shut_until, until)

    def _left(self, now: float) -> int:
        """Return how many may begin within the rate."""
        if not self._gap:
            return self._width
        since = now - max(self._next_at, now - LATE)
        return int(since / self._gap) + 1 if since >= 0 else 0
