"""How far a price stands from a close, and whether that can be believed."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from bot.domain.price import NoLine, Split

# A move by more than this factor in a day, up or down, is taken for a mistake. Takeovers lift a share by a
# half, now and then to the double; a failed trial cuts one by as much. What lies beyond is nearly always a
# slip of the decimal point, pence for pounds, another share's price, or a split of 1:10 that nobody reported.
BELIEVED: Final = Decimal("2.5")

# The splits that companies make, in new shares for each old one. 4:3 and 5:4 are left out: they are rare, and
# a share that falls by a fifth or a quarter is not.
_SPLITS: Final = tuple(
    Decimal(new) / old for new, old in ((2, 1), (3, 1), (4, 1), (5, 1), (10, 1), (20, 1), (3, 2), (5, 2))
)
# How far from the very ratio a price may be on the day of a split, since the share moves on that day too.
_NEAR: Final = Decimal("0.06")


def change(price: Decimal, close: Decimal) -> Decimal | None:
    """Return the change as a fraction of the close (0.0032 is 0.32 %), None where either is no price.

    Providers print zero where they have nothing: that is no price, and no fall of 100 %.
    """
    if not (is_price(price) and is_price(close)):
        return None
    return price / close - 1


def is_price(value: Decimal) -> bool:
    """Tell whether somebody can have paid it: zero, a negative number and "not a number" nobody can."""
    return value.is_finite() and value > 0


def in_shares_of(day: date, price: Decimal, of: date, splits: Iterable[Split]) -> Decimal:
    """Return a price of the day `of` in the shares of the later `day`: after a split 4:1 a quarter of it."""
    for split in splits:
        if of < split.day <= day:
            price /= split.ratio
    return price


def disbelief(change: Decimal) -> NoLine | None:
    """Return why a change of one day is not believed, None where it may be so."""
    ratio = 1 + change
    if any(_is_near(ratio, split) or _is_near(ratio, 1 / split) for split in _SPLITS):
        return NoLine.SPLIT
    return None if 1 / BELIEVED < ratio < BELIEVED else NoLine.TOO_FAR


def _is_near(ratio: Decimal, split: Decimal) -> bool:
    """Tell whether a price that is `ratio` times the close is about what a split alone would make of it."""
    return abs(ratio * split - 1) <= _NEAR
