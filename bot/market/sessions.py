"""Which part of the trading day an instant falls into, at an exchange, and when its regular trading was.

Every function takes an instant with an offset, in any zone, and answers in UTC; it raises TypeError for a
time without one. An exchange is named by its MIC. Where nothing is sure, for an exchange that is not in the
table and for days before its beginning or after its end, the answer is UNKNOWN or None and never a guess.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.market import Session
from bot.market.timetable import Timetable, mics, timetable

__all__ = [
    "RegularClose",
    "Stretch",
    "ending",
    "known",
    "last_close",
    "last_close_day",
    "local_day",
    "mics",
    "newest_closes",
    "next_close",
    "next_open",
    "session",
    "stretch",
    "stretches",
    "trades_on",
    "zone_of",
]

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SOON: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A session from its beginning to its end, in UTC; an instant belongs to it if begins <= instant < ends.

    Where there is a lunch break, morning and afternoon are two stretches; a closed one may span a weekend.
    `begins` or `ends` is None where the table begins or ends within it.
    """

    session: Session
    begins: datetime | None
    ends: datetime | None


@dataclass(frozen=True, slots=True)
class RegularClose:
    """An end of regular trading: the instant (UTC), and the day by the exchange's own calendar."""

    day: date
    at: datetime


def session(at: datetime, mic: str) -> Session:
    """Return the part of the trading day at an instant: UNKNOWN for an exchange or a day not in the table."""
    table = timetable(mic)
    if table is None:
        return Session.UNKNOWN
    place = bisect_right(table.turns, _seconds(at))
    return table.sessions[place - 1] if place else Session.UNKNOWN


def stretch(at: datetime, mic: str) -> Stretch | None:
    """Return the session around an instant with its beginning and its end; None where it is unknown."""
    table = timetable(mic)
    if table is None:
        return None
    place = bisect_right(table.turns, _seconds(at)) - 1
    return _stretch(table, place) if 0 <= place < len(table.turns) - 1 else None


def stretches(begins: datetime, ends: datetime, mic: str) -> Iterator[Stretch]:
    """Give every session that overlaps the time from `begins` to before `ends`, in order and as a whole; what
    is unknown is left out."""
    table = timetable(mic)
    if table is None:
        return
    place = max(0, bisect_right(table.turns, _seconds(begins)) - 1)
    until = _seconds(ends)
    while place < len(table.turns) - 1 and table.turns[place] < until:
        yield _stretch(table, place)
        place += 1


def next_open(at: datetime, mic: str) -> datetime | None:
    """Return when the next day's regular trading begins: after `at`, never at it. The end of a lunch break is
    no opening. None where that is not known."""
    table = timetable(mic)
    if table is None or not _is_known(table, _seconds(at)):
        return None
    place = bisect_right(table.opens, _seconds(at))
    return _instant(table.opens[place]) if place < len(table.opens) else None


def next_close(at: datetime, mic: str) -> datetime | None:
    """Return when regular trading ends for a day: after `at`, never at it. A lunch break is no close. None
    where that is not known."""
    table = timetable(mic)
    if table is None or not _is_known(table, _seconds(at)):
        return None
    place = bisect_right(table.closes, _seconds(at))
    return _instant(table.closes[place]) if place < len(table.closes) else None


def newest_closes(at: datetime, mic: str, count: int = 2) -> tuple[RegularClose, ...]:
    """Return the newest ends of regular trading that are not after `at`, the newest first: `count` of them,
    or fewer at the beginning of the table, none where that is not known."""
    table = timetable(mic)
    if table is None or not _is_known(table, _seconds(at)):
        return ()
    place = bisect_right(table.closes, _seconds(at))
    return tuple(
        RegularClose(table.days[one], _instant(table.closes[one]))
        for one in range(place - 1, max(-1, place - 1 - count), -1)
    )


def last_close(at: datetime, mic: str) -> datetime | None:
    """Return when regular trading last ended, seen from `at`; None where that is not known."""
    newest = newest_closes(at, mic, 1)
    return newest[0].at if newest else None


def last_close_day(at: datetime, mic: str) -> date | None:
    """Return the exchange's own day of the last close, which a provider's close is to be checked by."""
    newest = newest_closes(at, mic, 1)
    return newest[0].day if newest else None


def local_day(at: datetime, mic: str) -> date | None:
    """Return the exchange's own calendar day at an instant; None where exchange or day is not known."""
    table = timetable(mic)
    if table is None or not _is_known(table, _seconds(at)):
        return None
    return at.astimezone(table.zone).date()


def trades_on(day: date, mic: str) -> bool | None:
    """Tell whether there is regular trading on a day of the exchange's calendar; None where unknown."""
    table = timetable(mic)
    if table is None or not table.first <= day <= table.last:
        return None
    place = bisect_left(table.days, day)
    return place < len(table.days) and table.days[place] == day


def zone_of(mic: str) -> ZoneInfo | None:
    """Return the zone of an exchange's clocks; None where the exchange is not in the table."""
    table = timetable(mic)
    return None if table is None else table.zone


def known(mic: str) -> tuple[date, date] | None:
    """Return the first and the last day that are known of an exchange; None where it is not in the table."""
    table = timetable(mic)
    return None if table is None else (table.first, table.last)


def ending(now: datetime, wanted: Iterable[str] | None = None, within: timedelta = SOON) -> dict[str, date]:
    """Return the exchanges whose known days end soon or have ended, each with its last known day.

    `wanted` are the MICs that matter, all of the table unless given. One that is not in it is passed over.
    """
    until = (now + within).date()
    found = {mic: known(mic) for mic in (mics() if wanted is None else wanted)}
    return {mic: days[1] for mic, days in sorted(found.items()) if days is not None and days[1] < until}


def _stretch(table: Timetable, place: int) -> Stretch:
    return Stretch(
        session=table.sessions[place],
        begins=_instant(table.turns[place]) if place else None,
        ends=_instant(table.turns[place + 1]) if place + 2 < len(table.turns) else None,
    )


def _is_known(table: Timetable, seconds: float) -> bool:
    return table.turns[0] <= seconds < table.turns[-1]


def _seconds(at: datetime) -> float:
    """Return the seconds since 1970, of any year from 1 to 9999; raise TypeError without an offset."""
    return (at - EPOCH).total_seconds()


def _instant(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
