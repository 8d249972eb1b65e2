"""The traps of the scheduler, each with a job that would be lost in it."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.schedule import Schedule


def now() -> datetime:
    return datetime.now(UTC)


class Count:
    """A job that counts its runs and says when there have been enough."""

    def __init__(self, enough: int = 1) -> None:
        self.runs = 0
        self._enough = enough
        self.reached = asyncio.Event()

    async def __call__(self) -> None:
        self.runs += 1
        if self.runs >= self._enough:
            self.reached.set()

    async def wait(self) -> None:
        await asyncio.wait_for(self.reached.wait(), 5)


async def test_runs_at_its_date() -> None:
    job = Count()
    async with Schedule() as schedule:
        began = time.monotonic()
        schedule.at("wire", now() + timedelta(seconds=0.2), job)
        await job.wait()
    assert 0.1 < time.monotonic() - began < 2


async def test_a_date_given_before_the_start_is_kept() -> None:
    job = Count()
    schedule = Schedule()
    schedule.at("wire", now(), job)
    async with schedule:
        await job.wait()


async def test_a_late_job_still_runs_once() -> None:
    """APScheduler's own grace is a second; a loop that is blocked for longer would lose every job in it."""
    jobs = [Count() for _ in range(50)]
    async with Schedule() as schedule:
        for number, job in enumerate(jobs):
            schedule.at(f"wire {number}", now() + timedelta(seconds=0.05), job)
        await asyncio.sleep(0)
        time.sleep(1.6)
        await asyncio.gather(*(job.wait() for job in jobs))
        schedule.at("long past", now() - timedelta(days=3), late := Count())
        await late.wait()
    assert [job.runs for job in jobs] == [1] * 50


async def test_a_new_date_replaces_the_old_one() -> None:
    old, new = Count(), Count()
    async with Schedule() as schedule:
        schedule.at("wire", now() + timedelta(seconds=0.1), old)
        schedule.at("wire", now() + timedelta(seconds=0.2), new)
        await new.wait()
        await asyncio.sleep(0.1)
    assert old.runs == 0


async def test_a_forgotten_date_does_not_come() -> None:
    forgotten, kept = Count(), Count()
    async with Schedule() as schedule:
        schedule.at("wire", now() + timedelta(seconds=0.05), forgotten)
        schedule.at("other", now() + timedelta(seconds=0.1), kept)
        schedule.forget("wire")
        schedule.forget("nobody")
        await kept.wait()
    assert forgotten.runs == 0


async def test_a_job_sets_its_own_next_date_while_it_runs() -> None:
    """The next run falls due before this one has ended: APScheduler alone would drop it."""
    runs = Count(enough=5)
    together = 0
    most = 0

    async with Schedule() as schedule:

        async def job() -> None:
            nonlocal together, most
            together += 1
            most = max(most, together)
            schedule.at("wire", now(), job)
            await asyncio.sleep(0.02)
            together -= 1
            await runs()

        schedule.at("wire", now(), job)
        await runs.wait()
    assert most == 1


async def test_a_lambda_that_gives_a_coroutine_is_awaited() -> None:
    job = Count()
    async with Schedule() as schedule:
        schedule.at("wire", now(), lambda: job())  # noqa: PLW0108 - the lambda is the trap
        await job.wait()


async def test_an_exception_is_logged_and_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    job = Count()

    async def broken() -> None:
        raise ValueError("the wire is cut")

    async with Schedule() as schedule:
        schedule.at("broken", now(), broken)
        schedule.at("wire", now() + timedelta(seconds=0.1), job)
        await job.wait()
        schedule.at("broken", now(), again := Count())
        await again.wait()
    (record,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert '"broken" failed' in record.getMessage()
    assert record.exc_info is not None


async def test_stop_waits_for_what_it_cancels(caplog: pytest.LogCaptureFixture) -> None:
    began, ended = asyncio.Event(), []

    async def long() -> None:
        began.set()
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.05)
            ended.append("long")

    schedule = Schedule()
    await schedule.start()
    schedule.at("long", now(), long)
    schedule.at("later", now() + timedelta(seconds=0.2), later := Count())
    await asyncio.wait_for(began.wait(), 5)
    await schedule.stop()
    assert ended == ["long"]
    await asyncio.sleep(0.3)
    assert later.runs == 0
    assert caplog.records == []
    await schedule.stop()


