"""The book of exchange rates: each day is asked for once, and a day that is over is known for ever.

The last day is asked for before any story wants it, so that no alert has to wait for its rate.

A request belongs to nobody who waits for it: who stops waiting, because the alert has to go out, finds the
answer here when asking again. A day holds the rates of all currencies, so that a currency that the European
Central Bank does not publish (the Taiwan dollar, the dirham …) is known to be missing without asking again.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Final, Self

import msgspec

from bot.domain.errors import CannotRun
from bot.domain.figures import Rate
from bot.domain.fixing import Fixing
from bot.market.fixings import FIRST, cross, last_out
from bot.ports import Clock, FixingShelf
from bot.prices.rates.patient import Patient

log = logging.getLogger(__name__)

AGAIN: Final = 1800.0  # seconds until a day is asked for again whose own rates are late


@dataclass(frozen=True, slots=True)
class _AtHand:
    """What was found for a day that is not over, whose own rates are late, or that could not be kept.
    `until` is in seconds of the loop's clock."""

    fixing: Fixing
    until: float


class RateBook:
    """`bot.ports.Rates` from publishers, the best one first. It asks while its context lasts."""

    def __init__(
        self,
        publishers: Sequence[Patient],
        shelf: FixingShelf,
        clock: Clock,
        *,
        again: float = AGAIN,
        ahead: bool = True,
    ) -> None:
        """`again` is for how many seconds an answer stands for a day whose own rates are late. `ahead` says
        whether the last day is asked for though nobody wants it yet."""
        self._publishers = publishers
        self._shelf = shelf
        self._clock = clock
        self._again = again
        self._ahead = ahead
        self._looks: asyncio.Task[None] | None = None
        self._at_hand: dict[date, _AtHand] = {}
        self._under_way: dict[date, asyncio.Task[Fixing | None]] = {}
        self._stack = AsyncExitStack()
        self._group: asyncio.TaskGroup | None = None

    async def __aenter__(self) -> Self:
        self._group = await self._stack.enter_async_context(asyncio.TaskGroup())
        if self._ahead:
            self._looks = self._group.create_task(self._look_ahead())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Give up what is under way, and ask nothing any more."""
        self._group = None
        for task in (*self._under_way.values(), *([self._looks] if self._looks else [])):
            task.cancel()
        await self._stack.aclose()

    @property
    def trouble(self) -> str | None:
        """Why none of the publishers answers; what is kept is given all the same."""
        troubles = [publisher.trouble for publisher in self._publishers]
        return None if None in troubles else " ".join(filter(None, troubles))

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Return the rate of a day (UTC), or of the last day before it that has one. Of a day to come nothing
        is known, nor of any before the euro."""
        now = self._clock.now()
        if not FIRST <= day <= now.date():
            return None
        fixing = await self._fixing(last_out(day, now), now.date())
        return None if fixing is None else cross(fixing, base, quote)

    async def _fixing(self, day: date, today: date) -> Fixing | None:
        if (found := self._found(day, today) or await self._kept(day)) is not None:
            return found
        task = self._under_way.get(day)
        if task is None:
            if self._group is None:
                return None
            task = self._under_way[day] = self._group.create_task(self._ask(day, today))
            task.add_done_callback(lambda _: self._under_way.pop(day))
        await asyncio.wait([task])  # which does not cancel it
        return None if task.cancelled() else task.result()

    async def _look_ahead(self) -> None:
        """See to it that the last day is known: one request a day, and one each time while it is late."""
        while True:
            now = self._clock.now()
            await self._fixing(last_out(now.date(), now), now.date())
            await asyncio.sleep(self._again)

    def _found(self, day: date, today: date) -> Fixing | None:
        """Return what is at hand: today's own rates as long as it is today, anything else for a while."""
        found = self._at_hand.get(day)
        if found is None or not (found.fixing.day == day == today or _time() < found.until):
            return None
        return found.fixing

    async def _ask(self, day: date, today: date) -> Fixing | None:
        """Ask one publisher after the other until one has the day itself: its rates may be late, or somebody
        in between may have kept an answer of the morning. Raises nothing."""
        best: Fixing | None = None
        for publisher in self._publishers:
            found = await publisher.fixing(day, today)
            if found is not None and (best is None or found.day > best.day):
                best = found
            if best is not None and best.day == day:
                break
        if best is None:
            return None
        if best.day < today:
            await self._keep(best)
        since = _time()
        self._at_hand = {of: one for of, one in self._at_hand.items() if of == today or one.until > since}
        self._at_hand[day] = _AtHand(best, since + self._again)
        return best

    async def _kept(self, day: date) -> Fixing | None:
        try:
            return await self._shelf.fixing(day)
        except (CannotRun, msgspec.MsgspecError) as trouble:
            log.warning("Exchange rates that are kept cannot be read: %s", trouble)
            return None

    async def _keep(self, fixing: Fixing) -> None:
        try:
            await self._shelf.keep_fixing(fixing)
        except CannotRun as trouble:
            log.warning("The exchange rates of %s are not kept: %s", fixing.day, trouble)


def _time() -> float:
    """Return seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()
