"""What becomes of a source after a poll: gaps, silence, patience, and what its owner hears of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.outcome import PollReport, failed, worked
from bot.domain.article import Article
from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Cursor, Kept, Manner, Poll, SourceHealth
from tests.store.examples import NOON, article

WIRE = Manner(every=60.0, slowest=60.0)
BLOG = Manner(every=60.0, slowest=1800.0)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KNOWN = SourceHealth("wire", last_success=NOON, items=20, shown=20, last_news=NOON, lull=3600.0, rounds=30)


def showing(*articles: Article) -> Poll:
    return Poll(articles or (article(1), article(2)), Cursor("1"))


def after(
    before: SourceHealth, given: Poll, kept: Kept, manner: Manner = WIRE, hours: float = 0.1
) -> PollReport:
    return worked(before, given, kept, manner, now=NOON + hours * HOUR, jitter=0.0)


class TestGaps:
    def test_a_feed_of_which_nothing_is_known(self) -> None:
        report = after(KNOWN, showing(), Kept(new=2))
        assert (report.health.gaps, report.health.last_gap) == (1, NOON + 0.1 * HOUR)
        again = after(report.health, showing(), Kept(new=2), hours=3)
        assert (again.health.gaps, again.health.last_gap) == (2, NOON + 3 * HOUR)

    def test_one_known_item_is_enough(self) -> None:
        for kept in (Kept(new=1, known=1), Kept(new=1, revised=1)):
            assert after(KNOWN, showing(), kept).health.gaps == 0

    def test_none_at_the_first_poll(self) -> None:
        assert after(SourceHealth("wire"), showing(), Kept(new=2)).health.gaps == 0

    def test_none_where_only_news_is_given(self) -> None:
        assert after(KNOWN, replace(showing(), window=False), Kept(new=2)).health.gaps == 0

    def test_none_at_another_address(self) -> None:
        elsewhere = replace(showing(), quiet=frozenset({"wire-1", "wire-2"}))
        assert after(KNOWN, elsewhere, Kept(new=2)).health.gaps == 0

    def test_none_after_a_feed_was_emptied(self) -> None:
        emptied = after(KNOWN, Poll((), Cursor()), Kept()).health
        assert emptied.gaps == 0
        assert after(emptied, showing(), Kept(new=2)).health.gaps == 0

    def test_an_unchanged_answer_does_not_empty_it(self) -> None:
        same = after(KNOWN, Poll((), Cursor(), unchanged=True), Kept()).health
        assert after(same, showing(), Kept(new=2)).health.gaps == 1


class TestSilence:
    def test_is_told_once_and_its_end_once(self) -> None:
        nothing = Poll((), Cursor(), unchanged=True)
        health, told = KNOWN, []
        for day in range(10):
            report = after(health, nothing, Kept(), hours=24 * day)
            health = report.health
            told.append(report.notice.title if report.notice else None)
        assert told == [None] * 5 + ["The source wire has gone quiet"] + [None] * 4
        back = after(health, showing(), Kept(new=1, known=1), hours=24 * 10)
        assert back.notice is not None
        assert back.notice.title == "The source wire is back"
        assert not back.health.hushed

    def test_who_was_always_slow_is_not_silent(self) -> None:
        monthly = replace(KNOWN, lull=30 * DAY.total_seconds())
        assert after(monthly, Poll((), Cursor()), Kept(), hours=24 * 80).notice is None
        assert after(monthly, Poll((), Cursor()), Kept(), hours=24 * 91).notice is not None

    def test_who_hardly_ever_spoke_is_not_silent(self) -> None:
        rare = replace(KNOWN, rounds=4)
        assert after(rare, Poll((), Cursor()), Kept(), hours=24 * 365).notice is None

    def test_a_feed_whose_newest_item_is_weeks_old_is_told_at_the_first_poll(self) -> None:
        dead = [
            article(number, published_at=NOON - 30 * DAY - number * HOUR, first_seen=NOON)
            for number in range(10)
        ]
        report = after(SourceHealth("wire"), showing(*dead), Kept(new=10))
        assert report.notice is not None
        assert "has brought nothing new for 30 days" in report.notice.text[0]
        fresh = [replace(each, published_at=NOON - n * HOUR) for n, each in enumerate(dead)]
        assert after(SourceHealth("wire"), showing(*fresh), Kept(new=10)).notice is None

    def test_a_long_pause_is_forgotten_in_time(self) -> None:
        health = replace(KNOWN, lull=100 * DAY.total_seconds())
        for hour in range(100):
            health = after(health, showing(), Kept(new=1, known=1), hours=hour).health
        assert health.lull is not None
        assert health.lull < DAY.total_seconds()


def test_who_hears_that_a_source_is_gone_hears_that_a_restart_asks_it_again() -> None:
    notice = failed(KNOWN, GoneForGood("It answers 410."), WIRE, now=NOON, jitter=0.0).notice
    assert notice is not None
    assert "not asked again before a restart, which asks it once more" in notice.text[1]


def test_what_the_owner_is_told_is_not_logged_twice(caplog: pytest.LogCaptureFixture) -> None:
    health, logged = KNOWN, []
    for _ in range(5):
        report = failed(health, SourceTrouble("Busy."), WIRE, now=NOON, jitter=0.0)
        health = report.health
        logged.append((len(caplog.records), report.notice is not None))
        caplog.clear()
    assert logged == [(1, False), (1, False), (0, True), (1, False), (1, False)]


class TestPatience:
    def test_quiet_polls_are_counted_until_there_is_news(self) -> None:
        nothing = Poll((), Cursor(), unchanged=True)
        health, waits = KNOWN, []
        for _ in range(4):
            health = after(health, nothing, Kept(), BLOG).health
            assert health.next_poll is not None
            waits.append((health.next_poll - NOON - 0.1 * HOUR).total_seconds())
        assert waits == [90.0, 135.0, 202.5, 303.75]
        for kept in (Kept(new=1, known=1), Kept(revised=1)):
            assert after(health, showing(), kept, BLOG).health.quiet == 0

    def test_a_wish_to_be_left_alone_is_remembered_until_it_is_over(self) -> None:
        asked = after(KNOWN, replace(showing(), wait=7200.0), Kept(known=2)).health
        assert asked.not_before == NOON + 2.1 * HOUR
        assert after(asked, showing(), Kept(known=2), hours=3).health.not_before is None
        trouble = failed(KNOWN, TryLater("Busy.", 900.0), WIRE, now=NOON, jitter=0.0).health
        assert trouble.not_before == trouble.next_poll == NOON + timedelta(seconds=900)

    def test_a_gap_and_a_pause_outlive_a_failure(self) -> None:
        told = replace(KNOWN, gaps=3, last_gap=NOON)
        broken = failed(told, SourceTrouble("No."), WIRE, now=NOON, jitter=0.0).health
        back = after(broken, showing(), Kept(known=2)).health
        assert (back.gaps, back.last_gap, back.rounds, back.lull) == (3, NOON, 30, 3600.0)


def test_one_word_for_two_things_at_once() -> None:
    broken = replace(KNOWN, failures=5)
    moved = replace(showing(), moved="https://courier.example/new")
    notice = after(broken, moved, Kept(new=1, known=1)).notice
    assert notice is not None
    assert notice.title == "The source wire is back"
    assert any("https://courier.example/new" in line for line in notice.text)


def test_who_added_a_source_in_chat_is_not_sent_to_the_settings() -> None:
    moved = replace(showing(), moved="https://courier.example/new")
    gone = GoneForGood("It answers 410.")

    def told(*, in_chat: bool) -> list[str]:
        came = worked(KNOWN, moved, Kept(known=2), WIRE, now=NOON, jitter=0.0, in_chat=in_chat).notice
        went = failed(KNOWN, gone, WIRE, now=NOON, jitter=0.0, in_chat=in_chat).notice
        assert came is not None
        assert went is not None
        return [came.text[-1], went.text[-1]]

    assert all("settings" in words for words in told(in_chat=False))
    assert told(in_chat=True) == [
        "It was added in a chat: there is nothing to do.",
        "Say `source remove wire` where it was added.",
    ]


def test_a_part_that_stops_is_told_once_and_its_return_once() -> None:
    part = replace(showing(), partly="One of its feeds answered 500.")
    health, told = KNOWN, []
    for given in [part] * 5 + [showing()] * 2:
        report = after(health, given, Kept(known=2))
        health = report.health
        told.append(report.notice.title if report.notice else None)
    lame, back = "A part of the source wire stopped working", "The source wire is back"
    assert told == [None, None, lame, None, None, back, None]
    assert after(KNOWN, part, Kept(known=2)).health.error == "One of its feeds answered 500."


def test_a_part_is_not_the_return_of_the_whole() -> None:
    broken = replace(KNOWN, failures=5)
    part = replace(showing(), partly="One of its feeds answered 500.")
    limping = after(broken, part, Kept(known=2))
    assert limping.notice is None
    assert after(limping.health, showing(), Kept(known=2)).notice is not None
