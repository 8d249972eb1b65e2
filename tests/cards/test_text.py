from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.text import (
    ago,
    change,
    commitment_amount,
    commitment_per_year,
    lasting,
    listed,
    moment,
    money,
    price,
    rounded_price,
    span_of_money,
    truncated,
    width,
    years,
)
from bot.domain.reading import Bound, Commitment, UsdBasis
from tests.cards.telling import NOON


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("5000000000", "HKD", "HK$5.0B"),
        ("639300000", "USD", "$639.3M"),
        ("1200000000000", "JPY", "¥1.2T"),
        ("950000000", "EUR", "€950M"),
        ("115000000000", "INR", "₹115B"),
        ("1500000000", "PLN", "1.5B PLN"),
        ("1250000000", "USD", "$1.25B"),
        ("12750000000", "GBP", "£12.75B"),
        ("20000000", "USD", "$20M"),
        ("999960000", "USD", "$1.0B"),
        ("999940000", "USD", "$999.9M"),
        ("127860000", "USD", "$127.9M"),
        ("76300", "USD", "$76,300"),
        ("0.5", "USD", "$0.50"),
        ("0", "USD", "$0"),
        ("-2500000", "EUR", "−€2.5M"),
        ("1234567000000000", "USD", "$1,234.6T"),
    ],
)
def test_money(value: str, currency: str, shown: str) -> None:
    assert money(Decimal(value), currency) == shown


@given(st.decimals(0, Decimal("1e15"), allow_nan=False, places=2), st.sampled_from(["USD", "PLN"]))
def test_money_is_short_and_close_to_the_value(value: Decimal, currency: str) -> None:
    shown = money(value, currency)
    digits = shown.replace("$", "").replace(" PLN", "").replace(",", "")
    scale = {"T": Decimal("1e12"), "B": Decimal("1e9"), "M": Decimal("1e6")}.get(digits[-1], Decimal(1))
    assert abs(Decimal(digits.rstrip("TBM")) * scale - value) <= max(
        value * Decimal("0.006"), Decimal("0.005")
    )
    assert len(shown) <= 14


@pytest.mark.parametrize(
    ("low", "high", "currency", "shown"),
    [
        ("1e9", "1.5e9", "USD", "$1.0B–1.5B"),
        ("8e8", "1.2e9", "PLN", "800M–1.2B PLN"),
        ("1e9", "1e9", "USD", "$1.0B"),
        (None, "3e9", "EUR", "€3.0B"),
        (None, None, "EUR", ""),
    ],
)
def test_ranges(low: str | None, high: str | None, currency: str, shown: str) -> None:
    ends = [Decimal(end) if end else None for end in (low, high)]
    assert span_of_money(ends[0], ends[1], currency) == shown


@pytest.mark.parametrize(
    ("value", "currency", "shown"),
    [
        ("76.3", "USD", "$76.30"),
        ("2845", "JPY", "¥2,845"),
        ("0.385", "HKD", "HK$0.385"),
        ("101.5", "PLN", "101.50 PLN"),
        ("1E+2", "USD", "$100.00"),
    ],
)
def test_prices(value: str, currency: str, shown: str) -> None:
    assert price(Decimal(value), currency) == shown


@pytest.mark.parametrize(
    ("bound", "shown"),
    [
        (Bound.EXACT, "€2.0B ($2.2B, converted)"),
        (Bound.AT_LEAST, "at least €2.0B ($2.2B, converted)"),
        (Bound.MORE_THAN, "more than €2.0B ($2.2B, converted)"),
        (Bound.ABOUT, "about €2.0B ($2.2B, converted)"),
        (Bound.NEARLY, "nearly €2.0B ($2.2B, converted)"),
    ],
)
def test_a_sum_with_its_bound(bound: Bound, shown: str) -> None:
    sum_of_money = Commitment(
        low=Decimal("2e9"), currency="EUR", bound=bound, usd=Decimal("2.2e9"), usd_basis=UsdBasis.CONVERTED
    )
    assert commitment_amount(sum_of_money) == shown


