"""What the verdict's models see of a piece of text.

Three views of the same text: words (stemmed, in runs of up to three), skeleton (word groups and gaps, in runs
of up to three) and cues (turns of phrase). Sums, percentages and numbers stand as placeholders: who and how
much must not matter.

`views` spells every feature out, for training. `see` gives the same to a model that is in use: only the
features that some model weighs, by their numbers, and how many there are in all.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from math import sqrt
from typing import Final

from bot.reading.verdict.cues import cues
from bot.reading.verdict.lexicon import FUNCTION_WORDS, GROUP_OF
from bot.reading.verdict.vocabulary import Seen, Vocabulary, vocabulary

__all__ = ["see", "tokens", "views"]

# A sum is looked for at its figure: what stands before it, and how it goes on with and without a currency.
_FIGURE: Final = re.compile(r"\d+")
_BEFORE: Final = re.compile(
    r"(?:[a-z]{0,3}[$€£¥₹]|\b(?:usd|eur|gbp|hkd|chf|cny|rmb|jpy|inr|rs\.?|rp)\s?)\s?\Z"
)
_FARTHEST: Final = 5  # characters that `_BEFORE` covers at most
_SUM: Final = re.compile(
    r"\d[\d,.]*(?:\s?(k|m|mn|mln|b|bn|bln|tn|trln|million|billion|trillion|crore|lakh)\b)?"
)
_BARE_SUM: Final = re.compile(
    r"\b\d[\d,.]*[ -]?(million|billion|trillion|mln|bln|bn|mn|crore)\b"
    r"(?:[ -](?:dollars?|euros?|pounds?|yuan|yen|rupees?))?"
)
# The two characters are what the Turkish capital I becomes: no letter of an English word.
_TOKEN: Final = re.compile(
    "<\\w+>|i\u0307|[a-z]+(?!\u0307)(?:['’&.-][a-z]+(?!\u0307))*|\\d+(?:[.,]\\d+)*%?|\\S"
)
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_ENDINGS: Final = (("ies", "y"), ("ied", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", ""))
_GROUPS: Final = frozenset(GROUP_OF.values())
_GAP: Final = "_"
_LONGEST_RUN: Final = 3  # words or bones


def tokens(text: str) -> list[str]:
    """Return the lower-case words and marks of `text`; "<bn>", "<mn>", "<sum>" for a sum of money, "<pct>",
    "<year>" and "<num>" for other figures, and a possessive's "'s" by itself."""
    return [word for piece in _pieces(text.lower()) for word in _words_of(piece)]


def views(text: str) -> tuple[set[str], set[str], set[str]]:
    """Return the features of `text` in three views: words, skeleton, cues. None is in two of them."""
    stems, bones = _stems_and_bones(text.lower())
    return set(_runs("", stems, 1, _LONGEST_RUN)), set(_skeleton_runs(bones)), cues(text)


def see(text: str) -> Seen:
    """Return `text` as the models in use see it: `views` by the numbers of `vocabulary`."""
    known = vocabulary()
    stems, bones = _stems_and_bones(text.lower())
    found = cues(text)
    return Seen(
        (
            _in_words(known, stems),
            _in_skeleton(known, bones),
            _counted([known.numbers[cue] for cue in found if cue in known.numbers], len(found)),
        ),
        found,
    )


def _counted(numbers: Collection[int], size: int) -> tuple[Collection[int], float]:
    return numbers, 1 / sqrt(size) if size else 0.0


def _in_words(known: Vocabulary, stems: list[str]) -> tuple[Collection[int], float]:
    return _counted(known.words.of(stems), _distinct(stems, 1, _LONGEST_RUN))


def _in_skeleton(known: Vocabulary, bones: list[str]) -> tuple[Collection[int], float]:
    firm = [bone for bone in bones if bone != _GAP]
    pairs = _pairs(bones)
    numbers = known.skeleton.of(bones) | known.firm.of(firm)
    numbers.update([known.pairs[pair] for pair in pairs if pair in known.pairs])
    return _counted(
        numbers, _distinct(bones, 1, _LONGEST_RUN) + _distinct(firm, 2, _LONGEST_RUN) + len(pairs)
    )


def _distinct(parts: Sequence[str], shortest: int, longest: int) -> int:
    """Return how many different runs of `shortest` to `longest` of `parts` there are."""
    total = 0
    every = False  # Where no run comes twice, no longer one does.
    for length in range(shortest, longest + 1):
        most = len(parts) - length + 1
        if most <= 0:
            break
        different = most if every else len(set(zip(*[parts[at:] for at in range(length)], strict=False)))
        every = different == most
        total += different
    return total


def _stems_and_bones(lower: str) -> tuple[list[str], list[str]]:
    stems, bones = ["^"], ["^"]
    for piece in _pieces(lower):
        its_stems, its_bones = _parts_of(piece)
        stems += its_stems
        for bone in its_bones:
            if bone != _GAP or bones[-1] != _GAP:
                bones.append(bone)
    stems.append("$")
    bones.append("$")
    return stems, bones


def _pieces(lower: str) -> list[str]:
    """Return what stands between the blanks of a text in lower case, each sum as its placeholder."""
    kept: list[str] = []
    end = 0
    for figure in _FIGURE.finditer(lower):
        start = figure.start()
        if start < end:
            continue
        before = _BEFORE.search(lower, max(end, start - _FARTHEST), start)
        found = (_SUM if before else _BARE_SUM).match(lower, start)
        if found:
            kept += (lower[end : before.start() if before else start], _placeholder(found[1] or ""))
            end = found.end()
    kept.append(lower[end:])
    return " ".join(kept).split()


def _placeholder(size: str) -> str:
    if size[:1] in {"b", "t"}:
        return "<bn>"
    return "<mn>" if size[:1] in {"m", "c"} else "<sum>"


@lru_cache(maxsize=16_384)
def _parts_of(piece: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the stems and the bones of a piece of lower-case text without blanks."""
    words = _words_of(piece)
    return tuple(map(_stem, words)), tuple(map(_bone, words))


def _words_of(piece: str) -> list[str]:
    words: list[str] = []
    for token in _TOKEN.findall(piece):
        word = token.replace("’", "'")
        if word.endswith("'s") and len(word) > 2:
            words += (word[:-2], "'s")
        elif word[0].isdigit():
            words.append("<pct>" if word[-1] == "%" else "<year>" if _YEAR.fullmatch(word) else "<num>")
        else:
            words.append(word)
    return words


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


def _bone(word: str) -> str:
    """Return the group of a word of the trade, a small word or a mark as it is, and a gap for any other."""
    plain = word in FUNCTION_WORDS or word[0] == "<" or not word[0].isalnum()
    return GROUP_OF.get(word) or (word if plain else _GAP)


def _runs(sign: str, parts: list[str], shortest: int, longest: int) -> Iterable[str]:
    for length in range(shortest, longest + 1):
        for start in range(len(parts) - length + 1):
            yield sign + " ".join(parts[start : start + length])


def _skeleton_runs(bones: list[str]) -> Iterable[str]:
    yield from _runs("s:", bones, 1, _LONGEST_RUN)
    yield from _runs("t:", [bone for bone in bones if bone != _GAP], 2, _LONGEST_RUN)
    for pair in _pairs(bones):
        yield f"p:{pair}"


def _pairs(bones: list[str]) -> list[str]:
    groups = sorted(_GROUPS.intersection(bones))
    return [f"{one}+{other}" for at, one in enumerate(groups) for other in groups[at + 1 :]]
