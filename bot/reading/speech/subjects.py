"""Who speaks: the subject of a reporting verb, before it or behind it.

All offsets are those of the sentence, whose quotation marks hold only `BLOT`.
"""

import re
from itertools import islice
from typing import Final, NamedTuple

from bot.reading.speech.clauses import BOUNDARY, FINITE, PHRASE_END, RELATIVE, TIME_TAIL
from bot.reading.speech.people import (
    NO_FIRST_NAME,
    Person,
    ends_like_a_firm,
    is_name_word,
    is_pronoun,
    is_role,
    parse,
)

__all__ = [
    "People",
    "Subject",
    "apposition_at",
    "name_at",
    "opening_subject",
    "subject_before",
    "subject_behind",
]

People = tuple[Person, ...]


class Subject(NamedTuple):
    """Who speaks, and the offset at which he begins (before a verb) or ends (behind one)."""

    people: People
    place: int


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ADVERBS: Final = _words("""
    also later has have had earlier then once further again still just even previously always often now
    first too soon both long ever repeatedly
""")
_RELATIVES: Final = frozenset({"who", "whose", "which", "whom", "where", "when"})
# What stands between commas behind a name, and is not another name.
_APPOSED: Final = re.compile(
    r"(?:an?|the|its|his|her|their|our|one|who|whose|which|whom|where|now|then|also|formerly|\d+|[a-z-]+"
    r"|[DRI]-[A-Z]\w*\.?|(?:CEO|CFO|COO|CTO|Democrat|Republican|Inc|Ltd|Corp|Jr|Sr)\b\.?|[A-Z][a-z]+\.?$)"
    r"(?:\s|$)"
)
# Behind a speaker: when, where and how it was said.
_STOP: Final = re.compile(
    r"\s(?:in (?:an?|the|his|her|its|their|one|response|emailed|prepared|written) "
    r"|on (?:[A-Z]\w+day|a |the |his |her |Twitter|CNBC)|during |at (?:a|an|the) "
    r"|by (?:phone|email|e-mail|telephone)|after |before |this |last |late |earlier "
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|when |while |as (?:he|she|it|they|part) "
    r"|to (?:reporters|investors|clients)|following |announcing |adding |noting |citing |referring "
    r"|speaking |describing |via |through |about |without |because )"
)
_LEADS: Final = re.compile(
    r"\s*(?:On|In|Last|This|Late|Early|Earlier|Then|But|And|Yet|So|Still|Now|Later|Here)\b"
)
# "His office put out a statement saying": the office speaks.
_STATEMENT: Final = re.compile(
    r"\s(?:put out|issued|released|posted|emailed|sent|made|gave|filed|published|spoke|shared|signed)\b"
)
_TIME_ENDS: Final = frozenset(
    {"day", "eek", "nth", "ear", "ent", "ail", "iew", "ote", "eet", "ing", "ght", "oon", "ter"}
)
_WORD: Final = re.compile(r"\S+")
# "The carmaker’s finance chief", "Its head of batteries", up to a comma
_OWNED_OFFICE: Final = re.compile(
    r"(?:The|Its|Their|His|Her|[A-Z][\w&.-]*[’']s)(?:\s(?!(?:the|an?|its|their|his|her)\b)[\w’'-]+){1,5}(?=,)"
)
_INSIDE: Final = frozenset({"of", "and", "&", "the"})  # inside an office: "head of research", "the Acme boss"
_LONGEST_SUBJECT: Final = 120  # characters before a verb in which its subject begins
_LONGEST_PHRASE: Final = 6  # words of a phrase without a name that may stand behind a verb
_NAMES_LOOKED_AT: Final = 10  # words in which the subject of a sentence is looked for
_MOST_PARTS: Final = 8  # commas that are looked back over for the name before an apposition


