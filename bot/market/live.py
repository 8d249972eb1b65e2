"""The live line of a listing: its last trade against the last regular close, which is chosen by its day.

A line is right or it is left out; `NoLine` names each reason. What counts:

- The trade is the newest that the provider knows. It has to be of the present session, and recent for it
  (`STALE`): a share that is halted, or that nobody trades, has no price now.
- The close is that of the newest regular trading not after now, by its day in the exchange's zone: of the
  day before in the morning, across holidays and weekends; of today after the bell. A daily bar of today that
  still runs is of the wrong day, so it is never taken.
- For some minutes after the bell there is no line: the closing auction is not over, or not told by all. The
  trades of these minutes are the auction's own, and no after-hours trades.
- Where nothing trades that the provider could see, the last close is told as a close, against the one before.
"""

from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.market import Money, Origin, PriceLine, Session
from bot.domain.price import NoLine, Snapshot, Trade
from bot.market.change import change, disbelief
from bot.market.closes import check_days, price_of, settled, told_day
from bot.market.doubt import Doubted
from bot.market.minor import is_major
from bot.market.sessions import local_day, newest_closes, session, stretches

# How far a provider's clock may be ahead of ours.
SKEW: Final = timedelta(seconds=10)

# How old the last trade may be. In regular hours a share that has not traded for half an hour is halted, or
# too thin to have a price; delayed feeds take a quarter of an hour of that. Outside them even large shares
# rest for long. A lunch break does not count: during it, and for a while after it where a feed is late, the
# morning's last trade is the last there is.
STALE: Final = {
    Session.PREMARKET: timedelta(hours=1),
    Session.REGULAR: timedelta(minutes=30),
    Session.LUNCH: timedelta(minutes=30),
    Session.AFTER_HOURS: timedelta(hours=1),
    Session.OVERNIGHT: timedelta(hours=1),
}


def appraise(snapshot: Snapshot, now: datetime) -> PriceLine | NoLine:
    """Return the line of a snapshot at `now` (UTC), or why there is none."""
    present = session(now, snapshot.ticker.mic)
    try:
        check_days(snapshot, now)
        if present in STALE and _covers(snapshot, present):
            return _of_the_present(snapshot, present, now)
        return _of_the_close(snapshot, now)
    except Doubted as doubted:
        return doubted.why


def close_line(snapshot: Snapshot, now: datetime) -> PriceLine | NoLine:
    """Return the last regular close against the one before it, as a line of session CLOSE; or why there is
    none.

    Its time is the end of that day's regular trading. It is right at any time of day, also while the share
    trades.
    """
    try:
        check_days(snapshot, now)
        return _of_the_close(snapshot, now)
    except Doubted as doubted:
        return doubted.why


def _covers(snapshot: Snapshot, present: Session) -> bool:
    return (Session.REGULAR if present is Session.LUNCH else present) in snapshot.covers


def _of_the_present(snapshot: Snapshot, present: Session, now: datetime) -> PriceLine:
    """Return the line of the newest trade, if it is of the present session."""
    mic = snapshot.ticker.mic
    last = max(snapshot.trades, key=lambda trade: trade.at, default=None)
    if last is None:
        raise Doubted(NoLine.NO_TRADE)
    if last.at > now + SKEW:
        raise Doubted(NoLine.FUTURE)
    begun = _begun(present, now, mic)
    if last.at < begun or not _is_of(present, session(last.at, mic)):
        raise Doubted(NoLine.NO_TRADE)
    if _age(last, now, mic) > STALE[present]:
        raise Doubted(NoLine.STALE)
    [close] = newest_closes(now, mic, 1)
    return _line(snapshot, last, _day_of_shares(snapshot, last, mic), close.day, present)


def _begun(present: Session, now: datetime, mic: str) -> datetime:
    """Return since when a trade can be of the present session: the last close, or when that was sure."""
    closes = newest_closes(now, mic, 1)
    if not closes:
        raise Doubted(NoLine.UNKNOWN_SESSION)
    if present is not Session.AFTER_HOURS:
        return closes[0].at
    begun = settled(closes[0], mic)
    if now < begun:
        raise Doubted(NoLine.SETTLING)
    return begun


def _age(last: Trade, now: datetime, mic: str) -> timedelta:
    """Return for how long there could have been another trade since the last: lunch breaks do not count."""
    breaks = (
        min(one.ends, now) - max(one.begins, last.at)
        for one in stretches(last.at, now, mic)
        if one.session is Session.LUNCH and one.begins is not None and one.ends is not None
    )
    return now - last.at - sum(breaks, timedelta())


def _is_of(present: Session, traded: Session) -> bool:
    """Tell whether a trade since the last close is of the present session. The lunch break shows the
    morning's; and a feed that puts its own late time on a trade has the morning's last in the break."""
    return traded is present or {present, traded} == {Session.REGULAR, Session.LUNCH}


def _day_of_shares(snapshot: Snapshot, last: Trade, mic: str) -> date:
    """Return the day in whose shares a trade was made. Of a night before a split nobody knows that."""
    day = _day(last.at, mic)
    if session(last.at, mic) is Session.OVERNIGHT and any(
        day < split.day <= day + timedelta(days=1) for split in snapshot.splits
    ):
        raise Doubted(NoLine.SPLIT)
    return day


def _day(at: datetime, mic: str) -> date:
    day = local_day(at, mic)
    if day is None:
        raise Doubted(NoLine.UNKNOWN_SESSION)
    return day


def _of_the_close(snapshot: Snapshot, now: datetime) -> PriceLine:
    """Return the line of the last close against the one before."""
    mic = snapshot.ticker.mic
    closes = newest_closes(now, mic, 2)
    if len(closes) < 2:
        raise Doubted(NoLine.UNKNOWN_SESSION)
    newest, before = closes
    if now < settled(newest, mic):
        raise Doubted(NoLine.SETTLING)
    last = Trade(price_of(snapshot, newest.day, newest.day), newest.at)
    return _line(snapshot, last, newest.day, before.day, Session.CLOSE)


def _line(snapshot: Snapshot, last: Trade, day: date, against: date, session: Session) -> PriceLine:
    """Return the line of a trade, made in the shares of a `day`, against the close of the day `against`."""
    if not is_major(snapshot.currency):
        raise Doubted(NoLine.CURRENCY)
    moved = change(last.price, price_of(snapshot, against, day))
    if moved is None:
        raise Doubted(NoLine.NO_NUMBER)
    if why := disbelief(moved):
        raise Doubted(why)
    return PriceLine(
        ticker=snapshot.ticker,
        change=moved,
        last=Money(last.price, snapshot.currency),
        session=session,
        origin=Origin.LIVE,
        at=last.at,
        provider=snapshot.provider,
        against=told_day(snapshot, against),
    )
