"""The regular closes of a listing: which day's counts, when it is sure, and in whose shares it is told."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.domain.market import Session
from bot.domain.price import Close, NoLine, Snapshot
from bot.market.change import in_shares_of, is_price
from bot.market.doubt import Doubted
from bot.market.sessions import RegularClose, local_day, newest_closes, session, trades_on

# In New York the closing auction is printed at the bell, with stragglers. Elsewhere it ends up to eleven
# minutes later (Sydney's), feeds are up to twenty behind, and the board keeps an answer for one: until then
# the price at the bell looks like the close. No stamp tells them apart: some are of the publication.
_SETTLES: Final = timedelta(minutes=5)
_SETTLES_AFTER_AN_AUCTION: Final = timedelta(minutes=40)


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
        check_days(snapshot, now)
        return Close(sure[0].day, price_of(snapshot, sure[0].day, today))
    except Doubted as doubted:
        return doubted.why


def check_days(snapshot: Snapshot, now: datetime) -> None:
    """Raise Doubted where a close is of a day without trading or of one to come: the provider goes by another
    calendar, and each of its closes may be of the day before or after."""
    mic = snapshot.ticker.mic
    today = local_day(now, mic)
    if today is None:
        raise Doubted(NoLine.UNKNOWN_SESSION)
    if any(close.day > today or trades_on(close.day, mic) is False for close in snapshot.closes):
        raise Doubted(NoLine.MISDATED)


def told_day(snapshot: Snapshot, day: date) -> date | None:
    """Return the day of a close, None where the vendor did not tell it."""
    return day if all(close.dated for close in snapshot.closes if close.day == day) else None


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
