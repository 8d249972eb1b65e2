"""Moves of a price as a sentence words them: "were up 0.32%", "fell as much as 3 percent", "closed at $12".

Whose price it is, is for `bot.reading.shares.stated_prices` to say.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import Final

from bot.domain.market import Session

__all__ = ["Move", "find_moves", "may_move", "names_share", "takes_longer"]


def _either(phrases: str) -> str:
    """Return a pattern for any of the phrases, which are parted by blanks; "_" stands for a blank in one."""
    return "(?:" + "|".join(phrases.replace("_", r"\s").split()) + ")"


_UP: Final = _either(
    """rose rise[sn]? rising gain(?:s|ed|ing)? climb(?:s|ed|ing)? jump(?:s|ed|ing)? surg(?:e|es|ed|ing)
    soar(?:s|ed|ing)? advanc(?:e|es|ed|ing) add(?:s|ed|ing)? rall(?:y|ies|ied|ying) spik(?:e|es|ed|ing)
    popp?(?:s|ed|ing)? leap(?:s|ed|t|ing)? up higher increas(?:e|es|ed|ing) bounc(?:e|es|ed|ing)
    rebound(?:s|ed|ing)? rocket(?:s|ed|ing)? edg(?:e|es|ed|ing)_up tick(?:s|ed|ing)?_up"""
)
_DOWN: Final = _either(
    """fell fall(?:s|en|ing)? drop(?:s|ped|ping)? declin(?:e|es|ed|ing) slid(?:e|es|ing)? slip(?:s|ped|ping)?
    los(?:e|es|t|ing) shed(?:s|ding)? tumbl(?:e|es|ed|ing) plung(?:e|es|ed|ing) slump(?:s|ed|ing)?
    s[aiu]nk(?:s|ing)? down lower dip(?:s|ped|ping)? eas(?:e|es|ed|ing) retreat(?:s|ed|ing)?
    crash(?:es|ed|ing)? plummet(?:s|ed|ing)? div(?:e|es|ed|ing) decreas(?:e|es|ed|ing)
    edg(?:e|es|ed|ing)_down tick(?:s|ed|ing)?_down"""
)
_CLOSE: Final = _either("clos(?:e|es|ed|ing) end(?:s|ed|ing)? finish(?:es|ed|ing)? settl(?:e|es|ed|ing)")
_STILL: Final = rf"(?:{_CLOSE}|trad(?:e|es|ed|ing)|open(?:s|ed|ing)?)"
_ABOUT: Final = (
    r"(?:(?:by|as\s(?:much|many)\sas|nearly|about|around|roughly|more\sthan|over|almost|another|some|an?|record|only"
    r"|just|further|up\sto|at\sleast|early|initial)\s){0,4}"
)
_RATE: Final = r"(?:\d+(?:\.\d+)?|\.\d+)"
_PERCENT: Final = r"\s?(?:%|per\s?cent\b|pct\b)"
_MOVE: Final = (
    # "rose as much as 3 percent"
    rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))\s(?:(?:up|down|higher|lower|back)\s)?"
    rf"{_ABOUT}(?P<rate>{_RATE}){_PERCENT}"
    # "closed 3 percent lower"
    rf"|(?:{_STILL}|was|were|is|are)\s{_ABOUT}(?P<side_rate>{_RATE}){_PERCENT}"
    r"\s(?:(?P<side_up>higher|up)|(?P<side_down>lower|down))\b"
    # "ended at $12"
    rf"|(?:{_STILL}|{_UP}|{_DOWN})\b[^.;,$€£¥\d]{{0,40}}?\b(?:to|at)\s(?=(?:about\s|around\s)?[\w$€£¥]{{0,4}}\d)"
    # "an initial 3 percent drop"
    rf"|(?:initial|early|opening|intraday)\s(?P<noun_rate>{_RATE}){_PERCENT}\s"
    r"(?:(?P<noun_up>gain|rise|jump|rally|advance|increase)|(?P<noun_down>drop|fall|decline|loss|slide|dip|slump))"
)
# What a move may begin with: the pattern is asked only there. It may say yes too often.
_STEMS = """
    rose ris gain climb jump surg soar advanc add rall spik pop leap up high increas bounc rebound rocket
    edg tick fell fall drop declin sl[iu] los shed tumbl plung s[aiu]nk down low dip eas retreat crash
    plummet div decreas clos end finish settl trad open was were is are initial early intraday
