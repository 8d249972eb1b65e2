"""The outbox: a claim is committed before the post, and every outcome is written down.

Whatever a claimer reports is believed only while its claim stands (same number of attempts), save that a
message was seen to stand: that is true whoever says it.

The head of a channel's line is its lowest open number, which the partial index `delivery_open` gives: what
was settled long ago costs a claim nothing.
"""

from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.domain.alert import Channel, Delivery, Message
from bot.domain.market import Ticker
from bot.ports import DeadChannel
from bot.store import rows
from bot.store.watches import channel_number


def claim(db: Database, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
    claimed = db.execute(
        """update delivery set state = 'sending', lease_until = :until, attempts = attempts + 1,
                  uncertain_since = coalesce(uncertain_since, :now)
           where id in (
               select d.id from delivery d join channel c on c.id = d.channel
               where d.id in (select min(o.id) from delivery o
                              where o.state in ('owed', 'sending') group by o.channel)
                 and d.run_at <= :now and d.lease_until <= :now and c.disabled_at is null
               order by d.id limit :limit)
           returning id""",
        {"now": rows.number(now), "until": rows.number(now + lease), "limit": limit},
    ).fetchall()
    found = db.execute(
        """select d.*, c.platform, c.space, c.place from delivery d join channel c on c.id = d.channel
           where d.id in (select value from json_each(?)) order by d.id""",
        [rows.some(row["id"] for row in claimed)],
    )
    return [rows.delivery(row) for row in found]


def next_due(db: Database) -> datetime | None:
    row = db.execute(
        """select min(case when d.run_at > d.lease_until then d.run_at else d.lease_until end) as due
           from delivery d join channel c on c.id = d.channel
           where d.id in (select min(o.id) from delivery o
                          where o.state in ('owed', 'sending') group by o.channel)
             and c.disabled_at is null"""
    ).fetchone()
    due: int | None = row["due"]
    return rows.time(due)


def sent(db: Database, delivery: Delivery, message: Message, now: datetime) -> None:
    db.execute(
        """update delivery set state = 'sent', lease_until = 0, uncertain_since = null, because = null
           where id = ?""",
        [delivery.id],
    )
    db.execute(
        """insert into message (channel, id, story, posted_at) values (?, ?, ?, ?)
           on conflict (channel, id) do nothing""",
        [channel_number(db, message.channel), message.id, delivery.story, rows.number(now)],
    )


def give_back(db: Database, delivery: Delivery, run_at: datetime) -> None:
    db.execute(
        """update delivery set state = 'owed', lease_until = 0, run_at = ?, attempts = attempts - 1,
                  uncertain_since = case when attempts = 1 then null else uncertain_since end
           where id = ? and state = 'sending' and attempts = ?""",
        [rows.number(run_at), delivery.id, delivery.attempts],
    )


def unsure(db: Database, delivery: Delivery, run_at: datetime) -> None:
    db.execute(
        """update delivery set state = 'owed', lease_until = 0, run_at = ?
           where id = ? and state = 'sending' and attempts = ?""",
        [rows.number(run_at), delivery.id, delivery.attempts],
    )


def dead(db: Database, delivery: Delivery, reason: str) -> None:
    db.execute(
        """update delivery set state = 'dead', lease_until = 0, because = ?
           where id = ? and state = 'sending' and attempts = ?""",
        [reason, delivery.id, delivery.attempts],
    )


def disable(db: Database, channel: Channel, reason: str, now: datetime) -> DeadChannel | None:
    number = channel_number(db, channel)
    db.execute(
        """update delivery set state = 'dead', lease_until = 0, because = ?
           where channel = ? and state in ('owed', 'sending')""",
        [reason, number],
    )
    row = db.execute(
        """update channel set disabled_at = ?, disabled_because = ? where id = ? and disabled_at is null
           returning owner""",
        [rows.number(now), reason, number],
    ).fetchone()
    return None if row is None else DeadChannel(channel, reason, now, row["owner"])


def enable(db: Database, channel: Channel) -> None:
    db.execute(
        """update channel set disabled_at = null, disabled_because = null
           where platform = ? and space = ? and place = ?""",
        [channel.platform, channel.space, channel.id],
    )


def disabled(db: Database) -> list[DeadChannel]:
    found = db.execute(
        "select * from channel where disabled_at is not null order by disabled_at, platform, space, place"
    )
    return [
        DeadChannel(rows.channel(row), row["disabled_because"], rows.time(row["disabled_at"]), row["owner"])
        for row in found
    ]


def posted(db: Database, story: int, channel: Channel) -> Message | None:
    row = db.execute(
        """select m.id from message m join channel c on c.id = m.channel
           where m.story = ? and c.platform = ? and c.space = ? and c.place = ?
           order by m.seq desc limit 1""",
        [story, channel.platform, channel.space, channel.id],
    ).fetchone()
    return None if row is None else Message(channel, row["id"])


def watch_behind(db: Database, story: int, channel: Channel) -> Ticker | None:
    row = db.execute(
        """select d.symbol, d.mic from delivery d join channel c on c.id = d.channel
           where d.action = 'post' and d.story = ? and c.platform = ? and c.space = ? and c.place = ?""",
        [story, channel.platform, channel.space, channel.id],
    ).fetchone()
    return None if row is None else Ticker(row["symbol"], row["mic"])


def owed(db: Database) -> int:
    row = db.execute("select count(*) as n from delivery where state in ('owed', 'sending')").fetchone()
    return int(row["n"])
