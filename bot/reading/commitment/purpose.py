"""What the money is for, in the article's words."""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Kind

__all__ = ["find_purpose"]

_BOUGHT: Final = frozenset((Kind.ACQUISITION, Kind.STAKE))
_LONGEST: Final = 140

_NUMBER: Final = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
_DAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

# Where a purpose ends: at a mark, or at a clause that tells when, why or who said so.
_END: Final = re.compile(
    r"[,;:.!?](?=\s|[\"”’)]|\Z)|\s[-–—]{1,2}\s|\n|\s\(|[\"“”]|\$|\s(?:to|for|at|of)\s"
    r"(?:(?:about|around|up to|some|nearly|almost|roughly|approximately|at least|more than|over)\s)?"
    r"(?:[A-Z]{2,3}\s?)?(?=[\d€£₹¥$])|\s(?:"
    rf"over (?:the|a|{_NUMBER})|by (?:the end of )?(?:20\d\d|year)|as (?:it|part|the|they|well|demand)"
    r"|after|amid|while|which|that (?:is|will|would|was)|according to|said|says|sources|at a price|aiming"
    r"|in (?:a|an) (?:[\w-]{1,30}\s){0,3}(?:deal|transaction)|in the (?:next|coming)|significantly"
    r"|for (?:about|around|up to|some|nearly|more than|a total)|this year|next year"
    rf"|on {_DAY}|(?:between|from|through) 20\d\d|and (?:plans|will|expects|said|create))\b"
)
_LENGTH_OF_TIME: Final = re.compile(
    r"\s*,?\s*(?:(?:over|in|within|during|across|for)\s(?:the\s)?(?:next\s|coming\s|a\s)?"
    r"(?:[\w+-]{1,20}\s){1,3}?(?:years?|months?|decades?|period)"
    r"|(?:by|through|until)\s(?:the\send\sof\s)?(?:20\d\d|(?:the|this)\s(?:decade|year))"
    r"|(?:between|from)\s20\d\d\s(?:and|to)\s20\d\d|this year|next year|a year|annually|each)?,?\s*"
)
_TOWARDS: Final = re.compile(
    r"(?:to|into|in|on|for|towards?|behind)\s"
    r"(?!(?:cash|stock|shares|debt|equity|an?\s(?:deal|all)|total|20\d\d|the\s(?:next|coming)|which|about)\b)"
    r"|aimed\sat\s|designed\sto\s|earmarked\sfor\s"
)
# The form is the story's kind; what the venture does is what the money is for.
_VENTURE: Final = re.compile(
    r"(?:form|create|set\sup|establish|launch|start)\s(?:an?|the|their)\s(?:[\w/-]{1,20}\s){0,3}?"
    r"(?:joint\sventure|JV)(?:\s(?:company|firm))?(?:\s(?:to|that\swill|which\swill)\s|(?=[.,;\s]|\Z))"
)
_CASH: Final = re.compile(
    r"(?:in|of)\s(?:cash|stock|shares|equity|capital|debt)(?:\sand\s(?:cash|stock|shares|debt))?,?\s"
)
# "a $2 billion battery plant in Ohio": the noun that the sum describes, and what follows it.
_DESCRIBED: Final = re.compile(
    r"[\s-](?!(?:and|or|to|from|on|at|by|with|as|is|was|per|each|after|last|this|of|worth|over|in|into|within"
    r"|during|for|through|between|until|next|led|raised|said|more|a)\b)(?=[A-Za-z])"
)
_GENERIC: Final = re.compile(
    r"(?:[\w’'-]{1,40}\s){0,3}?(?:investment|deal|round|funding|programme|program|plan|package|commitment"
    r"|initiative|project|injection|financing|transaction|partnership|bid|offer|takeover|acquisition|purchase"
    r"|buyout|stake|expansion|fund|merger)s?\b(?:\sround)?"
    r"(?P<joined>\s(?:in|to|for|of|into|with|aimed at)\s)?"
)
_OBJECT: Final = re.compile(
    r"\b(?:(?:acquisition|purchase|takeover|share|slice)\sof|(?:stake|invest(?:ed|s|ing|ment)?)\sin"
    r"|acquir(?:e|es|ed|ing)|buy(?:s|ing)?|bought|purchas(?:e|es|ed|ing)|take\sover|taking\sover"
    r"|(?:combine|merge|merger)\swith|(?:bid|offer)\sfor)\s"
)
# "plans to invest about $15 billion" says how much, not what for.
_SPENDS: Final = re.compile(
    r"(?:jointly\s|collectively\s)?(?:invest|spend|commit|pledge|put|pour|inject|pay)\b"
)
_INTENT: Final = re.compile(
    r"\b(?:initiative|plans?|programme|program|project|efforts?|investments?|push|fund|scheme|expansion)\s"
    r"(?:to|for|in|into)\s|\bto\s(?=(?:build|expand|develop|open|construct|launch|set\sup|boost|upgrade|create"
    r"|acquire|buy|bring|support|help)\s)"
)


def find_purpose(text: str, kind: Kind, sentences: Sequence[Span], at: int, end: int) -> str | None:
    """Return a short phrase that says what the money is for, None when the article does not say.

    `sentences[at]` holds the sum, whose text with its restatement stops at `end`. What was bought is looked
    for before the sum; everything else behind it; failing that, in the other sentences, the first ones first.
    """
    sentence = sentences[at]
    if kind in _BOUGHT:
        for place in (at, *range(min(3, len(sentences)))):
            match = _OBJECT.search(text, sentences[place].start, sentences[place].end)
            if match and (phrase := _phrase(text, match.end(), sentences[place].end)):
                return phrase
    return _behind(text, end, sentence.end) or _elsewhere(text, sentences)


def _behind(text: str, start: int, stop: int) -> str | None:
    skipped = _LENGTH_OF_TIME.match(text, start, stop)
    here = skipped.end() if skipped else start
    if cash := _CASH.match(text, here, stop):
        here = cash.end()
    if towards := _TOWARDS.match(text, here, stop):
        venture = _VENTURE.match(text, towards.end(), stop)
        return _phrase(text, (venture or towards).end(), stop)
    if described := _DESCRIBED.match(text, start, stop):
        generic = _GENERIC.match(text, described.end(), stop)
        if generic and not generic["joined"]:
            return None  # "the $100 million investment will create jobs" says nothing of what it is for
        return _phrase(text, generic.end() if generic else described.end(), stop)
    return None


def _elsewhere(text: str, sentences: Sequence[Span]) -> str | None:
    for sentence in sentences[:8]:
        for match in islice(_INTENT.finditer(text, sentence.start, sentence.end), 3):
            spends = _SPENDS.match(text, match.end(), sentence.end)
            if spends is None and (phrase := _phrase(text, match.end(), sentence.end)):
                return phrase
    return None


_LOOSE_END: Final = re.compile(r"(?:\s(?:of|an?|the|its|their|in|on|at|to|for|and|by|with|about|said))+\Z")


def _phrase(text: str, start: int, stop: int) -> str | None:
    """Return the words from `start` to the end of their clause, None when they are none or too many."""
    ending = _END.search(text, start, stop)
    phrase = text[start : ending.start() if ending else stop].strip(" ,.;:’'\"”")
    phrase = _LOOSE_END.sub("", phrase)
    if len(phrase) > _LONGEST:
        phrase = phrase[: phrase.rfind(" ", 0, _LONGEST)]
    return phrase if sum(map(str.isalpha, phrase)) >= 3 else None
