"""`outlay doctor` asks the SEC for its list and for one company, over real HTTP."""

from collections.abc import AsyncIterator

import pytest

from bot.cli.doctor_size import examine_size
from bot.config import SizeTable
from bot.fetch import Fetcher
from bot.ports import Check, Grade
from tests.prices.size.companies import lantau, tarn
from tests.vendors.sec import Filer, Sec

CONTACT = "Example Desk news@example.com"


@pytest.fixture
async def sec() -> AsyncIterator[Sec]:
    example = tarn()
    example.tickers = ("AAPL",)
    async with Sec([example, lantau()]) as sec:
        yield sec


async def found(sec: Sec, contact: str = CONTACT) -> Check:
    table = SizeTable(kind="sec", contact=contact, site=sec.url, data=sec.url)
    async with Fetcher(allow=[sec.place]) as fetcher:
        return await examine_size(table, fetcher)


async def test_it_says_what_came(sec: Sec) -> None:
    assert await found(sec) == Check(
        "sizes",
        Grade.FINE,
        "the SEC lists 2 companies; AAPL reported 100M shares on 30 Jan 2026 and $1.2B of capital spending "
        "in the year to 31 Dec 2025",
    )


async def test_a_contact_that_names_nobody_is_not_sent(sec: Sec) -> None:
    check = await found(sec, "Example Desk")
    assert check.grade is Grade.BROKEN
    assert check.mend is not None
    assert check.mend.startswith("Write your company's name and a mail address")
    assert sec.asked == []


async def test_a_refusal_is_broken(sec: Sec) -> None:
    sec.refuses = 403
    check = await found(sec)
    assert check.grade is Grade.BROKEN
    assert "more than ten requests a second" in check.found


async def test_a_list_without_the_example_is_no_list(sec: Sec) -> None:
    sec.filers = [lantau()]
    check = await found(sec)
    assert (check.grade, check.found) == (Grade.BROKEN, "the SEC's list of 1 company lacks AAPL")


async def test_figures_that_cannot_be_used_are_a_note(sec: Sec) -> None:
    sec.filers = [Filer(77, "TARN METALS INC", ("AAPL",))]
    check = await found(sec)
    assert (check.grade, check.found) == (
        Grade.LIMITED,
        "the SEC lists 1 company, and nothing of AAPL could be used",
    )


async def test_by_default_nothing_is_asked() -> None:
    async with Fetcher() as fetcher:
        assert await examine_size(SizeTable(), fetcher) == Check("sizes", Grade.FINE, "none are asked for")
