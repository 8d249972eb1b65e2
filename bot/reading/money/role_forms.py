"""Forms of words around a sum that say what it is, whatever else the sentence holds.

Each is a pattern over lower-case words: those before a sum (an earlier sum stands there as one mark, `SUM`),
those behind it, or both with `HERE` between them. A form is only tried where one of its key words is there:
most sentences hold none.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import Final

from bot.reading.money.role_cues import INVESTMENT, OTHER, VALUATION

__all__ = ["HERE", "SUM", "Form", "Side", "forms_with"]

SUM: Final = "\x00"
"""Stands for an earlier sum among the words before one."""

HERE: Final = "\x01"
"""Stands for the sum itself between the words before and behind it."""


class Side(IntEnum):
    """Which words a form is looked for in."""

    BEFORE = 0
    BEHIND = 1
    AROUND = 2


@dataclass(frozen=True, slots=True, eq=False)
class Form:
    """A form that gives `role` a vote of `weight` where it is found in the words of its `side`.

    It holds one of the words `keys`. Behind a sum its pattern begins at the sum.
    """

    role: int
    weight: float
    side: Side
    keys: frozenset[str]
    pattern: str

    def is_in(self, words: str) -> bool:
        """Tell whether the form stands in these words."""
        return _finder(self)(words) is not None


@cache
def _finder(form: Form) -> Callable[[str], re.Match[str] | None]:
    """Return what looks for a form. It is only made when its first key word turns up: few ever do at once."""
    pattern = re.compile(form.pattern)
    return pattern.match if form.side is Side.BEHIND else pattern.search


def forms_with(ahead: Iterable[str], after: Iterable[str]) -> Iterable[Form]:
    """Return the forms that have a key word among those before a sum, behind it or both, in one order."""
    places = set[int]()
    for key in _KEYS.intersection(ahead):
        places.update(_AHEAD_OF[key])
    for key in _KEYS.intersection(after):
        places.update(_AFTER[key])
    return [_FORMS[place] for place in sorted(places)] if places else ()


def _before(role: int, weight: float, keys: str, pattern: str) -> Form:
    return Form(role, weight, Side.BEFORE, frozenset(keys.split()), pattern)


def _behind(role: int, weight: float, keys: str, pattern: str) -> Form:
    return Form(role, weight, Side.BEHIND, frozenset(keys.split()), pattern)


def _around(role: int, weight: float, keys: str, pattern: str) -> Form:
    return Form(role, weight, Side.AROUND, frozenset(keys.split()), pattern)


_I, _V, _O = INVESTMENT, VALUATION, OTHER

_HOW_MUCH: Final = (
    r"(?:about|around|from|up|more|at|as|some|nearly|over|an?|roughly|almost|less|close|between|of|and"
    r"|savings|cuts)\b"
)
_FEW: Final = r"(?:[a-z]+ ){0,3}"  # "about", "a total of", "as much as"
_STATES: Final = "government governments state ministry province taxpayers department congress parliament"
_STATE: Final = f"(?:{'|'.join(_STATES.split())})"
_LANDS: Final = "uk us britain germany france japan canada india eu"
_GIVER: Final = f"(?:{'|'.join([*_STATES.split(), *_LANDS.split()])})"
_PEOPLE: Final = (
    "(?:consumers?|customers?|merchants|people|shoppers?|users?|households?|americans|tourists|visitors)"
)
_CRAFT: Final = "(?:jets|jetliners|planes|aircraft|airliners|airbus|boeing|freighters|ships|vessels|tankers)"
_DEAL: Final = (
    "(?:deal|transaction|takeover|acquisition|merger|buyout|investment|bid|offer|project|stake|purchase)"
)
_WORKS: Final = (
    "(?:project|plant|factory|facility|expansion|mine|complex|venture|construction|terminal|pipeline|site)"
)
_GOODS: Final = "(?:orders?|contracts?|shares|stock|loans?|bonds?|tenders?|exports|goods)"
_BORROWED: Final = (
    "(?:ipo|offering|listing|flotation|share sale|stock sale|rights issue|placement|bonds?|notes|loans?|debt"
    "|selling|issuing)"
)
_OWED: Final = "(?:loans|litigation|fines|claims|losses|taxes|dividends|buybacks|refunds|compensation)"
_GIVEN: Final = (
    "grant grants subsidy subsidies loan loans fine fines penalty credit credits incentives aid debt debts"
    " settlement damages compensation dividend dividends buyback bailout guarantee guarantees"
)
_DISPUTE: Final = "(?:case|claims?|lawsuits?|suit|probe|crisis|scandal|dispute|breach)"
_BUILDS: Final = (
    "build expand develop create construct open upgrade modernise modernize revamp acquire buy boost launch"
    " establish fund finance spur support accelerate tackle electrify train transform improve double"
)

_BEFORE: Final = (
    _before(
        _I,
        3,
        "sell sells sold selling sale",
        rf"\b(?:sell|sells|sold|selling|sale)\b(?:[^\x00;]{{3,140}})? for {_FEW}\Z",
    ),
    _before(
        _I,
        7,
        "valued worth value",
        rf"\b{_DEAL}(?:[\s,]+(?:that|which|is|was|has been|are|an?))*\s"
        r"(?:valued|worth|value of)[^\x00;,]{0,24}\Z",
    ),
    # what a work costs
    _before(
        _I,
        2,
        "cost costs costing",
        rf"\b{_WORKS}\b[^\x00.;]{{0,60}}\b(?:costs?|costing|cost of) {_FEW}\Z",
    ),
    # an order of aircraft is capital spending
    _before(
        _I,
        4,
        "order orders ordered ordering",
        rf"\border(?:s|ed|ing)?\b[^\x00.;,]{{0,40}}\b{_CRAFT}\b[^\x00.;,]{{0,30}}\Z",
    ),
    _before(_I, 7, "worth valued", rf"\b{_CRAFT}\b[^\x00.;,]{{0,20}}\b(?:worth|valued at) {_FEW}\Z"),
    _before(
        _V,
        3,
        "valued values valuing valuation",
        rf"\bvalu(?:ed|es|ing|ation)\b(?:[^\x00;]{{3,90}})? at {_FEW}\Z",
    ),
    # "invested $3 billion and agreed to a $2 billion warrant at $47 billion"
    _before(
        _V,
        3,
        "warrant round stake financing funding",
        rf"\x00[^\x00.;,]{{0,30}}\b(?:warrant|round|stake|financing|funding) at (?:an? )?{_FEW}\Z",
    ),
    _before(_V, 6, "capitalised capitalized", rf"\bcapitali[sz]ed at {_FEW}\Z"),
    # "wants to sell a $2 billion portfolio": what is sold, not what is paid
    _before(
        _O,
        4,
        "sell sells sold selling shops offload offloads offloaded divest divested",
        r"\b(?:sells?|sold|selling|shops|offload(?:s|ed)?|divest(?:s|ed)?) (?:off )?(?:an?|its|their|the) \Z",
    ),
    # what is dealt in
    _before(
        _O,
        4,
        "worth",
        rf"\b{_GOODS}[\s,]+(?:(?:that|which|is|are|was|were|together|now) )*worth {_FEW}\Z",
    ),
    # what is held already
    _before(
        _O,
        3,
        "own owns owned hold holds held control controls controlled",
        r"\b(?:own|hold|control)(?:s|ed|led)?\b[^\x00;]{0,60}\b(?:stakes?|shares)\b[^\x00;]{0,30}\bor "
        rf"{_FEW}\Z"
        rf"|\b(?:owns?|owned|holds?|held|controls?|controlled) (?:an?|about|around|nearly|over) {_FEW}\Z",
    ),
    # a part of what others spend: "a bigger share of the $100 billion that shops pay"
    _before(_O, 4, "share slice piece", rf"\b(?:share|slice|piece) of (?:the|an?) {_FEW}\Z"),
    # a trade as a whole, not one company: "the region's start-ups raised $9 billion"
    _before(
        _O,
        6,
        "raised attracted",
        r"\b(?:firms|companies|start-?ups|industry|sector|funds|banks) (?:have |has )?(?:raised|attracted) "
        rf"{_FEW}\Z",
    ),
    # "priced its offering at $19 a share, raising $760 million"
    _before(
        _O,
        4,
        "ipo offering listing flotation",
        rf"\b(?:ipo|offering|listing|flotation)\b[^;]{{0,80}}\brais(?:e|es|ed|ing) {_FEW}\Z",
    ),
    # "a state grant of around $1 billion for the plant"
    _before(_O, 4, _GIVEN, rf"\b(?:{'|'.join(_GIVEN.split())}) (?:of|worth|totall?ing) {_FEW}\Z"),
    # "to cost insurers $1 billion"
    _before(_O, 4, "cost costs", rf"\bcosts? (?:the )?(?!{_HOW_MUCH})[a-z]+ {_FEW}\Z"),
    # what a tax brings in
    _before(
        _O,
        4,
        "tax taxes levy levies tariffs duties",
        r"\b(?:tax|taxes|levy|levies|tariffs|duties)\b[^\x00;]{0,90}"
        rf"\b(?:generate|raise|bring in|yield)s? {_FEW}\Z",
    ),
    # the value of a holding is not that of the company
    _before(
        _O,
        9,
        "holdings holding stakes fortune",
        rf"\bvalu(?:ed|es|ing)\b[^\x00;]{{0,40}}\b(?:holdings?|stakes|fortune) at {_FEW}\Z",
    ),
    # equity is given out for it
    _before(_O, 4, "issue issues issued issuing", rf"\bissu(?:e|es|ed|ing) {_FEW}\Z"),
    # what people spend, and what they are paid
    _before(
        _O,
        4,
        "spend spends spent pay pays paid",
        rf"\b{_PEOPLE} (?:to |will |would |have |had )?(?:spends?|spent|pays?|paid) {_FEW}\Z",
    ),
    _before(
        _O,
        4,
        "pay pays paid paying earn earns earning average",
        r"\b(?:jobs|workers|employees|staff|engineers|graduates)\b[^\x00.;]{0,40}"
        rf"\b(?:pay|pays|paid|paying|earn|earns|earning|average) {_FEW}\Z",
    ),
    _before(
        _O,
        4,
        "pay paid",
        r"\b(?:ceo|boss|chief|chairman|executive|founder)\b[^\x00.;,]{0,30}"
        rf"\b(?:paid|pay (?:rises?|rose|jumps?|jumped|falls?|fell)\b[^\x00]{{0,30}}) {_FEW}\Z",
    ),
    # what the state gives
    _before(
        _O,
        6,
        f"{_STATES} {_LANDS}",
        rf"\b{_GIVER}\b[^\x00;,.]{{0,30}}\b(?:contribut|provid|giv|granted|grants|offer|award|allocat)"
        r"\w*\s(?:[a-z]+\s){0,4}\Z",
    ),
    _before(
        _O,
        3,
        "fee fees",
        rf"\b(?:termination|break-?up|kill|reverse)\s(?:\w+\s)?fees?\sof\s{_FEW}\Z",
    ),
    _before(
        _O,
        6,
        "pledged pledge pledges",
        r"\bpledg(?:e|es|ed) (?:assets|shares|collateral)\b[^\x00;,]{0,30}\Z",
    ),
)

_BEHIND: Final = (
    # "the $2 billion will be spent on kilns"
    _behind(
        _I,
        3,
        "invest invested spend spent pour pump inject injected go poured pumped",
        r",? (?:that |which )?(?:(?:will|would|is to|to|was|has|have) (?:been? )?(?:also )?"
        r"(?:invest|spen|pour|pump|inject)"
        r"|(?:of (?:the|that|this|its) (?:total|sum|money|amount|investment|funds?) )?"
        r"(?:will|would) go (?:to|towards?|into)\b)",
    ),
    _behind(_I, 1.5, _BUILDS, rf" (?:[a-z-]+ ){{0,2}}?to (?:{'|'.join(_BUILDS.split())})\b"),
    _behind(
        _I,
        4,
        "order orders",
        r" (?:[\w-]+ ){0,3}?(?:jet|plane|aircraft|airliner|ship|vessel|freighter|tanker)s? orders?\b"
        rf"|[^,;.]{{0,20}}\borders? for [^,;.]{{0,30}}\b{_CRAFT}\b",
    ),
    _behind(
        _O,
        4,
        "settle end resolve repay refinance reduce pay compensate over",
        r"\s*(?:[a-z]+ ){0,4}?to (?:settle|end|resolve|repay|refinance|reduce|pay (?:off|down)|compensate)\b"
        rf"|[^,;.]{{0,40}} over [^,;.]{{0,50}}\b{_DISPUTE}\b",
    ),
    # "lands $1 billion from Chinese banks"
    # "approve a $14 billion sale to a rival"
    _behind(_I, 4, "sale", r" (?:[a-z]+ )?sale to\b"),
    _behind(_O, 4, _STATES, rf"[^.;,]{{0,30}} from (?:the )?(?:[a-z]+ )?{_STATE}\b"),
    _behind(
        _O, 4, "banks lenders creditors", r" (?:[a-z]+ )?from [^.;,]{0,20}\b(?:banks|lenders|creditors)\b"
    ),
    # "$100 billion merchants spend on fees"
    _behind(_O, 4, "spend spends pay", rf" (?:that |which )?{_PEOPLE} (?:spend|pay)s?\b"),
    # "a $3 billion scheme announced in May by the premier"
    _behind(
        _O,
        4,
        "by",
        r"[^.;]{0,60} by [^.;,]{0,40}\b(?:premier|prime minister|minister|governor|mayor|president"
        rf"|{_STATE})\b",
    ),
)

_AROUND: Final = (
    # what lies in the bank: "ended June with $2 billion in cash"
    _around(
        _O,
        4,
        "cash",
        r"\b(?:has|had|have|holds?|held|with|on)(?: [a-z]+){0,2} \x01 (?:in|of) (?:net )?cash\b",
    ),
    # "set aside $700 million for bad loans"
    _around(
        _O,
        4,
        "aside",
        rf"\bset(?:s|ting)? aside(?: [a-z]+){{0,3}} \x01 (?:for|against|to cover) {_FEW}{_OWED}\b",
    ),
    _around(
        _O,
        4,
        "raise raises raised raising",
        r"\brais(?:e|es|ed|ing)(?: [a-z]+){0,4} \x01 (?:[a-z]+ )?(?:in|from|through|via|by) "
        rf"[^.;,\x01]{{0,40}}\b{_BORROWED}\b",
    ),
    # what was raised, spent or invested before
    _around(
        _I,
        -3,
        "raised collected invested spent committed pledged",
        r"\b(?:(?:raised|collected)\b[^\x00;,]{0,40}|had (?:already )?(?:invested|spent|committed|pledged)\b"
        r"[^\x00;,]{0,30})\x01[^.;,]{0,60}\b(?:so far|to date|in total|(?:since|between) (?:19|20)\d\d)\b",
    ),
    _around(_I, -3, "top", r"\b(?:comes?|came|is|are) on top of\b[^\x00;,]{0,30}\x01"),
)

_FORMS: Final = (*_BEFORE, *_BEHIND, *_AROUND)
_KEYS: Final = frozenset(key for form in _FORMS for key in form.keys)


def _by_key(side: Side) -> dict[str, tuple[int, ...]]:
    """Return for each key the forms that a word on this side may be of, by their number."""
    return {
        key: tuple(
            place
            for place, form in enumerate(_FORMS)
            if key in form.keys and form.side in (side, Side.AROUND)
        )
        for key in _KEYS
    }


_AHEAD_OF: Final = _by_key(Side.BEFORE)
_AFTER: Final = _by_key(Side.BEHIND)
