"""What the vendors of American prices have in common: exchanges, symbols, days, and what counts as a close.

How securities are spelled is from the table of suffixes that the exchanges publish
(nasdaqtrader.com, "CQS Symbol Convention"), and from Massive's and Alpaca's lists of assets.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeGuard
from zoneinfo import ZoneInfo

from bot.domain.market import Ticker
from bot.domain.price import Close, Trade
from bot.market.sessions import last_close

EXCHANGES: Final = frozenset({"XNYS", "XNAS", "XASE", "ARCX", "BATS"})
CURRENCY: Final = "USD"
NEW_YORK: Final = ZoneInfo("America/New_York")

# The longest that New York rests is from a Wednesday to a Monday: a holiday, a closed Friday, a weekend. A
# share whose last bar is older did not trade on the day that counts, and has no close of that day.
WINDOW: Final = timedelta(days=7)

# Auctions end a little after the bell, and the last of the day's trades are told some seconds late.
SETTLES: Final = timedelta(minutes=5)

# A delayed feed is so far behind. Until then its bar of the day is a part of the day.
DELAY: Final = timedelta(minutes=15)

# What is beyond is some program's mistake: the dearest share there is costs under a million dollars.
DEAREST: Final = Decimal(100_000_000)

MINUTE: Final = timedelta(minutes=1)
QUARTER: Final = timedelta(minutes=15)
HOUR: Final = timedelta(hours=1)
DAY: Final = timedelta(days=1)
BELL: Final = time(16)  # of a full day

_SYMBOL: Final = re.compile(
    r"(?P<root>[A-Z]{1,5})(?:-P(?P<series>[A-Z]?)|\^(?P<other_series>[A-Z])|-(?P<class>[A-Z])|-(?P<right>WT|WS|UN))?"
)


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a vendor spells what is more than a plain share: what stands between the root and the letter of a
    class ("BRK.B") or of a preferred share's series, and what follows the root of a warrant or a unit. None:
    it has none of these, or nobody says how it spells them."""

    share_class: str
    preferred: str | None = None
    warrants: str | None = None
    units: str | None = None

    def of(self, ticker: Ticker) -> str | None:
        """Return a listing's symbol as the vendor has it; None for one that it does not have."""
        found = _SYMBOL.fullmatch(ticker.symbol)
        if found is None or ticker.mic not in EXCHANGES:
            return None
        root, letter = found["root"], found["class"]
        if letter:
            return f"{root}{self.share_class}{letter}"
        series = found["series"] if found["series"] is not None else found["other_series"]
        if series is not None:
            return None if self.preferred is None else f"{root}{self.preferred}{series}"
        if (right := found["right"]) is not None:
            suffix = self.units if right == "UN" else self.warrants
            return None if suffix is None else f"{root}{suffix}"
        return root


def spelled(tickers: Iterable[Ticker], spelling: Spelling) -> dict[str, Ticker]:
    """Return the listings that a vendor has, by its own symbols."""
    symbols = ((spelling.of(ticker), ticker) for ticker in tickers)
    return {symbol: ticker for symbol, ticker in symbols if symbol is not None}


def day_in_new_york(at: datetime) -> date:
    """Return the day in New York at an instant."""
    return at.astimezone(NEW_YORK).date()


def day_begun(at: datetime) -> date | None:
    """Return the day of a daily bar that begins at an instant; None where that is no midnight in New York: a
    vendor that counts days otherwise would be a day off."""
    begins = at.astimezone(NEW_YORK)
    return begins.date() if begins.time() == time.min else None


def instant(number: int, a_second: int) -> datetime | None:
    """Return the instant (UTC) so many seconds, thousandths or billionths after 1970 (`a_second` of them make
    one); None for zero, which vendors print where nothing was traded, and for what no calendar holds."""
    if number <= 0:
        return None
    try:
        return datetime.fromtimestamp(number // a_second, UTC) + timedelta(
            microseconds=number % a_second * 1_000_000 // a_second
        )
    except (OverflowError, OSError, ValueError):
        return None


def is_price(price: Decimal | None) -> TypeGuard[Decimal]:
    """Tell whether a number can be what a share costs: zero, null, negative and absurd ones cannot."""
    return price is not None and price.is_finite() and 0 < price < DEAREST


def newest_day(seen_at: datetime, mic: str) -> date | None:
    """Return the last day whose close a vendor can know when its data ends at `seen_at` (UTC); None where the
    calendar does not tell."""
    newest = last_close(seen_at - SETTLES, mic)
    return None if newest is None else day_in_new_york(newest)


def known_closes(closes: Iterable[Close], seen_at: datetime, mic: str) -> tuple[Close, ...]:
    """Return the closes that a vendor could know when its data ended at `seen_at` (UTC), oldest first.

    A daily bar of a day that is not over is no close, whatever stands in its field; nor is that of a day that
    had just ended. None are known where the calendar is not.
    """
    newest = newest_day(seen_at, mic)
    if newest is None:
        return ()
    return tuple(sorted((close for close in closes if close.day <= newest), key=lambda close: close.day))


def step_of(span: timedelta) -> timedelta:
    """Return how far apart the prices of a span of time should be."""
    if span <= timedelta(days=2):
        return MINUTE
    if span <= timedelta(days=10):
        return QUARTER
    return HOUR if span <= timedelta(days=45) else DAY


def past_trades(
    bars: Iterable[tuple[datetime, Decimal]], since: datetime, until: datetime
) -> tuple[Trade, ...]:
    """Return the prices at the ends of bars, each with the instant at which it begins, oldest first. Of a bar
    that still runs at `until` the price is of then."""
    step = step_of(until - since)
    ends = ((_end_of(begins, step), price) for begins, price in bars if begins < until and is_price(price))
    return tuple(Trade(price, min(end, until)) for end, price in ends if end >= since)


def _end_of(begins: datetime, step: timedelta) -> datetime:
    """Return when the last price of a bar was paid, as near as one can say: at its end, and of a day at the
    usual end of regular trading."""
    if step < DAY:
        return begins + step
    return datetime.combine(day_in_new_york(begins), BELL, NEW_YORK).astimezone(UTC)
