"""The currency that stands before a number: "€5", "HK$5", "US $150", "EUR 5", "Rs. 5", "MSEK 120"."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

from bot.reading.money.currencies import (
    CODES,
    SCALED_CODES,
    SHY_CODES,
    SIGN_LETTERS,
    SIGNS,
    SPACED_LETTERS,
    settle_shared,
)
from bot.reading.money.numerals import BLANK
from bot.reading.money.printed import ONE

__all__ = ["Led", "currency_before", "signed_start"]

_LETTERS_BEFORE: Final = re.compile(r"(?:(?<![A-Za-z])[A-Za-z]\.[A-Za-z]\.?|(?<![\w.])[A-Za-z]{1,8}\.?)\Z")


_SPACED_ENDS: Final = frozenset("".join(letters[-1] + letters[-1].lower() for letters in SPACED_LETTERS))


class Led(NamedTuple):
    """A currency before a number. `factor` is what its code multiplies by ("MSEK"); `is_shy` says that the
    letters mean money only before a large number."""

    start: int
    currency: str
    factor: Decimal = ONE
    is_shy: bool = False


def signed_start(text: str, start: int) -> int:
    """Return where a minus or a bracket between a sign and a figure stands: "$(1.15)", "$-0.12"."""
    signed = start >= 2 and text[start - 1] in "(-−" and text[start - 2] in SIGNS
    return start - 1 if signed else start


def currency_before(text: str, start: int, free: int) -> Led | None:
    """Return the currency directly before `start`, None where none is; nothing before `free` is looked at."""
    at = start - 1 if start > free and text[start - 1] in BLANK else start
    if at <= free:
        return None
    last = text[at - 1]
    if last in SIGNS:
        return _signed(text, at - 1, free)
    if not (last.isalpha() or last == "."):
        return None
    letters = _LETTERS_BEFORE.search(text, max(free, at - 10), at)
    if letters is None or (letters.start() and text[letters.start() - 1].isalnum()):
        return None
    return _coded(letters.start(), letters.group(), touches=at == start)


def _coded(start: int, word: str, *, touches: bool) -> Led | None:
    """Read a currency's code: "EUR", "Rs.", "MSEK"; `touches` says that no blank stands behind it."""
    if word in CODES:
        return Led(start, CODES[word])
    if word in SHY_CODES and (len(word) > 1 or touches):
        return Led(start, SHY_CODES[word], is_shy=True)
    if word in SCALED_CODES:
        return Led(start, *SCALED_CODES[word])
    return None


def _signed(text: str, at: int, free: int) -> Led:
    """Read the sign at `at` with the letters before it: "HK$", "US $", "$"."""
    sign = text[at]
    apart = at - 1 > free and text[at - 1] in BLANK
    near = text[at - apart - 1 : at - apart]
    letters = None
    if near == "." or (near in _SPACED_ENDS if apart else near.isalpha()):
        letters = _LETTERS_BEFORE.search(text, max(free, at - 6), at - apart)
    if letters:
        word = letters.group()
        if apart and word != "c" and word.upper() not in SPACED_LETTERS:
            word = ""  # in "a $4 billion" the letter is an article
        meant = SIGN_LETTERS.get(word + sign)
        if meant is None and (len(word) > 1 or apart):
            meant = SIGN_LETTERS.get(word.upper() + sign)
        if meant:
            return Led(letters.start(), meant)
    return Led(at, settle_shared("¥", "JPY", text) if sign in "¥￥" else SIGNS[sign])
