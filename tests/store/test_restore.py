"""A backup in place of the database: what it knows, what it does not, and what is in doubt."""

import os
import sqlite3
import stat
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk.growth import begun
from bot.domain.alert import Message, Watch
from bot.domain.errors import CannotRun
from bot.domain.figures import Moment
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import Appointment, Decision, Owed, Settled, Told
from bot.store.alone import alone
from bot.store.backup import back_up
from bot.store.restore import restore
from bot.store.sqlite import SqliteStore, open_store
from tests.store.examples import ACME, DISCORD, MINUTE, NOON, SLACK, article, reading, watch

LEASE = timedelta(seconds=60)
DAY = timedelta(days=1)
LATER = NOON + 4 * DAY
MOMENTS = {Moment.HOUR: NOON + MINUTE, Moment.OPEN: LATER + DAY}


async def tell(store: SqliteStore, told: Reading, now: datetime) -> Story:
    """Tell a new story, owed to a channel on either platform."""

    def decide(stories: Sequence[Story], watches: Sequence[Watch], before: Told | None) -> Decision:
        return Decision(begun(told), None, (Owed(SLACK, ACME), Owed(DISCORD, ACME)))

    story = (await store.tell(told, now, decide, since=now - 2 * DAY)).story
    assert story is not None
    return story


def news(number: int, published: datetime) -> Reading:
    return reading(article(number, published_at=published, first_seen=published + MINUTE))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "outlay.db"


async def send(store: SqliteStore, now: datetime) -> int:
    """Have all that is due stand; return how many that were."""
    claimed = await store.claim(now, 10, LEASE)
    for delivery in claimed:
        await store.sent(delivery, Message(delivery.channel, f"m{delivery.id}"), now)
    return len(claimed)


async def backed_up(path: Path, to: Path) -> None:
    """Make a database with one alert that was sent and one that is owed, and back it up."""
    store = await open_store(path)
    await store.watch(watch())
    await tell(store, news(1, NOON), NOON)
    await send(store, NOON + MINUTE)
    await tell(store, news(2, NOON + 2 * MINUTE), NOON + 2 * MINUTE)
    await store.close()
    back_up(path, to)


