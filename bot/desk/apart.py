"""Work that may never end, in a thread of its own for which nobody has to wait."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import TypeVar

from bot.domain.errors import OutlayError

T = TypeVar("T")


class NoThread(OutlayError):
    """The machine gives no thread now. It may later."""


async def apart(work: Callable[[], T], seconds: float) -> T:
    """Do `work` in a thread and return what it gives, or raise what it raises.

    Raises TimeoutError after so many seconds. No thread can be stopped: that one goes on, for nobody, and
    does not keep the program from ending. Raises NoThread when none is to be had.
    """
    loop = asyncio.get_running_loop()
    given: asyncio.Future[T] = loop.create_future()
    context = copy_context()

    def settle(result: T | None, error: BaseException | None) -> None:
        if given.done():  # nobody waits any more
            return
        if error is not None:
            given.set_exception(error)
        else:
            given.set_result(result)  # type: ignore[arg-type]  # without an error there is a result

    def run() -> None:
        result: T | None = None
        failure: BaseException | None = None
        try:
            result = context.run(work)
        except BaseException as error:  # noqa: BLE001 - whatever it is, it belongs to who waits
            failure = error
        with suppress(RuntimeError):  # the program has ended meanwhile
            loop.call_soon_threadsafe(settle, result, failure)

    try:
        threading.Thread(target=run, name="apart", daemon=True).start()
    except RuntimeError as error:
        raise NoThread(f"No thread can be had: {error}. It is tried again.") from error
    async with asyncio.timeout(seconds):
        return await given
