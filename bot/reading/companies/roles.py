"""What a company does in a sentence: who commits, to whom, with whom.

Each sentence is looked at as a shape: every name becomes a numbered sign, the other words stay. The patterns
then say what stands before and behind a sign, so that they know nothing of any company:

    ⟦0⟧ agreed to acquire battery-technology company ⟦1⟧   →   0 investor, 1 target
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies.names import Named
from bot.reading.companies.verbs import (
    ATTEMPT,
    BACK,
    BUY,
    CUE,
    LEAD,
    OWNED,
    PLAN,
    QUIT,
    SAYS,
    SITE,
    SPEND,
    STAKE,
    TAKEOVER,
    UNDONE,
    UNIT,
    WEEKDAY,
)

__all__ = ["Act", "acts", "commits", "joiners", "shape", "together"]


@dataclass(frozen=True, slots=True)
class Act:
    """One naming (its place in the list of names) in one role.

    A role of MENTION says that the company is only the owner of what is bought.
    """

    named: int
    role: Role


_SIGN = r"⟦(\d+)⟧"
_ANY = r"⟦\d+⟧"
_SOME = r"(?:[\w’'-]+\s)"  # a describing word
# A describing word or a part of a sum, but none that begins another thought.
_SUM = r"(?:(?!(?:after|amid|as|if|but|over|despite)\s)[\w$€£¥.,%’'()-]+\s)"
_ASIDE = (
    rf"(?:,\s(?!said)[^,.;⟦]{{1,110}}(?:{_ANY}[^,.;⟦]{{0,60}})?,|\s\([^()]{{0,60}}\)"
    r"|\s[–—-]{1,2}\s[^–—]{1,80}\s[–—-]{1,2})"
)
_AND_ANOTHER = (
    r"(?:(?:,|\sand|\s&)\s(?-i:[A-Z])[\w.’'-]+(?:\s(?-i:[A-Z])[\w.’'-]+){0,3}"
    r"|,?\sand\s(?:\w+\s)?(?:others|partners))"
)
_OFFICER = (
    r"(?:(?:[’']s)?\s(?:ceo|cfo|boss|chief(?:\sexecutive)?(?:\sofficer)?|chairman|president|spokes\w+))"
)
_GAP = (
    rf"(?:{UNIT}|{_AND_ANOTHER}|{_OFFICER})?(?:{_ASIDE})?{WEEKDAY}?\s"
    rf"(?:{SAYS}{WEEKDAY}?\s)?(?:{LEAD}{WEEKDAY}?\s){{0,7}}?"
)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


# "⟦Shire⟧ buy" is a noun; "acquired by" is done to the company, not by it.
_BUYER: Final = _pattern(
    rf"{_SIGN}(?!\s(?:buy|purchase|bid|offer)\b(?!\sfor\b)){_GAP}(?:{BUY}|{STAKE}|{BACK})\b(?!\sby\b)"
)
_SPENDER: Final = _pattern(rf"{_SIGN}{_GAP}{SPEND}\b(?!\sby\b)(?P<rest>[^.;]{{0,140}})")
_BIDDER: Final = _pattern(rf"{_SIGN}{_GAP}{ATTEMPT}\s{_SUM}{{0,6}}?{TAKEOVER}\b(?:\s(?:of|for|with|in))?")
_SWEETENER: Final = _pattern(rf"{_SIGN}{_GAP}{ATTEMPT}\s{_SUM}{{0,4}}?{_SIGN}\s(?:{TAKEOVER}|deal|buy)\b")
_PLANNER: Final = _pattern(
    rf"{_SIGN}{_GAP}(?:{ATTEMPT}|begin\w*|plans?|us(?:es|ing)|commission\w*|increas\w*|boost\w*|steps?\sup|ramp\w*"
    rf"|accelerat\w*)\s{_SUM}{{0,8}}?{SITE}\b"
)
_CUE: Final = _pattern(rf"\b{CUE}")
_PLAN_IN: Final = _pattern(PLAN)
_PARTICIPLE: Final = _pattern(
    rf"{_SIGN}[^.;]{{1,120}}?,\s(?:(?:agreeing|planning|pledging|vowing|committing|offering)\sto\s)?"
    rf"(?:(?P<buy>buying|acquiring|purchasing|taking\sover|(?<=to\s){BUY})"
    rf"|(?P<spend>investing|pouring|spending|pledging|committing|(?<=to\s){SPEND}))\b(?P<rest>[^.;]{{0,100}})"
)
_POSSESSIVE: Final = _pattern(
    rf"{_SIGN}[’']s\s{_SUM}{{0,6}}?(?:acquisition|purchase|takeover|buyout|bid|offer|investment|stake)\s(?:of|for|in)\b"
)
_NAME_FOLLOWS: Final = re.compile(r"\s[A-Z]")
# What is taken back, and from whom: "walks away from talks to buy ⟦1⟧", "pulls out of ⟦1⟧ takeover".
_QUITTER: Final = _pattern(
    rf"{_SIGN}{_GAP}{QUIT}\s{_SUM}{{0,6}}?{UNDONE}\b(?:\s{UNDONE}\b)?(?P<of>\s(?:to\s(?:{BUY}|{BACK}|invest\sin)|of|for|with))?"
)
_QUITS_DEAL: Final = _pattern(
    rf"{_SIGN}{_GAP}{QUIT}\s{_SUM}{{0,4}}?(?:to\s{BUY}\s)?{_SIGN}(?:[’']s)?(?P<deal>\s{_SUM}{{0,2}}?(?:{TAKEOVER}|deal|offer|talks|pact|tie-up)\b)?"
)
_REBUFFED: Final = _pattern(
    rf"{_SIGN}{_GAP}(?:reject|rebuff|spurn|refus|turn)\w*\s(?:down\s)?{_SUM}{{0,6}}?(?:bid|offer|proposal|approach)s?\s"
    rf"(?:from|by)\s{_SOME}{{0,3}}?{_SIGN}"
)
_DEAL: Final = _pattern(
    rf"{_SIGN}[’']s\s{_SUM}{{0,4}}{_SIGN}\s(?:deal|takeover|bid|acquisition|buyout|purchase)\b"
)
_PAIRED: Final = _pattern(
    rf"{_SIGN}(?:,|\sand|\s&|-)\s?{_SOME}{{0,2}}?{_SIGN}[^.;⟦]{{0,70}}?"
    r"\b(?:venture|alliance|tie-up|merg(?:e|er|ing)|combine)\b"
)
_PASSIVE: Final = _pattern(
    rf"{_SIGN}(?:{_ASIDE})?[^.;⟦]{{0,40}}?\b(?:acquired|bought|purchased|taken\s(?:over|private)|snapped\sup|swallowed)"
    rf"\sby\s{_SOME}{{0,6}}?{_SIGN}"
)
_RAISED: Final = _pattern(
    rf"(?:{_SIGN}(?:{_ASIDE})?\s(?:(?:has|have|had|also)\s)*)?"
    r"\b(?:rais|receiv|secur|scor|snag|get|got|land|clos|win|won|attract|draw|bag|net)\w*\b"
    rf"[^.;⟦]{{0,90}}?\b(?:from|led\sby|investment\sby)\s{_SOME}{{0,4}}?{_SIGN}"
)
_ROUND: Final = _pattern(
    r"\b(?:rais\w+|round|funding|investment|invested|snagged|secured|series\s[a-h]\b|backing|stake|backers)\b"
)
_LED: Final = _pattern(rf"{_SIGN}[-–]led\b")
_JOINED_BY: Final = _pattern(
    rf"\bjoined\s[^.;⟦]{{0,60}}?\bby\s(?P<by>[^.;]*?{_ANY}[^.;]*)"
    rf"|\b(?:investors|backers|participants)\b[^.;⟦]{{0,50}}?\b(?:includ\w+|are|were)\s(?P<others>[^.;]*?{_ANY}[^.;]*)"
    rf"|\bparticipation\s(?:from|by|of)\s(?P<part>[^.;]*?{_ANY}[^.;]*)"
    rf"|\bwith\s(?P<along>[^.;]*?{_ANY}[^.;]*?)\s(?:also\s)?(?:taking\spart|participating|joining)\b"
    rf"|^(?P<first>{_ANY}[^.;]*?)\s(?:also\s)?(?:participated|took\spart|joined)\b"
)
_SOLD_TO: Final = _pattern(rf"\b(?:sell|sells|sold|selling|sale)\b[^.;]{{0,90}}?\bto\s{_SOME}{{0,5}}?{_SIGN}")
_VENTURE_WITH: Final = _pattern(rf"\bjoint\sventures?\b[^.;⟦]{{0,60}}?\bwith\s{_SOME}{{0,7}}?{_SIGN}")
_VENTURE: Final = _pattern(r"\bventure\b")
_WITH: Final = _pattern(
    r"\b(?:partner(?:s|ed|ing|ship)?|together|alongside|along|jointly|collaborat\w+|team(?:s|ed|ing)?\sup|tie-up"
    rf"|alliance|in\sconjunction)\s(?:\w+\s){{0,2}}?with\s{_SOME}{{0,6}}?{_SIGN}"
)
_OBJECT: Final = _pattern(
    r"(?P<fill>(?:[\w$€£¥.,%()&’'/:-]+\s|\s){0,12}?)⟦(?P<named>\d+)⟧"
    rf"(?P<own>[’'](?:s\b)?(?!\s(?:shares|stock))|\s{OWNED}\b)?"
)
_ENDS_OBJECT: Final = _pattern(
    r"\b(?:from|by|against|than|like|rivals?|competitors?|compet\w+|after|as|amid|but|while|because|which|who|where|said"
    r"|says|using|citing|ahead|versus|vs|despite|over|take\son|challenge)\b|[;:]"
)
# "A unit of ⟦0⟧ will buy" is ⟦0⟧'s doing; "buys a unit of ⟦0⟧", "with ⟦0⟧" is not.
_NOT_A_SUBJECT: Final = _pattern(rf"\b(?:with|from|by|against|than|for|at|of)\s{_SOME}{{0,3}}$")
_UNIT_OF: Final = _pattern(
    rf"^(?:an?\s|the\s)?{_SOME}{{0,2}}(?:units?|arm|division|subsidiary)\sof\s{_SOME}{{0,3}}$"
)
_COUPLE: Final = _pattern(rf"{_SIGN}(?:,|,?\sand|\s&|-)\s?(?:the\s)?{_SOME}{{0,3}}?(?={_SIGN})")
# ", with ⟦2⟧ taking part" is no further object.
_NEXT: Final = _pattern(
    rf"(?:,|,?\sand)\s(?!(?:with|from|by|while|alongside|backed|joined)\b){_SOME}{{0,2}}?{_SIGN}"
)
_EACH: Final = _pattern(
    r"^(?:each|both|the\stwo|the\spair|the\spartners|together,?|the\scompanies)\b(?:\scompan(?:y|ies)|\sfirms?)?\s"
)
_DESCRIBED: Final = _pattern(
    r"^(?:[\"“(]|\([A-Z][a-z]+\)\s-+\s)?(?:it|they|the\s(?:[\w’',-]+\s){0,6}?(?:company|group|firm|maker|giant|behemoth"
    r"|bank|carmaker|automaker|chipmaker|drugmaker|retailer|producer|miner|lender|insurer|airline|operator|utility"
    r"|conglomerate|startup|unit|division|arm|fund|manufacturer|brewer|supplier|developer|business))(?:[’']s)?(?=\s)"
)
# Points that end nothing: "$1.6 billion", "U.S.".
_POINT: Final = re.compile(r"(?<=\d)\.(?=\d)")
_COUNTRY: Final = re.compile(r"\b([A-Z])\.([A-Z])\.")


def shape(text: str, sentence: Span, names: Sequence[Named]) -> str:
    """Return a sentence with every name replaced by its number in `names`, its possessive kept."""
    parts: list[str] = []
    at = sentence.start
    for number, named in enumerate(names):
        if at <= named.span.start and named.span.end <= sentence.end:
            parts += (text[at : named.span.start], f"⟦{number}⟧")
            at = named.span.end
    parts.append(text[at : sentence.end])
    plain = _COUNTRY.sub(r"\1\2", " ".join("".join(parts).split()))
    return _POINT.sub("_", plain).replace("⟧. ", "⟧ ")


def acts(said: str) -> Iterator[Act]:
    """Give the roles that a sentence, as `shape` writes it, states. A naming may come up more than once."""
    if "⟦" not in said:
        return
    yield from _undone(said)
    if not _CUE.search(said):
        return
    for pattern in (_BUYER, _BIDDER):
        for match in pattern.finditer(said):
            yield from _subject(said, match)
            yield from _objects(said, match.end())
    for match in _SPENDER.finditer(said):
        if _PLAN_IN.search(match[0]):
            yield from _subject(said, match)
    for match in _PLANNER.finditer(said):
        yield from _subject(said, match)
    for match in _PARTICIPLE.finditer(said):
        if match["buy"]:
            yield from _subject(said, match)
            yield from _objects(said, match.end("buy"))
        elif _PLAN_IN.search(match["rest"]):
            yield from _subject(said, match)
    yield from _deals(said)
    yield from _funding(said)
    yield from _partners(said)


def joiners(said: str) -> Iterator[Act]:
    """Give the companies that a sentence lists as further investors of a round."""
    if "⟦" not in said or not _ROUND.search(said):
        return
    for match in _JOINED_BY.finditer(said):
        for named in re.findall(_SIGN, next(group for group in match.groups() if group)):
            yield Act(int(named), Role.INVESTOR)


def together(said: str) -> bool:
    """Say whether a sentence has "each company" or "the two" commit money."""
    each = _EACH.match(said)
    return each is not None and commits(f"it {said[each.end() :]}")


def commits(said: str) -> bool:
    """Say whether a sentence begins with "the company", "it" or a description, which then commits money."""
    described = _DESCRIBED.match(said)
    if described is None:
        return False
    rest = f"⟦0⟧{said[described.end() :]}"
    spends = _SPENDER.match(rest)
    if spends is not None and _PLAN_IN.search(spends[0]) is not None:
        return True
    return _BUYER.match(rest) is not None or _PLANNER.match(rest) is not None


def _subject(said: str, match: re.Match[str]) -> Iterator[Act]:
    """Give the subject of a verb, and those joined to it before ("A and B will invest")."""
    before = said[: match.start()]
    if _NOT_A_SUBJECT.search(before) and not _UNIT_OF.match(before):
        return
    named = match[1]
    yield Act(int(named), Role.INVESTOR)
    joined = {m[2]: m[1] for m in _COUPLE.finditer(said, 0, match.end(1) + 1)}
    while named in joined:
        named = joined.pop(named)
        yield Act(int(named), Role.INVESTOR)


def _objects(said: str, at: int) -> Iterator[Act]:
    """Give the companies that a verb's object names; the owner of what is bought is not bought."""
    found = _OBJECT.match(said, at)
    if found is None or _ENDS_OBJECT.search(found["fill"]):
        return
    if found["own"]:
        yield Act(int(found["named"]), Role.MENTION)
        return
    yield Act(int(found["named"]), Role.TARGET)
    yield from (Act(named, Role.TARGET) for named in _listed(said, found.end()))


