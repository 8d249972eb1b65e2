"""What each sum of money is: an investment, a price, revenue, a valuation or something else.

Every cue word (`role_cues`) in the sum's own sentence votes for its role: the nearer the more, less across a
comma, a clause or another sum. A noun that the sum describes ("a $2 billion plant") outdoes the verb before
it. A few forms decide alone: what is paid per share, barrel, month or hour.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from bot.domain.reading import AmountRole
from bot.reading.money.money import Sum
from bot.reading.money.role_cues import GOVERNING, NAMED, Cue

__all__ = ["roles"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_SUM: Final = "\x00"  # stands for an earlier sum among the words before one
_WINDOW_BEFORE: Final = 180
_WINDOW_BEHIND: Final = 90
# A full stop behind a lower-case word, also one that lost its blank ("worth $3 billion.The company").
_SENTENCE_END: Final = re.compile(
    r"[.!?](?<![A-Z\s].)(?:[\"”’)]{0,3}\s+(?=[A-Z“\"‘(])|(?<=[a-z].)(?=[A-Z][a-z]))|\n"
)
_TOKEN: Final = re.compile(r"[a-z][\w&’'-]*(?:\.(?=\s?[a-z0-9$]))?|[,;:()—–\x00]|--")


def roles(text: str, found: Sequence[Sum], ends: Sequence[int]) -> tuple[AmountRole, ...]:
    """Return the role of each of the sums `found` in `text`, which stand in order.

    `ends` says where the text goes on behind each, after a restatement in brackets.
    """
    lower = _lower(text)
    breaks = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    out: list[AmountRole] = []
    at = 0
    for index, money in enumerate(found):
        while breaks[at + 1] <= money.start:
            at += 1
        start = max(breaks[at], money.start - _WINDOW_BEFORE)
        earlier = [other for other in range(max(0, index - 4), index) if found[other].start >= start]
        before = _masked(lower, start, money.start, [(found[other].start, ends[other]) for other in earlier])
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        end = min(breaks[at + 1], ends[index] + _WINDOW_BEHIND, following)
        behind = lower[ends[index] : max(ends[index], end)]
        alike = [out[other] for other in earlier if found[other].scaled == money.scaled]
        out.append(_role(money, before, behind, alike[-1] if alike else None))
    return tuple(out)


def _lower(text: str) -> str:
    """Return `text` in lower case, letter for letter: the few that would grow ("İ") stay."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)


