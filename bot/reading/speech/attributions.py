"""Where a sentence says that somebody says something: the verb, the speaker before or behind it."""

import re
from dataclasses import dataclass
from itertools import islice
from typing import Final

from bot.domain.article import Span
from bot.reading.speech.people import Person, parse

__all__ = [
    "ACCORDING",
    "Attribution",
    "attribution_after",
    "attribution_before",
    "said_by",
    "speaker_before",
    "speaking",
]

# These report a whole clause, with or without "that".
_SAYS: Final = (
    r"said|says|say|saying|adds?|added|adding|notes?|noted|noting|wrote|writes|tweeted|explain(?:s|ed)"
    r"|argue[sd]?|warn(?:s|ed)|stress(?:es|ed)"
    r"|insist(?:s|ed)|claim(?:s|ed)|acknowledge[sd]?|admit(?:s|ted)|conced(?:es|ed)|point(?:s|ed) out"
    r"|pointing out|recall(?:s|ed)|repl(?:ies|ied)"
    r"|testif(?:ies|ied)|conclude[sd]?|contend(?:s|ed)|remark(?:s|ed)|observe[sd]|quip(?:s|ped)|joke[sd]"
    r"|declare[sd]|emphasi[sz]e[sd]?|predict(?:s|ed)"
    r"|reiterate[sd]?|assert(?:s|ed)|comment(?:s|ed)|cautioned|cautions|countered|responded|responds"
    r"|asked|asks|vow(?:s|ed)"
)
# These report a clause only behind "that".
_STATES: Final = (
    r"believes?|believed|thinks?|thought|reckons?|expects?|expected|estimate[sd]?|confirm(?:s|ed)"
    r"|announce[sd]|state[sd]|reveal(?:s|ed)|suggest(?:s|ed)"
    r"|indicate[sd]?|show(?:s|ed)?|hop(?:es|ed)|report(?:s|ed)|felt|feels|maintains?|maintained|agree[sd]"
    r"|disclosed|found|finds"
)
# These report a thing: "acknowledge the challenge of ...".
_POINTS: Final = (
    r"highlight(?:s|ed)?|acknowledge[sd]?|stress(?:es|ed)?|emphasi[sz]e[sd]?|underscore[sd]?"
    r"|underline[sd]?|prais(?:es|ed)|criticised|criticized"
)
_TOLD: Final = (
    r"(?:told|tells|telling)\s(?:[A-Z][\w.’'&-]*(?:\s(?:[A-Z][\w.’'&-]*|of|the|and))*|(?:the\s|a\s|an\s"
    r"|his\s|its\s|local\s)?[\w’'-]+(?:\s(?:[A-Z][\w.’'&-]*|newspaper|television))*)"
)
_ADVERB: Final = (
    r"(?:(?:also|later|previously|recently|earlier|then|once|has|have|had|repeatedly|reportedly|publicly"
    r"|separately|further|again|further)\s){0,2}"
)
_WHERE: Final = (
    r"(?:,?\s(?:in|on|at|during|by|via|to|after|before|through|late|early|this|last|of|from|when"
    r"|with)\s[^,“”\"]{2,70}?|,?\s(?:Monday|Tuesday|Wednesday|Thursday|Friday"
    r"|Saturday|Sunday|today|yesterday|earlier|recently|separately|Sunday|Thursday))"
)

