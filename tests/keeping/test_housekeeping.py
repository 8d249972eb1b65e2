"""The daily round: when it is due, what it does, and that it goes on where it was interrupted."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.errors import StoreTrouble
from bot.keeping.housekeeping import CHORE, SOON, Housekeeping, next_round
from bot.ports import AddedSource, Cursor, Enrolled, Poll, SourceHealth
from bot.schedule import Schedule
from bot.store.sqlite import SqliteStore, open_store
from tests.store.examples import NOON, SLACK, article, watch

DAY = timedelta(days=1)
YEAR = 365 * DAY


@dataclass
class Still:
    """A clock that shows one time."""

    at: datetime

    def now(self) -> datetime:
        return self.at


class Bench:
    """A roster of which only the added sources matter: hand-written against the port."""

    operator = None
    presets = ()

    def __init__(self, *sources: AddedSource) -> None:
        self.seats = {source.name: source for source in sources}

    async def enrolled(self) -> tuple[Enrolled, ...]:
        return tuple(Enrolled(SourceHealth(name), added=added) for name, added in self.seats.items())

    async def remove(self, name: str) -> bool:
        return self.seats.pop(name, None) is not None


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    made = await open_store(tmp_path / "outlay.db")
    yield made
    await made.close()


def house(store: SqliteStore, now: datetime, bench: Bench | None = None) -> Housekeeping:
    roster = bench or Bench()
    return Housekeeping(store, roster, Still(now), YEAR, quiet_hour=4, breath=0)  # type: ignore[arg-type]  # the bench has what housekeeping uses


@pytest.mark.parametrize(
    ("done", "now", "due"),
    [
        (None, "10:00", None),  # never: soon
        ("2026-03-04T04:00", "10:00", "2026-03-05T04:00"),
        ("2026-03-03T04:10", "03:00", "2026-03-04T04:00"),
        ("2026-03-03T04:10", "10:00", None),  # it was off at four, or was stopped half way
        ("2026-03-04T04:00", "04:00", "2026-03-05T04:00"),
    ],
)
def test_when_a_round_is_due(done: str | None, now: str, due: str | None) -> None:
    at = datetime.fromisoformat(f"2026-03-04T{now}").replace(tzinfo=UTC)
    before = datetime.fromisoformat(done).replace(tzinfo=UTC) if done else None
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC) if due else at + SOON
    assert next_round(before, at, 4) == expected


async def test_what_is_over_goes_and_the_file_gives_its_room_back(store: SqliteStore, tmp_path: Path) -> None:
    many = tuple(article(n, body=os.urandom(1_000).hex()) for n in range(2_000))
    await store.remember("Wire", Poll(many, Cursor()), NOON, alert=False)
    before = (tmp_path / "outlay.db").stat().st_size
    removed = await house(store, NOON + 2 * YEAR).round()
    assert removed == {"articles": 2_000}
    assert await store.chore_done(CHORE) == NOON + 2 * YEAR
    await store.close()
    assert (tmp_path / "outlay.db").stat().st_size < before / 5


async def test_a_delivery_hardly_waits_for_it(store: SqliteStore) -> None:
    many = tuple(article(n, body="steel " * 500) for n in range(2_000))
    await store.remember("Wire", Poll(many, Cursor()), NOON, alert=False)
    round_ = asyncio.create_task(house(store, NOON + 2 * YEAR).round())
    waits = []
    while not round_.done():
        begun = time.perf_counter()
        await store.claim(NOON, 10, timedelta(seconds=60))
        waits.append(time.perf_counter() - begun)
        await asyncio.sleep(0.002)
    assert await round_ == {"articles": 2_000}
    assert len(waits) >= 5  # of the ten batches; a busy machine lets fewer in between
    assert sorted(waits)[len(waits) // 2] < 0.1


async def test_a_round_that_was_stopped_goes_on_the_next_time(store: SqliteStore) -> None:
    many = tuple(article(n) for n in range(1_000))
    await store.remember("Wire", Poll(many, Cursor()), NOON, alert=False)
    keeper = replace(house(store, NOON + 2 * YEAR), breath=10.0)
    round_ = asyncio.create_task(keeper.round())
    while len(left := await store.recall([one.id for one in many])) == len(many):
        await asyncio.sleep(0.01)
    round_.cancel()
    await asyncio.gather(round_, return_exceptions=True)
    assert 0 < len(left) < len(many)
    assert await store.chore_done(CHORE) is None
    assert await house(store, NOON + 2 * YEAR).round() == {"articles": len(left)}


async def test_a_space_is_forgotten_after_thirty_days_and_its_sources_are_read_no_more(
    store: SqliteStore, caplog: pytest.LogCaptureFixture
) -> None:
    added = AddedSource("Harbour", "{}", "U1", SLACK, NOON)
    bench = Bench(added)
    await store.add_source(added)
    await store.watch(watch())
    await store.leave("slack", "T1", "The app was uninstalled.", NOON)
    assert await house(store, NOON + 29 * DAY, bench).round() == {}
    assert len(await store.watches(SLACK)) == 1
    with caplog.at_level("INFO"):
        removed = await house(store, NOON + 31 * DAY, bench).round()
    assert removed == {"watches": 1, "channels": 1, "sources": 1}
    assert bench.seats == {}
    assert "T1" not in caplog.text
    assert "U1" not in caplog.text
    assert "1 watches" in caplog.text


class Refusing:
    """A store that refuses everything for the moment, hand-written against the port."""

    async def chore_done(self, name: str) -> datetime | None:
        raise StoreTrouble(f"The disk is full, so that {name} cannot be looked up.")


async def test_a_database_that_refuses_keeps_no_house_from_starting(caplog: pytest.LogCaptureFixture) -> None:
    keeper = Housekeeping(Refusing(), Bench(), Still(NOON), YEAR, 4)  # type: ignore[arg-type]  # as far as `start` goes
    async with Schedule() as schedule:
        await keeper.start(schedule)
    assert "left for later: The disk is full" in caplog.text


async def test_the_schedule_runs_it_once_it_is_due(store: SqliteStore) -> None:
    """The last round is two days old: one is due soon, here at once, and the next a day later."""
    await store.note_chore(CHORE, datetime.now(UTC) - 2 * DAY)
    keeper = house(store, datetime.now(UTC) - 2 * SOON)
    async with Schedule() as schedule:
        await keeper.start(schedule)
        for _ in range(500):
            if (await store.chore_done(CHORE) or NOON) > datetime.now(UTC) - DAY:
                break
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("No round was made.")
