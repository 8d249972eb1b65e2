"""Which exchanges the table of sessions has, and where it departs from exchange_calendars, with the reason.

The closing days and hours come from exchange_calendars. It is kept by volunteers and knows less of some
exchanges than others: what it is known to miss is said here, by exchange, and nowhere else.

A day that may be a holiday and may be none stays a trading day. If it is one after all there is no close of
it to be had, and so a price line is missing on the next day; the other mistake would compare with a close
that is a day too old.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

FIRST: Final = date(2026, 1, 1)
LAST: Final = date(2027, 12, 31)

EXTENDED: Final = {
    # The NYSE's and Nasdaq's own hours; the night's trading is that of Blue Ocean's and others' venues.
    "us": {
        "premarket": "04:00",
        "after_hours": "20:00",
        "after_hours_early": "17:00",
        "overnight": True,
    },
}

Hours = tuple[str, ...]
"""When regular trading begins, pauses, goes on and ends, by the exchange's clocks: two times or four."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One row of the table.

    `also` are the MICs that share the row, `extended` is its trading outside the regular hours. `sure` is the
    last day for which its holidays can be relied upon, where that is before the table's end. `closed` are
    closing days and `others` days with hours of their own that exchange_calendars lacks; `hours` replaces an
    ordinary day's. `why` says what all these stand on.
    """

    mic: str
    also: tuple[str, ...] = ()
    extended: str = ""
    sure: date = LAST
    closed: tuple[date, ...] = ()
    others: Mapping[date, Hours] = field(default_factory=dict)
    hours: Callable[[date], Hours] | None = None
    why: str = ""


def _like_new_york(standard: Hours, summer: Hours) -> Callable[[date], Hours]:
    """Return hours that follow New York's: other ones while summer time holds there."""
    zone = ZoneInfo("America/New_York")

    def hours(day: date) -> Hours:
        noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
        return summer if noon.dst() != timedelta() else standard

    return hours


def _always(*hours: str) -> Callable[[date], Hours]:
    return lambda _: hours


YEAR_END: Final = date(2026, 12, 31)

EXCHANGES: Final = (
    Exchange(
        "XNYS",
        also=("XNAS", "ARCX", "XASE", "BATS", "OTCM"),
        extended="us",
    ),
    Exchange("XTSE"),
    Exchange(
        "XMEX",
        hours=_like_new_york(("08:30", "15:00"), ("07:30", "14:00")),
        why="Mexico has had no summer time since 2022; the exchange moves its hours with New York's instead.",
    ),
    Exchange(
        "BVMF",
        hours=_like_new_york(("10:00", "18:00"), ("10:00", "17:00")),
        why="B3 ends an hour earlier while New York has summer time.",
    ),
    Exchange("XLON"),
    Exchange("XDUB"),
    Exchange("XPAR"),
    Exchange("XAMS"),
    Exchange("XBRU"),
    Exchange("XLIS"),
    Exchange("XMIL"),
    Exchange("XMAD"),
    Exchange("XETR"),
    Exchange("XSWX"),
    Exchange("XWBO"),
    Exchange("XPRA"),
    Exchange("XSTO"),
    Exchange("XHEL"),
    Exchange("XCSE"),
    Exchange("XOSL"),
    Exchange("XIST"),
    Exchange("XJSE"),
    Exchange(
        "XSAU",
        sure=YEAR_END,
        why="Each Eid is announced by the exchange; exchange_calendars works it out.",
    ),
    Exchange("XBOM", also=("XNSE",)),
    Exchange("XHKG"),
    Exchange("XSHG", also=("XSHE",)),
    Exchange("XTAI"),
    Exchange("XTKS", also=("XJPX",)),
    Exchange(
        "XKRX",
        closed=(date(2026, 6, 3), date(2026, 7, 17)),
        others={date(2026, 11, 19): ("10:00", "16:30"), date(2027, 11, 18): ("10:00", "16:30")},
        why="The local elections; Constitution Day, a holiday again since 2026; all an hour later on the day "
        "of the university entrance test.",
    ),
    Exchange(
        "XSES",
        others={
            date(2026, 2, 16): ("09:00", "12:00"),
            date(2026, 12, 24): ("09:00", "12:00"),
            date(2026, 12, 31): ("09:00", "12:00"),
        },
        hours=_always("09:00", "12:00", "13:00", "17:00"),
        why="The break at midday since 2017; no afternoon on the eves of Chinese New Year, Christmas and New "
        "Year.",
    ),
    Exchange(
        "XBKK",
        hours=_always("10:00", "12:30", "14:00", "16:30"),
        sure=YEAR_END,
        why="The break at midday, half an hour shorter since 25 March 2024; holidays are set by the cabinet.",
    ),
    Exchange(
        "XKLS",
        hours=_always("09:00", "12:30", "14:30", "17:00"),
        sure=YEAR_END,
        why="The break at midday; holidays are set by the government.",
    ),
    Exchange("XASX"),
    Exchange("XNZE"),
)
