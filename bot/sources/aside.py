"""Work that takes a while, away from the event loop: people wait for answers there.

One thread for the small feeds and one for the large, so that no small one waits behind a large one. More
would only hold each other up: with six at work a feed costs a third more of the processor.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

SMALL: Final = 256 << 10  # bytes; what takes a tenth of a second where it is well-formed

_FOR_SMALL: Final = ThreadPoolExecutor(1, "small-feeds")
_FOR_LARGE: Final = ThreadPoolExecutor(1, "large-feeds")


async def aside(size: int, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Do a piece of work on `size` bytes in the thread for its like, and return or raise what it does."""
    threads = _FOR_SMALL if size <= SMALL else _FOR_LARGE
    return await asyncio.get_running_loop().run_in_executor(threads, partial(work, *args, **kwargs))
