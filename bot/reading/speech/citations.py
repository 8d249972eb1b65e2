"""The outlets that an article names as where its news comes from, apart from its speakers."""

import re
from typing import Final

from bot.reading.speech.outlets import OUTLET, is_outlet

__all__ = ["cited_sources"]

_SAYS: Final = (
    r"(?:reports|reported|reporting|says|said|wrote|writes|cited|notes|noted|first reported|has reported"
    r"|had reported|claimed|claims|revealed|learned|has learned|added|citing)"
)
_NAME: Final = r"[A-Z][\w’'&.-]*(?:[ ](?:[A-Z][\w’'&.-]*|of|the|and|de|della|do)){0,5}"
# "according to Reuters", "citing a report by Calcalist", "told the Financial Times in an interview"
_NAMED: Final = re.compile(
    rf"\b(?:[Aa]ccording to|citing|cited by|first reported by|reported by|report (?:by|in|from|of)"
    rf"|interview (?:with|on)|told|telling|published (?:in|by)|quoted by|as reported by|via)\s"
    rf"(?:(?:a|an|the|its|an?\s\w+day)\s)?(?:[a-z]+\s){{0,3}}?(?:report|article|story|interview"
    rf"|news)?s?\s?(?:in|by|from|on|with|of|to)?\s?(?:the\s)?(?P<name>{OUTLET})\b"
)
# "SCMP reports", "the Nikkei reported on Monday", "the Financial Times newspaper said"
_TELLING: Final = re.compile(
    rf"(?<![\w-])(?P<name>{OUTLET})(?:,\s[^,.]{{3,60}},)?\s(?:newspaper\s|magazine\s|news agency\s"
    rf"|website\s)?(?:also\s|has\s|earlier\s|first\s)?{_SAYS}\b"
)
# "a Wall Street Journal report"
_REPORT_OF: Final = re.compile(
    rf"\b(?:[Aa]|[Tt]he|[Aa]n)\s(?P<name>{OUTLET})\s(?:report|article|story|interview)\b"
)
_PATTERNS: Final = (_NAMED, _TELLING, _REPORT_OF)
# An outlet that no list knows: "the Harbour Gazette newspaper reported".
_UNKNOWN: Final = re.compile(
    rf"(?:(?:[Tt]he\s)?(?:[a-z]+\s)?(?:newspaper|daily|paper|broadcaster|magazine|news agency|news site"
    rf"|news website|business daily)\s(?P<behind>{_NAME})|(?P<before>{_NAME})\s(?:newspaper|daily"
    rf"|magazine|news agency))"
    rf"\s(?:has\s|also\s)?{_SAYS}\b"
)
_REPORTS: Final = re.compile(
    r"(?<=,\s)(?P<name>[A-Z][\w’'&-]*(?:[ ][A-Z][\w’'&-]*){0,3})\s(?:reports"
    r"|reported|has reported)(?=[.,]|\s(?:on|citing|late|earlier)\b)"
)
_HEADLINE: Final = re.compile(
    rf"(?::|[-–—])\s(?P<name>{OUTLET})\s*$|,\s(?P<says>{OUTLET})\s(?:[Ss]ays"
    rf"|[Rr]eports)\s*$"
)
_DATELINE: Final = re.compile(r"\((?:Reuters|Bloomberg|AP|AFP|Dow Jones)\)\s*[-—–]")


def cited_sources(text: str, headline_length: int = 0) -> tuple[str, ...]:
    """Return the outlets that `text` cites, in order, each once and without "the".

    The outlet whose own dateline opens the article is not cited by it.
    """
    found: list[tuple[int, str]] = []
    own = {
        match.group()[1 : match.group().index(")")]
        for match in _DATELINE.finditer(text[headline_length : headline_length + 200])
    }
    for pattern in _PATTERNS:
        found += ((match.start("name"), match["name"]) for match in pattern.finditer(text))
    for match in _UNKNOWN.finditer(text):
        found.append((match.start(), match["behind"] or match["before"]))
    for match in _REPORTS.finditer(text):
        if is_outlet(match["name"]) or match["name"].isupper():
            found.append((match.start("name"), match["name"]))
    if headline_length and (ending := _HEADLINE.search(text[:headline_length])):
        found.append((ending.start(), ending["name"] or ending["says"]))
    names: dict[str, None] = {}
    for _, name in sorted(found):
        plain = re.sub(
            r"^[Tt]he\s|(?:\s(?:newspaper|magazine|news agency|daily|website))$|['’]s?$", "", name.strip()
        )
        if plain and plain not in own and not any(plain in known for known in names):
            names[plain] = None
    return tuple(names)
