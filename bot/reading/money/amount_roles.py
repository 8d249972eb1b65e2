"""What each sum of money is: an investment, a price, revenue, a valuation or something else.

Every cue word (`role_cues`) in the sum's own sentence votes for its role: the nearer the more, less across a
comma, a clause or another sum. A noun that the sum describes ("a $2 billion plant") outdoes the verb before
it. A few forms (`role_forms`) outvote them, and what is paid per share, barrel, month or hour decides alone.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.reading import AmountRole
from bot.reading.money.money import Sum
from bot.reading.money.per_unit import EARNINGS, per_unit
from bot.reading.money.role_cues import (
    GOVERNING,
    INVESTMENT,
    NAMED,
    OTHER,
    PAIRED,
    PRICE,
    REVENUE,
    ROLES,
    VALUATION,
    Cue,
)
from bot.reading.money.role_forms import HERE, SUM, forms_with

__all__ = ["roles"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_WINDOW_BEFORE: Final = 180
_WINDOW_BEHIND: Final = 90
# A full stop behind a lower-case word, also one that lost its blank ("worth $3 billion.The company").
_SENTENCE_END: Final = re.compile(
    r"[.!?\n](?:(?<=\n)|(?<![A-Z\s].)(?:[\"”’)]{0,3}\s+(?=[A-Z“\"‘(])|(?<=[a-z].)(?=[A-Z][a-z])))"
)
_CLAUSE_MARKS: Final = ",;:()—–"
_QUOTES: Final = '"“”‘'


def roles(text: str, found: Sequence[Sum], ends: Sequence[int]) -> tuple[AmountRole, ...]:
    """Return the role of each of the sums `found` in `text`, which stand in order.

    `ends` says where the text goes on behind each, after a restatement in brackets.
    """
    out: list[AmountRole] = []
    for index, money in enumerate(found):
        start = _sentence_start(text, max(0, money.start - _WINDOW_BEFORE), money.start)
        earlier = [other for other in range(max(0, index - 4), index) if found[other].start >= start]
        before = _masked(text, start, money.start, [(found[other].start, ends[other]) for other in earlier])
        following = found[index + 1].start if index + 1 < len(found) else len(text)
        here, end = ends[index], min(ends[index] + _WINDOW_BEHIND, following)
        behind = text[here : _sentence_stop(text, here, end)].rstrip(".!?").lower()
        alike = [out[other] for other in earlier if found[other].scaled == money.scaled]
        out.append(_role(money, before, behind, alike[-1] if alike else None))
    return tuple(out)


def _sentence_start(text: str, start: int, end: int) -> int:
    """Return where the sentence that goes on to `end` begins, at the earliest at `start`."""
    start = max(start, text.rfind("\n", start, end) + 1)
    for mark in ".!?":
        at = text.rfind(mark, start, end)
        while at >= 0:
            stop = _SENTENCE_END.match(text, at, end)
            if stop:
                start = stop.end()
                break
            at = text.rfind(mark, start, at)
    return start


def _sentence_stop(text: str, start: int, end: int) -> int:
    """Return where the sentence stops that goes on from `start`, at the latest at `end`."""
    line = text.find("\n", start, end)
    end = end if line < 0 else line
    for mark in ".!?":
        at = text.find(mark, start, end)
        while at >= 0:
            if _SENTENCE_END.match(text, at):
                end = at + 1
                break
            at = text.find(mark, at + 1, end)
    return end


def _masked(text: str, start: int, end: int, others: Sequence[tuple[int, int]]) -> str:
    """Return the words before a sum in lower case, with every earlier sum as one mark."""
    if not others:
        return text[start:end].lower()
    parts = []
    for opening, closing in others:
        parts.append(text[start:opening])
        start = closing
    return f" {SUM} ".join([*parts, text[start:end]]).lower()


# ---------------------------------------------------------------------------------------------- rules


_DECAY: Final = 0.88
_FAINT: Final = 0.03  # what is farther off says nothing
_DESCRIBED: Final = 1.25  # a noun that the sum describes outdoes the verb before it: "pay a $3 million fine"
_SUBJECT: Final = 0.2  # what a sentence opens with ("Annual revenue, helped by the merger, rose to ...")
# How much less a cue says across a word of a clause's end, a mark, or an earlier sum that may own it.
_FADES: Final = (
    dict.fromkeys(_words("while but after as which who when since although though whereas because if"), 0.6)
    | dict.fromkeys(_words(", ; : ( ) — – --"), 0.7)
    | {SUM: 0.45}
)
_TELLING: Final = frozenset((*GOVERNING, *PAIRED, *_FADES))  # the rest of the words only part those
_SUM_AFTER_JOINER: Final = 0.8  # "$2 billion and $3 billion": the two share their cue
_JOINERS: Final = frozenset(
    ("and", "or", "from", "to", "vs", "vs.", "versus", "plus", "than", "with", "against")
)
_PHRASE_END: Final = _words("""
    that which who to by at from on over with as and or of in for will would is was were are has had have
    after while when during through under against before since until between without said says via amid
    , ; : ( ) — – --
