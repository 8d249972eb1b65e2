import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.reading import Reading
from bot.domain.story import Story, Telling
from bot.store import rows
from tests.store.examples import article, reading, story


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


def test_a_story_that_an_earlier_version_kept_is_read() -> None:
    kept = json.loads(rows.text(replace(story(), also=(Telling.of(reading(article(2))),))))
    before = {name: kept[name] for name in ("id", "reading", "revision", "first_seen", "also")}
    before["also"] = [
        {name: one[name] for name in ("article", "outlet", "url", "at")} for one in kept["also"]
    ]
    read = rows.value(json.dumps(before), Story)
    assert (read.reading, read.also[0].article) == (reading(), "wire-2")
    assert (read.was, read.confirmed, read.origins, read.retracted, read.apart) == (None, None, (), None, ())


def test_values_come_back_whole() -> None:
    assert rows.value(rows.text(reading()), Reading) == reading()
    assert rows.value(rows.text(story()), Story) == story()
