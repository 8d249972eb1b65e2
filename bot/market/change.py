"""How far a price stands from a close."""

from decimal import Decimal


def change(price: Decimal, close: Decimal) -> Decimal | None:
    """Return the change as a fraction of the close (0.0032 is 0.32 %), None where either is no price.

    Providers print zero where they have nothing: that is no price, and no fall of 100 %.
    """
    if price <= 0 or close <= 0:
        return None
    return price / close - 1
