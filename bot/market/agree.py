"""Whether a price that an article states and a live one are of the same session and day, and then agree."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.domain.market import PriceLine, Session
from bot.market.sessions import local_day, session

# How far apart two true prices of one session may be. An article is minutes old when it is read, sometimes an
# hour, and a large share moves by about that much in the time. What has closed does not move any more.
_MOVED: Final = Decimal("0.01")
_CLOSED: Final = Decimal("0.001")

_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_A_MONTH: Final = re.compile(r"(?P<month>[A-Z][a-z]{2})[a-z]*\.? (?P<day>\d{1,2})")
_WEEK: Final = 7


class Accord(StrEnum):
    """How a stated and a live line stand to each other."""

    APART = "apart"  # of different sessions, days or listings, or that is not known: both may be right
    AGREE = "agree"
    AT_ODDS = "at_odds"  # of the same session and day, and too far apart: the live one counts


def accord(stated: PriceLine, live: PriceLine, published: datetime) -> Accord:
    """Compare a stated line, in an article published at an instant (UTC), with a live one."""
    if live.ticker is None or live.at is None or stated.ticker != live.ticker:
        return Accord.APART
    if stated.session is not live.session or stated.session is Session.UNKNOWN:
        return Accord.APART
    if stated.last and live.last and stated.last.currency != live.last.currency:
        return Accord.APART  # a price in another currency is another listing's, whatever the name before it
    mic = live.ticker.mic
    day = local_day(live.at, mic)
    if day is None or day != stated_day(stated, published, mic):
        return Accord.APART
    drift = _CLOSED if live.session is Session.CLOSE else _MOVED
    return Accord.AGREE if _agree(stated, live, drift) else Accord.AT_ODDS


def stated_day(stated: PriceLine, published: datetime, mic: str) -> date | None:
    """Return the day of a stated line, by the exchange's calendar; None where that is not sure.

    "Wednesday" is the last Wednesday up to the article's own day, "March 11" the last one. Without any word
    the day is the article's own, if it was published within the session that it speaks of.
    """
    own = local_day(published, mic)
    if own is None:
        return None
    if stated.day is None:
        return own if session(published, mic) is stated.session else None
    if stated.day in _DAYS:
        return own - timedelta(days=(own.weekday() - _DAYS.index(stated.day)) % _WEEK)
    return _in_a_month(stated.day, own)


def _in_a_month(words: str, own: date) -> date | None:
    """Return the last day of that name up to `own`, or the day after: an article may be dated too early."""
    match = _IN_A_MONTH.match(words)
    if match is None or (name := match["month"].lower()) not in _MONTHS:
        return None
    for year in (own.year, own.year - 1):
        try:
            day = date(year, _MONTHS.index(name) + 1, int(match["day"]))
        except ValueError:  # 29 February, or no day at all
            continue
        if day <= own + timedelta(days=1):
            return day
    return None


def _agree(stated: PriceLine, live: PriceLine, drift: Decimal) -> bool:
    """Tell whether change and price agree, each as far as both lines have it."""
    near = True
    if stated.change is not None and live.change is not None:
        near = abs(stated.change - live.change) <= drift + _half_a_digit(stated.change)
    if stated.last and live.last:
        printed, last = stated.last.value, live.last.value
        near = near and abs(printed - last) <= drift * last + _half_a_digit(printed)
    return near


def _half_a_digit(printed: Decimal) -> Decimal:
    """Return by how much a printed figure may have been rounded: half a point for "2 %"."""
    exponent = printed.as_tuple().exponent
    return Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
