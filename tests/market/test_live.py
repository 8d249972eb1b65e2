"""The live line: the right trade against the close of the right day, or no line at all."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Trade
from bot.market.live import live_line

WEDNESDAY_8 = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # 08:00 in New York
BABA = Ticker("BABA", "XNYS")
SEEN = Snapshot(
    BABA,
    "USD",
    "Example",
    trades=(Trade(Decimal("76.30"), datetime(2026, 3, 11, 11, 58, tzinfo=UTC)),),
    closes=(Close(date(2026, 3, 9), Decimal("75.00")), Close(date(2026, 3, 10), Decimal("76.00"))),
)


def test_premarket_is_against_the_close_of_the_day_before() -> None:
    line = live_line(SEEN, WEDNESDAY_8)
    assert line is not None
    assert (line.session, line.against) == (Session.PREMARKET, date(2026, 3, 10))
    assert line.change == Decimal("76.30") / Decimal("76.00") - 1


def test_no_close_of_the_right_day_is_no_line() -> None:
    assert live_line(replace(SEEN, closes=SEEN.closes[:1]), WEDNESDAY_8) is None