def subject_before(said: str, floor: int, verb: int, earlier: People) -> Subject | None:
    """Return who stands before the verb at `verb`, not before `floor`.

    `earlier` are the speakers of the sentence's verb before, who also say what "adding that" adds.
    """
    head = _without_adverbs(said[floor:verb].rstrip())
    if not head:
        return None
    participle = said[verb : verb + 14].split(" ", maxsplit=1)[0].rstrip(":,").endswith("ing")
    if head[-1] == "," and not participle:
        found = _apposed(head)
        return Subject(found.people, floor + found.place) if found else None
    if head.endswith((",", " and", " but", " then")) or (participle and head[-1] in "—–-)"):
        people = earlier or _main_subject(head)
        return Subject(people, floor + len(head)) if people else None
    cut, joined = _last_phrase(head)
    if joined is not None and _is_pair(head[joined:]) and (people := parse(head[joined:])):
        return Subject(people, floor + joined)
    people = _phrase(head[cut:], participle=participle)
    if people and people[0].name.lower() == "who":
        # "Jo Gray, who said ..."
        found = _apposed(head[:cut].rstrip(" ,") + ",")
        return Subject(found.people, floor + found.place) if found else None
    return Subject(people, floor + cut) if people else None


def subject_behind(said: str, verb_end: int, before: str) -> Subject | None:
    """Return who stands behind a verb: "..., said Jo Gray, head of research, in a note".

    `before` is what stands before the verb: when that names the speaker, nobody behind it does.
    """
    stop = PHRASE_END.search(said, verb_end)
    end = stop.start() if stop else len(said)
    phrase = said[verb_end:end]
    if not phrase.strip() or phrase.startswith(" that "):
        return None
    cut = _STOP.search(phrase)
    if cut and not (cut.group().startswith(" at ") and is_role(phrase[: cut.start()].rpartition(" ")[2])):
        phrase = phrase[: cut.start()]  # "said Jo Gray in a note", but "said an analyst at a bank"
        end = verb_end + cut.start()
    apposition = apposition_at(said, end) or name_at(said, phrase, end)
    people = parse(phrase, apposition)
    if not people or FINITE.search(RELATIVE.split(phrase)[0]):
        return None
    first = people[0]
    if not first.named and len(phrase.split()) > _LONGEST_PHRASE:
        return None
    if before.endswith(",") and (not first.named or (first.affiliation is None and " " not in first.name)):
        # "Jo Gray, head of research, said Acme would ..." has its speaker before the verb.
        apposed = _apposed(before)
        if apposed and apposed.people[0].named:
            return None
    return Subject(people, end + (len(apposition) + 1 if apposition else 0))


def _without_adverbs(head: str) -> str:
    while head:
        shorter, _, last = head.rpartition(" ")
        if last in _ADVERBS or (last.endswith("ly") and last[:1].islower()):
            head = shorter.rstrip()
        elif last[-3:] in _TIME_ENDS and (tail := TIME_TAIL.search(head)):
            head = head[: tail.start()]
        else:
            break
    return head


def _last_phrase(head: str) -> tuple[int, int | None]:
    """Return where the last phrase begins, and where it does when the "and" before it joins two names."""
    cut = max(0, len(head) - _LONGEST_SUBJECT)
    joined: int | None = None
    for boundary in BOUNDARY.finditer(head, cut):
        if boundary.group() != "and ":
            joined = None
        elif joined is None:
            joined = cut
        cut = boundary.end()
    return cut, joined


def _phrase(phrase: str, *, participle: bool) -> People:
    if participle and (told := _STATEMENT.search(phrase)):
        phrase = phrase[: told.start()]
    words = phrase.split()
    if len(words) > 1 and is_pronoun(words[-1]) and not _LEADS.match(phrase):
        return ()  # "the impact it said": said by the way
    if words and words[-1].endswith(("’s", "'s", "s’", "s'")):
        return ()  # "analysts’ estimates"
    return parse(phrase)


def _is_pair(phrase: str) -> bool:
    """Say whether "A and B" names two who speak, and not a clause and one who speaks."""
    first, _, second = phrase.rpartition(" and ")
    first = first.strip()
    left = parse(first)
    if not left or not parse(second):
        return False
    if first[:1].islower() and len(first.split()) > 4:
        return False
    return left[0].named or len(first.split()) <= 3