def _listed(said: str, at: int) -> Iterator[int]:
    """Give the names that follow one in a list: ", ⟦2⟧ and ⟦3⟧"."""
    while (following := _NEXT.match(said, at)) is not None:
        yield int(following[1])
        at = following.end()


def _deals(said: str) -> Iterator[Act]:
    for pattern in (_DEAL, _SWEETENER):
        for match in pattern.finditer(said):
            yield from _subject(said, match)
            yield Act(int(match[2]), Role.TARGET)
    for match in _POSSESSIVE.finditer(said):
        targets = list(_objects(said, match.end()))
        if targets or _NAME_FOLLOWS.match(said, match.end()):
            yield Act(int(match[1]), Role.INVESTOR)
            yield from targets
    for match in _PASSIVE.finditer(said):
        yield Act(int(match[1]), Role.TARGET)
        yield Act(int(match[2]), Role.INVESTOR)
    for match in _SOLD_TO.finditer(said):
        yield Act(int(match[1]), Role.INVESTOR)


def _undone(said: str) -> Iterator[Act]:
    """Give who takes a commitment back, or whose bid is turned down: they would have invested."""
    for match in _QUITTER.finditer(said):
        yield from _subject(said, match)
        if match["of"]:
            yield from _objects(said, match.end())
    for match in _QUITS_DEAL.finditer(said):
        if match["deal"] or "away" in match[0]:
            yield from _subject(said, match)
            yield Act(int(match[2]), Role.TARGET)
    for match in _REBUFFED.finditer(said):
        yield Act(int(match[1]), Role.TARGET)
        yield Act(int(match[2]), Role.INVESTOR)


def _funding(said: str) -> Iterator[Act]:
    if not _ROUND.search(said):
        return
    for match in _RAISED.finditer(said):
        if match[1]:
            yield Act(int(match[1]), Role.TARGET)
        yield Act(int(match[2]), Role.INVESTOR)
        yield from (Act(named, Role.INVESTOR) for named in _listed(said, match.end()))
    for match in _LED.finditer(said):
        yield Act(int(match[1]), Role.INVESTOR)


def _partners(said: str) -> Iterator[Act]:
    for match in _PAIRED.finditer(said):
        yield Act(int(match[1]), Role.INVESTOR)
        yield Act(int(match[2]), Role.INVESTOR)
    for match in _VENTURE_WITH.finditer(said):
        yield Act(int(match[1]), Role.INVESTOR)
    for match in _WITH.finditer(said):
        yield Act(int(match[1]), Role.INVESTOR if _VENTURE.search(said) else Role.PARTNER)
