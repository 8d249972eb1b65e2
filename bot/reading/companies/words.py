"""A text as the words that may be parts of names: where they stand, and which may belong together."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["LEGAL", "Word", "longest", "name_words"]

# A word begins with a capital or a digit; a capital inside one ("eBay", "easyJet") makes it a name's, too.
# Words in small letters only are never looked at: most of a text costs nothing.
_WORD: Final = re.compile(
    r"[^\x00-/:-@\[-\u00a9](?<=\w)(?:(?<!\w.)(?<!\w[&’'.+\-/].)|(?<=[a-z].))\w*(?:[&’'.+\-/]\w+)*\+?"
)
# "UPDATE 2-Ford", "Exclusive-Ford": a wire's slug before the first word.
_SLUG: Final = re.compile(
    r"(?:(?<=UPDATE )\d|(?<=WRAPUP )\d"
    r"|(?i:exclusive|analysis|factbox|explainer|focus|insight|breakingviews|column|interview|update|wrapup))"
    r"-(?=[A-Z])"
)
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
_LONGEST: Final = 7  # words of a name: "Alibaba Digital Media and Entertainment Group" has six


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
    start = end = -1
    said, cut = "", 0
    for match in _WORD.finditer(text):
        begins, ends = match.span()
        if begins and text[begins - 1].islower():
            while begins and text[begins - 1].isalnum():
                begins -= 1
        if said:
            joins = not cut and (text[end:begins] == " " or _may_join(text, said, end, begins))
            found.append(Word(start, end - cut, said, said.lower(), joins))
        start, end, said = begins, ends, text[begins:ends]
        if "-" in said and (slug := _SLUG.match(text, begins)) is not None:
            start, said = slug.end(), text[slug.end() : ends]
        cut = 0
        if said[-1] == "s" and said[-2:-1] in "'’":
            cut = 2 if len(said) > 1 else 0
        elif "-" in said and (compound := _COMPOUND.search(said)) is not None:
            cut = len(compound[0])
        if cut:
            said = said[:-cut]
    if said:
        found.append(Word(start, end - cut, said, said.lower(), joins=False))
    return found


def _may_join(text: str, said: str, end: int, following: int) -> bool:
    """Say whether what stands between a word and the following one keeps a name together."""
    if following - end > _LONGEST_JOIN:
        return False
    if text[end:following] in _INITIAL_JOIN:
        return len(said) == 1
    return _JOIN.fullmatch(text, end, following) is not None


def longest(words: Sequence[Word], at: int) -> int:
    """Return the end (exclusive) of the longest name that may begin with the word at `at`."""
    end, most = at, min(len(words), at + _LONGEST)
    while end < most - 1 and words[end].joins:
        end += 1
    return end + 1
