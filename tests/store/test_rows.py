from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.store import rows
from tests.store.examples import reading, story


@given(st.datetimes(timezones=st.just(UTC)))
def test_times_come_back_to_the_microsecond(moment: datetime) -> None:
    assert rows.time(rows.number(moment)) == moment


def test_times_of_other_zones_are_the_same_moment() -> None:
    there = datetime(2025, 3, 4, 20, tzinfo=timezone(timedelta(hours=8)))
    assert rows.time(rows.number(there)) == there
    assert rows.time(rows.number(there)).tzinfo is UTC


def test_no_time_is_no_number() -> None:
    assert rows.number(None) is None
    assert rows.time(None) is None


def test_values_come_back_whole() -> None:
    assert rows.value(rows.text(reading()), Reading) == reading()
    assert rows.value(rows.text(story()), Story) == story()
