"""The demo's vendor of prices: at any hour its invented shares have the line that real ones would have."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.config import Environment
from bot.demo import prices
from bot.demo.vendor import Vendor, bundled
from bot.demo.wire import bundled as stories
from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.price import NoLine
from bot.fetch import Fetcher
from bot.plugins import find
from bot.prices.board import PriceBoard
from tests.commands.office import SetClock

BABA = Ticker("BABA", "XNYS")


@asynccontextmanager
async def board_at(now: datetime) -> AsyncIterator[PriceBoard]:
    async with Vendor(bundled(), SetClock(now)).open() as vendor, Fetcher(allow=[vendor.address]) as fetcher:
        module = find("prices", prices.KIND)
        table = {"kind": prices.KIND, "url": vendor.url}
        settings = Environment({}).section(module.Settings, table, "[prices]")
        async with PriceBoard(module.build(settings, fetcher)) as board:
            yield board


async def line_at(text: str, ticker: Ticker = BABA) -> PriceLine | NoLine:
    now = datetime.fromisoformat(text)
    async with board_at(now) as board:
        return (await board.look([ticker], now))[ticker]


@pytest.mark.parametrize(
    ("at", "session", "against"),
    [
        ("2026-03-11T04:00:30-04:00", Session.PREMARKET, date(2026, 3, 10)),
        ("2026-03-11T08:00-04:00", Session.PREMARKET, date(2026, 3, 10)),
        ("2026-03-11T09:30:10-04:00", Session.REGULAR, date(2026, 3, 10)),
        ("2026-03-11T12:00-04:00", Session.REGULAR, date(2026, 3, 10)),
        ("2026-03-11T16:30-04:00", Session.AFTER_HOURS, date(2026, 3, 11)),
        ("2026-03-11T23:00-04:00", Session.CLOSE, date(2026, 3, 10)),  # told: the close of the 11th
        ("2026-03-14T12:00-04:00", Session.CLOSE, date(2026, 3, 12)),  # a Saturday
        ("2026-07-03T12:00-04:00", Session.CLOSE, date(2026, 7, 1)),  # a holiday
        ("2027-12-31T12:00-05:00", Session.REGULAR, date(2027, 12, 30)),
    ],
)
async def test_at_any_hour_there_is_a_line_that_says_whose_it_is(
    at: str, session: Session, against: date
) -> None:
    line = await line_at(at)
    assert isinstance(line, PriceLine), line
    assert (line.session, line.against) == (session, against)
    assert line.provider == "the demo (invented)"


async def test_other_exchanges_have_their_own_hours_and_money() -> None:
    line = await line_at("2026-03-11T12:30+08:00", Ticker("9988.HK", "XHKG"))  # at lunch
    assert isinstance(line, PriceLine)
    assert line.last is not None
    assert (line.session, line.last.currency) == (Session.LUNCH, "HKD")
    line = await line_at("2026-03-11T10:00+00:00", Ticker("RIO.L", "XLON"))
    assert isinstance(line, PriceLine)
    assert line.last is not None
    assert line.last.currency == "GBP"
    assert 50 < line.last.value < 55


async def test_a_share_of_nobodys_and_a_day_beyond_the_calendar_have_no_line() -> None:
    assert await line_at("2026-03-11T08:00-04:00", Ticker("NOPE", "XNYS")) is NoLine.NOTHING
    assert isinstance(await line_at("2031-03-11T08:00-04:00"), NoLine)


async def test_the_stated_price_is_near_enough_to_agree() -> None:
    """Alibaba's article says +0.32 % to $76.30."""
    assert any("up 0.32% to $76.30" in story.body for story in stories())
    line = await line_at("2026-03-11T08:00-04:00")
    assert isinstance(line, PriceLine)
    assert line.change is not None
    assert line.last is not None
    assert abs(float(line.change) - 0.0032) < 0.01
    assert abs(float(line.last.value) / 76.30 - 1) < 0.01


@pytest.mark.parametrize(
    "at",
    [
        "2026-03-11T08:00-04:00",  # before the bell
        "2026-03-11T12:00-04:00",
        "2026-03-11T23:00-04:00",  # the day is over
        "2026-03-15T12:00-04:00",  # a Sunday
        "2026-07-03T12:00-04:00",  # a holiday
    ],
)
async def test_what_is_stated_of_the_last_day_has_the_same_close_before_it(at: str) -> None:
    """Alibaba's article says +0.32 % to $76.30, Toyota's −0.4 % to $211.05."""
    for ticker, stated, change in (
        (BABA, Decimal("76.30"), Decimal("0.0032")),
        (Ticker("TM", "XNYS"), Decimal("211.05"), Decimal("-0.004")),
    ):
        line = await line_at(at, ticker)
        assert isinstance(line, PriceLine)
        assert line.change is not None
        assert line.last is not None
        assert abs(line.last.value / (1 + line.change) - stated / (1 + change)) < Decimal("0.01")


async def test_after_hours_a_share_goes_on_from_the_day_s_own_close() -> None:
    line = await line_at("2026-03-11T16:30-04:00")
    assert isinstance(line, PriceLine)
    assert line.last is not None
    assert line.change is not None
    assert line.last.value / (1 + line.change) == pytest.approx(Decimal("76.38"), abs=Decimal("0.001"))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-11T03:00-04:00", "Tuesday"),
        ("2026-03-11T08:00-04:00", "Wednesday"),
        ("2026-03-11T23:00-04:00", "Wednesday"),
        ("2026-03-15T12:00-04:00", "Friday"),
        ("2031-03-12T12:00-04:00", "Wednesday"),  # beyond the calendar
    ],
)
def test_the_articles_speak_of_the_last_day_of_trading(at: str, day: str) -> None:
    story = next(story for story in stories() if "premarket at last check" in story.body)
    assert f"premarket at last check {day}." in " ".join(story.paragraphs(datetime.fromisoformat(at)))


@pytest.mark.parametrize(("days", "least"), [(1, 500), (7, 150), (30, 150), (300, 190)])
async def test_a_chart_has_something_to_draw(days: int, least: int) -> None:
    now = datetime(2026, 11, 18, 18, 0, tzinfo=UTC)
    async with board_at(now) as board:
        trades = await board.trades(BABA, now - timedelta(days=days), now)
    assert len(trades) >= least
    assert [trade.at for trade in trades] == sorted(trade.at for trade in trades)
    assert max(trade.price for trade in trades) < 80
    assert min(trade.price for trade in trades) > 72


async def test_a_day_that_is_over_went_up_and_down() -> None:
    sunday = datetime.fromisoformat("2026-03-15T12:00-04:00")
    async with board_at(sunday) as board:
        trades = await board.trades(BABA, sunday - timedelta(days=2), sunday)
    assert len({trade.price for trade in trades}) > 20
