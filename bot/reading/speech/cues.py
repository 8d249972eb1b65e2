"""The words that report speech, by what may follow them, and where they stand in a text.

Reading begins at these words: a sentence without one, and without quotation marks, is never looked at again.
"""

from collections.abc import Sequence
from operator import itemgetter
from typing import Final, NamedTuple

from bot.reading.wording.words import words_of

__all__ = [
    "ACCORDING",
    "ASKS",
    "CALLS",
    "POINTS",
    "SAYS",
    "TELLS",
    "THINKS",
    "Cue",
    "find_cues",
    "reporting_words",
]

SAYS: Final = "says"
"""Reports a whole clause, with or without "that"."""
THINKS: Final = "thinks"
"""Reports a clause behind "that", or one that shows its verb; "expects a profit" reports nothing."""
TELLS: Final = "tells"
"""Names who is spoken to before what is said."""
ASKS: Final = "asks"
"""Reports a question."""
POINTS: Final = "points"
"""Reports a clause, or, of somebody, a thing: "acknowledges the challenge of …"."""
CALLS: Final = "calls"
"""Gives somebody's word for a thing: "calls it a bargain"; reported only with quotation marks."""
ACCORDING: Final = "according"
"""Of "according to"; the speaker stands behind it."""

_KINDS: Final[dict[str, str]] = {
    word: kind
    for kind, words in {
        SAYS: "said says say saying insisted insists insist",
        THINKS: """
            added adds adding noted notes noting wrote writes writing tweeted tweets explained explains
            argued argues argue arguing warned warns warn warning claimed claims claiming admitted admits
            conceded concedes concede recalled recalls recounted replied replies testified testifies
            concluded concludes contended contends contend remarked remarks observed observes quipped joked
            declared declares declaring predicted predicts predict reiterated reiterates asserted asserts
            commented cautioned cautions countered counters responded responds mused lamented opined
            repeated stated posted answered continued maintained maintains pointed points
            alleged alleges allege cautioning explaining predicting insisting stating
            believes believed believe believing thinks thought think reckons reckon expects expected
            expect estimates estimated confirmed confirms confirming announced announces
            announcing revealed reveals revealing suggested suggests suggest suggesting indicated
            indicates indicate indicating showed shows show showing hopes hoped reported
            reporting felt feels agreed agrees disclosed discloses found finds projects projected
            fears feared hinted hints signaled signalled signals forecasts anticipates anticipated
        """,
        TELLS: "told tells tell telling",
        ASKS: "asked asks asking wondered wonders",
        POINTS: """
            highlight highlights highlighted underscored underlined praised acknowledged acknowledges
            acknowledge stressed stresses stress stressing emphasized emphasizes emphasize emphasised
            emphasises criticized criticised denounced blasted slammed accused accuses urged urges
        """,
        CALLS: """
            called calls calling dubbed deemed described describes describing vowed pledged promised
            touted touting boasted hailed labelled labeled branded viewed viewing views
        """,
        ACCORDING: "according",
    }.items()
    for word in words.split()
}
_KINDS["According"] = ACCORDING
# The words as they stand between white space, each with the word itself.
_FORMS: Final = {
    word + mark: word for word in _KINDS for mark in ("", ",", ".", ":", ";", ",”", ',"', "?", "—", ")")
}
_KNOWN_FORMS: Final = frozenset(_FORMS)


class Cue(NamedTuple):
    """A reporting word: its kind and its place in the text."""

    kind: str
    start: int
    end: int


def reporting_words(text: str) -> tuple[str, ...]:
    """Return the reporting words that stand in `text`, each once: a sentence without any has no cue."""
    return tuple({_FORMS[form] for form in _KNOWN_FORMS & words_of(text)})


def find_cues(said: str, start: int = 0, words: Sequence[str] | None = None) -> list[Cue]:
    """Return the reporting words of a sentence from `start` on, in order.

    `words` are the `reporting_words` of the whole text where they are known.
    """
    if words is None:
        words = [_FORMS[form] for form in _KNOWN_FORMS.intersection(said.split())]
    found: list[Cue] = []
    for word in set(words):
        place = said.find(word, start)
        while place >= 0:
            end = place + len(word)
            if not _inside_word(said[place - 1 : place]) and not _inside_word(said[end : end + 1]):
                found.append(Cue(_KINDS[word], place, end))
            place = said.find(word, end)
    return sorted(found, key=itemgetter(1))


def _inside_word(sign: str) -> bool:
    return sign.isalpha() or sign == "-"
