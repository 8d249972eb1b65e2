"""Where a sentence says that somebody says something: which of its words are the speech, and whose.

A sentence comes with what stands in its quotation marks blotted out (see `clauses`). All offsets are the
sentence's own. Each reporting word is read from where it stands: back to its subject, on to what may stand
between it and the speech. The speech is left of the attribution ("..., Jo Gray said."), right of it ("Jo Gray
said that ...") or on both sides ("The price, Jo Gray said, is fair.").
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.reading.speech.clauses import (
    ADJUNCT,
    BLOT,
    BOUNDARY,
    CLOSING,
    FINITE,
    PHRASE_END,
    ends_here,
    is_clause,
    opens_quotation,
    reports_nothing,
)
from bot.reading.speech.cues import ACCORDING, ASKS, CALLS, POINTS, SAYS, TELLS, THINKS, Cue
from bot.reading.speech.people import ends_like_a_firm, is_pronoun, is_role, parse
from bot.reading.speech.subjects import People, apposition_at, name_at, subject_before, subject_behind

__all__ = ["Report", "find_reports"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_THAT: Final = re.compile(r",?\sthat\b")
# Who is spoken to: "told reporters", "told the Times", "told a local station that".
_OBJECT: Final = re.compile(
    r"\s(?:[\w.’'&-]+\s){0,9}?[\w.’'&-]+(?=\sthat\b)"
    r"|\s(?:(?:me|us|him|her|them|you|it|reporters|analysts|investors|lawmakers|employees|staff|workers"
    r"|clients|shareholders|journalists|colleagues|supporters|senators|delegates)\b"
    r"|(?:(?:the|an?|his|her|its|their)\s)?(?:[a-z][\w’'-]*\s){0,3}?[A-Z][\w.’'&-]*"
    r"(?:\s(?:[A-Z][\w.’'&-]*|of|the|and|newspaper|television|news|agency|radio|officials|employees"
    r"|reporters|station|magazine)(?=\s|[,:.]|$))*"
    r"|(?:the|an?|his|her|its|their)?\s?[a-z][\w’'-]*(?:\s[a-z][\w’'-]*){0,5}?"
    r"(?=\s(?:that|in|on|at|during)\b|[,:.]|$))"
)
_ASKED: Final = re.compile(r"(?:whether|if|what|why|how|who|when|where|which)\b")
# Before a reporting word, these make it report nothing: "is said to", "declined to say", "the call".
_NEGATED: Final = _words("""
    is are was were be been being to not never will would could can may might should must did does do
    without by of for didn’t didn't doesn’t doesn't don’t don't won’t won't wouldn’t wouldn't isn’t isn't
    wasn’t wasn't it’s it's he’s she’s who’s having get gets got the an a cannot can’t can't
    on in at from with over amid about into their his her its our new growing
