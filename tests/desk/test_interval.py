"""When a source is asked next: each line of the rule, and what may never happen whatever goes in."""

from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.interval import (
    LONGEST,
    LONGEST_RETRY_AFTER,
    after_failure,
    after_news,
    believed,
    first_date,
    patience,
    spread_of,
    wake_date,
)
from bot.ports import Manner, SourceHealth, SourceState
from tests.store.examples import NOON

WIRE = Manner(every=60.0, slowest=60.0)
BLOG = Manner(every=60.0, slowest=1800.0)
HOUR = timedelta(hours=1)

seconds = st.floats(0, 1e9)
jitters = st.floats(0, 1)
manners = st.builds(
    lambda every, more, least: Manner(every, every + more, least),
    st.floats(1, 1e5), st.floats(0, 1e5), st.floats(0, 1e4),
)  # fmt: skip


class TestAfterNews:
    def test_a_wire_keeps_its_pace_however_quiet_it_is(self) -> None:
        assert {after_news(WIRE, quiet, None, None, 0.0) for quiet in range(200)} == {60.0}

    def test_another_source_is_asked_less_and_less_while_nothing_comes(self) -> None:
        waits = [after_news(BLOG, quiet, None, None, 0.0) for quiet in range(200)]
        assert waits[:4] == [60.0, 90.0, 135.0, 202.5]
        assert waits[-1] == 1800.0
        assert waits == sorted(waits)

    def test_half_a_day_of_caching_does_not_silence_a_wire(self) -> None:
        assert after_news(WIRE, 5, None, 43200.0, 0.0) == 60.0

    def test_ten_minutes_of_caching_are_believed_elsewhere(self) -> None:
        assert after_news(BLOG, 0, None, 300.0, 0.0) == 300.0
        assert after_news(BLOG, 0, None, 43200.0, 0.0) == 600.0

    def test_up_to_a_tenth_later(self) -> None:
        assert after_news(WIRE, 0, None, None, 1.0) == pytest.approx(66.0)
        assert after_news(WIRE, 0, 500.0, None, 1.0) == pytest.approx(550.0)

    def test_the_host_bears_no_less(self) -> None:
        assert after_news(Manner(5.0, 5.0, least=30.0), 0, None, None, 0.0) == 30.0

    def test_six_hours_at_most_unless_the_owner_wants_more(self) -> None:
        assert after_news(Manner(60.0, 21600.0), 99, None, None, 0.0) == LONGEST
        assert after_news(Manner(60.0, 86400.0), 99, None, None, 0.0) == 86400.0

    @given(manners, st.integers(0, 10**6), st.none() | seconds, st.none() | seconds, jitters)
    def test_never_sooner_than_asked_and_always_again(
        self, manner: Manner, quiet: int, wait: float | None, fresh: float | None, jitter: float
    ) -> None:
        found = after_news(manner, quiet, wait, fresh, jitter)
        assert found >= max(manner.least, min(manner.every, LONGEST), believed(wait))
        assert found <= 1.1 * max(LONGEST_RETRY_AFTER, manner.slowest, manner.least) + 1


class TestAfterFailure:
    def test_the_span_doubles_up_to_an_hour_for_a_wire_and_six_for_others(self) -> None:
        assert [after_failure(WIRE, failures, None, 1.0) for failures in range(1, 5)] == [120, 240, 480, 960]
        assert patience(WIRE, 10**9) == 3600.0
        assert patience(Manner(900.0, 900.0), 10**9) == LONGEST

    def test_anywhere_in_the_span(self) -> None:
        """Full jitter: those that failed together do not come back together."""
        assert after_failure(WIRE, 3, None, 0.0) == 60.0
        assert after_failure(WIRE, 3, None, 0.5) == 270.0
        assert after_failure(WIRE, 3, None, 1.0) == 480.0

    def test_a_rare_source_is_not_asked_more_often_when_it_fails(self) -> None:
        assert after_failure(Manner(86400.0, 86400.0), 3, None, 0.3) == 86400.0

    @given(manners, st.integers(1, 10**6), st.none() | seconds, jitters)
    def test_never_sooner_than_asked_and_always_again(
        self, manner: Manner, failures: int, wait: float | None, jitter: float
    ) -> None:
        found = after_failure(manner, failures, wait, jitter)
        assert found >= max(manner.every, manner.least, believed(wait))
        assert found <= 1.1 * max(LONGEST_RETRY_AFTER, manner.every, manner.least) + 1


