"""Whose the keys are by which items are known again. A key belongs to whoever carried it last, or to nobody
when several did at once."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.domain.article import Article
from bot.ports import Owners
from bot.store import rows

KEPT: Final = timedelta(days=30)  # past the last sight; an article's own id is kept for ever
SEEN_EVERY: Final = timedelta(days=1)  # how exactly a last sight is known: no write for each poll


def owners(db: Database, keys: Collection[str]) -> Owners:
    wanted = rows.some(keys)
    found = db.execute(
        "select key, article from article_key where key in (select value from json_each(?))", [wanted]
    )
    of = {row["key"]: row["article"] for row in found}
    named = db.execute(
        "select id from article where id in (select substr(value, 2) from json_each(?))", [wanted]
    )
    return Owners(of, frozenset(row["id"] for row in named))


def recall(db: Database, ids: Collection[str]) -> dict[str, Article]:
    found = db.execute(
        "select id, body from article where id in (select value from json_each(?))", [rows.some(ids)]
    )
    return {row["id"]: rows.value(row["body"], Article) for row in found}


def note(
    db: Database, source: str, articles: Sequence[Article], shared: Iterable[str], now: datetime
) -> None:
    """Keep whose the keys of a fetch are, and forget those of the source that were not seen for long.

    Nothing is forgotten while a source gives nothing: what was in its feed a month ago may be there still.
    """
    owned: dict[str, str | None] = {key: article.id for article in articles for key in article.keys}
    owned.update(dict.fromkeys(shared))
    if not owned:
        return
    at = rows.number(now)
    db.execute(
        """insert into article_key (key, article, source, seen)
           select json_extract(value, '$[0]'), json_extract(value, '$[1]'), ?, ? from json_each(?) where true
           on conflict (key) do update set article = excluded.article, seen = excluded.seen
           where article_key.article is not null
             and (article_key.article is not excluded.article or article_key.seen < ?)""",
        [source, at, rows.some(owned.items()), rows.number(now - SEEN_EVERY)],
    )
    db.execute(
        """update article_key set seen = ? where article is null and seen < ?
             and key in (select value from json_each(?))""",
        [at, rows.number(now - SEEN_EVERY), rows.some(owned)],
    )
    db.execute("delete from article_key where source = ? and seen < ?", [source, rows.number(now - KEPT)])
