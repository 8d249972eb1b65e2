"""Which day's exchange rates stand for a day, whether what came can be right, and the rate between two
currencies. Pure.

The European Central Bank fixes rates about 14:15 in Frankfurt and publishes them about 16:00, on each day on
which the euro's settlement system (T2) is open: https://www.ecb.europa.eu/stats/eurofxref
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

from bot.domain.figures import Rate
from bot.domain.fixing import Fixing

FIRST: Final = date(1999, 1, 4)  # there was no euro before
STALE: Final = timedelta(days=7)  # the longest that the bank was ever silent is over Easter: four days

EURO: Final = "EUR"

# Rates are printed with five digits or six; three more keep what is worked out with them from being rounded
# twice.
_ARITHMETIC: Final = Context(prec=28, rounding=ROUND_HALF_EVEN)
_KEPT: Final = Context(prec=9, rounding=ROUND_HALF_EVEN)
_DAY: Final = timedelta(days=1)
_OUT: Final = time(15, 30, tzinfo=UTC)  # half past four in Frankfurt's winter
_CODE: Final = re.compile(r"[A-Z]{3}")
_CLOSED: Final = frozenset({(1, 1), (5, 1), (12, 25), (12, 26)})  # month and day, in every year
_LEAST: Final = Decimal("0.0001")  # of any currency for one euro
_MOST: Final = Decimal(10_000_000)
_DOLLARS: Final = (Decimal("0.5"), Decimal(2))  # of one euro, since 1999 0.82 to 1.60
_ONE: Final = Decimal(1)


def fixing_day(day: date) -> date:
    """Return the last day up to `day` on which rates are fixed: no Saturday, Sunday or holiday of T2."""
    while day.weekday() >= 5 or _is_holiday(day):
        day -= _DAY
    return day


def last_out(day: date, now: datetime) -> date:
    """Return the last day up to `day` whose rates should be out at `now` (UTC)."""
    fixed = fixing_day(day)
    return fixed if now >= datetime.combine(fixed, _OUT) else fixing_day(fixed - _DAY)


def cross(fixing: Fixing, base: str, quote: str) -> Rate | None:
    """Return what one `base` was in `quote` by a fixing, to nine digits, halves to even; None where it has no
    rate of one of them."""
    bases, quotes = _per_euro(fixing, base), _per_euro(fixing, quote)
    if bases is None or quotes is None:
        return None
    value = _KEPT.plus(_ARITHMETIC.divide(quotes, bases))
    return Rate(base, quote, value, fixing.day, fixing.source)


def fault(fixing: Fixing, asked: date) -> str | None:
    """Say why a fixing cannot be the last one up to the day `asked`; None where it may be.

    One rate that is none spoils all: who prints a zero is not to be believed of the others. Nor is who prints
    cents, or a table that is turned over.
    """
    if fixing.day > asked:
        return f"its rates are of {fixing.day}, after {asked}"
    if asked - fixing.day > STALE:
        return f"its rates are of {fixing.day}, long before {asked}"
    for currency, rate in fixing.per_euro.items():
        if not _CODE.fullmatch(currency) or currency == EURO:
            return f'"{currency:.20}" is among its currencies'
        if not rate.is_finite() or not _LEAST < rate < _MOST:
            return f"its rate of {currency} is {rate}"
    dollars = fixing.per_euro.get("USD")
    if dollars is None:
        return "it has no rate of the US dollar"
    least, most = _DOLLARS
    return None if least < dollars < most else f"a euro is {dollars} US dollars in it"


def _per_euro(fixing: Fixing, currency: str) -> Decimal | None:
    return _ONE if currency == EURO else fixing.per_euro.get(currency)


def _is_holiday(day: date) -> bool:
    if (day.month, day.day) in _CLOSED:
        return True
    # Good Friday and Easter Monday fall into March and April.
    return day.month in (3, 4) and day - _easter(day.year) in (-2 * _DAY, _DAY)


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar, by the rule of Meeus, Jones and Butcher."""
    golden, (century, rest) = year % 19, divmod(year, 100)
    leaps, left = divmod(century, 4)
    moved = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leaps - moved + 15) % 30
    weekday = (32 + 2 * left + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, before = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, before + 1)
