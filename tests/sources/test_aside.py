"""Work away from the event loop: a large feed keeps no small one waiting, and the loop stays free."""

import asyncio
import threading

import pytest

from bot.sources.aside import SMALL, aside


async def test_a_large_feed_keeps_no_small_one_waiting() -> None:
    done = threading.Event()
    large = asyncio.create_task(aside(SMALL + 1, done.wait, 10))
    assert await aside(SMALL, threading.current_thread) is not threading.current_thread()
    assert not large.done()
    done.set()
    assert await large


async def test_what_goes_wrong_there_is_raised_here() -> None:
    with pytest.raises(ValueError, match="no number"):
        await aside(1, _broken)


def _broken() -> None:
    raise ValueError("no number")
