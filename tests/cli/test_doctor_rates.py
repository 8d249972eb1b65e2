"""`outlay doctor` asks each publisher of exchange rates, over real HTTP."""

from collections.abc import AsyncIterator
from datetime import date

import pytest

from bot.cli.doctor_rates import examine_rates
from bot.config import RatesTable
from bot.fetch import Fetcher
from bot.ports import Check, Grade
from tests.vendors.ecb import Ecb
from tests.vendors.frankfurter import Frankfurter

SUNDAY = date(2024, 3, 10)


@pytest.fixture
async def paper() -> AsyncIterator[Frankfurter]:
    async with Frankfurter() as server:
        server.days = {day: rates for day, rates in server.days.items() if day <= SUNDAY}
        yield server


@pytest.fixture
async def bank() -> AsyncIterator[Ecb]:
    async with Ecb() as server:
        server.days = {day: rates for day, rates in server.days.items() if day <= SUNDAY}
        yield server


async def found(paper: Frankfurter, bank: Ecb, **table: str) -> list[Check]:
    settings = RatesTable(
        **{"kind": "frankfurter", "url": paper.url, "fallback_url": bank.url} | table  # type: ignore[arg-type]  # a kind by its name
    )
    async with Fetcher(allow=[paper.place, bank.place], timeout=5) as fetcher:
        return [check async for check in examine_rates(settings, fetcher, SUNDAY)]


async def test_both_say_which_day_they_have(paper: Frankfurter, bank: Ecb) -> None:
    assert [(check.grade, check.found) for check in await found(paper, bank)] == [
        (Grade.FINE, "Frankfurter has those of 8 Mar 2024, of 5 currencies"),
        (Grade.FINE, "ECB has those of 8 Mar 2024, of 5 currencies"),
    ]


async def test_one_that_fails_is_a_note_while_the_other_answers(paper: Frankfurter, bank: Ecb) -> None:
    paper.status = 503
    first, second = await found(paper, bank)
    assert (first.grade, second.grade) == (Grade.LIMITED, Grade.FINE)
    assert "answered 503: it is busy or closed for repairs." in first.found


async def test_when_nobody_answers_it_is_broken(paper: Frankfurter, bank: Ecb) -> None:
    paper.says = {"base": "USD"}
    bank.body = "<html>Sign in</html>"
    checks = await found(paper, bank)
    assert [check.grade for check in checks] == [Grade.BROKEN, Grade.BROKEN]
    assert all(check.mend for check in checks)


async def test_without_a_fallback_only_frankfurter_is_asked(paper: Frankfurter, bank: Ecb) -> None:
    paper.status = 404
    [check] = await found(paper, bank, fallback_url="")
    assert (check.grade, bank.asked) == (Grade.BROKEN, [])


async def test_none_is_fine(paper: Frankfurter, bank: Ecb) -> None:
    [check] = await found(paper, bank, kind="none")
    assert (check.grade, check.found, paper.asked) == (Grade.FINE, "none are asked for", [])