async def test_a_thousand_sources_are_no_burden() -> None:
    done = asyncio.Event()
    left = 1000

    async def job() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            done.set()

    jobs: list[Callable[[], Awaitable[None]]] = [job] * 1000
    async with Schedule() as schedule:
        began = time.process_time()
        for number, each in enumerate(jobs):
            schedule.at(f"wire {number}", now(), each)
        await asyncio.wait_for(done.wait(), 20)
    assert time.process_time() - began < 5


class Steady:
    """A clock that nobody sets. Seen from there, the machine's own is set back when this one runs ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.monotonic() + self.ahead


async def test_a_clock_that_is_set_back_stops_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """By the clock the job is due in an hour; it was meant for a moment from now."""
    steady, job = Steady(), Count()
    async with Schedule(steady, looks=0.05) as schedule:
        schedule.at("wire", now() + timedelta(hours=1), job)
        schedule.at("other", now() + timedelta(hours=3), other := Count())
        steady.ahead = 3600.0
        await job.wait()
    assert (job.runs, other.runs) == (1, 0)
    assert "The clock was set by -3600 s" in caplog.text


async def test_a_clock_that_is_set_forward_makes_no_burst() -> None:
    """By the clock all of them are due; they were meant for the next hour."""
    steady = Steady()
    jobs = [Count() for _ in range(50)]
    async with Schedule(steady, looks=60) as schedule:
        for number, job in enumerate(jobs):
            schedule.at(f"wire {number}", now() + timedelta(seconds=0.1), job)
        steady.ahead = -3600.0
        await asyncio.sleep(0.4)
        assert sum(job.runs for job in jobs) == 0
        schedule.at("wire 0", now(), jobs[0])
        await jobs[0].wait()


async def test_a_clock_that_drifts_is_no_matter(caplog: pytest.LogCaptureFixture) -> None:
    steady, job = Steady(), Count()
    async with Schedule(steady, looks=0.02) as schedule:
        schedule.at("wire", now() + timedelta(seconds=0.2), job)
        steady.ahead = 0.5
        await job.wait()
    assert caplog.records == []


async def test_whoever_wants_to_know_hears_that_the_clock_was_set() -> None:
    steady = time.monotonic
    shift = 0.0
    heard: list[float] = []
    schedule = Schedule(lambda: steady() + shift, looks=0.02, on_set=heard.append)
    async with schedule:
        await asyncio.sleep(0.05)
        shift = 3600.0  # as if the machine's clock were an hour behind what it was
        async with asyncio.timeout(5):
            while not heard:
                await asyncio.sleep(0.01)
    assert [round(by) for by in heard] == [-3600]


async def test_a_scheduler_whose_alarm_clock_died_is_woken() -> None:
    job = Count()
    async with Schedule(looks=0.2) as schedule:
        schedule.at("wire", now() + timedelta(seconds=0.1), job)
        await asyncio.sleep(0)
        schedule._scheduler._stop_timer()
        await job.wait()


async def test_a_job_that_fails_before_it_has_another_date_is_run_again() -> None:
    done = asyncio.Event()
    failures: list[str] = []
    runs = 0

    async def job() -> None:
        nonlocal runs
        runs += 1
        if runs < 3:
            raise KeyError("sum")
        done.set()

    heard = Schedule(on_failure=lambda name, error: failures.append(f"{name}: {error!r}"), again=0.05)
    async with heard as schedule:
        schedule.at("backup", now(), job)
        async with asyncio.timeout(5):
            await done.wait()
    assert failures == ["backup: KeyError('sum')"] * 2


async def test_a_job_that_fails_with_another_date_keeps_that() -> None:
    runs: list[float] = []
    done = asyncio.Event()

    async def job() -> None:
        runs.append(time.monotonic())
        if len(runs) > 1:
            done.set()
            return
        schedule.at("wire", now() + timedelta(seconds=0.6), job)
        raise KeyError("sum")

    async with Schedule(again=0.01) as schedule:
        schedule.at("wire", now(), job)
        async with asyncio.timeout(5):
            await done.wait()
    assert runs[1] - runs[0] > 0.4