async def test_what_it_believes_unsent_is_looked_for_first(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    done = restore(path, tmp_path / "copy.db", LATER)
    assert done.open == 2
    assert NOON - DAY < done.known_until < NOON + 2 * MINUTE
    store = await open_store(path)
    claimed = await store.claim(LATER, 10, LEASE)
    assert [(one.attempts, one.uncertain_since) for one in claimed] == [(2, done.known_until)] * 2
    await store.give_back(claimed[0], LATER)
    [again] = await store.claim(LATER, 10, LEASE)
    assert again.uncertain_since == done.known_until
    await store.close()


async def test_what_it_knows_as_sent_stands(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    restore(path, tmp_path / "copy.db", LATER)
    store = await open_store(path)
    assert await store.posted(1, SLACK) == Message(SLACK, "m1")
    assert {one.story for one in await store.claim(LATER, 10, LEASE)} == {2}
    await store.close()


async def test_news_of_the_lost_days_is_looked_for_and_waits_for_its_other_articles(
    path: Path, tmp_path: Path
) -> None:
    await backed_up(path, tmp_path / "copy.db")
    done = restore(path, tmp_path / "copy.db", LATER, settle=3 * MINUTE)
    store = await open_store(path)
    await send(store, LATER)
    await tell(store, news(3, LATER - 5 * MINUTE), LATER)
    assert await store.claim(LATER + MINUTE, 10, LEASE) == []
    claimed = await store.claim(LATER + 3 * MINUTE, 10, LEASE)
    assert [(one.story, one.attempts, one.uncertain_since) for one in claimed] == [
        (3, 2, done.known_until)
    ] * 2
    await store.close()


async def test_news_from_after_the_restore_is_posted_at_once(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    restore(path, tmp_path / "copy.db", LATER)
    store = await open_store(path)
    await send(store, LATER)
    await tell(store, news(3, LATER + MINUTE), LATER + 2 * MINUTE)
    assert [one.attempts for one in await store.claim(LATER + 2 * MINUTE, 10, LEASE)] == [1, 1]
    await store.close()


async def test_news_without_a_date_is_doubted_for_a_week(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    restore(path, tmp_path / "copy.db", LATER)
    store = await open_store(path)
    await send(store, LATER)
    for number, days in ((3, 6), (4, 8)):
        at = LATER + days * DAY
        await tell(store, reading(replace(article(number), published_at=None, first_seen=at)), at)
        claimed = await store.claim(at, 10, LEASE)
        assert {one.attempts for one in claimed} == ({2} if days < 7 else {1})
        for one in claimed:
            await store.sent(one, Message(one.channel, f"n{one.id}"), at)
    await store.close()


async def test_a_story_is_known_by_the_same_mark_whatever_its_number(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    store = await open_store(path)
    await tell(store, news(7, NOON + DAY), NOON + DAY)
    before = await tell(store, news(8, NOON + DAY), NOON + DAY)
    await store.close()
    restore(path, tmp_path / "copy.db", LATER)
    store = await open_store(path)
    after = await tell(store, news(8, NOON + DAY), LATER)
    assert (before.id, after.id) == (4, 3)
    assert before.seed == after.seed == article(8).id
    await store.close()


async def test_two_stories_that_one_article_began_have_two_marks(path: Path) -> None:
    store = await open_store(path)
    first = await tell(store, news(1, NOON), NOON)
    own = replace(news(2, NOON), article=replace(news(2, NOON).article, digest="other"))

    def decide(stories: Sequence[Story], watches: Sequence[Watch], before: Told | None) -> Decision:
        return Decision(replace(begun(own), seed=first.seed))

    second = (await store.tell(own, NOON, decide, since=NOON - DAY)).story
    assert second is not None
    assert (first.seed, second.seed) == (article(1).id, f"{article(1).id}:1")
    await store.close()


async def test_what_may_have_been_looked_up_since_is_not_looked_up_again(path: Path, tmp_path: Path) -> None:
    """A follow-up may stand below its alert already; one that is due later cannot."""
    store = await open_store(path)
    told = await tell(store, news(1, NOON), NOON)
    later = [Appointment(told.id, moment, at, at + DAY) for moment, at in MOMENTS.items()]
    await store.settle([Settled(later[0], lambda story: story, follow_ups=tuple(later))], NOON)
    await store.close()
    back_up(path, tmp_path / "copy.db")
    restore(path, tmp_path / "copy.db", LATER)
    store = await open_store(path)
    left = await store.appointments(LATER + 2 * DAY, (), 9)
    assert [due.appointment.moment for due in left] == [Moment.OPEN]
    await store.close()


async def test_the_file_in_place_is_kept_aside(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    store = await open_store(path)
    await store.watch(watch(DISCORD))
    await store.close()
    done = restore(path, tmp_path / "copy.db", LATER)
    assert done.aside is not None
    with closing(sqlite3.connect(done.aside)) as db:
        assert db.execute("select count(*) from watch").fetchone() == (2,)
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("select count(*) from watch").fetchone() == (1,)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    left = {one.name for one in tmp_path.iterdir()} - {path.name, f"{path.name}.lock"}
    assert left == {"copy.db", done.aside.name}


async def test_a_log_that_lies_beside_a_damaged_file_is_not_read_into_the_backup(
    path: Path, tmp_path: Path
) -> None:
    await backed_up(path, tmp_path / "copy.db")
    path.write_bytes(b"no database any more" * 100)
    path.with_name("outlay.db-wal").write_bytes(b"something")
    done = restore(path, tmp_path / "copy.db", LATER)
    assert done.aside is not None
    assert done.aside.read_bytes().startswith(b"no database")
    store = await open_store(path)
    assert len(await store.watches(SLACK)) == 1
    await store.close()


async def test_it_refuses_while_a_bot_runs(path: Path, tmp_path: Path) -> None:
    await backed_up(path, tmp_path / "copy.db")
    before = path.read_bytes()
    with alone(path), pytest.raises(CannotRun, match="Stop that one first"):
        restore(path, tmp_path / "copy.db", LATER)
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "fault", ["absent", "itself", "no database", "damaged", "another program's", "newer"]
)
async def test_it_refuses_what_is_no_good_backup(path: Path, tmp_path: Path, fault: str) -> None:
    copy = tmp_path / "copy.db"
    await backed_up(path, copy)
    before = path.read_bytes()
    match fault:
        case "absent":
            copy.unlink()
        case "itself":
            copy = path
        case "no database":
            copy.write_text("dear diary", encoding="utf-8")
        case "damaged":
            copy.write_bytes(copy.read_bytes()[: copy.stat().st_size // 2])
        case "another program's":
            copy.unlink()
            with closing(sqlite3.connect(copy)) as db:
                db.execute("create table holiday (day text)")
        case "newer":
            with closing(sqlite3.connect(copy)) as db, db:
                db.execute(
                    """insert into _sqlite_migrations (migration_set, name, applied_at)
                       values ('outlay', 'm999_later', '2030')"""
                )
    with pytest.raises(CannotRun) as refused:
        restore(path, copy, LATER)
    if fault in {"no database", "damaged"}:
        assert str(copy) in str(refused.value)  # by the name that the operator gave it
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*restor*"))


async def test_an_empty_file_replaces_nothing(path: Path, tmp_path: Path) -> None:
    """As a copy that was cut off before its first byte leaves behind. SQLite takes it for a database."""
    await backed_up(path, tmp_path / "copy.db")
    (tmp_path / "empty.db").touch()
    before = path.read_bytes()
    with pytest.raises(CannotRun, match="is empty"):
        restore(path, tmp_path / "empty.db", LATER)
    assert path.read_bytes() == before
    assert not list(tmp_path.glob("*before-restore*"))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file to somebody else")
async def test_what_root_restores_is_the_bots_as_before(path: Path, tmp_path: Path) -> None:
    """Under systemd and in a container the bot has a user of its own, and an operator is root."""
    await backed_up(path, tmp_path / "copy.db")
    os.chown(path, 10_001, 10_002)
    restore(path, tmp_path / "copy.db", LATER)
    assert (path.stat().st_uid, path.stat().st_gid) == (10_001, 10_002)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    path.unlink()
    os.chown(tmp_path, 10_003, 10_004)
    restore(path, tmp_path / "copy.db", LATER + DAY)
    assert (path.stat().st_uid, path.stat().st_gid) == (10_003, 10_004)
    lock = path.with_name(f"{path.name}.lock")
    assert (lock.stat().st_uid, lock.stat().st_gid) == (10_003, 10_004)
