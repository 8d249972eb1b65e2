"""How news writes currencies: signs, codes and words, and what they mean.

Pure tables. A name that several countries share ("crowns", "pesos", "¥") is settled by the countries that the
text speaks of; where it speaks of none, by the commonest one in business news.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CENT: Final = Decimal("0.01")
_ONE: Final = Decimal(1)

# Signs that name one currency; "$" and "¥" are read with the letters before them.
SIGNS: Final[dict[str, str]] = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "￥": "JPY", "₹": "INR", "₩": "KRW", "₽": "RUB",
    "₺": "TRY", "₪": "ILS", "฿": "THB", "₫": "VND", "₱": "PHP", "₦": "NGN", "₴": "UAH", "₸": "KZT",
    "₾": "GEL", "₼": "AZN", "₡": "CRC", "₲": "PYG", "₵": "GHS", "₭": "LAK", "₮": "MNT", "₿": "XBT",
    "＄": "USD", "￡": "GBP", "￦": "KRW", "元": "CNY", "円": "JPY",
}  # fmt: skip

# The letters before a sign: "HK$5", "CN¥3", "E£2".
SIGN_LETTERS: Final[dict[str, str]] = {
    "US$": "USD", "U.S.$": "USD", "U.S$": "USD", "USD$": "USD", "A$": "AUD", "AU$": "AUD", "AUD$": "AUD",
    "AUS$": "AUD", "C$": "CAD", "CA$": "CAD", "CAD$": "CAD", "CAN$": "CAD", "CDN$": "CAD", "Cdn$": "CAD",
    "Can$": "CAD", "HK$": "HKD", "HKD$": "HKD", "NT$": "TWD", "NTD$": "TWD", "TW$": "TWD", "T$": "TWD",
    "S$": "SGD", "SG$": "SGD", "SGD$": "SGD", "NZ$": "NZD", "NZD$": "NZD", "R$": "BRL", "BR$": "BRL",
    "MX$": "MXN", "MXN$": "MXN", "Mex$": "MXN", "Mx$": "MXN", "J$": "JMD", "TT$": "TTD", "N$": "NAD",
    "FJ$": "FJD", "CLP$": "CLP", "COP$": "COP", "AR$": "ARS", "ARS$": "ARS", "MOP$": "MOP", "CN¥": "CNY",
    "RMB¥": "CNY", "JP¥": "JPY", "E£": "EGP", "L£": "LBP", "GH₵": "GHS", "IR£": "IEP", "Rs₹": "INR",
}  # fmt: skip
# Letters that may also stand apart from the sign: "US $150 million". A lone "a $4 billion" is an article.
SPACED_LETTERS: Final = frozenset({"US", "U.S.", "U.S", "HK", "NT", "NZ", "AU", "CAD", "AUD", "USD", "C"})

_CODES: Final = (
    "AED ARS AUD BDT BGN BHD BRL BTC CAD CHF CLP CNH CNY CZK DKK EGP EUR GBP GEL GHS HKD HRK HUF IDR ILS INR "
    "IQD ISK JMD JOD JPY KES KRW KWD KZT LBP LKR MMK MNT MUR MXN MYR NGN NOK NPR NTD NZD OMR PHP PKR PLN QAR "
    "RMB RON RSD RUB SAR SEK SGD THB TND TWD TZS UAH UGX USD USDT UYU UZS VND XAF XOF ZAR ZMW"
)
_CODE_MEANS: Final = {"RMB": "CNY", "CNH": "CNY", "NTD": "TWD", "BTC": "XBT", "USDT": "USD"}
CODES: Final[dict[str, str]] = {code: _CODE_MEANS.get(code, code) for code in _CODES.split()} | {
    "Rs": "INR", "Rs.": "INR", "rs": "INR", "rs.": "INR", "RS": "INR", "Re": "INR", "Re.": "INR",
    "RM": "MYR", "Rp": "IDR", "Rp.": "IDR", "SFr": "CHF", "Sfr": "CHF", "Fr.": "CHF", "CHf": "CHF",
    "kr": "SEK", "Kr": "SEK", "Tk": "BDT", "KSh": "KES", "Ksh": "KES", "KShs": "KES", "Sh": "KES",
    "Php": "PHP", "PhP": "PHP", "Dh": "AED", "Dhs": "AED", "GHS": "GHS", "LE": "EGP", "L.E.": "EGP",
    "Rmb": "CNY", "Ft": "HUF", "usd": "USD", "eur": "EUR", "gbp": "GBP", "rmb": "CNY", "inr": "INR",
    "Eur": "EUR", "ringgit": "MYR", "ringgits": "MYR",
}  # fmt: skip
# Codes that are also words, conferences or tickers: only before a large number ("COP 2 trillion", not
# "COP 27"). So are the single letters of the rand, the naira and the Philippine peso.
SHY_CODES: Final[dict[str, str]] = {
    "COP": "COP", "TRY": "TRY", "PEN": "PEN", "MAD": "MAD", "ALL": "ALL", "MOP": "MOP",
    "ETB": "ETB", "Euro": "EUR", "EURO": "EUR", "TL": "TRY", "BOB": "BOB",
    "SR": "SAR", "QR": "QAR", "KD": "KWD", "BD": "BHD",
    "R": "ZAR", "N": "NGN", "P": "PHP", "A": "AUD", "S": "SGD",
}  # fmt: skip
# "MSEK 120", "120 MEUR", "TSEK 500": the house style of Nordic companies.
_CODE_SCALES: Final = {"M": Decimal(10**6), "T": Decimal(1000), "k": Decimal(1000)}
SCALED_CODES: Final[dict[str, tuple[str, Decimal]]] = {
    letter + code: (code, scale)
    for letter, scale in _CODE_SCALES.items()
    for code in ("SEK", "NOK", "DKK", "EUR", "USD", "GBP", "AUD", "CHF", "CAD")
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A currency's name. `factor` turns it into major units; `shared` names those that other countries use
    for a money of their own; `is_shy` needs a scale or a large number to be money at all."""

    currency: str
    factor: Decimal = _ONE
    shared: str = ""
    is_shy: bool = False


