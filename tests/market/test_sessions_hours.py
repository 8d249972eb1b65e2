"""What holds at every hour of both years, at exchanges of every kind."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest

from bot.domain.market import Session
from bot.market.sessions import (
    known,
    last_close,
    last_close_day,
    local_day,
    mics,
    next_close,
    next_open,
    session,
    stretch,
    stretches,
    trades_on,
    zone_of,
)

KINDS = ["XNYS", "XHKG", "XLON", "XTKS", "XETR", "XASX", "XKRX", "XSAU", "BVMF", "XBOM"]
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2028, 1, 2, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
AROUND_THE_CLOCK = {
    Session.PREMARKET: {Session.REGULAR},
    Session.REGULAR: {Session.LUNCH, Session.CLOSED, Session.AFTER_HOURS},
    Session.LUNCH: {Session.REGULAR},
    Session.AFTER_HOURS: {Session.OVERNIGHT, Session.CLOSED},
    Session.OVERNIGHT: {Session.PREMARKET},
    Session.CLOSED: {Session.REGULAR, Session.OVERNIGHT},
}


def hours(mic: str) -> Iterator[datetime]:
    """Give every hour from the first close to the last opening, at a minute that drifts through the hour."""
    at = FIRST + timedelta(days=6)
    _, last = known(mic) or (date.min, date.max)
    until = datetime.combine(last, datetime.min.time(), UTC) - timedelta(days=9)
    while at < until:
        yield at
        at += timedelta(minutes=61)


@pytest.mark.parametrize("mic", mics())
def test_the_sessions_cover_the_time_without_gap_or_overlap(mic: str) -> None:
    """Each follows upon the one before, is another, and is one that can follow."""
    row = list(stretches(FIRST - timedelta(days=1), LAST, mic))
    assert row[0].begins is None
    assert row[-1].ends is None
    for one, after in pairwise(row):
        assert one.ends == after.begins
        assert after.session in AROUND_THE_CLOCK[one.session], one
    assert all(one.begins < one.ends for one in row if one.begins and one.ends)


@pytest.mark.parametrize("mic", KINDS)
def test_an_instant_lies_in_its_session(mic: str) -> None:
    for at in hours(mic):
        around = stretch(at, mic)
        assert around is not None
        assert around.session is session(at, mic)
        assert around.begins is not None
        assert around.ends is not None
        assert around.begins <= at < around.ends
        assert session(around.begins, mic) is session(around.ends - MOMENT, mic) is around.session


@pytest.mark.parametrize("mic", KINDS)
def test_trading_begins_at_the_next_open_and_ends_at_the_next_close(mic: str) -> None:
    """And both only ever move forward, by no more than the longest holidays."""
    before = (FIRST, FIRST)
    for at in hours(mic):
        opens, closes = next_open(at, mic), next_close(at, mic)
        assert opens is not None
        assert closes is not None
        assert at < min(opens, closes)
        assert max(opens, closes) - at < timedelta(days=14)
        assert before <= (opens, closes)
        if (opens, closes) != before:
            assert session(opens, mic) is session(closes - MOMENT, mic) is Session.REGULAR
            assert Session.REGULAR not in {session(opens - MOMENT, mic), session(closes, mic)}
        before = (opens, closes)


@pytest.mark.parametrize("mic", KINDS)
def test_nothing_was_traded_regularly_since_the_last_close_unless_the_day_is_open(mic: str) -> None:
    seen = FIRST
    zone = zone_of(mic)
    for at in hours(mic):
        close = last_close(at, mic)
        assert close is not None
        assert close <= at
        opened = next_open(close, mic)
        assert opened is not None
        trading = session(at, mic) in {Session.REGULAR, Session.LUNCH}
        assert (opened <= at) == trading, at
        if close != seen:
            day = last_close_day(at, mic)
            assert day == close.astimezone(zone).date() == local_day(close, mic)
            assert day is not None
            assert trades_on(day, mic)
            assert seen < close
        seen = close


@pytest.mark.parametrize("mic", KINDS)
def test_the_answer_does_not_depend_on_the_callers_zone(mic: str) -> None:
    elsewhere = zone_of("XASX")
    for number, at in enumerate(hours(mic)):
        if number % 7 == 0:
            there = at.astimezone(elsewhere)
            assert session(there, mic) is session(at, mic)
            assert next_open(there, mic) == next_open(at, mic)
            assert last_close(there, mic) == last_close(at, mic)
