"""A commitment in US dollars by the day's rate, and the mark on a stated sum: a table worked out by hand, and
that no honest rounding is ever marked."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Final

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.domain.figures import Figures, Rate
from bot.domain.reading import Bound, Commitment, UsdBasis
from bot.domain.story import Story
from bot.market.conversion import WantedRate, conversion, mismatch, shows, wanted_rates, with_rate
from tests.cards.telling import reading, story

TUESDAY: Final = date(2024, 3, 12)
MORNING: Final = datetime(2024, 3, 13, 8, 30, tzinfo=UTC)

RATES: Final = {
    "HKD": "0.1278",
    "CNY": "0.1391",
    "JPY": "0.0068",
    "EUR": "1.093",
    "GBP": "1.278",
    "INR": "0.0121",
    "KRW": "0.00076",
    "CHF": "1.1386",
    "SEK": "0.0978",
    "DKK": "0.1466",
    "NOK": "0.0959",
    "AUD": "0.6604",
    "CAD": "0.7415",
    "SGD": "0.7507",
    "BRL": "0.2009",
    "IDR": "0.000064",
    "MXN": "0.0595",
    "ZAR": "0.0535",
    "PLN": "0.2543",
    "THB": "0.028",
}

BOUNDS: Final = {
    "": Bound.EXACT,
    "at least": Bound.AT_LEAST,
    "more than": Bound.MORE_THAN,
    "about": Bound.ABOUT,
    "nearly": Bound.NEARLY,
    "up to": Bound.UP_TO,
}


def told(sum_: str, usd: str = "", *, at: datetime = MORNING, years: str = "") -> Story:
    """Return a story of "at least HKD 5e9", or "CNY 5e9-7e9", with the sum in dollars that its article gives,
    and with the rate of its currency."""
    *bound, currency, figure = sum_.split()
    low, _, high = figure.partition("-")
    is_cap = bound == ["up", "to"]
    whole = Decimal(low)
    commitment = Commitment(
        low=None if is_cap else whole,
        high=whole if is_cap else Decimal(high) if high else None,
        currency=currency,
        bound=BOUNDS[" ".join(bound)],
        usd=Decimal(usd) if usd else None,
        usd_basis=UsdBasis.STATED if usd else None,
        horizon_years=Decimal(years) if years else None,
        per_year=whole / Decimal(years) if years else None,
    )
    figures = Figures(rates=(rate(currency),)) if currency in RATES else Figures()
    return replace(story(7, reading(commitment=commitment, at=at)), figures=figures)


def rate(base: str, day: date = TUESDAY) -> Rate:
    return Rate(base, "USD", Decimal(RATES[base]), day, "ECB")


@pytest.mark.parametrize(
    ("sum_", "low", "high"),
    [
        ("HKD 5e9", "639000000", None),  # 5,000 × 0.1278 million
        ("at least HKD 5e9", "639000000", None),
        ("CNY 12e9", "1669200000", None),
        ("JPY 1.5e12", "10200000000", None),
        ("EUR 950e6", "1038350000", None),
        ("GBP 2.4e9", "3067200000", None),
        ("INR 250e9", "3025000000", None),  # 25,000 crore
        ("more than KRW 3.2e12", "2432000000", None),
        ("CHF 400e6", "455440000", None),
        ("SEK 7.5e9", "733500000", None),
        ("DKK 41e9", "6010600000", None),
        ("NOK 900e6", "86310000", None),
        ("AUD 1.2e9", "792480000", None),
        ("CAD 5.5e9", "4078250000", None),
        ("SGD 300e6", "225210000", None),
        ("about BRL 10e9", "2009000000", None),
        ("IDR 25e12", "1600000000", None),
        ("MXN 800e6", "47600000", None),
        ("ZAR 1.9e9", "101650000", None),
        ("nearly PLN 6e9", "1525800000", None),
        ("THB 33e9", "924000000", None),
        ("CNY 5e9-7e9", "695500000", "973700000"),
        ("EUR 1e9-1.5e9", "1093000000", "1639500000"),
        ("up to EUR 3e9", None, "3279000000"),
    ],
)
def test_a_sum_without_dollars(sum_: str, low: str | None, high: str | None) -> None:
    found = conversion(told(sum_))
    assert found is not None
    assert found.low == (None if low is None else Decimal(low))
    assert found.high == (None if high is None else Decimal(high))
    assert (found.per_year, mismatch(told(sum_))) == (None, None)


def test_the_share_of_a_year_is_in_dollars_too() -> None:
    found = conversion(told("HKD 5e9", years="5"))
    assert found is not None
    assert found.per_year == Decimal(127_800_000)


@pytest.mark.parametrize(
    ("sum_", "usd", "off"),
    [
        # Right, or as right as it is printed.
        ("at least HKD 5e9", "639.3e6", None),
        ("HKD 5e9", "640e6", None),
        ("HKD 5e9", "0.6e9", None),  # 0.639 to one digit
        ("HKD 5e9", "600e6", None),  # may be no more than one digit, too
        ("HKD 5e9", "655e6", None),  # 2.5 % more: another hour's rate
        ("HKD 5e9", "622e6", None),
        ("HKD 4.96e9", "634e6", None),
        ("CNY 12e9", "1.7e9", None),
        ("CNY 100e9", "14e9", None),
        ("CNY 10.4e9", "1.4e9", None),
        ("JPY 1e12", "7e9", None),
        ("JPY 500e9", "3.4e9", None),
        ("EUR 950e6", "1e9", None),
        ("EUR 950e6", "1.04e9", None),
        ("GBP 2.4e9", "3e9", None),
        ("about CNY 5e9", "650e6", None),  # it may be 4.7 billion
        ("nearly CNY 5e9", "680e6", None),
        ("more than CNY 5e9", "750e6", None),
        ("JPY 100e9", "700e6", None),  # 2.9 %
        ("up to EUR 3e9", "3.3e9", None),
        ("CNY 5e9-7e9", "0.7e9", None),
        ("KRW 3.2e12", "2.4e9", None),
        ("CNY 12e9", "1.72e9", None),  # 3.04 % more, as of 12.4 billion
        # Wrong. The figure is what the stated sum is above or below the rate's, in percent.
        ("HKD 5e9", "690e6", "7.98"),  # 690 ÷ 639 = 1.07981
        ("HKD 5e9", "700e6", "9.55"),  # 1.09546
        ("HKD 5e9", "580e6", "-9.23"),  # 580 ÷ 639 = 0.90767
        ("at least HKD 5e9", "612.3e6", "-4.18"),  # 0.95822
        ("HKD 5e9", "1e9", "56.49"),  # 1.56495
        ("HKD 5e9", "6.39e9", "900.00"),  # a slip of the point
        ("CNY 12e9", "1.78e9", "6.64"),  # 1.78 ÷ 1.6692 = 1.06638
        ("CNY 12.0001e9", "1.75e9", "4.84"),  # nothing of it is rounded away
        ("CNY 12.35e9", "1.65e9", "-3.95"),  # 1.65 ÷ 1.717885 = 0.96048
        ("JPY 1.5e12", "13.6e9", "33.33"),
        ("EUR 950e6", "950e6", "-8.51"),  # euros taken for dollars: 1 ÷ 1.093 = 0.91491
        ("GBP 2.4e9", "2.9e9", "-5.45"),  # 2.9 ÷ 3.0672 = 0.94549
        ("INR 250e9", "3.25e9", "7.44"),  # 3.25 ÷ 3.025 = 1.07438
        ("KRW 3.2e12", "2.62e9", "7.73"),  # 2.62 ÷ 2.432 = 1.07730
        ("about CNY 5e9", "850e6", "22.21"),  # 850 ÷ 695.5 = 1.22214
        ("up to EUR 3e9", "3.5e9", "6.74"),  # 3.5 ÷ 3.279 = 1.06740
        ("CNY 5e9-7e9", "610e6", "-12.29"),  # 610 ÷ 695.5 = 0.87707
    ],
)
def test_the_mark_on_stated_dollars(sum_: str, usd: str, off: str | None) -> None:
    marked = told(sum_, usd)
    found = mismatch(marked)
    assert conversion(marked) is None
    if off is None:
        assert found is None
    else:
        assert found is not None
        assert (found.off * 100).quantize(Decimal("0.01")) == Decimal(off)
        assert found.stated == Decimal(usd)


MILLIONS: Final = st.decimals(min_value=Decimal(10), max_value=Decimal(9_999), places=2)


@given(st.data())
def test_no_honest_rounding_is_marked(data: st.DataObject) -> None:
    """Somebody converts the exact sum at the rate of another hour, and rounds both sums: that in dollars to
    any digit that moves it by no more than a tenth, the other likewise where it is hedged, else to two."""
    exact = data.draw(MILLIONS) * 10**6
    currency, bound = data.draw(st.sampled_from(sorted(RATES))), data.draw(st.sampled_from(sorted(BOUNDS)))
    drift = data.draw(st.decimals(min_value=Decimal("-0.004"), max_value=Decimal("0.004"), places=4))
    in_dollars = exact * Decimal(RATES[currency]) * (1 + drift)
    hedged = bound in {"about", "nearly", "more than"}
    printed = _rounded(exact, data.draw(st.integers(1 if hedged else 2, 4)))
    usd = _rounded(in_dollars, data.draw(st.integers(1, 4)))
    assume(abs(printed - exact) <= printed / 10)
    assume(abs(usd - in_dollars) <= usd / 10)
    assert mismatch(told(f"{bound} {currency} {printed}".strip(), str(usd))) is None


@given(
    MILLIONS,
    st.sampled_from(sorted(RATES)),
    st.sampled_from([Decimal(factor) for factor in ("0.001", "0.1", "0.5", "0.7", "1.4", "2", "10", "1000")]),
)
def test_what_is_far_off_is_marked(millions: Decimal, currency: str, factor: Decimal) -> None:
    usd = _rounded(millions * 10**6 * Decimal(RATES[currency]) * factor, 3)
    assert mismatch(told(f"{currency} {millions * 10**6}", str(usd))) is not None


def _rounded(value: Decimal, digits: int) -> Decimal:
    return Context(prec=digits, rounding=ROUND_HALF_UP).plus(value)


# ------------------------------------------------------------------------------------------- which rate, when


def test_a_story_wants_the_rate_of_its_articles_day() -> None:
    bare = replace(told("HKD 5e9"), figures=Figures())
    assert wanted_rates(bare) == (WantedRate("HKD", "USD", date(2024, 3, 13)),)
    stated = replace(told("HKD 5e9", "639.3e6"), figures=Figures())
    assert wanted_rates(stated) == wanted_rates(bare)  # in order to check it


def test_the_day_is_that_of_utc() -> None:
    late = datetime.fromisoformat("2024-03-12T23:30:00-05:00")
    bare = replace(told("HKD 5e9", at=late), figures=Figures())
    assert wanted_rates(bare) == (WantedRate("HKD", "USD", date(2024, 3, 13)),)


def test_an_article_without_a_date_is_of_the_day_on_which_it_was_seen() -> None:
    bare = replace(told("HKD 5e9"), figures=Figures())
    undated = replace(bare.reading, article=replace(bare.reading.article, published_at=None))
    assert wanted_rates(replace(bare, reading=undated)) == wanted_rates(bare)


def test_nothing_is_wanted_for_dollars_or_without_a_sum() -> None:
    assert wanted_rates(told("USD 5e9", "5e9")) == ()
    assert wanted_rates(story(7, reading(commitment=None))) == ()
    assert wanted_rates(story(7, reading(commitment=Commitment(currency="HKD")))) == ()
    assert wanted_rates(story(7, reading(commitment=Commitment(low=Decimal(5))))) == ()
    assert wanted_rates(replace(told("HKD 5e9"), figures=Figures(), retracted=MORNING)) == ()


def test_nothing_is_wanted_twice() -> None:
    assert wanted_rates(told("HKD 5e9")) == ()


@pytest.mark.parametrize("day", [date(2024, 3, 14), date(2024, 3, 5)])
def test_a_rate_of_a_later_day_or_of_long_before_is_none(day: date) -> None:
    other = replace(told("HKD 5e9"), figures=Figures(rates=(rate("HKD", day),)))
    assert shows(other) == (None, None)
    assert wanted_rates(other) != ()


def test_after_a_correction_to_another_currency_the_old_rate_is_not_used() -> None:
    corrected = replace(told("CNY 5e9"), figures=Figures(rates=(rate("HKD"),)))
    assert shows(corrected) == (None, None)
    [wanted] = wanted_rates(corrected)
    assert wanted.base == "CNY"
    both = with_rate(corrected.figures.rates, rate("CNY"))
    found = conversion(replace(corrected, figures=Figures(rates=both)))
    assert found is not None
    assert (found.rate.base, found.low) == ("CNY", Decimal(695_500_000))


def test_a_new_rate_takes_the_place_of_the_earlier_one() -> None:
    earlier, later = rate("HKD", date(2024, 3, 11)), rate("HKD")
    assert with_rate((earlier, rate("CNY")), later) == (rate("CNY"), later)


def test_a_rate_the_other_way_round_is_not_used() -> None:
    inverse = Rate("USD", "HKD", Decimal("7.8247"), TUESDAY, "ECB")
    assert shows(replace(told("HKD 5e9"), figures=Figures(rates=(inverse,)))) == (None, None)


def test_what_is_retracted_shows_nothing() -> None:
    assert shows(replace(told("HKD 5e9"), retracted=MORNING)) == (None, None)


@pytest.mark.parametrize("usd", ["0", "-5"])
def test_a_stated_sum_that_is_none_is_not_marked(usd: str) -> None:
    assert mismatch(told("HKD 5e9", usd)) is None


def test_what_agrees_shows_nothing_so_that_no_edit_is_owed() -> None:
    stated = told("HKD 5e9", "639.3e6")
    assert shows(stated) == shows(replace(stated, figures=Figures()))
