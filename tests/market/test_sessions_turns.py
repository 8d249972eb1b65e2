"""The sessions just before each turn and at it: at turns worked out by hand, at every turn of the table by
another way of reckoning, and at every turn of the calendar beside the project where it is at hand."""

import csv
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.market import Session
from bot.market.sessions import mics, session
from bot.market.timetable import TABLE
from tests.calendar.exchanges import EXCHANGES

TURNS = Path(__file__).with_name("turns.tsv")
SHARED = Path(__file__).parents[3] / "shared" / "data" / "calendar" / "sessions_2026_27.json"
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)
ROWS: dict[str, dict[str, Any]] = json.loads(TABLE.read_text(encoding="utf-8"))["exchanges"]
AMERICAN = {"XNYS", "XNAS", "ARCX", "XASE", "BATS", "OTCM"}


def known() -> list[dict[str, str]]:
    with TURNS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.mark.parametrize("turn", known(), ids=lambda turn: f"{turn['mic']} {turn['instant']}: {turn['what']}")
def test_a_turn_worked_out_by_hand(turn: dict[str, str]) -> None:
    """From the exchanges' own pages: their hours, holidays and half days, and their clocks against UTC."""
    at = datetime.fromisoformat(turn["instant"]).replace(tzinfo=UTC)
    assert session(at - SECOND, turn["mic"]) is Session(turn["before"])
    assert session(at, turn["mic"]) is Session(turn["after"])


def days_of(row: dict[str, Any]) -> Iterator[tuple[date, list[str]]]:
    """Give each day of a row with its hours, as they are written; [] for one without trading."""
    day, last = date(2026, 1, 1), date.fromisoformat(row["known_to"])
    while day <= last:
        told = row.get("others", {}).get(day.isoformat())
        is_off = f"{day:%m-%d}" in row["closed"].get(str(day.year), ()) or day.isoweekday() not in row["week"]
        season = max(begins for begins in row["hours"] if begins <= day.isoformat())
        yield day, told or ([] if is_off else row["hours"][season])
        day += DAY


@pytest.mark.parametrize("mic", ROWS)
def test_every_turn_of_regular_trading(mic: str) -> None:
    zone = ZoneInfo(ROWS[mic]["zone"])
    shut = {Session.AFTER_HOURS} if mic in AMERICAN else {Session.CLOSED}
    before = {Session.PREMARKET} if mic in AMERICAN else {Session.CLOSED}
    for day, hours in days_of(ROWS[mic]):
        turns = [datetime.combine(day, time.fromisoformat(clock), zone) for clock in hours]
        kinds = [before, *([{Session.REGULAR}, {Session.LUNCH}] * 2)[: len(hours) - 1], shut]
        for number, at in enumerate(turns):
            found = session(at - SECOND, mic), session(at, mic)
            assert found[0] in kinds[number], at
            assert found[1] in kinds[number + 1], at
        if not hours:
            noon = datetime.combine(day, time(12), zone)
            assert session(noon, mic) is Session.CLOSED, noon


def test_every_night_and_every_premarket_in_new_york() -> None:
    zone = ZoneInfo("America/New_York")
    trading = {day: hours for day, hours in days_of(ROWS["XNYS"]) if hours}
    for day, _ in days_of(ROWS["XNYS"]):
        clock = datetime.combine(day, time(), zone)
        night = Session.OVERNIGHT if day in trading else Session.CLOSED
        early = Session.PREMARKET if day in trading else Session.CLOSED
        assert {session(clock.replace(hour=hour), "XNAS") for hour in range(4)} == {night}, day
        assert session(clock.replace(hour=3, minute=59, second=59), "XNAS") is night
        assert {session(clock.replace(hour=hour), "XNAS") for hour in range(4, 10)} == {early}, day
        half = trading.get(day, [])[1:] == ["13:00"]
        late = Session.CLOSED if half or day not in trading else Session.AFTER_HOURS
        assert session(clock.replace(hour=17), "XNAS") is late, day
        assert session(clock.replace(hour=19, minute=59, second=59), "XNAS") is late, day
        if day < date(2027, 12, 31):
            evening = Session.OVERNIGHT if day + DAY in trading else Session.CLOSED
            assert session(clock.replace(hour=20), "XNAS") is evening, day


def test_the_exchanges_of_the_table_are_those_that_the_script_names() -> None:
    assert list(ROWS) == [one.mic for one in EXCHANGES]
    assert set(mics()) == {mic for one in EXCHANGES for mic in (one.mic, *one.also)}


# What the calendar beside the project does not say: late openings, and what exchange_calendars lacks.
UNSAID = {(one.mic, day) for one in EXCHANGES for day in (*one.closed, *one.others)} | {
    ("XKRX", date(2026, 1, 2)),
    ("XKRX", date(2027, 1, 4)),
}


def shared() -> Iterator[tuple[str, dict[str, Any]]]:
    yield from json.loads(SHARED.read_text(encoding="utf-8")).items()


@pytest.mark.skipif(not SHARED.exists(), reason="the calendar beside the project is not here")
def test_every_turn_of_the_calendar_beside_the_project() -> None:
    put_right = {one.mic for one in EXCHANGES if one.hours}
    for mic, row in shared():
        zone = ZoneInfo(row["tz"])
        opens, closes = time.fromisoformat(row["open"]), time.fromisoformat(row["close"])
        pause = () if mic in put_right else row["break"] or ()
        midday = [time.fromisoformat(clock) for clock in pause if clock != "None"]
        day, last = date(2026, 1, 1), date.fromisoformat(row["known_to"])
        while day <= last:
            trades = day.weekday() < 5 and day.isoformat() not in row["holidays"]
            half = day.isoformat() in row["early_closes"]
            if (mic, day) not in UNSAID:
                turns = [opens, *([] if half else [*midday, closes])] if trades else []
                for number, clock in enumerate(turns):
                    at = datetime.combine(day, clock, zone)
                    regular = [session(one, mic) is Session.REGULAR for one in (at - SECOND, at)]
                    assert regular == [bool(number % 2), not number % 2], (mic, at)
                if half or not trades:
                    at = datetime.combine(day, closes, zone)
                    assert session(at - SECOND, mic) is not Session.REGULAR, (mic, at)
                if not trades:
                    at = datetime.combine(day, opens, zone)
                    assert session(at, mic) in {Session.CLOSED, Session.PREMARKET}, (mic, at)
            day += DAY
