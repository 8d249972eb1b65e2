"""What a company does in a sentence: who commits, to whom, with whom.

Each sentence is looked at as a shape: every name becomes a numbered sign, the other words stay. The patterns
then say what stands before and behind a sign, so that they know nothing of any company:

    ⟦0⟧ agreed to acquire battery-technology company ⟦1⟧   →   0 investor, 1 target
"""

import re
from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies import turns
from bot.reading.companies.names import Named
from bot.reading.companies.parts import EACH_NUMBER, NUMBER, SOME, SUM, Act, is_subject, objects, subject
from bot.reading.companies.predicates import SIGN, lowered, places
from bot.reading.companies.verbs import (
    ATTEMPT,
    BACK,
    BUY,
    INVESTMENT,
    QUIT,
    SITE,
    SPEND,
    STAKE,
    TAKEOVER,
    TO_BUY,
    UNDONE,
    Kind,
    compiled,
    hints,
    matters,
)

__all__ = ["Act", "acts", "commits", "joiners", "shape", "together"]

# Predicates: asked where a verb may stand behind a name, as `places` finds it.
# "⟦Shire⟧ buy" is a noun; "acquired by" is done to the company, not by it.
_NOUN: Final = re.compile(r"\s(?:buy|purchase|bid|offer)\b(?!\sfor\b)")
# "⟦0⟧’s $8 billion ⟦1⟧ deal for" is ⟦0⟧'s doing.
_DEAL_NOUN: Final = re.compile(r"\s(?:acquisition|agreement|bid|buyout|deal|offer|purchase|takeover)\b")
_OWNER: Final = re.compile(rf"⟧[’']s?\s{SUM}{{0,5}}$")
_BUYS: Final = rf"(?:{BUY}|{STAKE}|{BACK})\b(?!\sby\b)"
_INVESTMENT: Final = INVESTMENT
_SPENDS: Final = rf"{SPEND}\b(?!\sby\b)[^.;]{{0,140}}"
_BIDS: Final = (
    rf"{ATTEMPT}\s{SUM}{{0,6}}?(?:{TAKEOVER}\b(?:\s(?:of|for|with|in))?|deal\s(?:for|to\s(?:acquire|buy|take\sover))"
    r"|(?:offer|counterbid|counteroffer|grab|swoop|pitch|play)\s(?:for|on))"
)
_SWEETENS: Final = rf"{ATTEMPT}\s{SUM}{{0,4}}?{NUMBER}\s(?:{TAKEOVER}|deal|buy)\b"
_PLANS: Final = (
    rf"(?:{ATTEMPT}|begin\w*|plans?|us(?:es|ing)|commission\w*|increas\w*|boost\w*|steps?\sup|ramp\w*"
    rf"|accelerat\w*)\s{SUM}{{0,8}}?{SITE}\b"
)
# What is taken back, and from whom: "walks away from talks to buy ⟦1⟧", "pulls out of ⟦1⟧ takeover".
_QUITS: Final = (
    rf"{QUIT}\s{SUM}{{0,6}}?{UNDONE}\b(?:\s{UNDONE}\b)?(?P<of>\s(?:to\s{TO_BUY}(?:"
    rf"\s(?:with|for|in))?|of|for|with))?"
)
_QUITS_DEAL: Final = (
    rf"{QUIT}\s{SUM}{{0,4}}?(?:to\s{TO_BUY}\s)?{NUMBER}(?:[’']s)?"
    rf"(?P<deal>\s{SUM}{{0,2}}?(?:{TAKEOVER}|deal|offer|talks|pact|tie-up)\b)?"
)
_REBUFFS: Final = (
    rf"(?:reject|rebuff|spurn|refus|turn|accept|receiv|get|got|agree|back|welcom|recommend|review)\w*\s"
    rf"(?:down\s|to\s)?(?:{SUM}{{0,6}}?(?:bid|offer|proposal|approach|takeover|buyout)(?:e?s)?\s"
    rf"(?:from|by)\s{SOME}{{0,3}}?{NUMBER}"
    rf"|{SUM}{{0,3}}?⟦(?P<bidder>\d+)⟧(?P<own>[’']s?)?\s{SUM}{{0,6}}?(?:bid|offer|proposal|approach)\b)"
)
# A sum behind one of these is spent; behind "announces" it may be anything.
_OUTLAY: Final = (
    r"(?:invest|spen[dt]|pour|commit|pledg|inject|earmark|allocat|plough|plow|pump|splash|sink|put)\w*\s"
    r"(?:(?:up\sto|at\sleast|more\sthan|over|about|around|nearly|some|another|an\sadditional)\s)?(?:[a-z]{0,3}[$€£¥]|rs\.?\s?)?\d"
)
_FOUNDS: Final = (
    rf"build\sin\s|(?:set(?:s|ting)?\sup|form|creat|establish)\w*"
    rf"\s{SUM}{{0,6}}?(?:business|company|entity|firm|subsidiary)\b"
)
_JOINED_BY: Final = (
    rf"\bjoined\s[^.;⟦]{{0,60}}?\bby\s(?P<by>[^.;]*?{SIGN}[^.;]*)"
    rf"|\b(?:investors|backers|participants)\b[^.;⟦]{{0,50}}?\b(?:includ\w+|are|were)\s(?P<others>[^.;]*?{SIGN}[^.;]*)"
    rf"|\bparticipation\s(?:from|by|of)\s(?P<part>[^.;]*?{SIGN}[^.;]*)"
    rf"|\bwith\s(?P<along>[^.;]*?{SIGN}[^.;]*?)\s(?:also\s)?(?:taking\spart|participating|joining)\b"
    rf"|^(?P<first>{SIGN}[^.;]*?)\s(?:also\s)?(?:participated|took\spart|joined(?!\s[^.;⟦]{{0,60}}?\bby\b))\b"
)
# What a company's owners, suppliers and founders do is not its own doing.
_ANOTHERS: Final = re.compile(
    rf"{NUMBER}(?:[’']s?)?\s(?:bottlers?|co-?founder|competitors?|customers?|employees|founders?|franchisees?|(?:share|stock)?holders?"
    r"|investors?|landlord|lenders|owners?|parent|rivals?|suppliers?|workers)\b"
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
    hinted, verbs = _words(low)
    stated = [*_predicates(said, low, _told(low, hinted, verbs)), *turns.told(said, low, hinted)]
    if not stated:
        return ()
    others = {int(match[1]) for match in _ANOTHERS.finditer(low)}
    return tuple(act for act in stated if act.role is not Role.INVESTOR or act.named not in others)


def joiners(said: str) -> Iterator[Act]:
    """Give the companies that a sentence lists as further investors of a round."""
    low = lowered(said)
    if "⟦" not in said or not turns.ROUND.search(low):
        return
    for match in compiled(_JOINED_BY).finditer(low):
        for named in EACH_NUMBER.findall(next(group for group in match.groups() if group)):
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
    return any(verb in _OWN for verb, _ in _stated(rest, low, _told(low, *_words(low)), 0, first))


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
_FORMS: Final[Sequence[tuple[int, _Verb, str]]] = (
    (Kind.BUY, _Verb.BUYS, _BUYS),
    (Kind.ATTEMPT, _Verb.BIDS, _BIDS),
    (Kind.ATTEMPT, _Verb.SWEETENS, _SWEETENS),
    (Kind.SPEND, _Verb.SPENDS, _SPENDS),
    (Kind.PLAN | Kind.ATTEMPT, _Verb.PLANS, _PLANS),
    (Kind.QUIT, _Verb.QUITS, _QUITS),
    (Kind.QUIT, _Verb.QUITS_DEAL, _QUITS_DEAL),
    (Kind.REBUFF, _Verb.REBUFFS, _REBUFFS),
)
_OF_DEALS: Final = frozenset({_Verb.BIDS, _Verb.SWEETENS})  # they need a noun of a deal


_Told = dict[int, list[tuple[_Verb, re.Match[str]]]]


def _words(low: str) -> tuple[int, list[tuple[int, int]]]:
    """Return the hints of a lowered sentence's words, joined, and where a verb behind a name may stand."""
    hinted = at = 0
    verbs: list[tuple[int, int]] = []
    named = low.find("⟦")
    for piece in low.split(" "):
        hint = hints(piece)
        if hint:
            hinted |= hint
            if hint & Kind.VERB and at > named:
                verbs.append((at, hint & Kind.VERB))
        at += len(piece) + 1
    return hinted, verbs


@lru_cache(maxsize=256)
def _begun_by(verb: int, deal: int) -> tuple[tuple[_Verb, re.Pattern[str]], ...]:
    """Return the predicates that words of these kinds begin, in a sentence with or without a deal's noun."""
    forms = _FORMS if deal else [form for form in _FORMS if form[1] not in _OF_DEALS]
    return tuple((name, compiled(form)) for kind, name, form in forms if verb & kind)


def _told(low: str, hinted: int, verbs: Sequence[tuple[int, int]]) -> _Told:
    """Return the predicates of a lowered sentence by where their verbs stand, whoever their subjects are.

    `hinted` and `verbs` are as `_words` gives them. Most sentences have no predicate: this look spares them
    the walk from each name to its verb.
    """
    told: _Told = {}
    deal = hinted & Kind.NOUN
    for at, verb in verbs:
        for name, form in _begun_by(verb, deal):
            match = form.match(low, at)
            if match is not None:
                told.setdefault(at, []).append((name, match))
    return told


def _stated(said: str, low: str, told: _Told, start: int, end: int) -> Iterator[tuple[_Verb, re.Match[str]]]:
    """Give the predicates of the name that stands at `start` to `end`, each at its first place."""
    invested = low.find("investment in", end) >= 0
    if not invested and (not told or next(reversed(told)) < end):
        return
    found: set[_Verb] = set()
    noun = _NOUN.match(low, end) is not None or (
        _DEAL_NOUN.match(low, end) is not None and _OWNER.search(low, max(0, start - 60), start) is not None
    )
    last = len(low) if invested else next(reversed(told))
    for place in places(said, low, end, last):
        for verb, match in told.get(place, ()):
            if verb in found or (verb is _Verb.BUYS and (noun or _is_rating(low, place))):
                continue
            if verb is _Verb.SPENDS and not _is_outlay(low, start, place, match.end()):
                continue
            found.add(verb)
            yield verb, match
        if invested and _Verb.BUYS not in found and not noun:
            investment = compiled(_INVESTMENT).match(low, place)
            if investment is not None:
                found.add(_Verb.BUYS)
                yield _Verb.BUYS, investment


def _is_rating(low: str, verb: int) -> bool:
    """Say whether "buy" is what an analyst calls a share: "a new buy stock"."""
    return low.startswith("buy", verb) and low.endswith((" a ", " the ", " new ", " strong "), 0, verb)


def _is_outlay(low: str, start: int, verb: int, end: int) -> bool:
    """Say whether a verb of spending is said of what money is committed to."""
    return (
        matters(low[start:end])
        or compiled(_OUTLAY).match(low, verb) is not None
        or compiled(_FOUNDS).match(low, verb) is not None
    )


def _predicates(said: str, low: str, told: _Told) -> Iterator[Act]:
    """Give what the names of a sentence do as subjects of its verbs.

    A name that one predicate has already taken in ("in talks with ⟦1⟧ to buy") is not its subject again.
    """
    if not told and "investment in" not in low:
        return
    taken: dict[_Verb, int] = {}
    for name in EACH_NUMBER.finditer(low):
        if not is_subject(low, name.start()):
            continue
        for verb, match in _stated(said, low, told, name.start(), name.end()):
            if name.start() < taken.get(verb, 0):
                continue
            taken[verb] = match.end()
            if verb is _Verb.REBUFFS:
                # "accepts ⟦1⟧’s offer", but "rejects ⟦1⟧ bid" will do.
                if match[1] or match["own"] or match[0].startswith(("rej", "reb", "spurn")):
                    yield Act(int(name[1]), Role.TARGET)
                    yield Act(int(match[1] or match["bidder"]), Role.INVESTOR)
                continue
            if verb is _Verb.QUITS_DEAL and not match["deal"] and "away" not in match[0]:
                continue
            yield from subject(low, name)
            if verb in {_Verb.SWEETENS, _Verb.QUITS_DEAL}:
                yield Act(int(match[1]), Role.TARGET)
            elif verb in {_Verb.BUYS, _Verb.BIDS} or (verb is _Verb.QUITS and match["of"]):
                yield from objects(low, match.end())