def _units() -> dict[str, Unit]:
    table: dict[str, Unit] = {}
    plain = {
        "USD": "dollar dollars buck bucks greenback greenbacks", "EUR": "euro euros eur",
        "JPY": "yen", "CNY": "yuan renminbi rmb", "BRL": "reais reals",
        "ZAR": "rand rands",
        "RUB": "rouble roubles ruble rubles", "TRY": "lira liras",
        "MYR": "ringgit ringgits", "THB": "baht bahts",
        "IDR": "rupiah rupiahs", "VND": "dong dongs", "ILS": "shekel shekels", "PLN": "zloty zlotys zlotych",
        "HUF": "forint forints", "CZK": "koruna korunas koruny", "NGN": "naira", "BDT": "taka",
        "UAH": "hryvnia hryvnias hryvnya", "KZT": "tenge", "GHS": "cedi cedis", "ETB": "birr",
        "AED": "dirham dirhams", "PEN": "soles", "MNT": "tugrik tugriks tögrög", "KES": "shilling shillings",
        "XBT": "bitcoin bitcoins btc", "NLG": "guilder guilders", "ESP": "peseta pesetas", "FIM": "markka",
        "ITL": "lire", "RON": "lei leu", "BGN": "leva lev", "MMK": "kyat kyats", "KHR": "riel riels",
        "LAK": "kip kips", "GEL": "lari", "AZN": "manat manats", "UZS": "soum",
        "ZMW": "kwacha", "AOA": "kwanza",
        "INR": "rupee rupees rs", "GBP": "sterling gbp", "EGP": "geneh",
    }  # fmt: skip
    for currency, names in plain.items():
        table |= dict.fromkeys(names.split(), Unit(currency))
    table["usd"] = Unit("USD")
    table |= dict.fromkeys(("pound", "pounds"), Unit("GBP", shared="pound"))
    table |= dict.fromkeys(("cent", "cents", "¢"), Unit("USD", CENT, shared="cent"))
    table |= dict.fromkeys(("penny", "pennies"), Unit("USD", CENT, shared="penny"))
    table["pence"] = Unit("GBP", CENT)
    table["sen"] = Unit("MYR", CENT)
    table["won"] = Unit("KRW", is_shy=True)
    table |= dict.fromkeys(("mark", "marks"), Unit("DEM", is_shy=True))
    table |= dict.fromkeys(("franc", "francs"), Unit("CHF", shared="franc"))
    table |= dict.fromkeys(("peso", "pesos"), Unit("MXN", shared="peso"))
    table |= dict.fromkeys(("dinar", "dinars"), Unit("KWD", shared="dinar"))
    table |= dict.fromkeys(("riyal", "riyals", "rial", "rials"), Unit("SAR", shared="riyal"))
    crowns = "crown crowns krona kronor kronas krone kroner kronur"
    table |= dict.fromkeys(crowns.split(), Unit("SEK", shared="crown"))
    table["kronur"] = Unit("ISK", shared="crown")
    return table


UNITS: Final = _units()

