"""Acts that are told by a noun, a participle or a passive: "⟦0⟧’s purchase of ⟦1⟧", "⟦1⟧ was bought by ⟦0⟧".

Like `roles`, the patterns know nothing of any company: they say what stands before and behind a sign.
"""

import re
from collections.abc import Iterator
from typing import Final

from bot.domain.reading import Role
from bot.reading.companies.parts import NUMBER, SOME, SUM, Act, is_subject, listed, objects, subject
from bot.reading.companies.predicates import ASIDE
from bot.reading.companies.verbs import TO_BUY, TO_SPEND, UNDONE, Kind, compiled, matters

__all__ = ["ROUND", "told"]

ROUND: Final = re.compile(
    r"\b(?:rais\w+|round|funding|investment|invested|snagged|secured|series\s[a-h]\b|backing|stake|backers)\b"
)

_PARTICIPLE: Final = (
    rf"{NUMBER}[^.;]{{1,120}}?,\s(?:(?:agreeing|planning|pledging|vowing|committing|offering)\sto\s)?"
    rf"(?:(?P<buy>buying|acquiring|purchasing|taking\sover|(?<=to\s){TO_BUY})"
    rf"|(?P<spend>investing|pouring|spending|pledging|committing|(?<=to\s){TO_SPEND}))\b(?P<rest>[^.;]{{0,100}})"
)
# What is done to a company's plan, and who does it: "⟦0⟧’s plant scrapped", "plan for a mill dropped by ⟦0⟧".
_ENDED = (
    r"(?:scrapped|cancel+ed|shelved|halted|paused|suspended|delayed|postponed|abandoned|dropped|axed"
    r"|put\son\shold)"
)
_STOPPED = rf"(?:{_ENDED}|blocked|rejected|vetoed|collapses|fails|falls\s(?:through|apart))"
_UNDONE_TO: Final = (
    rf"{NUMBER}(?:[’']s?)?\s{SUM}{{0,8}}?{UNDONE}\s(?:\w+ly\s)?(?:is\s|was\s|are\s|were\s|has\sbeen\s|to"
    rf"\sbe\s)?{_STOPPED}\b"
)
_UNDONE_OF: Final = (
    rf"\b{UNDONE}\s(?:by|of|from)\s{SOME}{{0,2}}?{NUMBER}\s{SUM}{{0,9}}?{_STOPPED}\b"
    rf"|\b{UNDONE}\s(?:is\s|was\s|has\sbeen\s)?{_ENDED}\sby\s{SOME}{{0,2}}?{NUMBER}"
)
_VOTED: Final = (
    rf"{NUMBER}\s(?:shareholders|stockholders|investors|holders|owners)\s{SOME}{{0,2}}?(?:approv|back|vot|clear|accept|reject|support)\w*"
    rf"\s{SUM}{{0,4}}?{NUMBER}(?:[’']s?)?\s{SUM}{{0,6}}?(?:deal|takeover|acquisition|merger|bid|offer|buyout|purchase)\b"
)
_PAID: Final = (
    rf"(?:{NUMBER}(?:{ASIDE})?\s)?(?:(?:to|will|has|have|had|also)\s)*"
    r"(?:rais|receiv|secur|scor|snag|gets?\b|got\b|land|attract|draw|bag|tak|took)\w*\s"
    r"(?:(?:up\sto|at\sleast|more\sthan|over|about|around|nearly|some|another|an\sadditional|a)\s)?[a-z]{0,3}[$€£¥]?\s?\d[\d_,]*"
    rf"\s?(?:bn|b|mln|m|bln|million|billion|crore|trillion)?\s(?:euros?\s|dollars?\s|yuan\s|won\s|yen\s)?"
    r"(?:(?:in\s)?(?:new\s|fresh\s)?(?:investment|injection|infusion|funding|round|cash|capital|equity)\s)?from\s"
    rf"{SOME}{{0,3}}?{NUMBER}"
)
_PAID_TOO: Final = rf"(?:,|,?\sand)\s[^,.;⟦]{{0,25}}\d[^,.;⟦]{{0,25}}\sfrom\s{SOME}{{0,2}}?{NUMBER}"
_POSSESSIVE: Final = (
    rf"{NUMBER}(?:\s(?:takeover|acquisition|buyout|purchase)\sof\b|[’']s"
    rf"\s{SUM}{{0,6}}?(?:acquisition|purchase|takeover|buyout|bid|offer|investment|stake)\s(?:of|for"
    rf"|in)\b)"
)
_NAME_FOLLOWS: Final = re.compile(r"\s[A-Z]")
_DEAL: Final = (
    rf"{NUMBER}[’']s\s{SUM}{{0,4}}{NUMBER}"
    rf"\s(?:deal|takeover|bid|acquisition|buyout|purchase|merger|tie-up|offer)\b"
)
# "⟦0⟧ expands in Asia with $2 billion ⟦1⟧ deal": the verb is any, the noun tells.
_THROUGH: Final = (
    rf"^(?:[a-z]+:\s)?{SOME}{{0,2}}?{NUMBER}(?![’'])(?P<gap>[^.;:⟦]{{0,70}}?)\s(?:with|on|via|through|by|in)\s(?P<what>{SUM}{{0,6}}?"
    rf"(?:(?P<of>(?:acquisition|purchase|takeover|buyout|deal|swoop|bet|offer|bid|backing|stake)\s(?:of|for|on|in)\b)"
    rf"|⟦(?P<target>\d+)⟧\s(?:acquisition|purchase|takeover|buyout|buy|deal|bet|bid|stake|tie-up)\b(?!\s(?:by|cut|sale|talk|rumou?r|hope|report))))"
)
_SHARE_MOVES: Final = re.compile(
    r"\b(?:shares?|stock|ris(?:es|ing)|rose|jump|surg|soar|gain|rall|fall|fell|drop|slid|slip|sink|plung|tumbl|dip|climb"
    r"|sues?|suit|analyst|cautious|upgrad|downgrad|talks?|approv|clear)"
)
_TALKS: Final = (
    rf"{NUMBER}(?:[’']s)?\s{SUM}{{0,3}}?(?:merger|takeover|tie-up|acquisition|venture)\s"
    rf"(?:talks|discussions|negotiations|plan)?\s?with\s{SOME}{{0,3}}?{NUMBER}"
    rf"|\b(?:talks|merger|deal|venture|tie-up)\sbetween\s{SOME}{{0,3}}?{NUMBER}\sand\s{SOME}{{0,3}}?{NUMBER}"
)
# "⟦0⟧, ⟦1⟧ in talks over $3 bln plant": the two are to do it together.
_IN_TALKS: Final = (
    rf"^{NUMBER}(?:,|\sand|\s&)\s{NUMBER}\s(?:are\s)?in\s(?:\w+\s)?talks"
    r"\s(?:over|about|on|for)\s(?P<rest>[^.;]*)"
)
_DONE_BY: Final = (
    rf"\b(?:acquisition|takeover|buyout|purchase)\s(?:of\s[^.;⟦]{{0,30}}?(?:⟦(?P<target>\d+)⟧)?\s)?by"
    rf"\s{SOME}{{0,4}}?⟦(?P<buyer>\d+)⟧"
)
_PAIRED: Final = (
    rf"{NUMBER}(?:-|(?:,|\sand|\s&)\s?{SOME}{{0,2}}?){NUMBER}"
    r"(?![’']s?\s|\s(?:owners|holders|investors|shareholders|shares|stocks?)\b)[^.;⟦]{0,70}?"
    r"\b(?:venture|alliance|tie-up|merg(?:e|er|ing)|combine)\b"
)
_PASSIVE: Final = (
    rf"{NUMBER}(?:{ASIDE})?[^.;⟦]{{0,40}}?\b(?:acquired|bought|purchased|taken\s(?:over|private)|snapped\sup|swallowed)"
    rf"\sby\s{SOME}{{0,6}}?{NUMBER}"
)
_RAISED: Final = (
    rf"(?:{NUMBER}(?:{ASIDE})?\s(?:(?:has|have|had|also)\s)*)?"
    r"\b(?:rais|receiv|secur|scor|snag|get|got|land|clos|win|won|attract|draw|bag|net)\w*\b"
    rf"[^.;⟦]{{0,90}}?\b(?:from|led\sby|investment\sby)\s{SOME}{{0,4}}?{NUMBER}"
)
_LED: Final = rf"{NUMBER}[-–]led\b"
_SOLD_TO: Final = rf"\b(?:sell|sells|sold|selling|sale)\b[^.;]{{0,90}}?\bto\s{SOME}{{0,5}}?{NUMBER}"
_VENTURE_WITH: Final = rf"\bjoint\sventures?\b[^.;⟦]{{0,60}}?\bwith\s{SOME}{{0,7}}?{NUMBER}"
_WITH: Final = (
    r"\b(?:partner(?:s|ed|ing|ship)?|together|alongside|along|jointly|collaborat\w+|team(?:s|ed|ing)?\sup|tie-up"
    rf"|alliance|in\sconjunction)\s(?:\w+\s){{0,2}}?with\s{SOME}{{0,6}}?{NUMBER}"
)


