"""How jobs reach the database without stopping the event loop: one thread, one connection, and one commit for
all the writes that wait together.

A commit is on the disk before anybody hears of it, and that is what a write costs. So the jobs that wait when
the writer is free are run in one transaction, each in a savepoint of its own, and are answered after their
common commit: a job that raises undoes only itself, a commit that fails fails them all.
"""

import asyncio
import contextvars
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import Any, Concatenate, Final, ParamSpec, TypeVar

from sqlite_utils import Database

from bot.domain.errors import StoreTrouble
from bot.store.connection import in_words

TOGETHER: Final = 256  # jobs in one transaction
LONG: Final = 0.02  # seconds after which a transaction takes in no further job: the first one waits for it

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class _Job:
    """One job, who waits for it, and what came of it. It runs in its caller's context, so that the log knows
    what it is about."""

    work: Callable[[Database], Any]
    loop: asyncio.AbstractEventLoop
    answer: asyncio.Future[Any]
    context: contextvars.Context = field(default_factory=contextvars.copy_context)
    value: Any = None
    error: BaseException | None = None

    def run(self, db: Database) -> None:
        self.value = self.context.run(self.work, db)

    def tell(self) -> None:
        """Answer who waits, on its event loop."""
        if self.answer.done():  # its caller was cancelled meanwhile
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.value)


class Lane:
    """A thread that opens a connection and then does jobs on it, in the order in which they came.

    A job that was begun is finished even when its caller is cancelled. `trouble` is why the database refuses
    at present, None while it works: a writer works again when something was really written.
    """

    def __init__(self, path: Path, opening: Callable[[Path], Database], *, writes: bool) -> None:
        self.path = path
        self._opening = opening
        self._serve = self._write if writes else self._read
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"store-{path.name}")
        self._db: Database | None = None
        self._waiting: deque[_Job] = deque()
        self._lock = threading.Lock()
        self._is_at_work = False
        self.trouble: StoreTrouble | None = None

    async def do(self, job: Callable[Concatenate[Database, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run `job(db, ...)` on the thread, a writer's inside a transaction. Raises CannotRun."""
        loop = asyncio.get_running_loop()
        waiting = _Job(lambda db: job(db, *args, **kwargs), loop, loop.create_future())
        with self._lock:
            if not self._is_at_work:
                self._thread.submit(self._work)
                self._is_at_work = True
            self._waiting.append(waiting)
        answer: T = await waiting.answer
        return answer

    async def close(self) -> None:
        """Finish what was begun and close the connection. May be called again."""

        def end() -> None:
            if self._db is not None:
                self._db.close()
                self._db = None

        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, end)
        except RuntimeError:  # the thread was already let go
            return
        self._thread.shutdown(wait=False)

    # ------------------------------------------------------------------------------------- on the thread

    def _work(self) -> None:
        """Do what waits until nothing does. Should this end otherwise, the next job begins it anew."""
        try:
            while jobs := self._taken():
                self._answer(jobs)
        except BaseException:
            with self._lock:
                self._is_at_work = False
            raise

    def _answer(self, jobs: Sequence[_Job]) -> None:
        """Do jobs, and answer who waits for them; those that were not begun wait on, before all others."""
        try:
            done = self._served(jobs)
        except BaseException as error:  # noqa: BLE001  # whoever waits for the jobs gets it
            self._fail(jobs, error)
            done = jobs
        with self._lock:
            self._waiting.extendleft(reversed(jobs[len(done) :]))
        for loop, answered in groupby(done, key=lambda job: job.loop):
            _call(loop, partial(_tell, list(answered)))

    def _served(self, jobs: Sequence[_Job]) -> Sequence[_Job]:
        """Do jobs, and return those that were done or failed: the first of them, at the least."""
        with in_words(self.path):
            if self._db is None:
                self._db = self._opening(self.path)
            elif self._db.conn.in_transaction:  # what failed so badly that it could not even be undone
                self._db.rollback()
        return self._serve(self._db, jobs)

    def _taken(self) -> list[_Job]:
        with self._lock:
            jobs = [self._waiting.popleft() for _ in range(min(len(self._waiting), TOGETHER))]
            self._is_at_work = bool(jobs)
            return jobs

    def _read(self, db: Database, jobs: Sequence[_Job]) -> Sequence[_Job]:
        """Do all jobs, each for itself."""
        for job in jobs:
            if not job.answer.cancelled():
                try:
                    with in_words(self.path):
                        job.run(db)
                    self.trouble = None
                except BaseException as error:  # noqa: BLE001  # whoever waits for the job gets it
                    self._fail([job], error)
        return jobs

    def _write(self, db: Database, jobs: Sequence[_Job]) -> Sequence[_Job]:
        """Do as many jobs as belong into one transaction; return them. The others wait for the next."""
        changes, end = db.conn.total_changes, time.monotonic() + LONG
        done: list[_Job] = []
        with in_words(self.path):
            db.execute("begin immediate")
        for job in jobs:
            done.append(job)
            if not job.answer.cancelled() and not self._write_one(db, job):
                self._fail(done, copy(job.error))
                return done
            if time.monotonic() > end:
                break
        try:
            with in_words(self.path):
                db.conn.commit()
        except Exception as error:  # noqa: BLE001  # whoever waits for the jobs gets it
            db.rollback()
            self._fail(done, error)
            return done
        if db.conn.total_changes > changes:
            self.trouble = None
        return done

    def _write_one(self, db: Database, job: _Job) -> bool:
        """Do one job, or undo it; say whether the transaction is still open. SQLite ends it by itself where
        the disk is full or fails."""
        try:
            with in_words(self.path):
                db.execute("savepoint job")
                job.run(db)
                db.execute("release job")
        except BaseException as error:  # noqa: BLE001  # whoever waits for the job gets it
            self._fail([job], error)
            if not db.conn.in_transaction:
                return False
            db.execute("rollback to job")
            db.execute("release job")
        return True

    def _fail(self, jobs: Sequence[_Job], error: BaseException | None) -> None:
        """Answer jobs with an error, save those that had one of their own: all but one with a copy, since
        whoever catches it writes on it. Only the error itself says where it came from."""
        if isinstance(error, StoreTrouble):
            self.trouble = error
        given = error
        for job in jobs:
            if job.error is None:
                job.error, given = given, copy(error)


def _tell(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        job.tell()


def _call(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    """Have a loop call something; one that was closed meanwhile has nobody who waits."""
    try:
        loop.call_soon_threadsafe(call)
    except RuntimeError:
        return
