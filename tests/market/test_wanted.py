"""Which listings are asked for: the investor's first, and of those that the article names the one that trades
now. Never what may be another company's."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.domain.market import Ticker
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.market.wanted import own_listings, wanted
from tests.cards.telling import ALIBABA, film_reading, story

IN_NEW_YORK = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # premarket there, evening in Hong Kong
SATURDAY = datetime(2026, 3, 14, 10, 0, tzinfo=UTC)
IN_HONG_KONG = datetime(2026, 3, 11, 2, 0, tzinfo=UTC)  # a night in New York


def company(name: str, role: Role, *symbols: str) -> Mention:
    """Return a company by its listings: "BABA/XNYS"."""
    first, *others = (Ticker(*symbol.split("/")) for symbol in symbols)
    return Mention(name, first, tuple(others), role, ())


def of(*companies: Mention, text: str = "", tags: tuple[str, ...] | None = None) -> Story:
    """Return a story of companies whose article tags every listing of them, unless it has a `text`."""
    every = tuple(ticker.symbol for one in companies for ticker in (one.ticker, *one.listings) if ticker)
    reading = film_reading()
    tagged = tags if tags is not None else () if text else every
    article = replace(reading.article, tickers=tagged)
    return story(1, replace(reading, article=article, companies=companies, text=text or reading.text))


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


RH = company("RH", Role.INVESTOR, "RH/XNYS", "T13.SI/XSES")
NEWS = company("News Corp", Role.INVESTOR, "NWSA/XNAS", "NWS/XNAS", "1105.HK/XHKG")


@pytest.mark.parametrize("now", [IN_NEW_YORK, IN_HONG_KONG, SATURDAY])
def test_a_listing_that_may_be_another_companys_is_never_asked_for(now: datetime) -> None:
    """A name joins what is not one: to the security master Sing Tao News Corp is News Corp."""
    assert symbols(of(RH, text="RH (NYSE: RH) agreed to buy Oakline for $200 million."), now) == ["RH"]
    assert symbols(of(RH, text="RH said that it will buy Oakline for $200 million."), now) == ["RH"]
    assert symbols(of(NEWS, text="News Corp (Nasdaq: NWSA, NWS; ASX: NWS) buys a press."), now) == ["NWSA"]


def test_where_the_article_names_another_listing_the_main_one_may_be_another_companys() -> None:
    told = of(RH, text="RH PetroGas will drill for S$40 million, RH said.", tags=("T13.SI",))
    assert symbols(told, IN_HONG_KONG) == symbols(told, IN_NEW_YORK) == ["T13.SI"]


@pytest.mark.parametrize("tags", [("NYSE:BABA", "HKEX:9988"), ("baba", "9988.HK"), ("$BABA", "HKG:9988.HK")])
def test_a_publisher_tags_several_listings(tags: tuple[str, ...]) -> None:
    both = own_listings(of(ALIBABA, text="Alibaba opens a yard.", tags=tags), ALIBABA)
    assert [ticker.symbol for ticker in both] == ["BABA", "9988.HK"]


@pytest.mark.parametrize(
    "text",
    [
        "Alibaba (NYSE: BABA and HKEX: 9988 (HKD Counter)) opens a yard.",
        "Alibaba Group (NYSE:BABA) opens a yard. Its shares (9988.HK) rose.",
        "Alibaba (NASDAQ: BABA; SEHK: 09988) opens a yard.",
        "ALIBABA (nyse: BABA) opens a yard, and in Hong Kong: 9988.",
    ],
)
def test_an_article_names_several_listings_by_their_symbols(text: str) -> None:
    both = own_listings(of(ALIBABA, text=text), ALIBABA)
    assert [ticker.symbol for ticker in both] == ["BABA", "9988.HK"]


@pytest.mark.parametrize(
    "text",
    [
        "Alibaba opens a yard in Hong Kong.",
        "Alibaba (NYSE: BABA) opens yard 9988 for $1.9988 billion.",
        "Alibaba (NYSE: BABA) opens a yard beside that of 19988.HK and 9988.HKX.",
        "Alibaba (NYSE: BABA) opens a yard. HKEX: 99881 fell.",
    ],
)
def test_other_words_and_numbers_name_no_listing(text: str) -> None:
    assert [ticker.symbol for ticker in own_listings(of(ALIBABA, text=text), ALIBABA)] == ["BABA"]
