"""Follow-ups: when they are due, which prices are of their moment, and what they are compared with."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.desk.follow_ups import APART, OPENED, OPENING, WORTH, Plan, followed_up, marks_of
from bot.domain.figures import Figures, Mark, Moment
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.story import Story
from bot.ports import Appointment
from tests.store.examples import story

BABA = Ticker("BABA", "XNYS")
HONG_KONG = Ticker("9988.HK", "XHKG")
SPY = Ticker("SPY", "XNYS")
ALERTED = datetime(2026, 3, 11, 13, 0, tzinfo=UTC)  # a Wednesday, 09:00 in New York
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
EVERY = Plan((Moment.HOUR, Moment.CLOSE, Moment.OPEN), fund=SPY)


def line(
    last: str, at: datetime, ticker: Ticker = BABA, currency: str = "USD", **changes: object
) -> PriceLine:
    plain = PriceLine(
        ticker,
        change=Decimal("0.01"),
        last=Money(Decimal(last), currency),
        session=Session.REGULAR,
        origin=Origin.LIVE,
        at=at,
        provider="Tape",
        against=date(2026, 3, 10),
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # replace() checks the names at run time


def regular(at: datetime) -> PriceLine:
    """Return what was paid then, on a day whose trading began two minutes before the appointment."""
    is_open = at >= ALERTED + HOUR - OPENED
    return line("101", at, session=Session.REGULAR if is_open else Session.PREMARKET)


def alerted(*lines: PriceLine) -> Story:
    marks = tuple(Mark(Moment.ALERT, one) for one in lines)
    return story(figures=Figures(marks=marks))


AT_ALERT = line("100", ALERTED - MINUTE, session=Session.PREMARKET)
FUND = line("500", ALERTED - MINUTE, SPY, session=Session.PREMARKET)


def planned(at: datetime, ticker: Ticker = BABA) -> dict[Moment, datetime]:
    made = EVERY.appointments(story(), at, [ticker], None)
    return {one.moment: one.due for one in made}


def due(moment: Moment, at: datetime = ALERTED + HOUR) -> Appointment:
    return Appointment(1, moment, at, at + WORTH[moment], fund=FUND)


class TestWhenTheyAreDue:
    @pytest.mark.parametrize(
        ("at", "close", "opens"),
        [
            ("2026-03-11T13:00", "2026-03-11T20:05", "2026-03-11T13:32"),
            ("2026-03-11T15:00", "2026-03-11T20:05", "2026-03-12T13:32"),
            ("2026-03-11T21:00", "2026-03-12T20:05", "2026-03-12T13:32"),
            ("2026-03-06T21:30", "2026-03-09T20:05", "2026-03-09T13:32"),  # over the change of clocks
            ("2026-11-27T15:00", "2026-11-27T18:05", "2026-11-30T14:32"),  # half a day, then a weekend
        ],
    )
    def test_by_new_yorks_bells(self, at: str, close: str, opens: str) -> None:
        when = datetime.fromisoformat(f"{at}+00:00")
        assert planned(when) == {
            Moment.HOUR: when + HOUR,
            Moment.CLOSE: datetime.fromisoformat(f"{close}+00:00"),
            Moment.OPEN: datetime.fromisoformat(f"{opens}+00:00"),
        }

    def test_by_the_bells_of_the_exchange_where_the_alerts_price_was_paid(self) -> None:
        known = alerted(line("120", ALERTED, HONG_KONG))
        made = EVERY.appointments(known, ALERTED, [BABA], None)
        assert {one.moment: one.due for one in made}[Moment.OPEN] == datetime(2026, 3, 12, 1, 32, tzinfo=UTC)

    def test_an_exchange_whose_hours_nobody_knows_has_only_the_hour(self) -> None:
        assert set(planned(ALERTED, Ticker("ABC", "XXXX"))) == {Moment.HOUR}

    def test_without_a_listing_there_are_none(self) -> None:
        assert EVERY.appointments(story(), ALERTED, [], None) == ()


class TestWhatIsSaid:
    def test_the_change_since_the_alert_and_the_funds_over_the_same_time(self) -> None:
        later, fund = line("101", ALERTED + HOUR), line("501", ALERTED + HOUR, SPY)
        [mark] = marks_of(due(Moment.HOUR), alerted(AT_ALERT), [later], fund)
        assert (mark.since, mark.benchmark, mark.against) == (Decimal("0.01"), Decimal("0.002"), "SPY")

    def test_without_a_price_at_the_alert_only_the_line(self) -> None:
        later = line("101", ALERTED + HOUR)
        [mark] = marks_of(due(Moment.HOUR), story(), [later], line("501", ALERTED + HOUR, SPY))
        assert mark == Mark(Moment.HOUR, later)

    @pytest.mark.parametrize(
        "fund",
        [
            None,
            line("501", ALERTED + HOUR - APART - MINUTE, SPY),
            line("501", ALERTED + HOUR, SPY, currency="EUR"),
        ],
        ids=["none", "of another time", "in another currency"],
    )
    def test_a_fund_that_cannot_be_compared_is_left_out(self, fund: PriceLine | None) -> None:
        later = line("101", ALERTED + HOUR)
        [mark] = marks_of(due(Moment.HOUR), alerted(AT_ALERT), [later], fund)
        assert (mark.since, mark.benchmark, mark.against) == (Decimal("0.01"), None, None)

    def test_another_currency_is_no_change(self) -> None:
        later = line("101", ALERTED + HOUR, currency="HKD")
        [mark] = marks_of(due(Moment.HOUR), alerted(AT_ALERT), [later], None)
        assert mark.since is None

    @pytest.mark.parametrize(
        ("last", "change", "since"),
        [
            ("102", "0.01", Decimal("0.02")),  # the close before was about 101
            ("51", "0.01", None),  # ... and here 50.50: a split 2:1, or a fall that looks like one
            ("510", "0.01", None),
            ("80", "-0.2", Decimal("-0.20")),  # it fell over night, and the close says from where
        ],
    )
    def test_over_night_a_split_makes_no_change(self, last: str, change: str, since: Decimal | None) -> None:
        opened = datetime(2026, 3, 12, 13, 31, tzinfo=UTC)
        later = line(last, opened, change=Decimal(change), against=date(2026, 3, 11))
        appointment = due(Moment.OPEN, opened + MINUTE)
        [mark] = marks_of(appointment, alerted(AT_ALERT), [later], None)
        assert mark.since == since

    @pytest.mark.parametrize(
        ("moment", "found"),
        [
            (Moment.HOUR, AT_ALERT),  # nobody traded since
            (Moment.HOUR, line("101", ALERTED + HOUR - APART - MINUTE)),
            (Moment.HOUR, replace(line("101", ALERTED + HOUR), at=None)),
            (Moment.OPEN, line("101", ALERTED + HOUR, session=Session.PREMARKET)),
            (Moment.OPEN, line("101", ALERTED + HOUR - 5 * MINUTE)),
            (Moment.OPEN, line("101", ALERTED + HOUR + OPENING + MINUTE)),
            (Moment.CLOSE, line("101", ALERTED + HOUR - timedelta(days=1))),
            (Moment.CLOSE, line("101", ALERTED + HOUR + MINUTE)),
        ],
    )
    def test_what_is_not_of_the_moment_is_left_out(self, moment: Moment, found: PriceLine) -> None:
        assert marks_of(due(moment), alerted(AT_ALERT), [found], None) == ()

    @pytest.mark.parametrize("moment", [Moment.HOUR, Moment.OPEN])
    def test_a_feed_that_is_late_is_waited_for(self, moment: Moment) -> None:
        """However often the appointment was put off, the price is judged by the moment itself."""
        planned = due(moment)
        late = timedelta(minutes=20)
        looks = [planned.due + MINUTE * n for n in range(WORTH[moment] // MINUTE + 1)]
        told = [
            at
            for at in looks
            if marks_of(replace(planned, due=at), alerted(AT_ALERT), [regular(at - late)], None)
        ]
        assert told
        first = told[0] - late
        assert ALERTED + HOUR - APART <= first <= ALERTED + HOUR


class TestHowItIsTold:
    MARK = Mark(Moment.HOUR, line("101", ALERTED + HOUR), Decimal("0.01"))

    def test_by_an_edit_where_the_card_shows_it(self) -> None:
        known = alerted(AT_ALERT)
        after = followed_up(known, [self.MARK], EVERY)
        assert after.figures.marks[1:] == (self.MARK,)

    def test_by_a_reply_that_is_not_on_the_card(self) -> None:
        known = alerted(AT_ALERT)
        after = followed_up(known, [self.MARK], replace(EVERY, told_by="reply"))
        assert after.figures.marks[1:] == (replace(self.MARK, below=True),)
        assert after.revision == known.revision + 1

    def test_only_once(self) -> None:
        after = followed_up(alerted(AT_ALERT), [self.MARK], EVERY)
        assert followed_up(after, [self.MARK], EVERY) == after