""")

# "compared with", "down from", "later increased to": the sum is of the kind of the one it is set against.
_SET_AGAINST: Final = re.compile(
    r"\x00[^\x00.;]{0,40}\b(?:compared (?:with|to)|versus|vs\.?|against|from|than|or|out of)"
    r"(?: (?:an?|the|about|around|only|just|some|nearly|almost|estimated|record|(?:peak|high|low) of)){0,3}"
    r"\s*\Z"
    r"|\x00[^\x00.;]{0,110}\b(?:increased|raised|lifted|cut|reduced|lowered|grow|rise|expanded) to\s*\Z"
)

# The words that such a form may end with: only behind these is one looked for.
_SETTING: Final = _words("""
    with to versus vs vs. against from than or of an a the about around only just some nearly almost estimated
    record
""")

# Above this a sum is hardly the price of one thing, in a currency of small units later.
_DEAREST: Final = dict.fromkeys(("KRW", "IDR", "VND", "JPY"), 5_000_000)


def _role(money: Sum, before: str, behind: str, earlier: AmountRole | None) -> AmountRole:
    decided = per_unit(before, behind)
    if decided:
        return decided
    ahead, after = _tokens(before), _tokens(behind)
    if earlier and ahead and ahead[-1] in _SETTING and _SET_AGAINST.search(before):
        return earlier
    votes = [0.0] * len(ROLES)
    _vote_before(votes, ahead)
    _vote_behind(votes, after)
    words = (before, behind, f"{before}{HERE}{behind}")
    for form in forms_with(ahead, after):
        if form.is_in(words[form.side]):
            votes[form.role] += form.weight
    if money.low >= _DEAREST.get(money.currency, 50_000):
        votes[PRICE] -= 3.0 if money.scaled or money.low >= 10_000_000 else 1.0
    else:
        votes[PRICE] += 1.5
        votes[INVESTMENT] -= 6.0
        votes[VALUATION] -= 2.0
        if EARNINGS.search(before) or "eps" in behind:
            votes[REVENUE] += 1.5
    most = max(votes)
    return ROLES[votes.index(most)] if most > 0.35 else AmountRole.OTHER


def _tokens(words: str) -> list[str]:
    """Return the words, with the marks that part clauses as words of their own."""
    for mark in _CLAUSE_MARKS:
        if mark in words:
            words = words.replace(mark, f" {mark} ")
    for mark in _QUOTES:
        if mark in words:
            words = words.replace(mark, " ")
    return words.split()


def _vote_before(votes: list[float], tokens: list[str]) -> None:
    """Let the words before a sum vote, the nearest first."""
    if len(tokens) > 4:
        subject = next((word for word in tokens[:4] if word in GOVERNING), None)
        if subject:
            role, weight = GOVERNING[subject]
            votes[role] += weight * _SUBJECT
    strength, last, is_told = 1.0, "", False
    for at in range(len(tokens) - 1, -1, -1):
        word = tokens[at]
        if is_told:  # with the word behind it, as a pair
            is_told = False
            continue
        if word not in _TELLING:
            strength *= _DECAY
            last = word
            continue
        if strength < _FAINT:
            break
        cue = GOVERNING.get(f"{tokens[at - 1]} {word}") if at and word in PAIRED else None
        is_told = cue is not None
        cue = cue or GOVERNING.get(word)
        if cue:
            votes[cue[0]] += cue[1] * strength
        strength *= _SUM_AFTER_JOINER if word == SUM and last in _JOINERS else _FADES.get(word, _DECAY)
        last = word


def _vote_behind(votes: list[float], tokens: list[str]) -> None:
    """Let the noun that a sum describes vote, and less, the one that a preposition joins to it.

    "a $3 billion loan for a plant" is a loan; "$4 million in a public offering" is one of the offering.
    """
    joint = tokens[0] if tokens and tokens[0] in _JOINING else ""
    weight = _DESCRIBED * _JOINING[joint] if joint else _DESCRIBED
    place = 0 if not joint else 2 if tokens[:2] == ["worth", "of"] else 1
    if joint in ("of", "worth") and not _SHARES.isdisjoint(tokens[place : place + 3]):
        votes[OTHER] += 2.0
    if joint == "into":
        votes[INVESTMENT] += 1.5
    phrase: list[Cue] = []
    stop = min(len(tokens), place + 7)
    while place < stop:
        words = tokens[place]
        if place + 1 < len(tokens) and tokens[place + 1] in PAIRED:
            pair = f"{words} {tokens[place + 1]}"
            words = pair if pair in NAMED else words
        if words in _PHRASE_END:
            break
        cue = NAMED.get(words)
        if cue and not (joint and cue[0] == VALUATION and not _is_held(joint, words)):
            phrase.append(cue)
        if cue and words in _DEALS:
            phrase = [cue]  # whatever is bought, and whatever the offer does: "offer undervalues the company"
            break
        place += 1 + words.count(" ")
    # The last of the strongest is the head: a "loan program" is a loan, a "loan factory" a factory.
    phrase.reverse()
    phrase.sort(key=lambda cue: -cue[1])
    for rank, (role, strength) in enumerate(phrase):
        votes[role] += strength * weight * (1.0 if rank == 0 else 0.4)


def _is_held(joint: str, words: str) -> bool:
    """Tell "$2 trillion in assets", a value, from "$2 billion in a start-up" and "$2 billion for assets"."""
    return joint in ("of", "in", "worth") and GOVERNING.get(words) == (VALUATION, 3)


_DEALS: Final = _words("offer bid deal takeover acquisition merger buyout")
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
