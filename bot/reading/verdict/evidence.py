"""What the other rooms found that speaks for a commitment: a company that is said to spend a sum."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Mention, Role
from bot.reading.companies.roles import commits, shape
from bot.reading.wording.sentences import sentences

__all__ = ["DEMAND", "HOLDING", "OPINION", "SALE", "outlays", "speaks_of_others"]

_LEAD: Final = 3000  # characters of an article in which its news is told
# What an analyst thinks that a company may spend is no word of the company's.
OPINION: Final = re.compile(
    r"\b(?:analysts?|strategists?|economists?|brokers?|brokerages?)\b[^.]{0,40}?"
    r"\b(?:says?|said|wr[io]tes?|estimat\w+|expects?|predict\w*|forecasts?|reckons?)\b",
    re.IGNORECASE,
)
# Nor is what somebody wants a company to do.
DEMAND: Final = re.compile(
    r"\burge[sd]?\s(?:[\w’'&.-]+\s){1,5}?to\s"
    r"(?:invest|build|buy|spend|acquire|merge|take|consider|explore|commit)\b",
    re.IGNORECASE,
)
SALE: Final = re.compile(
    r"\b(?:sells?|sold|selling|offload(?:s|ed|ing)?|divest(?:s|ed|ing)?|exit(?:s|ed|ing)?|trim(?:s|med)?"
    r"|dump(?:s|ed)?)\s(?:[\w$.,%&'’-]+\s){0,5}(?:stakes?|holdings?|shareholding)\b",
    re.IGNORECASE,
)
# A money manager's report of what it holds, in the form in which it is told by the thousand: the company's
# symbol behind its name, and so many shares of it, or a position, or a sum in it.
_SYMBOL: Final = r"(?:\$[A-Z]{1,5}\b|\([A-Z]{2,12}:\s?[A-Z.]{1,6}\))"
_DEALT: Final = (
    r"(?:[Aa]cquire|[Bb]ought|[Bb]uy|[Pp]urchase|[Ss]old|[Ss]ell|[Ll]ift|[Rr]aise|[Bb]oost|[Tt]rim|[Cc]ut|[Ll]ower"
    r"|[Ii]ncrease|[Dd]ecrease|[Rr]educe|[Gg]row|[Tt]ake|[Mm]ake|[Hh]as)(?:s|d|ed)?\b"
)
_HELD: Final = r"(?:[Ss]hares|[Pp]osition|[Ss]take|[Hh]oldings?)"
_MANAGER: Final = (
    r"\b(?:LLC|LLP|LP|AG|Advis[eo]rs?|Advisory|Wealth|Management|Partners|Investments?|Trust|Bank|Securities"
    r"|Financial|Retirement|Pension|Fund)\b"
)
HOLDING: Final = re.compile(
    rf"{_SYMBOL}(?:\s[Ss]tock)?\s{_HELD}\s{_DEALT}\sby\b"
    rf"|\b{_DEALT}\s(?:[\w$.,-]+\s){{0,4}}(?:[\d,]+\s[Ss]hares|[Pp]osition|[Hh]oldings?)"
    rf"\s(?:of|in)\s[^()$]{{2,60}}\s{_SYMBOL}"
    rf"|{_MANAGER}[^$%]{{0,30}}?\s(?:[Ii]nvests?\s\$[\d.,]+(?:\s[A-Za-z]+)?|{_DEALT}(?:\s[\w$.,-]+){{0,4}}\s[Ss]take)"
    rf"\sin\s[^()$]{{2,60}}\s{_SYMBOL}"
)
# One of these stands wherever opinion, demand or sale is found; a mark wherever a holding is.
_OTHERS: Final = "urge analyst strateg econom broker sell sold offload divest exit trim dump"
_MARKS: Final = ("$", "(")
_ANCHORS: Final = tuple(_OTHERS.split())


def speaks_of_others(text: str, span: Span) -> bool:
    """Say whether the words at `span` are an analyst's or a demand, tell a sale from the seller's side, or
    what somebody who manages others' money holds.

    Of 55 labelled headlines of analysts and sellers none is a commitment, nor of some 100 about holdings.
    """
    words = span.of(text)
    if any(mark in words for mark in _MARKS) and HOLDING.search(words):
        return True
    lower = words.lower()
    if not any(anchor in lower for anchor in _ANCHORS):
        return False
    return any(form.search(text, span.start, span.end) for form in (OPINION, DEMAND, SALE))


def outlays(text: str, companies: Sequence[Mention], amounts: Sequence[Amount]) -> tuple[Span, ...]:
    """Return the sums to be invested whose spender the same sentence names before them.

    A sentence that opens with "the company" or "it" names the story's investor too, if no other company
    comes first. What analysts say and what sellers get does not count. Only the beginning of `text` is asked.
    """
    invested = [a.span for a in amounts if a.role is AmountRole.INVESTMENT and a.span.start < _LEAD]
    if not invested or not any(company.role is Role.INVESTOR for company in companies):
        return ()
    named = sorted(
        (span.start, company.role) for company in companies for span in company.spans if span.start < _LEAD
    )
    found: list[Span] = []
    for sentence in sentences(text):
        if sentence.start > invested[-1].start:
            break
        if speaks_of_others(text, sentence):
            continue
        for place in invested:
            if sentence.start <= place.start < sentence.end:
                before = [role for start, role in named if sentence.start <= start < place.start]
                if Role.INVESTOR in before or (not before and commits(shape(text, sentence, ()))):
                    found.append(place)
    return tuple(found)
