"""When things happen. The only room that knows APScheduler, whose traps are kept here:

- By default a job more than a second late is dropped in silence; here it runs, once, however late.
- A job that falls due while its last run still goes on would be dropped too; here it waits its turn.
- A function that returns a coroutine, such as a lambda, would never be awaited; here it is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import Final, Self
from weakref import WeakValueDictionary

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

# No run of a name is ever refused for another that goes on: `_run` lets them take turns.
UNLIMITED: Final = 1_000_000


class Schedule:
    """Named jobs, each with at most one date. A job that is to come again says so itself, with `at`."""

    def __init__(self) -> None:
        # Its own diary of every run is noise beside ours.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": UNLIMITED},
        )
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()
        self._open = False

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Begin to run what is due. Jobs may be given dates before."""
        self._open = True
        self._scheduler.start()

    async def stop(self) -> None:
        """Forget all dates, cancel the runs that go on, and return when they have ended."""
        if not self._open:
            return
        self._open = False
        self._scheduler.remove_all_jobs()
        for run in self._running:
            run.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler ends itself in the loop's next turn

    def at(self, name: str, when: datetime, job: Job) -> None:
        """Run `job` at `when` (UTC), at once if that is past. An earlier date of the same name is forgotten.

        What the job raises is logged; neither the schedule nor the job's later dates suffer.
        """
        self._scheduler.add_job(
            self._run, "date", run_date=when, args=(name, job), id=name, replace_existing=True
        )

    def forget(self, name: str) -> None:
        """Forget the date of a name, if it has one. A run that goes on is not touched."""
        with suppress(JobLookupError):
            self._scheduler.remove_job(name)

    async def _run(self, name: str, job: Job) -> None:
        if not self._open:  # it was on its way when `stop` came
            return
        turn = self._turns.setdefault(name, asyncio.Lock())
        with self._counted():
            try:
                async with turn:
                    await job()
            except asyncio.CancelledError:
                if self._open:  # somebody else's wish; our own is done with here, or it would be logged
                    raise
            except Exception:
                log.exception('The job "%s" failed; its later dates stand.', name)

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Hold the task that runs here, so that `stop` can wait until it has ended, not only ask it to."""
        if (task := asyncio.current_task()) is None:
            raise RuntimeError("a job runs in a task")
        self._running.add(task)
        try:
            yield
        finally:
            self._running.discard(task)
