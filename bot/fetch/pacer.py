"""Requests a second: a publisher's limit, kept by waiting."""

import asyncio


class Pacer:
    """Lets one through at a time, at least `apart` seconds after the one before.

    A limit of N a second over any window is kept with `apart` of 1 / N or more.
    """

    def __init__(self, apart: float) -> None:
        self._apart = apart
        self._next = 0.0

    async def turn(self) -> None:
        """Wait for one's turn: first come, first served."""
        now = asyncio.get_running_loop().time()
        mine = max(now, self._next)
        self._next = mine + self._apart
        await asyncio.sleep(mine - now)
