"""The outbox: a claim is committed before the post, and every outcome is written down.

Whatever a claimer reports is believed only while its claim stands (same number of attempts), save that a
message was seen to stand: that is true whoever says it.

The head of a channel's line is its lowest open number. The view `head` steps from channel to channel in the
partial index of what is open: what was settled long ago costs nothing, nor does a long line.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlite_utils import Database

from bot.domain.alert import Action, Channel, Delivery, Message
from bot.domain.market import Ticker
from bot.ports import Backlog, Head
from bot.store import appointments, places, rows

OVERTAKEN: Final = "overtaken"  # why an edit ends that a newer one makes needless


def heads(db: Database, platform: str) -> list[Head]:
    found = db.execute(
        """select h.id, h.action, h.due, c.platform, c.space, c.place,
               (select min(r.rank) from delivery r
                where r.channel = h.channel and r.state in ('owed', 'sending')) as rank
        from head h join channel c on c.id = h.channel where c.platform = ?""",
        [platform],
    )
    return [
        Head(row["id"], rows.channel(row), Action(row["action"]), row["rank"], rows.time(row["due"]))
        for row in found
    ]


def next_due(db: Database) -> datetime | None:
    due: int | None = db.execute("select min(due) as due from head").fetchone()["due"]
    return rows.time(due)


def claim(
    db: Database, now: datetime, limit: int, lease: timedelta, among: Collection[int] | None = None
) -> list[Delivery]:
    at = rows.number(now)
    meant = _due(db, at) if among is None else among
    while _overtake(db, meant, at) and among is None:
        meant = _due(db, at)
    claimed = db.execute(
        """update delivery set state = 'sending', lease_until = :until, attempts = attempts + 1,
                  uncertain_since = coalesce(uncertain_since, :now)
           where id in (
               select d.id from delivery d
               where d.id in (select value from json_each(:meant)) and d.state in ('owed', 'sending')
                 and d.run_at <= :now and d.lease_until <= :now
                 and not exists (select 1 from delivery e where e.channel = d.channel
                                 and e.state in ('owed', 'sending') and e.id < d.id)
               order by d.id limit :limit)
           returning id""",
        {"now": at, "until": rows.number(now + lease), "limit": limit, "meant": rows.some(meant)},
    ).fetchall()
    found = db.execute(
        """select d.*, c.platform, c.space, c.place, s.revision as newest
           from delivery d join channel c on c.id = d.channel join story s on s.id = d.story
           where d.id in (select value from json_each(?)) order by d.id""",
        [rows.some(row["id"] for row in claimed)],
    )
    return [rows.delivery(row) for row in found]


def take_over(db: Database, now: datetime, lease: timedelta, patience: timedelta) -> None:
    appointments.release_all(db, now)
    db.execute(
        """update delivery set lease_until = min(lease_until, :lease), run_at = min(run_at, :patience),
                  uncertain_since = min(uncertain_since, :now)
           where state in ('owed', 'sending')""",
        {
            "now": rows.number(now),
            "lease": rows.number(now + lease),
            "patience": rows.number(now + patience),
        },
    )


def clock_set(db: Database, by: timedelta) -> None:
    db.execute(
        """update delivery set run_at = run_at + :by, uncertain_since = uncertain_since + :by,
                  lease_until = case when lease_until = 0 then 0 else lease_until + :by end
           where state in ('owed', 'sending')""",
        {"by": by // rows.MICROSECOND},
    )
    appointments.clock_set(db, by)


def sent(
    db: Database,
    delivery: Delivery,
    message: Message,
    now: datetime,
    *,
    shows: int,
    below: Message | None,
) -> None:
    settled = db.execute(
        """update delivery set state = 'sent', lease_until = 0, uncertain_since = null, because = null
           where id = ? returning channel""",
        [delivery.id],
    ).fetchone()
    if settled is None:  # it was forgotten meanwhile, with its space
        return
    places.proved(db, settled["channel"])
    _shown(db, delivery, settled["channel"], shows)
    if delivery.action is Action.EDIT:
        return
    db.execute(
        """insert into message (channel, id, story, posted_at, below) values (?, ?, ?, ?, ?)
           on conflict (channel, id) do nothing""",
        [settled["channel"], message.id, delivery.story, rows.number(now), below.id if below else None],
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


def withdraw(db: Database, delivery: Delivery) -> None:
    db.execute(
        "delete from delivery where id = ? and state = 'sending' and attempts = ?",
        [delivery.id, delivery.attempts],
    )


def posted(db: Database, story: int, channel: Channel) -> Message | None:
    row = db.execute(
        """select m.id from message m join channel c on c.id = m.channel
           where m.story = ? and c.platform = ? and c.space = ? and c.place = ? and m.below is null
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


def backlog(db: Database) -> list[Backlog]:
    found = db.execute(
        """select c.platform, count(*) as n, min(d.owed_at) as oldest
           from delivery d join channel c on c.id = d.channel
           where d.state in ('owed', 'sending') group by c.platform order by c.platform"""
    )
    return [Backlog(row["platform"], int(row["n"]), rows.time(row["oldest"])) for row in found]


def _due(db: Database, at: int) -> list[int]:
    """Return the numbers of the heads that are due, oldest first."""
    return [row["id"] for row in db.execute("select id from head where due <= ? order by id", [at])]


def _shown(db: Database, delivery: Delivery, channel: int, shows: int) -> None:
    """Settle what nobody began and what would say no more than the message does since it shows a revision:
    behind an alert anything, behind an edit another one, behind a reply another of the same news."""
    db.execute(
        """update delivery set state = 'dead', because = :because
           where channel = :channel and story = :story and revision <= :shows and state = 'owed'
             and attempts = 0 and action <> 'post'
             and (:action = 'post' or (action = :action and news = :news))""",
        {
            "because": OVERTAKEN,
            "channel": channel,
            "story": delivery.story,
            "shows": shows,
            "action": delivery.action,
            "news": rows.said(delivery.news),
        },
    )


def _overtake(db: Database, meant: Collection[int], at: int) -> int:
    """Settle those edits that nobody is making and behind which a newer one of their story waits; return how
    many they were."""
    return db.execute(
        """update delivery set state = 'dead', lease_until = 0, because = ?
           where id in (select value from json_each(?)) and action = 'edit' and state in ('owed', 'sending')
             and run_at <= ? and lease_until <= ?
             and exists (select 1 from delivery n where n.channel = delivery.channel
                         and n.state in ('owed', 'sending') and n.id > delivery.id
                         and n.story = delivery.story and n.action = 'edit')""",
        [OVERTAKEN, rows.some(meant), at, at],
    ).rowcount
