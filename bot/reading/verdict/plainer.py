"""A sentence of an article in the shorter form of a headline, the form that the verdict's model has learnt.

The dateline, what stands in brackets, and who said it when say nothing of what was committed: a headline has
none of them.
"""

import re
from typing import Final

__all__ = ["as_headline"]

_DAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
# "WOLFSBURG, Germany, March 14 (Reuters) - ", "OSLO: ", "PUNE, Feb. 2, 2025 /PRNewswire/ -- ", "(Reuters) - "
_DATELINE: Final = re.compile(
    r"^(?:[A-Z][\w.’'/ -]{0,30}(?:,\s[\w. ]{1,24}){0,3}\s?)?"
    r"(?:(?:\([A-Z][\w .]{1,20}\)|/[\w ]{2,24}/)\s?(?:[-–—]{1,2}\s?)?"
    r"|\s?[-–—]{1,2}\s(?=[A-Z])|(?<=[A-Z]{3}):\s)"
)
_BARE_DATELINE: Final = re.compile(r"^[-–—]{1,2}\s")
_BRACKETS: Final = re.compile(r"\s?(?:\([^()]{1,60}\)|<[^<>]{1,20}>)")
_WHEN: Final = (
    rf"(?:\s(?:(?:on|late|early)\s)*(?:{_DAY}|today)"
    r"|\sin\s(?:an?|its)\s(?:\w+\s){0,3}(?:statement|filing|release))"
)
# "Acme said on Tuesday it will spend" is told like "Acme will spend".
_SAID: Final = re.compile(
    rf"\s(?:said|announced|confirmed)(?:{_WHEN}){{0,2}},?\s(?:that\s)?(?:it|they|the\s(?:company|group|firm))\s"
)
# "..., the group said on Tuesday"
_SAYS: Final = re.compile(
    rf",\s(?:it\s|they\s|the\s(?:[\w’'-]+\s){{1,4}}?|(?:[A-Z][\w’'&-]*\s){{1,4}})"
    rf"(?:said|says|announced|reports|reported)(?:{_WHEN}){{0,2}}(?=[.,]|$)"
)
_ON_A_DAY: Final = re.compile(rf"\son\s{_DAY}\b")
_LONGEST: Final = 260  # characters; what follows is background


def as_headline(sentence: str) -> str:
    """Return `sentence` without dateline, brackets, attribution and day, and without its far end."""
    short = _BRACKETS.sub("", _BARE_DATELINE.sub("", _DATELINE.sub("", sentence)))
    short = _ON_A_DAY.sub("", _SAYS.sub("", _SAID.sub(" ", short, count=1), count=1), count=1)
    if len(short) > _LONGEST:
        short = short[: short.rfind(" ", 0, _LONGEST)]
    return short
