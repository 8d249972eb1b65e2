"""The book of exchange rates, over real HTTP and a real store: asked once, kept for ever, in nobody's way."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from bot.domain.errors import StoreTrouble
from bot.domain.figures import Rate
from bot.domain.fixing import Fixing
from bot.fetch import Fetcher
from bot.ports import FixingShelf
from bot.prices.rates.book import AGAIN, RateBook
from bot.prices.rates.build import build
from bot.prices.rates.ecb import Ecb
from bot.prices.rates.frankfurter import Frankfurter
from bot.prices.rates.patient import Patient
from bot.store import open_store
from bot.store.memory import MemoryStore
from tests.conditions import until
from tests.store.examples import Hands
from tests.vendors import ecb, frankfurter

TUESDAY = date(2024, 3, 12)
WEDNESDAY = date(2024, 3, 13)
ON_TUESDAY = Rate("HKD", "USD", Decimal("0.127836257"), TUESDAY, "ECB, through Frankfurter")
LATER = datetime(2024, 4, 10, 12, 0, tzinfo=UTC)
AT_ONCE = 0.05  # seconds that a publisher has here


class Wired:
    """Opens books that ask the two servers."""

    def __init__(self, paper: frankfurter.Frankfurter, bank: ecb.Ecb, fetcher: Fetcher) -> None:
        self.paper, self.bank, self.fetcher = paper, bank, fetcher
        self.clock = Hands(LATER)

    @asynccontextmanager
    async def book(
        self, shelf: FixingShelf | None = None, patience: float = 5, again: float = AGAIN
    ) -> AsyncIterator[RateBook]:
        first = Patient(Frankfurter(self.fetcher, self.paper.url), patience)
        second = Patient(Ecb(self.fetcher, self.bank.url), 5)
        async with RateBook(
            [first, second], shelf or MemoryStore(), self.clock, again=again, ahead=False
        ) as book:
            yield book

    def known_until(self, day: date) -> None:
        """Let neither server know of later days."""
        for server in (self.paper, self.bank):
            server.days = {of: rates for of, rates in frankfurter.DAYS.items() if of <= day}

    @property
    def asked(self) -> int:
        return len(self.paper.asked) + len(self.bank.asked)


@pytest.fixture
async def wired(paper: frankfurter.Frankfurter, bank: ecb.Ecb) -> AsyncIterator[Wired]:
    async with Fetcher(allow=[paper.place, bank.place], timeout=5) as fetcher:
        yield Wired(paper, bank, fetcher)


class TestOnce:
    async def test_a_past_day_is_asked_for_once_and_after_a_restart_not_at_all(
        self, wired: Wired, tmp_path: Path
    ) -> None:
        for _ in range(2):
            store = await open_store(tmp_path / "outlay.db")
            async with wired.book(store) as book:
                for _ in range(3):
                    assert await book.rate("HKD", "USD", TUESDAY) == ON_TUESDAY
            await store.close()
        assert (len(wired.paper.asked), wired.bank.asked) == (1, [])

    async def test_one_answer_is_for_every_currency_also_for_missing_ones(self, wired: Wired) -> None:
        async with wired.book() as book:
            values = [await book.rate(base, "USD", TUESDAY) for base in ("EUR", "HKD", "KRW", "TWD", "XBT")]
        assert [rate and str(rate.value) for rate in values] == [
            "1.093",
            "0.127836257",
            "0.000761672474",
            None,
            None,
        ]
        assert wired.asked == 1

    async def test_a_weekend_and_holidays_share_the_rates_before_them(self, wired: Wired) -> None:
        async with wired.book() as book:
            for day in (date(2024, 3, 8), date(2024, 3, 9), date(2024, 3, 10)):
                rate = await book.rate("HKD", "USD", day)
                assert rate is not None
                assert rate.day == date(2024, 3, 8)
            for day in (date(2024, 3, 29), date(2024, 4, 1)):
                rate = await book.rate("HKD", "USD", day)
                assert rate is not None
                assert rate.day == date(2024, 3, 28)
        assert wired.paper.asked == ["/v1/2024-03-08", "/v1/2024-03-28"]

    async def test_many_at_once_are_one_request(self, wired: Wired) -> None:
        async with wired.book() as book:
            rates = await asyncio.gather(*(book.rate("HKD", "USD", TUESDAY) for _ in range(50)))
        assert (set(rates), wired.asked) == ({ON_TUESDAY}, 1)

    async def test_who_stops_waiting_finds_the_answer_later(self, wired: Wired) -> None:
        wired.paper.open.clear()
        async with wired.book(patience=AT_ONCE) as book:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(book.rate("HKD", "USD", TUESDAY), AT_ONCE / 2)
            await until(lambda: wired.bank.asked)
            assert await book.rate("HKD", "USD", TUESDAY) is not None
        assert wired.asked == 2

    async def test_in_the_morning_the_rates_of_the_day_before_are_the_last_and_may_be_known(
        self, wired: Wired
    ) -> None:
        shelf = MemoryStore()
        wired.clock.at = datetime(2024, 3, 13, 9, 0, tzinfo=UTC)
        async with wired.book(shelf) as book:
            for day in (WEDNESDAY, TUESDAY, WEDNESDAY):
                assert await book.rate("HKD", "USD", day) == ON_TUESDAY
        assert (wired.paper.asked, wired.bank.asked) == (["/v1/2024-03-12"], [])

    async def test_rates_that_are_late_are_asked_for_again_and_kept_when_the_day_is_past(
        self, wired: Wired
    ) -> None:
        shelf = MemoryStore()
        wired.clock.at = datetime(2024, 3, 13, 16, 0, tzinfo=UTC)
        wired.known_until(TUESDAY)
        async with wired.book(shelf, again=0.0) as book:
            late = await book.rate("HKD", "USD", WEDNESDAY)
            assert late is not None
            assert (late.day, await shelf.fixing(WEDNESDAY)) == (TUESDAY, None)
            wired.known_until(WEDNESDAY)
            out = await book.rate("HKD", "USD", WEDNESDAY)
            assert out is not None
            assert (out.day, await shelf.fixing(WEDNESDAY)) == (WEDNESDAY, None)
            assert await book.rate("HKD", "USD", WEDNESDAY) == out
            assert len(wired.paper.asked) == 2
            wired.clock.forward(timedelta(days=1))
            for _ in range(2):
                assert await book.rate("HKD", "USD", WEDNESDAY) == out
            assert (await shelf.fixing(WEDNESDAY)) is not None
            assert len(wired.paper.asked) == 3

    async def test_rates_that_are_late_are_not_asked_for_at_every_story(self, wired: Wired) -> None:
        wired.clock.at = datetime(2024, 3, 13, 16, 0, tzinfo=UTC)
        wired.known_until(TUESDAY)
        async with wired.book() as book:
            for _ in range(3):
                assert await book.rate("HKD", "USD", WEDNESDAY) == ON_TUESDAY
        assert (len(wired.paper.asked), len(wired.bank.asked)) == (1, 1)

    async def test_in_the_evening_an_answer_of_the_morning_is_not_the_last_word(self, wired: Wired) -> None:
        wired.known_until(WEDNESDAY)
        wired.paper.days.pop(WEDNESDAY)  # somebody in between kept it
        wired.clock.at = datetime(2024, 3, 13, 19, 0, tzinfo=UTC)
        async with wired.book() as book:
            rate = await book.rate("HKD", "USD", WEDNESDAY)
        assert rate is not None
        assert (rate.day, rate.source) == (WEDNESDAY, "ECB")


class TestAhead:
    async def test_the_last_day_is_asked_for_before_a_story_wants_it(self, wired: Wired) -> None:
        wired.clock.at = datetime(2024, 3, 13, 9, 0, tzinfo=UTC)
        shelf = MemoryStore()
        async with build(wired.paper.url, "", wired.fetcher, shelf, wired.clock) as book:
            await until(lambda: shelf._fixings)
            wired.paper.status = 500
            assert await book.rate("HKD", "USD", WEDNESDAY) == ON_TUESDAY
        assert wired.paper.asked == ["/v1/2024-03-12"]

    async def test_it_is_one_request_a_day_and_another_when_rates_are_late(self, wired: Wired) -> None:
        wired.clock.at = datetime(2024, 3, 13, 9, 0, tzinfo=UTC)
        wired.known_until(TUESDAY)
        shelf = MemoryStore()
        first = Patient(Frankfurter(wired.fetcher, wired.paper.url), 5)
        async with RateBook([first], shelf, wired.clock, again=0.01):
            await until(lambda: shelf._fixings)
            await asyncio.sleep(0.1)  # in which it looks about nine times
            assert len(wired.paper.asked) == 1
            wired.clock.at = datetime(2024, 3, 13, 15, 30, tzinfo=UTC)
            await until(lambda: len(wired.paper.asked) > 3)
            wired.known_until(WEDNESDAY)
            wired.clock.at = datetime(2024, 3, 14, 0, 0, tzinfo=UTC)
            await until(lambda: WEDNESDAY in shelf._fixings)
            asked = len(wired.paper.asked)
            await asyncio.sleep(0.1)
            assert len(wired.paper.asked) == asked


class TestFallback:
    @pytest.mark.parametrize("status", [404, 422, 429, 500, 503])
    async def test_the_bank_is_asked_when_frankfurter_fails(self, wired: Wired, status: int) -> None:
        wired.paper.status = status
        async with wired.book() as book:
            rate = await book.rate("HKD", "USD", TUESDAY)
            assert book.trouble is None
        assert rate == Rate("HKD", "USD", Decimal("0.127836257"), TUESDAY, "ECB")

    async def test_the_bank_is_asked_when_frankfurter_hangs(self, wired: Wired) -> None:
        wired.paper.open.clear()
        async with wired.book(patience=AT_ONCE) as book:
            rate = await book.rate("HKD", "USD", TUESDAY)
        assert rate is not None
        assert rate.source == "ECB"

    @pytest.mark.parametrize(
        "says", [{"base": "USD"}, {"rates": {"USD": 0, "HKD": 8.55}}, {"date": "2024-03-14"}, {"rates": {}}]
    )
    async def test_the_bank_is_asked_when_frankfurter_is_wrong(
        self, wired: Wired, says: dict[str, object]
    ) -> None:
        wired.paper.says = says
        async with wired.book() as book:
            rate = await book.rate("HKD", "USD", TUESDAY)
        assert rate is not None
        assert rate.source == "ECB"

    async def test_an_answer_of_the_day_before_is_not_the_last_word_on_a_past_day(self, wired: Wired) -> None:
        wired.paper.days.pop(TUESDAY)  # somebody in between kept the answer of the morning
        shelf = MemoryStore()
        async with wired.book(shelf) as book:
            rate = await book.rate("HKD", "USD", TUESDAY)
        assert rate is not None
        assert (rate.day, rate.source) == (TUESDAY, "ECB")
        assert (await shelf.fixing(TUESDAY)) is not None

    async def test_where_nobody_has_the_day_the_one_before_is_for_now(self, wired: Wired) -> None:
        for server in (wired.paper, wired.bank):
            server.days.pop(TUESDAY)
        shelf = MemoryStore()
        async with wired.book(shelf) as book:
            rate = await book.rate("HKD", "USD", TUESDAY)
        assert rate is not None
        assert (rate.day, await shelf.fixing(TUESDAY)) == (date(2024, 3, 11), None)

    async def test_when_both_fail_there_is_no_rate_and_both_are_left_alone(self, wired: Wired) -> None:
        wired.paper.status = wired.bank.status = 503
        async with wired.book() as book:
            for _ in range(5):
                assert await book.rate("HKD", "USD", TUESDAY) is None
            assert book.trouble is not None
            assert "Frankfurter: " in book.trouble
            assert "ECB: " in book.trouble
        assert (len(wired.paper.asked), len(wired.bank.asked)) == (1, 1)

    async def test_patience_is_had_for_as_long_as_it_is_asked_for(self, wired: Wired) -> None:
        wired.paper.status, wired.paper.retry_after = 429, "0"
        wired.bank.status = 503
        async with wired.book() as book:
            assert await book.rate("HKD", "USD", TUESDAY) is None
            wired.paper.status = None
            assert await book.rate("HKD", "USD", TUESDAY) == ON_TUESDAY

    async def test_what_a_publisher_raises_by_mistake_is_no_answer(
        self, wired: Wired, caplog: pytest.LogCaptureFixture
    ) -> None:
        class Faulty:
            name = "Faulty"

            async def fixing(self, day: date, today: date) -> Fixing:
                raise KeyError(day)

        async with RateBook([Patient(Faulty(), 5)], MemoryStore(), wired.clock, ahead=False) as book:
            for _ in range(3):
                assert await book.rate("HKD", "USD", TUESDAY) is None
        assert len([line for line in caplog.messages if "No exchange rates from Faulty" in line]) == 1


class TestNever:
    @pytest.mark.parametrize("day", [date(2024, 4, 11), date(2099, 1, 1), date(1998, 12, 31), date.min])
    async def test_days_to_come_and_before_the_euro_have_no_rate(self, wired: Wired, day: date) -> None:
        async with wired.book() as book:
            assert await book.rate("HKD", "USD", day) is None
        assert wired.asked == 0

    async def test_a_store_that_refuses_costs_a_request_and_no_rate(self, wired: Wired) -> None:
        class Full:
            async def fixing(self, day: date) -> Fixing | None:
                raise StoreTrouble("The disk is full.")

            async def keep_fixing(self, fixing: Fixing) -> None:
                raise StoreTrouble("The disk is full.")

        async with wired.book(Full()) as book:
            for _ in range(3):
                assert await book.rate("HKD", "USD", TUESDAY) == ON_TUESDAY
        assert wired.asked == 1

    async def test_rates_that_were_kept_and_cannot_be_read_are_asked_for_anew(
        self, wired: Wired, tmp_path: Path
    ) -> None:
        path = tmp_path / "outlay.db"
        store = await open_store(path)
        await store.keep_fixing(Fixing(TUESDAY, {"USD": Decimal("1.0930")}, "ECB"))
        with closing(sqlite3.connect(path)) as other:
            other.execute("""update fixing set per_euro = '{"USD": []}'""")
            other.commit()
        async with wired.book(store) as book:
            for _ in range(2):
                assert await book.rate("HKD", "USD", TUESDAY) == ON_TUESDAY
        await store.close()
        assert wired.asked == 1

    async def test_the_end_waits_for_nobody(self, wired: Wired) -> None:
        wired.paper.open.clear()
        async with wired.book() as book:
            waiting = asyncio.ensure_future(book.rate("HKD", "USD", TUESDAY))
            await until(lambda: wired.paper.asked)
            await book.close()
            assert await waiting is None
            assert await book.rate("HKD", "USD", TUESDAY) is None

    async def test_without_a_fallback_only_frankfurter_is_asked(self, wired: Wired) -> None:
        wired.paper.status = 500
        async with build(wired.paper.url, "", wired.fetcher, MemoryStore(), wired.clock) as book:
            assert await book.rate("HKD", "USD", TUESDAY) is None
        assert "/v1/2024-03-12" in wired.paper.asked
        assert wired.bank.asked == []
