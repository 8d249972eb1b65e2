"""The sources that people added in chat, and those that they let rest."""

from sqlite_utils import Database

from bot.ports import AddedSource
from bot.store import rows


def added(db: Database) -> list[AddedSource]:
    found = db.execute("select * from added_source order by name")
    return [
        AddedSource(
            name=row["name"],
            table=row["settings"],
            by=row["added_by"],
            channel=rows.channel(row),
            since=rows.time(row["since"]),
        )
        for row in found
    ]


def add_source(db: Database, source: AddedSource) -> bool:
    where = source.channel
    taken = db.execute(
        """insert into added_source (name, settings, added_by, platform, space, place, since)
           values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing""",
        [
            source.name,
            source.table,
            source.by,
            where.platform,
            where.space,
            where.id,
            rows.number(source.since),
        ],
    )
    return taken.rowcount > 0


def drop_source(db: Database, name: str) -> bool:
    dropped = db.execute("delete from added_source where name = ?", [name]).rowcount > 0
    if dropped:
        db.execute("delete from source where name = ?", [name])
        db.execute("delete from paused_source where name = ?", [name])
    return dropped


def pause(db: Database, name: str, *, paused: bool) -> None:
    if paused:
        db.execute("insert into paused_source (name) values (?) on conflict do nothing", [name])
    else:
        db.execute("delete from paused_source where name = ?", [name])


def paused(db: Database) -> frozenset[str]:
    return frozenset(row["name"] for row in db.execute("select name from paused_source"))
