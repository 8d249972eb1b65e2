"""Prices in a hundredth of a currency: some exchanges print pence, cents or agorot under codes of their own.

London's "GBX" and "GBp", Johannesburg's "ZAc" and "ZAC", Tel Aviv's "ILA" are no ISO 4217 codes. Taken for
pounds, a price of 250 pence would be a hundred times too high.
"""

import re
from decimal import Decimal
from typing import Final

from bot.domain.market import Money

_HUNDREDTHS: Final = {"GBX": "GBP", "GBp": "GBP", "ZAc": "ZAR", "ZAC": "ZAR", "ILA": "ILS", "ILa": "ILS"}
_CODE: Final = re.compile(r"[A-Z]{3}")


def in_major(price: Decimal, code: str) -> Money | None:
    """Return a price in major units of an ISO 4217 currency, from the code that a vendor prints; None where
    the code is neither that nor a hundredth that is known."""
    if code in _HUNDREDTHS:
        return Money(price / 100, _HUNDREDTHS[code])
    return Money(price, code) if is_major(code) else None


def is_major(code: str) -> bool:
    """Tell whether a code looks like ISO 4217's, and is not one of the hundredths."""
    return _CODE.fullmatch(code) is not None and code not in _HUNDREDTHS
