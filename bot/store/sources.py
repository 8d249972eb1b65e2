"""The sources that people added in chat, and those that they let rest."""

from sqlite_utils import Database

from bot.ports import AddedSource, PausedSource
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
    if taken.rowcount > 0:
        _forget(db, source.name)
    return taken.rowcount > 0


def drop_source(db: Database, name: str) -> bool:
    dropped = db.execute("delete from added_source where name = ?", [name]).rowcount > 0
    if dropped:
        _forget(db, name)
    return dropped


def _forget(db: Database, name: str) -> None:
    """Forget where the bearer of a name stands and how it does, and whether it rests."""
    db.execute("delete from source where name = ?", [name])
    db.execute("delete from paused_source where name = ?", [name])
    db.execute("delete from article_key where source = ?", [name])


def pause(db: Database, source: PausedSource) -> bool:
    rests = db.execute(
        "insert into paused_source (name, paused_by, since) values (?, ?, ?) on conflict do nothing",
        [source.name, source.by, rows.number(source.since)],
    )
    return rests.rowcount > 0


def resume(db: Database, name: str) -> bool:
    return db.execute("delete from paused_source where name = ?", [name]).rowcount > 0


def paused(db: Database) -> list[PausedSource]:
    return [
        PausedSource(row["name"], row["paused_by"], rows.time(row["since"]))
        for row in db.execute("select * from paused_source order by name")
    ]
