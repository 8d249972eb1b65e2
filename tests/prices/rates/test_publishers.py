"""Frankfurter and the European Central Bank, over real HTTP: the same figures, and none that are wrong."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch import Fetcher
from bot.market.fixings import cross
from bot.prices.rates.ecb import Ecb
from bot.prices.rates.frankfurter import Frankfurter
from bot.prices.rates.publisher import Publisher
from tests.vendors import ecb, frankfurter

TUESDAY = date(2024, 3, 12)
LATER = date(2024, 4, 10)
YEARS_LATER = date(2026, 11, 20)


@pytest.fixture
async def fetcher(paper: frankfurter.Frankfurter, bank: ecb.Ecb) -> AsyncIterator[Fetcher]:
    async with Fetcher(allow=[paper.place, bank.place], timeout=5) as fetcher:
        yield fetcher


@pytest.fixture(params=["Frankfurter", "ECB"])
def publisher(
    request: pytest.FixtureRequest, paper: frankfurter.Frankfurter, bank: ecb.Ecb, fetcher: Fetcher
) -> Publisher:
    return Frankfurter(fetcher, paper.url) if request.param == "Frankfurter" else Ecb(fetcher, bank.url)


class TestEither:
    async def test_a_day_comes_as_it_was_printed(self, publisher: Publisher) -> None:
        fixing = await publisher.fixing(TUESDAY, LATER)
        assert fixing.day == TUESDAY
        assert fixing.per_euro == {c: Decimal(r) for c, r in frankfurter.DAYS[TUESDAY].items()}
        rate = cross(fixing, "HKD", "USD")
        assert rate is not None
        assert (str(rate.value), rate.day) == ("0.127836257", TUESDAY)

    async def test_small_rates_keep_their_digits(self, publisher: Publisher) -> None:
        rate = cross(await publisher.fixing(TUESDAY, LATER), "KRW", "USD")
        assert rate is not None
        assert str(rate.value) == "0.000761672474"  # Frankfurter's own cross rate would be 0.00076

    @pytest.mark.parametrize(
        ("asked", "given"),
        [
            (date(2024, 3, 9), date(2024, 3, 8)),  # a Saturday
            (date(2024, 3, 10), date(2024, 3, 8)),
            (date(2024, 3, 29), date(2024, 3, 28)),  # Good Friday
            (date(2024, 4, 1), date(2024, 3, 28)),  # Easter Monday
        ],
    )
    async def test_a_day_without_rates_gives_those_before_it(
        self, publisher: Publisher, asked: date, given: date
    ) -> None:
        assert (await publisher.fixing(asked, LATER)).day == given

    async def test_todays_rates_that_are_not_out_yet_are_those_before(
        self, publisher: Publisher, paper: frankfurter.Frankfurter, bank: ecb.Ecb
    ) -> None:
        for server in (paper, bank):
            server.days = {day: rates for day, rates in frankfurter.DAYS.items() if day <= TUESDAY}
        wednesday = date(2024, 3, 13)
        assert (await publisher.fixing(wednesday, wednesday)).day == TUESDAY

    async def test_rates_of_long_before_are_none(self, publisher: Publisher) -> None:
        with pytest.raises(SourceTrouble, match="long before 2024-03-21"):
            await publisher.fixing(date(2024, 3, 21), LATER)

    @pytest.mark.parametrize("rate", ["0", "-1.09", "0.0"])
    async def test_a_rate_that_is_none_spoils_the_day(
        self, publisher: Publisher, paper: frankfurter.Frankfurter, bank: ecb.Ecb, rate: str
    ) -> None:
        for server in (paper, bank):
            server.days[TUESDAY] = {**server.days[TUESDAY], "GBP": rate}
        with pytest.raises(SourceTrouble, match=r"its rate of GBP is -?[01]"):
            await publisher.fixing(TUESDAY, LATER)

    async def test_without_dollars_there_is_nothing(
        self, publisher: Publisher, paper: frankfurter.Frankfurter, bank: ecb.Ecb
    ) -> None:
        for server in (paper, bank):
            server.days[TUESDAY] = {"HKD": "8.5500"}
        with pytest.raises(SourceTrouble, match="no rate of the US dollar"):
            await publisher.fixing(TUESDAY, LATER)


class TestFrankfurter:
    async def test_one_question_is_for_a_whole_day(
        self, paper: frankfurter.Frankfurter, fetcher: Fetcher
    ) -> None:
        await Frankfurter(fetcher, f"{paper.url}/").fixing(TUESDAY, LATER)
        assert paper.asked == ["/v1/2024-03-12"]

    @pytest.mark.parametrize(
        ("says", "words"),
        [
            ({"base": "USD"}, "not of one euro"),
            ({"amount": 100.0}, "not of one euro"),
            ({"date": "2024-03-13"}, "after 2024-03-12"),
            ({"date": "soon"}, "another shape"),
            ({"rates": {"USD": "NaN", "HKD": 8.55}}, "its rate of USD is NaN"),
            ({"rates": {"USD": "Infinity"}}, "its rate of USD is Infinity"),
            ({"rates": {"USD": None}}, "another shape"),
            ({"rates": {"USD": 1.09, "dollars": 2}}, '"dollars" is among its currencies'),
            ({"rates": {"USD": 1.09, "EUR": 1}}, '"EUR" is among its currencies'),
            ({"rates": []}, "another shape"),
        ],
    )
    async def test_what_cannot_be_right_is_refused(
        self, paper: frankfurter.Frankfurter, fetcher: Fetcher, says: dict[str, Any], words: str
    ) -> None:
        paper.says = says
        with pytest.raises(SourceTrouble, match=words):
            await Frankfurter(fetcher, paper.url).fixing(TUESDAY, LATER)

    @pytest.mark.parametrize("body", ["", "<html>Sign in</html>", "[]", "{", '{"amount":1}'])
    async def test_what_is_no_answer_is_refused(
        self, paper: frankfurter.Frankfurter, fetcher: Fetcher, body: str
    ) -> None:
        paper.body = body
        with pytest.raises(SourceTrouble, match=r"Check url under \[rates\]"):
            await Frankfurter(fetcher, paper.url).fixing(TUESDAY, LATER)

    async def test_a_limit_asks_for_patience(self, paper: frankfurter.Frankfurter, fetcher: Fetcher) -> None:
        paper.status, paper.retry_after = 429, "120"
        with pytest.raises(TryLater) as caught:
            await Frankfurter(fetcher, paper.url).fixing(TUESDAY, LATER)
        assert caught.value.seconds == 120


class TestEcb:
    @pytest.mark.parametrize(
        ("day", "today", "file"),
        [
            (date(2024, 4, 2), date(2024, 4, 2), "eurofxref-daily.xml"),
            (date(2024, 3, 28), date(2024, 4, 1), "eurofxref-daily.xml"),  # the last day before Easter
            (date(2024, 3, 28), date(2024, 4, 2), "eurofxref-hist-90d.xml"),
            (TUESDAY, TUESDAY + timedelta(days=80), "eurofxref-hist-90d.xml"),
            (TUESDAY, TUESDAY + timedelta(days=81), "eurofxref-hist.xml"),
            (TUESDAY, YEARS_LATER, "eurofxref-hist.xml"),
        ],
    )
    async def test_the_smallest_file_that_holds_the_day_is_asked_for(
        self, bank: ecb.Ecb, fetcher: Fetcher, day: date, today: date, file: str
    ) -> None:
        bank.days = {of: rates for of, rates in bank.days.items() if of <= today}
        assert (await Ecb(fetcher, bank.url).fixing(day, today)).day == day
        assert bank.asked == [file]

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "<html><body>Sign in",
            "<a/>",
            '{"rates": {}}',
            ecb.document({TUESDAY: {"USD": "N/A"}}, [TUESDAY]),
            ecb.document({TUESDAY: {"USD": ""}}, [TUESDAY]),
            ecb.document({TUESDAY: {"USD": "1.09"}}, [TUESDAY]).replace("2024-03-12", "yesterday"),
            ecb.document({TUESDAY: {"USD": "1.09"}}, [TUESDAY])[:-30],
        ],
    )
    async def test_what_is_no_file_of_the_bank_is_refused(
        self, bank: ecb.Ecb, fetcher: Fetcher, body: str
    ) -> None:
        bank.body = body
        with pytest.raises(SourceTrouble):
            await Ecb(fetcher, bank.url).fixing(TUESDAY, LATER)

    async def test_entities_are_not_expanded(self, bank: ecb.Ecb, fetcher: Fetcher) -> None:
        whole = ecb.document(bank.days, [TUESDAY])
        bank.body = whole.replace("\n", '\n<!DOCTYPE x [<!ENTITY a "1"><!ENTITY b "&a;&a;&a;&a;">]>\n', 1)
        with pytest.raises(SourceTrouble, match="document type"):
            await Ecb(fetcher, bank.url).fixing(TUESDAY, LATER)

    async def test_what_would_take_gigabytes_is_not_read(self, bank: ecb.Ecb, fetcher: Fetcher) -> None:
        bank.body = ecb.document(bank.days, [TUESDAY]).replace("<Cube>", "<Cube>" + "<a/>" * 1_000_001, 1)
        with pytest.raises(SourceTrouble, match="more than any file of the bank"):
            await Ecb(fetcher, bank.url).fixing(TUESDAY, LATER)

    async def test_the_order_of_days_does_not_matter(self, bank: ecb.Ecb, fetcher: Fetcher) -> None:
        one, other = (ecb.document(bank.days, [day]) for day in (date(2024, 3, 11), TUESDAY))
        cube = other[other.index("<Cube time") : other.index("</Cube></gesmes")]
        bank.body = one.replace("</Cube></gesmes", f"{cube}</Cube></gesmes")
        assert (await Ecb(fetcher, bank.url).fixing(TUESDAY, LATER)).day == TUESDAY
