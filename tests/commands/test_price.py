from datetime import timedelta
from decimal import Decimal

import pytest

from bot.domain.market import Money, Origin, PriceLine, Session
from tests.cards.telling import BABA, NOON, film_reading
from tests.commands.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


async def test_nothing_is_invented(office: Office) -> None:
    assert "No price of Alibaba (BABA) is known" in await office.says("price BABA")


async def test_the_stated_price_with_its_origin_and_age(office: Office) -> None:
    await office.told(film_reading())
    office.clock.at = NOON + timedelta(hours=3)
    answer = await office.says("price alibaba")
    assert "premarket +0.32 % to $76.30, Wednesday, as stated by the article" in answer
    assert "Not live: 3 h ago." in answer
    assert "Market now: open" in answer


async def test_another_listing_s_price_says_so(office: Office) -> None:
    await office.told(film_reading())
    assert "Alibaba (9988.HK), by its listing BABA: premarket" in await office.says("price 9988.HK")


async def test_a_live_price_comes_first(office: Office) -> None:
    await office.told(film_reading())
    office.prices.known[BABA] = PriceLine(
        ticker=BABA,
        change=Decimal("-0.015"),
        last=Money(Decimal("75.00"), "USD"),
        session=Session.REGULAR,
        origin=Origin.LIVE,
        at=NOON,
        provider="example",
    )
    answer = await office.says("price BABA")
    assert "in regular trading −1.5 % to $75.00, 11 Mar 2026, 12:00 UTC, live from example" in answer
    assert "as stated" not in answer
