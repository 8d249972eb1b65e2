"""A provider that lies: whatever one thing it gets wrong, the line is the right one or there is none."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings

from bot.domain.market import PriceLine, Session
from bot.domain.price import Snapshot, Trade
from bot.market.live import appraise
from bot.market.sessions import newest_closes, session
from tests.market.test_live_hours import moments, seen

Lie = Callable[[Snapshot, datetime], Snapshot]


def priced(factor: str) -> Lie:
    """Slip the decimal point, or split the share without a word: in the price that the line is of."""

    def lie(told: Snapshot, now: datetime) -> Snapshot:
        if session(now, told.ticker.mic) is not Session.CLOSED:
            trades = tuple(replace(trade, price=trade.price * Decimal(factor)) for trade in told.trades)
            return replace(told, trades=trades)
        [newest] = newest_closes(now, told.ticker.mic, 1)
        closes = (
            replace(close, price=close.price * Decimal(factor)) if close.day == newest.day else close
            for close in told.closes
        )
        return replace(told, closes=tuple(closes))

    return lie


def traded(price: str) -> Lie:
    return lambda told, now: replace(
        told,
        trades=tuple(replace(trade, price=Decimal(price)) for trade in told.trades),
        closes=tuple(replace(close, price=Decimal(price)) for close in told.closes),
    )


def late(age: timedelta) -> Lie:
    return lambda told, now: replace(told, trades=(Trade(Decimal(77), now - age),))


def without_the_last_close(told: Snapshot, now: datetime) -> Snapshot:
    """Know the last close only as of the day before."""
    newest = newest_closes(now, told.ticker.mic, 1)
    return replace(told, closes=tuple(close for close in told.closes if close.day != newest[0].day))


def under_the_wrong_days(told: Snapshot, now: datetime) -> Snapshot:
    """Count the days in another zone: each close is told a day early."""
    del now
    return replace(
        told, closes=tuple(replace(close, day=close.day - timedelta(days=1)) for close in told.closes)
    )


def under_the_next_days(told: Snapshot, now: datetime) -> Snapshot:
    del now
    return replace(
        told, closes=tuple(replace(close, day=close.day + timedelta(days=1)) for close in told.closes)
    )


def twice(told: Snapshot, now: datetime) -> Snapshot:
    """Give each close once more, a little lower."""
    del now
    again = tuple(replace(close, price=close.price - 1) for close in told.closes)
    return replace(told, closes=(*again, *told.closes))


LIES: dict[str, Lie] = {
    "zero": traded("0"),
    "minus": traded("-1"),
    "no number": traded("NaN"),
    "pence": lambda told, now: replace(told, currency="GBX"),
    "ten times too high": priced("10"),
    "a hundred times too high": priced("100"),
    "ten times too low": priced("0.1"),
    "a split of 2:1 without a word": priced("0.5"),
    "a split of 1:2 without a word": priced("2"),
    "a trade of an hour and a half ago": late(timedelta(minutes=95)),
    "a trade of yesterday": late(timedelta(days=1)),
    "a trade of last week": late(timedelta(days=7)),
    "a trade to come": late(timedelta(minutes=-1)),
    "the last close is missing": without_the_last_close,
    "each close a day early": under_the_wrong_days,
    "each close a day late": under_the_next_days,
    "each close twice": twice,
}


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES.keys())
@settings(max_examples=40)  # of each lie
@given(moments())
def test_no_lie_becomes_a_line(lie: Lie, moment: tuple[str, datetime]) -> None:
    mic, now = moment
    honest = seen(now, mic)
    truth, found = appraise(honest, now), appraise(lie(honest, now), now)
    assert found == truth or not isinstance(found, PriceLine)
