"""What a company does in a sentence: who commits, to whom, with whom.

Each sentence is looked at as a shape: every name becomes a numbered sign, the other words stay. The patterns
then say what stands before and behind a sign, so that they know nothing of any company:

    ⟦0⟧ agreed to acquire battery-technology company ⟦1⟧   →   0 investor, 1 target
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies.names import Named
from bot.reading.companies.predicates import ASIDE, SIGN, lowered, places
from bot.reading.companies.verbs import (
    ATTEMPT,
    BACK,
    BUY,
    INVESTMENT,
    OWNED,
    QUIT,
    SITE,
    SPEND,
    STAKE,
    TAKEOVER,
    UNDONE,
    Kind,
    matters,
)

__all__ = ["Act", "acts", "commits", "joiners", "shape", "together"]


@dataclass(frozen=True, slots=True)
class Act:
    """One naming (its place in the list of names) in one role.

    A role of MENTION says that the company is only the owner of what is bought.
    """

    named: int
    role: Role


_NUMBER = r"⟦(\d+)⟧"
_SOME = r"(?:[\w’'-]+\s)"  # a describing word
# A describing word or a part of a sum, but none that begins another thought.
_SUM = r"(?:(?!(?:after|amid|as|if|but|over|despite)\s)[\w$€£¥.,%’'()-]+\s)"
_EACH_NUMBER: Final = re.compile(_NUMBER)

# Predicates: asked where a verb may stand behind a name, as `places` finds it.
# "⟦Shire⟧ buy" is a noun; "acquired by" is done to the company, not by it.
_NOUN: Final = re.compile(r"\s(?:buy|purchase|bid|offer)\b(?!\sfor\b)")
_BUYS: Final = re.compile(rf"(?:{BUY}|{STAKE}|{BACK})\b(?!\sby\b)")
_INVESTMENT: Final = re.compile(INVESTMENT)
_SPENDS: Final = re.compile(rf"{SPEND}\b(?!\sby\b)[^.;]{{0,140}}")
_BIDS: Final = re.compile(rf"{ATTEMPT}\s{_SUM}{{0,6}}?{TAKEOVER}\b(?:\s(?:of|for|with|in))?")
_SWEETENS: Final = re.compile(rf"{ATTEMPT}\s{_SUM}{{0,4}}?{_NUMBER}\s(?:{TAKEOVER}|deal|buy)\b")
_PLANS: Final = re.compile(
    rf"(?:{ATTEMPT}|begin\w*|plans?|us(?:es|ing)|commission\w*|increas\w*|boost\w*|steps?\sup|ramp\w*"
    rf"|accelerat\w*)\s{_SUM}{{0,8}}?{SITE}\b"
)
# What is taken back, and from whom: "walks away from talks to buy ⟦1⟧", "pulls out of ⟦1⟧ takeover".
_QUITS: Final = re.compile(
    rf"{QUIT}\s{_SUM}{{0,6}}?{UNDONE}\b(?:\s{UNDONE}\b)?(?P<of>\s(?:to\s(?:{BUY}|{BACK}|invest\sin)|of|for|with))?"
)
_QUITS_DEAL: Final = re.compile(
    rf"{QUIT}\s{_SUM}{{0,4}}?(?:to\s{BUY}\s)?{_NUMBER}(?:[’']s)?"
    rf"(?P<deal>\s{_SUM}{{0,2}}?(?:{TAKEOVER}|deal|offer|talks|pact|tie-up)\b)?"
)
_REBUFFS: Final = re.compile(
    rf"(?:reject|rebuff|spurn|refus|turn)\w*\s(?:down\s)?{_SUM}{{0,6}}?(?:bid|offer|proposal|approach)s?\s"
    rf"(?:from|by)\s{_SOME}{{0,3}}?{_NUMBER}"
)

# A sum behind one of these is spent; behind "announces" it may be anything.
_OUTLAY: Final = re.compile(
    r"(?:invest|spen[dt]|pour|commit|pledg|inject|earmark|allocat|plough|plow|pump|splash|sink|put)\w*\s"
    r"(?:(?:up\sto|at\sleast|more\sthan|over|about|around|nearly|some|another|an\sadditional)\s)?(?:[a-z]{0,3}[$€£¥]|rs\.?\s?)?\d"
)
_PARTICIPLE: Final = re.compile(
    rf"{_NUMBER}[^.;]{{1,120}}?,\s(?:(?:agreeing|planning|pledging|vowing|committing|offering)\sto\s)?"
    rf"(?:(?P<buy>buying|acquiring|purchasing|taking\sover|(?<=to\s){BUY})"
    rf"|(?P<spend>investing|pouring|spending|pledging|committing|(?<=to\s){SPEND}))\b(?P<rest>[^.;]{{0,100}})"
)
_POSSESSIVE: Final = re.compile(
    rf"{_NUMBER}[’']s\s{_SUM}{{0,6}}?(?:acquisition|purchase|takeover|buyout|bid|offer|investment|stake)\s(?:of|for|in)\b"
)
_NAME_FOLLOWS: Final = re.compile(r"\s[A-Z]")
_DEAL: Final = re.compile(
    rf"{_NUMBER}[’']s\s{_SUM}{{0,4}}{_NUMBER}\s(?:deal|takeover|bid|acquisition|buyout|purchase)\b"
)
_PAIRED: Final = re.compile(
    rf"{_NUMBER}(?:,|\sand|\s&|-)\s?{_SOME}{{0,2}}?{_NUMBER}"
    r"(?![’']s?\s|\s(?:owners|holders|investors|shareholders|shares|stocks?)\b)[^.;⟦]{0,70}?"
    r"\b(?:venture|alliance|tie-up|merg(?:e|er|ing)|combine)\b"
)
_PASSIVE: Final = re.compile(
    rf"{_NUMBER}(?:{ASIDE})?[^.;⟦]{{0,40}}?\b(?:acquired|bought|purchased|taken\s(?:over|private)|snapped\sup|swallowed)"
    rf"\sby\s{_SOME}{{0,6}}?{_NUMBER}"
)
_RAISED: Final = re.compile(
    rf"(?:{_NUMBER}(?:{ASIDE})?\s(?:(?:has|have|had|also)\s)*)?"
    r"\b(?:rais|receiv|secur|scor|snag|get|got|land|clos|win|won|attract|draw|bag|net)\w*\b"
    rf"[^.;⟦]{{0,90}}?\b(?:from|led\sby|investment\sby)\s{_SOME}{{0,4}}?{_NUMBER}"
)
_ROUND: Final = re.compile(
    r"\b(?:rais\w+|round|funding|investment|invested|snagged|secured|series\s[a-h]\b|backing|stake|backers)\b"
)
_LED: Final = re.compile(rf"{_NUMBER}[-–]led\b")
_JOINED_BY: Final = re.compile(
    rf"\bjoined\s[^.;⟦]{{0,60}}?\bby\s(?P<by>[^.;]*?{SIGN}[^.;]*)"
    rf"|\b(?:investors|backers|participants)\b[^.;⟦]{{0,50}}?\b(?:includ\w+|are|were)\s(?P<others>[^.;]*?{SIGN}[^.;]*)"
    rf"|\bparticipation\s(?:from|by|of)\s(?P<part>[^.;]*?{SIGN}[^.;]*)"
    rf"|\bwith\s(?P<along>[^.;]*?{SIGN}[^.;]*?)\s(?:also\s)?(?:taking\spart|participating|joining)\b"
    rf"|^(?P<first>{SIGN}[^.;]*?)\s(?:also\s)?(?:participated|took\spart|joined)\b"
)
_SOLD_TO: Final = re.compile(
    rf"\b(?:sell|sells|sold|selling|sale)\b[^.;]{{0,90}}?\bto\s{_SOME}{{0,5}}?{_NUMBER}"
)
_VENTURE_WITH: Final = re.compile(rf"\bjoint\sventures?\b[^.;⟦]{{0,60}}?\bwith\s{_SOME}{{0,7}}?{_NUMBER}")
_WITH: Final = re.compile(
    r"\b(?:partner(?:s|ed|ing|ship)?|together|alongside|along|jointly|collaborat\w+|team(?:s|ed|ing)?\sup|tie-up"
    rf"|alliance|in\sconjunction)\s(?:\w+\s){{0,2}}?with\s{_SOME}{{0,6}}?{_NUMBER}"
)
# "⟦1⟧ rival ⟦2⟧", "⟦1⟧-backed ⟦2⟧": the second is meant.
_OBJECT: Final = re.compile(
    r"(?P<fill>(?:[\w$€£¥.,%()&’'/:-]+\s|\s"
    rf"|{SIGN}(?:-(?:backed|based|linked|owned)|\s(?:competitor|partner|peer|rival|spin-?off|supplier))\s"
    r"){0,12}?)⟦(?P<named>\d+)⟧"
    rf"(?P<own>[’'](?:s\b)?(?!\s(?:shares|stock))|\s{OWNED}\b)?"
)
_ENDS_OBJECT: Final = re.compile(
    r"\b(?:from|by|against|than|like|(?<!⟧\s)(?:rivals?|competitors?|compet\w+)|after|as|amid|but|while|because|which|who|where|said"
    r"|says|using|citing|ahead|versus|vs|despite|over|take\son|challenge)\b|[;:]"
)
# "A unit of ⟦0⟧ will buy" is ⟦0⟧'s doing; "buys a unit of ⟦0⟧", "with ⟦0⟧" is not.
_NEAR: Final = 60  # characters before a name in which a preposition that governs it stands
_NOT_A_SUBJECT: Final = re.compile(rf"\b(?:with|from|by|against|than|for|at|of)\s{_SOME}{{0,3}}$")
_UNIT_OF: Final = re.compile(
    rf"^(?:an?\s|the\s)?{_SOME}{{0,2}}(?:units?|arm|division|subsidiary)\sof\s{_SOME}{{0,3}}$"
)
_COUPLE: Final = re.compile(rf"{_NUMBER}(?:,|,?\sand|\s&|-)\s?(?:the\s)?{_SOME}{{0,3}}?(?={_NUMBER})")
# ", with ⟦2⟧ taking part" is no further object.
_NEXT: Final = re.compile(
    rf"(?:,|,?\sand)\s(?!(?:with|from|by|while|alongside|backed|joined)\b){_SOME}{{0,2}}?{_NUMBER}"
)
_EACH: Final = re.compile(
    r"^(?:each|both|the\stwo|the\spair|the\spartners|together,?|the\scompanies)\b(?:\scompan(?:y|ies)|\sfirms?)?\s"
)
_DESCRIBED: Final = re.compile(
    r"^(?:[\"“(]|\([a-z]+\)\s-+\s)?(?:it|they|the\s(?:[\w’',-]+\s){0,6}?(?:company|group|firm|maker|giant|behemoth"
    r"|bank|carmaker|automaker|chipmaker|drugmaker|retailer|producer|miner|lender|insurer|airline|operator|utility"
    r"|conglomerate|startup|unit|division|arm|fund|manufacturer|brewer|supplier|developer|business))(?:[’']s)?(?=\s)"
)
# Points that end nothing: "$1.6 billion", "U.S.".
_POINT: Final = re.compile(r"\.(?<=\d\.)(?=\d)")
_COUNTRY: Final = re.compile(r"\b([A-Z])\.([A-Z])\.")


def shape(text: str, sentence: Span, names: Sequence[Named]) -> str:
    """Return a sentence with every name replaced by its number in `names`, its possessive kept.

    `names` are those inside the sentence, in order.
    """
    parts: list[str] = []
    at = sentence.start
    for number, named in enumerate(names):
        if at <= named.span.start and named.span.end <= sentence.end:
            parts += (text[at : named.span.start], f"⟦{number}⟧")
            at = named.span.end
    parts.append(text[at : sentence.end])
    plain = " ".join("".join(parts).split())
    if "." not in plain:
        return plain
    if plain.count(".") > 1:
        plain = _COUNTRY.sub(r"\1\2", plain)
    return _POINT.sub("_", plain).replace("⟧. ", "⟧ ")


@lru_cache(maxsize=64)
def acts(said: str) -> tuple[Act, ...]:
    """Return the roles that a sentence, as `shape` writes it, states. A naming may come up more than once."""
    if "⟦" not in said:
        return ()
    low = lowered(said)
    stated = list(_predicates(said, low))
    if ", " in low and "ing " in low:
        stated += _participles(low)
    stated += _deals(said, low)
    if _ROUND.search(low):
        stated += _funding(low)
    stated += _partners(low)
    return tuple(stated)


def joiners(said: str) -> Iterator[Act]:
    """Give the companies that a sentence lists as further investors of a round."""
    low = lowered(said)
    if "⟦" not in said or not _ROUND.search(low):
        return
    for match in _JOINED_BY.finditer(low):
        for named in _EACH_NUMBER.findall(next(group for group in match.groups() if group)):
            yield Act(int(named), Role.INVESTOR)


def together(said: str) -> bool:
    """Say whether a sentence has "each company" or "the two" commit money."""
    each = _EACH.match(lowered(said))
    return each is not None and commits(f"it {said[each.end() :]}")


def commits(said: str) -> bool:
    """Say whether a sentence begins with "the company", "it" or a description, which then commits money."""
    described = _DESCRIBED.match(lowered(said))
    if described is None:
        return False
    rest = f"⟦0⟧{said[described.end() :]}"
    low = lowered(rest)
    first = len("⟦0⟧")
    return any(verb in _OWN for verb, _ in _stated(rest, low, 0, first))


class _Verb(Enum):
    """The predicates, by what they say of their subject."""

    BUYS = auto()
    BIDS = auto()
    SWEETENS = auto()
    SPENDS = auto()
    PLANS = auto()
    QUITS = auto()
    QUITS_DEAL = auto()
    REBUFFS = auto()


_OWN: Final = frozenset({_Verb.BUYS, _Verb.SPENDS, _Verb.PLANS})
# Each predicate with the kind of word that begins it.
_FORMS: Final = (
    (Kind.BUY, _Verb.BUYS, _BUYS),
    (Kind.ATTEMPT, _Verb.BIDS, _BIDS),
    (Kind.ATTEMPT, _Verb.SWEETENS, _SWEETENS),
    (Kind.SPEND, _Verb.SPENDS, _SPENDS),
    (Kind.PLAN | Kind.ATTEMPT, _Verb.PLANS, _PLANS),
    (Kind.QUIT, _Verb.QUITS, _QUITS),
    (Kind.QUIT, _Verb.QUITS_DEAL, _QUITS_DEAL),
    (Kind.REBUFF, _Verb.REBUFFS, _REBUFFS),
)
_ANY_VERB: Final = Kind.BUY | Kind.ATTEMPT | Kind.SPEND | Kind.PLAN | Kind.QUIT | Kind.REBUFF


def _stated(said: str, low: str, start: int, end: int) -> Iterator[tuple[_Verb, re.Match[str]]]:
    """Give the predicates of the name that stands at `start` to `end`, each at its first place."""
    found: set[_Verb] = set()
    noun = _NOUN.match(low, end) is not None
    invested = "investment in" in low
    for place, kind in places(said, low, end):
        if kind & _ANY_VERB:
            for first, verb, form in _FORMS:
                if not kind & first or verb in found or (verb is _Verb.BUYS and noun):
                    continue
                match = form.match(low, place)
                if match is None or (verb is _Verb.SPENDS and not _is_outlay(low, start, place, match.end())):
                    continue
                found.add(verb)
                yield verb, match
        if invested and _Verb.BUYS not in found and not noun:
            match = _INVESTMENT.match(low, place)
            if match is not None:
                found.add(_Verb.BUYS)
                yield _Verb.BUYS, match


def _is_outlay(low: str, start: int, verb: int, end: int) -> bool:
    """Say whether a verb of spending is said of what money is committed to."""
    return matters(low[start:end]) or _OUTLAY.match(low, verb) is not None


def _predicates(said: str, low: str) -> Iterator[Act]:
    """Give what the names of a sentence do as subjects of its verbs.

    A name that one predicate has already taken in ("in talks with ⟦1⟧ to buy") is not its subject again.
    """
    taken: dict[_Verb, int] = {}
    for name in _EACH_NUMBER.finditer(low):
        if not _is_subject(low, name.start()):
            continue
        for verb, match in _stated(said, low, name.start(), name.end()):
            if name.start() < taken.get(verb, 0):
                continue
            taken[verb] = match.end()
            if verb is _Verb.REBUFFS:
                yield Act(int(name[1]), Role.TARGET)
                yield Act(int(match[1]), Role.INVESTOR)
                continue
            if verb is _Verb.QUITS_DEAL and not match["deal"] and "away" not in match[0]:
                continue
            yield from _subject(low, name)
            if verb in {_Verb.SWEETENS, _Verb.QUITS_DEAL}:
                yield Act(int(match[1]), Role.TARGET)
            elif verb in {_Verb.BUYS, _Verb.BIDS} or (verb is _Verb.QUITS and match["of"]):
                yield from _objects(low, match.end())


def _is_subject(low: str, start: int) -> bool:
    """Say whether a name at `start` may be a subject: no preposition before it makes it part of another."""
    near = max(0, start - _NEAR)
    return _NOT_A_SUBJECT.search(low, near, start) is None or _UNIT_OF.match(low, 0, start) is not None


def _subject(low: str, name: re.Match[str]) -> Iterator[Act]:
    """Give the subject of a verb, and those joined to it before ("A and B will invest")."""
    named = name[1]
    yield Act(int(named), Role.INVESTOR)
    joined = {m[2]: m[1] for m in _COUPLE.finditer(low, 0, name.end(1) + 1)}
    while named in joined:
        named = joined.pop(named)
        yield Act(int(named), Role.INVESTOR)


def _objects(low: str, at: int) -> Iterator[Act]:
    """Give the companies that a verb's object names; the owner of what is bought is not bought."""
    found = _OBJECT.match(low, at)
    if found is None or _ENDS_OBJECT.search(found["fill"]):
        return
    if found["own"]:
        yield Act(int(found["named"]), Role.MENTION)
        return
    yield Act(int(found["named"]), Role.TARGET)
    yield from (Act(named, Role.TARGET) for named in _listed(low, found.end()))


