"""Alpaca's prices: whose trades, whose closes, and what it refuses."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from aiohttp import web

from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.price import NoLine, Split
from bot.fetch import Denied
from bot.market.live import appraise
from tests.contracts.price_stages import STAGES, TARN, Stage, new_york
from tests.vendors.alpaca_prices import AlpacaPrices
from tests.vendors.trading import Tape

FREE, PAID, LATE = STAGES[:3]
TUE, WED = date(2026, 3, 10), date(2026, 3, 11)
MORNING = new_york("2026-03-11 08:30")
NIGHT = Stage(
    "at night", lambda tape: AlpacaPrices(tape, is_paid=True), PAID.sight, {"feed": "sip", "overnight": True}
)


def tape() -> Tape:
    tape = Tape(MORNING)
    tape.list("TARN", {date(2026, 3, 9): "40.00", TUE: "42.00"}).trade(MORNING, "43.05")
    return tape


async def test_the_close_is_the_markets_and_not_iexs() -> None:
    """The snapshot's own daily bars are of IEX alone, and 37 cents off."""
    async with FREE.open(tape()) as (server, provider):
        snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
        assert [(close.day, close.price) for close in snapshot.closes] == [
            (date(2026, 3, 9), Decimal("40.0")),
            (TUE, Decimal("42.0")),
        ]
        [bars] = [query for path, query in server.asked if path.endswith("/bars")]
        assert (bars["feed"], bars["adjustment"], bars["timeframe"]) == ("sip", "raw", "1Day")
        assert bars["end"] == "2026-03-11T12:14:00Z"  # 16 minutes ago: later is refused on a free plan


async def test_a_trade_elsewhere_is_not_seen_on_iex() -> None:
    market = tape()
    market.shares["TARN"].trade(MORNING.replace(minute=10), "44.00", on_iex=False)
    market.now = MORNING.replace(minute=29)
    for stage, prices in ((FREE, []), (LATE, ["44.0", "44.0"])):
        async with stage.open(market) as (_, provider):
            found = await provider.snapshots([TARN], market.now)
            seen = [f"{trade.price}" for snapshot in found.values() for trade in snapshot.trades]
            assert seen == prices


async def test_a_symbol_that_it_refuses_does_not_spoil_the_batch() -> None:
    market = tape()
    market.shares["MIRE"] = market.shares["TARN"]
    async with FREE.open(market) as (server, provider):
        assert isinstance(server, AlpacaPrices)
        server.refused = {"ODD", "ODDER"}
        odd = [Ticker("ODD", "XNAS"), Ticker("ODDER", "XNAS")]
        found = await provider.snapshots([odd[0], TARN, odd[1], Ticker("MIRE", "XNAS")], MORNING)
        assert {ticker.symbol for ticker in found} == {"TARN", "MIRE"}
        assert len(server.asked) > 3
        server.asked.clear()
        assert await provider.snapshots(odd, MORNING) == {}
        assert server.asked == []  # for today that is known
        server.refused.clear()
        market.shares["ODD"] = market.shares["TARN"]
        market.now = MORNING + timedelta(days=1)
        assert set(await provider.snapshots(odd, market.now)) == {odd[0]}


async def test_a_feed_that_is_not_paid_for_is_told_so() -> None:
    async with Stage("unpaid", AlpacaPrices, PAID.sight, {"feed": "sip"}).open(tape()) as (_, provider):
        with pytest.raises(Denied, match=r'The feed "sip" may need a paid plan: feed = "iex" needs none\.'):
            await provider.snapshots([TARN], MORNING)


@pytest.mark.parametrize("stage", [FREE, LATE])
async def test_where_the_feed_is_everybodys_only_the_key_can_be_wrong(stage: Stage) -> None:
    async with stage.open(tape()) as (server, provider):
        server.answer = lambda path: web.Response(status=403, text='{"message": "forbidden."}')
        with pytest.raises(Denied, match="the key is wrong") as caught:
            await provider.snapshots([TARN], MORNING)
    assert "plan: feed" not in str(caught.value)


