"""The push lines: they bring polls forward, and never hold one back."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Manner, SourceState
from bot.roster.line import Line
from tests.roster.running import at_work, brought, polled, until
from tests.roster.ticker import Ticker, on_line
from tests.store.examples import Hands
from tests.vendors.alpaca import KEY, SECRET, Alpaca


async def test_a_call_from_the_publisher_brings_the_next_poll_forward(tmp_path: Path) -> None:
    ticker = Ticker()
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls == 1 and ticker.wake)
        assert ticker.wake is not None
        for _ in range(5):
            ticker.wake()  # five calls before the poll are one poll's work
        await until(lambda: ticker.polls == 2)
        await asyncio.sleep(0.3)
        assert ticker.polls == 2
        assert (await running.one("ticker")).line == "connected"


async def test_a_call_during_a_poll_is_not_lost(tmp_path: Path) -> None:
    ticker = Ticker(takes=0.4)
    async with on_line(tmp_path, ticker):
        await until(lambda: ticker.polls == 1 and ticker.wake)
        assert ticker.wake is not None
        ticker.wake()
        await until(lambda: ticker.polls == 2)


async def test_a_call_does_not_undercut_the_patience_that_a_publisher_asks_for(tmp_path: Path) -> None:
    ticker = Ticker(takes=0.4, refuses=TryLater("too many questions", 3600.0))
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls == 1 and ticker.wake)
        assert ticker.wake is not None
        ticker.wake()  # before the answer is there
        async with asyncio.timeout(5):
            while (await running.one("ticker")).health.error is None:
                await asyncio.sleep(0.02)
        ticker.wake()
        await asyncio.sleep(0.3)
        assert ticker.polls == 1


async def test_a_line_that_is_down_is_told_and_stops_no_poll(tmp_path: Path) -> None:
    ticker = Ticker(trouble=SourceTrouble("the publisher hung up"), manner=Manner(every=0.1, slowest=0.1))
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.polls >= 3)
        assert (await running.one("ticker")).line == "down: the publisher hung up"
        assert (await running.one("ticker")).health.state is SourceState.WELL


async def test_a_paused_source_leaves_its_line(tmp_path: Path) -> None:
    ticker = Ticker()
    async with on_line(tmp_path, ticker) as running:
        await until(lambda: ticker.wake)
        await running.roster.pause("ticker", "U1")
        assert ticker.wake is None
        assert (await running.one("ticker")).line is None
        await running.roster.resume("ticker")
        await until(lambda: ticker.wake)


async def test_a_line_is_tried_again_with_growing_patience_and_stands_after_a_while() -> None:
    clock = Hands()
    ticker = Ticker(trouble=SourceTrouble("the publisher hung up"))
    line = Line("ticker", ticker, lambda: None, clock, jitter=lambda: -0.98)  # a hundredth of the wait
    task = asyncio.create_task(line.run())
    began = asyncio.get_running_loop().time()
    try:
        await until(lambda: ticker.lines == 5)
        assert asyncio.get_running_loop().time() - began >= (1 + 2 + 4 + 8) / 100
        ticker.trouble = None
        await until(lambda: ticker.wake)
        assert line.words() == "down: the publisher hung up"
        clock.forward(timedelta(seconds=10))
        assert line.words() == "connected"
    finally:
        task.cancel()


async def test_a_publisher_who_asks_for_patience_on_his_line_gets_it() -> None:
    ticker = Ticker(trouble=TryLater("too many calls", 0.3))
    line = Line("ticker", ticker, lambda: None, Hands(), jitter=lambda: -1.0)  # no wait of its own
    task = asyncio.create_task(line.run())
    await asyncio.sleep(0.15)
    assert ticker.lines == 1
    await until(lambda: ticker.lines == 2)
    task.cancel()


async def test_news_come_over_a_real_line_and_what_it_missed_comes_when_it_is_back(tmp_path: Path) -> None:
    keys = {"APCA_API_KEY_ID": KEY, "APCA_API_SECRET_KEY": SECRET}
    async with Alpaca() as vendor:
        table = vendor.table(stream=True, every=3600.0)
        async with at_work(tmp_path, vendor, table, environment=keys) as running:
            await polled(running, "alpaca")
            await until(lambda: vendor.listeners)
            await vendor.publish(1, "Tarn Metals to build a mine", datetime.now(UTC))
            await brought(running, "Tarn Metals to build a mine")
            assert (await running.one("alpaca")).line == "connected"
            await vendor.drop_line()
            vendor.put(2, "Tarn Metals to close a mine", datetime.now(UTC))
            await brought(running, "Tarn Metals to close a mine")
            assert len(await running.headlines()) == 2


async def test_a_line_that_is_gone_for_good_is_left() -> None:
    ticker = Ticker(trouble=GoneForGood("no such stream"))
    line = Line("ticker", ticker, lambda: None, Hands())
    await asyncio.wait_for(line.run(), 5)
    assert line.words() == "down: no such stream"