def _listed(low: str, at: int) -> Iterator[int]:
    """Give the names that follow one in a list: ", ⟦2⟧ and ⟦3⟧"."""
    while (following := _NEXT.match(low, at)) is not None:
        yield int(following[1])
        at = following.end()


def _participles(low: str) -> Iterator[Act]:
    for match in _PARTICIPLE.finditer(low):
        if not _is_subject(low, match.start()):
            continue
        if match["buy"]:
            yield from _subject(low, match)
            yield from _objects(low, match.end("buy"))
        elif matters(match["rest"]):
            yield from _subject(low, match)


def _deals(said: str, low: str) -> Iterator[Act]:
    if "⟧’" in low or "⟧'" in low:
        for match in _DEAL.finditer(low):
            if _is_subject(low, match.start()):
                yield from _subject(low, match)
            yield Act(int(match[2]), Role.TARGET)
        for match in _POSSESSIVE.finditer(low):
            targets = list(_objects(low, match.end()))
            if targets or _NAME_FOLLOWS.match(said, match.end()):
                yield Act(int(match[1]), Role.INVESTOR)
                yield from targets
    if " by " in low:
        for match in _PASSIVE.finditer(low):
            yield Act(int(match[1]), Role.TARGET)
            yield Act(int(match[2]), Role.INVESTOR)
    if " to " in low and ("sell" in low or "sold" in low or "sale" in low):
        for match in _SOLD_TO.finditer(low):
            yield Act(int(match[1]), Role.INVESTOR)


def _funding(low: str) -> Iterator[Act]:
    if " from " in low or " by " in low:
        for match in _RAISED.finditer(low):
            if match[1]:
                yield Act(int(match[1]), Role.TARGET)
            yield Act(int(match[2]), Role.INVESTOR)
            yield from (Act(named, Role.INVESTOR) for named in _listed(low, match.end()))
    for match in _LED.finditer(low):
        yield Act(int(match[1]), Role.INVESTOR)


def _partners(low: str) -> Iterator[Act]:
    if "⟦1⟧" in low:
        for match in _PAIRED.finditer(low):
            yield Act(int(match[1]), Role.INVESTOR)
            yield Act(int(match[2]), Role.INVESTOR)
    if " with " in low:
        venture = "venture" in low
        if venture:
            for match in _VENTURE_WITH.finditer(low):
                yield Act(int(match[1]), Role.INVESTOR)
        for match in _WITH.finditer(low):
            yield Act(int(match[1]), Role.INVESTOR if venture else Role.PARTNER)
