"""The live line of a listing: its last trade against the last regular close, which is chosen by its day."""

from datetime import datetime

from bot.domain.market import Money, Origin, PriceLine
from bot.domain.price import Snapshot
from bot.market.change import change
from bot.market.sessions import last_close, session


def live_line(snapshot: Snapshot, now: datetime) -> PriceLine | None:
    """Return the line of a snapshot at `now` (UTC); None where it holds no price of the present session, or
    no close of the right day."""
    mic = snapshot.ticker.mic
    present, close_at = session(now, mic), last_close(now, mic)
    if close_at is None or not snapshot.trades or present not in snapshot.covers:
        return None
    last = snapshot.trades[-1]
    if session(last.at, mic) is not present or not close_at <= last.at <= now:
        return None
    day = close_at.date()
    close = next((close for close in snapshot.closes if close.day == day), None)
    moved = None if close is None else change(last.price, close.price)
    if moved is None:
        return None
    return PriceLine(
        ticker=snapshot.ticker,
        change=moved,
        last=Money(last.price, snapshot.currency),
        session=present,
        origin=Origin.LIVE,
        at=last.at,
        provider=snapshot.provider,
        against=day,
    )
