"""Articles, cursors and how sources do: the first step of the way."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.domain.article import Article
from bot.ports import Cursor, Kept, Poll, SourceHealth
from bot.store import keys, rows

SEEN_EVERY: Final = timedelta(days=1)  # how exactly a last sight is known: no write for each poll
UNKNOWN: Final = ""  # the digest of an article that was kept before digests were: not told as a revision


def cursor(db: Database, source: str) -> Cursor | None:
    row = db.execute("select cursor from source where name = ?", [source]).fetchone()
    return None if row is None or row["cursor"] is None else rows.value(row["cursor"], Cursor)


def strangers(db: Database, articles: Sequence[Article]) -> frozenset[str]:
    found = db.execute(
        "select id, digest from article where id in (select value from json_each(?))",
        [rows.some(article.id for article in articles)],
    )
    known = {row["id"]: row["digest"] for row in found}
    return frozenset(article.id for article in articles if known.get(article.id) != article.digest)


def remember(
    db: Database,
    source: str,
    poll: Poll,
    now: datetime,
    *,
    alert: bool,
    quiet: Collection[str] = (),
    shared: Collection[str] = (),
) -> Kept:
    new = revised = known = 0
    ids: list[str] = []
    for article in poll.articles:
        before = db.execute("select digest, quiet, body from article where id = ?", [article.id]).fetchone()
        if before is None:
            _insert(db, source, article, now, alert=alert and article.id not in quiet)
            new += 1
            ids.append(article.id)
        elif before["digest"] in (article.digest, UNKNOWN):
            known += 1
            if before["digest"] != article.digest:
                db.execute("update article set digest = ? where id = ?", [article.digest, article.id])
        else:
            first = rows.value(before["body"], Article)
            _revise(db, article.revises(first), quiet=bool(before["quiet"]))
            revised += 1
            ids.append(article.id)
    keys.note(db, source, poll.articles, shared, now)
    _note_seen(db, poll.articles, now)
    db.execute(
        """insert into source (name, cursor, listed) values (?, ?, ?)
           on conflict (name) do update set cursor = excluded.cursor,
                                            listed = coalesce(excluded.listed, source.listed)""",
        [source, rows.text(poll.cursor), rows.number(now) if poll.articles else None],
    )
    return Kept(new, revised, known, tuple(ids))


def _note_seen(db: Database, articles: Sequence[Article], now: datetime) -> None:
    """Keep when articles were last shown by a source: such ones are never taken for old."""
    ids = rows.some(article.id for article in articles)
    db.execute(
        "update article set seen = ? where seen < ? and id in (select value from json_each(?))",
        [rows.number(now), rows.number(now - SEEN_EVERY), ids],
    )


def _insert(db: Database, source: str, article: Article, now: datetime, *, alert: bool) -> None:
    db.execute(
        """insert into article (id, source, at, seen, state, quiet, digest, body)
           values (?, ?, ?, ?, ?, ?, ?, ?)""",
        [
            article.id,
            source,
            rows.number(article.published_at or article.first_seen),
            rows.number(now),
            "new" if alert else "read",
            not alert,
            article.digest,
            _text(article),
        ],
    )


def _revise(db: Database, article: Article, *, quiet: bool) -> None:
    """Keep an article's new words; one that was never allowed to alert stays read."""
    db.execute(
        "update article set digest = ?, body = ?, state = ? where id = ?",
        [article.digest, _text(article), "read" if quiet else "new", article.id],
    )


def _text(article: Article) -> str:
    """Return an article as JSON; its keys have a table of their own."""
    return rows.text(replace(article, keys=()))


def unread(db: Database, limit: int) -> list[Article]:
    found = db.execute("select body from article where state = 'new' order by at, seq limit ?", [limit])
    return [rows.value(row["body"], Article) for row in found]


def spoiled(db: Database, article: str, reason: str) -> None:
    db.execute("update article set state = 'read', because = ? where id = ?", [reason, article])


def health(db: Database) -> list[SourceHealth]:
    found = db.execute("select health from source where health is not null order by name")
    return [rows.value(row["health"], SourceHealth) for row in found]


def health_of(db: Database, source: str) -> SourceHealth | None:
    row = db.execute("select health from source where name = ?", [source]).fetchone()
    return None if row is None or row["health"] is None else rows.value(row["health"], SourceHealth)


def note_health(db: Database, health: SourceHealth) -> None:
    db.execute(
        """insert into source (name, health) values (?, ?)
           on conflict (name) do update set health = excluded.health""",
        [health.name, rows.text(health)],
    )
