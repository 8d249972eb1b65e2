"""Numbers as news writes them: figures, scales ("bn", "lakh crore") and number words."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

BLANK: Final = " \u00a0\u2009\u202f"

# A figure. Thousands in threes, or in the Indian way (1,50,000); also the continental "1.890,00", and blanks
# or apostrophes between the thousands ("SEK 15 000"), which a scale word behind them rules out: in "on June
# 17 300 million" the blank parts two numbers.
FIGURE: Final = re.compile(
    r"(?<![\d])(?:"
    r"\d{1,3}\.[ ]\d{1,2}(?=(?:bn|m|tn|k)\b)"
    r"|\d{1,3}(?:,\d{2,3}){1,6}(?!\d)(?:\.\d{1,6})?"
    r"|\d{1,3}(?:\.\d{3}){1,5},\d{1,2}(?!\d)"
    rf"|\d{{1,3}}(?:[{BLANK}'’]\d{{3}}){{1,5}}(?!\d)(?:[.,]\d{{1,2}}(?!\d))?(?!,\d)"
    rf"(?![{BLANK}-]?(?i:million|billion|trillion|bn|mn|crore|lakh|thousand))"
    r"|\d{1,15}(?!\d)(?:[.,]\d{1,8}(?!\d))?"
    r"|\.\d{1,4}(?!\d))"
)

_MILLION: Final = Decimal(10**6)
_BILLION: Final = Decimal(10**9)
_TRILLION: Final = Decimal(10**12)
_CRORE: Final = Decimal(10**7)
_LAKH: Final = Decimal(10**5)
_SCALES: Final[dict[str, Decimal]] = {
    "k": Decimal(1000), "thousand": Decimal(1000), "hundred": Decimal(100),
    "m": _MILLION, "mm": _MILLION, "mn": _MILLION, "mln": _MILLION, "mio": _MILLION, "mil": _MILLION,
    "million": _MILLION, "millions": _MILLION,
    "b": _BILLION, "bn": _BILLION, "bln": _BILLION, "billion": _BILLION, "billions": _BILLION,
    "t": _TRILLION, "tn": _TRILLION, "tr": _TRILLION, "tril": _TRILLION, "trn": _TRILLION,
    "trillion": _TRILLION, "trillions": _TRILLION,
    "crore": _CRORE, "crores": _CRORE, "cr": _CRORE,
    "lakh": _LAKH, "lakhs": _LAKH, "lac": _LAKH, "lacs": _LAKH,
    "lakh crore": _LAKH * _CRORE, "lakh crores": _LAKH * _CRORE, "hundred million": 100 * _MILLION,
    "hundred billion": 100 * _BILLION, "thousand crore": 1000 * _CRORE, "thousand billion": _TRILLION,
}  # fmt: skip

# The scale behind a figure. A lone letter must not go on as a word or a model number ("$3 T-shirt", "10b5").
# Only ASCII: else ignoring case takes İ and ı for an i and ſ for an s, and no table below holds such a word.
SCALE: Final = re.compile(
    rf"[{BLANK}-]?(?ai:(lakh{{1}}[{BLANK}]crores?|hundred[{BLANK}](?:million|billion)|thousand[{BLANK}](?:crore|billion)"
    r"|millions?|billions?|trillions?|thousand|hundred|crores?|lakhs?|lacs?|bln|mln|mio|mil|tril|trn|mm|bn|mn|tn|tr|cr))(?![\w’'])"
    rf"|([KkMmBbTt])(?![\w’'])|[{BLANK}]([MmB])(?![\w’'-])"
)


def scale_of(match: re.Match[str]) -> Decimal:
    """Return what a match of `SCALE` multiplies by."""
    word = match[1] or match[2] or match[3]
    return _SCALES[" ".join(word.lower().split())]


_PARTING: Final = re.compile(rf"[{BLANK}'’]")


def figure_value(digits: str) -> Decimal:
    """Return the value of a match of `FIGURE`. "20,00" and "1.890,00" have decimal commas."""
    if digits.isdigit():
        return Decimal(digits)
    plain = _PARTING.sub("", digits)
    head, comma, tail = plain.rpartition(",")
    if comma and ("." in head or (len(tail) != 3 and "." not in tail and "," not in head)):
        return Decimal(f"{head.replace('.', '')}.{tail}")
    return Decimal(plain.replace(",", ""))


def dotted_thousands(digits: str) -> Decimal | None:
    """Return the value of "169.000" where the dot parts thousands, None where it cannot."""
    return Decimal(digits.replace(".", "")) if re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits) else None


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_UNITS: Final = _words("""
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen
""")
_TENS: Final = _words("twenty thirty forty fifty sixty seventy eighty ninety")
NUMBER_WORDS: Final[dict[str, int]] = {word: value for value, word in enumerate(_UNITS)} | {
    word: (value + 2) * 10 for value, word in enumerate(_TENS)
}
_PARTS: Final = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "quarters": Decimal("0.25")}

NUMBER_STARTS: Final = frozenset({*_UNITS, *_TENS, *_PARTS, "a", "an"})
SCALE_NAMES: Final = frozenset(_SCALES)

_WORD: Final = "|".join(sorted({*_UNITS, *_TENS, *_PARTS}, key=len, reverse=True))
_SPELLED_SCALE: Final = "hundred|thousand|millions?|billions?|trillions?|crores?|lakhs?"
# A spelled number: "half a billion", "twenty-five", "three quarters of a million", "a trillion". It starts at
# a number word or at "a", and takes at most eight words.
SPELLED: Final = re.compile(
    rf"\b(?i:(?:{_WORD}|an?(?=[{BLANK}-](?:{_SPELLED_SCALE}|{_WORD}|[a-z]+s?\b)))"
    rf"(?:[{BLANK}-](?:(?:and|of)[{BLANK}-])?"
    rf"(?:{_WORD}|{_SPELLED_SCALE}|an?(?=[{BLANK}-](?:{_SPELLED_SCALE}|half|quarter)))){{0,8}})\b"
)


def spelled_value(words: Iterable[str]) -> Decimal | None:
    """Return the value of number words, None when they make none. "a" is one where no number follows it."""
    total, group = Decimal(0), Decimal(0)
    article = False
    for word in words:
        name = word.lower()
        if name in ("a", "an"):
            article = not group
        elif name in NUMBER_WORDS:
            group += NUMBER_WORDS[name]
        elif name in _PARTS:
            group = group * _PARTS[name] if name == "quarters" else group + _PARTS[name]
        elif name == "hundred":
            group = (group or Decimal(1)) * 100
        elif name in _SCALES:
            total += (group or 1) * _SCALES[name]
            group, article = Decimal(0), False
        elif name not in ("and", "of"):
            return None
    value = total + group
    return value or (Decimal(1) if article else None)
