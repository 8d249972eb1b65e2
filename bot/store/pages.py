"""The pages that were read."""

from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.store import rows

KEPT: Final = timedelta(days=3)  # no older article alerts, so that its page is not asked for again


def page(db: Database, url: str) -> str | None:
    row = db.execute("select body from page where url = ?", [url]).fetchone()
    return None if row is None else str(row["body"])


def keep_page(db: Database, url: str, text: str, now: datetime) -> None:
    db.execute(
        """insert into page (url, at, body) values (?, ?, ?)
           on conflict (url) do update set at = excluded.at, body = excluded.body""",
        [url, rows.number(now), text],
    )
    db.execute("delete from page where at < ?", [rows.number(now - KEPT)])
