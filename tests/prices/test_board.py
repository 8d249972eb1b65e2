"""The board over a provider that answers, hangs, fails and lies."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.domain.errors import SourceTrouble, TryLater
from bot.domain.market import Ticker
from bot.domain.price import NoLine, Snapshot, Split, Trade
from bot.ports import Unlisted
from bot.prices.board import PriceBoard
from bot.prices.breaker import FAILURES
from bot.prices.flights import MOST
from bot.prices.none import NoPrices
from tests.conditions import until
from tests.prices.vendor import BABA, PREMARKET, Vendor, snapshot

FIVE = [Ticker(symbol, "XNYS") for symbol in ("BABA", "TM", "RIO", "BP", "F")]


@asynccontextmanager
async def board_of(vendor: Vendor, patience: float = 5.0) -> AsyncIterator[PriceBoard]:
    async with PriceBoard(vendor, patience=patience) as board:
        yield board
    assert vendor.closed


async def test_a_provider_that_cannot_say_how_many_it_takes_ends_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    vendor = Vendor()
    async with board_of(vendor) as board:
        vendor.most = "many"  # type: ignore[assignment]  # as a provider of somebody's own may be
        assert await board.look(FIVE, PREMARKET) == dict.fromkeys(FIVE, NoLine.TROUBLE)
    assert "at fault" in caplog.text


async def test_stories_that_come_together_go_out_in_full_batches() -> None:
    vendor = Vendor()
    async with board_of(vendor) as board:
        given = await asyncio.gather(*(board.lines([ticker], PREMARKET) for ticker in FIVE))
    assert [list(lines) for lines in given] == [[ticker] for ticker in FIVE]
    assert vendor.asked == [tuple(FIVE[:2]), tuple(FIVE[2:4]), (FIVE[4],)]
    assert board.state.asked == 3


async def test_what_was_asked_for_a_moment_ago_is_not_asked_again() -> None:
    vendor = Vendor(most=5, unknown={FIVE[1]})
    async with board_of(vendor) as board:
        await board.lines(FIVE, PREMARKET)
        again = await board.look(FIVE, PREMARKET + timedelta(seconds=30))
        assert (len(vendor.asked), board.state.spared) == (1, 5)
    assert again[FIVE[1]] is NoLine.NOTHING


async def test_nothing_is_asked_twice_at_a_time() -> None:
    vendor = Vendor()
    vendor.held.clear()
    async with board_of(vendor) as board:
        first = asyncio.ensure_future(board.lines([BABA], PREMARKET))
        await until(lambda: bool(vendor.asked))
        second = asyncio.ensure_future(board.lines([BABA], PREMARKET))
        await asyncio.sleep(0.03)
        vendor.held.set()
        assert (await first).keys() == (await second).keys() == {BABA}
    assert vendor.asked == [(BABA,)]


async def test_who_stops_waiting_finds_the_answer_later() -> None:
    vendor = Vendor()
    vendor.held.clear()
    async with board_of(vendor) as board:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await board.lines([BABA], PREMARKET)
        vendor.held.set()
        assert BABA in await board.lines([BABA], PREMARKET)
    assert vendor.asked == [(BABA,)]


async def test_whoever_waits_for_no_seat_is_not_held_up_and_the_rest_goes_out_in_full_batches() -> None:
    vendor = Vendor(most=3)
    vendor.held.clear()
    singles = [Ticker(f"S{number}", "XNYS") for number in range(10)]
    async with board_of(vendor) as board:
        waiting = []
        for ticker in singles[:4]:  # each takes a seat
            waiting.append(asyncio.ensure_future(board.lines([ticker], PREMARKET)))
            await until(lambda: len(vendor.asked) == len(waiting))
        for ticker in singles[4:]:
            waiting.append(asyncio.ensure_future(board.lines([ticker], PREMARKET)))
            await asyncio.sleep(0.03)  # more than the board gathers for
        vendor.held.set()
        given = await asyncio.gather(*waiting)
    assert [list(lines) for lines in given] == [[ticker] for ticker in singles]
    assert [len(batch) for batch in vendor.asked] == [1, 1, 1, 1, 3, 3]
    assert vendor.most_at_once == 4


async def test_a_line_is_judged_when_it_is_used() -> None:
    """A premarket price of 09:29 is none of the regular hours, however young it is in the cache."""
    vendor = Vendor()
    just_before = datetime.fromisoformat("2026-03-11T09:29:50-04:00")
    async with board_of(vendor) as board:
        assert BABA in await board.lines([BABA], just_before)
        found = await board.look([BABA], just_before + timedelta(seconds=11))
        assert len(vendor.asked) == 2, "the session has changed: what was kept is of no use"
    assert found[BABA] is NoLine.NO_TRADE


async def test_a_provider_that_hangs_is_given_up_and_then_left_alone(
    caplog: pytest.LogCaptureFixture,
) -> None:
    vendor = Vendor(most=1)
    vendor.held.clear()
    async with board_of(vendor, patience=0.02) as board:
        for ticker in FIVE:
            assert await board.look([ticker], PREMARKET) == {ticker: NoLine.TROUBLE}
        assert len(vendor.asked) == FAILURES
        state = board.state
    assert (state.asked, state.failed) == (FAILURES, FAILURES)
    assert state.trouble == "Example did not answer within 0.02 s: it may be down."
    assert 29 < state.rests <= 30
    assert [record.levelno for record in caplog.records] == [logging.WARNING] * 2, "not one for each request"


async def test_patience_that_is_asked_for_is_had() -> None:
    vendor = Vendor(troubles=[TryLater("it answered 429: we ask too often", 20.0)])
    async with board_of(vendor) as board:
        assert await board.lines([BABA], PREMARKET) == {}
        assert await board.lines(FIVE, PREMARKET) == {}
        assert 19 < board.state.rests <= 20
        with pytest.raises(SourceTrouble, match="429"):
            await board.trades(BABA, PREMARKET, PREMARKET)
        with pytest.raises(SourceTrouble, match="429"):
            await board.snapshot(BABA, PREMARKET)
        assert await board.splits(BABA, date(2026, 1, 1)) is None
    assert vendor.asked == [(BABA,)]


async def test_one_failure_is_nobodys_end(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    vendor = Vendor(troubles=[KeyError("surprise")])
    async with board_of(vendor) as board:
        assert await board.lines([BABA], PREMARKET) == {}
        assert "KeyError: 'surprise' (vendor.py, line" in str(board.state.trouble)
        assert BABA in await board.lines([BABA], PREMARKET)
        assert board.state.trouble is None
    assert [record.message for record in caplog.records][1:] == ["Prices come from Example again."]


class Liar(Vendor):
    """It answers with another listing's prices, or with nothing that could be one."""

    lie: object = None

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        self.asked.append(tuple(tickers))
        return self.lie  # type: ignore[return-value]  # it lies


