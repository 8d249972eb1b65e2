"""Whether a stated and a live price speak of one session of one day, and then agree."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.market.agree import Accord, accord, stated_day

BABA = Ticker("BABA", "XNYS")
TENCENT = Ticker("0700.HK", "XHKG")
WEDNESDAY = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # 08:00 in New York


def stated(change: str | None = "0.0032", last: str | Money | None = "76.30", **known: object) -> PriceLine:
    parts = {
        "ticker": BABA,
        "change": None if change is None else Decimal(change),
        "last": Money(Decimal(last), "USD") if isinstance(last, str) else last,
        "session": Session.PREMARKET,
        "origin": Origin.STATED,
        "day": "Wednesday",
    }
    return PriceLine(**{**parts, **known})  # type: ignore[arg-type]  # a mix of field types, by name


def live(change: str, last: str, **known: object) -> PriceLine:
    parts = {"origin": Origin.LIVE, "day": None, "at": WEDNESDAY, "provider": "Example"}
    return stated(change, last, **{**parts, **known})


@pytest.mark.parametrize(
    ("said", "seen", "expected"),
    [
        (stated(), live("0.0032", "76.30"), Accord.AGREE),
        (stated(), live("0.0100", "76.80"), Accord.AGREE),  # minutes have passed
        (stated(), live("0.0132", "77.05"), Accord.AGREE),  # a point and half a digit
        (stated(), live("0.0140", "77.10"), Accord.AT_ODDS),
        (stated(), live("-0.0070", "75.50"), Accord.AT_ODDS),
        (stated(last=None), live("0.0130", "99.00"), Accord.AGREE),  # only the change is stated
        (stated(change=None), live("0.9000", "77.00"), Accord.AGREE),  # only the price is
        (stated(change=None), live("0.0032", "78.00"), Accord.AT_ODDS),
        (stated(change="0.02", last=None), live("0.0340", "78.00"), Accord.AGREE),  # "2 %" may be 1.5 to 2.5
        (stated(change="0.0200", last=None), live("0.0340", "78.00"), Accord.AT_ODDS),  # "2.00 %" may not
        (stated(last="76", change=None), live("0.0032", "77.20"), Accord.AGREE),  # "$76" may be 76.49
        (stated(last="76.00", change=None), live("0.0032", "77.20"), Accord.AT_ODDS),
        (stated(last="598.10", change=None), live("0.0032", "76.30"), Accord.AT_ODDS),
    ],
)
def test_within_tolerance(said: PriceLine, seen: PriceLine, expected: Accord) -> None:
    assert accord(said, seen, WEDNESDAY) is expected


def test_prices_in_two_currencies_are_of_two_listings() -> None:
    in_hong_kong_dollars = stated("0.032", last=Money(Decimal("598.10"), "HKD"))
    assert accord(in_hong_kong_dollars, live("-0.01", "76.30"), WEDNESDAY) is Accord.APART


@pytest.mark.parametrize(
    "seen",
    [
        live("0.5", "90", session=Session.REGULAR),
        live("0.5", "90", at=WEDNESDAY + timedelta(days=1)),
        live("0.5", "90", at=WEDNESDAY - timedelta(days=7)),
        live("0.5", "90", ticker=Ticker("9988.HK", "XHKG")),
        live("0.5", "90", at=None),
        live("0.5", "90", ticker=None),
    ],
)
def test_of_another_session_day_or_listing_they_are_apart(seen: PriceLine) -> None:
    assert accord(stated(), seen, WEDNESDAY) is Accord.APART


def test_of_an_unknown_session_they_are_apart() -> None:
    nowhere = {"session": Session.UNKNOWN}
    assert accord(stated(**nowhere), live("0.5", "90", **nowhere), WEDNESDAY) is Accord.APART


def test_a_close_does_not_move() -> None:
    closed = {"session": Session.CLOSE}
    close = datetime(2026, 3, 11, 20, 0, tzinfo=UTC)
    at_night = datetime(2026, 3, 11, 23, 0, tzinfo=UTC)
    said = stated("0.0032", "76.30", **closed)
    assert accord(said, live("0.0033", "76.31", at=close, **closed), at_night) is Accord.AGREE
    assert accord(said, live("0.0052", "76.45", at=close, **closed), at_night) is Accord.AT_ODDS


@pytest.mark.parametrize(
    ("words", "published", "expected"),
    [
        ("Wednesday", "2026-03-11T12:00+00:00", "2026-03-11"),
        ("Tuesday", "2026-03-11T12:00+00:00", "2026-03-10"),
        ("Thursday", "2026-03-11T12:00+00:00", "2026-03-05"),  # the last one, never the next
        ("Wednesday", "2026-03-12T02:00+00:00", "2026-03-11"),  # still Wednesday in New York
        ("March 11", "2026-03-11T12:00+00:00", "2026-03-11"),
        ("Mar. 9", "2026-03-11T12:00+00:00", "2026-03-09"),
        ("Sept 14", "2026-09-15T12:00+00:00", "2026-09-14"),
        ("Dec. 31", "2027-01-04T12:00+00:00", "2026-12-31"),
        ("February 29", "2026-03-11T12:00+00:00", None),
        ("February 30", "2026-03-11T12:00+00:00", None),
        ("Fool 1", "2026-03-11T12:00+00:00", None),
        ("yesterday", "2026-03-11T12:00+00:00", None),
        (None, "2026-03-11T12:00+00:00", "2026-03-11"),  # published in the premarket that it speaks of
        (None, "2026-03-11T18:00+00:00", None),  # of this morning's premarket, or of tomorrow's?
        ("Wednesday", "2031-03-11T12:00+00:00", None),  # nobody knows that year
    ],
)
def test_the_day_of_a_stated_line(words: str | None, published: str, expected: str | None) -> None:
    day = stated_day(stated(day=words), datetime.fromisoformat(published), "XNYS")
    assert day == (expected and date.fromisoformat(expected))


def test_the_day_is_the_exchanges_own() -> None:
    """An article of Tuesday evening in New York is Wednesday morning's in Hong Kong."""
    published = datetime(2026, 3, 10, 21, 0, tzinfo=ZoneInfo("America/New_York"))
    assert stated_day(stated(ticker=TENCENT, day="Wednesday"), published, "XHKG") == date(2026, 3, 11)