def test_sums_that_are_limits_ranges_or_unknown() -> None:
    assert (
        commitment_amount(Commitment(high=Decimal("5e8"), currency="USD", bound=Bound.UP_TO)) == "up to $500M"
    )
    both = Commitment(low=Decimal("1e9"), high=Decimal("2e9"), currency="USD", bound=Bound.EXACT)
    assert commitment_amount(both) == "$1.0B–2.0B"
    assert commitment_amount(Commitment()) == ""
    assert commitment_amount(Commitment(currency="USD")) == ""


def test_a_dollar_sum_is_not_restated() -> None:
    native = Commitment(low=Decimal("5e8"), currency="USD", usd=Decimal("5e8"), usd_basis=UsdBasis.NATIVE)
    assert commitment_amount(native) == "$500M"
    yearly = Commitment(currency="USD", per_year=Decimal("1e8"), per_year_usd=Decimal("1e8"))
    assert commitment_per_year(yearly) == "$100M"


@pytest.mark.parametrize(
    ("fraction", "shown"),
    [
        ("0.0032", "+0.32 %"),
        ("-0.031", "−3.1 %"),
        ("0.1", "+10 %"),
        ("0", "unchanged"),
        ("0.00001", "unchanged"),
        ("12.5", "+1,250 %"),
    ],
)
def test_changes(fraction: str, shown: str) -> None:
    assert change(Decimal(fraction)) == shown


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        ("5", "5 years"),
        ("1", "1 year"),
        ("1.5", "18 months"),
        ("0.5", "6 months"),
        ("2.5", "2.5 years"),
        ("20", "20 years"),
        ("5.0", "5 years"),
    ],
)
def test_horizons(count: str, shown: str) -> None:
    assert years(Decimal(count)) == shown


def test_times() -> None:
    assert moment(datetime(2024, 3, 13, 8, 30, tzinfo=UTC)) == "13 Mar 2024, 08:30 UTC"
    assert moment(datetime(2024, 3, 13, tzinfo=UTC)) == "13 Mar 2024"
    assert (
        moment(datetime(2024, 3, 13, 16, 30, tzinfo=timezone(timedelta(hours=8)))) == "13 Mar 2024, 08:30 UTC"
    )
    assert ago(NOON, NOON + timedelta(seconds=20)) == "just now"
    assert ago(NOON, NOON + timedelta(minutes=12)) == "12 min ago"
    assert ago(NOON, NOON + timedelta(hours=30)) == "1 day ago"
    assert lasting(timedelta(days=5, hours=3)) == "5 days"
    assert lasting(timedelta(seconds=-5)) == "0 s"


def test_lists() -> None:
    assert listed([]) == ""
    assert listed(["a"]) == "a"
    assert listed(["a", "b", "c"], "or") == "a, b or c"


def test_a_text_is_cut_between_words() -> None:
    assert truncated("one two three four", 12) == "one two…"
    assert truncated("one two", 7) == "one two"
    assert truncated("one, two", 6) == "one…"
    assert truncated("incomprehensibilities", 10) == "incompreh…"


def test_wide_characters_count_twice() -> None:
    assert width("阿里巴巴 A") == 10
    assert width("e\u0301\u200d") == 1
    assert width(truncated("阿里巴巴集团控股有限公司", 9)) <= 9


@given(st.text(), st.integers(2, 60))
def test_a_cut_text_fits(text: str, limit: int) -> None:
    assert width(truncated(text, limit)) <= limit


def test_a_price_that_was_worked_out_is_rounded_as_the_share_is_quoted() -> None:
    assert rounded_price(Decimal("76.3") / Decimal("1.0032"), "USD") == Decimal("76.06")
    assert rounded_price(Decimal("2845.4"), "JPY") == Decimal(2845)
