"""The hours of an exchange laid out as one line of time: at which instant which session begins.

`sessions.json` says for each exchange its zone, its hours, the days on which it is closed and those with
hours of their own, from 2026 to the last day that is known. `python -m tests.calendar` writes it. An exchange
is laid out when it is first asked for, some 2,000 sessions in a few milliseconds, and kept.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.market import Session

TABLE: Final = Path(__file__).with_name("sessions.json")
DAY: Final = timedelta(days=1)
MIDNIGHT: Final = time()


@dataclass(frozen=True, slots=True)
class Timetable:
    """What is known of one exchange. Instants are seconds since 1970 (UTC), ascending.

    `turns` are the instants at which a session begins, `sessions` what begins there. The last one is UNKNOWN:
    the knowledge ends. `days` are the trading days by the exchange's own calendar, with the `opens` and the
    `closes` of their regular trading; `first` and `last` the days between which all of them are known.
    """

    zone: ZoneInfo
    first: date
    last: date
    turns: tuple[float, ...]
    sessions: tuple[Session, ...]
    days: tuple[date, ...]
    opens: tuple[float, ...]
    closes: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class _Extended:
    """Trading outside the regular hours: premarket from `begins`, after hours to `ends`, on a day that closes
    early to `ends_early`; overnight, where there is any, from `ends` until the premarket of the next day."""

    begins: time
    ends: time
    ends_early: time
    overnight: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """One row of the table, which exchanges may share. `hours` are the times at which trading begins, pauses,
    goes on and ends; they hold from the day that they stand under. `others` are days with their own."""

    zone: str
    week: frozenset[int]
    first: date
    last: date
    hours: tuple[tuple[date, tuple[time, ...]], ...]
    closed: frozenset[date]
    others: Mapping[date, tuple[time, ...]]
    extended: _Extended | None

    def days(self) -> Iterator[date]:
        """Give every day that is known, the first one first."""
        for ahead in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=ahead)

    def on(self, day: date) -> tuple[time, ...] | None:
        """Return the regular hours of a day; None where there is no regular trading."""
        if day in self.others:
            return self.others[day]
        if day in self.closed or day.isoweekday() not in self.week:
            return None
        return self.usual(day)

    def usual(self, day: date) -> tuple[time, ...]:
        """Return the hours that an ordinary day of its season has."""
        return next(hours for begins, hours in reversed(self.hours) if begins <= day)


@cache
def timetable(mic: str) -> Timetable | None:
    """Return an exchange's timetable; None for one that is not in the table, and where this machine has no
    time zone database."""
    row = _rows().get(mic)
    try:
        return None if row is None else _laid_out(row)
    except ZoneInfoNotFoundError:
        return None


def mics() -> tuple[str, ...]:
    """Return the MIC of every exchange in the table, in alphabetical order."""
    return tuple(sorted(_rows()))


@cache
def _laid_out(row: _Row) -> Timetable:
    """Lay a row out, once for all the exchanges that share it. Raises ZoneInfoNotFoundError."""
    zone = ZoneInfo(row.zone)
    trading = {day: hours for day in row.days() if (hours := row.on(day)) is not None}
    turns: list[tuple[float, Session]] = []
    for at, session in _turns(row, zone):
        if not turns or session is not turns[-1][1]:
            turns.append((at, session))
    return Timetable(
        zone=zone,
        first=row.first,
        last=row.last,
        turns=tuple(at for at, _ in turns),
        sessions=tuple(session for _, session in turns),
        days=tuple(trading),
        opens=tuple(_instant(day, hours[0], zone) for day, hours in trading.items()),
        closes=tuple(_instant(day, hours[-1], zone) for day, hours in trading.items()),
    )


def _turns(row: _Row, zone: ZoneInfo) -> Iterator[tuple[float, Session]]:
    """Give the instants at which a session begins, in order; some begin what is there already."""
    yield _instant(row.first, MIDNIGHT, zone), _night_before(row, row.first)
    for day in row.days():
        for clock, session in _turns_of(row, day):
            yield _instant(day, clock, zone), session
    yield _instant(row.last + DAY, MIDNIGHT, zone), Session.UNKNOWN


def _turns_of(row: _Row, day: date) -> Iterator[tuple[time, Session]]:
    """Give a day's turns by the exchange's clocks."""
    hours, extended = row.on(day), row.extended
    if hours is not None:
        if extended is not None:
            yield extended.begins, Session.PREMARKET
        for number, clock in enumerate(hours[:-1]):
            yield clock, Session.LUNCH if number % 2 else Session.REGULAR
        yield hours[-1], Session.CLOSED if extended is None else Session.AFTER_HOURS
        if extended is not None and hours[-1] < row.usual(day)[-1]:
            yield extended.ends_early, Session.CLOSED
    if extended is not None:
        yield extended.ends, _night_before(row, day + DAY)


def _instant(day: date, clock: time, zone: ZoneInfo) -> float:
    return datetime.combine(day, clock, zone).timestamp()


def _night_before(row: _Row, day: date) -> Session:
    """Return what the evening and the night before a day's premarket are.

    The night's trading belongs to the day that follows it: before a holiday there is none, on the evening of
    the holiday there is. After the last day of the table only a weekend is sure to be one.
    """
    if row.extended is None or not row.extended.overnight or day.isoweekday() not in row.week:
        return Session.CLOSED
    if day > row.last:
        return Session.UNKNOWN
    return Session.CLOSED if row.on(day) is None else Session.OVERNIGHT


@cache
def _rows() -> Mapping[str, _Row]:
    document = json.loads(TABLE.read_text(encoding="utf-8"))
    first = date.fromisoformat(document["known_from"])
    extended = {name: _extended(times) for name, times in document["extended"].items()}
    table: dict[str, _Row] = {}
    for mic, entry in document["exchanges"].items():
        row = _row(entry, first, extended.get(entry.get("extended")))
        table |= dict.fromkeys((mic, *entry.get("also", ())), row)
    return table


def _row(entry: Mapping[str, Any], first: date, extended: _Extended | None) -> _Row:
    return _Row(
        zone=entry["zone"],
        week=frozenset(entry["week"]),
        first=first,
        last=date.fromisoformat(entry["known_to"]),
        hours=tuple((date.fromisoformat(day), _clock(hours)) for day, hours in entry["hours"].items()),
        closed=frozenset(
            date.fromisoformat(f"{year}-{day}") for year, days in entry["closed"].items() for day in days
        ),
        others={date.fromisoformat(day): _clock(hours) for day, hours in entry.get("others", {}).items()},
        extended=extended,
    )


def _extended(times: Mapping[str, Any]) -> _Extended:
    return _Extended(
        begins=time.fromisoformat(times["premarket"]),
        ends=time.fromisoformat(times["after_hours"]),
        ends_early=time.fromisoformat(times["after_hours_early"]),
        overnight=times["overnight"],
    )


def _clock(hours: list[str]) -> tuple[time, ...]:
    return tuple(map(time.fromisoformat, hours))
