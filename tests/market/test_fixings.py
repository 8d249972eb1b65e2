"""Which day's rates stand for a day, what the rate of two currencies is, and which rates cannot be right."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.fixing import Fixing
from bot.market.fixings import cross, fault, fixing_day, last_out

TUESDAY = date(2024, 3, 12)
PER_EURO = {
    currency: Decimal(rate)
    for currency, rate in {
        "USD": "1.0930",
        "HKD": "8.5500",
        "CNY": "7.8500",
        "JPY": "161.20",
        "GBP": "0.85500",
        "INR": "90.500",
        "KRW": "1435.00",
        "CHF": "0.96000",
        "SEK": "11.1800",
        "IDR": "17012.33",
    }.items()
}
FIXING = Fixing(TUESDAY, PER_EURO, "ECB")

# As the calendar of the euro's settlement system has them.
HOLIDAYS = """
    2008-03-21 2008-03-24 2011-04-22 2011-04-25 2023-04-07 2023-04-10 2023-05-01
    2023-12-25 2023-12-26 2024-01-01 2024-03-29 2024-04-01 2024-05-01 2024-12-25
    2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-01 2025-12-25 2025-12-26
    2026-01-01 2026-04-03 2026-04-06 2026-05-01 2026-12-25 2027-01-01 2027-03-26
    2027-03-29 2028-04-14 2028-04-17 2030-04-19 2030-04-22 2038-04-23 2038-04-26
