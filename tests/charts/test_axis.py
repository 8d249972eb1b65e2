"""Where times stand, and through which prices a line is drawn."""

from datetime import datetime, timedelta

import pytest

from bot.charts.axis import Axis
from bot.domain.chart import Flag, Period
from bot.domain.market import Session
from tests.charts.past import MINUTE, MONDAY, chart, every, there

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
FRIDAY = MONDAY - 3 * DAY


def regular(day: int = 0) -> list[datetime]:
    """Return the minutes of regular trading, so many days after Monday."""
    return list(every(MINUTE, there(9, 30, MONDAY + day * DAY), there(16, 0, MONDAY + day * DAY)))


def test_a_weekend_is_cut_out_and_no_line_crosses_it() -> None:
    friday = list(every(MINUTE, there(9, 30, FRIDAY), there(16, 0, FRIDAY)))
    axis = Axis(chart([*friday, *regular()]))
    [first, second] = axis.sections
    assert first.left == 0.0
    assert second.right == pytest.approx(1.0)
    assert second.left - first.right < 0.02, "65 hours take no more room than a gap"
    assert first.right - first.left == pytest.approx(second.right - second.left, rel=0.01)
    runs = list(axis.runs())
    assert [len(run) for run in runs] == [390, 390]
    assert axis.place(there(12, 0, FRIDAY + DAY)) == pytest.approx((first.right + second.left) / 2)


def test_a_halt_breaks_the_line_and_keeps_its_time() -> None:
    """The hour is part of the day: it is shown, empty."""
    times = [at for at in regular() if not there(12) <= at < there(13)]
    axis = Axis(chart(times))
    assert len(axis.sections) == 1
    [before, after] = list(axis.runs())
    assert before[-1].at == there(12) - MINUTE
    assert after[0].at == there(13)
    width = axis.place(there(13)) - axis.place(there(12))
    assert width == pytest.approx(1 / 6.5, rel=0.02)


def test_a_few_missing_minutes_do_not_break_it() -> None:
    times = [at for at in regular() if not there(12) <= at < there(12, 5)]
    assert len(list(Axis(chart(times)).runs())) == 1


def test_the_lunch_break_of_hong_kong_is_cut_out() -> None:
    morning = list(every(MINUTE, there(20, 30), there(23, 0)))  # 09:30 to 12:00 of Tuesday there
    afternoon = list(every(MINUTE, there(0, 0, MONDAY + DAY), there(3, 0, MONDAY + DAY)))
    axis = Axis(chart([*morning, *afternoon], mic="XHKG", zone="Asia/Hong_Kong"))
    assert len(axis.sections) == 2
    assert [len(run) for run in axis.runs()] == [150, 180]


def test_a_session_without_a_price_gets_no_room() -> None:
    """A provider of regular prices alone: the premarket hours would only make the rest narrow."""
    axis = Axis(chart(regular(), until=there(18)))
    assert [(one.begins, one.ends) for one in axis.sections] == [(there(9, 30), there(16))]


def test_the_present_session_ends_now() -> None:
    axis = Axis(chart([at for at in regular() if at < there(11)], until=there(11)))
    assert axis.sections[-1].ends == there(11)


def test_without_a_calendar_the_prices_tell_the_sections() -> None:
    days = [*regular(-3), *regular()]
    axis = Axis(chart(days, mic="XXXX", zone="UTC"))
    assert len(axis.sections) == 2
    assert [len(run) for run in axis.runs()] == [390, 390]


def test_the_closing_auction_belongs_to_its_day() -> None:
    """Hong Kong's ends at about 16:08, when the session is over."""
    day = MONDAY + DAY
    times = [*every(MINUTE, there(0, 0, day), there(3, 0, day)), there(3, 8, day)]
    axis = Axis(chart(times, mic="XHKG", zone="Asia/Hong_Kong"))
    [section] = axis.sections
    assert section.ends == there(3, 8, day)
    assert len(list(axis.runs())) == 1


def test_daily_prices_run_on_over_weekends_and_not_over_a_suspension() -> None:
    days = [there(16, 0, MONDAY + number * DAY) for number in range(-200, 0)]
    days = [at for at in days if at.weekday() < 5 and not MONDAY - 60 * DAY < at.date() < MONDAY - 40 * DAY]
    axis = Axis(chart(days, period=Period.YEAR))
    assert axis.is_daily
    assert len(axis.sections) == 1
    assert len(list(axis.runs())) == 2


def test_one_price_stands_in_the_middle() -> None:
    axis = Axis(chart([there(12)], mic="XXXX", zone="UTC"))
    assert axis.place(there(12)) == pytest.approx(0.5)
    assert [len(run) for run in axis.runs()] == [1]


def test_what_lies_outside_stands_at_the_edge() -> None:
    axis = Axis(chart(regular()))
    assert axis.place(there(3)) == 0.0
    assert axis.place(there(23)) == 1.0


def test_a_story_told_when_trading_had_ended_stands_behind_it() -> None:
    """On Sunday: at the end of Friday's line it would look as if the price had not moved upon it."""
    friday = list(every(MINUTE, there(9, 30, FRIDAY), there(16, 0, FRIDAY)))
    sunday = FRIDAY + 2 * DAY
    axis = Axis(chart(friday, until=there(12, 0, sunday), flags=(Flag(1, there(11, 0, sunday)),)))
    assert axis.sections[-1].right < 0.95
    assert axis.sections[-1].right + 0.02 < axis.place(there(11, 0, sunday)) < 1.0
    assert Axis(chart(friday, until=there(12, 0, sunday))).sections[-1].right == pytest.approx(1.0)


def test_one_told_over_night_stands_in_the_gap() -> None:
    days = [*regular(0), *regular(1)]
    axis = Axis(chart(days, flags=(Flag(1, there(22)),)))
    first, second = axis.sections
    assert first.right < axis.place(there(22)) < second.left


def test_places_never_run_backwards() -> None:
    axis = Axis(chart([*regular(-3), *regular(0), *regular(1)]))
    places = [axis.place(at) for at in every(HOUR / 4, there(0, 0, FRIDAY), there(0, 0, MONDAY + 2 * DAY))]
    assert places == sorted(places)
    assert all(0.0 <= place <= 1.0 for place in places)


def test_a_phase_is_shown_where_its_time_is() -> None:
    shown = chart(list(every(MINUTE, there(4), there(20))))
    axis = Axis(shown)
    [phase] = [phase for phase in shown.phases if phase.session is Session.REGULAR]
    [(left, right)] = axis.shown(phase)
    assert left == pytest.approx(axis.place(there(9, 30)))
    assert right == pytest.approx(axis.place(there(16)))
