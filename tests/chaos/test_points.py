"""SIGKILL at every named point, on both platforms, for a new post, an edit and a reply: nothing is lost,
nothing stands twice, nothing is out of order.

Three channels are owed the same. The bot is killed while a part of them has it, and started once more.
"""

import asyncio
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

import pytest
import pytest_asyncio
from sqlite_utils import Database

from bot.domain.alert import Channel
from bot.store.migrations import MIGRATIONS
from tests.chaos.audit import judge
from tests.chaos.discord import ChaosDiscord, guild_of
from tests.chaos.house import database, furnish, is_at_rest
from tests.chaos.ledger import Did, Entry, Reader, Writer
from tests.chaos.points import STEPS, Fatal, started
from tests.chaos.press import Story, company
from tests.chaos.slack import ChaosSlack
from tests.chaos.weather import Weather
from tests.journeys.newspaper import Newspaper
from tests.platforms.slack_state import TEAM
from tests.vendors.tape import Tape
from tests.wires import Wire

BEFORE_REPLIES: Final = "m005_delivery_that_survives"  # the first migration that 0.1.0 does not know
SLACK: Final = [Channel("slack", TEAM, f"C{number}") for number in range(3)]
DISCORD: Final = [Channel("discord", guild_of(number), str(100 + number)) for number in range(3)]
PLAIN: Final = Story(0, company(0), "Barbabury", "a paper mill", (20,))
CORRECTED: Final = replace(PLAIN, sums=(20, 24))
Case = tuple[str, str, Did]

KINDS: Final = (Did.POST, Did.EDIT, Did.REPLY)
POINTS: Final = (*STEPS, "in_fanout", "during_migration")
CASES: Final = [(point, name, kind) for point in POINTS for name in ("slack", "discord") for kind in KINDS]
AT_ONCE: Final = 6
NEVER: Final = Fatal("never", 1)
WITHIN: Final = 30.0  # seconds
# How often a step is passed until part of three channels had their turn; three edits go before the replies.
SECOND: Final = {Did.POST: 2, Did.EDIT: 2, Did.REPLY: 5}
WRITING: Final = {  # the statement that owes the deliveries; posts have one each
    Did.POST: Fatal("insert into delivery (story, revision, channel, action", 2),
    Did.EDIT: Fatal("insert into delivery (story, revision, channel, action", 1),
    Did.REPLY: Fatal("insert into delivery (story, revision, channel, action", 2),
}
MIGRATING: Final = {
    Did.POST: Fatal("insert into delivery_anew", 1),
    Did.EDIT: Fatal("drop table delivery", 1),
    Did.REPLY: Fatal("alter table delivery_anew rename", 1),
}


class Clear(Weather):
    """Nothing goes wrong."""

    def __init__(self) -> None:
        super().__init__("", lambda: 0.0, lambda _: None)

    def strikes(self) -> None:
        return None

    def strikes_login(self) -> bool:
        return False

    def delay(self, most: float) -> float:
        return 0.0


class Serves(Protocol):
    def variables(self) -> dict[str, str]: ...


@dataclass
class Scene:
    """A platform with three channels that watch one company, and the paper that tells of it."""

    folder: Path
    platform: Serves
    channels: list[Channel]
    paper: Newspaper
    settings: Path
    reader: Reader
    entries: list[Entry]

    def print(self, version: int) -> None:
        item = replace(CORRECTED.item(version), at=datetime.now(UTC))
        self.paper.correct(item) if version else self.paper.publish(item)

    def stand(self, did: Did) -> int:
        """Count what the platform took of a kind."""
        self.entries += self.reader.news()
        return sum(entry.did is did for entry in self.entries)

    async def live(self, until: Callable[[], bool] | None = None, fatal: Fatal = NEVER) -> None:
        """Let the bot live until it ends itself at `fatal`, or until something holds."""
        process = started(self.settings, self.platform.variables(), replace(fatal))
        try:
            async with asyncio.timeout(WITHIN):
                while process.is_alive() and not (until and until()):
                    await asyncio.sleep(0.02)
            assert process.is_alive() == (until is not None)
        finally:
            process.kill()
            # Not joined in a thread: whatever starts another process asks how this one ended, and of two who
            # ask at once one gets no answer.
            while process.is_alive():
                await asyncio.sleep(0.005)
        assert process.exitcode == -signal.SIGKILL
        process.close()


@asynccontextmanager
async def scene(folder: Path, platform: str, vendor: Tape | None = None) -> AsyncIterator[Scene]:
    """Open a platform with its channels, which watch, and the paper, which has printed nothing yet. `vendor`
    is where prices come from."""
    ledger = folder / "ledger.jsonl"
    channels = SLACK if platform == "slack" else DISCORD
    with closing(Writer(ledger, platform)) as writer:
        async with Wire() as wire, opened(platform, [channel.id for channel in channels], writer) as server:
            paper = Newspaper(wire, "/paper", "The Paper")
            settings = await furnish(
                folder, feed=paper.url, place=wire.place, stories=[PLAIN], channels=channels, vendor=vendor
            )
            yield Scene(folder, server, channels, paper, settings, Reader(ledger), [])


