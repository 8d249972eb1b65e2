"""The outlets that an article names as where its news comes from, apart from its speakers.

Reading begins at the outlets' names; what stands around a name says whether it is cited.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.reading.speech.outlets import is_outlet, outlets_in

__all__ = ["cited_sources"]

_SAYS: Final = (
    r"(?:reports|reported|reporting|says|said|wrote|writes|cited|notes|noted|first reported|has reported"
    r"|had reported|claimed|claims|revealed|learned|has learned|added|citing)"
)
_NAME: Final = r"[A-Z][\w’'&.-]*(?:[ ](?:[A-Z][\w’'&.-]*|of|the|and|de|della|do)){0,5}"
# Before a name: "according to Reuters", "citing a report by Calcalist", "told the Financial Times"
_NAMED: Final = re.compile(
    r"\b(?:[Aa]ccording to|citing|cited by|first reported by|reported by|report (?:by|in|from|of)"
    r"|interview (?:with|on)|told|telling|published (?:in|by)|quoted by|as reported by|via)\s"
    r"(?:(?:a|an|the|its|an?\s\w+day)\s)?(?:[a-z]+\s){0,3}?(?:report|article|story|interview"
    r"|news)?s?\s?(?:in|by|from|on|with|of|to)?\s?(?:the\s|The\s)?$"
)
# Behind a name: "SCMP reports", "the Nikkei reported on Monday", "the Financial Times newspaper said"
_TELLING: Final = re.compile(
    r"(?:\s(?:newspaper|magazine|news agency|daily|website))?(?:,\s[^,.]{3,60},)?\s(?:newspaper\s|magazine\s"
    rf"|news agency\s|website\s)?(?:also\s|has\s|earlier\s|first\s)?{_SAYS}\b"
)
# "a Wall Street Journal report"
_ARTICLE: Final = re.compile(r"\b(?:[Aa]|[Tt]he|[Aa]n)\s(?:[Tt]he\s)?$")
_REPORT: Final = re.compile(r"\s(?:report|article|story|interview)\b")
_ENDS_HEADLINE: Final = re.compile(r"(?::|[-–—])\s(?:[Tt]he\s)?$")
_SAYS_IN_HEADLINE: Final = re.compile(r"\s(?:[Ss]ays|[Rr]eports)\s*$")
# An outlet that no list knows: "the Harbour Gazette newspaper reported".
_PAPERS: Final = ("paper", "daily", "broadcaster", "magazine", "news agency", "news site", "news website")
_UNKNOWN: Final = re.compile(
    rf"(?:(?:newspaper|daily|paper|broadcaster|magazine|news agency|news site|news website|business daily)\s"
    rf"(?P<behind>{_NAME})|(?P<before>{_NAME})\s(?:newspaper|daily|magazine|news agency))"
    rf"\s(?:has\s|also\s)?{_SAYS}\b"
)
# ", SCMP reports."
_REPORTS: Final = re.compile(r" report(?:s|ed)(?=[.,]|\s(?:on|citing|late|earlier)\b)")
_NAME_ENDS: Final = re.compile(r",\s(?P<name>[A-Z][\w’'&-]*(?:[ ][A-Z][\w’'&-]*){0,3})$")
_DATELINE: Final = re.compile(r"\((?:Reuters|Bloomberg|AP|AFP|Dow Jones)\)\s*[-—–]")
_PLAIN: Final = re.compile(r"^[Tt]he\s|(?:\s(?:newspaper|magazine|news agency|daily|website))$|['’]s?$")
_REACH: Final = 100  # characters on either side of a name that say whether it is cited


def cited_sources(text: str, headline_length: int = 0) -> tuple[str, ...]:
    """Return the outlets that `text` cites, in order, each once and without "the".

    The outlet whose own dateline opens the article is not cited by it.
    """
    found = [*_known(text, headline_length), *_unknown(text)]
    if not found:
        return ()
    own = {
        match.group()[1 : match.group().index(")")]
        for match in _DATELINE.finditer(text[headline_length : headline_length + 200])
    }
    names: dict[str, None] = {}
    for _, name in sorted(found):
        plain = _PLAIN.sub("", name.strip())
        if plain and plain not in own and not any(plain in known for known in names):
            names[plain] = None
    return tuple(names)


def _known(text: str, headline_length: int) -> Iterator[tuple[int, str]]:
    """Yield the known outlets that are cited, with their places."""
    for start, end in outlets_in(text):
        before = text[max(0, start - _REACH) : start]
        cited = _TELLING.match(text, end) or _NAMED.search(before)
        if not cited and _REPORT.match(text, end):
            cited = _ARTICLE.search(before)
        if not cited and end <= headline_length:
            behind = text[end:headline_length]
            cited = (_ENDS_HEADLINE.search(before) if not behind.strip() else None) or (
                _SAYS_IN_HEADLINE.match(behind) if before.endswith((", ", ", the ")) else None
            )
        if cited:
            yield start, text[start:end]


def _unknown(text: str) -> Iterator[tuple[int, str]]:
    """Yield the outlets that only their sentence shows to be one, with their places."""
    for word in _PAPERS:
        for place in _places(text, word):
            start = max(0, place - _REACH)
            for match in _UNKNOWN.finditer(text, start, place + _REACH):
                yield match.start(), match["behind"] or match["before"]
    for place in _places(text, " report"):
        if _REPORTS.match(text, place):
            start = max(0, place - _REACH)
            before = text[start:place].removesuffix(" has")
            named = _NAME_ENDS.search(before)
            if named and (is_outlet(named["name"]) or named["name"].isupper()):
                yield start + named.start("name"), named["name"]


def _places(text: str, word: str) -> Iterator[int]:
    place = text.find(word)
    while place >= 0:
        yield place
        place = text.find(word, place + len(word))
