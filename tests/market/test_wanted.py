"""Which listings are asked for: the investor's first, and of a company the one that trades now."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.market import Ticker
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.market.wanted import wanted
from tests.cards.telling import film_reading, story

IN_NEW_YORK = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # premarket there, evening in Hong Kong
SATURDAY = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
IN_HONG_KONG = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # a night in New York


def company(name: str, role: Role, *symbols: str) -> Mention:
    """Return a company by its listings: "BABA/XNYS"."""
    first, *others = (Ticker(*symbol.split("/")) for symbol in symbols)
    return Mention(name, first, tuple(others), role, ())


def of(*companies: Mention) -> Story:
    return story(1, replace(film_reading(), companies=companies))


def symbols(told: Story, now: datetime) -> list[str]:
    return [ticker.symbol for ticker in wanted(told, now)]


@pytest.mark.parametrize("named", [("BABA/XNYS", "9988.HK/XHKG"), ("9988.HK/XHKG", "BABA/XNYS")])
def test_the_listing_that_trades_now_comes_first(named: tuple[str, ...]) -> None:
    told = of(company("Alibaba", Role.INVESTOR, *named))
    assert symbols(told, IN_NEW_YORK) == ["BABA"]  # Hong Kong is closed
    assert symbols(told, IN_HONG_KONG) == ["9988.HK", "BABA"]  # New York trades at night, too
    assert set(symbols(told, SATURDAY)) == {"9988.HK", "BABA"}  # both are closed


def test_among_equals_the_one_that_the_article_names() -> None:
    told = of(company("Corvid", Role.INVESTOR, "CVD.PA/XPAR", "CVD.DE/XETR"))
    assert symbols(told, datetime(2026, 3, 11, 10, 0, tzinfo=UTC)) == ["CVD.PA", "CVD.DE"]
    assert symbols(told, SATURDAY) == ["CVD.PA", "CVD.DE"]


def test_investors_come_before_targets_and_partners() -> None:
    told = of(
        company("Partner", Role.PARTNER, "PRT/XNYS"),
        company("Target", Role.TARGET, "TGT1/XNYS"),
        company("Investor", Role.INVESTOR, "INV/XNYS"),
        company("Named", Role.MENTION, "NMD/XNYS"),
    )
    assert symbols(told, IN_NEW_YORK) == ["INV", "TGT1", "PRT"]


def test_few_are_asked_for() -> None:
    many = [company(f"C{n}", Role.INVESTOR, f"A{n}/XNYS", f"B{n}/XLON", f"D{n}/XETR") for n in range(9)]
    assert len(wanted(of(*many), IN_NEW_YORK)) == 6  # three companies, two listings each
    shares = company("Two classes", Role.INVESTOR, "CLSA/XNAS", "CLSB/XNAS")
    assert symbols(of(shares), IN_NEW_YORK) == ["CLSA"]


def test_who_is_not_listed_takes_nobodys_place() -> None:
    private = [
        replace(company(f"Private {n}", Role.INVESTOR, "P/XNYS"), ticker=None, listings=()) for n in range(4)
    ]
    assert symbols(of(*private, company("Target", Role.TARGET, "TGT1/XNYS")), IN_NEW_YORK) == ["TGT1"]


def test_nobody_is_asked_where_the_hours_are_not_known() -> None:
    assert wanted(of(company("Afar", Role.INVESTOR, "AFR.XX/XXXX")), IN_NEW_YORK) == ()
    assert wanted(of(replace(company("Private", Role.INVESTOR, "P/XNYS"), ticker=None)), IN_NEW_YORK) == ()