"""


def test_holidays_of_the_settlement_system_have_no_rates_of_their_own() -> None:
    for words in HOLIDAYS.split():
        day = date.fromisoformat(words)
        assert fixing_day(day) < day, day


@pytest.mark.parametrize(
    ("day", "fixed"),
    [
        ("2024-03-12", "2024-03-12"),
        ("2024-03-16", "2024-03-15"),
        ("2024-03-17", "2024-03-15"),
        ("2024-03-31", "2024-03-28"),  # Easter Sunday
        ("2024-04-01", "2024-03-28"),
        ("2024-12-26", "2024-12-24"),
        ("2024-12-31", "2024-12-31"),
        ("2025-01-01", "2024-12-31"),
        ("2026-05-03", "2026-04-30"),
        ("2026-12-27", "2026-12-24"),
    ],
)
def test_the_last_day_with_rates(day: str, fixed: str) -> None:
    assert fixing_day(date.fromisoformat(day)) == date.fromisoformat(fixed)


@pytest.mark.parametrize(
    ("day", "now", "last"),
    [
        ("2024-03-12", "2024-03-12T09:00:00+00:00", "2024-03-11"),
        ("2024-03-12", "2024-03-12T15:29:59+00:00", "2024-03-11"),
        ("2024-03-12", "2024-03-12T15:30:00+00:00", "2024-03-12"),
        ("2024-03-12", "2024-03-13T00:00:00+00:00", "2024-03-12"),
        ("2024-03-11", "2024-03-11T09:00:00+00:00", "2024-03-08"),  # a Monday morning
        ("2024-03-10", "2024-03-10T09:00:00+00:00", "2024-03-08"),
        ("2024-04-02", "2024-04-02T09:00:00+00:00", "2024-03-28"),  # behind Easter
        ("2024-03-12", "2026-11-20T09:00:00+00:00", "2024-03-12"),
    ],
)
def test_rates_are_out_in_the_afternoon(day: str, now: str, last: str) -> None:
    assert last_out(date.fromisoformat(day), datetime.fromisoformat(now)) == date.fromisoformat(last)


def test_the_bank_is_never_silent_for_longer_than_four_days() -> None:
    day = date(1999, 1, 4)
    while day < date(2060, 1, 1):
        assert day - fixing_day(day) <= timedelta(days=4)
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("base", "quote", "value"),
    [
        ("EUR", "USD", "1.0930"),
        ("USD", "EUR", "0.914913083"),  # 1 ÷ 1.0930 = 0.91491308326 …
        ("HKD", "USD", "0.127836257"),  # 1.0930 ÷ 8.55 = 0.12783625730 …
        ("CNY", "USD", "0.139235669"),  # 0.13923566878 …
        ("JPY", "USD", "0.00678039702"),  # 0.0067803970223 …
        ("GBP", "USD", "1.27836257"),  # 1.2783625730 …
        ("INR", "USD", "0.0120773481"),  # 0.012077348066 …
        ("KRW", "USD", "0.000761672474"),  # 0.00076167247386 …
        ("CHF", "USD", "1.13854167"),  # 1.1385416666 …
        ("SEK", "USD", "0.0977638640"),  # 0.097763864042 …
        ("IDR", "USD", "0.0000642475193"),  # 0.0000642475192 99 …
        ("HKD", "CNY", "0.918128655"),  # 7.85 ÷ 8.55 = 0.91812865497 …
        ("USD", "USD", "1"),
    ],
)
def test_the_rate_between_two_currencies(base: str, quote: str, value: str) -> None:
    rate = cross(FIXING, base, quote)
    assert rate is not None
    assert rate.value == Decimal(value)
    assert (rate.base, rate.quote, rate.day, rate.source) == (base, quote, TUESDAY, "ECB")


@pytest.mark.parametrize("base", ["TWD", "AED", "SAR", "XBT", "", "usd"])
def test_a_currency_that_the_bank_does_not_publish_has_no_rate(base: str) -> None:
    assert cross(FIXING, base, "USD") is None
    assert cross(FIXING, "USD", base) is None


PRINTED = st.decimals(min_value=Decimal("0.01"), max_value=Decimal(50_000), places=4, allow_nan=False)


@given(PRINTED, PRINTED)
def test_a_rate_is_right_to_nine_digits(one: Decimal, other: Decimal) -> None:
    rate = cross(Fixing(TUESDAY, {"HKD": one, "USD": other}, "ECB"), "HKD", "USD")
    assert rate is not None
    exact = Fraction(other) / Fraction(one)
    assert abs(Fraction(rate.value) / exact - 1) <= Fraction(1, 10**8)


@pytest.mark.parametrize(
    ("changes", "asked", "words"),
    [
        ({}, TUESDAY, None),
        ({}, TUESDAY + timedelta(days=7), None),
        ({}, TUESDAY + timedelta(days=8), "long before"),
        ({}, TUESDAY - timedelta(days=1), "after"),
        ({"GBP": "0"}, TUESDAY, "its rate of GBP is 0"),
        ({"GBP": "-0.855"}, TUESDAY, "its rate of GBP is -0.855"),
        ({"GBP": "1E+400"}, TUESDAY, "its rate of GBP is 1E+400"),
        ({"GBP": "1E-400"}, TUESDAY, "its rate of GBP is 1E-400"),
        ({"GBP": "NaN"}, TUESDAY, "its rate of GBP is NaN"),
        ({"GBP": "sNaN"}, TUESDAY, "its rate of GBP is sNaN"),
        ({"GBP": "-Infinity"}, TUESDAY, "its rate of GBP is -Infinity"),
        ({"EUR": "1"}, TUESDAY, '"EUR" is among its currencies'),
        ({"Pound": "1"}, TUESDAY, '"Pound" is among its currencies'),
        ({"": "1"}, TUESDAY, '"" is among its currencies'),
        ({"USD": "109.30"}, TUESDAY, "a euro is 109.30 US dollars in it"),
        ({"USD": "0.0109"}, TUESDAY, "a euro is 0.0109 US dollars in it"),
        ({"USD": "8.55", "HKD": "1.0930"}, TUESDAY, "a euro is 8.55 US dollars in it"),
        ({"USD": "1.5990"}, TUESDAY, None),
        ({"USD": "0.8252"}, TUESDAY, None),
    ],
)
def test_rates_that_cannot_be_right(changes: dict[str, str], asked: date, words: str | None) -> None:
    rates = {**PER_EURO, **{currency: Decimal(rate) for currency, rate in changes.items()}}
    why = fault(Fixing(TUESDAY, rates, "ECB"), asked)
    assert why is None if words is None else why is not None and words in why


def test_rates_without_dollars_are_none() -> None:
    without = Fixing(TUESDAY, {"HKD": Decimal("8.55")}, "ECB")
    assert fault(without, TUESDAY) == "it has no rate of the US dollar"
