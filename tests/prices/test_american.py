"""Symbols, days and closes of American shares, before any vendor is asked."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.market import Ticker
from bot.domain.price import Close
from bot.prices import alpaca, finnhub, massive
from bot.prices.american import Spelling, day_begun, instant, is_price, known_closes, past_trades, step_of
from tests.contracts.price_stages import new_york

TUE, WED = date(2026, 3, 10), date(2026, 3, 11)
BOTH = (Close(WED, Decimal("41.00")), Close(TUE, Decimal("40.00")))


@pytest.mark.parametrize(
    ("symbol", "spelled"),
    [
        ("TARN", ("TARN", "TARN", "TARN")),
        ("TRN-B", ("TRN.B", "TRN.B", "TRN.B")),  # a class
        ("TRN-PC", ("TRN.PRC", "TRNpC", None)),  # a series of preferred shares
        ("TRN^C", ("TRN.PRC", "TRNpC", None)),
        ("TRN-P", ("TRN.PR", "TRNp", None)),  # the only series
        ("TRN-WT", ("TRN.WS", "TRN.WS", None)),
        ("TRN-UN", ("TRN.U", "TRN.U", None)),
        ("TRN-RI", (None, None, None)),  # rights: nobody says how
        ("TRN^", (None, None, None)),
        ("TRN-WTA", (None, None, None)),
        ("9988.HK", (None, None, None)),
        ("TARNISH", (None, None, None)),
        ("tarn", (None, None, None)),
        ("TARN,MIRE", (None, None, None)),
        ("", (None, None, None)),
    ],
)
def test_each_vendor_has_its_own_spelling(symbol: str, spelled: tuple[str | None, ...]) -> None:
    for kind, expected in zip((alpaca, massive, finnhub), spelled, strict=True):
        spelling: Spelling = kind.SPELLING
        assert spelling.of(Ticker(symbol, "XNYS")) == expected


@pytest.mark.parametrize("mic", ["XHKG", "XLON", "OTCM", ""])
def test_only_new_yorks_exchanges_are_known(mic: str) -> None:
    assert finnhub.SPELLING.of(Ticker("TARN", mic)) is None


@pytest.mark.parametrize(
    ("number", "a_second", "at"),
    [
        (1773230400, 1, "2026-03-11T12:00:00+00:00"),
        (1773230400123, 1_000, "2026-03-11T12:00:00.123000+00:00"),
        (1773230400123456789, 1_000_000_000, "2026-03-11T12:00:00.123456+00:00"),
        (0, 1, None),
        (-5, 1, None),
        (10**40, 1, None),
        (1773230400123456789, 1, None),
    ],
)
def test_times_are_counted_in_what_each_vendor_counts(number: int, a_second: int, at: str | None) -> None:
    assert instant(number, a_second) == (None if at is None else datetime.fromisoformat(at))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-06T05:00:00+00:00", date(2026, 3, 6)),  # winter
        ("2026-03-11T04:00:00+00:00", WED),  # summer
        ("2026-03-11T00:00:00+00:00", None),  # by UTC's days, it would be Tuesday's in New York
        ("2026-03-11T13:30:00+00:00", None),
    ],
)
def test_a_day_begins_at_midnight_in_new_york(at: str, day: date | None) -> None:
    assert day_begun(datetime.fromisoformat(at)) == day


def test_a_price_is_a_number_that_a_share_can_cost() -> None:
    assert is_price(Decimal("0.0001"))
    assert is_price(Decimal(800000))
    for text in ("0", "-1", "NaN", "sNaN", "Infinity", "1E+40", "100000000"):
        assert not is_price(Decimal(text))
    assert not is_price(None)


@pytest.mark.parametrize(
    ("seen_at", "known"),
    [
        ("2026-03-11 09:00", [TUE]),
        ("2026-03-11 15:59", [TUE]),  # the bar of a day that still runs
        ("2026-03-11 16:00", [TUE]),
        ("2026-03-11 16:04", [TUE]),
        ("2026-03-11 16:05", [TUE, WED]),
        ("2026-03-12 08:00", [TUE, WED]),
        ("2026-03-10 12:00", []),
        ("2031-03-11 12:00", []),  # nobody knows whether that was a holiday
    ],
)
def test_a_close_is_of_a_day_that_is_over(seen_at: str, known: list[date]) -> None:
    closes = known_closes(BOTH, new_york(seen_at).astimezone(UTC), "XNYS")
    assert [close.day for close in closes] == known


def test_a_bar_that_still_runs_is_of_now() -> None:
    since, until = new_york("2026-03-11 09:30"), new_york("2026-03-11 09:32") + timedelta(seconds=20)
    begins = [since + timedelta(minutes=minute) for minute in range(4)]
    trades = past_trades([(at, Decimal(40)) for at in begins], since, until)
    assert [trade.at for trade in trades] == [begins[1], begins[2], until]


@pytest.mark.parametrize(
    ("days", "step"),
    [(1, "0:01:00"), (2, "0:01:00"), (10, "0:15:00"), (45, "1:00:00"), (46, "1 day, 0:00:00")],
)
def test_steps_suit_the_span(days: int, step: str) -> None:
    assert f"{step_of(timedelta(days=days))}" == step
