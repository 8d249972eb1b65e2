"""Sessions of known days; the whole table against the calendar it was made from, where that is at hand."""

import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.market import Session
from bot.market.sessions import last_close, session
from tests.calendar.exchanges import EXCHANGES

PUT_RIGHT = {(one.mic, day) for one in EXCHANGES for day in (*one.closed, *one.others)} | {
    ("XKRX", date(2026, 1, 2)),  # the year's first day begins an hour late, which that file does not say
    ("XKRX", date(2027, 1, 4)),
}
NEW_YORK = ZoneInfo("America/New_York")
CALENDAR = Path(__file__).parents[3] / "shared" / "data" / "calendar" / "sessions_2026_27.json"


def in_new_york(day: str, clock: str) -> Session:
    return session(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=NEW_YORK), "XNYS")


@pytest.mark.parametrize(
    ("clock", "expected"),
    [
        ("00:00", Session.OVERNIGHT),
        ("03:59:59", Session.OVERNIGHT),
        ("04:00", Session.PREMARKET),
        ("09:29:59", Session.PREMARKET),
        ("09:30", Session.REGULAR),
        ("15:59:59", Session.REGULAR),
        ("16:00", Session.AFTER_HOURS),
        ("19:59:59", Session.AFTER_HOURS),
        ("20:00", Session.OVERNIGHT),
    ],
)
def test_a_wednesday_in_new_york(clock: str, expected: Session) -> None:
    assert in_new_york("2026-03-11", clock) is expected


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        ("2026-03-13", "20:00", Session.CLOSED),  # Friday evening: no night's trading before a Saturday
        ("2026-03-14", "12:00", Session.CLOSED),
        ("2026-03-15", "19:59", Session.CLOSED),
        ("2026-03-15", "20:00", Session.OVERNIGHT),  # Sunday evening
        ("2026-11-25", "21:00", Session.CLOSED),  # before Thanksgiving
        ("2026-11-26", "12:00", Session.CLOSED),
        ("2026-11-26", "20:00", Session.OVERNIGHT),
        ("2026-11-27", "12:59", Session.REGULAR),  # a half day
        ("2026-11-27", "13:00", Session.AFTER_HOURS),
        ("2026-11-27", "17:00", Session.CLOSED),
        ("2025-12-31", "12:00", Session.UNKNOWN),
        ("2027-12-31", "12:00", Session.REGULAR),
        ("2028-01-01", "00:00", Session.UNKNOWN),
    ],
)
def test_days_that_are_not_like_the_others(day: str, clock: str, expected: Session) -> None:
    assert in_new_york(day, clock) is expected


def test_summer_time() -> None:
    """On 11 March 2026 New York is four hours behind, in January five."""
    assert session(datetime(2026, 3, 11, 13, 30, tzinfo=UTC), "XNAS") is Session.REGULAR
    assert session(datetime(2026, 1, 14, 13, 30, tzinfo=UTC), "XNAS") is Session.PREMARKET


def test_hong_kong_has_lunch_and_nothing_before_the_bell() -> None:
    def at(clock: str) -> Session:
        moment = datetime.combine(date(2026, 3, 11), time.fromisoformat(clock), ZoneInfo("Asia/Hong_Kong"))
        return session(moment, "XHKG")

    assert at("08:00") is Session.CLOSED
    assert at("11:59") is Session.REGULAR
    assert at("12:00") is Session.LUNCH
    assert at("13:00") is Session.REGULAR
    assert at("16:00") is Session.CLOSED


def test_an_exchange_that_is_not_in_the_table_is_unknown() -> None:
    assert session(datetime(2026, 3, 11, 12, tzinfo=UTC), "DSMD") is Session.UNKNOWN
    assert session(datetime(2026, 3, 11, 12, tzinfo=UTC), "") is Session.UNKNOWN


def test_the_last_close() -> None:
    def close(day: str, clock: str) -> datetime | None:
        return last_close(datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=NEW_YORK), "XNYS")

    tuesday = datetime(2026, 3, 10, 16, 0, tzinfo=NEW_YORK)
    assert close("2026-03-11", "08:00") == tuesday
    assert close("2026-03-11", "15:59") == tuesday
    assert close("2026-03-11", "16:00") == tuesday + timedelta(days=1)
    assert close("2026-11-29", "12:00") == datetime(2026, 11, 27, 13, 0, tzinfo=NEW_YORK)
    assert close("2026-01-01", "12:00") is None
    assert last_close(datetime(2026, 3, 11, tzinfo=UTC), "DSMD") is None


@given(
    st.integers(0, 660 * 24 * 60),
    st.sampled_from(["XNYS", "XHKG", "XLON", "XTKS"]),
)
def test_a_close_lies_in_the_past_and_less_than_two_weeks_ago(minutes: int, mic: str) -> None:
    at = datetime(2026, 1, 3, tzinfo=UTC) + timedelta(minutes=minutes)
    close = last_close(at, mic)
    assert close is None or timedelta() <= at - close < timedelta(days=14)


@pytest.mark.skipif(not CALENDAR.exists(), reason="the calendar that the table was made from is not here")
def test_the_table_agrees_with_the_calendar() -> None:
    calendar = json.loads(CALENDAR.read_text(encoding="utf-8"))
    for mic, row in calendar.items():
        zone, opens = ZoneInfo(row["tz"]), time.fromisoformat(row["open"])
        day, last = date(2026, 1, 1), date.fromisoformat(row["known_to"])
        while day <= last:
            trades = day.weekday() < 5 and day.isoformat() not in row["holidays"]
            assert (session(datetime.combine(day, opens, zone), mic) is Session.REGULAR) == trades, (mic, day)
            day += timedelta(days=1)
        for half in row["early_closes"]:
            before = datetime.combine(date.fromisoformat(half), time.fromisoformat(row["close"]), zone)
            assert session(before - timedelta(minutes=5), mic) is not Session.REGULAR, (mic, half)
