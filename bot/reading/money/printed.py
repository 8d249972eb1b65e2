"""What is kept of a number while it is being read: as printed, and with the currency that makes it money.

Named tuples, not data classes: a page prints dozens of numbers, most of them no money, and a tuple is made in
a third of the time.
"""

from decimal import Decimal
from typing import Final, NamedTuple

__all__ = ["ONE", "Figure", "Printed"]

ONE: Final = Decimal(1)


class Printed(NamedTuple):
    """A number as printed: its digits or words, where they and their scale stop, and its value."""

    start: int
    end: int
    words: str
    number: Decimal
    scale: Decimal = ONE

    @property
    def is_large(self) -> bool:
        return self.scale > 1 or "," in self.words or self.number >= 10_000


class Figure(NamedTuple):
    """A number that may be money. `currency` is empty while nothing says that it is; `led` says that its
    currency stands before it, `minor` that it is in cents or pence. `scale` is 1 where none is printed.
    """

    start: int
    end: int
    number: Decimal
    scale: Decimal = ONE
    currency: str = ""
    led: bool = False
    minor: bool = False

    @property
    def value(self) -> Decimal:
        return self.number * self.scale

    @property
    def scaled(self) -> bool:
        return self.scale > 1
