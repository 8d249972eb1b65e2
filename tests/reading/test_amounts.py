"""Sums of money as a reading keeps them: restatements in dollars, bounds, spans."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.market import Money
from bot.domain.reading import Amount, AmountRole, Bound, UsdBasis
from bot.reading.money.amounts import find_amounts


def _only(text: str) -> Amount:
    (amount,) = find_amounts(text)
    return amount


def test_a_restatement_in_dollars_folds_into_one_amount() -> None:
    text = "The studio arm will invest at least HK$5 billion ($639.3 million) over the next five years."
    amount = _only(text)
    assert amount.span.of(text) == "HK$5 billion"
    assert amount.money == Money(Decimal(5_000_000_000), "HKD")
    assert (amount.usd, amount.usd_basis) == (Decimal(639_300_000), UsdBasis.STATED)
    assert (amount.bound, amount.role) == (Bound.AT_LEAST, AmountRole.INVESTMENT)
    assert amount.horizon_years == 5


def test_forms_of_a_restatement() -> None:
    for text in (
        "paid 2 euros or $2.13 a share",
        "costs INR 99/month ($2.13/month)",
        "an offer of S$2.06 (about $2.13) a share",
        "worth 2 euros, equal to $2.13",
    ):
        assert _only(text).usd == Decimal("2.13"), text


def test_a_restated_range_gives_its_lower_end() -> None:
    assert _only("about 1 trillion yen ($6.3–6.4 billion) for a plant").usd == Decimal(6_300_000_000)


def test_dollars_are_their_own() -> None:
    amount = _only("It will invest $40 million.")
    assert (amount.usd, amount.usd_basis) == (Decimal(40_000_000), UsdBasis.NATIVE)


def test_another_currency_without_dollars_stays_unknown() -> None:
    amount = _only("It will invest €40 million.")
    assert (amount.usd, amount.usd_basis) == (None, None)


def test_any_other_pair_is_two_amounts() -> None:
    found = find_amounts("It raised £26m (€31m) and, separately, 5 billion yen; $3 million went unspent.")
    assert [amount.money.currency for amount in found] == ["GBP", "EUR", "JPY", "USD"]


def test_a_rate_of_exchange_is_no_sum() -> None:
    assert find_amounts("It paid up. ($1 = 64.2050 rupees)") == ()


def test_a_range_is_one_amount() -> None:
    amount = _only("It will spend $400 million to $500 million on acquisitions.")
    assert (amount.money.value, amount.money_max) == (Decimal(400_000_000), Decimal(500_000_000))


def test_a_price_has_no_horizon() -> None:
    assert _only("Its shares rose to $5 over the next five years.").horizon_years is None


def test_no_money() -> None:
    assert find_amounts("") == ()
    assert find_amounts("It hired 400 people in 2024.") == ()


_PIECES = st.sampled_from(
    [
        "$5 million",
        "€2",
        " (",
        ")",
        " to ",
        "over five years",
        ". ",
        "\n",
        "at least ",
        "İ",
        "“",
        "shares ",
        " and ",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200) | st.lists(_PIECES, max_size=30).map("".join))
def test_any_text(text: str) -> None:
    found = find_amounts(text)
    spans = [amount.span for amount in found]
    assert spans == sorted(spans)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
