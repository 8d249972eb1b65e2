"""How often a bot may begin a session: Discord takes the token away from one that does so too often."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

# Discord: 1,000 in 24 hours, and over that all sessions are ended and the token is reset. These come to 884.
STORED: Final = 20
EVERY: Final = 100.0  # seconds


class Ration:
    """So many at once, and one more every so many seconds. It outlives the connections.

    `steady` gives seconds on a clock that nobody sets; it is a seam for tests.
    """

    def __init__(
        self, stored: int = STORED, every: float = EVERY, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._stored = stored
        self._every = every
        self._steady = steady
        self._left = float(stored)
        self._at = steady()

    def wait(self) -> float:
        """Return for how many seconds none is left, 0 where one is."""
        now = self._steady()
        self._left = min(self._left + (now - self._at) / self._every, float(self._stored))
        self._at = now
        return max(1.0 - self._left, 0.0) * self._every

    async def take(self) -> None:
        """Take one, as soon as there is one."""
        await asyncio.sleep(self.wait())
        self.wait()
        self._left -= 1.0