# Whose money a name is, by the country's adjective or name before it: "25 million Danish crowns".
OF_COUNTRY: Final[dict[str, dict[str, str]]] = {
    "USD": {
        "us": "USD", "u.s.": "USD", "u.s": "USD", "american": "USD", "united states": "USD",
        "australian": "AUD", "australia": "AUD", "canadian": "CAD", "canada": "CAD", "hong kong": "HKD",
        "hongkong": "HKD", "singapore": "SGD", "singaporean": "SGD", "taiwan": "TWD", "taiwanese": "TWD",
        "new taiwan": "TWD", "nt": "TWD", "new zealand": "NZD", "kiwi": "NZD", "jamaican": "JMD",
        "namibian": "NAD", "fijian": "FJD", "bahamian": "BSD", "zimbabwean": "ZWL", "trinidad": "TTD",
    },
    "crown": {
        "danish": "DKK", "denmark": "DKK", "swedish": "SEK", "sweden": "SEK", "norwegian": "NOK",
        "norway": "NOK", "czech": "CZK", "icelandic": "ISK", "iceland": "ISK", "estonian": "EEK",
    },
    "peso": {
        "mexican": "MXN", "mexico": "MXN", "philippine": "PHP", "philippines": "PHP", "chilean": "CLP",
        "chile": "CLP", "argentine": "ARS", "argentina": "ARS", "colombian": "COP", "colombia": "COP",
        "uruguayan": "UYU", "dominican": "DOP",
    },
    "dinar": {
        "kuwaiti": "KWD", "kuwait": "KWD", "iraqi": "IQD", "iraq": "IQD", "jordanian": "JOD",
        "jordan": "JOD", "bahraini": "BHD", "bahrain": "BHD", "serbian": "RSD", "serbia": "RSD",
        "algerian": "DZD", "algeria": "DZD", "tunisian": "TND", "tunisia": "TND", "libyan": "LYD",
    },
    "riyal": {
        "saudi": "SAR", "qatari": "QAR", "qatar": "QAR", "omani": "OMR", "oman": "OMR", "iranian": "IRR",
        "iran": "IRR", "yemeni": "YER",
    },
    "franc": {
        "swiss": "CHF", "switzerland": "CHF", "french": "FRF", "belgian": "BEF", "cfa": "XOF",
        "central african": "XAF", "congolese": "CDF", "rwandan": "RWF",
    },
    "pound": {
        "british": "GBP", "u.k.": "GBP", "uk": "GBP", "egyptian": "EGP", "lebanese": "LBP",
        "syrian": "SYP", "sudanese": "SDG", "irish": "IEP", "cypriot": "CYP",
    },
    "INR": {"indian": "INR", "pakistani": "PKR", "sri lankan": "LKR", "nepalese": "NPR", "mauritian": "MUR"},
    "KES": {"kenyan": "KES", "ugandan": "UGX", "tanzanian": "TZS"},
    "AED": {"uae": "AED", "emirati": "AED", "moroccan": "MAD"},
    "cent": {
        "us": "USD", "u.s.": "USD", "american": "USD", "australian": "AUD", "canadian": "CAD",
        "singapore": "SGD", "hong kong": "HKD", "new zealand": "NZD", "euro": "EUR", "eurocent": "EUR",
    },
    "KRW": {"south korean": "KRW", "korean": "KRW", "north korean": "KPW"},
    "TRY": {"turkish": "TRY", "italian": "ITL", "lebanese": "LBP"},
}  # fmt: skip
# Adjectives that only repeat what the name says: "100 Chinese yuan", "2 billion Japanese yen".
NATIONS: Final = _words("""
    chinese japanese brazilian russian thai malaysian malaysia indonesian vietnamese israeli polish hungarian
    nigerian bangladeshi bangladesh ukrainian kazakh ghanaian dutch spanish finnish romanian bulgarian turkish
    german korean indian kenyan
""") | {"south african"}

# Currencies with cents of their own, so that "67 cents" after "C$39 million" are Canadian.
WITH_CENTS: Final = _words("USD AUD CAD NZD SGD HKD EUR ZAR MYR CHF BRL JMD")
# Written with dots between the thousands ("Rp 169.000").
DOTTED_THOUSANDS: Final = _words("IDR VND CLP COP PYG DKK ARS")

_YUAN: Final = re.compile(r"\b(?:yuan|RMB|renminbi|Chin(?:a|ese)|Beijing|Shanghai|Shenzhen)\b")
_YEN: Final = re.compile(r"\b(?:yen|Japan(?:ese)?|Tokyo|Osaka)\b")


@lru_cache(maxsize=8)  # each sum of a text asks the same of the whole text
def settle_shared(name: str, default: str, text: str) -> str:
    """Return whose money a shared `name` ("crown", "peso", "¥") is in `text`, else `default`."""
    if name == "¥":
        return "CNY" if _YUAN.search(text) and not _YEN.search(text) else default
    places = _PLACES.get(name)
    found = places.search(text) if places else None
    return OF_COUNTRY[name][found.group().lower()] if found else default


_PLACES: Final = {
    name: re.compile(
        r"\b(?:" + "|".join(map(re.escape, OF_COUNTRY[name])) + r")(?!\w)", re.IGNORECASE | re.ASCII
    )
    for name in ("crown", "peso", "dinar", "riyal")
}
