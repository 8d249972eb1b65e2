"""When a word that a company bears as its name means something else.

Precision comes before recall here: an alert with a wrong ticker is worse than none.
"""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.market import Security
from bot.reading.companies.vocabulary import ACRONYMS, BRANDS, COMMON, GIVEN, KINDS, PHRASES, PRIVATE
from bot.reading.companies.words import Word

__all__ = [
    "begins_another",
    "doubtful",
    "generic",
    "goes_on",
    "may_be_private",
    "phrase",
    "plain",
    "private",
    "qualified",
    "titled",
]

# A name that goes on with one of these is not the company's: the Ford Foundation, Wells Fargo Arena.
_OTHER_WORDS = """
    Foundation University College Stadium Arena Park Street Avenue Center Index Award Awards Cup Open Prize
    Museum Hall Tournament League Bowl Institute Road Building
"""
_OTHER: Final = frozenset(_OTHER_WORDS.split())
_GENERIC_WORDS = """
    american asian best british canadian capital chinese city community digital east eastern european federal
    first french general german global good green holding home indian international italian japanese korean
    main major national new north northern pacific people power public royal south southern standard state
    texas target top total union united universal west western world bank
    banks group market markets stock stocks
"""
_PRIVATE_FIRSTS: Final = frozenset(name.partition(" ")[0] for name in PRIVATE)
_GENERIC: Final = frozenset(_GENERIC_WORDS.split())
# An office, behind which its holder is named: "chief executive Ada Quill".
_OFFICES = """
    analyst boss chair chairman chairwoman co-founder economist executive founder minister officer president
    secretary spokesman spokeswoman spokesperson strategist CEO CFO COO CTO Chairman Executive Minister
    Officer President Secretary
"""
_OFFICE: Final = tuple(f"{office} " for office in _OFFICES.split())
_LONGEST_OFFICE: Final = max(map(len, _OFFICE))
# What companies do, right behind a name: "Target to buy", "Shell's".
_ACTS: Final = re.compile(
    r"(?:[’']s)?,?\s(?:to|will|is|has|in|and|shares?|stock|plans?|says?|said|agree[sd]?|invests?|buys?|acquires?|bids?"
    r"|raises?|reports?|takes?|pledges?|commits?|launch\w*|unveil\w*|announce\w*|nears?|expands?|builds?|forms?"
    r"|signs?|wins?|sells?|sees|posts|gets|seeks?|eyes?|joins?|makes?|closes?|completes?|taps|opens?|backs|leads?"
    r"|considers?|weighs?|mulls?|approves?|exits?|spends?|CEO|halts?|drops?|scraps?|shelves|abandons?|ends?|cancels?"
    r"|walks|pauses?|freezes|withdraws?|halves|offers?|offered|pulls|axes|ditches|kills|quits|postpones|defers|pours"
    r"|pays|inks|strikes|earmarks|doubles|rejects|rebuffs)\b"
)


def doubtful(text: str, words: Sequence[Word], at: int, security: Security) -> bool:
    """Say whether the word at `at` may as well not be `security`, whose name it is."""
    word = words[at]
    if len(word.text) < 4 and not word.text.isupper() and word.text not in security.name.split():
        return True  # "Nov" is a month, "Rev." revenue
    if word.low in BRANDS:
        acronym = len(word.text) < 4 and word.text.isupper()
        return not acronym and (qualified(words, at) or _ACTS.match(text, word.end) is None)
    if word.low in COMMON or word.low in ACRONYMS:
        return True
    return _in_person(text, words, at) or _part_of_another(text, words, at, security)


def phrase(text: str, start: int, stop: int) -> bool:
    """Say whether a name is an everyday phrase ("Best Buy stocks") that does nothing a company does."""
    return text[start:stop].lower() in PHRASES and _ACTS.match(text, stop) is None


def private(name: str) -> bool:
    """Say whether a name is a well-known company's on no exchange, whatever listed one sounds like it."""
    return name.lower() in PRIVATE


def may_be_private(word: str) -> bool:
    """Say whether a word in small letters may begin a name that `private` knows."""
    return word in _PRIVATE_FIRSTS


