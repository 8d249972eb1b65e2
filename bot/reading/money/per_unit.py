"""What is paid per share, barrel, month or hour: a price, a figure of the results, or a wage."""

import re
from typing import Final

from bot.domain.reading import AmountRole

__all__ = ["EARNINGS", "per_unit"]

_PER: Final = re.compile(
    r"\s?(?:/\s?|-|(?:an?|per|each|every|for each|for every)[\s-](?:(?:ordinary|common|diluted|class \w) )?)"
    r"(?P<unit>share|ads|stock|unit|barrel|bbl|ounce|oz|tonne?|pound|lb|gallon|bushel|litre|liter|kilo\w*|kg|mwh|kwh|watt\w*"
    r"|month|mo|user|subscriber|person|employee|worker|hour|day|week|night|ticket|head|household|customer|car|vehicle|copy)s?\b"
)
EARNINGS: Final = re.compile(
    # "eps", "earnings", "profit" and so on: first letters, which are fast to search for, and what follows.
    r"[cefgilp](?<!\w.)(?:(?<=c)onsensus|(?<=e)(?:ps|arnings|arned|bitda|stimate[sd]?)|(?<=f)orecast"
    r"|(?<=g)uidance|(?<=i)ncome|(?<=l)(?:oss|osing|ost)|(?<=p)rofit)\b"
)
_DIVIDEND: Final = re.compile(r"\bdividends?\b|\bpayout\b")
_CHARGED: Final = re.compile(
    r"\b(?:costs?|priced?|prices|pricing|charg\w+|subscri\w+|tier|plan|service|fee|sells?|retails?|for|from|at)\b"
)
_UNITS_OF_WORK: Final = frozenset(
    ("person", "employee", "worker", "hour", "day", "week", "head", "household", "customer")
)


def per_unit(before: str, behind: str) -> AmountRole | None:
    """Return the role of what is paid per share, barrel, month or hour; None for a plain sum."""
    per = _PER.match(behind)
    if per is None:
        return None
    unit = per["unit"]
    if unit in ("share", "ads", "stock"):
        if _DIVIDEND.search(before):
            return AmountRole.OTHER
        earned = EARNINGS.search(before) or EARNINGS.search(behind)
        return AmountRole.REVENUE if earned else AmountRole.PRICE
    if unit in _UNITS_OF_WORK:
        return AmountRole.OTHER
    if unit in ("month", "mo", "user", "subscriber"):
        charged = _CHARGED.search(before) or behind.startswith(" for ", per.end())
        return AmountRole.PRICE if charged else AmountRole.OTHER
    return AmountRole.PRICE
