"""The exchange rates of past days."""

from datetime import date
from decimal import Decimal

from sqlite_utils import Database

from bot.domain.fixing import Fixing
from bot.store import rows


def fixing(db: Database, day: date) -> Fixing | None:
    row = db.execute("select source, per_euro from fixing where day = ?", [day.isoformat()]).fetchone()
    return (
        None if row is None else Fixing(day, rows.value(row["per_euro"], dict[str, Decimal]), row["source"])
    )


def keep_fixing(db: Database, fixing: Fixing) -> None:
    db.execute(
        """insert into fixing (day, source, per_euro) values (?, ?, ?)
           on conflict (day) do update set source = excluded.source, per_euro = excluded.per_euro""",
        [fixing.day.isoformat(), fixing.source, rows.text(fixing.per_euro)],
    )
