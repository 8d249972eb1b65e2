"""Whether two readings speak of the same sum."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.domain.reading import Amount, AmountRole, Bound, Commitment, Reading

__all__ = ["TOLERANCE", "Sums", "compare", "is_telling", "names_the_sum"]

TOLERANCE: Final = Decimal("0.05")  # of the larger sum: outlets round, and exchange rates differ
_OPEN: Final = Decimal("1.1")  # "more than 900 million" is less than the next round figure


class Sums(Enum):
    AGREE = auto()
    DIFFER = auto()
    UNKNOWN = auto()  # one names none, or they are in two currencies and neither is restated


class _Range(NamedTuple):
    low: Decimal
    high: Decimal
    currency: str


def compare(one: Commitment | None, other: Commitment | None) -> Sums:
    """Say whether two sums are within `TOLERANCE`: in a currency of both, as stated or restated in dollars.

    A range agrees with what lies in it, "up to" with its upper end, "at least" with what is a little more.
    """
    if one is None or other is None:
        return Sums.UNKNOWN
    pairs = [(a, b) for a in _ranges(one) for b in _ranges(other) if a.currency == b.currency]
    if not pairs:
        return Sums.UNKNOWN
    return Sums.AGREE if any(_meet(a, b) for a, b in pairs) else Sums.DIFFER


def is_telling(commitment: Commitment | None) -> bool:
    """Say whether a sum is so odd that two events hardly share it: of two digits or more that are not 0."""
    if commitment is None:
        return False
    end = commitment.low if commitment.low is not None else commitment.high
    return end is not None and len(end.normalize().as_tuple().digits) > 1


def names_the_sum(reading: Reading, commitment: Commitment | None) -> bool:
    """Say whether a reading names another's sum among those that it takes for money committed.

    "to 2.1 billion from 1.9 billion", "2 billion a year, 8 billion in all".
    """
    if commitment is None:
        return False
    wanted = list(_ranges(commitment))
    named = [
        _Range(end, end, amount.money.currency)
        for amount in reading.amounts
        if amount.role in {AmountRole.INVESTMENT, AmountRole.OTHER}
        for end in _ends_of(amount)
    ]
    return any(a.currency == b.currency and _meet(a, b) for a in wanted for b in named)


def _ends_of(amount: Amount) -> list[Decimal]:
    return [amount.money.value, *([amount.money_max] if amount.money_max is not None else [])]


def _ranges(commitment: Commitment) -> Iterator[_Range]:
    """Yield the sum in its own currency, and in dollars where that is known."""
    currency = commitment.currency
    ends = [end for end in (commitment.low, commitment.high) if end is not None]
    if ends and currency is not None:
        is_open = commitment.high is None and commitment.bound in {Bound.AT_LEAST, Bound.MORE_THAN}
        yield _Range(ends[0], ends[-1] * (_OPEN if is_open else 1), currency)
    if commitment.usd is not None and currency != "USD":
        yield _Range(commitment.usd, commitment.usd, "USD")


def _meet(one: _Range, other: _Range) -> bool:
    """Say whether two ranges overlap, or come within `TOLERANCE` of the larger sum."""
    gap = max(one.low, other.low) - min(one.high, other.high)
    return gap <= TOLERANCE * max(one.low, other.low)
