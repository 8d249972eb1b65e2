"""The live line at every hour of both years, on exchanges that differ: what has to hold at all of them.

At each of them every close is told and the share has just traded; what is missing or wrong elsewhere is in
the table of cases. Both years of an exchange take a second.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.market import Money, PriceLine, Session, Ticker
from bot.domain.price import Close, NoLine, Snapshot, Split, Trade
from bot.market.closes import settled
from bot.market.live import STALE, appraise
from bot.market.sessions import RegularClose, local_day, newest_closes, session, stretch, trades_on

FIRST, LAST = datetime(2025, 12, 30, tzinfo=UTC), datetime(2028, 1, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
EXCHANGES = ("XNYS", "XHKG", "XLON", "XTKS", "XSAU", "XNZE")
CLOSES = 12  # over two weeks


def price_on(day: date) -> Decimal:
    """Return another close for each day, so that a wrong day shows: within ten percent of 100."""
    return Decimal(100) + Decimal(day.toordinal() * 7 % 1000) / 100


def closes_until(now: datetime, mic: str, count: int) -> tuple[Close, ...]:
    """Return what a provider knows: so many closes, and today's bar as it runs."""
    closes = [Close(one.day, price_on(one.day)) for one in newest_closes(now, mic, count)]
    today = local_day(now, mic)
    if today is not None and trades_on(today, mic) and all(close.day != today for close in closes):
        closes.insert(0, Close(today, Decimal("104.44")))
    return tuple(reversed(closes))


def seen(now: datetime, mic: str, *, age: timedelta = timedelta(minutes=2), count: int = CLOSES) -> Snapshot:
    trade = Trade(Decimal("103.00"), now - age)
    return Snapshot(Ticker("EXMPL", mic), "USD", "Example", (trade,), closes_until(now, mic, count))


def hours() -> Iterator[datetime]:
    """Give every hour of both years and of some days around them, each a few minutes past."""
    now = FIRST + timedelta(minutes=7)
    while now < LAST:
        yield now
        now += HOUR


@pytest.mark.parametrize("mic", EXCHANGES)
def test_at_every_hour_of_both_years(mic: str) -> None:
    known = lines = 0
    for now in hours():
        found = appraise(seen(now, mic, count=2), now)
        present = session(now, mic)
        closes = newest_closes(now, mic, 2)
        if present is Session.UNKNOWN or len(closes) < (2 if present is Session.CLOSED else 1):
            assert found is NoLine.UNKNOWN_SESSION, now
            continue
        known += 1
        if not isinstance(found, PriceLine):
            assert found is expected_doubt(now, mic, closes[0]), (now, found)
            continue
        lines += 1
        of_a_close = found.session is Session.CLOSE
        assert of_a_close == (present is Session.CLOSED), now
        last = price_on(closes[0].day) if of_a_close else Decimal(103)
        against = closes[1 if of_a_close else 0]
        assert found.against == against.day, now
        assert found.change == last / price_on(against.day) - 1, now
        assert found.at is not None
        assert found.at <= now
        if not of_a_close:
            assert found.session is present, now
            assert session(found.at, mic) is present or present is Session.LUNCH, now
    assert lines > 0.95 * known > 8_000  # a year at least, and hardly an hour without a line


def expected_doubt(now: datetime, mic: str, newest: RegularClose) -> NoLine | None:
    """Return why there may be no line although everything is told: the minutes around a bell."""
    if newest.at <= now < settled(newest, mic):
        return NoLine.SETTLING
    here = stretch(now, mic)
    if here is not None and here.begins is not None and now - timedelta(minutes=2) < here.begins:
        return NoLine.NO_TRADE
    return None


@st.composite
def moments(draw: st.DrawFn) -> tuple[str, datetime]:
    """Draw an exchange, and a minute of the years that are known of it."""
    mic = draw(st.sampled_from(EXCHANGES))
    now = datetime(2026, 1, 8, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 712 * 24 * 60)))
    assume(session(now, mic) is not Session.UNKNOWN)
    return mic, now


@given(moments(), st.timedeltas(timedelta(), timedelta(days=5)))
def test_no_line_has_a_trade_of_another_session(moment: tuple[str, datetime], age: timedelta) -> None:
    mic, now = moment
    found = appraise(seen(now, mic, age=age), now)
    if isinstance(found, PriceLine) and found.session is not Session.CLOSE:
        here = stretch(now, mic)
        assert here is not None
        assert here.begins is not None
        rest = now - here.begins if here.session is Session.LUNCH else timedelta()
        assert age - rest <= STALE[found.session]
        assert session(now - age, mic) in {here.session, Session.REGULAR}
        assert now - age >= newest_closes(now, mic, 1)[0].at
        if here.session not in {Session.REGULAR, Session.LUNCH}:
            assert now - age >= here.begins


@given(moments(), st.decimals("0.0001", "10000", places=4))
def test_the_scale_of_the_prices_makes_no_difference(moment: tuple[str, datetime], scale: Decimal) -> None:
    mic, now = moment
    small = seen(now, mic)
    large = replace(
        small,
        trades=tuple(replace(trade, price=trade.price * scale) for trade in small.trades),
        closes=tuple(replace(close, price=close.price * scale) for close in small.closes),
    )
    assert close_to(appraise(large, now), appraise(small, now), scale)


@given(
    moments(), st.sampled_from(["2", "3", "4", "1.5", "0.1", "0.05", "20", "7", "1.05"]), st.integers(0, 3)
)
def test_a_split_that_is_told_makes_no_difference(moment: tuple[str, datetime], ratio: str, ago: int) -> None:
    """The same share, split on one of the last days or today: closes before it are in the old shares."""
    mic, now = moment
    whole = seen(now, mic)
    today = local_day(now, mic)
    assert today is not None  # since its session is known
    day = [today, *(one.day for one in newest_closes(now, mic, 3))][ago]
    split = Split(day, Decimal(ratio))
    told = replace(
        whole,
        closes=tuple(
            replace(close, price=close.price * split.ratio) if close.day < day else close
            for close in whole.closes
        ),
        splits=(split,),
    )
    plain = appraise(whole, now)
    # A close before the split is told in the shares of its day.
    old = isinstance(plain, PriceLine) and plain.at is not None and (local_day(plain.at, mic) or day) < day
    assert close_to(appraise(told, now), plain, split.ratio if old else Decimal(1))


@given(moments())
def test_what_comes_out_does_not_hang_on_the_order_of_what_came_in(moment: tuple[str, datetime]) -> None:
    mic, now = moment
    one = seen(now, mic)
    assert appraise(replace(one, closes=one.closes[::-1]), now) == appraise(one, now)


def close_to(one: PriceLine | NoLine, other: PriceLine | NoLine, scale: Decimal) -> bool:
    """Tell whether two lines are the same but for the scale of their prices and a division's last digit."""
    if not (isinstance(one, PriceLine) and isinstance(other, PriceLine)):
        return one is other
    assert one.change is not None
    assert other.change is not None
    assert one.last is not None
    assert other.last is not None
    near = abs(one.change - other.change) < Decimal("1e-20")
    scaled = replace(other, change=one.change, last=Money(other.last.value * scale, other.last.currency))
    return near and scaled == one
