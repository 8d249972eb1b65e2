"""From a company's name to the verb that it is the subject of.

Between the two there may stand a unit ("Ford’s credit arm"), a partner ("and Uptake"), an aside between
commas, who says so ("said on Monday it") and some words that only lead up to the verb ("agreed to", "is in
talks to"). All places where the verb may then stand are found in one walk, and each pattern is asked only
where its first word stands: that is what makes a sentence cheap.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from bot.reading.companies.verbs import LEAD, SAYS, UNIT, UNITS, WEEKDAY, compiled, may_lead, may_say

__all__ = ["ASIDE", "SIGN", "lowered", "places"]

SIGN: Final = r"⟦\d+⟧"
ASIDE: Final = (
    rf"(?:,\s(?!said)[^,.;⟦]{{1,110}}(?:{SIGN}[^,.;⟦]{{0,60}})?,|\s\([^()]{{0,60}}\)"
    r"|\s[–—-]{1,2}\s[^–—]{1,80}\s[–—-]{1,2})"
)
# "and Uptake Systems"; where that name ends, only the verb behind it tells.
_ANOTHER: Final = re.compile(r"(?:,|\sand|\s&)(?=\s[A-Z])")
_CAPITAL: Final = re.compile(r"\s[A-Z][\w.’'-]+")
# "looks abroad as it commits": the verb behind "it" is the company's, too.
_AS_IT: Final = re.compile(r"\s[^.;,:⟦]{3,60}?\s(?:as|and|after)\sit(?=\s)")
_OTHERS: Final = re.compile(r",?\sand\s(?:\w+\s)?(?:others|partners)")
_UNIT: Final = re.compile(UNIT)
_LED: Final = re.compile(r"[-–]led\s(?:\w+\s){0,2}?(?:consortium|group|team|investors|venture|trio|bid)")
_OFFICER: Final = re.compile(
    r"(?:[’']s)?\s(?:ceo|cfo|boss|board|chief(?:\sexecutive)?(?:\sofficer)?|chairman|president|spokes\w+)"
)
_ASIDE: Final = re.compile(ASIDE)
_SPACE: Final = re.compile(rf"{WEEKDAY}?\s")
_SAYS: Final = rf"{SAYS}{WEEKDAY}?\s"
_LEAD: Final = rf"{LEAD}{WEEKDAY}?\s"
_STEPPING: Final = ((_SAYS, may_say), (_LEAD, may_lead))
_WORD: Final = re.compile(r"[^\s,;:()⟦⟧]+")
# A name goes on with one of these where anything is said of its company.
_GOES_ON: Final = frozenset(" ,'’-–")
_JOINED: Final = (",", " and", " &")
_ASIDES: Final = frozenset((", ", " (", " –", " —", " -"))
# The commonest words behind a name: no unit, officer or partner comes before them.
_AT_ONCE: Final = re.compile(r"\s(?:to|will|has|have|is|said|says|plans|agreed|would|was|in|may|could)\s")
_STEPS: Final = 8  # words that lead up to a verb, at most
_MOST: Final = 24  # places looked at behind one name


def lowered(said: str) -> str:
    """Return `said` in small letters, each character in its place."""
    low = said.lower()
    return low if len(low) == len(said) else "".join(c.lower() if len(c.lower()) == 1 else c for c in said)


def places(said: str, low: str, at: int, last: int) -> Iterator[int]:
    """Give the places up to `last` where the verb of the name that ends at `at` may stand, nearer ones first.

    `low` is `said` as `lowered` gives it.
    """
    edge = [m.end() for m in (_SPACE.match(low, end) for end in _subject_ends(said, low, at)) if m]
    seen = set(edge)
    for _ in range(_STEPS):
        ahead: list[int] = []
        for place in edge:
            if place > last:
                continue
            word = _WORD.match(low, place)
            if word is None:
                continue
            yield place
            for form, may_begin in _STEPPING:
                lead = compiled(form).match(low, place) if may_begin(word[0]) else None
                if lead is not None and lead.end() not in seen and len(seen) < _MOST:
                    seen.add(lead.end())
                    ahead.append(lead.end())
        if not ahead:
            return
        edge = ahead


def _subject_ends(said: str, low: str, at: int) -> list[int]:
    """Return where a subject that begins with a name may end: behind a unit, officer, partner or aside."""
    sign = low[at : at + 1]
    if sign not in _GOES_ON:
        return []
    near: list[int] = []
    if sign in "-–":
        led = _LED.match(low, at)
        return [led.end()] if led else []
    if sign != "," and not _AT_ONCE.match(low, at):
        unit = _UNIT.match(low, at) if _names_unit(low) else None
        if unit is not None:
            near.append(unit.end())
        near += _officer(said, low, at)
    as_it = _AS_IT.match(low, at)
    if as_it is not None:
        near.append(as_it.end())
    if low.startswith(_JOINED, at):
        near += _another(said, at)
        others = _OTHERS.match(low, at)
        if others is not None:
            near.append(others.end())
    if sign in ", ":
        near.append(at)
    near += [m.end() for m in [_ASIDE.match(low, end) for end in near if low[end : end + 2] in _ASIDES] if m]
    return near


@lru_cache(maxsize=16)
def _names_unit(low: str) -> bool:
    return any(word in low for word in UNITS)


def _officer(said: str, low: str, at: int) -> Iterator[int]:
    """Give the ends of "⟦0⟧ CEO", and of the one or two words of the officer's name behind it."""
    officer = _OFFICER.match(low, at)
    if officer is None:
        return
    end = officer.end()
    yield end
    for _ in range(2):
        word = _CAPITAL.match(said, end)
        if word is None:
            return
        end = word.end()
        yield end


def _another(said: str, at: int) -> Iterator[int]:
    """Give the ends that a further name of one to four words may have."""
    joined = _ANOTHER.match(said, at)
    if joined is None:
        return
    end = joined.end()
    for _ in range(4):
        word = _CAPITAL.match(said, end)
        if word is None:
            return
        end = word.end()
        yield end
