"""Who said what: direct speech, reported speech, and reported speech with a part in marks.

One entry for each piece and each speaker. A paragraph is read from left to right in sentences; sentences
inside one pair of quotation marks are read as one. Nothing is quoted whose speaker is not known.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from bot.domain.article import Span
from bot.domain.reading import Quotation
from bot.reading.speech.attributions import Report, find_reports
from bot.reading.speech.clauses import BLOT
from bot.reading.speech.cues import find_cues, reporting_words
from bot.reading.speech.memory import Speakers
from bot.reading.speech.outlets import is_outlet
from bot.reading.speech.people import Person, parse
from bot.reading.wording.marks import quoted
from bot.reading.wording.sentences import paragraphs, sentences

__all__ = ["find_quotations"]

_MARKS: Final = re.compile('[“”„«»"「『‘`]')
# The writer's own words behind a speech.
_CUT: Final = re.compile(
    r",\s(?:adding|noting|saying|citing|highlighting|aiming to|referring to|according to|invoking|quoting"
    r"|helping|sending|prompting|lifting|boosting|driving|pushing|underscoring|signaling|signalling|sparking|raising"
    r"|confirming|echoing|fueling|fuelling|though he|though she)\b"
)
# "OSLO, Jan 5 (Reuters) - ", "OSLO -- ", "Oslo (AP) - ", "OSLO, Jan. 5, 2026 /PRNewswire/ -- ", "May 3 - "
_DATELINE: Final = re.compile(
    r"(?:[A-Z][A-Za-z .,/]{0,40})?\((?:Reuters|AP|Bloomberg|AFP|Dow Jones)\)\s*[-—–]*\s*"
    r"|(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?\s\d{1,2}(?:,\s\d{4})?"
    r"(?:\s\([A-Z][\w ]{1,20}\)|\s/[A-Z][\w ]{2,20}/|(?=\s[-—–]))\s*[-—–]*\s+"
    r"|[A-Z][A-Z.]*[A-Z][A-Za-z0-9 .,]{0,50}?(?:\s\([A-Z][\w ]{1,20}\)|\s/[A-Z][\w ]{2,20}/|(?=\s[-—–]))"
    r"\s*[-—–]*\s+"
)
_LEAST_WORDS: Final = 3
_LEAST_PHRASE: Final = 4  # words in marks, inside a sentence that names no speaker
_SHORTEST: Final = 8  # characters of a paragraph that can quote anybody: “No” – Jo
_LONGEST: Final = 800  # characters of a sentence that is read for reported speech
_DIRECT_SHARE: Final = 0.78  # of the words of a speech in marks that make all of it direct
_ENDINGS: Final = " \n\t.,;:—–-\xa0"
_SIGNED: Final = re.compile(r"\s*[-—–―]+\s*(?P<who>[A-Z][^.,;:\x01]{2,50})(?P<what>,\s[^.;:\x01]{3,80})?\s*$")
_LED: Final = re.compile(r"(?P<who>[A-Z][^.,;:\x01]{2,50}):\s(?=[“\"«]\x01)")
# "Acme (NYSE: ACM) said", "Gray (R-Ohio) said": nothing in brackets is a speaker or a boundary.
_BRACKETS: Final = re.compile(r"\([^()\x01]{1,60}\)|<[^<>\x01\s]{1,20}>")
_TURNED: Final = re.compile(r"[?!…—–-]$")


def find_quotations(text: str, headline_length: int = 0) -> tuple[Quotation, ...]:
    """Return the quotations of `text` behind its headline, in order. Linear in the text's length."""
    if len(text) <= headline_length:
        return ()
    speakers = Speakers(text, headline_length)
    reporting = reporting_words(text)
    found: list[Quotation] = []
    inside = iter(sentences(text))
    sentence = next(inside, None)
    for paragraph in paragraphs(text):
        block: list[Span] = []
        while sentence is not None and sentence.start < paragraph.end:
            if sentence.start >= headline_length:
                block.append(sentence)
            sentence = next(inside, None)
        if block and paragraph.end - paragraph.start >= _SHORTEST:
            found += _paragraph(text, paragraph, block, speakers, reporting)
    return tuple(sorted(dict.fromkeys(found), key=lambda quotation: (quotation.span, quotation.speaker)))


