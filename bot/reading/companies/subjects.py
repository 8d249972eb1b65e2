"""Companies on no exchange and without a legal form that clearly commit or are bought: "Blue Origin"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies.names import Named, within
from bot.reading.companies.roles import acts, shape
from bot.reading.companies.vocabulary import ACRONYMS, COMMON, GIVEN

__all__ = ["unlisted_subjects"]

# Where such a company may stand: as the subject at a sentence's beginning, behind a dateline or an opening
# phrase ("On Monday, Blue Origin"); as the object, but not behind "in", which a place follows, unless it is a
# stake or a round.
_SUBJECT: Final = re.compile(
    r"^(?:[^.]{0,40}(?:--?|—|–)\s)?(?:[A-Z][^,;.]{0,60},\s)?[\"“]?"
    r"(?:[a-z][\w-]*\s|[A-Z][\w-]*[’']s\s|[A-Z][\w-]+-based\s){0,4}$"
    r"|\b(?:block|clear|approv|veto|reject|oppos|prohibit|back)\w*\s$"
)
_OBJECT: Final = re.compile(
    r"(?:^|\b(?:stakes?|round|investment|startup|start-up|interest|shares)\b.*\sin\s"
    r"|(?<!\bin)(?<!\bat)(?<!\bnear)\s)$"
)
_PLACE: Final = {Role.INVESTOR: _SUBJECT, Role.TARGET: _OBJECT}
_RUN: Final = re.compile(
    r"[A-Z](?<![\w’'].)(?:[\w-]*[a-z][\w-]*|[A-Z]{1,5}|\d\w*)"
    r"(?:\s&?\s?(?:[A-Z][\w-]*|of\s(?=[A-Z]))){0,3}(?![\w])"
)
# A run that holds one of these is a person's, a state's or a page's, not a company's.
_NOT_A_COMPANY_WORDS = """
    administration agency arabia board ceo chairman chief city commission committee congress council
    county court department director executive federal fed founder gov government governor house kingdom
    korea minister ministry mr mrs ms nations office official officials parliament party pope president
    prime prince representatives republic reserve secretary sen senate spokesman spokeswoman state states
    street treasury union vice washington white beijing moscow brussels january february march april may
    june july august september october november december monday tuesday wednesday thursday friday saturday
    sunday shareholders investors workers employees members directors customers users unions
    reuters bloomberg associated press exclusive update breaking analysis correction
"""
# "Southwest-like", "AI-optimized": a description that a capital begins.
_COMPOUND: Final = re.compile(r"(?i)-(?:like|\w+(?:ed|ing|free|ready|style|wide|scale|first|owned))$")
_NOT_A_COMPANY: Final = frozenset(_NOT_A_COMPANY_WORDS.split())


def unlisted_subjects(text: str, lead: Sequence[Span], names: Sequence[Named]) -> tuple[Named, ...]:
    """Return the namings of unlisted companies that the `lead` sentences show committing or being bought.

    A headline in capitals does not say where a name ends: only one written like a sentence is asked.
    """
    kept: dict[str, None] = {}
    for sentence in lead:
        tentative = _tentative(text, sentence, names)
        if not tentative:
            continue
        both = sorted((*within(names, sentence), *tentative), key=lambda n: n.span.start)
        for act in acts(shape(text, sentence, both)):
            named = both[act.named]
            place = _PLACE.get(act.role)
            if not named.who and place is not None and place.search(text[sentence.start : named.span.start]):
                kept[named.name] = None
    return tuple(named for name in kept for named in _namings(text, name, names))


def _tentative(text: str, sentence: Span, names: Sequence[Named]) -> list[Named]:
    """Return what is written like a name in a sentence and is none of `names`."""
    found: list[Named] = []
    for match in _RUN.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        if not _is_named(names, start, end) and _may_be_company(match[0]):
            found.append(Named(Span(start, end), "", match[0]))
    return [] if found and _title_case(sentence.of(text)) else found


def _namings(text: str, name: str, names: Sequence[Named]) -> Iterator[Named]:
    """Give the places where an unlisted company is named, in full or by a first word that is its own."""
    first = name.split(maxsplit=1)[0]
    short = rf"(?:{re.escape(name[len(first) :])})?" if len(first) > 3 and first.lower() not in COMMON else ""
    whole = rf"{re.escape(first)}{short or re.escape(name[len(first) :])}"
    for match in re.finditer(rf"(?<!\w){whole}(?!\w)", text):
        if not _is_named(names, match.start(), match.end()):
            yield Named(Span(*match.span()), name.lower(), name)


def _is_named(names: Sequence[Named], start: int, end: int) -> bool:
    """Say whether one of `names`, which stand in order and apart, holds a part of `start` to `end`."""
    behind = bisect_left(names, end, key=lambda named: named.span.start)
    return behind > 0 and names[behind - 1].span.end > start


def _may_be_company(run: str) -> bool:
    words = run.lower().split()
    if _COMPOUND.search(words[-1]) or words[0] in GIVEN or not _NOT_A_COMPANY.isdisjoint(words):
        return False
    return not all(w in COMMON or w in ACRONYMS for w in words) or len(words) > 1


def _title_case(said: str) -> bool:
    words = [w for w in said.split() if len(w) > 4 and w[0].isalpha()]
    return len(words) > 2 and sum(w[0].isupper() for w in words) > 0.75 * len(words)
