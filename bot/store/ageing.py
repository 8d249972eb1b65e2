"""What grows old goes, a few rows at a time, and the file gives its room back.

Every function is one short transaction, so that a delivery never waits long behind it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from sqlite3 import Row
from typing import Any, Final

from sqlite_utils import Database

from bot.ports.keeping import Removed
from bot.store import rows
from bot.store.articles import SEEN_EVERY

# Twenty stories that are over. Their articles must be as old: another telling is news of the story.
_OVER: Final = """
    select s.id from story s
    where s.first_seen < :before
      and not exists (select 1 from delivery d where d.story = s.id and d.state in ('owed', 'sending'))
      and not exists (select 1 from message m where m.story = s.id and m.posted_at >= :before)
      and not exists (select 1 from telling t join article a on a.id = t.article
                      where t.story = s.id and (a.at >= :before or a.state = 'new'))
    order by s.first_seen limit 20"""

# What hangs on them goes first, the most numerous kind in several bites.
_OF_STORIES: Final = (
    (
        "messages",
        """delete from message where seq in (
               select seq from message where story in (select value from json_each(:over)) limit :limit)""",
    ),
    (
        "deliveries",
        """delete from delivery where id in (
               select id from delivery where story in (select value from json_each(:over)) limit :limit)""",
    ),
    ("appointments", "delete from appointment where story in (select value from json_each(:over))"),
    ("readings", "delete from telling where story in (select value from json_each(:over))"),
    ("companies", "delete from story_company where story in (select value from json_each(:over))"),
    ("stories", "delete from story where id in (select value from json_each(:over))"),
)

# A source shows an item no longer when its list came without it, and nobody asks a source that is gone. One
# that answers that nothing changed shows what it showed, however long ago.
_OLD: Final = (
    (
        "articles",
        """delete from article where seq in (
               select a.seq from article a left join source o on o.name = a.source
               where a.seen < :before and a.at < :before and a.state = 'read'
                 and (o.name is null or coalesce(json_extract(o.health, '$.last_poll'), '') < :asked
                      or o.listed > a.seen + :exactly)
                 and not exists (select 1 from telling t where t.article = a.id)
               order by a.seen limit :limit)""",
    ),
    (
        "keys",  # only of sources that are not asked any more: the others forget theirs at each poll
        """delete from article_key where key in (
               with recursive of (source) as (
                   select min(source) from article_key
                   union all
                   select (select min(source) from article_key where source > of.source) from of
                   where of.source is not null)
               select k.key from of join article_key k on k.source = of.source and k.seen < :before
               left join source o on o.name = of.source
               where o.name is null or coalesce(json_extract(o.health, '$.last_poll'), '') < :asked
               limit :limit)""",
    ),
    (
        "audit lines",
        "delete from audit where id in (select id from audit where at < :before order by at limit :limit)",
    ),
    (
        "channels",  # of which nothing is kept but that they were there, and who set them up
        """delete from channel where id in (
               select c.id from channel c
               where coalesce(c.disabled_at, 0) < :before
                 and not exists (select 1 from watch where channel = c.id)
                 and not exists (select 1 from delivery where channel = c.id)
                 and not exists (select 1 from message where channel = c.id)
                 and not exists (select 1 from audit where channel = c.id)
               limit :limit)""",
    ),
)


def prune(db: Database, before: datetime, limit: int) -> Removed:
    """Remove up to `limit` rows of the first kind that has any; what refers to others goes before them."""
    removed = _stories(db, before, limit)
    if removed:
        return removed
    parameters = {
        "before": rows.number(before),
        "asked": before.isoformat(),
        "exactly": SEEN_EVERY // timedelta(microseconds=1),
        "limit": limit,
    }
    for kind, statement in _OLD:
        if count := db.execute(statement, parameters).rowcount:
            return {kind: count}
    return {}


def _stories(db: Database, before: datetime, limit: int) -> Removed:
    found = db.execute(_OVER, {"before": rows.number(before)}).fetchall()
    if not found:
        return {}
    _silence(db, found)
    parameters: dict[str, Any] = {"over": rows.some(row["id"] for row in found), "limit": limit}
    removed: dict[str, int] = {}
    for kind, statement in _OF_STORIES:
        if count := db.execute(statement, parameters).rowcount:
            removed[kind] = count
        if count >= limit:  # some may hang on them still
            break
    return removed


def _silence(db: Database, over: Iterable[Row]) -> None:
    """Let what told stories alert nobody any more: a source may show it still, and change a word of it."""
    db.execute(
        """update article set quiet = 1 where quiet = 0 and id in (
               select article from telling where story in (select value from json_each(?)))""",
        [rows.some(row["id"] for row in over)],
    )


def shrink(db: Database, pages: int) -> int:
    unused = "pragma freelist_count"
    for _ in range(min(pages, int(db.execute(unused).fetchone()[0]))):
        # One by one: Python takes a statement that gives no rows only to its first step, which is one page.
        db.execute("pragma incremental_vacuum(1)")
    return int(db.execute(unused).fetchone()[0])


def chore_done(db: Database, name: str) -> datetime | None:
    row = db.execute("select done from chore where name = ?", [name]).fetchone()
    return None if row is None else rows.time(row["done"])


def note_chore(db: Database, name: str, now: datetime) -> None:
    db.execute(
        "insert into chore (name, done) values (?, ?) on conflict (name) do update set done = excluded.done",
        [name, rows.number(now)],
    )
