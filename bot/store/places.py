"""Which channels take messages, and which spaces the bot is out of.

A disabled channel has nothing open but what it is tried with: disabling it ends all that it is owed, and from
then on it is owed nothing before `retry_at`.
"""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.domain.alert import Channel
from bot.ports.places import PROBATION, Closing, DeadChannel, GoneSpace, Unheard, Word
from bot.store import rows
from bot.store.watches import channel_number

SAID = "said"  # in `word`: the owner heard that the channel stopped


def disable(
    db: Database, channel: Channel, reason: str, now: datetime, *, how: Closing, heard: datetime | None
) -> DeadChannel | None:
    number = channel_number(db, channel)
    if not _is_news(db, number, heard):
        return None
    _end(db, [number], reason)
    deleted = how is Closing.DELETED
    retry_at = None if deleted else rows.number(now + PROBATION)
    db.execute(
        """update channel set retry_at = case when disabled_how = 'left' then null else ? end,
                  disabled_how = case when ? then 'deleted' else disabled_how end
           where id = ? and disabled_at is not null""",
        [retry_at, deleted, number],
    )
    row = db.execute(
        """update channel set disabled_at = ?, disabled_because = ?, disabled_how = ?, retry_at = ?,
                  word = case when owner is null then null else ? end
           where id = ? and disabled_at is null returning owner""",
        [rows.number(now), reason, how, retry_at, Word.STOPPED, number],
    ).fetchone()
    return None if row is None else DeadChannel(channel, reason, now, row["owner"], how)


def enable(db: Database, channel: Channel, heard: datetime | None, *, tell: bool) -> bool:
    number = channel_number(db, channel)
    return _is_news(db, number, heard) and _enable(db, number, tell=tell)


def proved(db: Database, channel: int) -> None:
    """A channel took a message, so it works; the message itself tells that."""
    _enable(db, channel, tell=False)


def try_again(db: Database, platform: str, space: str, place: str | None) -> None:
    db.execute(
        """update channel set retry_at = 0
           where disabled_at is not null and disabled_how <> 'left'
             and platform = :platform and space = :space
             and (place = :place or (:place is null and disabled_how <> 'deleted'))""",
        {"platform": platform, "space": space, "place": place},
    )


def tried(db: Database, channel: int, now: datetime) -> None:
    """An alert is owed to a channel: where that is disabled, it is tried with this one and no other."""
    db.execute(
        "update channel set retry_at = ? where id = ? and disabled_at is not null",
        [rows.number(now + PROBATION), channel],
    )


def disabled(db: Database) -> list[DeadChannel]:
    found = db.execute(
        "select * from channel where disabled_at is not null order by disabled_at, platform, space, place"
    )
    return [
        DeadChannel(
            channel=rows.channel(row),
            reason=row["disabled_because"],
            since=rows.time(row["disabled_at"]),
            owner=row["owner"],
            how=Closing(row["disabled_how"]),
        )
        for row in found
    ]


def unheard(db: Database) -> list[Unheard]:
    found = db.execute(
        """select * from channel where word in ('stopped', 'works') and owner is not null
           order by platform, space, place"""
    )
    return [
        Unheard(
            Word(row["word"]),
            rows.channel(row),
            row["owner"],
            row["disabled_because"] or "",
            Closing(row["disabled_how"] or Closing.CLOSED),
        )
        for row in found
    ]


def heard(db: Database, word: Unheard) -> None:
    db.execute(
        """update channel set word = case when word = 'stopped' then ? end
           where platform = ? and space = ? and place = ? and word = ?""",
        [SAID, word.channel.platform, word.channel.space, word.channel.id, word.word],
    )


def leave(db: Database, platform: str, space: str, reason: str, now: datetime) -> int | None:
    first = db.execute(
        "insert into space (platform, space, gone_at, because) values (?, ?, ?, ?) on conflict do nothing",
        [platform, space, rows.number(now), reason],
    ).rowcount
    there = db.execute("select id from channel where platform = ? and space = ?", [platform, space])
    _end(db, [row["id"] for row in there], reason)
    db.execute(
        "update channel set retry_at = null, word = null where platform = ? and space = ?", [platform, space]
    )
    stopped = db.execute(
        """update channel set disabled_at = ?, disabled_because = ?, disabled_how = 'left'
           where platform = ? and space = ? and disabled_at is null""",
        [rows.number(now), reason, platform, space],
    ).rowcount
    return int(stopped) if first else None


def rejoin(db: Database, platform: str, space: str) -> bool:
    was_gone = db.execute("delete from space where platform = ? and space = ?", [platform, space]).rowcount
    if not was_gone:
        return False
    db.execute(
        """update channel set disabled_at = null, disabled_because = null, disabled_how = null
           where platform = ? and space = ? and disabled_how = 'left'""",
        [platform, space],
    )
    try_again(db, platform, space, None)  # what was closed before may have been opened meanwhile
    return True


def gone(db: Database) -> list[GoneSpace]:
    found = db.execute("select * from space order by gone_at, platform, space")
    return [
        GoneSpace(row["platform"], row["space"], rows.time(row["gone_at"]), row["because"]) for row in found
    ]


def keeps(db: Database, channel: Channel) -> bool:
    named = [channel.platform, channel.space, channel.id]
    question = "select 1 from channel where platform = ? and space = ? and place = ?"
    return db.execute(question, named).fetchone() is not None


def spaces(db: Database, platform: str) -> Collection[str]:
    found = db.execute(
        """select distinct c.space from channel c where c.platform = ?
             and not exists (select 1 from space s where s.platform = c.platform and s.space = c.space)""",
        [platform],
    )
    return frozenset(row["space"] for row in found)


def _is_news(db: Database, channel: int, heard: datetime | None) -> bool:
    """Note when something was heard of a channel; say whether nothing later was."""
    if heard is None:
        return True
    return bool(
        db.execute(
            "update channel set heard_at = :at where id = :id and heard_at <= :at",
            {"at": rows.number(heard), "id": channel},
        ).rowcount
    )


def _enable(db: Database, channel: int, *, tell: bool) -> bool:
    return bool(
        db.execute(
            """update channel set disabled_at = null, disabled_because = null, disabled_how = null,
                      retry_at = null, word = case when ? and word = ? then ? end
               where id = ? and disabled_at is not null""",
            [tell, SAID, Word.WORKS, channel],
        ).rowcount
    )


def _end(db: Database, channels: Sequence[int], reason: str) -> None:
    """End what is open for channels."""
    db.execute(
        """update delivery set state = 'dead', lease_until = 0, because = ?
           where channel in (select value from json_each(?)) and state in ('owed', 'sending')""",
        [reason, rows.some(channels)],
    )