_VERB: Final = rf"{_ADVERB}(?:{_SAYS}|{_TOLD})"
_VERB_FIRST: Final = re.compile(rf"^[\s,—–-]*(?:{_SAYS})\s(?P<who>[^“”\"]+)")
_SPEAKER_FIRST: Final = re.compile(
    rf"^[\s,—–-]*(?P<who>[^“”\",;:.?!]{{1,120}}(?:\.[^“”\",;:?!]{{1,60}}){{0,2}}?)(?P<apposition>,"
    rf"\s[^“”\"]{{3,200}}?,)?\s(?P<verb>{_VERB})\b"
)
_BEFORE: Final = re.compile(
    rf"^(?P<before>[^“”\"]{{1,300}}?[\s,])(?P<verb>{_VERB})(?P<rest>{_WHERE}{{0,2}})(?:\sthat)?[\s,:—–-]*$"
)
_REPORTS: Final = re.compile(
    rf"(?<=[\s,])(?P<verb>{_ADVERB}(?:(?P<told>{_TOLD})|(?P<says>{_SAYS})|(?P<states>{_STATES})"
    rf"|(?P<points>{_POINTS})))\b(?=[\s,:])"
)
_ADJUNCT: Final = re.compile(
    r"^,?\s*(?:in\s[A-Z]\w+(?:\s[A-Z]\w+)?|(?:in|during|on|at|by|via|through|to)\s(?:(?:a|an|the|his|her|its|their|that"
    r"|one)\s)?(?:[\w’'&-]+\s){0,4}?(?:statement|interview|release|notes?|letter"
    r"|e-?mail(?:ed)?|filing|report|comments|tweet|tweets|Twitter|call|blog post|memo|speech|conference"
    r"|briefing|event|meeting|phone|telephone|presentation|message"
    r"|reporters|analysts|investors|television|radio|court|lawmakers|shareholders)(?:\s(?:on\s\w+day"
    r"|to\s(?:clients|investors|employees|shareholders)|(?:last|this)\s\w+|after\s[\w\s]{3,40}?(?=,"
    r"|\sthat)))?"
    r"|(?:(?:on|late|early)\s)*(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s(?:morning|evening"
    r"|afternoon|night))?|(?:last|this|earlier\sthis|earlier\slast)\s(?:week|month|year|quarter)"
    r"|in\s(?:January|February|March|April|May|June|July|August|September|October|November|December)"
    r"|earlier|recently|today|yesterday|separately|by\s(?:phone|telephone|e-?mail))(?=[\s,])"
)
ACCORDING: Final = re.compile(
    r"\b[Aa]ccording to (?P<who>[^,;“”\"]+?)(?P<apposition>,\s(?:an?|the|its"
    r"|chief|head|who|\w+ (?:at|of))\b[^,.“”\"]{3,120})?(?=[,.;]|$)"
)
_STOP: Final = re.compile(
    r"\s(?:in (?:an?|the|his|her|its|their|one) |on (?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday"
    r"|Sunday|a |the |his |her |Twitter|CNBC)|during |at (?:a|an|the) "
    r"|by (?:phone|email|e-mail|telephone)|after |before |this (?:week|month|year)|last (?:week|month"
    r"|year)|late |earlier |when |while |as he |as she |to reporters|(?:told|announcing|adding|noting"
    r"|citing|referring|speaking|describing) )"
)


