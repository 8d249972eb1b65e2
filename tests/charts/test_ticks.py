from datetime import UTC, date, datetime, timedelta

from bot.charts.axis import Axis
from bot.charts.ticks import ticks
from bot.domain.chart import Period
from tests.charts.past import MINUTE, MONDAY, NEW_YORK, chart, every, there

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def labels(times: list[datetime], period: Period = Period.DAY, mic: str = "XNYS") -> list[str]:
    found = ticks(Axis(chart(times, period=period, mic=mic)), NEW_YORK)
    assert [tick.place for tick in found] == sorted(tick.place for tick in found)
    return [f"{tick.label} {tick.below}".strip() for tick in found]


def test_a_day_is_told_by_its_hours() -> None:
    times = list(every(MINUTE, there(4), there(20)))
    assert labels(times) == ["06:00 Mon 16 Nov", "09:00", "12:00", "15:00", "18:00"]


def test_the_first_hours_are_told_from_the_bell_on() -> None:
    assert labels(list(every(MINUTE, there(10, 40), there(11, 40)))) == ["10:00 Mon 16 Nov", "11:00"]


def test_ten_minutes_are_told_by_their_first() -> None:
    times = list(every(MINUTE, there(10, 40), there(10, 50)))
    assert labels(times, mic="XXXX") == ["10:40 Mon 16 Nov"]


def test_a_week_is_told_by_its_days() -> None:
    times = [
        at
        for day in (-4, -3, 0, 1)
        for at in every(15 * MINUTE, there(9, 30, MONDAY + day * DAY), there(16, 0, MONDAY + day * DAY))
    ]
    assert labels(times, Period.WEEK) == ["12 Nov Thu", "13 Nov Fri", "16 Nov Mon", "17 Nov Tue"]


def test_a_month_is_told_by_some_of_its_days() -> None:
    days = [MONDAY - number * DAY for number in range(31, 0, -1)]
    weekdays = [day for day in days if day.weekday() < 5]
    times = [at for day in weekdays for at in every(HOUR, there(9, 30, day), there(16, 0, day))]
    assert 5 <= len(labels(times, Period.MONTH)) <= 7


def test_a_year_is_told_by_its_months() -> None:
    times = [there(16, 0, MONDAY + number * DAY) for number in range(-365, 0)]
    assert labels(times, Period.YEAR) == ["Dec 2025", "Feb 2026", "Apr", "Jun", "Aug", "Oct"]


def test_hours_are_those_of_the_exchanges_clocks_when_they_are_set() -> None:
    """On 8 March 2026 New York went from UTC-5 to UTC-4 at two in the night; the day has 23 hours."""
    begins = datetime(2026, 3, 8, tzinfo=NEW_YORK).astimezone(UTC)
    times = list(every(MINUTE, begins, begins + 23 * HOUR))
    assert labels(times)[:3] == ["00:00 Sun 8 Mar", "04:00", "08:00"]
    assert date(2026, 3, 8).weekday() == 6
