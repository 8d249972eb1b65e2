"""What is kept of a person or for a space: told on demand, and forgotten on demand."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sqlite_utils import Database

from bot.ports.keeping import NOBODY, Held, Person, Removed, Space
from bot.store import rows, sources

TIMES: Final = frozenset({"since", "at", "muted_until", "gone_at", "disabled_at"})

_OF_PERSON: Final = (
    (
        "watches",
        """select c.platform, c.space, c.place as channel, w.symbol, w.name, w.since, w.muted_until
           from watch w join channel c on c.id = w.channel
           where w.wished_by = :who and c.platform = :platform and (:space is null or c.space = :space)
           order by c.space, c.place, w.symbol""",
    ),
    (
        "channels",
        """select c.platform, c.space, c.place as channel from channel c
           where c.owner = :who and c.platform = :platform and (:space is null or c.space = :space)
           order by c.space, c.place""",
    ),
    (
        "audit",
        """select c.platform, c.space, c.place as channel, a.at, a.action, a.detail
           from audit a join channel c on c.id = a.channel
           where a.who = :who and c.platform = :platform and (:space is null or c.space = :space)
           order by a.id""",
    ),
    (
        "sources",
        """select platform, space, place as channel, name, since, settings from added_source
           where added_by = :who and platform = :platform and (:space is null or space = :space)
           order by name""",
    ),
    # Who let a source rest is kept without the platform: an id of another platform looks otherwise.
    ("resting_sources", "select name, since from paused_source where paused_by = :who order by name"),
)

_IN_SPACE: Final = (
    (
        "channels",
        """select c.place as channel, c.owner, c.disabled_at, c.disabled_because,
                  (select count(*) from message m where m.channel = c.id) as messages,
                  (select count(*) from delivery d where d.channel = c.id) as deliveries
           from channel c where c.platform = :platform and c.space = :space order by c.place""",
    ),
    (
        "watches",
        """select c.place as channel, w.symbol, w.name, w.wished_by as by, w.since, w.muted_until
           from watch w join channel c on c.id = w.channel
           where c.platform = :platform and c.space = :space order by c.place, w.symbol""",
    ),
    (
        "audit",
        """select c.place as channel, a.at, a.who as by, a.action, a.detail
           from audit a join channel c on c.id = a.channel
           where c.platform = :platform and c.space = :space order by a.id""",
    ),
    (
        "sources",
        """select place as channel, name, added_by as by, since, settings from added_source
           where platform = :platform and space = :space order by name""",
    ),
    ("left", "select gone_at, because from space where platform = :platform and space = :space"),
)

# A watch and a line of the trail are the channel's record, and stay; that it was this person does not.
_FORGET: Final = (
    (
        "watches",
        """update watch set wished_by = :nobody where wished_by = :who and channel in (
               select id from channel where platform = :platform and (:space is null or space = :space))""",
    ),
    (
        "channels",
        """update channel set owner = null
           where owner = :who and platform = :platform and (:space is null or space = :space)""",
    ),
    (
        "audit lines",
        """update audit set who = :nobody where who = :who and channel in (
               select id from channel where platform = :platform and (:space is null or space = :space))""",
    ),
    (
        "sources",
        """update added_source set added_by = :nobody
           where added_by = :who and platform = :platform and (:space is null or space = :space)""",
    ),
    ("resting sources", "update paused_source set paused_by = :nobody where paused_by = :who"),
)

# What hangs on the channels of a space, and then these.
_OF_SPACE: Final = (
    (
        "audit lines",
        """delete from audit where id in (select id from audit where channel in (
               select id from channel where platform = :platform and space = :space) limit :limit)""",
    ),
    (
        "watches",
        """delete from watch where (channel, symbol) in (select channel, symbol from watch where channel in (
               select id from channel where platform = :platform and space = :space) limit :limit)""",
    ),
    (
        "messages",
        """delete from message where seq in (select seq from message where channel in (
               select id from channel where platform = :platform and space = :space) limit :limit)""",
    ),
    (
        "deliveries",
        """delete from delivery where id in (select id from delivery where channel in (
               select id from channel where platform = :platform and space = :space) limit :limit)""",
    ),
    (
        "channels",
        """delete from channel where id in (
               select id from channel where platform = :platform and space = :space limit :limit)""",
    ),
)


def held_of(db: Database, person: Person) -> Held:
    who = {"who": person.id, "platform": person.platform, "space": person.space}
    return {kind: [_told(row) for row in db.execute(question, who)] for kind, question in _OF_PERSON}


def held_in(db: Database, space: Space) -> Held:
    where = {"platform": space.platform, "space": space.id}
    return {kind: [_told(row) for row in db.execute(question, where)] for kind, question in _IN_SPACE}


def _told(row: Any) -> Mapping[str, str | None]:
    """Return a row in words: times as ISO 8601 in UTC, and numbers as digits."""
    told: dict[str, str | None] = {}
    for name in row.keys():  # noqa: SIM118 - a sqlite3.Row iterates over its values
        value = row[name]
        if value is None:
            told[name] = None
        else:
            told[name] = rows.time(value).isoformat() if name in TIMES else str(value)
    return told


def forget(db: Database, person: Person) -> Removed:
    who = {"who": person.id, "platform": person.platform, "space": person.space, "nobody": NOBODY}
    counts = {kind: int(db.execute(statement, who).rowcount) for kind, statement in _FORGET}
    return {kind: count for kind, count in counts.items() if count}


def gone_before(db: Database, before: datetime) -> list[Space]:
    found = db.execute(
        "select platform, space from space where gone_at < ? order by platform, space", [rows.number(before)]
    )
    return [Space(row["platform"], row["space"]) for row in found]


def purge(db: Database, space: Space, limit: int, *, gone_before: datetime | None = None) -> Removed:
    """Remove up to `limit` rows of the first kind that has any, in the end that the bot ever left."""
    where: dict[str, Any] = {"platform": space.platform, "space": space.id, "limit": limit}
    if gone_before is not None and not _was_left(db, space, gone_before):
        return {}
    for kind, statement in _OF_SPACE:
        if count := db.execute(statement, where).rowcount:
            return {kind: count}
    names = db.execute(
        "select name from added_source where platform = :platform and space = :space", where
    ).fetchall()
    if dropped := sum(sources.drop_source(db, row["name"]) for row in names):
        return {"sources": dropped}
    db.execute("delete from space where platform = :platform and space = :space", where)
    return {}


def _was_left(db: Database, space: Space, before: datetime) -> bool:
    return (
        db.execute(
            "select 1 from space where platform = ? and space = ? and gone_at < ?",
            [space.platform, space.id, rows.number(before)],
        ).fetchone()
        is not None
    )