""")
_QUOTED_AS: Final = re.compile(r"quoted (?P<who>[^,“”\"]{2,80}? )?as\s*$")
_WAS: Final = re.compile(r"\s(?:was|were|is|has been)(?: also| later)?$")
_AS: Final = re.compile(r"\s*(?:(?:and|but)\s)?as\s", re.IGNORECASE)
_SUBORDINATE: Final = re.compile(
    r"\s*(?:(?:And|But)\s)?(?:While|Although|Though|When|If|Since|Because|while|although|though)\s"
)
# What goes on behind "..., she said, ...".
_MID: Final = re.compile(
    r",\s(?!(?:who|which|adding|noting|citing|saying|referring|according|while|though|although|but|and|as"
    r"|when|after|before|where|whose|with|without|in|on|at|for|to|by|\w+ing)\b)"
)
_THEN_QUOTED: Final = re.compile(rf"\s[^,.{BLOT}]{{2,60}},\s(?=[“\"«]{BLOT})")
# "She was blunt: “...,” she said": only what stands in marks is hers.
_LEADS_TO: Final = re.compile(rf"[:.]\s(?=[“\"«]{BLOT}+[,.?!…][”\"»]$)")
# Behind what stands in marks: "a willingness to spend “whatever it takes” from his own fortune".
_COMPLEMENT: Final = re.compile(r".?\s(?:from|for|if|of|to|in|on|at|with|against|about)\s")
# "according to its latest filing with the regulator": papers whose owner is not named are no speaker.
_OWN_PAPERS: Final = re.compile(
    r"(?:its|their|his|her)\s(?:(?!chief\b|head\b)[\w’'&.-]+\s){0,5}?(?:filings?|reports?|statements?|releases?"
    r"|(?:web)?sites?|prospectus|disclosures?|accounts|presentation|data|records|figures)\b"
)
_LEAST_MID: Final = 3  # words on either side of an attribution in the middle
_NEAR: Final = 60  # characters from "called" to the quotation
_GAP: Final = 24  # characters between two quotations that belong together
_NEAR_START: Final = 12  # characters before the subject of a sentence's first clause

Side = tuple[int, int]


class Report(NamedTuple):
    """Who says what in a sentence: the attribution, and the speech `left` of it, `right` of it, or both."""

    people: People
    start: int
    end: int
    left: Side | None
    right: Side | None


def find_reports(said: str, cues: Sequence[Cue], begin: int = 0) -> list[Report]:
    """Return the reports of one sentence in order; `cues` are its reporting words outside quotation marks.

    `begin` is where the sentence begins behind a dateline. No two reports share words of speech: a later
    attribution ends the speech of the one before.
    """
    found: list[Report] = []
    floor = begin
    for cue in cues:
        if cue.start < floor:
            continue
        report = _read(said, cue, floor, found[-1].people if found else ())
        if report is None:
            continue
        if found and (speech := found[-1].right) and speech[1] > report.start:
            if not _parts(said, speech[0], report.start):
                continue  # "Jo Gray said that Al Poe told her ...": all of it is Jo Gray's
            found[-1] = found[-1]._replace(right=(speech[0], report.start))
            if report.left and report.left[0] <= speech[0]:
                report = report._replace(left=None)
            if report.left is None and report.right is None:
                continue
        found.append(report)
        floor = report.end
    return found


def _parts(said: str, start: int, place: int) -> bool:
    """Say whether an attribution at `place` ends the speech that began at `start`, and is no part of it."""
    between = said[start:place].rstrip()
    return (
        between.endswith((",", ";", "—", "–", "-", "”", '"', "»"))
        or between.rpartition(" ")[2] in {"but", "and", "while", "though", "although"}
        or said.startswith(",", place)
    )


def _read(said: str, cue: Cue, floor: int, earlier: People) -> Report | None:
    """Read one reporting word; None when it reports nothing here."""
    if cue.kind == ACCORDING:
        return _according(said, cue, floor)
    before = said[floor : cue.start].rstrip()
    if before.endswith("quoted as") or (before.endswith(" as") and " quoted " in before):
        return _quoted_as(said, cue, floor, before)
    if before.rpartition(" ")[2].lower() in _NEGATED:
        return None
    if said.startswith("point", cue.start):
        cue = cue._replace(end=cue.end + 4 if said.startswith(" out", cue.end) else len(said))
    inverted = not before or before[-1] in ',?!—–-”"»’…'
    return (inverted and _inverted(said, cue, floor, before)) or _read_on(said, cue, floor, earlier)


def _read_on(said: str, cue: Cue, floor: int, earlier: People) -> Report | None:
    """Read a verb behind its subject."""
    subject = subject_before(said, floor, cue.start, earlier)
    if subject is None or (cue.end == len(said) and said.startswith("point", cue.start)):
        return None
    if cue.kind == CALLS:
        return _called(said, cue, subject.people, subject.place)
    if said.endswith("what ", 0, subject.place):
        return None  # "what Jo Gray said were lies"
    return _spoken(said, cue, floor, subject.people, subject.place)


def _inverted(said: str, cue: Cue, floor: int, before: str) -> Report | None:
    """Read "..., said Jo Gray" and "“...,” said Jo Gray, “...”"."""
    if cue.kind not in {SAYS, THINKS} or said.endswith("ing", cue.start, cue.end):
        return None
    subject = subject_behind(said, cue.end, before)
    if subject is None:
        return None
    start = floor + len(before)
    left = _left(said, floor, start)
    rest = said[subject.place :]
    goes_on = rest.startswith((",", ":")) and opens_quotation(rest.lstrip(" ,:—–-"))
    right = (subject.place, len(said)) if goes_on else None
    return Report(subject.people, start, subject.place, left, right) if left or right else None


def _spoken(said: str, cue: Cue, floor: int, people: People, start: int) -> Report | None:
    """Read "Jo Gray said", "told reporters", "believes", "asked", wherever the speech stands."""
    before = said[floor:start].rstrip()
    left = _left(said, floor, floor + len(before)) if before and before[-1] in ',”"»’?!…—–-' else None
    if left and cue.kind != TELLS and ends_here(said[cue.end :], said[left[0] : left[1]]):
        return Report(people, start, cue.end, left, None)
    if left and before[-1] in CLOSING and before[-2:-1] in ",?!…" and BLOT not in said[cue.end :]:
        return Report(people, start, cue.end, left, None)  # "“...,” she said when she was asked"
    place = _speech_start(said, cue)
    if place is None:
        return None
    rest = said[place:].rstrip()
    right: Side | None
    if opens_quotation(rest.lstrip(" ,:—–-")) or rest.startswith(":"):
        # "Jo Gray said: “...”"
        right = (
            place,
            min(said.rfind(BLOT) + 3 if rest.startswith(":") and BLOT in rest else len(said), len(said)),
        )
        left = left if before[-1:] in CLOSING and before[-2:-1] != "." else None
    elif _AS.match(said, start) or _AS.search(said[max(floor, start - 8) : start]):
        # "As Jo Gray pointed out, the price is fair", "The price, as she noted, is fair"
        right = (place + 1, len(said)) if rest.startswith(",") else None
        left = left if right and not _AS.match(before) else None
    else:
        left, right = _sides(said, place, left)
        if not left:
            right = _subordinate(said, floor, start, _right(said, cue.kind, place, people))
    return Report(people, start, place, left, right) if left or right else None


def _sides(said: str, place: int, left: Side | None) -> tuple[Side | None, Side | None]:
    """Return the speech on both sides when what stands `left` of the attribution is speech."""
    if left is None:
        return None, None
    rest = said[place:].rstrip()
    if ends_here(rest, said[left[0] : left[1]]):
        return left, None
    if quote := _THEN_QUOTED.match(rest):
        return left, (place + quote.end(), len(said))
    if not rest.startswith(","):
        return None, None
    mid = _MID.match(rest)
    return left, (place + 1, len(said)) if mid and _goes_on(rest[mid.end() :]) else None


def _subordinate(said: str, floor: int, start: int, right: Side | None) -> Side | None:
    """End the speech of "While Jo Gray said the price was fair, others ..." at the comma."""
    if right and start - floor < _NEAR_START and _SUBORDINATE.match(said[floor : start + _NEAR_START]):
        comma = said.find(",", right[0])
        return (right[0], comma) if comma > 0 else right
    return right


def _speech_start(said: str, cue: Cue) -> int | None:
    """Return where the speech may begin: behind whom it is told to, when and where."""
    place = cue.end
    if cue.kind in {TELLS, ASKS}:
        spoken_to = _OBJECT.match(said, place)
        if cue.kind == TELLS and spoken_to is None:
            return None
        if spoken_to is not None and (
            cue.kind == TELLS
            or _ASKED.match(said, spoken_to.end() + 1)
            or said.startswith((",", ":"), spoken_to.end())
        ):
            place = spoken_to.end()
    while adjunct := ADJUNCT.match(said, place):
        place = adjunct.end()
    return place


def _right(said: str, kind: str, place: int, people: People) -> Side | None:
    """Return the speech behind a verb, None when what stands there is none."""
    rest = said[place:]
    bare = rest.lstrip(" ,:—–-")
    if kind == ASKS:
        return (place, len(said)) if _ASKED.match(bare) else None
    if that := _THAT.match(said, place):
        return that.end(), len(said)
    if reports_nothing(rest):
        return None
    if kind in {SAYS, TELLS} and rest.startswith(" "):
        return place, len(said)
    clause = rest.startswith(" ") and is_clause(bare)
    return (place, len(said)) if clause or (kind == POINTS and _is_somebody(people)) else None


def _is_somebody(people: People) -> bool:
    """Say whether people are meant: "Jo Gray", "veterans like Gray"; not a company or a programme."""
    return all(
        is_pronoun(person.name)
        or (person.named and (person.affiliation is not None or not ends_like_a_firm(person.name)))
        for person in people
    )


def _goes_on(rest: str) -> bool:
    """Say whether a speech goes on behind its attribution: "the price, she said, is fair"."""
    return opens_quotation(rest) or (len(rest.split()) >= _LEAST_MID and FINITE.search(rest) is not None)


def _left(said: str, start: int, end: int) -> Side | None:
    """Return the speech before an attribution."""
    if said[end - 1 : end] in CLOSING and (lead := _LEADS_TO.search(said, start, end)):
        start = lead.end()
    return (start, end) if said[start:end].strip(" ,.;:—–-") else None


def _according(said: str, cue: Cue, floor: int) -> Report | None:
    """Read "According to Jo Gray, ...", "..., according to her", "The price, according to her, is fair"."""
    if not said.startswith(" to ", cue.end):
        return None
    start = cue.end + 4
    stop = PHRASE_END.search(said, start)
    end = stop.start() if stop else len(said)
    apposition = apposition_at(said, end) or name_at(said, said[start:end], end)
    if apposition and not said.startswith((",", "."), end + 1 + len(apposition)):
        apposition = ""
    if _OWN_PAPERS.match(said, start):
        return None
    people = parse(said[start:end], apposition)
    if not people:
        return None
    end += len(apposition) + 1 if apposition else 0
    before = said[floor : cue.start].rstrip()
    if len(before.split()) < 2 and not before.endswith((",", *CLOSING)):
        return Report(people, cue.start, end, None, (end, len(said)))
    behind = said[end:].lstrip(" ,-—–")
    goes_on = before.endswith((",", "-", "—", "–")) and (
        behind.startswith("still ") or FINITE.match(behind) is not None
    )
    left = _left(said, floor, floor + len(before))
    return Report(people, cue.start, end, left, (end, len(said)) if goes_on else None)


def _quoted_as(said: str, cue: Cue, floor: int, before: str) -> Report | None:
    """Read "the Times quoted Jo Gray as saying" and "Jo Gray was quoted as saying"."""
    quoted = _QUOTED_AS.search(before)
    if quoted is None:
        return None
    before = before[: quoted.start()].rstrip()
    who = quoted["who"] or ""
    was = None if who else _WAS.search(before)
    if was:
        before = before[: was.start()]
    start = max((boundary.end() for boundary in BOUNDARY.finditer(before)), default=0)
    people = parse(who or (before[start:] if was else ""))
    return _spoken(said, cue._replace(kind=SAYS), floor, people, floor + start) if people else None


def _called(said: str, cue: Cue, people: People, start: int) -> Report | None:
    """Read "what Jo Gray called “a bargain”", "Jo Gray called it “a bargain”", "called for a vote"."""
    if not all(
        person.named or is_pronoun(person.name) or is_role(person.name.split()[-1]) for person in people
    ):
        return None
    if said.startswith((" for ", " on "), cue.end) and said.startswith("call", cue.start):
        place = said.index(" ", cue.end + 1)
        return Report(people, start, place, None, (place, len(said))) if _is_somebody(people) else None
    blot = said.find(BLOT, cue.end, cue.end + _NEAR)
    if blot < 0 or any(sign in said[cue.end : blot] for sign in ",;:."):
        return None
    end = blot
    while (more := said.find(BLOT, end + 1, end + _GAP)) >= 0:
        end = more
    end = min(len(said), end + 3)
    if not said.endswith("what ", 0, start) and (tail := _COMPLEMENT.match(said, end - 1)):
        stop = PHRASE_END.search(said, tail.end())
        end = stop.start() if stop else len(said)
    return Report(people, start, cue.end, None, (cue.end, end))