def _masked(lower: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> str:
    """Return the words before a sum, with every earlier sum as one mark."""
    parts = []
    for opening, closing in others:
        parts.append(lower[start:opening])
        start = closing
    return f" {_SUM} ".join([*parts, lower[start:end]])


# ---------------------------------------------------------------------------------------------- rules


_PER: Final = re.compile(
    r"\s?(?:/\s?|-|(?:an?|per|each|every|for each|for every)[\s-](?:(?:ordinary|common|diluted|class \w) )?)"
    r"(?P<unit>share|ads|stock|unit|barrel|bbl|ounce|oz|tonne?|pound|lb|gallon|bushel|litre|liter|kilo\w*|kg|mwh|kwh|watt\w*"
    r"|month|mo|user|subscriber|person|employee|worker|hour|day|week|night|ticket|head|household|customer|car|vehicle|copy)s?\b"
)
_EARNINGS: Final = re.compile(
    r"\b(?:eps|earnings|earned|profit|loss|losing|lost|income|ebitda|estimate[sd]?|forecast|guidance|consensus)\b"
)
_DIVIDEND: Final = re.compile(r"\bdividends?\b|\bpayout\b")
_CHARGED: Final = re.compile(
    r"\b(?:costs?|priced?|prices|pricing|charg\w+|subscri\w+|tier|plan|service|fee|sells?|retails?|for|from|at)\b"
)
_UNITS_OF_WORK: Final = _words("person employee worker hour day week head household customer")


def _per_unit(before: str, behind: str) -> AmountRole | None:
    """Return the role of what is paid per share, barrel, month or hour; None for a plain sum."""
    per = _PER.match(behind)
    if per is None:
        return None
    unit = per["unit"]
    if unit in ("share", "ads", "stock"):
        if _DIVIDEND.search(before):
            return AmountRole.OTHER
        return (
            AmountRole.REVENUE if _EARNINGS.search(before) or _EARNINGS.search(behind) else AmountRole.PRICE
        )
    if unit in _UNITS_OF_WORK:
        return AmountRole.OTHER
    if unit in ("month", "mo", "user", "subscriber"):
        return AmountRole.PRICE if _CHARGED.search(before) else AmountRole.OTHER
    return AmountRole.PRICE


_DECAY: Final = 0.88
_DESCRIBED: Final = 1.25  # a noun that the sum describes outdoes the verb before it: "pay a $3 million fine"
_SUBJECT: Final = 0.2  # what a sentence opens with ("Annual revenue, helped by the merger, rose to ...")
# How much less a cue says across a word of a clause's end, a mark, or an earlier sum that may own it.
_FADES: Final = (
    dict.fromkeys(_words("while but after as which who when since although though whereas because if"), 0.6)
    | dict.fromkeys(_words(", ; : ( ) — – --"), 0.7)
    | {_SUM: 0.45}
)
_SUM_AFTER_JOINER: Final = 0.8  # "$2 billion and $3 billion": the two share their cue
_JOINERS: Final = frozenset(
    ("and", "or", "from", "to", "vs", "vs.", "versus", "plus", "than", "with", "against")
)
_PHRASE_END: Final = _words("""
    that which who to by at from on over with as and or of in for will would is was were are has had have
    after while when during through under against before since until between without said says
    , ; : ( ) — – --
""")


# "compared with", "down from", "later increased to": the sum is of the kind of the one it is set against.
_SET_AGAINST: Final = re.compile(
    r"\x00[^\x00.;]{0,40}\b(?:compared (?:with|to)|versus|vs\.?|against|from|than|or|out of)"
    r"(?: (?:an?|the|about|around|only|just|some|nearly|almost|(?:peak|high|low) of|record)){0,3}\s*\Z"
    r"|\x00[^\x00.;]{0,110}\b(?:increased|raised|lifted|cut|reduced|lowered|grow|rise|expanded) to\s*\Z"
)
_SOLD_FOR: Final = re.compile(
    r"\b(?:sell|sells|sold|selling|sale)\b[^\x00;]{3,140}\bfor(?: [a-z]+){0,3}\s*\Z"
)
_VALUED_AT: Final = re.compile(r"\bvalu(?:ed|es|ing|ation)\b[^\x00;]{3,90}\bat(?: [a-z]+){0,3}\s*\Z")
_DEAL_VALUED: Final = re.compile(
    r"\b(?:deal|transaction|takeover|acquisition|merger|buyout|investment|bid|offer|project|stake|purchase)"
    r"(?:[\s,]+(?:that|which|is|was|has been|are|an?))*\s(?:valued|worth|value of)[^\x00;,]{0,24}\Z"
)


_SPENT: Final = re.compile(  # "the $2 billion will be spent on kilns"
    r",? (?:that |which )?(?:(?:will|would|is to|to|was|has|have) (?:been? )?(?:also )?"
    r"(?:invest|spen|pour|pump|inject)|(?:will|would) go (?:to|towards?|into)\b)"
)
_TO_SETTLE: Final = re.compile(
    r"\s*(?:[a-z]+ ){0,4}?to (?:settle|end|resolve|repay|refinance|reduce|pay (?:off|down)|compensate)\b"
)


# What was raised, spent or invested before, and what a deal costs that is not done.
_EARLIER: Final = re.compile(
    r"\b(?:raised|collected)\b[^\x00;,]{0,40}\Z"
    r"|\bhad (?:already )?(?:invested|spent|committed|pledged)\b[^\x00;,]{0,30}\Z"
    r"|\b(?:comes?|came|is|are) on top of\b[^\x00;,]{0,30}\Z"
)
_SO_FAR: Final = re.compile(
    r"[^.;,]{0,60}\b(?:so far|to date|in total|since (?:19|20)\d\d|between (?:19|20)\d\d)\b"
)
_STATE_GIVES: Final = re.compile(
    r"\b(?:government|state|ministry|province|taxpayers?|department)\b[^\x00;,.]{0,30}"
    r"\b(?:contribut|provid|giv|grant|offer|award)\w*\s(?:[a-z]+\s){0,4}\Z"
)
_FEE: Final = re.compile(r"\b(?:termination|break-?up|kill|reverse)\s(?:\w+\s)?fees?\sof\s(?:\w+\s){0,2}\Z")

# Above this a sum is hardly the price of one thing, in a currency of small units later.
_DEAREST: Final = dict.fromkeys(("KRW", "IDR", "VND", "JPY"), 5_000_000)


def _role(money: Sum, before: str, behind: str, earlier: AmountRole | None) -> AmountRole:
    decided = _per_unit(before, behind)
    if decided:
        return decided
    if earlier and _SET_AGAINST.search(before):
        return earlier
    votes: dict[AmountRole, float] = defaultdict(float)
    _vote_before(votes, _TOKEN.findall(before))
    _vote_behind(votes, _TOKEN.findall(behind))
    if _SOLD_FOR.search(before) or _DEAL_VALUED.search(before) or _SPENT.match(behind):
        votes[AmountRole.INVESTMENT] += 3.0
    elif _TO_SETTLE.match(behind) or _FEE.search(before):
        votes[AmountRole.OTHER] += 3.0
    elif _STATE_GIVES.search(before):
        votes[AmountRole.OTHER] += 6.0
    elif _VALUED_AT.search(before):
        votes[AmountRole.VALUATION] += 3.0
    if _EARLIER.search(before) and (_SO_FAR.match(behind) or "on top of" in before):
        votes[AmountRole.INVESTMENT] -= 3.0
    if money.low >= _DEAREST.get(money.currency, 50_000):
        votes[AmountRole.PRICE] -= 3.0
    else:
        votes[AmountRole.PRICE] += 1.5
        votes[AmountRole.INVESTMENT] -= 2.0
        votes[AmountRole.VALUATION] -= 2.0
        if _EARNINGS.search(before) or "eps" in behind:
            votes[AmountRole.REVENUE] += 1.5
    best = max(votes, key=lambda role: votes[role])
    return best if votes[best] > 0.35 else AmountRole.OTHER


def _vote_before(votes: dict[AmountRole, float], tokens: list[str]) -> None:
    """Let the words before a sum vote, the nearest first."""
    subject = next((word for word in tokens[:4] if word in GOVERNING), None)
    if subject and len(tokens) > 4:
        role, weight = GOVERNING[subject]
        votes[role] += weight * _SUBJECT
    strength, last, at = 1.0, "", len(tokens) - 1
    while at >= 0:
        word = tokens[at]
        pair = f"{tokens[at - 1]} {word}" if at else ""
        cue = GOVERNING.get(pair)
        if cue:
            at -= 1
        else:
            cue = GOVERNING.get(word)
        if cue:
            votes[cue[0]] += cue[1] * strength
        strength *= _SUM_AFTER_JOINER if word == _SUM and last in _JOINERS else _FADES.get(word, _DECAY)
        last = word
        at -= 1


def _vote_behind(votes: dict[AmountRole, float], tokens: list[str]) -> None:
    """Let the noun that a sum describes vote, and less, the one that a preposition joins to it.

    "a $3 billion loan for a plant" is a loan; "$4 million in a public offering" is one of the offering.
    """
    joint = tokens[0] if tokens and tokens[0] in _JOINING else ""
    weight = _DESCRIBED * _JOINING[joint] if joint else _DESCRIBED
    place = 0 if not joint else 2 if tokens[:2] == ["worth", "of"] else 1
    if joint in ("of", "worth") and not _SHARES.isdisjoint(tokens[place : place + 3]):
        votes[AmountRole.OTHER] += 2.0
    if joint == "into":
        votes[AmountRole.INVESTMENT] += 1.5
    phrase: list[Cue] = []
    stop = min(len(tokens), place + 7)
    while place < stop and tokens[place] not in _PHRASE_END:
        words = f"{tokens[place]} {tokens[place + 1]}" if place + 1 < len(tokens) else ""
        if words not in NAMED:
            words = tokens[place]
        cue = NAMED.get(words)
        if cue and not (joint and cue[0] is AmountRole.VALUATION and not _is_held(joint, words)):
            phrase.append(cue)
        place += 1 + words.count(" ")
    # The last of the strongest is the head: a "loan program" is a loan, a "loan factory" a factory.
    phrase.reverse()
    phrase.sort(key=lambda cue: -cue[1])
    for rank, (role, strength) in enumerate(phrase):
        votes[role] += strength * weight * (1.0 if rank == 0 else 0.4)


def _is_held(joint: str, words: str) -> bool:
    """Tell "$2 trillion in assets", a value, from "$2 billion in a start-up" and "$2 billion for assets"."""
    return joint in ("of", "in", "worth") and GOVERNING.get(words) == (AmountRole.VALUATION, 3)


_SHARES: Final = frozenset(("stock", "shares", "securities"))  # dealt in, where a price would be too large

# What joins a noun to the sum before it, and how much that noun then says about the sum.
_JOINING: Final = {
    "of": 1.0,
    "worth": 1.0,
    "in": 1.0,
    "on": 1.0,
    "into": 0.6,
    "from": 0.8,
    "through": 0.6,
    "for": 0.7,
    "as": 0.6,
}