def told(said: str, low: str, hinted: int) -> Iterator[Act]:
    """Give the roles that a sentence states by nouns, participles and passives.

    `low` is `said` in small letters, as `predicates.lowered` gives it; `hinted` joins the hints of its words
    (`verbs.hints`), which spare most sentences most patterns.
    """
    if hinted & Kind.PARTICIPLE and ", " in low:
        yield from _participles(low)
    if hinted & Kind.NOUN:
        if "⟧’" in low or "⟧'" in low or " of " in low:
            yield from _possessives(said, low)
        yield from _through(low)
    if (hinted & Kind.NOUN and " with " in low) or " between " in low:
        yield from _numbered(_TALKS, low)
    yield from _in_talks(low)
    if " by " in low:
        yield from _passives(low)
    if hinted & Kind.NOUN and ("holders " in low or "investors " in low or "owners " in low):
        for match in compiled(_VOTED).finditer(low):
            yield Act(int(match[1]), Role.TARGET)
            yield Act(int(match[2]), Role.INVESTOR)
    if hinted & Kind.SALE and " to " in low:
        yield from _numbered(_SOLD_TO, low)
    if hinted & Kind.STOP:
        yield from _numbered(_UNDONE_TO, low)
        yield from _numbered(_UNDONE_OF, low)
    if 0 <= low.find(" from ") < low.rfind("⟦"):
        yield from _paid(low)
    if hinted & Kind.ROUND and ROUND.search(low):
        yield from _funding(low)
    yield from _partners(low, hinted)


