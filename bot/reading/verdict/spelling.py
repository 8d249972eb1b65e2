"""A text as the encoder reads it: its words one by one, each with how it is written.

Sums, percentages, years and numbers are one word each, whatever their figures: how much must not matter.
"""

import re
from functools import lru_cache
from typing import Final

__all__ = ["LONGEST", "spelled"]

LONGEST: Final = 40
"""The words of a text that are read; what follows is background."""

_SUM: Final = re.compile(
    r"(?:[A-Z]{0,3}[$€£¥₹]|\b(?:USD|EUR|GBP|HKD|CHF|CNY|RMB|JPY|INR|Rs\.?|Rp)\s?)\s?\d[\d,.]*"
    r"(?:\s?(?P<short>k|m|mn|mln|b|bn|bln|tn|trln|million|billion|trillion|crore|lakh)\b)?"
    r"|\b\d[\d,.]*[ -]?(?P<long>million|billion|trillion|mln|bln|bn|mn|crore)\b"
    r"(?:[ -](?:dollars?|euros?|pounds?|yuan|yen|rupees?))?",
    re.IGNORECASE,
)
_DIGIT: Final = re.compile(r"\d")
_WORD: Final = re.compile(r"<\w+>|[A-Za-z]+(?:['’&.-][A-Za-z]+)*|\d+(?:[.,]\d+)*%?|\S")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MOST_CHARACTERS: Final = 400  # of a text; LONGEST words hardly ever need more

# How a word is written.
_SMALL: Final = 0
_CAPITALISED: Final = 1
_CAPITALS: Final = 2
_MIXED: Final = 3


def spelled(text: str) -> list[tuple[str, int]]:
    """Return the words of `text` in lower case, at most LONGEST, each with a number for how it is written.

    0 in small letters, a mark or a figure; 1 with a capital first; 2 in capitals; 3 otherwise.
    """
    text = text[:_MOST_CHARACTERS]
    if _DIGIT.search(text):
        text = _SUM.sub(_sum, text)
    found: list[tuple[str, int]] = []
    for piece in _WORD.findall(text):
        found += _words_of(piece)
    return found[:LONGEST]


@lru_cache(maxsize=8_192)
def _words_of(piece: str) -> tuple[tuple[str, int], ...]:
    word = piece.lower().replace("’", "'")
    if word[0] == "<":
        return ((word, _SMALL),)
    if word[0].isdigit():
        return ((_figure(word), _SMALL),)
    if word.endswith("'s") and len(word) > 2:
        return (word[:-2], _written(piece)), ("'s", _SMALL)
    return ((word, _written(piece)),)


def _sum(found: re.Match[str]) -> str:
    size = (found["short"] or found["long"] or "").lower()
    if size[:1] in {"b", "t"}:
        return " <bn> "
    return " <mn> " if size[:1] in {"m", "c"} else " <sum> "


def _figure(word: str) -> str:
    if word[-1] == "%":
        return "<pct>"
    return "<year>" if _YEAR.fullmatch(word) else "<num>"


def _written(piece: str) -> int:
    if piece.islower() or not piece[0].isalpha():
        return _SMALL
    if len(piece) > 1 and piece.isupper():
        return _CAPITALS
    return _CAPITALISED if piece[0].isupper() and piece[1:] == piece[1:].lower() else _MIXED
