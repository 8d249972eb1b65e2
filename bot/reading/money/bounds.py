"""How exactly a sum is stated: "at least", "nearly", "up to", "or more"."""

import re
from typing import Final

from bot.domain.reading import Bound

__all__ = ["bound_of"]

_LEADING: Final = {
    Bound.AT_LEAST: (
        "at least|at the very least|no less than|not less than|no fewer than|an? minimum of|minimum"
    ),
    Bound.UP_TO: (
        "up to|as much as|as many as|as high as|as large as|at most|no more than|not more than"
        "|(?:a )?maximum of|maximum|less than|lower than|fewer than|under|below|not exceed(?:ing)?|capped at"
        "|(?:could|may|might|can) total"
    ),
    Bound.MORE_THAN: (
        "more than|greater than|higher than|(?:in )?excess|exceed(?:s|ed|ing)?|upwards? of"
        "|(?:well )?north of|surpass(?:es|ed|ing)?|topp(?:ed|ing)|tops|(?:could|may|might|will|to) top"
        "|a little over|just over|just above"
        "|over|above"
    ),
    Bound.NEARLY: (
        "nearly|almost|close to|just under|just below|just shy of|approaching|a little (?:under|less than)"
    ),
    Bound.ABOUT: (
        "about|around|approximately|approx\\.?|roughly|some|an? estimated|estimated|circa|ca\\.?|c\\."
        "|in the region of|somewhere around|an? average of|estimated (?:at|to be|to have been)"
    ),
}
# The qualifier ends where the sum begins; "another" or "a further" may stand between, but no article: a talk
# "about a $5 billion deal" says nothing of its size.
_AHEAD: Final = re.compile(
    r"(?:\b(?:"
    + "|".join(f"(?P<{bound.name}>{words})" for bound, words in _LEADING.items())
    + r")|(?P<tilde>[~≈])|(?P<more>>)|(?P<fewer><))[\"”’]?(?:\sof)?[\"”’]?[\s-]*"
    r"(?:(?:another|a further|an additional|a combined|a total of|a whopping|a record)\s)?[(]?\Z"
)
# The words that a qualifier may end with: only behind these is one looked for.
_ENDINGS: Final = """
    least than of as minimum much many high large most to maximum under below exceed exceeds exceeded
    exceeding at excess surpass surpasses surpassed surpassing topped topping tops over above nearly almost
    approaching about around approximately approx roughly some estimated circa ca be been another
    further additional combined whopping record top total c
"""
_LAST_WORDS: Final = frozenset(_ENDINGS.split())
# Before those that end far more other phrases ("rose to", "a value of"), the word that stands before them.
_LAST_BUT_ONE: Final = {
    "to": frozenset(("up", "close")),
    "at": frozenset(("capped", "estimated")),
    "of": _LAST_WORDS | {"upward", "upwards", "north", "shy", "region", "average"},
}
_MARKS: Final = ' \u00a0\u2009\u202f\n\t.("“”’'
_BEHIND: Final = re.compile(
    r"\s?\+|[\s-]plus\b|\sat\s(?:the\svery\s)?least\b|(?:\s\w+)?\sor\s(?:more|greater|above|higher)\b|(?P<about>\sor\sso)\b"
    r"|(?P<fewer>\sor\s(?:less|under|lower))\b"
)
_BEHIND_KEYS: Final = (" or ", "+", "plus", " least")
_WINDOW: Final = 36  # characters
_SIGNS_BEFORE: Final = ("~", "≈", "<", ">")
_SIGNS: Final = {"tilde": Bound.ABOUT, "more": Bound.MORE_THAN, "fewer": Bound.UP_TO}


def bound_of(text: str, start: int, end: int) -> Bound:
    """Return the bound of the sum at `text[start:end]`, by the words directly before and behind it.

    "$20 billion plus" and "$15B or more" are at least; in "nearly $2 billion or more" the first word decides.
    """
    # The longest qualifier that touches the sum starts first, so that "no more than" is not "more than".
    tail = text[max(0, start - 18) : start].replace("\n", " ").replace("-", " ").rstrip(_MARKS)
    ahead = _ahead(text, start) if _is_told(tail) else None
    if ahead and ahead.lastgroup:
        return _SIGNS[ahead.lastgroup] if ahead.lastgroup in _SIGNS else Bound[ahead.lastgroup]
    follow = text[end : end + 32].lower()
    behind = _BEHIND.match(follow) if any(map(follow.__contains__, _BEHIND_KEYS)) else None
    if behind is None:
        return Bound.EXACT
    if behind["about"]:
        return Bound.ABOUT
    return Bound.UP_TO if behind["fewer"] else Bound.AT_LEAST


def _is_told(tail: str) -> bool:
    """Tell by the last word or two before a sum whether they may be a qualifier."""
    if tail[-1:] in _SIGNS_BEFORE:
        return True
    before, _, last = tail.rpartition(" ")
    last = last.strip(_MARKS).lower()
    if last not in _LAST_BUT_ONE:
        return last in _LAST_WORDS
    return before.rstrip(_MARKS).rpartition(" ")[2].strip(_MARKS).lower() in _LAST_BUT_ONE[last]


def _ahead(text: str, start: int) -> re.Match[str] | None:
    """Return the longest qualifier that touches the sum at `start`; the letter before the window counts."""
    window = text[max(0, start - _WINDOW - 1) : start].lower()
    return _AHEAD.search(window, 1 if start > _WINDOW else 0)