@pytest.mark.parametrize(
    "lie",
    [
        None,
        [],
        {BABA: None},
        {BABA: "76.30"},
        {BABA: snapshot(Ticker("TM", "XNYS"), PREMARKET)},
        {BABA: replace(snapshot(BABA, PREMARKET), trades=(Trade(Decimal("nan"), PREMARKET),))},
        {BABA: replace(snapshot(BABA, PREMARKET), trades=(Trade(Decimal(0), PREMARKET),))},
        {BABA: replace(snapshot(BABA, PREMARKET), trades=(Trade(Decimal(76), datetime(2026, 3, 11)),))},  # noqa: DTZ001 - that is the lie
        {BABA: replace(snapshot(BABA, PREMARKET), closes=())},
    ],
)
async def test_a_lie_is_no_line(lie: object) -> None:
    vendor = Liar()
    vendor.lie = lie
    async with board_of(vendor) as board:
        assert await board.lines([BABA], PREMARKET) == {}


async def test_only_what_the_provider_may_know_is_asked_for() -> None:
    vendor = Vendor()
    tencent = Ticker("0700.HK", "XHKG")
    async with board_of(vendor) as board:
        assert await board.look([tencent], PREMARKET) == {tencent: NoLine.NOT_KNOWN}
        assert await board.snapshot(tencent, PREMARKET) is None
        assert await board.trades(tencent, PREMARKET, PREMARKET) == ()
        assert await board.splits(tencent, date(2026, 1, 1)) is None
    assert vendor.asked == []


async def test_without_a_provider_that_is_said() -> None:
    async with PriceBoard(NoPrices()) as board:
        assert await board.look([BABA], PREMARKET) == {BABA: NoLine.NO_PROVIDER}
        assert not board.has_past


async def test_that_a_listing_is_unknown_is_no_failure() -> None:
    vendor = Vendor(troubles=[Unlisted("nothing of BABA")] * FAILURES)
    async with board_of(vendor) as board:
        for _ in range(FAILURES):
            assert await board.splits(BABA, date(2026, 1, 1)) is None
        assert (board.state.failed, board.state.rests, board.state.trouble) == (0, 0, None)
        assert await board.splits(BABA, date(2026, 1, 1)) == ()


class Muddled(Vendor):
    """It breaks when it is asked what it knows."""

    def knows(self, ticker: Ticker) -> bool:
        raise LookupError(ticker.symbol)


async def test_a_provider_that_cannot_say_what_it_knows_is_borne() -> None:
    async with PriceBoard(Muddled()) as board:
        assert await board.look([BABA], PREMARKET) == {BABA: NoLine.NOT_KNOWN}
        assert "LookupError: BABA" in str(board.state.trouble)


async def test_the_past_goes_through_the_same_gate() -> None:
    vendor = Vendor(troubles=[ValueError("odd")], split=(Split(date(2026, 2, 2), Decimal(4)),))
    async with board_of(vendor) as board:
        assert board.has_past
        with pytest.raises(SourceTrouble, match="ValueError: odd"):
            await board.trades(BABA, PREMARKET, PREMARKET)
        assert await board.trades(BABA, PREMARKET, PREMARKET) == (Trade(Decimal("70.00"), PREMARKET),)
        assert await board.splits(BABA, date(2026, 1, 1)) == vendor.split
        assert (board.state.asked, board.state.failed) == (3, 1)


async def test_what_waits_is_bounded() -> None:
    vendor = Vendor(most=500)
    vendor.held.clear()
    many = [Ticker(f"T{number}", "XNYS") for number in range(MOST + 1)]
    async with board_of(vendor) as board:
        waiting = asyncio.ensure_future(board.look(many[:MOST], PREMARKET))
        await until(lambda: len(vendor.asked) == 4)
        assert await board.look(many[MOST:], PREMARKET) == {many[MOST]: NoLine.TROUBLE}
        vendor.held.set()
        assert len(await waiting) == MOST
        assert many[MOST] in await board.lines(many[MOST:], PREMARKET)


async def test_the_end_comes_at_once_and_leaves_nobody_waiting() -> None:
    vendor = Vendor()
    vendor.held.clear()
    board = PriceBoard(vendor)
    async with board:
        waiting = asyncio.ensure_future(board.look(FIVE, PREMARKET))
        await until(lambda: bool(vendor.asked))
    assert await waiting == dict.fromkeys(FIVE, NoLine.TROUBLE)
    assert vendor.at_once == 0
    assert await board.look([BABA], PREMARKET) == {BABA: NoLine.TROUBLE}
