"""A commitment beside its company's size: each case worked out by hand."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.cards.alert import alert_card
from bot.cards.card import Fact
from bot.cards.size import company_facts, percentage, size_evidence, size_facts
from bot.cards.why import why_card
from bot.domain.figures import Figures, MarketValue, Rate, Size, Spending
from bot.domain.market import Money, Ticker
from bot.domain.reading import Bound, Commitment, Kind, Mention, Role, Status, UsdBasis
from bot.domain.story import Story
from tests.cards.telling import NOON, dollars, reading, story

TARN = Ticker("TARN", "XNYS")
MILLION, BILLION = Decimal(10) ** 6, Decimal(10) ** 9
INVESTOR = Mention("Tarn Metals Inc", TARN, (Ticker("TAR.DE", "XETR"),), Role.INVESTOR, ())
OTHER = Mention("Fell Foods Ltd", Ticker("FELL", "XNYS"), (), Role.PARTNER, ())

# 2.4 billion shares at $75 are $180 billion.
TARN_SIZE = Size(
    TARN,
    "SEC filings",
    MarketValue(
        money=Money(180 * BILLION, "USD"),
        shares=Decimal("2.4") * BILLION,
        shares_on=date(2025, 12, 31),
        price=Money(Decimal(75), "USD"),
        priced_on=date(2026, 3, 11),
        priced_by="Example Prices",
    ),
    Spending(Money(9 * BILLION, "USD"), date(2025, 12, 31)),
)
MARKET = "market value ($180B, shares of 31 Dec 2025)"
CAPEX = "last year's capital spending ($9.0B, year to 31 Dec 2025)"


def sum_of(
    low: str | None,
    high: str | None = None,
    *,
    currency: str = "USD",
    bound: Bound | None = Bound.EXACT,
    usd: str | None = None,
    basis: UsdBasis | None = None,
    years: str | None = None,
    per_year: str | None = None,
) -> Commitment:
    """Return a commitment of so many millions."""

    def millions(value: str | None) -> Decimal | None:
        return None if value is None else Decimal(value) * MILLION

    return Commitment(
        low=millions(low),
        high=millions(high),
        currency=currency,
        bound=bound,
        usd=millions(usd),
        usd_basis=basis,
        horizon_years=None if years is None else Decimal(years),
        per_year=millions(per_year),
    )


def told(
    commitment: Commitment | None,
    *,
    kind: Kind = Kind.ACQUISITION,
    size: Size = TARN_SIZE,
    rates: tuple[Rate, ...] = (),
    companies: tuple[Mention, ...] = (INVESTOR,),
    status: Status = Status.ANNOUNCED,
) -> Story:
    """Return a story with its figures: an acquisition, which is never set beside capital spending, unless a
    test says otherwise."""
    own = reading(kind=kind, commitment=commitment, companies=companies, status=status)
    return replace(story(7, own), figures=Figures(rates=rates, sizes=(size,)))


def said(of: Story) -> str:
    facts = size_facts(of)
    return "" if not facts else str(facts[0].value)


@pytest.mark.parametrize(
    ("commitment", "words"),
    [
        (sum_of("630"), f"0.35 % of {MARKET}"),  # 630 / 180,000 = 0.0035
        (sum_of("540"), f"0.3 % of {MARKET}"),
        (sum_of("18"), f"0.01 % of {MARKET}"),
        (sum_of("17"), f"less than 0.01 % of {MARKET}"),
        (sum_of("17", bound=Bound.AT_LEAST), f"less than 0.01 % of {MARKET}"),
        (sum_of("22500"), f"13 % of {MARKET}"),  # 12.5 %, rounded away from nought
        (sum_of("180000"), f"100 % of {MARKET}"),
        (sum_of("188000"), f"100 % of {MARKET}"),  # 104.4 %
        (sum_of("216000"), f"1.2 times {MARKET}"),
        (sum_of("1799000"), f"10 times {MARKET}"),  # 9.994
        (sum_of("1801000"), ""),  # over ten times: one of the two figures is another company's
        (sum_of("540", bound=Bound.AT_LEAST), f"at least 0.3 % of {MARKET}"),
        (sum_of("540", bound=Bound.MORE_THAN), f"more than 0.3 % of {MARKET}"),
        (sum_of("540", bound=Bound.ABOUT), f"about 0.3 % of {MARKET}"),
        (sum_of("540", bound=Bound.NEARLY), f"nearly 0.3 % of {MARKET}"),
        (sum_of(None, "540", bound=Bound.UP_TO), f"up to 0.3 % of {MARKET}"),
        (sum_of("540", "900"), f"0.3–0.5 % of {MARKET}"),
        (sum_of("540", "541"), f"0.3 % of {MARKET}"),  # 0.3000 and 0.3006
        (sum_of("9", "900"), f"up to 0.5 % of {MARKET}"),
        (sum_of("9", "10"), f"less than 0.01 % of {MARKET}"),
        (sum_of("144000", "216000"), f"80 % to 1.2 times {MARKET}"),
        (sum_of("0"), ""),
        (sum_of("-540"), ""),
        (sum_of(None), ""),
        # In another currency: by the article's own dollars, or by none.
        (sum_of("4914", currency="HKD", usd="630", basis=UsdBasis.STATED), f"0.35 % of {MARKET}"),
        (sum_of("4914", currency="HKD", usd="630", basis=UsdBasis.CONVERTED), f"≈ 0.35 % of {MARKET}"),
        (sum_of("4914", "9828", currency="HKD", usd="630", basis=UsdBasis.STATED), f"0.35–0.7 % of {MARKET}"),
        (sum_of(None, "4914", currency="HKD", usd="630", basis=UsdBasis.STATED), f"up to 0.35 % of {MARKET}"),
        (sum_of("4914", currency="HKD"), ""),
    ],
)
def test_of_market_value(commitment: Commitment, words: str) -> None:
    assert said(told(commitment)) == words


BY_RATE = Rate("HKD", "USD", Decimal("0.128"), date(2026, 3, 11), "ECB")


@pytest.mark.parametrize(
    ("commitment", "words"),
    [
        (sum_of("9000", currency="HKD", bound=Bound.AT_LEAST), "at least ≈ 0.64 %"),
        (sum_of("9000", currency="HKD", bound=Bound.ABOUT), "≈ 0.64 %"),
        (sum_of(None, "9000", currency="HKD", bound=Bound.UP_TO), "up to ≈ 0.64 %"),
        (sum_of("9000", "18000", currency="HKD"), "≈ 0.64–1.3 %"),
        (sum_of("9", "18000", currency="HKD"), "up to ≈ 1.3 %"),
        (sum_of("9", currency="HKD"), "less than 0.01 %"),
    ],
)
def test_that_it_is_by_a_rate_stands_beside_the_figure(commitment: Commitment, words: str) -> None:
    assert said(told(commitment, rates=(BY_RATE,))) == f"{words} of {MARKET}"


def test_by_the_days_rate_where_the_article_has_no_dollars() -> None:
    """HK$9 billion at 0.128 are $1,152 million, 0.64 % of 180,000."""
    assert said(told(sum_of("9000", currency="HKD"), rates=(BY_RATE,))) == f"≈ 0.64 % of {MARKET}"


ONLY_CAPEX = replace(TARN_SIZE, market_value=None)
IN_YUAN = replace(ONLY_CAPEX, capex=Spending(Money(80 * BILLION, "CNY"), date(2025, 3, 31)))
CAPEX_IN_YUAN = "last year's capital spending (CN¥80B, year to 31 Mar 2025)"


@pytest.mark.parametrize(
    ("commitment", "kind", "size", "words"),
    [
        (sum_of("1080"), Kind.CAPEX, ONLY_CAPEX, f"12 % of {CAPEX}"),
        (sum_of("1080"), Kind.PROGRAMME, ONLY_CAPEX, f"12 % of {CAPEX}"),
        (sum_of("1080", years="1", per_year="1080"), Kind.CAPEX, ONLY_CAPEX, f"12 % of {CAPEX}"),
        (
            sum_of("5400", years="5", per_year="1080"),
            Kind.CAPEX,
            ONLY_CAPEX,
            f"a year of it is 12 % of {CAPEX}",
        ),
        (
            sum_of("5400", "9000", years="5", per_year="1080"),
            Kind.CAPEX,
            ONLY_CAPEX,
            f"a year of it is at least 12 % of {CAPEX}",
        ),
        (
            sum_of(None, "5400", years="5", per_year="1080", bound=Bound.UP_TO),
            Kind.CAPEX,
            ONLY_CAPEX,
            f"a year of it is up to 12 % of {CAPEX}",
        ),
        (sum_of("5400", years="5"), Kind.CAPEX, ONLY_CAPEX, ""),  # what a year of it is, nobody worked out
        (sum_of("13500"), Kind.CAPEX, ONLY_CAPEX, f"1.5 times {CAPEX}"),
        (sum_of("1080"), Kind.STAKE, ONLY_CAPEX, ""),  # a share is bought with other money
        (sum_of("1080"), Kind.FUNDING, ONLY_CAPEX, ""),
        (sum_of("4000", currency="CNY"), Kind.CAPEX, IN_YUAN, f"5 % of {CAPEX_IN_YUAN}"),
        (sum_of("560"), Kind.CAPEX, IN_YUAN, ""),  # dollars beside yuan
        (sum_of("4368", currency="HKD", usd="560", basis=UsdBasis.STATED), Kind.CAPEX, IN_YUAN, ""),
        (
            sum_of("1080"),
            Kind.CAPEX,
            TARN_SIZE,
            f"0.6 % of {MARKET}; 12 % of {CAPEX}",
        ),
        (
            sum_of("5400", years="5", per_year="1080"),
            Kind.CAPEX,
            TARN_SIZE,
            f"3 % of {MARKET}; a year of it is 12 % of {CAPEX}",
        ),
    ],
)
def test_of_a_years_capital_spending(commitment: Commitment, kind: Kind, size: Size, words: str) -> None:
    assert said(told(commitment, kind=kind, size=size)) == words


def test_who_shares_the_sum_commits_nobody_knows_how_much_of_it() -> None:
    whole = sum_of("540")
    partner = replace(OTHER, role=Role.PARTNER)
    second = replace(OTHER, role=Role.INVESTOR)
    assert said(told(whole, companies=(INVESTOR, partner))) == ""
    assert said(told(whole, companies=(INVESTOR, second))) == ""
    assert said(told(whole, kind=Kind.JOINT_VENTURE)) == ""
    assert said(told(whole, companies=(INVESTOR, replace(OTHER, role=Role.TARGET)))) != ""


def test_what_is_not_to_be_spent_is_beside_nothing() -> None:
    assert said(told(sum_of("540"), status=Status.CANCELLED)) == ""
    assert said(told(sum_of("540"), status=Status.RUMOURED)) != ""
    assert size_facts(replace(told(sum_of("540")), retracted=NOON)) == ()
    assert said(told(None)) == ""


def test_another_companys_size_is_not_taken() -> None:
    fell = replace(TARN_SIZE, ticker=Ticker("FELL", "XNYS"))
    assert said(told(sum_of("540"), size=fell)) == ""
    abroad = replace(INVESTOR, ticker=Ticker("TAR.DE", "XETR"), listings=(TARN,))
    assert said(told(sum_of("540"), companies=(abroad,))) == f"0.3 % of {MARKET}"


def test_it_stands_below_the_sum_on_the_alert_and_is_worked_out_in_the_details() -> None:
    of = told(dollars("5400000000", horizon_years=Decimal(5), per_year=1080 * MILLION), kind=Kind.CAPEX)
    labels = [fact.label for fact in alert_card(of).facts]
    assert labels[:4] == ["Status", "Amount", "Per year", "Size"]
    first, second = size_evidence(of)
    assert first.text == "$5.4B ÷ $180B = 3 %"
    assert first.note == (
        "Size: market value is 2.4B shares of 31 Dec 2025 (SEC filings) × $75.00 "
        "(Example Prices, 11 Mar 2026)"
    )
    assert second.text == "$1.08B ÷ $9.0B = 12 %"
    assert second.note == "Size: capital spending in the year to 31 Dec 2025, from SEC filings"
    assert {first, second} <= set(why_card(of).items)


def test_a_story_without_a_size_has_no_such_fact() -> None:
    bare = replace(told(sum_of("540")), figures=Figures())
    assert size_facts(bare) == ()
    assert size_evidence(bare) == []


def test_a_company_alone_shows_each_figure_with_its_day() -> None:
    assert company_facts(TARN_SIZE) == (
        Fact("Market value", "$180B, shares of 31 Dec 2025"),
        Fact("Capital spending", "$9.0B in the year to 31 Dec 2025"),
    )
    assert [fact.label for fact in company_facts(ONLY_CAPEX)] == ["Capital spending"]


@pytest.mark.parametrize(
    ("fraction", "words"),
    [
        ("0.0001", "0.01 %"),
        ("0.00351", "0.35 %"),
        ("0.0299", "3 %"),
        ("0.0999", "10 %"),
        ("0.995", "100 %"),
        ("1.049", "100 %"),
        ("1.05", "1.1 times"),
        ("2", "2 times"),
        ("9.96", "10 times"),
    ],
)
def test_two_digits_count(fraction: str, words: str) -> None:
    assert percentage(Decimal(fraction)) == words