def _paragraph(
    text: str, paragraph: Span, block: Sequence[Span], speakers: Speakers, reporting: Sequence[str]
) -> Iterator[Quotation]:
    marked = quoted(text, paragraph) if _has_marks(text, paragraph.start, paragraph.end) else ()
    words = None if marked else reporting  # around marks, "he said.“I am glad" lost a blank
    last: tuple[Person, ...] = ()
    lead = following = ""  # the sentence before, if it reports nothing
    for unit, marks in _units(text, block, marked):
        said = unit.of(text)
        lead, following = following, said
        if words is not None and not any(map(said.__contains__, words)):
            continue
        if unit.end - unit.start > _LONGEST + sum(mark.end - mark.start for mark in marks):
            continue
        said = _blotted(said, unit.start, marks)
        begin = _begin(said) if unit.start == block[0].start else 0
        if "(" in said or "<" in said:
            said = _BRACKETS.sub(_blank, said)
        cues = find_cues(said, begin, words)
        if not cues and not marks:
            continue
        reports = find_reports(said, cues, begin)
        if not reports and marks:
            reports = _signed(said, marks[-1].end - unit.start)
        if reports:
            following = ""
        before = last
        found: list[Quotation] = []
        for report in reports:
            if people := _speakers(report.people):
                known = tuple(speakers.meet(person, lead) for person in people)
                lead = ""
                found += _said(text, unit, report, marks, known)
                last = known if marks else last
        yield from found
        for mark in _going_on(text, unit, said, marks, found) if before else ():
            if span := _trimmed(text, mark):
                yield from (Quotation(span, person.name, person.affiliation, True) for person in before)


def _signed(said: str, end: int) -> list[Report]:
    """Read "“...” — Jo Gray, chief executive of Acme", with the marks' end at `end`, and "Gray: “...”"."""
    if led := _LED.match(said):
        people = parse(led["who"])
        named = people and all(person.named for person in people)
        return [Report(people, 0, led.end(), None, (led.end(), len(said)))] if named else []
    signed = _SIGNED.search(said, end)
    if signed is None:
        return []
    start = signed.start()
    return [Report(parse(signed["who"], signed["what"] or ""), start, len(said), (0, start), None)]


def _has_marks(text: str, start: int, end: int) -> bool:
    """Say whether a paragraph may have quotation marks; an apostrophe inside a word is none."""
    if _MARKS.search(text, start, end) is not None:
        return True
    return text.startswith("'", start) or text.find(" '", start, end) >= 0


def _said(
    text: str, unit: Span, report: Report, marks: Sequence[Span], people: tuple[Person, ...]
) -> Iterator[Quotation]:
    """Yield the pieces of one report, each for each of its speakers."""
    for side in (report.left, report.right):
        if side is not None:
            content = Span(unit.start + side[0], unit.start + side[1])
            if (
                side is report.right
                and (stop := text.find(";", content.start, content.end)) > 0
                and not marks
            ):
                content = Span(content.start, stop)  # "Jo Gray said it was fair; the shares rose"
            # Of a speech that its attribution parts, each half counts, however short.
            least = 1 if report.left and report.right else _LEAST_WORDS
            for span, direct in _pieces(text, content, marks, least):
                yield from (Quotation(span, person.name, person.affiliation, direct) for person in people)


def _going_on(
    text: str, unit: Span, said: str, marks: Sequence[Span], found: Sequence[Quotation]
) -> Sequence[Span]:
    """Return the pieces in marks that the last speaker goes on with: a sentence of his own, or a clause."""
    if not marks:
        return ()
    if not found:
        return marks if _is_only_marks(said) else [mark for mark in marks if _is_phrase(mark.of(text))]
    first = marks[0]
    alone = first.start <= unit.start + 1 and text[first.end - 1] in ".!?"
    return (first,) if alone and all(first.end < quotation.span.start for quotation in found) else ()