"""
_BEGINNING: Final = re.compile("|".join(_STEMS.split()))
_WORD: Final = re.compile(r"[a-z]+")


@cache
def _move() -> re.Pattern[str]:
    """Return the pattern of a move, made for the first text that may hold one."""
    return re.compile(_MOVE)


@lru_cache(maxsize=8192)
def _beginnings(piece: str) -> tuple[int, ...]:
    """Return where in a piece of a text, as blanks part it, a word stands that a move may begin with."""
    return tuple(word.start() for word in _WORD.finditer(piece) if _BEGINNING.match(word[0]))


# Right behind a rate these say that it took longer than a day, or is no price's.
_LONGER: Final = re.compile(
    r"\s?(?:higher|lower)?,?\s?(?:so\sfar\s|just\s|alone\s)?"
    r"(?:(?:this|last)\s(?:year|month|week|quarter)"
    r"|(?:in|over|during|for|through)\s(?:the|an?|its|\d{4}|more|less|all|about)\b"
    r"(?!\s(?:day|session|morning|afternoon|news))"
    r"|(?:in|over)\s(?:two|three|four|five|six|seven|eight|nine|ten|twelve|\d+)\b"
    r"|since\b|from\s(?:an?|its|the|last|\w+’?s?\sago)\b|year[- ](?:to|on|over)|annual|compared"
    r"|versus|a\syear|per\syear|of\s(?:its|their)\svalue|stake|(?:of|in)\sthe\s(?:company|stock))",
    re.IGNORECASE,
)
_LONGER_AHEAD: Final = re.compile(
    r"^(?:so\sfar\s)?(?:this|last)\s(?:year|month|week|quarter)\b|^(?:in|over|during)\sthe\s(?:past|last)\b"
    r"|\byear\sto\sdate\b",
    re.IGNORECASE,
)
_DAY: Final = re.compile(
    r"(?<!since\s)\b(?P<day>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.?\s\d{1,2}"
    r"|(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\d{1,2})\b"
)
_SESSIONS: Final = {
    Session.PREMARKET: r"pre-?\s?market|before\sthe\s(?:bell|open|opening)|ahead\sof\sthe\s(?:bell|open)",
    Session.AFTER_HOURS: r"after[- ]hours|post-?\s?market|extended(?:[- ]hours)?\s?trad|extended\shours"
    r"|after\sthe\s(?:bell|close)|after-?market|late\strading",
    Session.OVERNIGHT: r"overnight\b",
    Session.REGULAR: r"(?:early|morning|mid-?day|afternoon|regular)\s(?:[a-z]+\s)?(?:trad|deal|session)"
    r"|intraday|(?:at|as\sof)\s\d{1,2}[:.]\d\d|regular\shours",
}
_IN_SESSION: Final = {
    session: re.compile(rf"\b(?:{words})", re.IGNORECASE) for session, words in _SESSIONS.items()
}
_CLOSING: Final = re.compile(rf"\b{_CLOSE}\b", re.IGNORECASE)
_TO_CLOSE: Final = re.compile(rf"\sto\s{_CLOSE}\sat\b", re.IGNORECASE)


_A_PRICE: Final = re.compile(r" (?:to|at) (?:about |around )?[^\s\d]{0,4}\d")


@dataclass(frozen=True, slots=True)
class Move:
    """One move: where its words stand in the sentence, the change as a fraction (None: only a price follows),
    the part of the trading day and the day as printed."""

    start: int
    end: int
    change: Decimal | None
    session: Session
    day: str | None


def may_move(said: str) -> bool:
    """Say whether a text may state a move: it holds a rate, or a share with a price."""
    if "%" in said or "percent" in said or "per cent" in said or "pct" in said:
        return True
    if " to " not in said and " at " not in said:
        return False
    return names_share(said) and _A_PRICE.search(said) is not None


def names_share(said: str) -> bool:
    """Say whether a text speaks of shares at all."""
    return (  # one after the other: several times as fast as a pattern
        ("share" in said or "stock" in said or "Share" in said or "Stock" in said)
        or ("ADR" in said or "ADS" in said or "scrip" in said or "Scrip" in said)
        or ("AdR" in said or "AdS" in said)
    )


def find_moves(said: str) -> list[Move]:
    """Return the moves that a sentence words, in order, also those over more than a day."""
    matches = _matches(said)
    days = list(_DAY.finditer(said)) if matches else []
    found: list[Move] = []
    for n, match in enumerate(matches):
        end = matches[n + 1].start() if n + 1 < len(matches) else len(said)
        session, day = _session(said, match, end), _day(days, match, end)
        found.append(Move(match.start(), match.end(), _change(match), session, day))
    return found


def _matches(said: str) -> list[re.Match[str]]:
    low = said.lower()
    if len(low) != len(said):  # a letter that has no small one of the same length
        low = said
    found: list[re.Match[str]] = []
    at = done = 0
    for piece in low.split(" "):
        for begins in _beginnings(piece):
            if at + begins >= done:
                match = _move().match(low, at + begins)
                if match is not None:
                    found.append(match)
                    done = match.end()
        at += len(piece) + 1
    return found


def takes_longer(said: str, move: Move) -> bool:
    """Say whether a move is one over weeks or years."""
    if _spans_weeks(said):
        return True
    return move.change is not None and _LONGER.match(said, move.end) is not None


@lru_cache(maxsize=4)  # each move of a sentence asks the same
def _spans_weeks(said: str) -> bool:
    return _LONGER_AHEAD.search(said) is not None


def _change(match: re.Match[str]) -> Decimal | None:
    rate = match["rate"] or match["side_rate"] or match["noun_rate"]
    if rate is None:
        return None
    falls = match["down"] or match["side_down"] or match["noun_down"]
    return Decimal(rate) / (-100 if falls else 100)


def _session(said: str, match: re.Match[str], end: int) -> Session:
    for session, words in _IN_SESSION.items():
        if words.search(said, match.start(), end):
            return session
    closing = _CLOSING.search(said, max(0, match.start() - 12), match.end()) or _TO_CLOSE.match(
        said, match.end()
    )
    return Session.CLOSE if closing else Session.UNKNOWN


def _day(days: Sequence[re.Match[str]], match: re.Match[str], end: int) -> str | None:
    """Return which of a sentence's days stands behind a move, else the last one before it."""
    behind = (day for day in days if match.end() <= day.start() and day.end() <= end)
    before = (day for day in reversed(days) if day.end() <= match.start())
    day = next(behind, None) or next(before, None)
    return day["day"] if day else None
