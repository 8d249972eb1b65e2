"""The step that looks up what alerts want: who waits for whom, and for how long."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.desk.follow_ups import Plan
from bot.desk.pricing import AGAIN, LOOK, QUICK, Turns
from bot.domain.figures import Moment, Size
from bot.domain.market import PriceLine, Security
from bot.ports import Came, Decision, Owed
from tests.desk.pricing import BUDGET, LEASE, LINE, Bank, Registry, Vendor, desk
from tests.store.examples import ACME, DISCORD, SLACK, article, commitment, reading


@pytest.fixture
def vendor() -> Vendor:
    return Vendor(known={ACME: LINE})


async def test_what_is_there_at_once_lets_the_alert_go_at_once(vendor: Vendor) -> None:
    at = desk(vendor, Bank(), Registry())
    async with at.at_work():
        await at.tell(currency="HKD")
        known, took = await at.posted()
    assert took < QUICK
    assert [mark.line for mark in known.figures.marks] == [LINE]
    assert known.figures.rates
    assert at.tally.came == [Came.IN_TIME]


async def test_a_rate_that_is_slow_holds_no_price_back(vendor: Vendor) -> None:
    bank = Bank(asyncio.Event())
    at = desk(vendor, bank)
    async with at.at_work():
        await at.tell(currency="HKD")
        known, took = await at.posted()
        assert known.figures.marks
        assert not known.figures.rates
        assert took < BUDGET
        bank.open.set()
        await at.until(lambda story: story.figures.rates)
        assert await at.edits() == 1


async def test_a_price_that_is_slow_keeps_no_rate_from_the_alert(vendor: Vendor) -> None:
    vendor.open.clear()
    at = desk(vendor, Bank())
    async with at.at_work():
        await at.tell(currency="HKD")
        known, took = await at.posted()
        assert known.figures.rates
        assert not known.figures.marks
        assert took < BUDGET + 0.1
        vendor.open.set()
        await at.until(lambda story: story.figures.marks)
        assert await at.edits() == 1


async def test_all_that_comes_late_is_one_edit(vendor: Vendor) -> None:
    vendor.open.clear()
    bank, registry = Bank(asyncio.Event()), Registry(asyncio.Event())
    at = desk(vendor, bank, registry)
    async with at.at_work():
        told = await at.tell(currency="HKD")
        known, _ = await at.posted()
        assert known.revision == told.revision
        for late in (vendor, bank, registry):
            late.open.set()
            await asyncio.sleep(0.05)
        after = await at.until(lambda story: story.revision > told.revision)
        assert after.revision == told.revision + 1
        assert after.figures.marks
        assert after.figures.rates
        assert after.figures.sizes
        assert await at.edits() == 1
    assert at.tally.came == [Came.NONE, Came.LATE]


async def test_a_size_is_asked_for_at_once_and_again_with_the_price(vendor: Vendor) -> None:
    registry = Registry()
    at = desk(vendor, registry=registry)
    async with at.at_work():
        await at.tell()
        await at.posted()
    assert registry.priced == [None, LINE]


async def test_a_vendor_in_trouble_is_asked_once_more_within_the_minute(vendor: Vendor) -> None:
    vendor.known, vendor.trouble = {}, "It is down."
    at = desk(vendor)
    async with at.at_work():
        await at.tell()
        _, took = await at.posted()
        assert took < QUICK
        vendor.known, vendor.trouble = {ACME: LINE}, None
        while await at.store.next_appointment(at.clock.now()) is None:
            await asyncio.sleep(0.005)
        at.clock.by += AGAIN
        at.wake.set()
        await at.until(lambda story: story.figures.marks)
    assert at.tally.came == [Came.NONE, Came.LATE]


async def test_without_trouble_an_answer_without_a_price_is_the_answer(vendor: Vendor) -> None:
    vendor.known = {}
    at = desk(vendor)
    async with at.at_work():
        await at.tell()
        _, took = await at.posted()
        assert took < QUICK
        assert await at.store.appointments(at.clock.now() + LEASE, (), 9) == []
    assert vendor.asked == 1


async def test_a_burst_shares_transactions_and_waits_once(vendor: Vendor) -> None:
    at = desk(vendor)
    for number in range(200):
        await at.tell(number)
    began = asyncio.get_running_loop().time()
    async with at.at_work():
        await at.until(lambda story: story.figures.marks, number=200)
    assert asyncio.get_running_loop().time() - began < BUDGET
    assert at.store.settled <= 8
    heads = await at.store.heads("slack")
    assert [head.due <= at.clock.now() for head in heads] == [True]


async def test_a_sum_that_is_corrected_meanwhile_has_its_own_rate(vendor: Vendor) -> None:
    bank = Bank(asyncio.Event())
    at = desk(vendor, bank)
    async with at.at_work():
        told = await at.tell(currency="HKD")
        await at.posted()
        sum_ = replace(told.reading.commitment or commitment(), currency="EUR")
        now = at.clock.now()
        anew = reading(article(2, first_seen=now), sum_of=sum_)
        grown = replace(told, reading=anew, revision=told.revision + 1)
        corrected = at.lookups.planned(Decision(grown, told.id, (Owed(SLACK, ACME),)), now)
        await at.store.tell(anew, now, lambda *_: corrected, since=now - LEASE)
        bank.open.set()
        await at.until(lambda story: any(rate.base == "EUR" for rate in story.figures.rates))
    assert bank.asked == ["HKD", "EUR"]


async def test_where_nothing_may_wait_the_price_is_added(vendor: Vendor) -> None:
    vendor.open.clear()
    at = desk(vendor, budget=0.0)
    async with at.at_work():
        await at.tell()
        _, took = await at.posted()
        assert took < 0.1
        vendor.open.set()
        await at.until(lambda story: story.figures.marks)
        assert await at.edits() == 1


async def test_a_price_once_shown_is_not_shown_anew(vendor: Vendor) -> None:
    at = desk(vendor)
    async with at.at_work():
        told = await at.tell()
        known, _ = await at.posted()
        assert at.lookups.hold(known, at.clock.now()) is None
        assert at.lookups.hold(told, at.clock.now()) is not None


async def test_after_a_burst_without_prices_edits_come_one_at_a_time(vendor: Vendor) -> None:
    """An alert stands behind the edits that were owed in its channel before it."""
    vendor.open.clear()
    at = desk(vendor)
    async with at.at_work():
        for number in range(1, 4):
            await at.tell(number)
        for _ in range(3):
            await at.posted()
        vendor.open.set()
        await at.until(lambda story: story.figures.marks)
        await asyncio.sleep(0.2)
        stories = [await at.store.story(number) for number in range(1, 4)]
        assert sum(bool(one and one.figures.marks) for one in stories) == 1


async def test_what_stands_nowhere_yet_costs_no_edit_and_waits_for_none(vendor: Vendor) -> None:
    vendor.open.clear()
    at = desk(vendor)
    async with at.at_work():
        for number in range(1, 10):
            await at.tell(number)
        await at.posted()
        while len(at.tally.came) < 9:  # all of them are let go without a price
            await asyncio.sleep(0.005)
        vendor.open.set()
        await at.until(lambda story: story.figures.marks, number=9)
        stories = [await at.store.story(number) for number in range(2, 10)]
        assert all(one and one.figures.marks for one in stories), "their posts are in the line yet"


async def test_however_many_follow_ups_a_bell_brings_alerts_have_their_price(vendor: Vendor) -> None:
    at = desk(vendor)
    at.plan = Plan((Moment.HOUR,))
    await at.follows(range(1, 501))
    async with at.at_work():
        await asyncio.sleep(0.05)
        assert vendor.asked <= 1, "they spare the vendor, too"
        await at.tell(501)
        known, took = await at.posted()
    assert known.figures.marks
    assert took < QUICK


async def test_a_follow_up_waits_for_what_is_owed_already(vendor: Vendor) -> None:
    at = desk(vendor)
    at.plan = Plan((Moment.HOUR,))
    await at.tell(9)
    await at.follows([1])
    async with at.at_work():
        await asyncio.sleep(2 * LOOK)
        known = await at.store.story(1 + 1)
        assert known is not None
        assert not known.figures.marks
        await at.posted()
        await at.until(lambda story: story.figures.marks, number=2)


async def test_what_is_owed_to_a_platform_that_is_away_is_waited_for_once() -> None:
    asked = 0

    async def owed() -> int:
        nonlocal asked
        asked += 1
        return 5

    turns = Turns(owed, looks=2)
    await turns.next()
    assert asked == 3
    await turns.next()
    assert asked == 5


async def test_what_cannot_be_asked_costs_only_its_own_answer(vendor: Vendor) -> None:
    class Broken(Registry):
        async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
            raise ValueError("It was not foreseen.")

    at = desk(vendor, registry=Broken())
    async with at.at_work():
        await at.tell()
        known, took = await at.posted()
    assert known.figures.marks
    assert took < QUICK


async def test_an_alert_that_was_slept_through_is_followed_up_all_the_same(vendor: Vendor) -> None:
    at = desk(vendor)
    at.plan = Plan((Moment.HOUR, Moment.CLOSE))
    await at.tell()
    at.clock.by += timedelta(minutes=5)
    async with at.at_work(), asyncio.timeout(5):
        while (hour := await at.store.next_appointment(at.clock.now())) is None:
            await asyncio.sleep(0.005)
    assert hour - at.clock.now() < timedelta(minutes=55)


async def test_what_the_settings_want_no_longer_is_forgotten(vendor: Vendor) -> None:
    at = desk(vendor)
    await at.follows([1])
    async with at.at_work(), asyncio.timeout(5):
        while await at.store.appointments(at.clock.now(), (), 1):
            await asyncio.sleep(0.005)
    assert not vendor.asked


async def test_a_vendor_in_trouble_is_not_waited_for_where_the_prices_are_known(vendor: Vendor) -> None:
    """A channel hears later of a story whose card has its prices; its size is all that it may wait for."""
    at = desk(vendor, registry=Registry())
    async with at.at_work():
        told = await at.tell()
        known, _ = await at.posted()
        vendor.trouble, asked = "It is down.", vendor.asked
        now = at.clock.now()
        anew = reading(article(2, first_seen=now))
        wants = Decision(known, told.id, (Owed(DISCORD, ACME),), hold=timedelta(seconds=BUDGET))
        await at.store.tell(anew, now, lambda *_: wants, since=now - LEASE)
        at.wake.set()
        async with asyncio.timeout(5):
            while await at.store.appointments(now + LEASE, (), 9):
                await asyncio.sleep(0.005)
    assert vendor.asked == asked