def _is_phrase(words: str) -> bool:
    """Say whether what stands in marks is somebody's wording, and not a title, a term or irony."""
    return words[0].islower() and len(words.split()) >= _LEAST_PHRASE


def _begin(said: str) -> int:
    dateline = _DATELINE.match(said)
    return dateline.end() if dateline else 0


def _units(text: str, block: Sequence[Span], marked: Sequence[Span]) -> Iterator[tuple[Span, list[Span]]]:
    """Yield the sentences, those that one pair of marks holds as one, each with its pieces in marks."""
    mark = 0
    index = 0
    while index < len(block):
        start, end = block[index].start, block[index].end
        index += 1
        marks: list[Span] = []
        while True:
            while mark < len(marked) and marked[mark].start < end:
                marks.append(marked[mark])
                mark += 1
            if index == len(block):
                break
            # A sentence that begins inside the marks, and one that only says who asked.
            goes_on = marks and (
                block[index].start < marks[-1].end
                or (
                    marks[-1].end + 1 >= end
                    and marks[-1].start <= start + 1
                    and _TURNED.search(text, marks[-1].start, marks[-1].end)
                    and find_cues(text[block[index].start : block[index].start + 60])
                    and text[block[index].start] not in '“"«'
                )
            )
            if not goes_on:
                break
            end = block[index].end
            index += 1
        yield Span(start, end), marks


def _blank(found: re.Match[str]) -> str:
    return " " * len(found.group())


def _blotted(said: str, start: int, marks: Sequence[Span]) -> str:
    """Return a sentence, no shorter, with all but the last character of what stands in marks blotted out.

    A mark that was never closed, or an apostrophe taken for one, may begin before the sentence or overlap.
    """
    if not marks:
        return said
    parts: list[str] = []
    place = 0
    for mark in marks:
        opened, closed = max(place, mark.start - start), min(mark.end - start, len(said))
        if opened < closed:
            parts += (said[place:opened], BLOT * (closed - opened - 1), said[closed - 1 : closed])
            place = closed
    parts.append(said[place:])
    return "".join(parts)


def _is_only_marks(said: str) -> bool:
    """Say whether a sentence is nothing but what stands in marks, or leads to it in a word or two."""
    return len(re.findall(r"\w+", said.replace(BLOT, " "))) <= 4


def _speakers(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Return the people if they are speakers: an outlet is not."""
    return () if any(is_outlet(person.name) for person in people) else people


def _pieces(text: str, content: Span, marks: Sequence[Span], least: int) -> Iterator[tuple[Span, bool]]:
    """Yield the pieces of a speech: what stands in marks where that is nearly all of it, else all as one."""
    inside = [mark for mark in marks if mark.start < content.end and content.start < mark.end]
    if (
        inside
        and (last := inside[-1]).start > content.start + 12
        and text[last.start - 3 : last.start - 1] == ": "
    ):
        # "Jo Gray said the price was fair and gave her word: “...”"
        yield from _pieces(text, Span(content.start, last.start - 3), inside[:-1], least)
        content, inside = last, [last]
    if not inside and (cut := _CUT.search(text, content.start, content.end)):
        content = Span(content.start, cut.start())
    whole = _trimmed(text, content)
    if whole is None:
        return
    if inside:
        words = len(whole.of(text).split())
        within = sum(len(mark.of(text).split()) for mark in inside)
        if within >= _DIRECT_SHARE * words and (len(inside) == 1 or within + len(inside) >= words):
            for mark in inside:
                if piece := _trimmed(text, mark):
                    yield piece, True
            return
    if len(whole.of(text).split()) >= least:
        yield whole, False


def _trimmed(text: str, span: Span) -> Span | None:
    """Return the span without white space and the punctuation that belongs to the sentence around it."""
    start, end = span.start, span.end
    while start < end and text[start] in " \n\t.,;:—–-\xa0":
        start += 1
    if text.startswith("that ", start):
        start += 5
    while end > start and text[end - 1] in _ENDINGS:
        end -= 1
    return Span(start, end) if end > start else None
