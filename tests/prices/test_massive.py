"""Massive's prices: few and many, plans, and a snapshot that is emptied in the night."""

from datetime import date
from decimal import Decimal

import pytest
from aiohttp import web

from bot.domain.errors import SourceTrouble
from bot.domain.market import Ticker
from bot.domain.price import NoLine, Split
from bot.fetch import Denied
from bot.market.live import appraise
from tests.contracts.price_stages import STAGES, TARN, Stage, new_york
from tests.vendors.massive_prices import MassivePrices
from tests.vendors.trading import Tape

LIVE, LATE, NO_TRADES = STAGES[3:6]
TUE = date(2026, 3, 10)
MORNING = new_york("2026-03-11 08:30")
SEVERAL = [Ticker(f"TAR{letter}", "XNYS") for letter in "ABCDEF"]


def tape(*tickers: Ticker) -> Tape:
    tape = Tape(MORNING)
    for ticker in tickers or (TARN,):
        tape.list(ticker.symbol, {date(2026, 3, 9): "40.00", TUE: "42.00"}).trade(MORNING, "43.05")
    return tape


async def test_of_a_few_each_ones_days_are_asked_for_and_of_many_the_markets() -> None:
    async with LIVE.open_anew(tape(*SEVERAL)) as (server, anew):
        few = await anew().snapshots(SEVERAL[:4], MORNING)
        assert sum("/range/1/day/" in path for path, _ in server.asked) == 4
        server.asked.clear()
        many = await anew().snapshots(SEVERAL, MORNING)
        assert sorted(path for path, _ in server.asked) == [
            "/stocks/v1/splits",
            "/v2/aggs/grouped/locale/us/market/stocks/2026-03-09",
            "/v2/aggs/grouped/locale/us/market/stocks/2026-03-10",
            "/v2/snapshot/locale/us/markets/stocks/tickers",
        ]
    assert {ticker: many[ticker].closes for ticker in few} == {ticker: few[ticker].closes for ticker in few}
    assert [close.day for close in few[SEVERAL[0]].closes] == [date(2026, 3, 9), TUE]


async def test_a_bar_of_another_day_than_was_asked_for_is_no_close() -> None:
    async with LIVE.open(tape(*SEVERAL)) as (server, provider):
        day = 86_400_000

        def a_day_off(answer: dict[str, list[dict[str, int]]]) -> object:
            for bar in answer.get("results", []):
                if "T" in bar:
                    bar["t"] -= day
            return answer

        server.twist = a_day_off
        found = await provider.snapshots(SEVERAL, MORNING)
        assert [snapshot.closes for snapshot in found.values()] == [()] * len(SEVERAL)


async def test_closes_are_not_adjusted() -> None:
    async with LIVE.open(tape(*SEVERAL)) as (server, provider):
        await provider.snapshots([TARN], MORNING)
        await provider.snapshots(SEVERAL, MORNING)
        assert {query["adjusted"] for path, query in server.asked if "/aggs/" in path} == {"false"}


async def test_plans_say_what_they_see() -> None:
    for stage, provider_name, prices in (
        (LIVE, "Massive", 2),
        (LATE, "Massive (15 min late)", 0),
        (NO_TRADES, "Massive (15 min late)", 0),
    ):
        async with stage.open(tape()) as (_, provider):
            snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
            assert (snapshot.provider, len(snapshot.trades)) == (provider_name, prices)
            assert provider.name == "Massive"


async def test_the_free_plan_is_told_what_it_lacks() -> None:
    free = Stage("free", lambda tape: MassivePrices(tape, plan="basic"), LIVE.sight)
    async with free.open(tape()) as (_, provider):
        with pytest.raises(Denied, match=r"MASSIVE_API_KEY\. The free plan has no snapshots"):
            await provider.snapshots([TARN], MORNING)


async def test_zeros_before_the_first_trade_are_no_price() -> None:
    market = tape()
    market.now = new_york("2026-03-11 04:30")
    async with LIVE.open(market) as (_, provider):
        snapshot = (await provider.snapshots([TARN], market.now))[TARN]
        assert snapshot.trades == ()
        assert appraise(snapshot, market.now) is NoLine.NO_TRADE


async def test_only_the_last_trade_of_the_tape_counts() -> None:
    async with LIVE.open(tape()) as (server, provider):
        for conditions, is_last in (([12, 37], False), ([14, 41], True), ([53], False), (None, True)):
            server.twist = lambda answer, conditions=conditions: _with_conditions(answer, conditions)
            snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
            assert (Decimal("50.0") in [trade.price for trade in snapshot.trades]) == is_last


def _with_conditions(answer: dict[str, object], conditions: list[int] | None) -> dict[str, object]:
    listed = answer.get("tickers")
    if isinstance(listed, list):
        for one in listed:
            one["lastTrade"].update(p=50.0, c=conditions)
    return answer


async def test_a_bad_item_is_left_out_and_a_bad_answer_is_trouble() -> None:
    mire = Ticker("MIRE", "XNAS")
    async with LIVE.open(tape(TARN, mire)) as (server, provider):
        server.twist = lambda answer: (
            {**answer, "tickers": [{"ticker": 7}, None, *answer["tickers"]]}
            if "tickers" in answer
            else answer
        )
        assert set(await provider.snapshots([TARN, mire], MORNING)) == {TARN, mire}
        server.twist = lambda answer: {key: value for key, value in answer.items() if key != "status"}
        with pytest.raises(SourceTrouble, match="another shape"):
            await provider.snapshots([TARN], MORNING)


async def test_absurd_splits_are_none() -> None:
    happened = [
        {"ticker": "TARN", "execution_date": "2026-03-10", "split_from": 2, "split_to": 3},
        {"ticker": "TARN", "execution_date": "2026-03-10", "split_from": 0, "split_to": 3},
        {"ticker": "TARN", "execution_date": "2026-03-10", "split_from": 1, "split_to": "sNaN"},
        {"ticker": "TARN", "execution_date": None, "split_from": 1, "split_to": 3},
    ]
    async with LIVE.open(tape()) as (server, provider):
        server.answer = lambda path: (
            None if "splits" not in path else web.json_response({"status": "OK", "results": happened})
        )
        snapshot = (await provider.snapshots([TARN], MORNING))[TARN]
        assert snapshot.splits == (Split(TUE, Decimal("1.5")),)


@pytest.mark.parametrize("tickers", [[TARN], SEVERAL])
async def test_where_prices_are_late_so_are_closes_that_do_not_say_so(tickers: list[Ticker]) -> None:
    """At ten past four the day's bar of a plan that is late ends five minutes before the bell."""
    now = new_york("2026-03-11 16:10")
    market = tape(*tickers)
    market.now = now
    for ticker in tickers:
        market.shares[ticker.symbol].trade(new_york("2026-03-11 15:54"), "43.90")
    async with LATE.open(market) as (server, provider):
        server.twist = lambda answer: {**answer, "status": "OK"} if "tickers" not in answer else answer
        for snapshot in (await provider.snapshots(tickers, now)).values():
            assert [close.day for close in snapshot.closes][-1] == TUE
            assert appraise(snapshot, now) is NoLine.NO_TRADE
