"""Listings on their way: wants become few requests, and each request belongs to nobody who waits for it.

Who stops waiting, because the alert has to go out, finds the answer here a moment later. Listings that are
wanted within a few milliseconds, or while every seat is taken, go out together in batches as large as the
provider takes; none is asked for twice at a time, or within a minute.
"""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.errors import SourceTrouble
from bot.domain.market import Session, Ticker
from bot.domain.price import NoLine, Snapshot
from bot.market.sessions import session
from bot.prices.guarded import Guarded
from bot.prices.shelf import Shelf

GATHERING: Final = 0.02  # seconds in which wants are gathered: a burst of stories comes 10-30 ms apart
AT_ONCE: Final = 4  # requests
MOST: Final = 2000  # listings under way; who wants one more gets none

Answer = Snapshot | NoLine
"""What is known of a listing; else why nothing is: NOT_KNOWN, NOTHING or TROUBLE."""


@dataclass(frozen=True, slots=True)
class Flight:
    """A listing that is asked for. `landed` gets the answer, in any case."""

    ticker: Ticker
    now: datetime
    session: Session
    landed: asyncio.Future[Answer]


class Flights:
    """Requests for snapshots, as tasks of a group that is open between `open` and `close`."""

    def __init__(self, provider: Guarded) -> None:
        self._provider = provider
        self._shelf = Shelf()
        self._under_way: dict[Ticker, Flight] = {}
        self._wanted: list[Flight] = []
        self._seats = asyncio.Semaphore(AT_ONCE)
        self._stack = AsyncExitStack()
        self._group: asyncio.TaskGroup | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.spared = 0  # listings that needed no request of their own

    async def open(self) -> None:
        """Be ready to ask."""
        self._group = await self._stack.enter_async_context(asyncio.TaskGroup())

    async def close(self) -> None:
        """Give up what is under way."""
        self._group = None
        for task in self._tasks:
            task.cancel()
        await self._stack.aclose()
        self._land(list(self._under_way.values()), {}, NoLine.TROUBLE)

    async def answers(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Answer]:
        """Return what is known of each ticker, after asking where it must be. It may be cancelled: what was
        asked for comes all the same, and is kept."""
        given: dict[Ticker, Answer] = {}
        awaited: list[Flight] = []
        for ticker in dict.fromkeys(tickers):
            known = self._known(ticker, now)
            if isinstance(known, Flight):
                awaited.append(known)
            else:
                given[ticker] = known
        if awaited:
            await asyncio.wait([flight.landed for flight in awaited])  # which cancels none of them
        return given | {flight.ticker: flight.landed.result() for flight in awaited}

    def _known(self, ticker: Ticker, now: datetime) -> Answer | Flight:
        """Return what is known of a listing, or the flight that will bring it."""
        if not self._provider.knows(ticker):
            return NoLine.NOT_KNOWN
        present = session(now, ticker.mic)
        if (found := self._shelf.fresh(ticker, present, _time())) is not None:
            self.spared += 1
            return found.snapshot or NoLine.NOTHING
        if (flight := self._under_way.get(ticker)) is not None:
            self.spared += 1
            return flight
        if (group := self._group) is None or self._provider.rests or len(self._under_way) >= MOST:
            return NoLine.TROUBLE
        flight = Flight(ticker, now, present, asyncio.get_running_loop().create_future())
        if not self._wanted:
            self._begin(group, self._depart(group))
        self._wanted.append(flight)
        self._under_way[ticker] = flight
        return flight

    async def _depart(self, group: asyncio.TaskGroup) -> None:
        """Ask for all that is wanted, a batch as soon as there is a seat: meanwhile others come along."""
        await asyncio.sleep(GATHERING)
        while self._wanted:
            await self._seats.acquire()
            most = self._provider.most
            batch, self._wanted = self._wanted[:most], self._wanted[most:]
            self._begin(group, self._bring(batch))

    async def _bring(self, batch: Sequence[Flight]) -> None:
        """Ask for one batch, and let it land."""
        found: Mapping[Ticker, Snapshot] = {}
        missing = NoLine.TROUBLE
        try:
            now = max(flight.now for flight in batch)
            found = await self._provider.snapshots([flight.ticker for flight in batch], now)
            missing = NoLine.NOTHING
            for flight in batch:
                self._shelf.put(flight.ticker, found.get(flight.ticker), flight.session, _time())
        except SourceTrouble:
            pass  # whoever guards the provider has said and counted it
        finally:
            self._seats.release()
            self._land(batch, found, missing)

    def _land(self, flights: Sequence[Flight], found: Mapping[Ticker, Snapshot], missing: NoLine) -> None:
        for flight in flights:
            self._under_way.pop(flight.ticker, None)
            if not flight.landed.done():
                flight.landed.set_result(found.get(flight.ticker, missing))

    def _begin(self, group: asyncio.TaskGroup, work: Coroutine[Any, Any, None]) -> None:
        task = group.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _time() -> float:
    """Return seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()
