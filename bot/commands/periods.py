"""How far back people ask a chart to go: "week", "5d", "1y", "3 months"."""

import re
from datetime import timedelta
from typing import Final

from bot.domain.chart import Period

LENGTHS: Final = {
    Period.DAY: timedelta(days=1),
    Period.WEEK: timedelta(days=7),
    Period.MONTH: timedelta(days=31),
    Period.YEAR: timedelta(days=366),
}

_HOURS: Final = {"h": 1, "d": 24, "w": 7 * 24, "m": 30 * 24, "y": 365 * 24}
_WORDS: Final = re.compile(
    r"(?:(\d{1,3})\s*)?(hours?|hrs?|h|days?|d|weeks?|wks?|w|months?|mo|m|years?|yrs?|y)",
    re.IGNORECASE | re.ASCII,
)
_LETTERS: Final = 1  # one alone is a symbol: `chart D`


def period(text: str) -> Period | None:
    """Return the shortest period that shows all of what `text` asks for: "5d" is a week. None when it asks
    for nothing, or for more than a year."""
    found = _WORDS.fullmatch(text.strip())
    if found is None:
        return None
    asked = timedelta(hours=int(found[1] or 1) * _HOURS[found[2][0].lower()])
    return next((one for one, length in LENGTHS.items() if timedelta() < asked <= length), None)


def split_period(text: str) -> tuple[str, str]:
    """Part "BABA 5 days" into what comes before the period ("BABA") and the period ("5 days"), which may be
    too long to be had. The second is empty when the text does not end in one, or is nothing else."""
    words = text.split()
    for count in (2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and len(tail) > _LETTERS and _WORDS.fullmatch(tail):
            return " ".join(words[:-count]), tail
    return text.strip(), ""
