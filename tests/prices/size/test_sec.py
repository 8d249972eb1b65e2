"""Sizes from a loopback SEC: who is asked, how often, and what becomes of trouble."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

import pytest

from bot.config import SizeTable
from bot.domain.errors import CannotRun, StoreTrouble
from bot.domain.figures import Size
from bot.domain.market import PriceLine, Security, Ticker
from bot.domain.price import Split
from bot.fetch import Fetcher
from bot.fetch.pacer import Pacer
from bot.ports import FactShelf, Splits
from bot.prices.size.build import build
from bot.prices.size.company_facts import CompanyFacts
from bot.prices.size.none import NoSizes
from bot.prices.size.sec import SecSizes
from bot.sec.access import Access
from bot.sec.companies import Companies
from bot.securities.master import Master
from bot.store import open_store
from bot.store.memory import MemoryStore
from tests.prices.size.companies import NOW, TARN, lantau, line, tarn
from tests.vendors.sec import Filer, Sec

CONTACT = "Example Desk news@example.com"
FACTS = "/api/xbrl/companyfacts/"
LIST = "/files/company_tickers.json"
MASTER = Master(
    "tarn-metals\tTarn Metals, Inc.\tUnited States\tequity\ttarn metals|tarn\nTARN\tXNYS\nTAR.DE\tXETR\n\n"
    "fell-foods\tFell Foods plc\tUnited Kingdom\tequity\tfell foods\nFELL\tXNAS\nFELL.L\tXLON\n\n"
    "lantau-foundry\tLantau Foundry Co Ltd\tTaiwan\tequity\tlantau foundry\nLTF\tXNYS\n2999.TW\tXTAI\n\n"
    "harbour-film\tHarbour Film Ltd\tHong Kong\tequity\tharbour film\n2998.HK\tXHKG\n\n"
    "tarn-fund\tTarn Fund\tUnited States\tetf\ttarn fund\nTRNF\tARCX"
)


def listed(symbol: str) -> Security:
    security = MASTER.by_symbol(symbol)
    assert security is not None
    return security


@dataclass
class Book:
    """Who knows of splits: what it was told, or nothing (None). It counts who asks."""

    known: Sequence[Split] | None = ()
    asked: list[tuple[Ticker, date]] = field(default_factory=list)

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split] | None:
        self.asked.append((ticker, since))
        return self.known


@pytest.fixture
async def sec() -> AsyncIterator[Sec]:
    async with Sec([tarn(), lantau()]) as sec:
        yield sec


@pytest.fixture
async def fetcher(sec: Sec) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[sec.place]) as fetcher:
        yield fetcher


def sizes(
    sec: Sec, fetcher: Fetcher, shelf: FactShelf | None = None, splits: Splits | None = None
) -> SecSizes:
    """Return the sizes, with nothing between two requests."""
    access = Access(CONTACT, fetcher, Pacer(0))
    return SecSizes(
        Companies(sec.url, access, "no sizes are known"),
        CompanyFacts(access, sec.url),
        shelf=shelf or MemoryStore(),
        securities=MASTER,
        splits=splits or Book(),
    )


async def of_tarn(sizes: SecSizes, now: datetime = NOW, price: PriceLine | None = None) -> Size | None:
    return await sizes.size(listed("TARN"), price or line(), now)


async def test_a_company_is_asked_about_once_a_day(sec: Sec, fetcher: Fetcher) -> None:
    asks = sizes(sec, fetcher)
    for hours, times in ((0, 1), (1, 1), (23, 1), (24, 2)):
        size = await of_tarn(asks, NOW + timedelta(hours=hours))
        assert size is not None
        assert size.market_value is not None
        assert size.market_value.money.value == Decimal(6_000_000_000)
        assert sec.count(FACTS) == times
    assert sec.asked[1][1] == f"{FACTS}CIK0000000077.json"
    assert sec.count(LIST) == 2


async def test_what_was_learnt_outlives_the_program(sec: Sec, fetcher: Fetcher, tmp_path: Path) -> None:
    store = await open_store(tmp_path / "outlay.db")
    first = await of_tarn(sizes(sec, fetcher, store))
    await store.close()
    again = await open_store(tmp_path / "outlay.db")
    assert await of_tarn(sizes(sec, fetcher, again), NOW + timedelta(hours=1)) == first is not None
    await again.close()
    assert sec.count(FACTS) == 1


async def test_all_who_ask_at_once_make_one_request(sec: Sec, fetcher: Fetcher) -> None:
    asks = sizes(sec, fetcher)
    found = await asyncio.gather(*(of_tarn(asks) for _ in range(8)))
    assert len(set(found)) == 1
    assert found[0] is not None
    assert (sec.count(LIST), sec.count(FACTS)) == (1, 1)


async def test_whoever_gives_up_takes_nothing_from_the_others(sec: Sec, fetcher: Fetcher) -> None:
    asks, sec.holds = sizes(sec, fetcher), asyncio.Event()
    async with asyncio.TaskGroup() as group:
        first, second = group.create_task(of_tarn(asks)), group.create_task(of_tarn(asks))
        while not sec.count(FACTS):
            await asyncio.sleep(0.005)
        first.cancel()
        sec.holds.set()
    assert second.result() is not None


async def test_a_listing_abroad_is_its_companys(sec: Sec, fetcher: Fetcher) -> None:
    size = await sizes(sec, fetcher).size(listed("TAR.DE"), line(), NOW)
    assert size is not None
    assert size.ticker == TARN
    assert size.market_value is not None


async def test_a_price_of_the_listing_abroad_gives_no_market_value(sec: Sec, fetcher: Fetcher) -> None:
    price = line("55", ticker=Ticker("TAR.DE", "XETR"), currency="EUR")
    size = await sizes(sec, fetcher).size(listed("TAR.DE"), price, NOW)
    assert size is not None
    assert size.market_value is None
    assert size.capex is not None


async def test_a_company_abroad_has_no_market_value(sec: Sec, fetcher: Fetcher) -> None:
    book = Book()
    now = datetime.fromisoformat("2025-05-01T12:00:00+00:00")
    size = await sizes(sec, fetcher, splits=book).size(
        listed("2999.TW"), line(ticker=Ticker("LTF", "XNYS")), now
    )
    assert size is not None
    assert size.market_value is None
    assert size.capex is not None
    assert size.capex.money.currency == "TWD"
    assert book.asked == []


async def test_one_that_reports_as_those_at_home_has_none_either(sec: Sec, fetcher: Fetcher) -> None:
    """Of the Cayman Islands: its shares are listed as receipts, maybe, each for two of them."""
    sec.filers[0].state, book = "E9", Book()
    size = await of_tarn(sizes(sec, fetcher, splits=book))
    assert size is not None
    assert size.market_value is None
    assert size.capex is not None
    assert book.asked == []


async def test_where_a_company_is_at_home_is_asked_only_where_it_matters(sec: Sec, fetcher: Fetcher) -> None:
    asks = sizes(sec, fetcher)
    await of_tarn(asks)
    await asks.size(listed("LTF"), None, NOW)
    assert sec.count("/submissions/") == 1


async def test_without_an_answer_to_that_nothing_is_kept(sec: Sec, fetcher: Fetcher) -> None:
    asks, sec.refuses_submissions = sizes(sec, fetcher), 503
    assert await of_tarn(asks) is None
    sec.refuses_submissions = None
    later = await of_tarn(asks, NOW + timedelta(minutes=10))
    assert later is not None
    assert later.market_value is not None


@pytest.mark.parametrize("symbol", ["2998.HK", "FELL", "FELL.L"])
async def test_whom_the_sec_does_not_know_nobody_is_asked_about(
    sec: Sec, fetcher: Fetcher, symbol: str
) -> None:
    assert await sizes(sec, fetcher).size(listed(symbol), line(), NOW) is None
    assert sec.count(FACTS) == 0


async def test_a_fund_is_no_company(sec: Sec, fetcher: Fetcher) -> None:
    assert await sizes(sec, fetcher).size(listed("TRNF"), line(), NOW) is None
    assert sec.asked == []


@pytest.mark.parametrize(
    ("title", "is_same"),
    [
        ("TARN METALS INC", True),
        ("Tarn Metals Corp /DE/", True),
        ("TARN METALS INC /NEW/", True),
        ("Tarn", True),
        ("TARNISH BREWING CO", False),
        ("Tarn Energy Partners LP", False),
    ],
)
async def test_a_ticker_that_is_another_companys_by_now_is_not_taken(
    sec: Sec, fetcher: Fetcher, title: str, *, is_same: bool
) -> None:
    sec.filers[0].title = title
    assert (await of_tarn(sizes(sec, fetcher)) is not None) is is_same


async def test_a_company_that_never_reported_is_asked_about_once_a_day(sec: Sec, fetcher: Fetcher) -> None:
    sec.filers = [Filer(77, "TARN METALS INC", ("TARN",))]
    asks = sizes(sec, fetcher)
    assert await of_tarn(asks) is None
    assert await of_tarn(asks, NOW + timedelta(hours=23)) is None
    assert sec.count(FACTS) == 1


@pytest.mark.parametrize(("status", "after", "rest"), [(500, None, 10), (403, None, 10), (429, "3600", 60)])
async def test_after_trouble_it_is_left_alone_for_a_while(
    sec: Sec, fetcher: Fetcher, status: int, after: str | None, rest: int
) -> None:
    asks, sec.refuses, sec.retry_after = sizes(sec, fetcher), status, after
    assert await of_tarn(asks) is None
    sec.refuses = None
    assert await of_tarn(asks, NOW + timedelta(minutes=rest, seconds=-1)) is None
    assert sec.count(FACTS) == 1
    assert f"answered {status}" in str(asks.trouble)
    assert await of_tarn(asks, NOW + timedelta(minutes=rest)) is not None
    assert asks.trouble is None


async def test_a_refusal_is_explained_in_the_log(
    sec: Sec, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    sec.refuses = 403
    with caplog.at_level(logging.WARNING):
        assert await of_tarn(sizes(sec, fetcher)) is None
    assert "company 77" in caplog.text
    assert "more than ten requests a second" in caplog.text


async def test_while_the_sec_is_silent_what_is_kept_is_used_until_it_is_old(
    sec: Sec, fetcher: Fetcher
) -> None:
    asks = sizes(sec, fetcher)
    first = await of_tarn(asks)
    sec.refuses = 500
    assert await of_tarn(asks, NOW + timedelta(days=3)) == first
    in_summer = await of_tarn(asks, NOW + timedelta(days=180))
    assert in_summer is not None
    assert in_summer.market_value is None  # the count is of January
    assert in_summer.capex is not None


@pytest.mark.parametrize("body", [b"", b"<html>Undeclared Automated Tool</html>", b'{"facts": 7}'])
async def test_an_answer_that_is_none_is_asked_for_again_in_a_day(
    sec: Sec, fetcher: Fetcher, body: bytes
) -> None:
    asks, sec.body = sizes(sec, fetcher), body
    assert await of_tarn(asks) is None
    sec.body = None
    assert await of_tarn(asks, NOW + timedelta(hours=23)) is None
    assert await of_tarn(asks, NOW + timedelta(hours=24)) is not None


async def test_without_the_list_nothing_is_known_and_it_is_asked_for_again_soon(
    sec: Sec, fetcher: Fetcher, caplog: pytest.LogCaptureFixture
) -> None:
    asks, sec.refuses_list = sizes(sec, fetcher), 503
    assert await of_tarn(asks) is None
    assert "Until then no sizes are known" in caplog.text
    assert "answered 503" in str(asks.trouble)
    sec.refuses_list = None
    assert await of_tarn(asks, NOW + timedelta(minutes=9)) is None
    assert await of_tarn(asks, NOW + timedelta(minutes=10)) is not None
    assert asks.trouble is None
    assert sec.count(LIST) == 2


@dataclass
class Refusing:
    """A shelf on a disk that is full, or locked by somebody."""

    async def company_facts(self, company: str) -> NoReturn:
        raise StoreTrouble("The database is locked.")

    async def keep_company_facts(self, company: str, text: str, now: datetime) -> NoReturn:
        raise StoreTrouble("The disk is full.")


async def test_a_store_that_refuses_costs_a_request_and_no_size(sec: Sec, fetcher: Fetcher) -> None:
    asks = sizes(sec, fetcher, Refusing())
    assert await of_tarn(asks) is not None
    assert await of_tarn(asks) is not None
    assert sec.count(FACTS) == 2


async def test_what_another_version_kept_is_asked_for_anew(sec: Sec, fetcher: Fetcher) -> None:
    shelf = MemoryStore()
    await shelf.keep_company_facts("77", '{"shares": {"Class A": 1}}', NOW)
    assert await of_tarn(sizes(sec, fetcher, shelf)) is not None


class TestSplits:
    async def test_they_are_asked_for_since_the_count_once_an_hour(self, sec: Sec, fetcher: Fetcher) -> None:
        book = Book()
        asks = sizes(sec, fetcher, splits=book)
        for minutes in (0, 59, 60):
            assert await of_tarn(asks, NOW + timedelta(minutes=minutes)) is not None
        assert book.asked == [(TARN, date(2026, 1, 30))] * 2

    async def test_that_nobody_knows_is_not_remembered(self, sec: Sec, fetcher: Fetcher) -> None:
        book = Book(None)
        asks = sizes(sec, fetcher, splits=book)
        unsure = await of_tarn(asks)
        assert unsure is not None
        assert unsure.market_value is None
        book.known = ()
        sure = await of_tarn(asks)
        assert sure is not None
        assert sure.market_value is not None

    async def test_nobody_is_asked_without_a_price(self, sec: Sec, fetcher: Fetcher) -> None:
        book = Book()
        size = await sizes(sec, fetcher, splits=book).size(listed("TARN"), None, NOW)
        assert size is not None
        assert size.market_value is None
        assert book.asked == []


async def test_the_largest_answers_are_read(sec: Sec, fetcher: Fetcher) -> None:
    """14 MB, over the fetcher's usual limit, of which a size takes four tags."""
    filer = sec.filers[0]
    row = "10-K 2026-02-13 productive 2024-02-01..2024-12-31 1"
    filer.tell("\n".join([row] * 100))
    padding = filer.facts["us-gaap"].pop("PaymentsToAcquireProductiveAssets")
    filer.facts["us-gaap"] |= {f"Tag{number}": padding for number in range(900)}
    assert len(filer.body()) > 12 << 20
    assert await of_tarn(sizes(sec, fetcher)) is not None


@pytest.mark.parametrize("contact", ["", "Example Desk", "news@example.com"])
async def test_without_a_contact_it_does_not_start(contact: str) -> None:
    table = SizeTable(kind="sec", contact=contact)
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=r'\[size\] .*"Example Desk news@example.com"'):
            build(table, fetcher, shelf=MemoryStore(), securities=MASTER, splits=Book())


async def test_by_default_nothing_is_asked() -> None:
    async with Fetcher() as fetcher:
        built = build(SizeTable(), fetcher, shelf=MemoryStore(), securities=MASTER, splits=Book())
    assert isinstance(built, NoSizes)
    assert await built.size(listed("TARN"), line(), NOW) is None


async def test_as_set_it_asks_where_it_is_told(sec: Sec, fetcher: Fetcher) -> None:
    table = SizeTable(kind="sec", contact=CONTACT, site=sec.url, data=sec.url)
    built = build(table, fetcher, shelf=MemoryStore(), securities=MASTER, splits=Book())
    assert await built.size(listed("TARN"), line(), NOW) is not None
    await built.close()
