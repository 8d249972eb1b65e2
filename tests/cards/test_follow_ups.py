"""How a share went on, in words: on the alert, and in the reply below it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.cards.alert import alert_card
from bot.cards.follow_ups import follow_up_facts
from bot.cards.news import gist, news_card
from bot.domain.alert import News
from bot.domain.figures import Figures, Mark, Moment
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.story import Story
from tests.store.examples import ACME, ACME_HK, commitment, reading, story

NOON = datetime(2026, 3, 11, 16, 0, tzinfo=UTC)
LINE = PriceLine(
    ACME,
    change=Decimal("0.03"),
    last=Money(Decimal("78.30"), "USD"),
    session=Session.REGULAR,
    origin=Origin.LIVE,
    at=NOON,
    provider="Tape",
    against=date(2026, 3, 10),
)
HOUR = Mark(Moment.HOUR, LINE, Decimal("0.0101"), Decimal("0.002"), "SPY")
BELL = replace(LINE, last=Money(Decimal(79), "USD"), at=NOON + timedelta(hours=4))
CLOSE = Mark(Moment.CLOSE, BELL, Decimal("0.019"))


def marked(*marks: Mark) -> Story:
    return story(figures=Figures(marks=marks))


def words(*marks: Mark) -> list[tuple[str, object]]:
    return [(fact.label, fact.value) for fact in follow_up_facts(marked(*marks))]


def test_all_moments_of_a_company_are_one_fact_with_the_time_of_the_last() -> None:
    [fact] = follow_up_facts(marked(Mark(Moment.ALERT, LINE), HOUR, CLOSE))
    assert fact.label == "Since the alert (ACME)"
    assert fact.value == (
        "an hour later +1.01 % to $78.30 (SPY +0.2 %); at the close +1.9 % to $79.00, live from Tape"
    )
    assert fact.at == CLOSE.line.at


def test_without_a_change_since_the_alert_the_line_says_against_what_it_moved() -> None:
    plain = Mark(Moment.OPEN, LINE)
    value = "after the open $78.30, +3 % against the close of 10 Mar, live from Tape"
    assert words(plain) == [("Later price (ACME)", value)]


def test_a_change_since_the_close_that_the_alert_showed_is_not_called_one_since_the_alert() -> None:
    friday = replace(LINE, session=Session.CLOSE, at=datetime(2026, 3, 6, 21, 0, tzinfo=UTC))
    shown = Mark(Moment.ALERT, friday)
    value = "after the open +1.01 % to $78.30, live from Tape"
    opened = replace(HOUR, moment=Moment.OPEN, benchmark=None)
    assert words(shown, opened) == [("Since the close of 6 Mar (ACME)", value)]
    [(_, an_hour)] = words(shown, HOUR)
    assert an_hour == "an hour after the alert +1.01 % to $78.30 (SPY +0.2 %), live from Tape"


def test_no_change_is_said_plainly() -> None:
    assert words(replace(HOUR, since=Decimal(0), benchmark=None)) == [
        ("Since the alert (ACME)", "an hour later unchanged at $78.30, live from Tape")
    ]


def test_a_company_is_told_of_by_one_of_its_listings() -> None:
    other = Mark(Moment.HOUR, replace(LINE, ticker=ACME_HK))
    assert [label for label, _ in words(HOUR, other)] == ["Since the alert (ACME)"]


def test_a_share_of_nobody_in_the_story_is_not_told_of() -> None:
    assert words(replace(HOUR, line=replace(LINE, ticker=Ticker("ELSE", "XNYS")))) == []


def test_what_is_told_below_is_not_on_the_alert_and_in_the_reply_of_its_moment_alone() -> None:
    known = marked(replace(HOUR, below=True), replace(CLOSE, below=True))
    assert alert_card(known) == alert_card(story())
    card = news_card(known, frozenset({News.CLOSE}), ACME)
    assert card.title.startswith("At the close: Acme")
    [fact] = card.facts
    assert fact.value == "at the close +1.9 % to $79.00, live from Tape"


def test_its_gist_is_the_same_whatever_the_sum_is_by_then() -> None:
    corrected = story(reading(sum_of=commitment("3e9")))
    follow_up = frozenset({News.HOUR})
    assert gist(story(), follow_up) == gist(corrected, follow_up) == "hour"
    both = follow_up | {News.CORRECTED}
    assert gist(story(), both) != gist(corrected, both)