# "The price is fair, said Jo Gray, an analyst at Acme."
_SAID_BY: Final = re.compile(r",\s(?:said|says)\s(?P<who>[A-Z][^“”\";]+)$")
_FULL_STOP: Final = re.compile(
    r"(?<![A-Z])(?<!\b(?:Mr|Ms|Dr|St|Jr|Sr))(?<!Inc)(?<!Gov)(?<!Sen)(?<!Rep)\.(?:\s|$)"
)
_MOST_REPORTS: Final = 6  # verbs of a sentence that are tried; the speaker stands before one of the first
_THAT: Final = re.compile(r",?\sthat\b")
_NOT_REPORTED: Final = re.compile(
    r"\s(?:not to|to|for|about|of|by|with|without|on|at|in|from|into|up|over|as|or|and|nothing|him|her"
    r"|them|no comment)\b|[,:]?\s*$",
    re.IGNORECASE,
)
_PREPOSITION: Final = re.compile(
    r"(?:Unlike|In|On|At|With|After|Before|If|For|By|From|Under|During|Since|Until|Despite|Without|Even"
    r"|Following|Of|To|Among|Like|Through|Besides|Given|Asked"
    r"|Speaking|According|Based|Including|Because)\b",
    re.IGNORECASE,
)
_FINITE: Final = re.compile(
    r"\s(?:is|are|was|were|has|have|had|will|would|could|can|may|might|does|did"
    r"|to|which|that)(?:\s|$)"
)
_TIME: Final = re.compile(
    r"\s(?:on\s)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:On|Late"
    r"|Early)\s\w+day\s|\s(?:last|this)\s(?:week|month|year)$"
)
_ADVERBIAL: Final = re.compile(r"^(?:But|And|Still|However|Meanwhile|Yet)\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who speaks, where the attribution stands, and by which verb."""

    people: tuple[Person, ...]
    span: Span
    verb: str


def attribution_after(text: str, start: int, end: int) -> Attribution | None:
    """Find the attribution that follows a quotation: '..., said Jo Gray, who ...' or '..., Jo Gray said'."""
    rest = text[start:end]
    if found := _VERB_FIRST.match(rest):
        said = _one_sentence(found["who"])
        people = parse(*_split(said))
        if people:
            return Attribution(people, Span(start, start + found.start("who") + len(said)), "said")
    if found := _SPEAKER_FIRST.match(rest):
        people = parse(found["who"], found["apposition"] or "")
        if people:
            return Attribution(people, Span(start, start + found.end()), found["verb"])
    return None


def attribution_before(text: str, start: int, end: int) -> Attribution | None:
    """Find the attribution that leads to a quotation: 'Jo Gray said in a letter: ...'."""
    found = _BEFORE.search(text[start:end])
    if not found:
        return None
    people = speaker_before(found["before"])
    return Attribution(people, Span(start + found.start("verb"), end), found["verb"]) if people else None


def speaking(text: str, start: int, end: int) -> Attribution | None:
    """Find who reports something in a sentence: 'Jo Gray said (that) ...'. It begins at `span.end`."""
    said = text[start:end]
    for found in islice(_REPORTS.finditer(said), _MOST_REPORTS):
        clause = found.end()
        while adjunct := _ADJUNCT.match(said[clause:]):
            clause += adjunct.end()
        that = _THAT.match(said, clause)
        if (found["states"] and not that) or _NOT_REPORTED.match(said, clause):
            continue
        people = speaker_before(said[: found.start()])
        if people:
            return Attribution(people, Span(start, start + (that.end() if that else clause)), found["verb"])
    return None


def speaker_before(said: str) -> tuple[Person, ...]:
    """Return who stands directly before a verb: 'On Monday Jo Gray, head of research, ' gives Jo Gray."""
    parts = re.split(r",\s|;\s|\s[—–-]+\s|\s(?:but|while|although|though)\s", said)
    if said.rstrip().endswith(","):
        parts[-1] = parts[-1].rstrip(" ,")
        if not parts[-1]:
            parts.pop()
        for taken in range(1, min(4, len(parts))):
            people = _named(parts[-1 - taken])
            if people and people[0].named:
                return parse(_TIME.sub("", _ADVERBIAL.sub("", parts[-1 - taken])), ", ".join(parts[-taken:]))
        return ()
    return _named(parts[-1]) if parts else ()


def _named(part: str) -> tuple[Person, ...]:
    part = _TIME.sub("", part.strip())
    if _PREPOSITION.match(part) or _FINITE.search(part):
        return ()
    return parse(part)


def _split(said: str) -> tuple[str, str]:
    """Part 'Jo Gray, head of research at Acme, in a note' into the name and what he is."""
    who, _, apposition = said.partition(",")
    stop = _STOP.search(who)
    if stop:
        return who[: stop.start()], ""
    if apposition and (stop := _STOP.search(" " + apposition.lstrip())):
        apposition = (" " + apposition.lstrip())[: stop.start()]
    return who, apposition


def said_by(said: str) -> tuple[int, tuple[Person, ...]] | None:
    """Return where the clause ends and who says it in a sentence like '..., said Jo Gray, an analyst.'"""
    found = _SAID_BY.search(said)
    if found is None:
        return None
    people = parse(*_split(_one_sentence(found["who"])))
    return (found.start(), people) if people else None


def _one_sentence(said: str) -> str:
    said = said.split("\n", 1)[0]
    end = _FULL_STOP.search(said)
    return said[: end.start()] if end else said
