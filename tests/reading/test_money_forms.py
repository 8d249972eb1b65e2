"""Any value in any form that news writes is parsed back exactly."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reading.money.money import sums

_SIGNS = {
    "$": "USD", "US$": "USD", "US $": "USD", "USD ": "USD", "U.S.$": "USD", "HK$": "HKD", "HKD ": "HKD",
    "C$": "CAD", "CA$": "CAD", "CAD ": "CAD", "A$": "AUD", "AU$": "AUD", "AUD ": "AUD", "S$": "SGD",
    "SGD ": "SGD", "NT$": "TWD", "TWD ": "TWD", "NZ$": "NZD", "R$": "BRL", "BRL ": "BRL", "MX$": "MXN",
    "€": "EUR", "€ ": "EUR", "EUR ": "EUR", "EUR": "EUR", "£": "GBP", "GBP ": "GBP", "₹": "INR", "₹ ": "INR",
    "Rs ": "INR", "Rs. ": "INR", "INR ": "INR", "₩": "KRW", "KRW ": "KRW", "CN¥": "CNY", "RMB ": "CNY",
    "CNY ": "CNY", "JPY ": "JPY", "¥": "JPY", "Rp ": "IDR", "Rp": "IDR", "IDR ": "IDR", "RM": "MYR",
    "CHF ": "CHF", "SFr ": "CHF", "SEK ": "SEK", "NOK ": "NOK", "DKK ": "DKK", "SAR ": "SAR", "AED ": "AED",
    "QAR ": "QAR", "₽": "RUB", "₺": "TRY", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN",
    "ZAR ": "ZAR", "PLN ": "PLN", "KES ": "KES", "EGP ": "EGP", "KWD ": "KWD",
}  # fmt: skip
_NAMES = {
    "dollars": "USD", "U.S. dollars": "USD", "Hong Kong dollars": "HKD", "Canadian dollars": "CAD",
    "Australian dollars": "AUD", "Singapore dollars": "SGD", "Taiwan dollars": "TWD",
    "New Zealand dollars": "NZD", "euros": "EUR", "pounds": "GBP", "pounds sterling": "GBP", "yen": "JPY",
    "yuan": "CNY", "renminbi": "CNY", "rupees": "INR", "Indian rupees": "INR", "Pakistani rupees": "PKR",
    "Swiss francs": "CHF", "francs": "CHF", "kronor": "SEK", "Swedish kronor": "SEK", "Danish crowns": "DKK",
    "Norwegian crowns": "NOK", "Danish kroner": "DKK", "Norwegian kroner": "NOK", "dirhams": "AED",
    "riyals": "SAR", "Saudi riyals": "SAR", "Qatari riyals": "QAR", "rupiah": "IDR", "ringgit": "MYR",
    "baht": "THB", "reais": "BRL", "rand": "ZAR", "roubles": "RUB", "lira": "TRY", "shekels": "ILS",
    "zlotys": "PLN", "Mexican pesos": "MXN", "Philippine pesos": "PHP", "Chilean pesos": "CLP",
    "Kuwaiti dinars": "KWD", "dong": "VND", "naira": "NGN", "forints": "HUF", "USD": "USD", "EUR": "EUR",
}  # fmt: skip
_SCALES = {
    " million": 10**6, "m": 10**6, "M": 10**6, " mn": 10**6, " mln": 10**6, " Million": 10**6,
    " billion": 10**9, "bn": 10**9, "B": 10**9, " bn": 10**9, " bln": 10**9, "-billion": 10**9,
    " trillion": 10**12, "tn": 10**12, " trn": 10**12,
}  # fmt: skip
_INDIAN = {" crore": 10**7, " lakh": 10**5, " lakh crore": 10**12, " cr": 10**7}

_numbers = st.one_of(
    st.integers(1, 999).map(Decimal),
    st.tuples(st.integers(1, 9_999), st.integers(1, 2)).map(lambda pair: Decimal(pair[0]).scaleb(-pair[1])),
)
_frames = st.sampled_from(
    ("Kilnworks will invest {} in Ohio.", "{}", "a plan of {}, it said", "costs {}", "({})", "“{}” for kilns")
)


def _read(text: str) -> list[tuple[Decimal, Decimal | None, str]]:
    return [(found.low, found.high, found.currency) for found in sums(text)]


@settings(max_examples=300, deadline=None)
@given(_frames, st.sampled_from(sorted(_SIGNS)), _numbers, st.sampled_from(sorted(_SCALES)))
def test_a_sign_or_code_before_a_scaled_number(frame: str, sign: str, number: Decimal, scale: str) -> None:
    text = frame.format(f"{sign}{number}{scale}")
    assert _read(text) == [(number * _SCALES[scale], None, _SIGNS[sign])], text


@settings(max_examples=200, deadline=None)
@given(_frames, st.sampled_from(sorted(_SIGNS)), st.integers(1, 10**9))
def test_a_sign_or_code_before_a_whole_number(frame: str, sign: str, number: int) -> None:
    text = frame.format(f"{sign}{number:,}")
    assert _read(text) == [(Decimal(number), None, _SIGNS[sign])], text


@settings(max_examples=300, deadline=None)
@given(_frames, st.sampled_from(sorted(_NAMES)), _numbers, st.sampled_from(sorted(_SCALES)))
def test_a_name_behind_a_scaled_number(frame: str, name: str, number: Decimal, scale: str) -> None:
    text = frame.format(f"{number}{scale} {name}")
    assert _read(text) == [(number * _SCALES[scale], None, _NAMES[name])], text


@settings(max_examples=100, deadline=None)
@given(_frames, st.sampled_from(["₹", "Rs ", "Rs.", "INR "]), _numbers, st.sampled_from(sorted(_INDIAN)))
def test_lakhs_and_crores(frame: str, sign: str, number: Decimal, scale: str) -> None:
    for text in (frame.format(f"{sign}{number}{scale}"), frame.format(f"{number}{scale} rupees")):
        assert _read(text) == [(number * _INDIAN[scale], None, "INR")], text


@settings(max_examples=60, deadline=None)
@given(_frames, st.integers(2, 99), st.sampled_from(("won", "-won")))
def test_won_with_a_scale(frame: str, number: int, name: str) -> None:
    text = frame.format(f"{number} trillion {name}".replace(" -", "-"))
    assert _read(text) == [(Decimal(number) * 10**12, None, "KRW")], text


@settings(max_examples=60, deadline=None)
@given(_frames, st.integers(1, 99), st.sampled_from((" cents", "-cent", " pence", "p", "¢")))
def test_cents_and_pence_are_parts(frame: str, number: int, name: str) -> None:
    text = frame.format(f"{number}{name}")
    assert _read(text) == [(Decimal(number) / 100, None, "GBP" if "p" in name else "USD")], text


@settings(max_examples=200, deadline=None)
@given(
    _frames,
    st.sampled_from(["$", "€", "£", "HK$", "A$", "US$", "₹", "C$"]),
    st.tuples(st.integers(10, 4_999), st.integers(1, 4_000)),
    st.sampled_from(sorted(_SCALES)),
    st.sampled_from(
        (
            "{sign}{low}–{high}{scale}",
            "{sign}{low}-{high}{scale}",
            "{sign}{low}{scale} to {sign}{high}{scale}",
            "{sign}{low} to {sign}{high}{scale}",
            "{sign}{low}{scale}-{sign}{high}{scale}",
            "between {sign}{low} and {sign}{high}{scale}",
            "between {sign}{low}{scale} and {sign}{high}{scale}",
        )
    ),
)
def test_ranges(frame: str, sign: str, tenths: tuple[int, int], scale: str, form: str) -> None:
    low, high = Decimal(tenths[0]) / 10, Decimal(sum(tenths)) / 10
    text = frame.format(form.format(sign=sign, low=low, high=high, scale=scale))
    unit = _SCALES[scale]
    assert _read(text) == [(low * unit, high * unit, _SIGNS[sign])], text


_WORDS = {
    "half a": Decimal("0.5"), "a quarter of a": Decimal("0.25"), "three quarters of a": Decimal("0.75"),
    "a": Decimal(1), "one": Decimal(1), "two": Decimal(2), "seven": Decimal(7), "twelve": Decimal(12),
    "twenty-five": Decimal(25), "ninety": Decimal(90), "a hundred": Decimal(100),
    "two hundred and fifty": Decimal(250), "two and a half": Decimal("2.5"),
    "one-and-a-half": Decimal("1.5"), "half-a": Decimal("0.5"),
}  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(
    _frames,
    st.sampled_from(sorted(_WORDS)),
    st.sampled_from(("million", "billion", "trillion")),
    st.sampled_from(
        ("dollars", "euros", "yen", "won", "rupees", "Danish crowns", "pounds", "Hong Kong dollars")
    ),
)
def test_numbers_in_words(frame: str, words: str, scale: str, name: str) -> None:
    text = frame.format(f"{words} {scale} {name}")
    value = _WORDS[words] * _SCALES[f" {scale}"]
    assert _read(text) == [(value, None, (_NAMES | {"won": "KRW"})[name])], text
