"""A text as words that may be parts of names: where they stand, and which may belong together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

__all__ = ["LEGAL", "Word", "runs", "split"]

_WORD: Final = re.compile(r"[^\W_]+(?:[&’'.+\-/][^\W_]+)*\+?")
_JOIN: Final = re.compile(
    r"[ \u00a0]|\s?&\s?|,[ ](?=(?:Inc|Ltd|Co|LLC|L\.P|Corp|S\.A|N\.V)\b)|[ ](?:of|and|de)[ ](?:the[ ])?"
)
_INITIAL_JOIN: Final = re.compile(r"\.[ ]?")
_LINKS: Final = frozenset({"of", "and", "de", "the"})
_COMPOUND: Final = re.compile(r"(?i)-(?:backed|based|controlled|led|linked|listed|owned|run)$")
_LEGAL_FORMS = """
    Inc Corp Corporation Ltd Limited plc PLC Plc LLC L.L.C LP L.P AG SA S.A NV N.V SE ASA AB Oyj ApS A/S SpA
    S.p.A Bhd Berhad Tbk GmbH KGaA Co Pvt Pte Incorporated Bancorp
"""
LEGAL: Final = frozenset(_LEGAL_FORMS.split())
_LONGEST: Final = 7  # words of a name: "Alibaba Digital Media and Entertainment Group" has six


@dataclass(frozen=True, slots=True)
class Word:
    """One word without a possessive or "-based".

    `joins` says that the next may belong to the same name, `begins` that a name may begin or go on with this
    one: there is a capital in it, or a digit at its head.
    """

    start: int
    end: int
    text: str
    joins: bool
    begins: bool

    @property
    def low(self) -> str:
        return self.text.lower()


def split(text: str) -> list[Word]:
    """Return the words of a text but "of", "and", "de" and "the", which only join."""
    found: list[Word] = []
    matches = [m for m in _WORD.finditer(text) if m[0] not in _LINKS]
    for n, match in enumerate(matches):
        said = match[0]
        compound = _COMPOUND.search(said) if "-" in said else None
        cut = len(compound[0]) if compound else 2 if said.endswith(("'s", "’s")) else 0
        following = matches[n + 1] if n + 1 < len(matches) else None
        joins = not cut and following is not None and _may_join(text, match, following)
        bare = said[: len(said) - cut]
        if bare:
            begins = bare != bare.lower() or bare[0].isdigit()
            found.append(Word(match.start(), match.end() - cut, bare, joins, begins))
    return found


def _may_join(text: str, word: re.Match[str], following: re.Match[str]) -> bool:
    between = text[word.end() : following.start()]
    if between in {" ", "\n"}:
        return between == " "
    if len(word[0]) == 1 and _INITIAL_JOIN.fullmatch(between):
        return True
    return _JOIN.fullmatch(between) is not None


def runs(words: Sequence[Word], at: int, least: int) -> Iterator[int]:
    """Give the ends (exclusive) of names of `least` words or more that may begin at `at`, longest first."""
    end = at
    while end < len(words) and end - at < _LONGEST and words[end].begins:
        end += 1
        if not words[end - 1].joins:
            break
    yield from range(end, at + least - 1, -1)
