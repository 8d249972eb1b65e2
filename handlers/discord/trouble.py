"""What became of a call to Discord: certainly nothing, or nobody knows.

`Wire` sees every try through aiohttp's tracing, and calls an outcome certain only when no try can have been
taken. It also ends two kinds of call at once that discord.py would go on with by itself. After a 5xx it would
post again, though a 502 may have been taken: that is to be looked up first. On a 429 it would sleep, and a
sleep on a limit over everything that is cancelled leaves its lock closed: no request would be sent any more.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Final, TypeVar

import aiohttp
import discord

from bot.domain.errors import DeliveryTrouble, Unsure, Wait
from handlers.discord.limits import Patience, patience
from handlers.discord.refusals import meaning

log = logging.getLogger(__name__)
T = TypeVar("T")

REQUEST: Final = 20.0  # seconds that one request may take
UNREACHABLE: Final = 5.0  # seconds to wait when no connection could be made
BLOCKED: Final = 5.0  # seconds to wait when a page came instead of Discord's answer; doubled each time
BLOCKED_LONGEST: Final = 60.0  # seconds
UNSENT: Final = 5.0  # seconds to wait when a call did not come to be sent

PATIENCE: Final = "Discord asks for patience."
PATIENCE_WITH_OTHERS: Final = "Discord asks for patience: others write there, too."


@dataclass(slots=True)
class Attempt:
    """The tries of one call so far. `doubtful`: one of them may have been taken although it failed."""

    deadline: asyncio.Timeout
    started: bool = False
    on_the_wire: bool = False
    doubtful: bool = False

    def allow(self, seconds: float) -> None:
        self.deadline.reschedule(asyncio.get_running_loop().time() + seconds)


class _Limited(Exception):
    """A 429, and what it asks for."""

    def __init__(self, asked: Patience) -> None:
        super().__init__("429")
        self.asked = asked


class ServerFailed(Exception):
    """A 5xx: the call may have been taken."""


_attempt: ContextVar[Attempt | None] = ContextVar("attempt", default=None)


class Wire:
    """The line to Discord's REST API: deadlines, the meaning of errors, and silence when Discord wants it."""

    def __init__(self) -> None:
        self.trace = aiohttp.TraceConfig()
        self.trace.on_request_start.append(_on_start)
        self.trace.on_request_end.append(_on_end)
        self.trace.on_request_exception.append(_on_exception)
        self._silent_until = 0.0  # the loop's time
        self._silent = Wait(PATIENCE, 0.0, everywhere=True)
        self._blocked = 0  # times in a row that something in front of Discord answered

    @asynccontextmanager
    async def attempt(self, *, reading: bool = False) -> AsyncIterator[None]:
        """Run one call of discord.py. Raises Wait, Refused or Unsure, and nothing else.

        `reading` calls leave nothing behind, so an earlier try is no reason for doubt.
        """
        now = asyncio.get_running_loop().time()
        if now < self._silent_until:
            raise replace(self._silent, seconds=self._silent_until - now)
        current = Attempt(asyncio.timeout(REQUEST))
        token = _attempt.set(current)
        try:
            async with current.deadline:
                yield
            self._blocked = 0
        except DeliveryTrouble:
            raise
        except Exception as error:
            current.doubtful &= not reading
            raise self._trouble(error, current) from error
        finally:
            _attempt.reset(token)

    def _trouble(self, error: Exception, attempt: Attempt) -> DeliveryTrouble:
        if attempt.doubtful or attempt.on_the_wire:
            return Unsure(f"Discord broke off before it said whether it took the message ({_named(error)}).")
        trouble = self._certainty(error)
        if trouble is None and (not attempt.started or isinstance(error, TimeoutError)):
            trouble = Wait(f"The message was not sent in time ({_named(error)}).", UNSENT)
        if isinstance(trouble, Wait) and trouble.everywhere:
            self._fall_silent(trouble)
        return trouble or Unsure(f"Discord's answer cannot be read ({_named(error)}).")

    def _certainty(self, error: Exception) -> DeliveryTrouble | None:
        """Return what an error means that was certainly no success, None for any other."""
        if isinstance(error, _Limited):
            why = PATIENCE_WITH_OTHERS if error.asked.shared else PATIENCE
            return Wait(why, error.asked.seconds, error.asked.everywhere)
        if isinstance(error, discord.RateLimited):
            return Wait(PATIENCE, error.retry_after)
        if isinstance(error, discord.HTTPException):
            own = _is_own(error.response) or error.status == 401
            return meaning(error.status, error.code, error.text) if own else self._barred(error.status)
        if isinstance(error, aiohttp.ClientConnectorError):
            return Wait(f"Discord cannot be reached ({_named(error)}).", UNREACHABLE, everywhere=True)
        return None

    def _barred(self, status: int) -> Wait:
        """Wait for longer each time that a page comes in place of Discord's answer. Those that come to calls
        made before the first was heard of are of that time."""
        if asyncio.get_running_loop().time() >= self._silent_until:
            self._blocked += 1
        seconds = min(BLOCKED * 2 ** (self._blocked - 1), BLOCKED_LONGEST)
        return Wait(f"Something in front of Discord answered {status}.", seconds, everywhere=True)

    def _fall_silent(self, wait: Wait) -> None:
        """Ask nothing for a while: every further call would only make the ban longer. What was under way and
        is asked for less meanwhile ends nothing."""
        until = asyncio.get_running_loop().time() + wait.seconds
        if until <= self._silent_until:
            return
        log.warning("%s Discord is left alone for %.1f s.", wait.reason, wait.seconds)
        self._silent_until, self._silent = until, wait


async def insist(call: Callable[[], Awaitable[T]], within: float) -> T:
    """Make a call of which somebody awaits the answer, waiting out limits for up to so many seconds.

    discord.py waits out only the limits that Discord's own network marks. Raises what discord.py raises.
    """
    now = asyncio.get_running_loop().time
    end = now() + within
    while True:
        try:
            return await call()
        except discord.HTTPException as error:
            pause = (await patience(error.response)).seconds if error.status == 429 else within
            if now() + pause >= end:
                raise
            await asyncio.sleep(pause)


async def _on_start(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestStartParams
) -> None:
    if attempt := _attempt.get():
        attempt.started = attempt.on_the_wire = True
        attempt.allow(REQUEST)


async def _on_end(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestEndParams
) -> None:
    if attempt := _attempt.get():
        attempt.on_the_wire = False
        attempt.doubtful |= not 400 <= params.response.status < 500
        if params.response.status == 429:
            raise _Limited(await patience(params.response))
        if params.response.status >= 500:
            raise ServerFailed(str(params.response.status))


async def _on_exception(
    session: aiohttp.ClientSession, context: SimpleNamespace, params: aiohttp.TraceRequestExceptionParams
) -> None:
    if attempt := _attempt.get():
        attempt.on_the_wire = False
        attempt.doubtful |= not isinstance(params.exception, aiohttp.ClientConnectorError | _Limited)


def _is_own(response: aiohttp.ClientResponse) -> bool:
    """Say whether Discord itself answered: what stands in front of it answers with pages."""
    return response.content_type == "application/json"


def _named(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
