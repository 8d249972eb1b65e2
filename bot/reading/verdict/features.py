"""What the verdict's model sees of a piece of text.

Four views of the same text: words (stemmed, in runs of up to three), skeleton (word groups and gaps, in runs
of up to five), letters (runs of three to five inside a word, so that inflections and new compounds still say
something), and cues (turns of phrase). Sums, percentages and numbers stand as placeholders: who and how much
must not matter.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from bot.reading.verdict.cues import cues
from bot.reading.verdict.lexicon import FUNCTION_WORDS, GROUP_OF

__all__ = ["tokens", "views"]

_SUM: Final = re.compile(
    r"(?:[A-Z]{0,3}[$€£¥₹]|\b(?:USD|EUR|GBP|HKD|CHF|CNY|RMB|JPY|INR|Rs\.?|Rp)\s?)\s?\d[\d,.]*"
    r"(?:\s?(?P<short>k|m|mn|mln|b|bn|bln|tn|trln|million|billion|trillion|crore|lakh)\b)?"
    r"|\b\d[\d,.]*[ -]?(?P<long>million|billion|trillion|mln|bln|bn|mn|crore)\b"
    r"(?:[ -](?:dollars?|euros?|pounds?|yuan|yen|rupees?))?",
    re.IGNORECASE,
)
_TOKEN: Final = re.compile(r"<\w+>|[A-Za-z]+(?:['’&.-][A-Za-z]+)*|\d+(?:[.,]\d+)*%?|\S")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))


def tokens(text: str) -> list[str]:
    """Return the lower-case words and marks of `text`; "<bn>", "<mn>", "<sum>" for a sum of money, "<pct>",
    "<year>" and "<num>" for other figures, and a possessive's "'s" by itself."""
    found: list[str] = []
    for piece in _TOKEN.findall(_SUM.sub(_placeholder, text)):
        word = piece.lower().replace("’", "'")
        if word.endswith("'s") and len(word) > 2:
            found += (word[:-2], "'s")
        elif word[0].isdigit():
            found.append("<pct>" if word[-1] == "%" else "<year>" if _YEAR.fullmatch(word) else "<num>")
        else:
            found.append(word)
    return found


def views(text: str) -> tuple[set[str], set[str], set[str], set[str]]:
    """Return the features of `text` in four views: words, skeleton, letters, cues. None is in two of them."""
    words = tokens(text)
    stems = ["^", *map(_stem, words), "$"]
    return set(_runs("", stems, 1, 3)), set(_skeleton_runs(words)), _letters(text), cues(text)


def _placeholder(found: re.Match[str]) -> str:
    size = (found["short"] or found["long"] or "").lower()
    if size[:1] in {"b", "t"}:
        return " <bn> "
    return " <mn> " if size[:1] in {"m", "c"} else " <sum> "


@lru_cache(maxsize=8_192)
def _stem(word: str) -> str:
    """Cut the usual endings: "acquires", "acquired" and "acquiring" become one word."""
    if not word.isalpha():
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: len(word) - len(ending)] + instead
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word.rstrip("e") if len(word) > 4 else word


def _runs(sign: str, parts: list[str], shortest: int, longest: int) -> Iterable[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(parts) - length + 1):
            yield sign + " ".join(parts[start : start + length])


def _skeleton_runs(words: list[str]) -> Iterable[str]:
    bones = ["^"]
    for word in words:
        bone = GROUP_OF.get(word)
        if bone is None:
            plain = word in FUNCTION_WORDS or word[0] == "<" or not word[0].isalnum()
            bone = word if plain else "_"
        if bone != "_" or bones[-1] != "_":
            bones.append(bone)
    bones.append("$")
    yield from _runs("s:", bones, 1, 5)
    yield from _runs("t:", [bone for bone in bones if bone != "_"], 2, 3)
    groups = sorted({bone for bone in bones if bone.isupper()})
    for at, one in enumerate(groups):
        for other in groups[at + 1 :]:
            yield f"p:{one}+{other}"


def _letters(text: str) -> set[str]:
    return set().union(*map(_letters_of, text.lower().split())) if text else set()


@lru_cache(maxsize=8_192)
def _letters_of(word: str) -> frozenset[str]:
    framed = f" {word} "
    return frozenset(
        "c:" + framed[start : start + length]
        for length in (3, 4, 5)
        for start in range(len(framed) - length + 1)
    )