async def test_at_night_blue_ocean_is_asked() -> None:
    midnight = new_york("2026-03-11 00:30")
    market = tape()
    market.now = midnight
    market.shares["TARN"].trade(midnight.replace(minute=20), "42.42").trade(
        new_york("2026-03-10 19:59"), "41.00"
    )
    async with NIGHT.open(market) as (server, provider):
        snapshot = (await provider.snapshots([TARN], midnight))[TARN]
        assert snapshot.provider == "Alpaca (Blue Ocean)"
        assert snapshot.covers == frozenset({Session.OVERNIGHT})
        line = appraise(snapshot, midnight)
        assert isinstance(line, PriceLine)
        assert (line.session, line.against, line.change) == (Session.OVERNIGHT, TUE, Decimal("0.01"))
        assert server.asked[0][1]["feed"] == "boats"
        assert provider.name == "Alpaca"
    by_day = replace(NIGHT, settings={"feed": "sip"})
    async with by_day.open(market) as (_, provider):
        snapshot = (await provider.snapshots([TARN], midnight))[TARN]
        assert Session.OVERNIGHT not in snapshot.covers


async def test_a_stock_dividend_is_a_split_and_nonsense_is_none() -> None:
    actions = {
        "stock_dividends": [{"symbol": "TARN", "rate": 0.05, "ex_date": "2026-03-11"}],
        "forward_splits": [
            {"symbol": "TARN", "new_rate": 3, "old_rate": 2, "ex_date": "2026-03-10"},
            {"symbol": "TARN", "new_rate": 3, "old_rate": 0, "ex_date": "2026-03-10"},
            {"symbol": "TARN", "new_rate": "sNaN", "old_rate": 1, "ex_date": "2026-03-10"},
            {"symbol": "TARN", "new_rate": 3, "old_rate": 1, "ex_date": "soon"},
        ],
    }
    async with FREE.open(tape()) as (server, provider):
        server.twist = lambda answer: (
            {**answer, "corporate_actions": actions} if "corporate_actions" in answer else answer
        )
        snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
        assert snapshot.splits == (Split(TUE, Decimal("1.5")), Split(WED, Decimal("1.05")))


async def test_a_dividend_in_shares_is_processed_weeks_after_its_day() -> None:
    async with FREE.open(tape()) as (server, provider):
        await provider.snapshots([TARN], MORNING)
        [actions] = [query for path, query in server.asked if path.endswith("/corporate-actions")]
        assert (actions["start"], actions["end"]) == ("2026-03-04", "2026-05-10")


@pytest.mark.parametrize(("day", "closes"), [("2026-03-11", 0), ("2026-03-10", 1), ("2026-03-12", 2)])
async def test_what_a_part_was_worth_that_is_spun_off_nobody_says(day: str, closes: int) -> None:
    """The share falls by that on the day; so what it closed at before is no close to compare with."""
    part = {"source_symbol": "TARN", "source_rate": 4, "new_symbol": "PART", "new_rate": 1, "ex_date": day}
    odd = [{"source_symbol": "TARN", "ex_date": "soon"}]
    async with FREE.open(tape()) as (server, provider):
        server.twist = lambda answer: (
            {**answer, "corporate_actions": {"spin_offs": [part, *odd]}}
            if "corporate_actions" in answer
            else answer
        )
        snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
        assert (len(snapshot.closes), snapshot.splits) == (closes, ())


async def test_the_night_before_a_split_is_in_doubt() -> None:
    """Some trade in the new shares by then: three for two looks like a fall that may well be."""
    evening = new_york("2026-03-10 21:00")
    market = tape()
    market.now = evening
    market.shares["TARN"].trade(evening.replace(hour=20, minute=50), "30.80")
    market.shares["TARN"].splits[WED] = Decimal("1.5")
    async with NIGHT.open(market) as (_, provider):
        snapshot = (await provider.snapshots([TARN], evening))[TARN]
        assert appraise(snapshot, evening) is NoLine.SPLIT


async def test_a_null_among_snapshots_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    market = tape()
    market.list("MIRE", {TUE: "9.00"})  # listed, and never traded there
    mire = Ticker("MIRE", "XNAS")
    async with FREE.open(market) as (_, provider):
        assert set(await provider.snapshots([TARN, mire], MORNING)) == {TARN}
    assert caplog.text == ""
