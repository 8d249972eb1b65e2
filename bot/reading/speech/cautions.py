"""Sentences that doubt the commitment itself: that it will happen, be paid, be allowed, or be worth it."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.article import Span
from bot.reading.wording.sentences import sentences
from bot.reading.wording.words import words_of

__all__ = ["find_cautions"]


def _with_marks(text: str) -> frozenset[str]:
    """Return words as they stand between white space, in small letters or capitals, with marks behind."""
    return frozenset(
        printed + mark
        for word in text.split()
        for printed in (word, word.capitalize(), word.upper())
        for mark in ("", ",", ".", ";", ":", "?", "”", ",”", ".”")
    )


_DOUBT: Final = re.compile(
    r"\b(?:express(?:es|ed|ing)?|rais(?:es|ed|ing)|voic(?:es|ed|ing)|ha(?:s|ve)|cit(?:es|ed|ing)"
    r"|share[sd]?)\s(?:\w+\s){0,3}?(?:concerns?|doubts?|questions?|fears?|reservations|scepticism"
    r"|skepticism|worries|alarm)\b"
    r"|\b(?:sceptic|skeptic)\w*|\bquestion(?:s|ed)?\s(?:whether|the|its)\b|\bdoubt(?:s|ed"
    r"|ful)?\s(?:whether|that|about|the|over|on)\b|\bremains?\s(?:unclear|uncertain|to be seen"
    r"|a question)\b"
    r"|\bwarn(?:s|ed|ing)?\s(?:that|of|about|the|investors|it)\b|\bcaution(?:s|ed)\s(?:that|against|about"
    r"|investors)\b|\bno\s(?:guarantee|assurance|certainty)\b|\bmay\snot\s(?:happen|go ahead"
    r"|materiali[sz]e|close|succeed|lead|result)\b"
    r"|\bcould\s(?:still\s)?(?:fall\sthrough|fall\sapart|collapse|be\s(?:delayed|blocked|derailed"
    r"|scaled\sback|rejected))\b|\b(?:face|faces|facing|faced)\s(?:\w+\s){0,3}?(?:scrutiny|opposition"
    r"|hurdles?|headwinds|obstacles|resistance|backlash|challenges?)\b"
    r"|\bsubject\sto\s(?:\w+\s){0,3}?(?:approvals?|conditions|financing)\b|\brisks?\s(?:that|of|to|in"
    r"|include|remain)\b|\brisky\b|\b(?:worr(?:y|ies|ied)|fear(?:s|ed)?|concern(?:s|ed)?)\s(?:that|about"
    r"|over|the)\b|\bcritics\b"
    r"|\btoo\s(?:expensive|costly|high|risky|optimistic|ambitious|late)\b|\boverpa(?:y|id|ying)\b"
    r"|\bobject(?:s|ed|ions?)\s(?:to|against|by)\b|\bcondition(?:al|ed)\son\b"
    r"|\bnot\s(?:yet\s)?(?:been\s)?final(?:ised|ized)?\b"
    r"|\bhas\snot\s(?:yet\s)?(?:been\s)?(?:approved|secured)\b|\bstruggle\w*\sto\b.{0,40}\b(?:fund"
    r"|finance|pay|raise)\b"
)
# One of these is in each of the doubts above; a look at a sentence's words spares most the pattern.
_SIGNS: Final = _with_marks("""
    concern concerns concerned doubt doubts doubted doubtful question questions questioned fear fears
    feared reservations scepticism skepticism worry worries worried alarm sceptic sceptics sceptical
    skeptic skeptics skeptical remain remains warn warns warned warning caution cautions cautioned
    guarantee assurance certainty may fall collapse delayed blocked derailed scaled rejected face faces
    facing faced subject risk risks risky critics too overpay overpaid overpaying object objects
    objected objection objections conditional conditioned final finalised finalized approved secured
    struggle struggles struggled struggling
""")
# What the doubt is about: the commitment, by the words that stories use for it.
_ABOUT: Final = re.compile(
    r"\b(?:invest\w*|deal|bid|offer|merger|takeover|acqui\w+|purchase|buyout|transaction|plans?|project"
    r"|plant|factory|programme|program|initiative|scheme|expansion|stake|venture|partnership|tie-up"
    r"|spending|pledge|commitment|talks|money|cash|funds?|sums?|billions"
    r"|deliberations|agreement|price|premium|approvals?|regulators?|antitrust|compete|competition|ability"
    r"|valuation|funding|financing|it|they|this|city|industry|sector)\b"
)
_OTHER: Final = re.compile(
    r"\b(?:lawsuit|fined?|recall|pandemic|earnings|profit|quarter|forward-looking|stocks?\s(?:fell|rose"
    r"|slid)|interest rates?|inflation|tariffs?|weather|disclos\w+|spokes\w+ declined)\b"
)
_MOST: Final = 5


def find_cautions(
    text: str, headline_length: int = 0, spans: Sequence[Span] | None = None
) -> tuple[Span, ...]:
    """Return the sentences behind the headline that doubt the commitment, in order, at most five.

    Only asked of a story that has a commitment. `spans` are the text's sentences where they are known.
    """
    found: list[Span] = []
    if _SIGNS.isdisjoint(words_of(text)):
        return ()
    for span in sentences(text) if spans is None else spans:
        if span.start < headline_length:
            continue
        said = text[span.start : span.end].lower()
        if _SIGNS.isdisjoint(said.split()) or not _DOUBT.search(said):
            continue
        if _ABOUT.search(said) and not _OTHER.search(said):
            found.append(span)
            if len(found) == _MOST:
                break
    return tuple(found)
