"""Whether two readings speak of the same sum."""

from collections.abc import Iterator
from decimal import Decimal
from enum import Enum, auto
from typing import Final, NamedTuple

from bot.domain.reading import Amount, AmountRole, Bound, Commitment, Reading

__all__ = ["TOLERANCE", "Sums", "compare", "is_telling", "names_the_sum"]

TOLERANCE: Final = Decimal("0.05")  # of the larger sum: outlets round, and exchange rates differ
_ROUGHLY: Final = Decimal(2)  # times; no rate below was further off its middle from 2015 to 2025
# What a unit of a currency is in US dollars, in the middle of those years: only to tell that two sums cannot
# be one. Currencies that lost more than half of their worth in the time are left out.
_MIDDLE_RATES = """
    EUR 1.11 GBP 1.30 CHF 1.06 CAD 0.76 AUD 0.72 NZD 0.67 SGD 0.74 HKD 0.128 CNY 0.147 JPY 0.0083 KRW 0.00081
    TWD 0.032 INR 0.0135 SEK 0.108 NOK 0.113 DKK 0.149 PLN 0.258 CZK 0.044 MYR 0.235 THB 0.030 IDR 0.000069
    PHP 0.0195 VND 0.000043 SAR 0.2667 AED 0.2723 QAR 0.2747 ILS 0.28 MXN 0.052 ZAR 0.065 CLP 0.0013
"""
_MIDDLE: Final = dict(zip(_MIDDLE_RATES.split()[::2], map(Decimal, _MIDDLE_RATES.split()[1::2]), strict=True))
_DOLLARS: Final = frozenset({"AUD", "CAD", "HKD", "NZD", "SGD", "TWD"})  # all a bare "$" in their own papers
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
    pairs = [(a, b) for a in _ranges(one) for b in _ranges(other)]
    alike = [(a, b) for a, b in pairs if a.currency == b.currency]
    if alike:
        return Sums.AGREE if any(_meet(a, b) for a, b in alike) else Sums.DIFFER
    if any(_is_bare_dollar(a, b) for a, b in pairs):
        return Sums.AGREE
    return Sums.DIFFER if any(_cannot_be_one(a, b) for a, b in pairs) else Sums.UNKNOWN


def is_telling(commitment: Commitment | None) -> bool:
    """Say whether a sum is so odd that two events hardly share it: not "2 billion", and not "1.5 billion"."""
    if commitment is None:
        return False
    end = commitment.low if commitment.low is not None else commitment.high
    digits = end.normalize().as_tuple().digits if end is not None else ()
    return len(digits) > 2 or (len(digits) == 2 and digits[1] != 5)


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


def _is_bare_dollar(one: _Range, other: _Range) -> bool:
    """Say whether two sums are one figure, in US dollars here and in other dollars there."""
    currencies = {one.currency, other.currency}
    return (
        "USD" in currencies and bool(currencies & _DOLLARS) and (one.low, one.high) == (other.low, other.high)
    )


def _cannot_be_one(one: _Range, other: _Range) -> bool:
    """Say whether two sums in two currencies are so far apart that no rate makes them one."""
    first, second = _in_dollars(one), _in_dollars(other)
    if first is None or second is None:
        return False
    return first.low > second.high * _ROUGHLY or second.low > first.high * _ROUGHLY


def _in_dollars(sums: _Range) -> _Range | None:
    rate = Decimal(1) if sums.currency == "USD" else _MIDDLE.get(sums.currency)
    return None if rate is None else _Range(sums.low * rate, sums.high * rate, "USD")
