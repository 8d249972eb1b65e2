from datetime import date
from decimal import Decimal

import pytest

from bot.domain.market import Money
from bot.domain.price import NoLine, Split
from bot.market.change import change, disbelief, in_shares_of
from bot.market.minor import in_major, is_major

JUNE_10 = date(2026, 6, 10)


def test_a_change_is_a_fraction_of_the_close() -> None:
    assert change(Decimal(102), Decimal(100)) == Decimal("0.02")
    assert change(Decimal(99), Decimal(100)) == Decimal("-0.01")
    assert change(Decimal(100), Decimal(100)) == 0


@pytest.mark.parametrize(
    ("price", "close"), [("0", "100"), ("100", "0"), ("-1", "100"), ("NaN", "1"), ("1", "Infinity")]
)
def test_what_is_no_price(price: str, close: str) -> None:
    assert change(Decimal(price), Decimal(close)) is None


@pytest.mark.parametrize(
    ("moved", "doubt"),
    [
        ("0", None),
        ("-0.20", None),  # 4 in 5: a split of 5:4 is not suspected
        ("-0.25", None),
        ("-0.30", NoLine.SPLIT),  # 3:2
        ("-0.44", None),
        ("-0.45", NoLine.SPLIT),
        ("-0.55", NoLine.SPLIT),
        ("-0.56", None),
        ("-0.627", NoLine.TOO_FAR),
        ("-0.75", NoLine.SPLIT),
        ("0.79", None),
        ("0.80", NoLine.SPLIT),
        ("1.20", NoLine.SPLIT),
        ("1.34", None),
        ("1.68", NoLine.TOO_FAR),
        ("100", NoLine.TOO_FAR),  # pence against pounds
        ("-0.99", NoLine.TOO_FAR),
    ],
)
def test_what_is_not_believed(moved: str, doubt: NoLine | None) -> None:
    assert disbelief(Decimal(moved)) is doubt


def test_a_close_before_a_split_counts_in_new_shares_after_it() -> None:
    four, tenth = Split(JUNE_10, Decimal(4)), Split(date(2026, 6, 12), Decimal("0.1"))
    before, between, after = date(2026, 6, 9), date(2026, 6, 11), date(2026, 6, 12)
    hundred = Decimal(100)
    assert in_shares_of(JUNE_10, hundred, before, (four,)) == 25
    assert in_shares_of(before, hundred, before, (four,)) == 100
    assert in_shares_of(between, hundred, JUNE_10, (four,)) == 100
    assert in_shares_of(after, hundred, before, (four, tenth)) == 250


@pytest.mark.parametrize(
    ("price", "code", "money"),
    [
        ("250", "GBX", Money(Decimal("2.50"), "GBP")),
        ("250", "GBp", Money(Decimal("2.50"), "GBP")),
        ("2.50", "GBP", Money(Decimal("2.50"), "GBP")),
        ("8150", "ZAc", Money(Decimal("81.50"), "ZAR")),
        ("1250", "ILA", Money(Decimal("12.50"), "ILS")),
        ("76.30", "USD", Money(Decimal("76.30"), "USD")),
        ("76.30", "usd", None),
        ("76.30", "", None),
        ("76.30", "USDT", None),
    ],
)
def test_pence_become_pounds(price: str, code: str, money: Money | None) -> None:
    assert in_major(Decimal(price), code) == money
    assert is_major(code) == (money is not None and money.currency == code)
