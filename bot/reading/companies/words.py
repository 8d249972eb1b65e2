"""A text as the words that may be parts of names: where they stand, and which may belong together."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

__all__ = ["LEGAL", "LONGEST", "Word", "name_words"]

# A word begins with a capital or a digit; a capital inside one ("eBay", "easyJet") makes it a name's, too.
# Words in small letters only are never looked at: most of a text costs nothing.
_WORD: Final = re.compile(
    r"[^\x00-/:-@\[-\u00a9](?<=\w)(?:(?<!\w.)(?<!\w[&’'.+\-/].)|(?<=[a-z].))\w*(?:[&’'.+\-/]\w+)*\+?"
)
# "UPDATE 2-Ford", "Exclusive-Ford": a wire's slug before the first word.
_NUMBERED: Final = ("UPDATE ", "WRAPUP ")
_SLUG_WORDS = """
    exclusive analysis factbox explainer focus insight breakingviews column interview update wrapup
"""
_SLUGS: Final = frozenset(_SLUG_WORDS.split())
_APOSTROPHES: Final = frozenset("'’")
_JOIN: Final = re.compile(
    r"[ \u00a0]|\s?&\s?|,[ ](?=(?:Inc|Ltd|Co|LLC|L\.P|Corp|S\.A|N\.V)\b)|[ ](?:of|and|de)[ ](?:the[ ])?"
)
_INITIAL_JOIN: Final = frozenset({".", ". "})
_LONGEST_JOIN: Final = 9  # characters of " and the "
_COMPOUND: Final = re.compile(r"(?i)-(?:backed|based|controlled|led|linked|listed|owned|run)$")
_LEGAL_FORMS = """
    Inc Corp Corporation Ltd Limited plc PLC Plc LLC L.L.C LP L.P AG SA S.A NV N.V SE ASA AB Oyj ApS A/S SpA
    S.p.A Bhd Berhad Tbk GmbH KGaA Co Pvt Pte Incorporated Bancorp
"""
LEGAL: Final = frozenset(_LEGAL_FORMS.split())
_tuple: Final = tuple.__new__  # a `Word` without the call that names its fields
LONGEST: Final = 7  # words of a name: "Alibaba Digital Media and Entertainment Group" has six


class Word(NamedTuple):
    """One word without a possessive or "-based". `joins` says that the next may belong to the same name.

    A tuple, because a page has a hundred of them.
    """

    start: int
    end: int
    text: str
    low: str
    joins: bool


def name_words(text: str) -> list[Word]:
    """Return the words of a text that hold a capital or begin with a digit, in order."""
    found: list[Word] = []
    keep = found.append
    start = end = -1
    said, cut = "", 0
    for match in _WORD.finditer(text):
        begins, ends = match.span()
        if begins and text[begins - 1].islower():
            while begins and text[begins - 1].isalnum():
                begins -= 1
        if said:
            joins = not cut and (text[end:begins] == " " or _may_join(text, said, end, begins))
            keep(_tuple(Word, (start, end - cut, said, said.lower(), joins)))
        start, end, said, cut = begins, ends, text[begins:ends], 0
        if "-" in said:
            start += _slug(text, begins, said)
            said = text[start:ends]
            cut = _described(said)
        if said[-1] == "s" and said[-2:-1] in _APOSTROPHES:
            cut = 2
        if cut:
            said = said[:-cut]
    if said:
        keep(Word(start, end - cut, said, said.lower(), joins=False))
    return found


def _slug(text: str, begins: int, said: str) -> int:
    """Return how many characters of a hyphenated word, which begins at `begins`, are a wire's slug."""
    front, _, rest = said.partition("-")
    if not "A" <= rest[:1] <= "Z":
        return 0
    numbered = len(front) == 1 and front.isdecimal() and text.endswith(_NUMBERED, 0, begins)
    return len(front) + 1 if numbered or front.lower() in _SLUGS else 0


@lru_cache(maxsize=4096)
def _described(said: str) -> int:
    """Return how many characters of a word only say what a company is to another: 6 for "Ford-owned"."""
    found = _COMPOUND.search(said)
    return 0 if found is None else len(found[0])


def _may_join(text: str, said: str, end: int, following: int) -> bool:
    """Say whether what stands between a word and the following one keeps a name together."""
    if following - end > _LONGEST_JOIN:
        return False
    if text[end:following] in _INITIAL_JOIN:
        return len(said) == 1
    return _JOIN.fullmatch(text, end, following) is not None
