"""The sums in a text: their values, currencies and ranges, and what only looks like money."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.money.money import Sum, sums


def _only(text: str) -> Sum:
    found = sums(text)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "printed", "value", "currency"),
    [
        ("It will put €1.2bn into kilns.", "€1.2bn", "1200000000", "EUR"),
        ("a Rs 11,500 crore refinery", "Rs 11,500 crore", "115000000000", "INR"),
        ("spends ₹1.5 lakh crore on ports", "₹1.5 lakh crore", "1500000000000", "INR"),
        ("a fund of 300 trillion won", "300 trillion won", "300000000000000", "KRW"),
        ("worth RMB 10 bn", "RMB 10 bn", "10000000000", "CNY"),
        ("an A$40m mine", "A$40m", "40000000", "AUD"),
        ("an AU $40 fee", "AU $40", "40", "AUD"),
        ("NT$99.5 billion of wafers", "NT$99.5 billion", "99500000000", "TWD"),
        ("a 2 billion-euro note", "2 billion-euro", "2000000000", "EUR"),
        ("half a billion dollars of pumps", "half a billion dollars", "500000000", "USD"),
        ("a quarter of a million euros", "a quarter of a million euros", "250000", "EUR"),
        ("twenty-five million yen", "twenty-five million yen", "25000000", "JPY"),
        ("a loss of $(1.15) a share", "$(1.15)", "-1.15", "USD"),
        ("at 197 pence", "197 pence", "1.97", "GBP"),
        ("at 470p a share", "470p", "4.70", "GBP"),
        ("fell 12 cents", "12 cents", "0.12", "USD"),
        ("20 dollars and 43 cents", "20 dollars and 43 cents", "20.43", "USD"),
        ("25 million Danish crowns", "25 million Danish crowns", "25000000", "DKK"),
        ("$ 17 Canadian dollars", "$ 17 Canadian dollars", "17", "CAD"),
        ("MSEK 120 in orders", "MSEK 120", "120000000", "SEK"),
        ("120 MEUR in orders", "120 MEUR", "120000000", "EUR"),
        ("paid R1.2 billion", "R1.2 billion", "1200000000", "ZAR"),
        ("costs Rp 169.000", "Rp 169.000", "169000", "IDR"),
        ("20,50 EUR", "20,50 EUR", "20.50", "EUR"),
        ("SEK 15 000 each", "SEK 15 000", "15000", "SEK"),
        ("GBP 3. 9bn for cafes", "GBP 3. 9bn", "3900000000", "GBP"),
        ("7.9 billion yuanInvestment firms", "7.9 billion yuan", "7900000000", "CNY"),
        ("75 USD million", "75 USD million", "75000000", "USD"),
        ("a Rs.500 crore kiln", "Rs.500 crore", "5000000000", "INR"),
        ("a C$1.2-billion deal", "C$1.2-billion", "1200000000", "CAD"),
        ("KRW 1.2tr of chips", "KRW 1.2tr", "1200000000000", "KRW"),
        ("a 100-million-dollar fund", "100-million-dollar", "100000000", "USD"),
        ("a QR5 billion tower", "QR5 billion", "5000000000", "QAR"),
        ("RM500mil of tiles", "RM500mil", "500000000", "MYR"),
        ("10 million Icelandic krona", "10 million Icelandic krona", "10000000", "ISK"),
    ],
)
def test_forms(text: str, printed: str, value: str, currency: str) -> None:
    found = _only(text)
    assert text[found.start : found.end] == printed
    assert (found.low, found.currency, found.high) == (Decimal(value), currency, None)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("($6.3–6.4 billion)", "6300000000", "6400000000", "USD"),
        ("between $1.4 and $1.49 billion", "1400000000", "1490000000", "USD"),
        ("$400 to $500 million", "400000000", "500000000", "USD"),
        ("it costs from 4,000 to 5,000 RMB", "4000", "5000", "CNY"),
        ("Sees sales $6.90B-7.10B", "6900000000", "7100000000", "USD"),
        ("7 billion to 9 billion riyals", "7000000000", "9000000000", "SAR"),
        ("a range of $62-$68 per share", "62", "68", "USD"),
        ("orders of Rs 26,000-28,000 crore", "260000000000", "280000000000", "INR"),
        ("₹1,200–1,500 crore for two fabs", "12000000000", "15000000000", "INR"),
        ("between Rs 4,000 and 4,500 crore", "40000000000", "45000000000", "INR"),
        ("a grid for 1,000-1,200 billion yen", "1000000000000", "1200000000000", "JPY"),
        ("1,100 to 1,300 million euros a year", "1100000000", "1300000000", "EUR"),
        ("capex of $1,500-2,000 million", "1500000000", "2000000000", "USD"),
        ("grants of $50,000 to $1 million", "50000", "1000000", "USD"),
    ],
)
def test_ranges_are_one_sum(text: str, low: str, high: str, currency: str) -> None:
    found = _only(text)
    assert (found.low, found.high, found.currency) == (Decimal(low), Decimal(high), currency)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("cut its target from $96 to $84", ["96", "84"]),
        ("raised its target from $84 to $96", ["84", "96"]),
        ("rose 3 cents to $42", ["0.03", "42"]),
        ("returns $2 million to 3 million clients", ["2000000"]),
        ("in 2019-$5 billion more", ["5000000000"]),
    ],
)
def test_changes_are_no_ranges(text: str, values: list[str]) -> None:
    assert [found.low for found in sums(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "a payload of 3,000 pounds of thrust",
        "3 million pounds of copper",
        "a 20 pound bag of rice",
        "The Otters won 3 games and 12 won approval.",
        "in 2019 won a contract",
        "5G, 4K and 1080p screens for 78 million users",
        "ALL 5 answers, TRY 3 times, COP 27",
        "Euro 2024 and the 2024 Euros",
        "Top 3 Penny Stocks",
        "hundreds of billions of euros",
        "it hired 5,000 people in 2024",
        "counted in 2025 dollars",
        "SR 5, QR 2 and KD 3 are signs",
    ],
)
def test_lookalikes(text: str) -> None:
    assert sums(text) == ()


def test_pounds_of_money_stay() -> None:
    assert [found.currency for found in sums("fined 10 million pounds; paid 28 pounds a share")] == [
        "GBP",
        "GBP",
    ]


def test_cents_are_those_of_the_dollars_in_their_sentence() -> None:
    canadian, cents = sums("A profit of C$39 million, or 67 cents a share.")
    assert (cents.currency, cents.low) == ("CAD", Decimal("0.67"))
    assert canadian.currency == "CAD"


def test_a_bare_figure_takes_the_currency_that_it_is_set_against() -> None:
    profit, estimate = sums(
        "Sales of 169.09 billion riyals, estimate 169.68 billion, with 12 million clients."
    )
    assert (estimate.low, estimate.currency) == (Decimal(169680000000), profit.currency)


def test_yuan_and_yen_share_a_sign() -> None:
    assert _only("The Shenzhen firm raised ¥5 billion.").currency == "CNY"
    assert _only("The firm raised ¥5 billion.").currency == "JPY"


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300) | st.text("$€£0123456789., ()-–kmbn", max_size=120))
def test_any_text_gives_ordered_spans_inside_it(text: str) -> None:
    end = 0
    for found in sums(text):
        assert end <= found.start < found.end <= len(text)
        assert found.high is None or found.high > found.low
        end = found.end


@pytest.mark.parametrize("piece", ["$1 ", "1,111", "five ", "$", "a ", "1", "9 to 10 ", "(", "one two "])
def test_a_text_of_one_piece_takes_no_long_time(piece: str) -> None:
    assert len(sums(piece * (60_000 // len(piece)))) <= 250
