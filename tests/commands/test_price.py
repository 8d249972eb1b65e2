import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.commands.known_price import known_price
from bot.domain.market import Money, Origin, PriceLine, Session, Ticker
from bot.domain.price import NoLine, Trade
from tests.cards.telling import BABA, HONG_KONG, NOON, film_reading
from tests.commands.office import Easel, Office, Prices

LIVE = PriceLine(
    ticker=BABA,
    change=Decimal("-0.015"),
    last=Money(Decimal("75.00"), "USD"),
    session=Session.PREMARKET,
    origin=Origin.LIVE,
    at=NOON,
    provider="Example",
    against=date(2026, 3, 10),
)


@pytest.fixture
def office() -> Office:
    return Office()


async def test_nothing_is_invented(office: Office) -> None:
    answer = await office.says("price BABA")
    assert "No price of Alibaba (BABA) is known" in answer
    assert "example has no prices of this listing." in answer
    assert "No story that is kept states one, either." in answer


async def test_the_stated_price_with_its_origin_and_age(office: Office) -> None:
    await office.told(film_reading())
    office.clock.at = NOON + timedelta(hours=3)
    answer = await office.says("price alibaba")
    assert "premarket +0.32 % to $76.30, Wednesday, as stated by the article" in answer
    assert "Not live: published 3 h ago. example has no prices of this listing." in answer
    assert "Market now: open" in answer


async def test_another_listing_s_price_says_so(office: Office) -> None:
    await office.told(film_reading())
    assert "Alibaba (9988.HK), by its listing BABA: premarket" in await office.says("price 9988.HK")


async def test_a_live_price_comes_first(office: Office) -> None:
    await office.told(film_reading())
    office.prices.known[BABA] = LIVE
    office.clock.at = NOON + timedelta(minutes=2)
    card = (await office.ask("price BABA")).card
    assert card.title == "Alibaba (BABA): premarket −1.5 % to $75.00"
    assert [(fact.label, fact.value) for fact in card.facts] == [
        ("As of", NOON),
        ("Against", "the close of 10 Mar 2026"),
        ("Market now", "premarket"),
    ]
    assert card.notes == ("Live from Example, 2 min ago",)


async def test_a_chart_is_offered_of_the_listing_that_is_priced(office: Office) -> None:
    office.prices.known[BABA] = LIVE
    office.prices.gone[BABA] = (Trade(Decimal("75.00"), NOON),)
    office.charts = Easel()
    for asked in ("price BABA", "price 9988.HK"):
        [chart] = (await office.ask(asked)).card.buttons
        assert (chart.label, chart.words) == ("Chart", "chart BABA")


async def test_no_chart_is_offered_that_could_not_be_drawn(office: Office) -> None:
    office.prices.known[BABA] = LIVE
    office.charts = Easel()
    assert "<chart" not in await office.says("price BABA")  # the provider has no past prices
    office.prices.gone[BABA] = (Trade(Decimal("75.00"), NOON),)
    assert "<chart" not in await office.says("price MSFT")  # no price at all
    office.charts = Easel("matplotlib is not installed.")
    assert "<chart" not in await office.says("price BABA")


async def test_a_day_that_nobody_told_is_not_named(office: Office) -> None:
    office.prices.known[BABA] = replace(LIVE, against=None)
    assert "Against: the close before, whose day Example does not tell" in await office.says("price BABA")


async def test_a_close_is_not_called_live(office: Office) -> None:
    office.prices.known[BABA] = replace(LIVE, session=Session.CLOSE, at=NOON - timedelta(hours=16))
    card = (await office.ask("price BABA")).card
    assert card.title == "Alibaba (BABA): at the close −1.5 % to $75.00"
    assert card.notes == ("From Example, 16 h ago",)


async def test_where_nobody_prices_a_listing_another_one_is_asked_for(office: Office) -> None:
    office.prices.known[BABA] = LIVE
    assert "Alibaba (9988.HK), by its listing BABA: premarket −1.5 %" in await office.says("price 9988.HK")


@pytest.mark.parametrize("why", [NoLine.STALE, NoLine.SPLIT, NoLine.TROUBLE])
async def test_a_doubt_about_the_one_that_was_asked_for_is_told(office: Office, why: NoLine) -> None:
    office.prices.known[HONG_KONG] = replace(LIVE, ticker=HONG_KONG)
    office.prices.why = why
    assert "No price of Alibaba (BABA) is known" in await office.says("price BABA")


async def test_without_a_provider_it_says_how_to_set_one(office: Office) -> None:
    office.prices.why = NoLine.NO_PROVIDER
    assert "[prices] in the bot's settings names one" in await office.says("price BABA")


async def test_a_closed_market_says_when_it_opens(office: Office) -> None:
    office.clock.at = NOON + timedelta(days=3)  # Saturday
    card = (await office.ask("price BABA")).card
    facts = {fact.label: fact.value for fact in card.facts}
    assert facts == {"Market now": "closed", "Opens": NOON + timedelta(days=5, hours=1, minutes=30)}


async def test_the_providers_own_trouble_is_told(office: Office) -> None:
    office.prices.why = NoLine.TROUBLE
    office.prices.trouble = "It asked for a pause of 40 s."
    words = await office.says("price BABA")
    assert "gives no prices at the moment. It asked for a pause of 40 s." in words
    assert "ry again" not in words, "the trouble may be one that no time mends"
    office.prices.trouble = None
    assert "gives no prices at the moment. Try again in a minute." in await office.says("price BABA")


class Down(Prices):
    """Prices of New York alone, which cannot be reached."""

    async def look(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine | NoLine]:
        return {one: NoLine.TROUBLE if one.mic == "XNYS" else NoLine.NOT_KNOWN for one in tickers}


async def test_where_the_other_listing_cannot_be_had_it_is_said_which_and_why(office: Office) -> None:
    office.prices = Down(trouble="The name data.example cannot be found.")
    assert (
        "example has no prices of this listing. Of BABA, the same company's, it gives none at the moment. "
        "The name data.example cannot be found." in await office.says("price 9988.HK")
    )


async def test_a_provider_that_hangs_is_not_waited_for(office: Office) -> None:
    office.prices.hangs = True
    await office.told(film_reading())
    security = office.securities.by_symbol("BABA")
    assert security is not None
    asked = known_price(security, office.securities, office.prices, office.stories, NOON, within=0.01)
    known = await asyncio.wait_for(asked, 5)
    assert known.why is NoLine.TROUBLE
    assert "did not answer" in known.words
    assert known.stated is not None
