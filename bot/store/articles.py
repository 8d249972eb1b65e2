"""Articles, cursors and how sources do: the first step of the way."""

from datetime import datetime

from sqlite_utils import Database

from bot.domain.article import Article
from bot.ports import Cursor, Poll, SourceHealth
from bot.store import rows


def cursor(db: Database, source: str) -> Cursor | None:
    row = db.execute("select cursor from source where name = ?", [source]).fetchone()
    return None if row is None or row["cursor"] is None else rows.value(row["cursor"], Cursor)


def remember(db: Database, source: str, poll: Poll, now: datetime, *, alert: bool) -> int:
    new = 0
    for article in poll.articles:
        new += db.execute(
            """insert into article (id, source, at, state, body) values (?, ?, ?, ?, ?)
               on conflict (id) do nothing""",
            [
                article.id,
                source,
                rows.number(article.published_at or article.first_seen),
                "new" if alert else "read",
                rows.text(article),
            ],
        ).rowcount
    db.execute(
        """insert into source (name, cursor) values (?, ?)
           on conflict (name) do update set cursor = excluded.cursor""",
        [source, rows.text(poll.cursor)],
    )
    return new


def unread(db: Database, limit: int) -> list[Article]:
    found = db.execute("select body from article where state = 'new' order by at, seq limit ?", [limit])
    return [rows.value(row["body"], Article) for row in found]


def spoiled(db: Database, article: str, reason: str) -> None:
    db.execute("update article set state = 'read', because = ? where id = ?", [reason, article])


def health(db: Database) -> list[SourceHealth]:
    found = db.execute("select health from source where health is not null order by name")
    return [rows.value(row["health"], SourceHealth) for row in found]


def note_health(db: Database, health: SourceHealth) -> None:
    db.execute(
        """insert into source (name, health) values (?, ?)
           on conflict (name) do update set health = excluded.health""",
        [health.name, rows.text(health)],
    )