def opened(platform: str, channels: list[str], ledger: Writer) -> ChaosSlack | ChaosDiscord:
    if platform == "slack":
        return ChaosSlack(channels, Clear(), ledger, history=True)
    return ChaosDiscord(channels, Clear(), ledger, memory=timedelta(seconds=1))


async def killed_at(folder: Path, point: str, platform: str, kind: Did) -> None:
    """Kill the bot at a step, or while it writes down who is owed what; then let it live."""
    fatal = WRITING[kind] if point == "in_fanout" else Fatal(point, SECOND[kind])
    async with scene(folder, platform) as here:
        here.print(0)
        if kind is not Did.POST:
            await here.live(lambda: here.stand(Did.POST) == 3 and is_at_rest(folder))
            here.print(1)
        await here.live(fatal=fatal)
        # Marks that wait together are committed at once.
        assert point == "after_mark" or not is_at_rest(folder)
        await here.live(lambda: here.stand(kind) >= 3 and is_at_rest(folder))
        found = judge(here.entries, [PLAIN if kind is Did.POST else CORRECTED], here.channels)
        assert found.is_clean, found


async def killed_during_migration(folder: Path, platform: str, kind: Did) -> None:
    """Kill it while it takes over a database of 0.1.0, which holds open posts or edits, claimed ones among
    them. Of replies that knew nothing: they are owed by what the paper prints while the bot is down."""
    async with scene(folder, platform) as here:
        here.print(0)
        if kind is Did.POST:
            await here.live(fatal=Fatal("after_accept", 2))
        else:
            await here.live(lambda: here.stand(Did.POST) == 3 and is_at_rest(folder))
            here.print(1)
        if kind is Did.EDIT:
            await here.live(fatal=Fatal("after_accept", 2))
        as_of_before(database(folder))
        assert is_at_rest(folder) == (kind is Did.REPLY)
        await here.live(fatal=MIGRATING[kind])
        assert BEFORE_REPLIES not in migrations(folder)
        await here.live(lambda: here.stand(kind) >= 3 and is_at_rest(folder))
        found = judge(here.entries, [PLAIN if kind is Did.POST else CORRECTED], here.channels)
        lost = [words for words in found.lost if "no reply" not in words or kind is not Did.EDIT]
        assert replace(found, lost=tuple(lost)).is_clean, found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def fates(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[dict[Case, asyncio.Task[None]]]:
    """Begin every case that is asked for, a few at a time: they wait more than they work."""
    room = asyncio.Semaphore(AT_ONCE)

    async def met(case: Case) -> None:
        point, platform, kind = case
        async with room:
            folder = tmp_path_factory.mktemp(f"{point}-{platform}-{kind}")
            if point == "during_migration":
                await killed_during_migration(folder, platform, kind)
            else:
                await killed_at(folder, point, platform, kind)

    tasks = {case: asyncio.create_task(met(case)) for case in CASES if case in asked(request.session)}
    try:
        yield tasks
    finally:
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)


def asked(session: pytest.Session) -> list[object]:
    """Return the cases that this run of the tests is to look at."""
    functions = [item for item in session.items if isinstance(item, pytest.Function)]
    return [each.callspec.params.get("case") for each in functions if hasattr(each, "callspec")]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("case", CASES, ids="-".join)
async def test_killed_at_a_point(case: Case, fates: dict[Case, asyncio.Task[None]]) -> None:
    await fates[case]


def as_of_before(path: Path) -> None:
    """Turn a database into one of the previous version, with all of it that one knew."""
    older = path.with_suffix(".older")
    older.touch(mode=0o600)
    with closing(sqlite3.connect(older)) as connection:
        MIGRATIONS.apply(Database(connection, execute_plugins=False), stop_before=BEFORE_REPLIES)
        connection.commit()
        connection.execute("attach ? as now", [str(path)])
        tables = connection.execute("select name from sqlite_master where type = 'table'").fetchall()
        for (table,) in tables:
            if table.startswith(("sqlite_", "_sqlite")):
                continue
            columns = ", ".join(_columns(connection, "main", table) & _columns(connection, "now", table))
            known = " where action <> 'reply'" if table == "delivery" else ""
            copied = f"select {columns} from now.{table}{known}"  # noqa: S608 - names of our own tables
            connection.execute(f"insert into main.{table} ({columns}) {copied}")
        connection.commit()
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    older.replace(path)


def _columns(connection: sqlite3.Connection, where: str, table: str) -> set[str]:
    return {row[1] for row in connection.execute(f"pragma {where}.table_info({table})")}


def migrations(folder: Path) -> set[str]:
    """Return the migrations that a database has behind it."""
    with closing(sqlite3.connect(database(folder))) as connection:
        return {row[0] for row in connection.execute("select name from _sqlite_migrations")}
