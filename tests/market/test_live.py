"""The live line: the right trade against the close of the right day, or no line at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal

import pytest

from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.price import Close, NoLine, Snapshot, Trade
from bot.market.closes import regular_close
from bot.market.live import appraise, close_line
from tests.market.live_table import Case, cases

WEDNESDAY_8 = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # 08:00 in New York
BABA = Ticker("BABA", "XNYS")
SEEN = Snapshot(
    BABA,
    "USD",
    "Example",
    trades=(Trade(Decimal("76.30"), datetime(2026, 3, 11, 11, 58, tzinfo=UTC)),),
    closes=(Close(date(2026, 3, 9), Decimal("75.00")), Close(date(2026, 3, 10), Decimal("76.00"))),
)
TABLE = tuple(cases())


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case.name)
def test_as_worked_out_by_hand(case: Case) -> None:
    found = appraise(case.snapshot, case.now)
    if isinstance(case.line, NoLine):
        assert found is case.line
        return
    session, percent, against = case.line
    assert isinstance(found, PriceLine), found
    assert found.change is not None
    assert (found.session, found.against) == (session, against)
    assert (found.change * 100).quantize(Decimal("0.0001"), ROUND_HALF_EVEN) == percent


def test_the_table_is_large_and_every_doubt_is_in_it() -> None:
    assert len(TABLE) >= 60
    never_by_the_market = {NoLine.NO_PROVIDER, NoLine.NOT_KNOWN, NoLine.TROUBLE, NoLine.NOTHING}
    assert {case.line for case in TABLE if isinstance(case.line, NoLine)} == set(NoLine) - never_by_the_market
    told = {case.line[0] for case in TABLE if not isinstance(case.line, NoLine)}
    assert told == set(Session) - {Session.CLOSED, Session.UNKNOWN}


def test_a_line_says_where_it_comes_from() -> None:
    assert appraise(SEEN, WEDNESDAY_8) == PriceLine(
        ticker=BABA,
        change=Decimal("76.30") / Decimal("76.00") - 1,
        last=Money(Decimal("76.30"), "USD"),
        session=Session.PREMARKET,
        origin=Origin.LIVE,
        at=SEEN.trades[0].at,
        provider="Example",
        against=date(2026, 3, 10),
    )
    assert appraise(replace(SEEN, trades=()), WEDNESDAY_8) is NoLine.NO_TRADE


def test_the_newest_trade_counts_in_whatever_order_they_come() -> None:
    earlier = Trade(Decimal("90.00"), datetime(2026, 3, 11, 11, 30, tzinfo=UTC))
    for trades in ((earlier, *SEEN.trades), (*SEEN.trades, earlier)):
        line = appraise(replace(SEEN, trades=trades), WEDNESDAY_8)
        assert isinstance(line, PriceLine)
        assert line.last == Money(Decimal("76.30"), "USD")


def test_a_trade_to_come_is_not_passed_over_for_an_earlier_one() -> None:
    """A provider whose clock is wrong has no right trades, either."""
    wrong = Trade(Decimal("76.40"), datetime(2026, 3, 11, 13, 0, tzinfo=UTC))
    assert appraise(replace(SEEN, trades=(*SEEN.trades, wrong)), WEDNESDAY_8) is NoLine.FUTURE


def test_the_last_close_is_told_at_any_time() -> None:
    line = close_line(SEEN, WEDNESDAY_8)
    assert isinstance(line, PriceLine)
    assert (line.session, line.against) == (Session.CLOSE, date(2026, 3, 9))
    assert line.change == Decimal(76) / 75 - 1
    assert line.at == datetime(2026, 3, 10, 20, 0, tzinfo=UTC)
    assert close_line(replace(SEEN, closes=SEEN.closes[1:]), WEDNESDAY_8) is NoLine.NO_CLOSE


def test_the_regular_close_is_yesterdays_until_todays_is_sure() -> None:
    today = Close(date(2026, 3, 11), Decimal("77.00"))
    seen = replace(SEEN, closes=(*SEEN.closes, today))
    for clock, close in (((19, 59), SEEN.closes[1]), ((20, 3), SEEN.closes[1]), ((20, 6), today)):
        assert regular_close(seen, datetime(2026, 3, 11, *clock, tzinfo=UTC)) == close
    assert regular_close(SEEN, datetime(2026, 3, 11, 20, 6, tzinfo=UTC)) is NoLine.NO_CLOSE
    zeros = replace(SEEN, closes=(Close(date(2026, 3, 10), Decimal(0)),))
    assert regular_close(zeros, WEDNESDAY_8) is NoLine.NO_NUMBER
