"""Who said what: direct speech, reported speech, and reported speech with a part in marks.

One entry for each piece and each speaker. A paragraph is read from left to right: each piece in marks is
given the speaker beside it, else, where it goes on, the one before it; then the sentences that report what
somebody says are read. Nothing is quoted whose speaker is not known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Quotation
from bot.reading.speech.attributions import (
    ACCORDING,
    Attribution,
    attribution_after,
    attribution_before,
    said_by,
    speaker_before,
    speaking,
)
from bot.reading.speech.outlets import is_outlet
from bot.reading.speech.people import People, Person, is_personal, parse
from bot.reading.wording.marks import quoted
from bot.reading.wording.sentences import paragraphs, sentences

__all__ = ["find_quotations", "without_statements"]

_TRAILING: Final = re.compile(
    r"(?P<before>,\s[^“”\":;]{2,220}?[\s,])(?P<verb>(?:also\s|has\s|had\s)?(?:said|says|noted|wrote"
    r"|told\s[^,]{2,40}|added|explained|warned"
    r"|estimate[sd]|predict(?:s|ed)))(?P<rest>\s(?:in|on|at|during|by|to|after|when|as|via|through"
    r"|without|this|last|Mon|Tue|Wed|Thu|Fri|Sat|Sun)[^“”\"]{0,120})?"
    r"(?P<more>,\s(?:adding|noting|saying|citing)\b.*)?\.?$"
)
# A quick look that spares most sentences the slow one.
_TOLD: Final = re.compile(r"\b(?:said|says|noted|wrote|told|added|explained|warned|estimate|predict)")
_MORE: Final = re.compile(r",\s(?:adding|noting|saying)(?:\sthat)?\s")
_CUT: Final = re.compile(r",\s(?:adding|noting|saying|citing|aiming to|referring to|according to|though)\b")
_DATELINE: Final = re.compile(
    r"^(?:[A-Z][A-Za-z .,/]{0,40})?\((?:Reuters|AP|Bloomberg|AFP"
    r"|Dow Jones)\)\s*[-—–]*\s*"
)
_LEAST_WORDS: Final = 4
_SHORTEST: Final = 10  # characters of a paragraph that can quote anybody: "“No,” I said"
_REACH: Final = 300  # characters beside a quotation in which its speaker stands
_LONGEST: Final = 800  # characters of a sentence that is read for reported speech
_MOST_SENTENCES: Final = 100  # of a paragraph that is read as one
_NO_SPEAKER: Final = re.compile(
    r"\b(?:website|filings?|dockets|data|documents?|records|statement|report|people|sources?|person"
    r"|estimates?|survey|study|poll|index|schedule|law|rules?)\b",
    re.IGNORECASE,
)
_AT_START: Final = 12  # characters
_ENDINGS: Final = " \n\t.,;:—–-"


def find_quotations(text: str, headline_length: int = 0) -> tuple[Quotation, ...]:
    """Return the quotations of `text` behind its headline, in order. Linear in the text's length."""
    if len(text) <= headline_length:
        return ()
    people = People.of(text)
    found: list[Quotation] = []
    for block in _blocks(text, headline_length):
        if block[-1].end - block[0].start < _SHORTEST:
            continue
        found += _paragraph(text, Span(block[0].start, block[-1].end), block, people)
    return tuple(sorted(found, key=lambda quotation: (quotation.span, quotation.speaker)))


def without_statements(
    text: str, quotations: Sequence[Quotation], names: Sequence[str]
) -> tuple[Quotation, ...]:
    """Leave out what companies, agencies and offices merely report ("Acme said it will invest ...").

    That is the story, not a quotation. People's reports stay, and any words in marks. `names` is how the
    article calls its companies.
    """
    return tuple(
        quotation
        for quotation in quotations
        if quotation.direct
        or any(mark in quotation.span.of(text) for mark in '“”"')
        or (
            is_personal(quotation.speaker, quotation.affiliation)
            and (quotation.affiliation is not None or not any(_shares(quotation.speaker, n) for n in names))
        )
    )


def _shares(speaker: str, name: str) -> bool:
    return speaker == name or speaker.split(maxsplit=1)[0] == name.split(maxsplit=1)[0] or name in speaker


def _blocks(text: str, headline_length: int) -> Iterator[list[Span]]:
    """Yield the sentences of each paragraph behind the headline; an endless paragraph comes in pieces."""
    ends = iter(paragraph.end for paragraph in paragraphs(text))
    end = 0
    block: list[Span] = []
    for span in sentences(text):
        if span.end > end or len(block) == _MOST_SENTENCES:
            if block:
                yield block
            block = []
            while span.end > end:
                end = next(ends)
        if span.start >= headline_length:
            block.append(span)
    if block:
        yield block


