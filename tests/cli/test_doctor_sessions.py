"""A table that ends soon is told before it does."""

from datetime import UTC, datetime

from bot.cli.doctor_sessions import examine_sessions
from bot.ports import Grade


def test_a_table_that_reaches_far_enough_is_fine() -> None:
    check = examine_sessions(datetime(2026, 6, 1, tzinfo=UTC))
    assert (check.grade, check.mend) == (Grade.FINE, None)


def test_exchanges_that_end_within_two_months_are_named_with_their_day() -> None:
    check = examine_sessions(datetime(2026, 11, 23, tzinfo=UTC))
    assert check.grade is Grade.LIMITED
    assert "XSHE and XSHG are known to 31 December 2026" in check.found
    assert "XNYS" not in check.found
    assert check.mend is not None
    assert "make sessions" in check.mend


def test_those_that_have_ended_are_still_told() -> None:
    check = examine_sessions(datetime(2028, 3, 1, tzinfo=UTC))
    assert check.found.index("31 December 2026") < check.found.index("31 December 2027")
