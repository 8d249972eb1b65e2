from decimal import Decimal

import pytest

from bot.desk.joining.sums import Sums, compare, is_telling
from bot.domain.reading import Bound, Commitment
from tests.store.examples import commitment

AT_LEAST = {"bound": Bound.AT_LEAST}


@pytest.mark.parametrize(
    ("one", "other", "sums"),
    [
        (commitment("2e9"), commitment("2.1e9"), Sums.AGREE),
        (commitment("2e9"), commitment("2.2e9"), Sums.DIFFER),
        (commitment("4e8", high=Decimal("5e8")), commitment("4.5e8"), Sums.AGREE),
        (commitment("4e8", high=Decimal("5e8")), commitment("6e8"), Sums.DIFFER),
        (commitment("9e8", **AT_LEAST), commitment("9.5e8"), Sums.AGREE),
        (commitment("9e8", **AT_LEAST), commitment("1.2e9"), Sums.DIFFER),
        (commitment("5e9", "HKD", usd=Decimal("6.4e8")), commitment("6.4e8"), Sums.AGREE),
        (commitment("5e9", "HKD", usd=Decimal("6.4e8")), commitment("5e9"), Sums.DIFFER),
        (commitment("9e8", "AUD"), commitment("9e8"), Sums.AGREE),
        (commitment("9e8", "EUR"), commitment("9e8"), Sums.UNKNOWN),
        (commitment("5e9", "GBP"), commitment("1e9"), Sums.DIFFER),
        (commitment("5e9", "NGN"), commitment("1e9"), Sums.UNKNOWN),
        (commitment(None), commitment("1e9"), Sums.UNKNOWN),
        (None, commitment("1e9"), Sums.UNKNOWN),
    ],
)
def test_sums(one: Commitment | None, other: Commitment | None, sums: Sums) -> None:
    assert compare(one, other) is sums
    assert compare(other, one) is sums


@pytest.mark.parametrize(
    ("low", "odd"), [("2e9", False), ("1.5e9", False), ("4.3e8", True), ("1.25e9", True)]
)
def test_a_sum_that_hardly_two_events_share(low: str, odd: bool) -> None:
    assert is_telling(commitment(low)) is odd
