"""Figures and times in few characters: money, changes, lengths of time, and texts cut between words.

All arithmetic is in Decimal: nothing here rounds a figure except for display.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from bot.domain.reading import Bound, Commitment, UsdBasis

SIGNS: Final = {
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "HKD": "HK$",
    "TWD": "NT$",
    "CAD": "C$",
    "AUD": "A$",
    "NZD": "NZ$",
    "SGD": "S$",
    "BRL": "R$",
    "MXN": "MX$",
    "INR": "₹",
    "KRW": "₩",
    "ILS": "₪",
    "VND": "₫",
    "PHP": "₱",
    "TRY": "₺",
    "NGN": "₦",
    "UAH": "₴",
}
# Currencies whose prices have no minor unit.
_WHOLE: Final = frozenset({"JPY", "KRW", "VND", "CLP", "ISK", "HUF", "IDR"})
_STEPS: Final = ((12, "T"), (9, "B"), (6, "M"))
BOUNDS: Final = {
    Bound.EXACT: "",
    Bound.AT_LEAST: "at least ",
    Bound.MORE_THAN: "more than ",
    Bound.ABOUT: "about ",
    Bound.NEARLY: "nearly ",
    Bound.UP_TO: "up to ",
}
_BASES: Final = {UsdBasis.STATED: ", as stated", UsdBasis.CONVERTED: ", converted", UsdBasis.NATIVE: ""}
_MINUTE: Final = 60
_HOUR: Final = 3_600
_DAY: Final = 86_400


# -------------------------------------------------------------------------------------------------- money


def money(value: Decimal, currency: str) -> str:
    """Return a sum in few characters: HK$5.0B, $639.3M, €950M, $12.75B, $76,300, "1.5B PLN"."""
    sign, magnitude = ("−" if value < 0 else ""), abs(value)
    sign_first = SIGNS.get(currency)
    figure = _compact(magnitude)
    return f"{sign}{sign_first}{figure}" if sign_first is not None else f"{sign}{figure} {currency}".rstrip()


def span_of_money(low: Decimal | None, high: Decimal | None, currency: str) -> str:
    """Return a sum, or a range with its currency once: "$1.0B–1.5B". Empty when both ends are unknown."""
    if low is not None and high is not None and low != high:
        first, last = money(low, currency), _compact(high)
        if currency in SIGNS:
            return f"{first}–{last}"
        return f"{_compact(low)}–{last} {currency}"
    known = low if low is not None else high
    return money(known, currency) if known is not None else ""


def price(value: Decimal, currency: str) -> str:
    """Return a share's price in full: $76.30, ¥2,845, HK$0.385, "101.50 PLN"."""
    places = max(0 if currency in _WHOLE else 2, min(_places(value), 4))
    figure = f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,}"
    sign = SIGNS.get(currency)
    return f"{sign}{figure}" if sign is not None else f"{figure} {currency}".rstrip()


def rounded_price(value: Decimal, currency: str) -> Decimal:
    """Round a price that was worked out to what such a share is quoted in: cents, or whole yen."""
    return value.quantize(Decimal(1) if currency in _WHOLE else Decimal("0.01"), ROUND_HALF_UP)


def commitment_amount(commitment: Commitment) -> str:
    """Return the sum of a commitment with its bound: "at least HK$5.0B ($639.3M, as stated)", or ""."""
    if commitment.currency is None:
        return ""
    figure = span_of_money(commitment.low, commitment.high, commitment.currency)
    if not figure:
        return ""
    ranged = commitment.low is not None and commitment.high is not None
    bound = "" if ranged or commitment.bound is None else BOUNDS[commitment.bound]
    return f"{bound}{figure}{_in_dollars(commitment.usd, commitment)}"


def commitment_per_year(commitment: Commitment) -> str:
    """Return the yearly share of a commitment: "HK$1.0B ($127.9M)". May be empty."""
    if commitment.per_year is None or commitment.currency is None:
        return ""
    in_dollars = "" if commitment.currency == "USD" else _in_dollars(commitment.per_year_usd)
    return f"{money(commitment.per_year, commitment.currency)}{in_dollars}"


