"""Where a price stands from bottom to top, and which prices are written beside it."""

from collections.abc import Iterable
from decimal import ROUND_CEILING, Decimal
from typing import Final

LINES: Final = 5  # at no more than about so many prices there is a line
STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
AIR: Final = Decimal("0.08")  # of the range, above the highest and below the lowest
FLAT: Final = Decimal("0.01")  # of the price, on each side where all prices are one


class Scale:
    """From prices (major units, above zero) to fractions of the height."""

    def __init__(self, prices: Iterable[Decimal]) -> None:
        shown = list(prices)
        low, high = min(shown), max(shown)
        air = (high - low) * AIR or high * FLAT
        self.low, self.high = low - air, high + air
        self.step = _step((self.high - self.low) / LINES)

    def place(self, price: Decimal) -> float:
        """Return where a price stands, 0 at the bottom to 1 at the top."""
        return float((price - self.low) / (self.high - self.low))

    @property
    def lines(self) -> tuple[Decimal, ...]:
        """The round prices that get a line, from below."""
        first = (self.low / self.step).to_integral_value(ROUND_CEILING) * self.step
        count = int((self.high - first) / self.step) + 1
        return tuple(first + number * self.step for number in range(count))

    def written(self, price: Decimal) -> str:
        """Return a round price as it is written at its line: as exact as the steps between the lines."""
        exponent = self.step.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        return f"{price:,.{places}f}"


def _step(least: Decimal) -> Decimal:
    """Return the smallest round step that is not below `least`: 1, 2, 2.5 or 5 times a power of ten."""
    power = Decimal(1).scaleb(least.adjusted())
    return next(step * power for step in STEPS if step * power >= least)
