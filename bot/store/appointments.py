"""When something is looked up about a story, and the alerts that wait for it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from sqlite3 import Row

from sqlite_utils import Database

from bot.domain.figures import Moment
from bot.domain.market import PriceLine
from bot.ports import LATE, Appointment, Due
from bot.store import rows


def due(
    db: Database,
    now: datetime,
    besides: Collection[tuple[int, Moment]],
    limit: int,
    moments: Collection[Moment],
) -> list[Due]:
    found = db.execute(
        """select a.*, s.id, s.body from appointment a join story s on s.id = a.story
           where a.due <= ? and a.moment in (select value from json_each(?))
             and a.story || ' ' || a.moment not in (select value from json_each(?))
           order by a.due, a.story limit ?""",
        [
            rows.number(now),
            rows.some(moments),
            rows.some(f"{story} {moment}" for story, moment in besides),
            limit,
        ],
    )
    return [Due(_appointment(row), rows.story(row)) for row in found]


def next_due(db: Database, now: datetime) -> datetime | None:
    soonest: int | None = db.execute(
        "select min(due) as due from appointment where due > ?", [rows.number(now)]
    ).fetchone()["due"]
    return rows.time(soonest)


def is_out(db: Database, story: int) -> bool:
    begun = db.execute(
        """select 1 from delivery where story = ? and action = 'post'
             and (state = 'sent' or (state <> 'dead' and attempts > 0))""",
        [story],
    )
    return begun.fetchone() is not None


def hold(db: Database, story: int, posts: Sequence[int], now: datetime, length: timedelta) -> None:
    """Let the new alerts of a story, by their numbers, wait for its appointment, which is made unless it has
    one."""
    until = rows.number(now + length)
    open_ = db.execute(
        """insert into appointment (story, moment, due, until, held_until) values (?, ?, ?, ?, ?)
           on conflict (story, moment) do update set moment = excluded.moment returning held_until""",
        [story, Moment.ALERT, rows.number(now), rows.number(now + LATE), until],
    ).fetchone()["held_until"]
    if open_ is not None and rows.number(now) < open_ <= until:
        db.execute(
            "update delivery set run_at = ? where id in (select value from json_each(?))",
            [open_, rows.some(posts)],
        )


def release(db: Database, appointment: Appointment, now: datetime) -> None:
    """Let the alerts go that wait for an appointment."""
    if appointment.held_until is None:
        return
    db.execute(
        "update delivery set run_at = min(run_at, ?) where story = ? and state = 'owed' and run_at = ?",
        [rows.number(now), appointment.story, rows.number(appointment.held_until)],
    )


def release_all(db: Database, now: datetime) -> None:
    """Let every alert go that waits for an appointment: whoever was to keep it is no more."""
    db.execute(
        """update delivery set run_at = min(run_at, ?)
           where state = 'owed' and exists (select 1 from appointment a
                  where a.story = delivery.story and a.held_until = delivery.run_at)""",
        [rows.number(now)],
    )


def make(db: Database, appointment: Appointment) -> None:
    db.execute(
        """insert into appointment (story, moment, due, until, fund) values (?, ?, ?, ?, ?)
           on conflict (story, moment) do nothing""",
        [
            appointment.story,
            appointment.moment,
            rows.number(appointment.due),
            rows.number(appointment.until),
            None if appointment.fund is None else rows.text(appointment.fund),
        ],
    )


def put_off(db: Database, appointment: Appointment, due: datetime) -> None:
    db.execute(
        "update appointment set due = ? where story = ? and moment = ?",
        [rows.number(due), appointment.story, appointment.moment],
    )


def over(db: Database, appointment: Appointment) -> None:
    db.execute(
        "delete from appointment where story = ? and moment = ?", [appointment.story, appointment.moment]
    )


def forget(db: Database, story: int) -> None:
    """Forget all that is planned for a story."""
    db.execute("delete from appointment where story = ?", [story])


def clock_set(db: Database, by: timedelta) -> None:
    """Move what counts from the alert; an exchange rings its bell by a clock that is right."""
    db.execute(
        """update appointment set due = due + :by, until = until + :by, held_until = held_until + :by
           where moment in (:alert, :hour)""",
        {"by": by // rows.MICROSECOND, "alert": Moment.ALERT, "hour": Moment.HOUR},
    )


def _appointment(row: Row) -> Appointment:
    return Appointment(
        story=row["story"],
        moment=Moment(row["moment"]),
        due=rows.time(row["due"]),
        until=rows.time(row["until"]),
        held_until=rows.time(row["held_until"]),
        fund=None if row["fund"] is None else rows.value(row["fund"], PriceLine),
    )