def _in_dollars(usd: Decimal | None, commitment: Commitment | None = None) -> str:
    """Return " ($639.3M, as stated)", or nothing for a sum that is in dollars to begin with."""
    if usd is None or (commitment is not None and commitment.currency == "USD"):
        return ""
    basis = commitment.usd_basis if commitment is not None else None
    return f" ({money(usd, 'USD')}{_BASES[basis] if basis is not None else ''})"


def _compact(value: Decimal) -> str:
    for power, letter in _STEPS:
        # 999.96 million shows as 1.0 billion, not as 1,000 million.
        if _rounded(value.scaleb(3 - power)) >= 1_000:
            return f"{_figure(value.scaleb(-power))}{letter}"
    places = Decimal(1) if value == value.to_integral_value() else Decimal("0.01")
    return f"{value.quantize(places, ROUND_HALF_UP):,}"


def _figure(scaled: Decimal) -> str:
    shown = _rounded(scaled)
    if shown == shown.to_integral_value():
        return f"{shown:,.1f}" if shown < 10 else f"{shown:,.0f}"
    return f"{shown:,f}".rstrip("0")


def _rounded(scaled: Decimal) -> Decimal:
    """Keep two decimals below a hundred and one above."""
    return scaled.quantize(Decimal("0.01") if scaled < 100 else Decimal("0.1"), ROUND_HALF_UP)


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


# ------------------------------------------------------------------------------------------------- prices


def change(fraction: Decimal) -> str:
    """Return a change in percent with its sign: 0.0032 is "+0.32 %"; none at all is "unchanged"."""
    percent = (fraction * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    if not percent:
        return "unchanged"
    return f"{'+' if percent > 0 else '−'}{abs(percent):,f}".rstrip("0").rstrip(".") + " %"


# --------------------------------------------------------------------------------------------------- time


def moment(at: datetime) -> str:
    """Return a time in UTC: "13 Mar 2024, 08:30 UTC"; at midnight sharp only the day is known."""
    at = at.astimezone(UTC)
    day = calendar_day(at)
    return day if (at.hour, at.minute, at.second) == (0, 0, 0) else f"{day}, {at:%H:%M} UTC"


def calendar_day(day: date) -> str:
    """Return a day: "13 Mar 2024"."""
    return f"{day.day} {day:%b %Y}"


def ago(then: datetime, now: datetime) -> str:
    """Return how long ago something was: "just now", "12 min ago", "3 h ago", "5 days ago"."""
    seconds = int((now - then).total_seconds())
    return "just now" if seconds < _MINUTE else f"{lasting(timedelta(seconds=seconds))} ago"


def lasting(span: timedelta) -> str:
    """Return a length of time in its largest unit: "40 s", "12 min", "3 h", "1 day", "5 days"."""
    seconds = max(0, int(span.total_seconds()))
    if seconds < _MINUTE:
        return f"{seconds} s"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE} min"
    if seconds < _DAY:
        return f"{seconds // _HOUR} h"
    return counted(seconds // _DAY, "day")


def years(count: Decimal) -> str:
    """Return a horizon: "5 years", "1 year", "18 months", "2.5 years"."""
    months = count * 12
    if count < 2 and count != 1 and months == months.to_integral_value():
        return counted(int(months), "month")
    figure = f"{count.normalize():f}"
    return f"{figure} year" if count == 1 else f"{figure} years"


# -------------------------------------------------------------------------------------------------- words


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """Return "1 watch" or "3 watches"."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return "a", "a and b" or "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def width(text: str) -> int:
    """Return how many columns a text fills in fixed type: East Asian characters take two, marks none."""
    return sum(_columns(character) for character in text)


def truncated(text: str, limit: int) -> str:
    """Return a text of at most `limit` columns, cut between words where it can be, with "…" where it is."""
    text = re.sub(r"\s+", " ", text).strip()
    if width(text) <= limit:
        return text
    kept, room = 0, limit - 1
    for character in text:
        room -= _columns(character)
        if room < 0:
            break
        kept += 1
    cut = text[:kept]
    if kept < len(text) and not text[kept].isspace() and (space := cut.rfind(" ")) > kept // 2:
        cut = cut[:space]
    return cut.rstrip(" ,;:–-") + "…"


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in {"Cf", "Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