def generic(words: Sequence[Word]) -> bool:
    """Say whether two words may as well describe: "Indian Bank", "United National"."""
    return len(words) < 3 and any(word.low in _GENERIC for word in words)


def plain(words: Sequence[Word]) -> bool:
    """Say whether the words are all English or places: "United National", "Indian Bank"."""
    return all(word.low in COMMON for word in words)


def qualified(words: Sequence[Word], at: int) -> bool:
    """Say whether a capital stands right before: "Price Target to", "Newest Indian Bank"."""
    before = words[at - 1] if at else None
    return before is not None and before.joins and words[at].start - before.end == 1


def begins_another(text: str, words: Sequence[Word], at: int, security: Security) -> bool:
    """Say whether the word at `at`, a name of `security`, only begins the name of another company.

    "Toyota Boshoku to invest" is not Toyota's doing, nor "Adani Ports" its group's. In a headline that
    capitalises all words nobody can tell.
    """
    word = words[at]
    if not word.joins:
        return False
    following = words[at + 1]
    if following.start - word.end != 1 or not following.text.istitle():
        return False
    if following.low not in KINDS and (
        following.low in COMMON or _SUBJECT_OF.match(text, following.end) is None
    ):
        return False
    behind = text[following.end : following.end + _REACH].partition("\n")[0]
    return following.low not in security.name.lower() and _in_small_letters(behind)


def goes_on(words: Sequence[Word], end: int) -> bool:
    """Say whether the name that ends before `end` is only a part of a place's, prize's or school's."""
    return end < len(words) and words[end - 1].joins and words[end].text in _OTHER


def titled(text: str, start: int) -> bool:
    """Say whether an office stands right before `start`: whoever is named there is a person."""
    return text.endswith(_OFFICE, max(0, start - _LONGEST_OFFICE), start)


def _in_person(text: str, words: Sequence[Word], at: int) -> bool:
    """Say whether a word is a person's: a given name ("Henry Ford") or an office stands right before it."""
    if qualified(words, at) and words[at - 1].low in GIVEN:
        return True
    return words[at].joins and titled(text, words[at].start)


def _part_of_another(text: str, words: Sequence[Word], at: int, security: Security) -> bool:
    """Say whether a word belongs to a longer name: "San Paolo IMI", "Trident Energy", "JD Sports"."""
    word, name = words[at], security.name.lower()
    if word.joins and words[at + 1].low in KINDS and words[at + 1].low not in name:
        return True
    if not qualified(words, at):
        return False
    before = words[at - 1].low
    if before in COMMON or before in ACRONYMS or before in name or before.endswith(_TRADES):
        return False
    pair = text[words[at - 1].start : word.end]
    start = text.find(pair)
    for _ in range(_LOOKS):
        if start < 0:
            return False
        if _in_sentence_case(text, start, start + len(pair)):
            return True
        start = text.find(pair, start + 1)
    return False


_SUBJECT_OF: Final = re.compile(r"\s(?:to|will|plans|said|says|agreed)\s")
_TRADES: Final = (
    "maker",
    "giant",
    "owner",
    "builder",
    "producer",
    "operator",
    "retailer",
    "developer",
    "rival",
)
_LOOKS: Final = 12  # places where a pair of words is looked at, at most
_REACH: Final = 80  # characters to either side
_ENDS: Final = frozenset('.!?:\n—–-“"(')
_LONG_WORD: Final = re.compile(r"[^\W\d_]{5,}")


def _in_sentence_case(text: str, start: int, end: int) -> bool:
    """Say whether the capitals of what stands at `start` make a name: not in a headline that capitalises all
    words, and not at the beginning of a sentence."""
    before = text[max(0, start - _REACH) : start].rpartition("\n")[2]
    opening = before.rstrip(" ")[-1:]
    if not opening or opening in _ENDS:
        return False
    behind = text[end : end + _REACH].partition("\n")[0]
    return _in_small_letters(f"{before} {behind}")


def _in_small_letters(near: str) -> bool:
    """Say whether half of the longer words begin small, at least."""
    firsts = [word[0] for word in _LONG_WORD.finditer(near)]
    return sum(word.islower() for word in firsts) * 2 >= len(firsts) > 0
