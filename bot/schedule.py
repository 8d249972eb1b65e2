"""When things happen. The only room that knows APScheduler, whose traps are kept here:

- By default a job more than a second late is dropped in silence; here it runs, once, however late.
- A job that falls due while its last run still goes on would be dropped too; here it waits its turn.
- A function that returns a coroutine, such as a lambda, would never be awaited; here it is.
- One error on its way from one date to the next would end all dates; here it is woken now and then.
- A machine whose clock is set back an hour would do nothing for an hour, and one that is set forward would do
  everything at once; here a date is a length of time from when it was given.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Final, Self
from weakref import WeakValueDictionary

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

# No run of a name is ever refused for another that goes on: `_run` lets them take turns.
UNLIMITED: Final = 1_000_000

AGAIN: Final = 60.0  # seconds until a job is run again that failed before it had another date
LOOKS: Final = 15.0  # seconds between looks at whether the clock was set
SLACK: Final = 2.0  # seconds by which two clocks may drift apart between two looks


def wall_clock() -> datetime:
    """Return the machine's time, in UTC, by which APScheduler goes."""
    return datetime.fromtimestamp(time.time(), UTC)


class Schedule:
    """Named jobs, each with at most one date. A job that is to come again says so itself, with `at`.

    `on_set` hears by how many seconds the clock was set, `on_failure` the name of each job that failed, and
    why. `steady` gives seconds on a clock that nobody sets; it is a seam for tests, and so are `looks` and
    `again`.
    """

    def __init__(
        self,
        steady: Callable[[], float] = time.monotonic,
        looks: float = LOOKS,
        on_set: Callable[[float], None] = lambda _: None,
        on_failure: Callable[[str, Exception], None] = lambda *_: None,
        again: float = AGAIN,
    ) -> None:
        # Its own diary of every run is noise beside ours.
        logging.getLogger("apscheduler").setLevel(logging.WARNING)
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": UNLIMITED},
        )
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._running: set[asyncio.Task[object]] = set()
        self._open = False
        self._steady = steady
        self._looks = looks
        self._on_set = on_set
        self._on_failure = on_failure
        self._again = again
        self._apart = self._clocks_apart()
        self._look: asyncio.TimerHandle | None = None

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
        self._watch_the_clock()

    async def stop(self) -> None:
        """Forget all dates, cancel the runs that go on, and return when they have ended."""
        if not self._open:
            return
        self._open = False
        if self._look is not None:
            self._look.cancel()
        self._scheduler.remove_all_jobs()
        for run in self._running:
            run.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._scheduler.shutdown(wait=False)
        await asyncio.sleep(0)  # the scheduler ends itself in the loop's next turn

    def at(self, name: str, when: datetime, job: Job) -> None:
        """Run `job` at `when` (UTC), at once if that is past. An earlier date of the same name is forgotten.

        What the job raises is logged, and neither the schedule nor the job's later dates suffer. One that has
        none then is run again.
        """
        due = self._steady() + (when - wall_clock()).total_seconds()
        self._add(name, when, job, due)

    def forget(self, name: str) -> None:
        """Forget the date of a name, if it has one. A run that goes on is not touched."""
        with suppress(JobLookupError):
            self._scheduler.remove_job(name)

    def _add(self, name: str, when: datetime, job: Job, due: float) -> None:
        """Give a job its date; `due` is the same by the steady clock."""
        self._scheduler.add_job(
            self._run, "date", run_date=when, args=(name, job, due), id=name, replace_existing=True
        )

    def _watch_the_clock(self) -> None:
        """Give every job its date anew when the clock was set, and see that the scheduler is awake."""
        self._look = asyncio.get_running_loop().call_later(self._looks, self._watch_the_clock)
        apart = self._clocks_apart()
        if abs(apart - self._apart) > SLACK:
            log.warning(
                "The clock was set by %+.0f s. All dates stay as they were meant.", apart - self._apart
            )
            for job in self._scheduler.get_jobs():
                *_, due = job.args
                job.reschedule("date", run_date=self._meant(due))
            self._on_set(apart - self._apart)
        self._apart = apart
        self._scheduler.wakeup()  # its own alarm clock dies with anything that goes wrong as it rings

    def _clocks_apart(self) -> float:
        return time.time() - self._steady()

    def _meant(self, due: float) -> datetime:
        """Return a time of the steady clock by the machine's clock as it is now."""
        return wall_clock() + timedelta(seconds=due - self._steady())

    async def _run(self, name: str, job: Job, due: float) -> None:
        if not self._open:  # it was on its way when `stop` came
            return
        if due - self._steady() > SLACK:  # the clock was set forward since
            self._add(name, self._meant(due), job, due)
            return
        turn = self._turns.setdefault(name, asyncio.Lock())
        with self._counted():
            try:
                async with turn:
                    await job()
            except asyncio.CancelledError:
                if self._open:  # somebody else's wish; our own is done with here, or it would be logged
                    raise
            except Exception as error:
                log.exception('The job "%s" failed; its later dates stand.', name)
                self._failed(name, job, error)

    def _failed(self, name: str, job: Job, error: Exception) -> None:
        """Say that a job failed, and date it again where it did not come to do that itself."""
        self._on_failure(name, error)
        if self._open and self._scheduler.get_job(name) is None:
            self.at(name, wall_clock() + timedelta(seconds=self._again), job)

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