def _apposed(head: str) -> Subject | None:
    """Return who stands before an apposition: "On Monday Jo Gray, head of research," gives Jo Gray."""
    parts = head[:-1].split(",")
    ends = [len(parts[0])]
    for part in parts[1:]:
        ends.append(ends[-1] + len(part) + 1)
    if found := _office_and_name(parts, ends):
        return found
    for index in range(len(parts) - 2, max(-1, len(parts) - _MOST_PARTS), -1):
        part = parts[index].strip()
        if not part:
            return None
        if part.split(" ", 1)[0] in _RELATIVES:
            continue
        apposes = _APPOSED.match(part) is not None
        if apposes and index and not is_name_word(part.rsplit(" ", 1)[-1]):
            continue
        phrase = parts[index][_last_phrase_start(parts[index]) :]
        apposition = head[ends[index] + 1 : -1].strip()
        told = apposition.replace(",", "").split()
        if FINITE.search(apposition) and not _RELATIVES.intersection(told):
            return None
        people = parse(phrase, apposition)
        if people and (people[0].named or (told[:1] and told[0] in _RELATIVES) or index == 0):
            return Subject(people, ends[index] - len(phrase))
        if not apposes:
            return None
    return None


def _office_and_name(parts: list[str], ends: list[int]) -> Subject | None:
    """Return who stands behind his office: "The finance minister, Jo Gray,"."""
    if len(parts) < 2 or not is_name_word(parts[-1].strip() or "a") or " " not in parts[-1].strip():
        return None
    name = parse(parts[-1])
    phrase = parts[-2][_last_phrase_start(parts[-2]) :]
    office = parse(phrase)
    if not name or not name[0].named or not office or office[0].named:
        return None
    return Subject((Person(name[0].name, office[0].name),), ends[-2] - len(phrase))


def _last_phrase_start(part: str) -> int:
    return max((found.end() for found in BOUNDARY.finditer(part) if found.group() != "and "), default=0)


def apposition_at(said: str, comma: int) -> str:
    """Return the apposition that begins with the comma at `comma`, "" when none does."""
    if not said.startswith(",", comma):
        return ""
    stop = PHRASE_END.search(said, comma + 1)
    apposition = said[comma + 1 : stop.start() if stop else len(said)]
    if cut := _STOP.search(apposition):
        apposition = apposition[: cut.start()]
    plain = apposition.strip()
    first = plain.split(" ", 1)[0]
    if not _APPOSED.match(plain) or first.endswith("ing"):
        return ""
    return "" if first not in _RELATIVES and FINITE.search(RELATIVE.split(plain)[0]) else apposition


def name_at(said: str, office: str, comma: int) -> str:
    """Return the name behind the comma at `comma` when `office` is one: "Acme’s chief executive, Jo Gray"."""
    words = office.split()
    if not said.startswith(",", comma) or not any(map(is_role, words)) or is_name_word(words[-1]):
        return ""
    stop = PHRASE_END.search(said, comma + 1)
    name = said[comma + 1 : stop.start() if stop else len(said)]
    if cut := _STOP.search(name):
        name = name[: cut.start()]
    people = parse(name)
    is_name = len(people) == 1 and people[0].named and " " in people[0].name
    return name if is_name and not ends_like_a_firm(people[0].name) else ""


def opening_subject(said: str) -> Person | None:
    """Return who or what a sentence begins with by name: "Jo Gray, an analyst at Acme, disagreed."."""
    if owned := _OWNED_OFFICE.match(said):
        phrase = owned.group()
        name = name_at(said, phrase, owned.end())
        return next(iter(parse(phrase, name)), None) if name else None
    end = 0
    for word in islice(_WORD.finditer(said), _NAMES_LOOKED_AT):
        plain = word.group().rstrip(",")
        if not plain[:1].isalnum() or not (
            is_name_word(plain) or is_role(plain) or plain in _INSIDE or plain.endswith(("’s", "'s"))
        ):
            break
        end = word.start() + len(plain)
        if word.group() != plain:
            break
    phrase = said[:end]
    people = parse(phrase, apposition_at(said, end) or name_at(said, phrase, end)) if end else ()
    return people[0] if len(people) == 1 and people[0].named else None


def _main_subject(head: str) -> People:
    """Return the subject of the sentence's first verb: "Jo Gray rose, adding that ..."."""
    words = head.split()
    if words[0] in {"He", "She", "They", "It"}:
        return (Person(words[0], None, named=False),)
    for start in range(min(len(words), _NAMES_LOOKED_AT)):
        stop = start
        while stop < len(words) and words[stop] and is_name_word(words[stop].strip(",()") or "a"):
            stop += 1
            if words[stop - 1].endswith(","):
                break
        if stop == start or (stop == start + 1 and words[start] in NO_FIRST_NAME):
            continue
        people = parse(" ".join(words[:stop]).rpartition(", ")[2])
        if people and people[0].named:
            return people
    return ()
