"""What the functions of sessions answer, on days that are known by heart."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from bot.domain.market import Session
from bot.market.sessions import (
    RegularClose,
    Stretch,
    ending,
    known,
    last_close,
    last_close_day,
    local_day,
    mics,
    newest_closes,
    next_close,
    next_open,
    session,
    stretch,
    stretches,
    trades_on,
    zone_of,
)

NEW_YORK = ZoneInfo("America/New_York")


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


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_close_has_the_exchanges_own_day() -> None:
    """When Tokyo closes on Wednesday it is Tuesday evening in Honolulu, whose clock the caller may bring."""
    honolulu = datetime(2026, 3, 10, 21, 0, tzinfo=timezone(timedelta(hours=-10)))
    assert last_close(honolulu, "XTKS") == utc("2026-03-11T06:30")
    assert last_close_day(honolulu, "XTKS") == date(2026, 3, 11)
    assert local_day(honolulu, "XTKS") == date(2026, 3, 11)
    assert local_day(utc("2026-03-11T03:00"), "XNYS") == date(2026, 3, 10)


def test_the_newest_closes() -> None:
    """Seen from the Monday after Thanksgiving: the half day, and the Wednesday before the holiday."""
    monday = utc("2026-11-30T13:00")
    half = RegularClose(date(2026, 11, 27), utc("2026-11-27T18:00"))
    assert newest_closes(monday, "XNYS") == (half, RegularClose(date(2026, 11, 25), utc("2026-11-25T21:00")))
    assert newest_closes(monday, "XNYS", 0) == ()
    assert newest_closes(utc("2026-01-05T12:00"), "XNYS", 3) == (
        RegularClose(date(2026, 1, 2), utc("2026-01-02T21:00")),
    )
    assert newest_closes(monday, "DSMD") == ()


def test_the_session_around_an_instant() -> None:
    premarket = Stretch(Session.PREMARKET, utc("2026-03-11T08:00"), utc("2026-03-11T13:30"))
    assert stretch(utc("2026-03-11T08:00"), "XNYS") == premarket
    assert stretch(utc("2026-03-11T13:29:59.999999"), "XNYS") == premarket
    weekend = Stretch(Session.CLOSED, utc("2026-03-14T00:00"), utc("2026-03-16T00:00"))
    assert stretch(utc("2026-03-15T05:00"), "XNYS") == weekend
    afternoon = Stretch(Session.REGULAR, utc("2026-03-11T05:00"), utc("2026-03-11T08:00"))
    assert stretch(utc("2026-03-11T07:00"), "XHKG") == afternoon
    assert list(stretches(utc("2026-03-11T04:30"), utc("2026-03-11T08:00"), "XHKG")) == [
        Stretch(Session.LUNCH, utc("2026-03-11T04:00"), utc("2026-03-11T05:00")),
        afternoon,
    ]


def test_where_the_table_begins_and_ends_a_session_is_open_ended() -> None:
    assert stretch(utc("2026-01-01T12:00"), "XHKG") == Stretch(Session.CLOSED, None, utc("2026-01-02T01:30"))
    assert stretch(utc("2026-12-31T12:00"), "XSHG") == Stretch(Session.CLOSED, utc("2026-12-31T07:00"), None)
    assert stretch(utc("2026-12-31T16:00"), "XSHG") is None
    assert session(utc("2026-12-31T15:59:59"), "XSHG") is Session.CLOSED
    assert session(utc("2026-12-31T16:00"), "XSHG") is Session.UNKNOWN
    assert list(stretches(utc("1999-01-01T00:00"), utc("2025-12-31T12:00"), "XNYS")) == []


def test_the_next_open_and_close() -> None:
    wednesday = utc("2026-11-25T21:00")
    assert next_open(wednesday, "XNYS") == utc("2026-11-27T14:30")
    assert next_close(wednesday, "XNYS") == utc("2026-11-27T18:00")
    assert next_open(utc("2026-11-27T14:30"), "XNYS") == utc("2026-11-30T14:30")
    assert next_open(utc("2026-03-11T04:30"), "XHKG") == utc("2026-03-12T01:30"), "lunch ends in no opening"
    assert next_close(utc("2026-03-11T04:30"), "XHKG") == utc("2026-03-11T08:00")


def test_what_lies_beyond_the_table_is_not_guessed() -> None:
    """Shanghai's year ends on 31 December 2026: then the next opening is not known, though today is."""
    assert next_close(utc("2026-12-31T06:59"), "XSHG") == utc("2026-12-31T07:00")
    assert next_close(utc("2026-12-31T07:00"), "XSHG") is None
    assert next_open(utc("2026-12-31T06:59"), "XSHG") is None
    assert last_close(utc("2026-12-31T15:59:59"), "XSHG") == utc("2026-12-31T07:00")
    assert last_close(utc("2026-12-31T16:00"), "XSHG") is None
    assert trades_on(date(2026, 12, 31), "XSHG") is True
    assert trades_on(date(2027, 1, 4), "XSHG") is None
    assert trades_on(date(2026, 11, 26), "XNYS") is False
    assert local_day(utc("2027-01-04T02:00"), "XSHG") is None


@pytest.mark.parametrize("offset", [-23, 0, 14])
@pytest.mark.parametrize("year", [1, 1969, 9999])
def test_no_year_is_too_far_to_ask_for(year: int, offset: int) -> None:
    day = date(year, 1, 1) if year < 2026 else date(year, 12, 31)
    at = datetime.combine(day, time(12), timezone(timedelta(hours=offset)))
    assert session(at, "XNYS") is Session.UNKNOWN
    assert next_open(at, "XNYS") is next_close(at, "XNYS") is last_close(at, "XNYS") is None
    assert local_day(at, "XNYS") is last_close_day(at, "XNYS") is None
    assert stretch(at, "XNYS") is None


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(TypeError):
        session(datetime(2026, 3, 11, 12), "XNYS")  # noqa: DTZ001 - what is refused


def test_a_table_that_ends_is_told_in_time() -> None:
    assert ending(utc("2026-11-01T23:00"), ["XNYS", "XSHG", "DSMD"]) == {}
    assert ending(utc("2026-11-02T00:00"), ["XNYS", "XSHE", "DSMD"]) == {"XSHE": date(2026, 12, 31)}
    assert set(ending(utc("2028-02-01T00:00"))) == set(mics())
    assert known("XNYS") == (date(2026, 1, 1), date(2027, 12, 31))
    assert known("DSMD") is None
    assert zone_of("DSMD") is None
    assert zone_of("XHKG") == ZoneInfo("Asia/Hong_Kong")


def test_a_machine_without_time_zones_knows_no_session() -> None:
    code = (
        "import sys; sys.modules['tzdata'] = None; from datetime import UTC, datetime; "
        "from bot.market.sessions import session, stretch; at = datetime(2026, 3, 11, 15, tzinfo=UTC); "
        "print(session(at, 'XNYS'), stretch(at, 'XNYS'), session(at, 'XHKG'))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONTZPATH": ""}
    )
    assert ran.stdout.split() == ["unknown", "None", "unknown"]


def test_nothing_heavy_is_imported() -> None:
    """The room costs a start next to nothing: 50 ms is its limit, and what is imported decides that."""
    code = "import sys; was = {*sys.modules}; import bot.market.sessions; print(*({*sys.modules} - was))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    roots = {name.partition(".")[0] for name in ran.stdout.split() if not name.startswith("_sysconfigdata")}
    assert roots <= {"bot", *sys.stdlib_module_names}
    assert not roots & {"asyncio", "email", "http", "multiprocessing", "sqlite3", "ssl", "unittest", "xml"}
