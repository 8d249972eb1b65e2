"""The sums whose number is in words: "half a billion dollars", "ten euros", "a trillion won"."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import Final

from bot.reading.money.behind import SIGN_CLASS, trailed
from bot.reading.money.currencies import UNITS
from bot.reading.money.numerals import BLANK, NUMBER_STARTS, SCALE_NAMES, SPELLED, spelled_value
from bot.reading.money.printed import ONE, Figure, Printed
from bot.reading.wording.words import words_of

__all__ = ["spelled_figures"]

_MOST: Final = 250
_THOUSAND: Final = Decimal(1000)
_REACH: Final = 90  # characters that a number in words and the country of its currency take at most
_MARKS_BEHIND: Final = (
    "", ".", ",", ";", ":", "!", "?", ")", "'s", "’s", '"', "”", "'", "’", ".”", ",”", '."', ',"'
)  # fmt: skip
# The currencies' names as a text split at its blanks may hold them, with a mark behind.
_NAMES: Final = {
    f"{printed}{mark}": name
    for name in UNITS
    for printed in {name, name.capitalize(), name.upper()}
    for mark in _MARKS_BEHIND
}
_ALL_NAMES: Final = frozenset(_NAMES)
_NAME: Final = re.compile(r"[a-zö]+")
_WORD: Final = re.compile(r"[a-z]+")
_PARTS: Final = re.compile(rf"[{BLANK}-]")
_BEFORE_NAME: Final = frozenset(f"{BLANK}-")
_COUNTS: Final = NUMBER_STARTS | SCALE_NAMES
_PRICED: Final = re.compile(rf"\d[a-z]*[{BLANK}]\Z")
_SIGN_NEXT: Final = re.compile(rf"[{BLANK}]?[{SIGN_CLASS}]")  # "last quarter $0.90"


def spelled_figures(text: str) -> list[Figure]:
    """Return the first 250 sums of `text`, in order, whose number is spelled out."""
    found: list[Figure] = []
    free = 0
    for start, end in islice(_places(text), _MOST):
        for match in SPELLED.finditer(text, max(free, start, 0), end):
            number = spelled_value(_WORD.findall(match.group().lower()))
            if number is None or _SIGN_NEXT.match(text, match.end()) or _is_rate(text, match):
                continue
            scale = _THOUSAND if number >= _THOUSAND else ONE
            figure = trailed(text, Printed(*match.span(), match.group(), number / scale, scale))
            if figure.currency:
                found.append(figure)
                free = figure.end
    return found


def _is_rate(text: str, match: re.Match[str]) -> bool:
    """Tell "$106 a pound", a price, from "a pound"."""
    start = match.start()
    return match.group() in {"a", "an"} and _PRICED.search(text, max(0, start - 8), start) is not None


def _places(text: str) -> Iterator[tuple[int, int]]:
    """Yield, in order, from where to where a number in words may stand with the currency that ends it."""
    words = _ALL_NAMES & words_of(text)
    if "-" in text:  # "a billion-dollar plan"
        words |= _ALL_NAMES.intersection(part.split(" ", 1)[0] for part in text.split("-")[1:])
    if not words:
        return
    lower = text.lower()
    if len(lower) != len(text):
        lower = text  # a letter grew ("İ"): then only names in small letters are found
    for at in sorted({at for name in {_NAMES[word] for word in words} for at in _starts(lower, name)}):
        name = _NAME.match(lower, at)
        if name is None or name.group() not in UNITS:
            continue
        before = _PARTS.split(lower[max(0, at - _REACH) : at - 1])
        if _may_be_spelled(before):
            yield at - _REACH, name.end()


def _may_be_spelled(before: list[str]) -> bool:
    """Tell by the words before a name whether a number in words is there, not "5 billion" alone."""
    near = before[-4:]
    if _COUNTS.isdisjoint(near):
        return False
    scale = near[-1]
    in_digits = len(near) > 1 and scale in SCALE_NAMES and near[-2][-1:].isdigit()
    return not in_digits or not _COUNTS.isdisjoint(near[:-2])


def _starts(lower: str, name: str) -> Iterator[int]:
    """Yield where `name` begins behind a blank or a hyphen."""
    at = lower.find(name, 1)
    while at > 0:
        if lower[at - 1] in _BEFORE_NAME:
            yield at
        at = lower.find(name, at + 1)
