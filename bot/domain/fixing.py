"""What a central bank published of one day's exchange rates."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Fixing:
    """The European Central Bank's reference rates of one `day`: what one euro was in each currency (ISO
    4217), as printed. The euro itself is not among them. `source` says from whom we have them, for people."""

    day: date
    per_euro: Mapping[str, Decimal]
    source: str
