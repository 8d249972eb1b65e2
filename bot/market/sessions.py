"""Which part of the trading day an instant falls into, at an exchange.

`sessions.json` holds the hours, lunch breaks, holidays and half days of each exchange, from 2026 to the last
day for which the exchange has published them (`known_to`). Beyond that the answer is "unknown", no guess.
Exchanges that share hours and holidays share a row (`also`).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.market import Session

SATURDAY: Final = 5


@dataclass(frozen=True, slots=True)
class Extended:
    """Trading outside the regular hours: when it begins and ends on a full day, and its end on a half day."""

    begins: time
    ends: time
    ends_early: time


@dataclass(frozen=True, slots=True)
class Hours:
    """An exchange's days. Times are local to `zone`; `known` are the first and the last day that are sure."""

    zone: str
    opens: time
    closes: time
    closes_early: time
    lunch: tuple[time, time] | None
    holidays: frozenset[date]
    half_days: frozenset[date]
    known: tuple[date, date]
    extended: Extended | None

    def trades_on(self, day: date) -> bool:
        """Tell whether there is regular trading on a day."""
        return day.weekday() < SATURDAY and day not in self.holidays

    def close_on(self, day: date) -> time:
        """Return when regular trading ends on a trading day."""
        return self.closes_early if day in self.half_days else self.closes


def session(at: datetime, mic: str) -> Session:
    """Return the part of the trading day at an instant: UNKNOWN for an exchange or a day not in the table."""
    local = _local(at, mic)
    if local is None:
        return Session.UNKNOWN
    hours, moment = local
    day, clock = moment.date(), moment.time()
    if not hours.trades_on(day):
        return _outside(hours, moment)
    if hours.opens <= clock < hours.close_on(day):
        midday = hours.lunch is not None and hours.lunch[0] <= clock < hours.lunch[1]
        return Session.LUNCH if midday else Session.REGULAR
    return _outside(hours, moment)


def last_close(at: datetime, mic: str) -> datetime | None:
    """Return the instant at which regular trading last ended, seen from `at`; None where that is not known.

    A premarket price is compared with the price of that moment: check a provider's close by this day.
    """
    local = _local(at, mic)
    if local is None:
        return None
    hours, moment = local
    day = moment.date()
    if not hours.trades_on(day) or moment.time() < hours.close_on(day):
        day -= timedelta(days=1)
        while not hours.trades_on(day):
            day -= timedelta(days=1)
    if day < hours.known[0]:
        return None
    return datetime.combine(day, hours.close_on(day), moment.tzinfo).astimezone(at.tzinfo)


def _local(at: datetime, mic: str) -> tuple[Hours, datetime] | None:
    """Return the exchange's hours and its local time, None where either is not known."""
    hours = _table().get(mic)
    if hours is None:
        return None
    try:
        moment = at.astimezone(ZoneInfo(hours.zone))
    except ZoneInfoNotFoundError:  # a machine without the time zone database
        return None
    return (hours, moment) if hours.known[0] <= moment.date() <= hours.known[1] else None


def _outside(hours: Hours, moment: datetime) -> Session:
    """Return the session outside regular trading, which only the US exchanges have beside "closed"."""
    extended = hours.extended
    if extended is None:
        return Session.CLOSED
    day, clock = moment.date(), moment.time()
    if hours.trades_on(day):
        ends = extended.ends_early if day in hours.half_days else extended.ends
        if clock < extended.begins:
            return Session.OVERNIGHT
        if clock < hours.opens:
            return Session.PREMARKET
        if clock < ends:
            return Session.AFTER_HOURS
    # The night's trading belongs to the day that follows: it begins the evening before.
    if clock >= extended.ends and hours.trades_on(day + timedelta(days=1)):
        return Session.OVERNIGHT
    return Session.CLOSED


@cache
def _table() -> Mapping[str, Hours]:
    document = json.loads(files("bot.market").joinpath("sessions.json").read_text(encoding="utf-8"))
    first = date.fromisoformat(document.pop("known_from"))
    table: dict[str, Hours] = {}
    for mic, row in document.items():
        hours = _hours(row, first)
        for one in (mic, *row.get("also", ())):
            table[one] = hours
    return table


def _hours(row: Mapping[str, Any], first: date) -> Hours:
    closes = time.fromisoformat(row["close"])
    lunch = row.get("lunch")
    extended = row.get("extended")
    return Hours(
        zone=row["zone"],
        opens=time.fromisoformat(row["open"]),
        closes=closes,
        closes_early=time.fromisoformat(row["early_close"]) if "early_close" in row else closes,
        lunch=(time.fromisoformat(lunch[0]), time.fromisoformat(lunch[1])) if lunch else None,
        holidays=frozenset(map(date.fromisoformat, row["holidays"])),
        half_days=frozenset(map(date.fromisoformat, row.get("early_days", ()))),
        known=(first, date.fromisoformat(row["known_to"])),
        extended=Extended(
            begins=time.fromisoformat(extended["premarket"]),
            ends=time.fromisoformat(extended["after_hours"]),
            ends_early=time.fromisoformat(extended["after_hours_early"]),
        )
        if extended
        else None,
    )
