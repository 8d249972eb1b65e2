"""What companies reported, as whoever asked for it writes it down."""

from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.store import rows

KEPT: Final = timedelta(days=30)  # it is asked for anew after a day; older only serves while nobody answers


def company_facts(db: Database, company: str) -> tuple[datetime, str] | None:
    row = db.execute("select at, body from company_facts where company = ?", [company]).fetchone()
    return None if row is None else (rows.time(row["at"]), str(row["body"]))


def keep_company_facts(db: Database, company: str, text: str, now: datetime) -> None:
    db.execute(
        """insert into company_facts (company, at, body) values (?, ?, ?)
           on conflict (company) do update set at = excluded.at, body = excluded.body""",
        [company, rows.number(now), text],
    )
    db.execute("delete from company_facts where at < ?", [rows.number(now - KEPT)])
