"""Waiting for what is to come about by itself, rather than for a length of time."""

import asyncio
from collections.abc import Callable

WITHIN = 5.0  # seconds


async def until(holds: Callable[[], object]) -> None:
    """Wait until something holds; raise TimeoutError when it never does."""
    async with asyncio.timeout(WITHIN):
        while not holds():
            await asyncio.sleep(0.005)
