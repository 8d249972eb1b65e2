"""Reads the dates that feeds print. An unreadable one is None: a wrong time is worse than none."""

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from typing import Final

# Hours east of Greenwich. `email.utils` knows the American names only, and silently takes any other for UTC.
ZONES: Final[dict[str, float]] = {
    "UTC": 0, "UT": 0, "GMT": 0, "Z": 0, "WET": 0, "BST": 1, "WEST": 1, "CET": 1, "MEZ": 1, "CEST": 2,
    "MESZ": 2, "EET": 2, "EEST": 3, "MSK": 3, "GST": 4, "IST": 5.5, "ICT": 7, "WIB": 7, "HKT": 8, "SGT": 8,
    "AWST": 8, "JST": 9, "KST": 9, "ACST": 9.5, "AEST": 10, "ACDT": 10.5, "AEDT": 11, "NZST": 12, "NZDT": 13,
    "BRT": -3, "ADT": -3, "AST": -4, "EDT": -4, "EST": -5, "ET": -5, "CDT": -5, "CST": -6, "MDT": -6,
    "MST": -7, "PDT": -7, "PST": -8, "AKDT": -8, "AKST": -9, "HST": -10,
}  # fmt: skip
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)  # before the web a date is some program's zero
WIDEST: Final = timedelta(hours=14)  # Kiribati's
LONGEST: Final = 80  # characters; longer strings are no dates

_ISO: Final = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[T ]\s?(\d{2}:\d{2})(:\d{2})?(?:[.,]\d+)?)?"
    r"\s*(Z|[+-]\d{2}(?::?\d{2})?|[A-Z]{2,4})?",
    re.IGNORECASE,
)
_YEAR_ZERO: Final = re.compile(r"\b00\d\d\b")  # some program's zero, which `email.utils` takes for 20xx
_ZONE: Final = re.compile(r"\s*\(?([A-Za-z]{1,5})\)?$")
_OFFSET: Final = re.compile(r"\s*([+-])(\d{2}):?(\d{2})$")
_SHAPES: Final = (
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M %p",
    "%m/%d/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M",
    "%m/%d/%Y",
    "%B %d, %Y %I:%M %p",
    "%B %d, %Y %H:%M",
    "%B %d, %Y",
    "%b %d, %Y %I:%M %p",
    "%b %d, %Y",
    "%d %b %Y",
    "%a, %d %b %Y",
    "%Y%m%dT%H%M%S",
    "%Y%m%d",
)


def read_date(text: str | None) -> datetime | None:
    """Return the moment that a feed's date names, in UTC.

    Understands RFC 822 with and without seconds, weekday and zone, ISO 8601 in its usual forms, and some
    American ones. Without a zone it is taken for UTC; a zone whose name is not known makes it unreadable.
    """
    if not text or len(text) > LONGEST:
        return None
    text = " ".join(text.split())
    try:
        moment = _iso(text) or _rfc822(text) or _other(text)
    except (ValueError, OverflowError, TypeError, IndexError):  # 31 February, hour 25, year 0, zone +99:99
        return None
    return moment if moment is not None and moment >= EARLIEST else None


def _iso(text: str) -> datetime | None:
    found = _ISO.fullmatch(text)
    if found is None:
        return None
    day, minute, second, zone = found.groups()
    naive = datetime.fromisoformat(f"{day}T{minute or '00:00'}{second or ':00'}")
    return _in_utc(naive, zone)


def _rfc822(text: str) -> datetime | None:
    text, zone = _without_zone(text)
    parts = parsedate_tz(f"{text} +0000")
    return None if parts is None or _YEAR_ZERO.search(text) else _in_utc(datetime(*parts[:6]), zone)  # noqa: DTZ001 - the zone follows


def _other(text: str) -> datetime | None:
    text, zone = _without_zone(text)
    for shape in _SHAPES:
        try:
            return _in_utc(datetime.strptime(text, shape), zone)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
    return None


def _without_zone(text: str) -> tuple[str, str | None]:
    """Part a date from its zone. "2:30 PM" ends in no zone, nor does "20 November"."""
    if found := _OFFSET.search(text):
        return text[: found.start()], "".join(found.groups())
    found = _ZONE.search(text)
    if found is None or found[1].upper() in ("AM", "PM"):
        return text, None
    rest = text[: found.start()]
    if offset := _OFFSET.search(rest):  # "+0100 (CET)"
        return rest[: offset.start()], "".join(offset.groups())
    return rest, found[1]


def _in_utc(naive: datetime, zone: str | None) -> datetime | None:
    if zone is None:
        offset = timedelta()
    elif zone[0] in "+-":
        digits = zone[1:].replace(":", "").ljust(4, "0")
        offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
        offset = -offset if zone[0] == "-" else offset
    elif (hours := ZONES.get(zone.upper())) is not None:
        offset = timedelta(hours=hours)
    else:
        return None
    if abs(offset) > WIDEST:
        return None
    return (naive - offset).replace(tzinfo=UTC)
