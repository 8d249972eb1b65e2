from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.charts.scale import Scale

prices = st.lists(st.decimals("0.0001", "900000", places=4), min_size=1, max_size=8)


@given(prices)
def test_every_price_is_inside_and_a_few_round_ones_are_written(shown: list[Decimal]) -> None:
    scale = Scale(shown)
    assert all(0.0 < scale.place(price) < 1.0 for price in shown)
    assert 2 <= len(scale.lines) <= 7
    assert all(scale.low <= line <= scale.high for line in scale.lines)
    assert len({scale.written(line) for line in scale.lines}) == len(scale.lines)


@pytest.mark.parametrize(
    ("shown", "written"),
    [
        (("74.10", "76.20"), ["74.0", "74.5", "75.0", "75.5", "76.0"]),
        (("2845", "2845"), ["2,820", "2,840", "2,860"]),
        (("0.385", "0.392"), ["0.386", "0.388", "0.390", "0.392"]),
        (("63", "97"), ["70", "80", "90"]),
    ],
)
def test_round_prices_are_written(shown: tuple[str, ...], written: list[str]) -> None:
    scale = Scale(map(Decimal, shown))
    assert [scale.written(line) for line in scale.lines] == written


def test_a_higher_price_stands_higher() -> None:
    scale = Scale([Decimal(74), Decimal(76)])
    assert scale.place(Decimal(75)) == pytest.approx(0.5)
    assert scale.place(Decimal(74)) < scale.place(Decimal(75)) < scale.place(Decimal(76))