def _paragraph(text: str, paragraph: Span, inside: Sequence[Span], people: People) -> Iterator[Quotation]:
    marked = quoted(text, paragraph)
    spoken: list[Span] = []
    entries: list[Quotation] = []
    speakers: tuple[Person, ...] = ()
    waiting = list(inside)
    for number, span in enumerate(marked):
        # Reported sentences before this piece come first, so that "he" is whoever spoke last.
        while waiting and waiting[0].end <= span.start:
            entries += _reported(text, waiting.pop(0), marked, spoken, people)
        after = marked[number + 1].start - 1 if number + 1 < len(marked) else paragraph.end
        before = marked[number - 1].end + 1 if number else paragraph.start
        attribution = _direct(text, span, before, after, inside)
        if attribution is not None:
            speakers = tuple(people.meet(person) for person in attribution.people)
            spoken += (span, attribution.span)
        elif speakers and _goes_on(text, span, inside):
            spoken.append(span)
        else:
            continue
        piece = _trimmed(text, span)
        if piece:
            entries += (Quotation(piece, person.name, person.affiliation, direct=True) for person in speakers)
    for sentence in waiting:
        entries += _reported(text, sentence, marked, spoken, people)
    yield from entries


def _direct(text: str, span: Span, before: int, after: int, inside: Sequence[Span]) -> Attribution | None:
    """Return the attribution of a piece in marks that is a sentence's own words."""
    end = span.end + 1
    closed = text[span.end - 1] if span.end > span.start else ""
    follows = text[end : end + 2].lstrip()[:1]
    if closed in ",?!—-…" or follows in {",", "—", "–"}:
        found = attribution_after(text, end, min(after, end + _REACH))
        if found:
            return found
    lead = text[max(before, span.start - _REACH) : span.start - 1]
    if text[span.start : span.start + 1].isupper() or lead.rstrip().endswith((":", ",")):
        start = max(before, _sentence_start(inside, span.start), span.start - _REACH)
        if lead.rstrip().endswith((":", ",")) or lead.rstrip().endswith((" said", " saying")):
            return attribution_before(text, start, span.start - 1)
    return None


def _goes_on(text: str, span: Span, inside: Sequence[Span]) -> bool:
    """Say whether a piece in marks stands for itself, as a sentence or the second half of one."""
    start = _sentence_start(inside, span.start)
    lead = text[max(start, span.start - _REACH) : span.start - 1].strip()
    return not lead or (lead.endswith(",") and len(lead.split()) <= 12 and "”" not in lead)


def _reported(
    text: str, sentence: Span, marked: Sequence[Span], spoken: Sequence[Span], people: People
) -> Iterator[Quotation]:
    """Return what a sentence reports that somebody says."""
    if sentence.end - sentence.start > _LONGEST:
        return
    if any(span.start < sentence.end and sentence.start < span.end for span in spoken):
        return
    if any(span.start <= sentence.start and sentence.end <= span.end for span in marked):
        return
    for speakers, clause in _reports(text, sentence):
        piece = _trimmed(text, clause)
        if piece is None or len(piece.of(text).split()) < _LEAST_WORDS:
            continue
        for speaker in speakers:
            known = people.meet(speaker)
            yield Quotation(piece, known.name, known.affiliation, direct=False)


def _reports(text: str, sentence: Span) -> Iterator[tuple[tuple[Person, ...], Span]]:
    """Return who reports what in a sentence, with what is added to it ("..., adding that ...")."""
    said = sentence.of(text)
    dateline = _DATELINE.match(said)
    start = sentence.start + (dateline.end() if dateline else 0)
    said = text[start : sentence.end]
    people: tuple[Person, ...] = ()
    clause = sentence
    if found := ACCORDING.search(said):
        people = _speakers(parse(found["who"], found["apposition"] or ""))
        if found.start() < _AT_START:
            clause = Span(start + found.end(), sentence.end)
        else:
            clause = Span(start, start + found.start())
    elif behind := _trailing(said):
        people = _speakers(speaker_before(said[: behind[1]]))
        clause = Span(start, start + behind[0])
    elif by := said_by(said):
        people = _speakers(by[1])
        clause = Span(start, start + by[0])
    if not people:
        attribution = speaking(text, start, sentence.end)
        if attribution is None:
            return
        people = _speakers(attribution.people)
        clause = Span(attribution.span.end, sentence.end)
    if not people:
        return
    cut = _CUT.search(text, clause.start, clause.end)
    yield people, Span(clause.start, cut.start()) if cut else clause
    if more := _MORE.search(text, clause.start, sentence.end):
        yield people, Span(more.end(), sentence.end)


def _trailing(said: str) -> tuple[int, int] | None:
    """Return where the clause ends and where the verb begins in '..., Jo Gray, head of research, said'."""
    found = _TRAILING.search(said) if _TOLD.search(said) else None
    if not found or found.start() < _AT_START:
        return None
    people = speaker_before(said[: found.start("verb")])
    if not people:
        return None
    # The clause ends with the comma before the speaker's name.
    name = said.rfind(people[0].name.split()[0], 0, found.start("verb"))
    comma = said.rfind(",", 0, name)
    return (comma, found.start("verb")) if comma > _AT_START else None


def _speakers(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the people if they are speakers: an outlet or a document is not."""
    if any(_NO_SPEAKER.search(person.name) or is_outlet(person.name) for person in people):
        return ()
    return people


def _sentence_start(inside: Sequence[Span], offset: int) -> int:
    return max((span.start for span in inside if span.start <= offset), default=offset)


def _trimmed(text: str, span: Span) -> Span | None:
    """Return the span without white space and the punctuation that belongs to the sentence around it."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t,;:—–-":
        start += 1
    if text.startswith("that ", start):
        start += 5
    while end > start and text[end - 1] in _ENDINGS:
        end -= 1
    return Span(start, end) if end > start else None
