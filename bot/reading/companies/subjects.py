"""Companies on no exchange and without a legal form that clearly commit or are bought: "Blue Origin"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Role
from bot.reading.companies.doubts import titled
from bot.reading.companies.names import Named, begins
from bot.reading.companies.vocabulary import ACRONYMS, COMMON, GIVEN

__all__ = ["is_placed", "namings", "tentative"]

# Where such a company may stand: as the subject at a sentence's beginning, behind a dateline or an opening
# phrase ("On Monday, Blue Origin"); as the object, but not behind "in", which a place follows, unless it is a
# stake or a round.
_SUBJECT: Final = re.compile(
    r"^(?:[^.]{0,40}(?:--?|—|–)\s)?(?:[A-Z][^,;.]{0,60},\s)?[\"“]?"
    r"(?:[a-z][\w-]*\s|The\s|[A-Z][\w-]*(?:\s[A-Z][\w-]*)?[’']s\s|[A-Z][\w-]+-based\s){0,4}$"
    r"|\b(?:led\sby|from|acquired\sby|bought\sby)\s(?:[a-z-]+\s){0,4}$"
    r"|\b(?:block|clear|approv|veto|reject|oppos|prohibit|back)\w*\s$"
)
_OBJECT: Final = re.compile(
    r"(?:^|\b(?:stakes?|round|investment|startup|start-up|interest|shares)\b.*\sin\s"
    r"|(?<!\bin)(?<!\bat)(?<!\bnear)\s)$"
)
_PLACED: Final = (" in ", " at ", " near ")
_STAKE: Final = re.compile(r"\b(?:stakes?|round|invest\w*|startup|start-up|interest|shares)\b")
_DEMONYM: Final = ("ian", "ean", "ese", "ish")
_SITE: Final = re.compile(r"\s(?:[a-z][\w-]+\s)?(?:campus|fab|factory|mill|mine|plant|port|refinery|site)\b")
_PLACE: Final = {Role.INVESTOR: _SUBJECT, Role.TARGET: _OBJECT}
_RUN: Final = re.compile(
    r"[A-Z](?<![\w’'].)(?:[\w-]*[a-z][\w-]*|[A-Z]{1,5}|\d\w*)"
    r"(?:\s&?\s?(?:[A-Z][\w-]*|of\s(?=[A-Z]))){0,5}(?![\w])"
)
# A run that holds one of these is a person's, a state's or a page's, not a company's.
_NOT_A_COMPANY_WORDS = """
    deal deals merger offer plan plans report shares stocks takeover talks
    after although as at because before but despite during here how if in it now on once or since so
    still that then there they though to under unlike until we what when where whether which while who
    why with yet you all another both each earlier every few later many most other previous prior
    several some such these those administration agency arabia board ceo cfo coo cto chairman chief city
    commission committee congress council county court department director executive federal fed founder gov
    government governor house kingdom korea minister ministry mr mrs ms nations office official
    officials parliament party pope president prime prince representatives republic reserve secretary
    sen senate spokesman spokeswoman state states street treasury union vice washington white beijing
    moscow brussels january february march april may june july august september october november
    december monday tuesday wednesday thursday friday saturday sunday shareholders investors workers
    employees members directors customers users unions asia africa america europe zealand gigafactory
    series bid stake unit zone reuters bloomberg associated press exclusive update breaking analysis
    correction
"""
# What is no part of the name: a verb with a capital ("to Buy Seed Firm"), "KKR-backed".
_HEADLINE_VERB: Final = re.compile(
    r"(?:Acquire|Add|Back|Bid|Bring|Build|Building|Buy|Create|Cut|Expand|Form|Fund|Invest|Join|Launch|Lead|Make|Open"
    r"|Pay|Raise|Sell|Spend|Take|Takes|The|Win|\w+-(?:backed|based|controlled|listed|owned))\s(?=[A-Z])"
)
# "Southwest-like", "AI-optimized": a description that a capital begins.
_COMPOUND: Final = re.compile(r"(?i)-(?:like|\w+(?:ed|ing|free|ready|style|wide|scale|first|owned))$")
# Words that are small in every headline.
_SMALL: Final = frozenset(
    ["after", "amid", "and", "for", "from", "into", "its", "over", "the", "via", "with"]
)
_NOT_A_COMPANY: Final = frozenset(_NOT_A_COMPANY_WORDS.split())


def tentative(text: str, sentence: Span, here: Sequence[Named], *, headline: bool) -> list[Named]:
    """Return what is written like a company's name in a sentence and is none of `here`, those known in it.

    A headline in capitals does not say where a name ends: only a sentence in small letters is asked. The
    capital that begins a sentence of the body says nothing: such a word must stand elsewhere, too.
    """
    if headline and _title_case(sentence.of(text)):
        return []
    found: list[Named] = []
    for match in _RUN.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        if _is_named(here, start, end):
            continue
        if _is_place(text, sentence.start, start, end) or titled(text, start):
            continue
        opening = _HEADLINE_VERB.match(text, start, end)
        start = opening.end() if opening else start
        name = text[start:end]
        opens = not headline and start == sentence.start and " " not in name
        if _may_be_company(name) and not (opens and text.count(name) < 2):
            found.append(Named(Span(start, end), name.lower(), name, tentative=True))
    return [] if found and not headline and _title_case(sentence.of(text)) else found


def _is_place(text: str, opens: int, start: int, end: int) -> bool:
    """Say whether a capital is a place's: "in Oulu", "Leipzig plant", "Bavarian", not "a stake in Oulu"."""
    if text.endswith(_PLACED, opens, start) and not _STAKE.search(text, opens, start):
        return True
    return text.endswith(_DEMONYM, start, end) or _SITE.match(text, end) is not None


def is_placed(role: Role, before: str) -> bool:
    """Say whether an unlisted company may stand behind `before`, a sentence's beginning, in its role."""
    place = _PLACE.get(role)
    return place is not None and place.search(before) is not None


def namings(text: str, company: Named, names: Sequence[Named]) -> Iterator[Named]:
    """Give the places where an unlisted company is named, in full or by a first word that is its own."""
    name = company.name
    first = name.split()[0]
    short = rf"(?:{re.escape(name[len(first) :])})?" if len(first) > 3 and first.lower() not in COMMON else ""
    whole = rf"{re.escape(first)}{short or re.escape(name[len(first) :])}"
    for match in re.finditer(rf"(?<!\w){whole}(?!\w)", text):
        if not _is_named(names, match.start(), match.end()):
            yield Named(Span(*match.span()), company.who, name)


def _is_named(names: Sequence[Named], start: int, end: int) -> bool:
    """Say whether one of `names`, which stand in order and apart, holds a part of `start` to `end`."""
    behind = bisect_left(names, end, key=begins)
    return behind > 0 and names[behind - 1].span.end > start


def _may_be_company(run: str) -> bool:
    words = run.lower().split()
    if _COMPOUND.search(words[-1]) or words[0] in GIVEN or not _NOT_A_COMPANY.isdisjoint(words):
        return False
    return not all(w in COMMON or w in ACRONYMS for w in words) or len(words) > 1


def _title_case(said: str) -> bool:
    """Say whether a sentence gives capitals to its verbs and nouns, too."""
    capital = small = 0
    for word in said.split():
        if len(word) > 2 and word[0].isalpha() and word.lower() not in _SMALL:
            if word[0].islower():
                small += 1
            else:
                capital += 1
    return small == 0 or small * 4 < capital + small - 1
