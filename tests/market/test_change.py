from decimal import Decimal

import pytest

from bot.market.change import change


def test_a_change_is_a_fraction_of_the_close() -> None:
    assert change(Decimal(102), Decimal(100)) == Decimal("0.02")
    assert change(Decimal(99), Decimal(100)) == Decimal("-0.01")
    assert change(Decimal(100), Decimal(100)) == 0


@pytest.mark.parametrize(("price", "close"), [("0", "100"), ("100", "0"), ("-1", "100")])
def test_zero_is_no_price(price: str, close: str) -> None:
    assert change(Decimal(price), Decimal(close)) is None
