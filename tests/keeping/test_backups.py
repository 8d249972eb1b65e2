"""Copies by schedule: made when due, too old ones removed, trouble told once."""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.cards.card import Card
from bot.keeping.backups import Backups
from bot.schedule import Schedule
from bot.store.backup import kept_in, name_of
from bot.store.sqlite import open_store
from tests.store.examples import NOON as EXACTLY

NOON = EXACTLY.replace(microsecond=0)  # as a copy's name has it
HOUR = timedelta(hours=1)


@dataclass
class Hands:
    """A clock that is set by hand."""

    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class Desk:
    """A database, a folder, and what the operator was told."""

    path: Path
    folder: Path
    clock: Hands = field(default_factory=Hands)
    told: list[Card] = field(default_factory=list)

    def backups(self) -> Backups:
        return Backups(self.path, self.folder, 6 * HOUR, 2, self.clock, self.told.append)


@pytest.fixture
async def desk(tmp_path: Path) -> Desk:
    (tmp_path / "backups").mkdir()
    await (await open_store(tmp_path / "outlay.db")).close()
    return Desk(tmp_path / "outlay.db", tmp_path / "backups")


async def test_the_newest_stay(desk: Desk) -> None:
    backups = desk.backups()
    assert backups.state.newest is None
    for _ in range(4):
        await backups.run()
        desk.clock.at += 6 * HOUR
    assert list(kept_in(desk.folder)) == [NOON + 12 * HOUR, NOON + 18 * HOUR]
    assert backups.state.newest == NOON + 18 * HOUR
    assert desk.told == []


async def test_copies_from_when_the_clock_was_ahead_cost_no_later_one(desk: Desk) -> None:
    """They look newer than all that come: the new ones must not go for them, nor wait for their day."""
    ahead = [NOON + (8_760 + number) * HOUR for number in range(3)]
    for moment in ahead:
        (desk.folder / name_of(moment)).touch()
    backups = desk.backups()
    async with Schedule() as schedule:
        backups.start(schedule)
        for _ in range(500):
            if NOON in kept_in(desk.folder):
                break
            await asyncio.sleep(0.02)
    for _ in range(3):
        desk.clock.at += 6 * HOUR
        await backups.run()
    assert list(kept_in(desk.folder)) == [NOON + 12 * HOUR, NOON + 18 * HOUR, *ahead]
    assert backups.state.newest == NOON + 18 * HOUR


async def test_trouble_is_told_once_and_so_is_its_end(desk: Desk) -> None:
    backups = desk.backups()
    desk.folder.rmdir()
    for _ in range(3):
        await backups.run()
        desk.clock.at += HOUR
    assert [card.title for card in desk.told] == ["Backups fail"]
    assert "There is no folder" in (backups.state.trouble or "")
    desk.folder.mkdir()
    await backups.run()
    desk.clock.at += HOUR
    await backups.run()
    assert [card.title for card in desk.told] == ["Backups fail", "Backups are made again"]
    assert backups.state.trouble is None
    assert len(kept_in(desk.folder)) == 2


async def test_it_is_made_when_it_is_due(desk: Desk) -> None:
    """The newest copy is older than the interval, so one is made as soon as the clock allows."""
    (desk.folder / name_of(NOON - 7 * HOUR)).touch()
    async with Schedule() as schedule:
        desk.backups().start(schedule)  # noon is long past for the schedule
        for _ in range(500):
            if NOON in kept_in(desk.folder):
                break
            await asyncio.sleep(0.02)
        else:
            raise AssertionError("No backup was made.")


async def test_a_stop_ends_the_copying(desk: Desk) -> None:
    copying = asyncio.create_task(desk.backups().run())
    await asyncio.sleep(0)
    copying.cancel()
    await asyncio.gather(copying, return_exceptions=True)
    assert not list(desk.folder.glob("*.partial"))
