"""What the doctor says of live prices, with a vendor on the loopback."""

from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

import pytest

from bot.cli.doctor_prices import examine_prices
from bot.config import Environment, Settings
from bot.fetch import Fetcher
from bot.ports import Check, Grade
from tests.vendors.yahoo import Share, Yahoo

PREMARKET = datetime.fromisoformat("2026-03-11T08:00-04:00")


def apple() -> Share:
    return Share(
        "AAPL",
        closes={date(2026, 3, 9): 228.0, date(2026, 3, 10): 230.0},
        prints=[(datetime.fromisoformat("2026-03-11T07:58-04:00"), 231.15)],
    )


@pytest.fixture
async def vendor() -> AsyncIterator[Yahoo]:
    async with Yahoo(PREMARKET, apple()) as there:
        yield there


async def said(vendor: Yahoo, now: datetime = PREMARKET, **table: Any) -> list[Check]:
    """Return each check of a house whose [prices] is `table`, or else asks the vendor."""
    settings = Settings(prices=table or vendor.table())
    async with Fetcher(allow=[vendor.place]) as fetcher:
        return [check async for check in examine_prices(settings, Environment({}), fetcher, now)]


async def test_it_says_what_came_how_old_it_is_and_what_a_card_would_say(vendor: Yahoo) -> None:
    terms, prices = await said(vendor)
    assert (terms.subject, terms.grade) == ("terms of Yahoo", Grade.LIMITED)
    assert "personal use" in terms.found
    assert prices.grade is Grade.FINE
    assert prices.found.startswith("Yahoo's last price of AAPL is 231.15 USD, 2 min ago. A card would say: ")
    assert "premarket" in prices.found
    assert "+0.5 %" in prices.found
    assert len(vendor.asked) == 1


async def test_a_share_that_does_not_trade_is_no_fault_of_the_vendor(vendor: Yahoo) -> None:
    vendor.now = datetime.fromisoformat("2026-03-11T15:00-04:00")
    vendor.shares["AAPL"].prints = [(datetime.fromisoformat("2026-03-11T10:00-04:00"), 231.15)]
    *_, prices = await said(vendor, vendor.now)
    assert prices.grade is Grade.LIMITED
    assert "231.15 USD, 5 h ago. A card would have no line: Yahoo knows no trade of late" in prices.found


async def test_asked_to_wait_it_says_for_how_long(vendor: Yahoo) -> None:
    vendor.throttle("300")
    *_, prices = await said(vendor)
    assert prices.grade is Grade.BROKEN
    assert "answered 429: we ask too often" in prices.found
    assert prices.mend == "It asks to be left alone for 5 min: try again after that."


async def test_a_vendor_that_does_not_know_the_best_known_share_is_broken(vendor: Yahoo) -> None:
    vendor.shares.clear()
    *_, prices = await said(vendor)
    assert (prices.grade, prices.found) == (Grade.BROKEN, "Yahoo answers, and knows no price of AAPL")


async def test_settings_that_are_not_right_are_said(vendor: Yahoo) -> None:
    (prices,) = await said(vendor, kind="yahoo")
    assert prices.grade is Grade.BROKEN
    assert "needs accept_terms" in prices.found
    assert vendor.asked == []


async def test_without_a_provider_nothing_is_wrong(vendor: Yahoo) -> None:
    (prices,) = await said(vendor, kind="none")
    assert (prices.grade, prices.found) == (
        Grade.FINE,
        "none are asked for: what the articles state is shown",
    )
