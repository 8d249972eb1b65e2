"""Keeps a pause between two pages of one host."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import Final

MANY: Final = 1000  # hosts; beyond that those whose pause is over are forgotten


class Pace:
    """Gives out turns. `now` counts seconds from any beginning."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._free: dict[str, float] = {}  # when a host may be asked again

    async def turn(self, host: str, pause: float, patience: float) -> bool:
        """Wait for a turn at a host, and keep it to oneself for `pause` seconds.

        Returns False at once, and takes no turn, where the wait would be longer than `patience` seconds.
        """
        now = self._now()
        start = max(now, self._free.get(host, now))
        if start - now > patience:
            return False
        self._keep(host, start + pause)
        await asyncio.sleep(start - now)
        return True

    def rest(self, host: str, seconds: float) -> None:
        """Leave a host alone that asked for it."""
        self._keep(host, max(self._now() + seconds, self._free.get(host, 0.0)))

    def _keep(self, host: str, free: float) -> None:
        if len(self._free) >= MANY:
            self._free = {other: until for other, until in self._free.items() if until > self._now()}
        self._free[host] = free
