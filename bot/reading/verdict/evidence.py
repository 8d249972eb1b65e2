"""What the other rooms found that speaks for a commitment: a company that is said to spend a sum."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Amount, AmountRole, Mention, Role
from bot.reading.companies.roles import commits, shape
from bot.reading.wording.sentences import sentences

__all__ = ["OPINION", "SALE", "outlays", "speaks_of_others"]

_LEAD: Final = 3000  # characters of an article in which its news is told
# What an analyst thinks that a company may spend is no word of the company's.
OPINION: Final = re.compile(
    r"\b(?:analysts?|strategists?|economists?|brokers?|brokerages?)\b[^.]{0,40}?"
    r"\b(?:says?|said|wr[io]tes?|estimat\w+|expects?|predict\w*|forecasts?|reckons?)\b",
    re.IGNORECASE,
)
SALE: Final = re.compile(
    r"\b(?:sells?|sold|selling|offload(?:s|ed|ing)?|divest(?:s|ed|ing)?|exit(?:s|ed|ing)?|trim(?:s|med)?"
    r"|dump(?:s|ed)?)\s(?:[\w$.,%&'’-]+\s){0,5}(?:stakes?|holdings?|shareholding)\b",
    re.IGNORECASE,
)
# One of these stands wherever the two patterns find something.
_OTHERS: Final = "analyst strateg econom broker sell sold offload divest exit trim dump"
_ANCHORS: Final = tuple(_OTHERS.split())


def speaks_of_others(text: str, span: Span) -> bool:
    """Say whether the words at `span` are an analyst's, or tell a sale from the seller's side.

    Of 55 labelled headlines of these two forms none is a commitment.
    """
    lower = span.of(text).lower()
    if not any(anchor in lower for anchor in _ANCHORS):
        return False
    return any(form.search(text, span.start, span.end) for form in (OPINION, SALE))


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