class TestFirstDate:
    def test_a_new_source_begins_in_its_turn(self) -> None:
        assert first_date(None, WIRE, NOON, 7.0) == NOON + timedelta(seconds=7)

    def test_what_is_due_later_is_asked_then(self) -> None:
        due = NOON + timedelta(seconds=40)
        assert first_date(SourceHealth("wire", next_poll=due), WIRE, NOON, 7.0) == due

    def test_what_was_due_in_the_night_waits_for_its_turn(self) -> None:
        overdue = SourceHealth("wire", next_poll=NOON - 9 * HOUR)
        assert first_date(overdue, WIRE, NOON, 7.0) == NOON + timedelta(seconds=7)

    def test_an_interval_that_was_shortened_counts_at_once(self) -> None:
        once_a_day = SourceHealth("wire", next_poll=NOON + 20 * HOUR)
        assert first_date(once_a_day, WIRE, NOON) == NOON + timedelta(seconds=66)

    def test_patience_with_a_failing_source_outlives_a_restart(self) -> None:
        due = NOON + timedelta(minutes=50)
        failing = SourceHealth("wire", SourceState.FAILING, next_poll=due, failures=12)
        assert first_date(failing, WIRE, NOON) == due

    @pytest.mark.parametrize("manner", [WIRE, BLOG, Manner(1.0, 1.0)])
    def test_retry_after_outlives_a_restart_and_a_shorter_interval(self, manner: Manner) -> None:
        until = NOON + 5 * HOUR
        alone = SourceHealth("wire", next_poll=until, not_before=until)
        assert first_date(alone, manner, NOON) == until

    def test_a_clock_that_was_set_back_stops_nothing(self) -> None:
        """It was due in a minute; now it would be due in an hour, or in ten years."""
        for ahead in (HOUR, timedelta(days=3650)):
            due = NOON + ahead
            health = SourceHealth("wire", next_poll=due)
            assert first_date(health, WIRE, NOON) <= NOON + timedelta(seconds=66)
            asked = SourceHealth("wire", next_poll=due, not_before=due)
            assert first_date(asked, WIRE, NOON) <= NOON + timedelta(hours=27)

    def test_one_that_stopped_for_good_is_asked_once_more(self) -> None:
        stopped = SourceHealth("wire", SourceState.STOPPED)
        assert first_date(stopped, WIRE, NOON, 3.0) == NOON + timedelta(seconds=3)

    @pytest.mark.parametrize("total", [1, 5, 100, 300, 2000])
    def test_a_start_is_no_burst(self, total: int) -> None:
        """Never more than a few at once, and all within two minutes."""
        dates = [first_date(None, WIRE, NOON, spread_of(number, total)) for number in range(total)]
        assert len(set(dates)) == total
        assert max(dates) <= NOON + timedelta(minutes=2)
        if 1 < total <= 240:
            assert {later - sooner for sooner, later in pairwise(dates)} == {timedelta(seconds=0.5)}


class TestWakeDate:
    def test_at_once(self) -> None:
        assert wake_date(None, WIRE, NOON) == NOON
        assert wake_date(SourceHealth("wire", last_poll=NOON), WIRE, NOON) == NOON

    def test_but_not_sooner_than_the_host_bears(self) -> None:
        slow = Manner(60.0, 60.0, least=20.0)
        just = SourceHealth("wire", last_poll=NOON - timedelta(seconds=5))
        assert wake_date(just, slow, NOON) == NOON + timedelta(seconds=15)
        ahead = SourceHealth("wire", last_poll=NOON + HOUR)
        assert wake_date(ahead, slow, NOON) == NOON

    def test_nor_sooner_than_it_asked(self) -> None:
        until = NOON + 2 * HOUR
        assert wake_date(SourceHealth("wire", not_before=until), WIRE, NOON) == until