def _numbered(form: str, low: str) -> Iterator[Act]:
    """Give every company that a form numbers, as an investor."""
    for match in compiled(form).finditer(low):
        for named in filter(None, match.groups()):
            yield Act(int(named), Role.INVESTOR)


def _in_talks(low: str) -> Iterator[Act]:
    talks = compiled(_IN_TALKS).match(low) if " talks " in low else None
    if talks is not None and matters(talks["rest"]):
        yield from (Act(int(named), Role.INVESTOR) for named in talks.group(1, 2))


def _participles(low: str) -> Iterator[Act]:
    for match in compiled(_PARTICIPLE).finditer(low):
        if not is_subject(low, match.start()):
            continue
        if match["buy"]:
            yield from subject(low, match)
            yield from objects(low, match.end("buy"))
        elif matters(match["rest"]):
            yield from subject(low, match)


def _possessives(said: str, low: str) -> Iterator[Act]:
    for match in compiled(_DEAL).finditer(low):
        if is_subject(low, match.start()):
            yield from subject(low, match)
            yield Act(int(match[2]), Role.TARGET)
    for match in compiled(_POSSESSIVE).finditer(low):
        targets = list(objects(low, match.end()))
        if targets or _NAME_FOLLOWS.match(said, match.end()):
            yield Act(int(match[1]), Role.INVESTOR)
            yield from targets


def _through(low: str) -> Iterator[Act]:
    match = compiled(_THROUGH).match(low)
    if match is None or _SHARE_MOVES.search(match["gap"]):
        return
    yield Act(int(match[1]), Role.INVESTOR)
    if match["target"]:
        yield Act(int(match["target"]), Role.TARGET)
    else:
        yield from objects(low, match.end())


def _passives(low: str) -> Iterator[Act]:
    for match in compiled(_DONE_BY).finditer(low):
        yield Act(int(match["buyer"]), Role.INVESTOR)
        if match["target"]:
            yield Act(int(match["target"]), Role.TARGET)
    for match in compiled(_PASSIVE).finditer(low):
        yield Act(int(match[1]), Role.TARGET)
        yield Act(int(match[2]), Role.INVESTOR)


def _paid(low: str) -> Iterator[Act]:
    """Give who takes a sum, and from whom: "⟦0⟧ to get $5 bln from ⟦1⟧, $10 bln from ⟦2⟧"."""
    for match in compiled(_PAID).finditer(low):
        if match[1]:
            yield Act(int(match[1]), Role.TARGET)
        yield Act(int(match[2]), Role.INVESTOR)
        at = match.end()
        yield from (Act(named, Role.INVESTOR) for named in listed(low, at))
        while (further := compiled(_PAID_TOO).match(low, at)) is not None:
            yield Act(int(further[1]), Role.INVESTOR)
            at = further.end()


def _funding(low: str) -> Iterator[Act]:
    if " from " in low or " by " in low:
        for match in compiled(_RAISED).finditer(low):
            if match[1]:
                yield Act(int(match[1]), Role.TARGET)
            yield Act(int(match[2]), Role.INVESTOR)
            yield from (Act(named, Role.INVESTOR) for named in listed(low, match.end()))
    yield from _numbered(_LED, low)


def _partners(low: str, hinted: int) -> Iterator[Act]:
    if hinted & Kind.PAIR and "⟦1⟧" in low:
        yield from _numbered(_PAIRED, low)
    if " with " in low:
        venture = "venture" in low
        if venture:
            yield from _numbered(_VENTURE_WITH, low)
        if hinted & Kind.JOINTLY:
            for match in compiled(_WITH).finditer(low):
                yield Act(int(match[1]), Role.INVESTOR if venture else Role.PARTNER)
