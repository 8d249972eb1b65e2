"""Where sentences begin and end.

One pass over the text: every mark that may end a sentence is looked at once, with the few characters around
it. Abbreviations, initials, decimal points, closing quotation marks and attributions ("“Will it?” she asked")
do not end one; a paragraph always does. So does `LONGEST`: what goes on for longer is a table or a list, and
the patterns that are asked of each sentence must have an end.
"""

import re
from functools import lru_cache
from typing import Final

from bot.domain.article import Span

__all__ = ["LONGEST", "paragraphs", "sentence_at", "sentences"]

LONGEST: Final = 1500
"""The most characters of a sentence; a longer one is parted at a blank."""

CLOSING: Final = "\"'”’»)]"
OPENING: Final = "\"'“‘«(["
_WIDE: Final = "。\uff01\uff1f"  # the full-width marks of Chinese and Japanese, no blank behind them

# A mark that may end a sentence, with what closes behind it, and the white space up to the next word. A
# curly quotation mark may follow without any: scraped pages lose the blank ("show.“I am glad"). One set of
# characters comes first, and what kind it was is asked behind it: that is four times as fast to search for.
_STOP: Final = re.compile(
    rf"[.!?…{_WIDE}](?:(?<=[{_WIDE}])[{_WIDE}]*[」』”’]{{0,2}}\s*"
    rf"|(?<=[.!?…])[.!?…]*[{re.escape(CLOSING)}]{{0,3}}(?:\s+|(?=[“«])))"
)
_PARAGRAPH: Final = re.compile(r"[^\n]*\S[^\n]*")
_QUOTED: Final = frozenset('"”’»')
_LONGEST_SHORT: Final = 24  # characters before a dot that are looked at
_FOLLOW: Final = 80  # characters behind a mark that are looked at
_LAST_WORD: Final = re.compile(r"[^\s(\[“\"‘]+\Z")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Never the end: something must follow.
_TITLES: Final = _words("""
    mr mrs ms dr prof gov sen rep reps sens gen lt col maj capt cmdr sgt adm rev hon pres st mt ft
    vs no nos fig figs e.g i.e cf approx est al messrs mme mlle supt atty dept viz
""")
# May be the end, when the next word is one that starts sentences.
_SUFFIXES: Final = _words("""
    inc corp co cos ltd plc llc lp l.p n.v s.a a.g s.p.a p.l.c bros jr sr u.s u.k u.n e.u u.s.a a.m
    p.m d.c etc jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri
    sat sun ave blvd rd dist div int'l intl mfg ala ariz ark calif colo conn del fla ga ill ind kan
    ky la md mass mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo ont que
    alta
""")
_STARTERS: Final = _words("""
    a about according after all also although among an and another any as at because before both but
    by despite during each earlier even every excluding few first following for from further he her
    here his how however if in including it its last later many meanwhile more most mr mrs ms much
    my nearly neither no nor not now of on once one only other our over rather revenue roughly
    several shares she similarly since so some still such that the their then there these they this
    those though through to today together two under unlike until we what when where whether which
    while who why with within without yet you
""")
_ATTRIBUTION: Final = re.compile(
    r"(?:[A-Z][\w.'’-]*\s+){0,4}(?:said|says|asked|added|told|wrote|tweeted|noted|replied|recalled|concluded)\b"
)


@lru_cache(maxsize=4)  # each step of one reading asks for the same text's
def sentences(text: str) -> tuple[Span, ...]:
    """Return the sentences of `text` in order, without the white space around them.

    Every character that is not white space belongs to exactly one sentence.
    """
    found: list[Span] = []
    for paragraph in paragraphs(text):
        start, end = paragraph.start, paragraph.end
        for stop in _STOP.finditer(text, start, end):
            if stop.end() < end and _ends(text, start, stop):
                _keep(found, text, start, stop.end(), LONGEST)
                start = stop.end()
        _keep(found, text, start, end, LONGEST)
    return tuple(found)


@lru_cache(maxsize=4)
def paragraphs(text: str) -> tuple[Span, ...]:
    """Return the lines of `text` that are not blank."""
    found: list[Span] = []
    for line in _PARAGRAPH.finditer(text):
        _keep(found, text, line.start(), line.end())
    return tuple(found)


def sentence_at(spans: tuple[Span, ...], offset: int) -> Span | None:
    """Return the one of `spans` (in order, as `sentences` gives them) that holds `offset`, by bisection."""
    low, high = 0, len(spans)
    while low < high:
        middle = (low + high) // 2
        if spans[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return spans[low] if low < len(spans) and spans[low].start <= offset else None


def _keep(found: list[Span], text: str, start: int, end: int, longest: int | None = None) -> None:
    """Add `start` to `end` to `found` without the white space around it, in parts of at most `longest`."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while longest is not None and end - start > longest:
        blank = text.rfind(" ", start + 1, start + longest + 1)
        cut = blank if blank > 0 else start + longest
        found.append(Span(start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        found.append(Span(start, end))


def _ends(text: str, start: int, stop: re.Match[str]) -> bool:
    """Decide whether the mark at `stop` ends the sentence that began at `start`."""
    mark = stop.group()
    if mark[0] in _WIDE:
        return True
    after = text[stop.end()]
    if after in OPENING:
        after = text[stop.end() : stop.end() + _FOLLOW].lstrip(OPENING)[:1]
    if not (after.isupper() or after.isdigit() or not after.isascii() or (after and after in "$@#•-")):
        return False
    if mark == ". ":  # nearly always
        return _full_stop(text, start, stop)
    quoted = not _QUOTED.isdisjoint(mark)
    if quoted and _ATTRIBUTION.match(text, stop.end(), stop.end() + _FOLLOW):
        return False
    return mark[0] != "." or mark.startswith("..") or quoted or _full_stop(text, start, stop)


def _full_stop(text: str, start: int, stop: re.Match[str]) -> bool:
    """Decide whether the dot at `stop` is a full stop and not a part of an abbreviation."""
    dot = stop.start()
    before = text[max(start, dot - _LONGEST_SHORT) : dot]
    said = before[before.rfind(" ") + 1 :]
    if not said.isalpha():
        found = _LAST_WORD.search(before)
        if found is None:
            return True
        said = found.group()
    word = said.lower()
    if word in _TITLES:
        # "No. 1" and "St. Louis" go on; "The answer is no. The board" does not.
        return word in {"no", "al"} and _next_word(text, stop.end()) in _STARTERS
    if word in _SUFFIXES or (len(word) == 1 and said.isupper()):
        return _next_word(text, stop.end()) in _STARTERS
    return True


def _next_word(text: str, start: int) -> str:
    following = text[start : start + _FOLLOW].lstrip(OPENING)
    return re.split(r"[^\w’']", following, maxsplit=1)[0].lower()
