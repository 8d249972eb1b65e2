from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.domain.figures import MarketValue, Size, Spending
from bot.domain.market import Money, Origin, PriceLine, Session
from bot.domain.reading import Mention, Role, Status
from tests.cards.telling import ALIBABA, BABA, NOON, dollars, film_reading, reading
from tests.commands.office import Office


@pytest.fixture
def office() -> Office:
    return Office()


async def test_a_company_nobody_told_about(office: Office) -> None:
    answer = await office.says("company microsoft")
    assert "No commitment of Microsoft (MSFT) is known" in answer
    assert "<watch MSFT>" in answer


async def test_commitments_are_summed_once_each(office: Office) -> None:
    await office.told(film_reading(), post=BABA)
    await office.told(reading(article="b", commitment=dollars("1e9", purpose="a data hall")))
    again = reading(
        article="c", commitment=dollars("1e9", purpose="the data hall"), at=NOON + timedelta(days=9)
    )
    await office.told(again, at=NOON + timedelta(days=9))
    rumour = reading(article="d", status=Status.RUMOURED, commitment=dollars("7e9", purpose="a railway"))
    await office.told(rumour)
    answer = await office.says("company 9988.HK")
    assert "Alibaba (9988.HK) has committed $1.64B in 2 commitments" in answer
    assert "told 2 times, counted once" in answer
    assert "rumoured, not counted" in answer


async def test_money_of_others_is_shown_but_not_summed(office: Office) -> None:
    backer = Mention("Ardmore Capital", None, (), Role.INVESTOR, ())
    target = Mention(ALIBABA.name, BABA, (), Role.TARGET, ())
    await office.told(reading(companies=(backer, target), commitment=dollars("1e9")))
    answer = await office.says("company BABA")
    assert "has committed nothing firm so far" in answer
    assert "money of others, not counted" in answer


SIZE = Size(
    BABA,
    "SEC filings",
    MarketValue(
        money=Money(Decimal("180.4e9"), "USD"),
        shares=Decimal("2.4e9"),
        shares_on=date(2025, 12, 31),
        price=Money(Decimal("75.17"), "USD"),
        priced_on=date(2026, 3, 11),
    ),
    Spending(Money(Decimal("9.12e9"), "USD"), date(2025, 12, 31)),
)


async def test_a_company_is_shown_as_large_as_it_is_known_to_be(office: Office) -> None:
    known = office.securities.by_symbol("BABA")
    assert known is not None
    line = PriceLine(BABA, Decimal(0), Money(Decimal("75.17"), "USD"), Session.PREMARKET, Origin.LIVE)
    office.prices.known[BABA] = line
    assert "Market value" not in await office.says("company BABA")
    office.sizes.known[known.issuer] = SIZE
    for told in (False, True):
        if told:
            await office.told(film_reading(), post=BABA)
        answer = await office.says("company 9988.HK")
        assert "Market value: $180B, shares of 31 Dec 2025" in answer
        assert "Capital spending: $9.12B in the year to 31 Dec 2025" in answer
        assert "Size: SEC filings, left out where it is old or in doubt." in answer
    assert office.sizes.priced == [line] * 3  # that of the main listing, whichever was named


async def test_a_typo_is_answered_with_what_it_may_mean(office: Office) -> None:
    answer = await office.says("company Microsfot")
    assert "names no listed company" in answer
    assert "<company MSFT>" in answer
