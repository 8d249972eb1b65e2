"""The regular closes of a listing: which day's counts, when it is sure, and in whose shares it is told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.domain.market import Session
from bot.domain.price import Close, NoLine, Snapshot
from bot.market.change import in_shares_of, is_price
from bot.market.doubt import Doubted
from bot.market.sessions import _local, last_close, session

# In New York the closing auction is printed at the bell, with stragglers; elsewhere it runs on for five to
# ten minutes, and many a feed is a quarter of an hour behind.
_SETTLES: Final = timedelta(minutes=5)
_SETTLES_AFTER_AN_AUCTION: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class RegularClose:
    day: date
    at: datetime


def local_day(at: datetime, mic: str) -> date | None:
    local = _local(at, mic)
    return local and local[1].date()


def newest_closes(at: datetime, mic: str, count: int) -> tuple[RegularClose, ...]:
    found: list[RegularClose] = []
    while len(found) < count and (close := last_close(at, mic)) and (day := local_day(close, mic)):
        found.append(RegularClose(day, close))
        at = close - timedelta(seconds=1)
    return tuple(found)


def settled(close: RegularClose, mic: str) -> datetime:
    """Return from when on the price of a close is sure (UTC)."""
    goes_on = session(close.at, mic) is Session.AFTER_HOURS
    return close.at + (_SETTLES if goes_on else _SETTLES_AFTER_AN_AUCTION)


def regular_close(snapshot: Snapshot, now: datetime) -> Close | NoLine:
    """Return the last regular close that is sure at `now` (UTC), in the shares of today; or why it is not
    known."""
    mic = snapshot.ticker.mic
    sure = [close for close in newest_closes(now, mic, 2) if settled(close, mic) <= now]
    today = local_day(now, mic)
    if not sure or today is None:
        return NoLine.UNKNOWN_SESSION
    try:
        return Close(sure[0].day, price_of(snapshot, sure[0].day, today))
    except Doubted as doubted:
        return doubted.why


def price_of(snapshot: Snapshot, day: date, today: date) -> Decimal:
    """Return the close of a day, in the shares of `today`. Raises Doubted."""
    printed = _only(close.price for close in snapshot.closes if close.day == day)
    if not is_price(printed):
        raise Doubted(NoLine.NO_NUMBER)
    if not all(is_price(split.ratio) for split in snapshot.splits):
        raise Doubted(NoLine.SPLIT)
    return in_shares_of(today, printed, day, snapshot.splits)


def _only(prices: Iterable[Decimal]) -> Decimal:
    found = tuple(prices)
    if not found:
        raise Doubted(NoLine.NO_CLOSE)
    if any(price != found[0] for price in found):
        raise Doubted(NoLine.TWO_CLOSES)
    return found[0]
