"""Lengths of time as people type them: "30m", "4h", "2 days", "1w", "off"."""

import re
from datetime import timedelta
from typing import Final

OFF: Final = frozenset({"off", "none", "stop", "never"})
LONGEST: Final = timedelta(days=365)

_UNITS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_SPAN: Final = re.compile(
    r"(\d{1,5})\s*(m|min|mins|minutes?|h|hrs?|hours?|d|days?|w|wks?|weeks?)", re.IGNORECASE | re.ASCII
)


def length(text: str) -> timedelta | None:
    """Return the length of time that `text` names, or None when it names none, nothing or over a year."""
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        return None
    span = timedelta(**{_UNITS[found[2][0].lower()]: int(found[1])})
    return span if timedelta() < span <= LONGEST else None


def says_off(text: str) -> bool:
    """Tell whether `text` asks for an end instead of a length."""
    return text.strip().casefold() in OFF


def split_tail(text: str) -> tuple[str, str]:
    """Part "BABA for 2 days" into what comes before the length ("BABA") and the length ("2 days").

    The second is empty when the text does not end in a length or in a word such as "off", or is nothing else:
    3M is a company.
    """
    words = text.split()
    for count in (2, 1):
        tail = " ".join(words[-count:])
        if len(words) > count and (_SPAN.fullmatch(tail) or says_off(tail)):
            head = words[:-count]
            if head and head[-1].casefold() == "for":
                head.pop()
            return " ".join(head), tail
    return text.strip(), ""
