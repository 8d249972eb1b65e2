"""What the words around a sum say about it being new money, history, a part or a running total."""

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["newness"]


@dataclass(frozen=True, slots=True)
class _Cue:
    """A form of words and how much it speaks for new money. It holds one of `keys`, which are found fast."""

    weight: float
    keys: tuple[str, ...]
    words: re.Pattern[str]


def _cue(weight: float, keys: str, pattern: str) -> _Cue:
    return _Cue(weight, tuple(keys.split("|")), re.compile(pattern))


_MONTH: Final = "(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_PAST_YEAR: Final = rf"in (?:{_MONTH} )?(?:19|20)\d\d"
# How a month or a past year begins; "in " alone stands before nearly every sum.
_IN_TIME: Final = "in 19|in 20|in j|in feb|in mar|in ap|in may|in aug|in sep|in oct|in nov|in dec"

_HISTORY: Final = (
    rf"previously|formerly|earlier (?:this|last)|last year|{_PAST_YEAR},?|(?:years?|months?) ago|unlike|rival"
    "|tried|fell apart|rejected|(?:would|might) cost|follow(?:s|ing|ed) an?|(?:comes|came) (?:after|on top)"
)
_ACTS: Final = "invest|spend|buy|acquir|build|pay|pour|pump|inject|put|commit|purchas|lead"

# What the words before a sum say, in its sentence and in lower case.
_LEADING: Final = (
    # a running total
    _cue(
        -3.0,
        "bring|brought|takes|taking|lifts|lifting|the total|cumulative|totaling|totalling",
        r"\b(?:brings?|bringing|brought|takes|taking|lifts|lifting)\b[^;]{0,50}\bto\s(?:\w+\s){0,3}\Z"
        r"|\b(?:the total|cumulative)\b[^;]{0,50}\b(?:to|of|investments?)\s(?:\w+\s){0,3}\Z"
        r"|\btotall?ing\s(?:\w+\s){0,2}\Z",
    ),
    # done before
    _cue(-3.0, "already|since", r"\b(?:already|since)\b[^;]{0,90}\Z"),
    # what the investor was given: "Acme, which raised $2 billion in March"
    _cue(
        -3.0,
        "raised",
        r"\b(?:which|who|that|having)\s(?:has\s|have\s|had\s|recently\s)*raised\b[^;]{0,40}\Z",
    ),
    # history, others, and what never came about
    _cue(
        -2.0,
        "previously|formerly|earlier|last year|ago|unlike|rival|tried|fell apart|rejected|would cost"
        f"|might cost|follows a|followed a|following a|comes |came |{_IN_TIME}",
        rf"\b(?:{_HISTORY})\b[^;]{{0,110}}\Z",
    ),
    # what is worked on, not what the work costs: "expand the capacity of their $4 billion plant"
    _cue(
        -4.5,
        "capacity|expansion|upgrade|part|production|work|output|construction|half",
        r"\b(?:capacity|expansion|upgrade|part|production|work|output|construction|half)"
        r"\s(?:of|at|in|on)\s(?:its|their|the|an?)\s(?:existing\s|current\s)?\Z",
    ),
    # a part
    _cue(
        -1.2,
        "includ|of which|of that|initial|first phase|part of|, with",
        r"(?:\b(?:including|includes|of which|of that|initial(?:ly)?|first phase|part of)|,\swith)\s"
        r"(?:(?:about|around|nearly|an?|up to|more than)\s)?\Z",
    ),
    # fresh money
    _cue(
        0.6,
        "additional|another|further|extra|new|fresh",
        r"\b(?:additional|another|further|extra|new|fresh)\s(?:[a-z]+\s){0,2}\Z",
    ),
    # the act itself
    _cue(
        0.8,
        _ACTS,
        r"\b(?:will|would|to|plans?|agree[ds]?|commit\w*|pledge[sd]?|is|are)\s"
        rf"(?:(?:to|also|jointly|be|plans?)\s){{0,3}}(?:{_ACTS})\w*\b[^;]{{0,90}}\Z",
    ),
)
# What the words behind it say.
_TRAILING: Final = (
    _cue(
        -2.5,
        "to date|so far|in total|cumulatively",
        r"[^.;,]{0,40}\b(?:to date|so far|in total|cumulatively)\b",
    ),
    _cue(
        -2.0,
        f"last year|ago|earlier|{_IN_TIME}",
        rf"[^.;]{{0,70}}\b(?:{_PAST_YEAR}(?!\s?[-–])|in {_MONTH}|last year|(?:years?|months?) ago"
        r"|earlier this year)\b",
    ),
    # "next to the $900 million plant it opened in 2022"
    _cue(
        -2.5,
        "it |that |which |they ",
        r"[^.;,]{0,30}\b(?:it|that|which|they)\s(?:\w+\s)?"
        r"(?:opened|built|bought|completed|finished|acquired|launched|sold)\b",
    ),
    _cue(-1.0, "go", r"[^.;,]{0,30}\b(?:will go|going|would go|goes) (?:to|towards?|into|on)\b"),
)
# "bought it for $2 billion in 2021": an earlier deal, whoever made it.
_IN_YEAR: Final = re.compile(rf"[^.;,]{{0,30}}\b{_PAST_YEAR}(?!\s?[-–])\b")
_DONE: Final = re.compile(
    r"\b(?:bought|acquired|paid|spent|invested|purchased|built|sold|raised)\b[^;.]{0,80}\Z"
)
_IN_TIMES: Final = tuple(_IN_TIME.split("|"))
_LONG_DONE: Final = -1.5


def newness(before: str, behind: str) -> float:
    """Return how much the words of a sum's sentence before and behind it speak for it being new money."""
    before, behind = before.lower(), behind.lower()
    weight = 0.0
    for cue in _LEADING:
        if any(map(before.__contains__, cue.keys)) and cue.words.search(before):
            weight += cue.weight
    for cue in _TRAILING:
        if any(map(behind.__contains__, cue.keys)) and cue.words.match(behind):
            weight += cue.weight
    if any(map(behind.__contains__, _IN_TIMES)) and _IN_YEAR.match(behind) and _DONE.search(before):
        weight += _LONG_DONE
    return weight
