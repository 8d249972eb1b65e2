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

# The splits that companies make, in new shares for each old one, and how far from the very ratio a price may
# be on that day, since the share moves on it too. Hardly a share halves in a day, so there the room is wide;
# by a third some do fall. 4:3 and 5:4 are left out: they are rare, and falls by a fifth or a quarter are not.
_SPLITS: Final = {
    **dict.fromkeys(map(Decimal, (2, 3, 4, 5, 10, 20)), Decimal("0.10")),
    **dict.fromkeys(map(Decimal, ("1.5", "2.5")), Decimal("0.06")),
}


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
    if any(min(abs(ratio * split - 1), abs(ratio / split - 1)) <= room for split, room in _SPLITS.items()):
        return NoLine.SPLIT
    return None if 1 / BELIEVED < ratio < BELIEVED else NoLine.TOO_FAR
