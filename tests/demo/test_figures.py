"""The demo's exchange rates and sizes: they come as real ones would, and say that they are invented."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from bot.config import SizeTable
from bot.demo.prices import NAME
from bot.demo.rates import Frankfurter, InventedRates
from bot.demo.sec import CONTACT, InventedSizes, Sec
from bot.domain.figures import Size
from bot.domain.market import Money, Origin, PriceLine, Securities, Session, Ticker
from bot.fetch import Fetcher
from bot.prices.rates.build import build as build_rates
from bot.prices.size.build import build
from bot.securities import load
from bot.store.memory import MemoryStore
from tests.commands.office import SetClock


@pytest.fixture(scope="module")
def securities() -> Securities:
    return load()


class NoSplits:
    async def splits(self, ticker: Ticker, since: date) -> tuple[()]:
        del ticker, since
        return ()


async def size_of(symbol: str, now: datetime, securities: Securities) -> Size | None:
    async with Sec(SetClock(now)).open() as sec, Fetcher(allow=[sec.address]) as fetcher:
        table = SizeTable(kind="sec", contact=CONTACT, site=sec.url, data=sec.url)
        sizes = InventedSizes(
            build(table, fetcher, shelf=MemoryStore(), securities=securities, splits=NoSplits())
        )
        security = securities.by_symbol(symbol)
        assert security is not None
        money = Money(Decimal("415.70"), "USD")
        line = PriceLine(security.ticker, None, money, Session.CLOSE, Origin.LIVE, at=now, provider=NAME)
        return await sizes.size(security, line, now)


@pytest.mark.parametrize("day", ["2026-01-01", "2026-06-09", "2026-11-22", "2028-06-10", "2028-06-08"])
async def test_sizes_are_recent_whenever_the_demo_runs(day: str, securities: Securities) -> None:
    now = datetime.fromisoformat(f"{day}T13:00+00:00")
    microsoft, toyota = [await size_of(symbol, now, securities) for symbol in ("MSFT", "TM")]
    assert microsoft is not None
    assert microsoft.market_value is not None
    assert microsoft.market_value.money == Money(Decimal("415.70") * 7_000_000_000, "USD")
    assert microsoft.capex is not None
    assert toyota is not None
    assert toyota.capex is not None
    assert toyota.capex.money == Money(Decimal(1_900_000_000_000), "JPY")
    assert microsoft.source == toyota.source == "the demo (invented)"


async def test_of_others_nothing_is_known(securities: Securities) -> None:
    assert await size_of("BABA", datetime(2026, 11, 22, 13, tzinfo=UTC), securities) is None


async def test_a_rate_says_that_it_is_invented() -> None:
    clock = SetClock(datetime(2026, 11, 22, 13, tzinfo=UTC))
    async with (
        Frankfurter(clock).open() as publisher,
        Fetcher(allow=[publisher.address]) as fetcher,
        build_rates(publisher.url, "", fetcher, MemoryStore(), clock) as book,
    ):
        rate = await InventedRates(book).rate("EUR", "USD", date(2026, 11, 20))
    assert rate is not None
    assert (rate.value, rate.source) == (Decimal("1.1"), "the demo (invented)")
