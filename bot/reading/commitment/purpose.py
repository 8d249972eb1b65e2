"""What the money is for, in the article's words.

Grammar says where it stands: what is bought behind the verb that buys it; everything else behind the sum
("$2 billion in green steel", "$2 billion to build a kiln"), in the noun that the sum describes ("a $2 billion
battery plant"), or before it ("build a plant for $2 billion"). Failing that, another sentence says it.
"""

import re
from collections.abc import Sequence
from itertools import islice
from typing import Final, NamedTuple

from bot.domain.article import Span
from bot.domain.reading import Kind

__all__ = ["find_purpose"]

_BOUGHT: Final = frozenset((Kind.ACQUISITION, Kind.STAKE))
_LONGEST: Final = 140

_NUMBER: Final = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten)"
_DAY: Final = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_ROUGHLY: Final = (
    r"(?:(?:about|around|up to|some|nearly|almost|roughly|approximately|at least|more than|over)\s)?"
)

# All patterns are for lower-case text. Where a purpose ends: at a mark, or at a clause that tells how much,
# when, why or who said so.
_END: Final = re.compile(
    r"[,;:!?](?=\s|[\"”’)]|\Z)|\.[\"”’)]|\s[-–—]{1,2}\s|\n|\s\(|[\"“”]|\$|\s(?:to|for|at|of|in)\s"
    rf"{_ROUGHLY}(?:[a-z]{{1,3}}\.?\s?)?(?=[\d€£₹¥$])|\s(?:"
    rf"over (?:the|a|{_NUMBER})|by (?:the end of )?(?:20\d\d|year)|as (?:it|part|the|they|well|demand)"
    r"|after|amid|while|which|that (?:is|will|would|was)|according to|said|says|sources|at a price|aiming"
    r"|because|worth|via|private|led by|in cash|at an? (?:[a-z]+\s){0,2}(?:valuation|cost|premium|price)"
    r"|for an? (?:[a-z]+\s){0,3}(?:payment|total|price|sum|consideration)|with an investment"
    r"|in (?:an?|its|the|latest|biggest) (?:[\w-]{1,30}\s){0,3}(?:mega-)?(?:deal|transaction)"
    r"|in the (?:next|coming)|significantly|for (?:about|around|up to|some|nearly|more than|a total)"
    rf"|this year|next year|on {_DAY}|(?:between|from|through) 20\d\d"
    r"|and (?:plans|will|expects|said|create))\b"
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
# "in a Series C round": how the money is raised, not what for.
_ROUND: Final = re.compile(
    r"(?:an?|the|its|their)\s(?:[\w.-]{1,20}\s){0,4}?(?:round|transaction|financing|fundraising|series\s[a-f])\b"
)
# The form is the story's kind; what the venture does is what the money is for.
_VENTURE: Final = re.compile(
    r"(?:form|create|set\sup|establish|launch|start)\s(?:an?|the|their)\s(?:[\w/-]{1,20}\s){0,3}?"
    r"(?:joint\sventure|jv)(?:\s(?:company|firm))?(?:\s(?:to|that\swill|which\swill)\s|(?=[.,;\s]|\Z))"
)
# "in Chicago to revive its old quarters": for what rather than where; for the text as it is printed.
_PLACE: Final = re.compile(
    r"(?:the\s)?[A-Z][\w.’'-]*(?:,?\s(?:and\s)?[A-Z][\w.’'-]*){0,4},?\s(?i:to)\s(?=[a-z])"
)
_CASH: Final = re.compile(
    r"(?:in|of)\s(?:(?:common|preferred|new|convertible|ordinary)\s)?(?:cash|stock|shares|equity|capital|debt)"
    r"(?:\sand\s(?:cash|stock|shares|debt))?(?:,?\s|\Z)"
)
# "a $2 billion battery plant in Ohio": the noun that the sum describes, and what follows it.
_DESCRIBED: Final = re.compile(
    r"[\s-](?!(?:and|or|to|from|on|at|by|with|as|is|was|per|each|after|last|this|of|worth|over|in|into|within"
    r"|during|for|through|between|until|next|led|raised|said|more|plus|a|there|\w+ly)\b)(?=[a-z])"
)
_FORMS: Final = (
    "investment|deal|round|funding|package|commitment|injection|financing|transaction|partnership|bid|offer"
    "|takeover|acquisition|purchase|buyout|stake|merger|bet|swoop|buy|approach|splurge|battle|pledge"
    r"|series\s[a-f]"
)
_WORKS: Final = "programme|program|plan|initiative|project|expansion|fund|push|drive|scheme|upgrade"
_GENERIC: Final = re.compile(
    rf"(?P<before>(?:[\w’'&.-]{{1,40}}\s){{0,4}}?)(?:(?:{_FORMS})s?|(?P<works>(?:{_WORKS})s?))\b(?:\sround)?"
    r"(?P<joined>\s(?:in|to|for|of|into|on|behind|aimed at)\s)?"
)
# Words before such a noun that do not say what it is for.
_SAYS_NOTHING: Final = re.compile(
    r"(?:(?:new|major|massive|huge|giant|planned|proposed|revised|total|joint|initial|strategic|cash|all-cash"
    r"|all-stock|stock|hostile|winning|friendly|rival|private|equity|follow-on|additional|long-term|landmark"
    r"|record|mega|blockbuster|unsolicited|takeover|acquisition|funding|financing|investment|capital|seed"
    r"|series|[a-f]|multi-year|\w+-year|plus|share|the|its|their)\s)+"
)
_OBJECT: Final = re.compile(
    r"\b(?:(?:acquisition|purchase|takeover|share|slice)\sof|(?:stake|invest(?:ed|s|ing|ment)?)\sin"
    r"|acquir(?:e|es|ed|ing)|buy(?:s|ing)?(?:\sout)?(?!\sback)|bought(?:\sout)?(?!\sback)|purchas(?:e|es|ed|ing)|take\sover"
    r"|taking\sover|(?:combine|merge|merger)\swith|(?:bid|offer)\sfor"
    r"|tak(?:e|es|ing)(?=\s[^.;,]{2,60}\sprivate\b))\s(?![$€£₹¥\d])"
)
_BUILDS: Final = re.compile(
    r"\b(?:build|construct|open|develop|expand|upgrade|launch|order)(?:s|ed|ing)?\s(?:up\s)?(?:an?\s|the\s|its\s)?"
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


_TO_DO: Final = re.compile(r"\sto\s(?=[a-z])")  # "buy its shale assets to grow in Ohio"
# No purpose at all: "for $5", "funding".
_EMPTY: Final = re.compile(
    r"(?:(?:for|at|in|of|to)\s.*|(?:new\s)?(?:funding|financing|value|cash|capital|shares|stock|equity|debt)"
    r"|there|here|it|an? (?:\d+% )?stake|the (?:state|country|region|company|city|area))\Z",
    re.IGNORECASE | re.DOTALL,
)


class _Text(NamedTuple):
    """A text as printed, to take the phrase from, and in lower case, to look in."""

    printed: str
    lower: str


def find_purpose(text: str, kind: Kind, sentences: Sequence[Span], at: int, money: Span) -> str | None:
    """Return a short phrase that says what the money is for, None when the article does not say.

    `sentences[at]` holds the sum with its restatement, `money`. What was bought is looked for before the sum;
    everything else behind it; failing that, in the other sentences, the first ones first.
    """
    lower = text.lower()
    both = _Text(text, lower if len(lower) == len(text) else text)
    is_bought = kind in _BOUGHT
    if is_bought:
        for place in (at, *range(min(3, len(sentences)))):
            match = _OBJECT.search(both.lower, sentences[place].start, sentences[place].end)
            if match and (phrase := _phrase(both, match.end(), sentences[place].end)):
                return _TO_DO.split(phrase)[0]
    return (
        _behind(both, money.end, sentences[at].end, is_bought=is_bought)
        or _before(both, sentences[at].start, money.start)
        or _elsewhere(both, sentences)
    )


def _behind(text: _Text, start: int, stop: int, *, is_bought: bool) -> str | None:
    skipped = _LENGTH_OF_TIME.match(text.lower, start, stop)
    here = skipped.end() if skipped else start
    if cash := _CASH.match(text.lower, here, stop):
        here = cash.end()
    if towards := _TOWARDS.match(text.lower, here, stop):
        here = towards.end()
        if _ROUND.match(text.lower, here, stop):
            return None
        within = _VENTURE.match(text.lower, here, stop) or _PLACE.match(text.printed, here, stop)
        return _phrase(text, within.end() if within else here, stop)
    if described := _DESCRIBED.match(text.lower, start, stop):
        return _described(text, described.end(), stop, is_bought=is_bought)
    return None


def _described(text: _Text, start: int, stop: int, *, is_bought: bool) -> str | None:
    """Return what a noun that the sum describes is for: "gas project in Canada", "Ohio expansion"."""
    generic = _GENERIC.match(text.lower, start, stop)
    if generic is None:
        return _phrase(text, start, stop)
    empty = _SAYS_NOTHING.match(text.lower, start, generic.end("before"))
    start = empty.end() if empty else start
    says = generic.end("before") - start > 1
    if generic["joined"] and not (says and generic["works"] and not is_bought):
        return _phrase(text, generic.end(), stop)
    if not says:
        return None  # "the $100 million investment will create jobs" says nothing of what it is for
    if generic["joined"]:
        return _phrase(text, start, stop)
    return _phrase(text, start, generic.end("works") if generic["works"] else generic.end("before"))


def _before(text: _Text, start: int, stop: int) -> str | None:
    """Return what is built or ordered for a sum that stands behind it."""
    starts = [builds.end() for builds in islice(_BUILDS.finditer(text.lower, start, stop), 20)]
    return _phrase(text, starts[-1], stop) if starts else None


def _elsewhere(text: _Text, sentences: Sequence[Span]) -> str | None:
    for sentence in sentences[:8]:
        for match in islice(_INTENT.finditer(text.lower, sentence.start, sentence.end), 3):
            spends = _SPENDS.match(text.lower, match.end(), sentence.end)
            if spends is None and (phrase := _phrase(text, match.end(), sentence.end)):
                return phrase
    return None


_LOOSE_END: Final = re.compile(
    r"(?:\s(?:of|an?|the|its|their|in|on|at|to|for|and|by|with|about|said|worth|costing|up))+\Z",
    re.IGNORECASE,
)
_DOTTED: Final = re.compile(r"\b(?:[A-Z]\.)+[A-Z]\Z")  # "in the U.S" at the end of a sentence


def _phrase(text: _Text, start: int, stop: int) -> str | None:
    """Return the words from `start` to the end of their clause, None when they are none or too many."""
    ending = _END.search(text.lower, start, stop)
    phrase = text.printed[start : ending.start() if ending else stop].strip(" ,.;:’'\"”")
    phrase = _LOOSE_END.sub("", phrase)
    if len(phrase) > _LONGEST:
        phrase = phrase[: phrase.rfind(" ", 0, _LONGEST)]
    if _DOTTED.search(phrase):
        phrase += "."
    return phrase if sum(map(str.isalpha, phrase)) >= 3 and not _EMPTY.match(phrase) else None
