"""A disk that is full, a file that may not be written or is held by others: nothing is lost or told twice."""

import asyncio
import signal
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.app import House
from bot.store.sqlite import SqliteStore
from tests.faults.house import hurried_house
from tests.faults.machine import held, needs_mounts, on_a_disk, seen_by
from tests.journeys.newspaper import PLANT, PLEDGE, Newspaper
from tests.journeys.program import finished, started
from tests.journeys.stage import Stage, first_polls, until, written
from tests.wires import Wire

ONE_PLATFORM = pytest.mark.parametrize("stage", ["slack"], indirect=True)
WITHIN = 30.0  # seconds


async def refused(house: House, word: str) -> None:
    """Wait until the house knows that its database refuses, which it forgets at the next write."""
    async with asyncio.timeout(WITHIN):
        while word not in (house.parts.store.trouble or ""):
            await asyncio.sleep(0.001)


async def works(house: House) -> None:
    """Wait until the house knows that its database works."""
    async with asyncio.timeout(WITHIN):
        while (await house.desk.status()).trouble is not None:
            await asyncio.sleep(0.05)


async def pragma(house: House, words: str) -> None:
    """Set something for the connection that writes, as a fault of the machine would."""
    store = house.parts.store
    assert isinstance(store, SqliteStore)
    writer = store._lanes[1]
    database = writer._db
    assert database is not None
    await asyncio.wrap_future(writer._thread.submit(lambda: database.execute(f"pragma {words}").fetchall()))


@needs_mounts
@ONE_PLATFORM
async def test_a_full_disk_stops_nothing_for_good(stage: Stage, wire: Wire, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    settings = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace(str(tmp_path / "outlay.db"), str(disk / "outlay.db")), encoding="utf-8")
    mounts = 'mount -t tmpfs -o size=4m tmpfs "$1"'
    async with on_a_disk(disk, mounts, settings, stage.environment()) as process:
        await stage.connected()
        await until(lambda: wire.asked, "the first poll", WITHIN)
        await stage.say("watch BABA")
        filler = seen_by(process, disk) / "filler"
        fill(filler)
        paper.publish(PLEDGE)
        async with asyncio.timeout(WITHIN):
            while "the disk is full" not in (said := await stage.say("status")):
                await asyncio.sleep(0.2)
        assert "a database that refuses" in said
        asked = len(wire.asked)
        await until(lambda: len(wire.asked) > asked + 2, "the polls go on", WITHIN)
        filler.unlink()
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) >= 2, "what waited is told", WITHIN)
        assert "everything works" in await stage.say("status")
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
    texts = [message.push for message in stage.messages()]
    assert len(texts) == 2
    assert "5.0B" in texts[0] + texts[1]
    assert "1.2B" in texts[0] + texts[1]


def fill(path: Path) -> None:
    """Write until nothing more goes onto the disk."""
    with path.open("wb", buffering=0) as file:
        for size in (65_536, 4_096, 1):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


@ONE_PLATFORM
async def test_a_database_that_may_not_be_written_holds_everything_until_it_may(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        await pragma(house, "query_only = on")
        paper.publish(PLEDGE)
        await refused(house, "may not be written")
        assert "may not be written" in await stage.say("watch TM")
        await asyncio.sleep(0.5)
        assert stage.messages() == []
        await pragma(house, "query_only = off")
        await until(stage.messages, "what waited is told", WITHIN)
        await works(house)
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) == 2, "the next one is told", WITHIN)


FILL = "insert into filler values (zeroblob(1000000))"
STEPS = {
    "as news is kept": "insert on article",
    "as a story is told": "insert on story",
    "as a delivery is claimed": "update of state on delivery when new.state = 'sending'",
    "as a message that stands is noted": "update of state on delivery when new.state = 'sent'",
}


@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
@ONE_PLATFORM
async def test_a_disk_that_is_full_at_one_step_loses_and_repeats_nothing(
    stage: Stage, wire: Wire, tmp_path: Path, step: str
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        await full_at(house, step)
        paper.publish(PLEDGE)
        await refused(house, "disk is full")
        await asyncio.sleep(1.0)
        posted = len(stage.messages())
        assert posted == (1 if "'sent'" in step else 0)
        await full_no_more(house)
        await until(stage.messages, "what waited is told", WITHIN)
        await works(house)
        paper.publish(PLANT)
        await until(lambda: len(stage.messages()) >= 2, "the next one is told", WITHIN)
        await asyncio.sleep(0.5)
        assert len(stage.messages()) == 2
        assert await house.parts.store.owed() == 0


async def full_at(house: House, step: str) -> None:
    """Let one kind of write need more room than the disk has; all others have enough."""

    def fill(db: Database) -> None:
        db.execute("create table filler (words blob)")
        pages = db.execute("pragma page_count").fetchone()[0]
        db.execute(f"pragma max_page_count = {pages + 100}").fetchone()
        db.execute(f"create temp trigger full before {step} begin {FILL}; end")

    store = house.parts.store
    assert isinstance(store, SqliteStore)
    await store._write(fill)


async def full_no_more(house: House) -> None:
    """Let the disk have room again."""
    await pragma(house, "max_page_count = 1000000")


@ONE_PLATFORM
async def test_another_program_that_holds_the_database_is_waited_for(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    async with hurried_house(path, stage) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        async with held(tmp_path / "outlay.db"):
            paper.publish(PLEDGE)
            await refused(house, "locked by another program")
            assert "locked by another program" in await stage.say("status")
            assert stage.messages() == []
        await until(stage.messages, "what waited is told", WITHIN)
        await works(house)
        assert len(stage.messages()) == 1


@ONE_PLATFORM
async def test_a_damaged_database_ends_the_house_in_clear_words(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    path = written(tmp_path, stage, {"harbour": paper.url}, wire.place)
    environment = stage.environment()
    process = await started("run", "--config", str(path), environment=environment)
    await stage.connected()
    await until(lambda: wire.asked, "the first poll", WITHIN)
    await stage.say("watch BABA")
    for name in ("outlay.db", "outlay.db-wal"):
        file = tmp_path / name
        with file.open("r+b") as opened:
            opened.write(b"\xff" * file.stat().st_size)
    paper.publish(PLEDGE)
    code, output = await finished(process, WITHIN)
    assert code == 2
    assert "is damaged" in output or "is no SQLite database" in output


@ONE_PLATFORM
async def test_a_database_that_is_held_at_the_start_may_be_free_at_the_next(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    path = written(tmp_path, stage, {}, wire.place, "[user_sources]\nallowed = true\n")
    sqlite3.connect(tmp_path / "outlay.db").close()
    (tmp_path / "outlay.db").chmod(0o600)
    async with held(tmp_path / "outlay.db"):
        process = await started("run", "--config", str(path), environment=stage.environment())
        code, output = await finished(process, WITHIN)
    assert code == 75
    assert "is locked by another program" in output


@needs_mounts
@ONE_PLATFORM
async def test_a_disk_that_may_only_be_read_is_told_at_the_start(
    stage: Stage, wire: Wire, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    settings = written(disk, stage, {}, wire.place, "[user_sources]\nallowed = true\n")
    mounts = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1"'
    async with on_a_disk(disk, mounts, settings, stage.environment()) as process:
        async with asyncio.timeout(WITHIN):
            assert await process.wait() == 2
    assert "cannot be written" in (tmp_path / "log").read_text(encoding="utf-8")
