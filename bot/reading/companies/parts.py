"""Subjects and objects in a sentence's shape, in which every name is a numbered sign: ⟦0⟧.

All functions take the shape in small letters, as `predicates.lowered` gives it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.domain.reading import Role
from bot.reading.companies.predicates import SIGN
from bot.reading.companies.verbs import OWNED

__all__ = ["EACH_NUMBER", "NUMBER", "SOME", "SUM", "Act", "is_subject", "listed", "objects", "subject"]


@dataclass(frozen=True, slots=True)
class Act:
    """One naming (its place in the list of names) in one role.

    A role of MENTION says that the company is only the owner of what is bought.
    """

    named: int
    role: Role


NUMBER = r"⟦(\d+)⟧"
SOME = r"(?:[\w’'-]+\s)"  # a describing word
# A describing word or a part of a sum, but none that begins another thought.
SUM = r"(?:(?!(?:after|amid|as|if|but|over|despite)\s)[\w$€£¥.,%’'()-]+\s)"
EACH_NUMBER: Final = re.compile(NUMBER)
_DESCRIBES = r"(?:-(?:backed|based|linked|owned)|\s(?:competitor|partner|peer|rival|spin-?off|supplier))"
# "⟦1⟧ rival ⟦2⟧", "⟦1⟧-backed ⟦2⟧": the second is meant.
_OBJECT: Final = re.compile(
    r"(?P<fill>(?:[\w$€£¥.,%()&’'/:-]+\s|\s"
    rf"|{SIGN}{_DESCRIBES}\s"
    r"){0,12}?)⟦(?P<named>\d+)⟧"
    rf"(?!{_DESCRIBES}\s)"
    rf"(?P<own>[’'](?:s\b)?(?!\s(?:shares|stock))|\s{OWNED}\b)?"
)
_ENDS_OBJECT: Final = re.compile(
    r"\b(?:from|by|against|than|like|compet(?:es?|ing|ition)|(?:to|with)\s(?:\w+\s)?(?:rivals?|competitors?)|after|as|amid|but|while|because|which|who|where|said"
    r"|says|using|citing|ahead|versus|vs|despite|over|take\son|challenge)\b|[;:]"
)
# "A unit of ⟦0⟧ will buy" is ⟦0⟧'s doing; "buys a unit of ⟦0⟧", "with ⟦0⟧" is not.
_PARTICIPLE: Final = re.compile(rf"{SIGN}\s(?:\w+ing|due|poised|set)\s")  # "with ⟦0⟧ agreeing to buy ⟦1⟧"
_NEAR: Final = 60  # characters before a name in which a preposition that governs it stands
_NOT_A_SUBJECT: Final = re.compile(
    rf"\b(?:(?:with|from|by|against|than|for|at|of)\s{SOME}{{0,3}}"
    r"|(?:upgrad|downgrad|reiterat|maintain|initiat|resum)\w*\s(?:coverage\s(?:of|on)\s)?)$"
)
_UNIT_OF: Final = re.compile(
    rf"^(?:an?\s|the\s)?{SOME}{{0,2}}(?:(?:units?|arm|division|subsidiary|board|directors)\sof"
    rf"|(?:consortium|group|team|venture)(?:\sof\s{SOME}{{1,3}})?\s(?:led|headed)\sby)\s{SOME}{{0,3}}$"
)
_COUPLE: Final = re.compile(rf"{NUMBER}(?:-|(?:,|,?\sand|\s&)\s?(?:the\s)?{SOME}{{0,3}}?)(?={NUMBER})")
# ", with ⟦2⟧ taking part" is no further object.
_NEXT: Final = re.compile(
    rf"(?:,|,?\sand)\s(?!(?:with|from|by|while|alongside|backed|joined)\b){SOME}{{0,2}}?{NUMBER}"
)


def is_subject(low: str, start: int) -> bool:
    """Say whether a name at `start` may be a subject: no preposition before it makes it part of another."""
    near = max(0, start - _NEAR)
    if low.endswith(" with ", near, start) and _PARTICIPLE.match(low, start) is not None:
        return True
    return _NOT_A_SUBJECT.search(low, near, start) is None or _UNIT_OF.match(low, 0, start) is not None


def subject(low: str, name: re.Match[str]) -> Iterator[Act]:
    """Give the subject of a verb, and those joined to it before ("A and B will invest")."""
    named = name[1]
    yield Act(int(named), Role.INVESTOR)
    joined = {m[2]: m[1] for m in _COUPLE.finditer(low, 0, name.end(1) + 1)}
    while named in joined:
        named = joined.pop(named)
        yield Act(int(named), Role.INVESTOR)


def objects(low: str, at: int) -> Iterator[Act]:
    """Give the companies that a verb's object names; the owner of what is bought is not bought."""
    found = _OBJECT.match(low, at)
    if found is None or _ENDS_OBJECT.search(found["fill"]):
        return
    if found["own"]:
        yield Act(int(found["named"]), Role.MENTION)
        return
    yield Act(int(found["named"]), Role.TARGET)
    yield from (Act(named, Role.TARGET) for named in listed(low, found.end()))


def listed(low: str, at: int) -> Iterator[int]:
    """Give the names that follow one in a list: ", ⟦2⟧ and ⟦3⟧"."""
    while (following := _NEXT.match(low, at)) is not None:
        yield int(following[1])
        at = following.end()
