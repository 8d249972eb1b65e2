"""Who a phrase names: a person with an affiliation, several, an organisation, or a pronoun.

The people of an article are remembered, so that a surname, "the analyst" or "she" leads back to the full
name that the article gave before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.reading.wording.sentences import sentences

__all__ = ["People", "Person", "is_organisation", "is_personal", "is_pronoun", "parse"]

ROLE: Final = (
    r"(?:(?:chief|managing|executive|senior|vice|deputy|general|associate|assistant|co-|non-executive"
    r"|former|acting|interim|global|regional)"
    r"[ -])*(?:analysts?|strategists?|economists?|executives?|officers?|chairman|chairwoman|chair"
    r"|presidents?|CEO|CFO|COO|CTO|"
    r"chief of staff|chief|head|directors?|managers?|partners?|founders?|co-founders?|spokesman"
    r"|spokeswoman|spokesperson|spokespeople|"
    r"lawmakers?|ministers?|secretary|secretaries|senators?|governor|mayor|commissioner|ambassador"
    r"|professor|attorneys?|lawyers?|counsel|"
    r"judge|investors?|consultants?|researchers?|scientists?|engineers?|editor|author|owner|trader"
    r"|adviser|advisor|treasurer|"
    r"representatives?|member|leader|boss|banker|speaker|coach|director-general|billionaire|entrepreneur"
    r"|veterans?)"
)
_TITLE: Final = (
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gov|Sen|Rep|Gen|Sir|Lord|Dame|Rev|Lt|Col|Judge|Justice|President"
    r"|Prime Minister|King|Queen|Prince)\.?"
)
_CAP: Final = r"(?:(?:[A-Z]\.)+|(?:O['’]|Mc|Mac|de|d['’]|al-|el-)?[A-ZÀ-ÖØ-ÞĀ-Ž][\w’'&-]*(?:(?<=\b[JS]r)\.)?)"
_PARTICLE: Final = r"(?:van|von|der|den|de|da|di|du|del|della|dos|bin|ibn|al|el|la|le|ten|ter|zu|bint)"
_NAME: Final = re.compile(rf"{_CAP}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}{_CAP}){{0,5}}")
_ROLE_WORD: Final = re.compile(rf"\b{ROLE}\b|\b{_TITLE}(?=\s[A-Z])", re.IGNORECASE)
_FROM: Final = re.compile(r"^(?P<name>.+?)\s(?:from|of|at|with|for)\s(?P<where>(?:the\s)?[A-Z].*)$")
_PRONOUNS: Final = frozenset({"he", "she", "they", "it", "him", "her", "them", "who"})
_HUMAN: Final = frozenset({"he", "she", "him", "her", "who"})
_LEADING: Final = re.compile(
    r"^(?:(?:but|and|so|yet|still|also|then|meanwhile|however|while|as|when|although|though|because|since"
    r"|that|even|both|now|later|earlier|where|why|how|if|after|before"
    r"|separately|moreover|instead|today|yesterday|industry veterans like|veterans like|analysts? like"
    r"|people like|experts like|including)\b,?\s)+",
    re.IGNORECASE,
)
_GENERAL: Final = re.compile(
    r"\b(?:company|companies|firm|group|bank|carrier|airline|carmaker|automaker|retailer|maker|giant"
    r"|startup|start-up|unit|government|ministry"
    r"|regulators?|agency|union|office|department|officials?|sources?|people|person|statement|filings?"
    r"|report|documents?|dockets|memo|letter"
    r"|note|experts?|critics|supporters|study|survey|newspaper|paper|website|data|team|board|bankers"
    r"|workers|residents|spokes\w+|pair|duo|man|woman|both)\b",
    re.IGNORECASE,
)
_PEOPLE: Final = re.compile(rf"\b(?:{ROLE}|experts?|veterans?|critics|spokes\w+)\b", re.IGNORECASE)
_MOST_WORDS: Final = 16


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker: the name (or the phrase that stands for it), and what the article says that he is."""

    name: str
    affiliation: str | None = None
    named: bool = True  # False for "the company", "an official", "he"


def is_pronoun(phrase: str) -> bool:
    """Say whether a phrase is a pronoun that stands for a speaker."""
    return phrase.lower() in _PRONOUNS


def is_organisation(phrase: str) -> bool:
    """Say whether a phrase is a name that ends like an organisation's: "Entertainment Group"."""
    name = phrase.removeprefix("the ").removeprefix("The ")
    last = name.split()[-1] if " " in name else ""
    return _NAME.fullmatch(name) is not None and _ORGANISATION.fullmatch(last) is not None


def is_personal(phrase: str, affiliation: str | None = None) -> bool:
    """Say whether a phrase means people: a name, an office, "analysts"; not "the company"."""
    if _PEOPLE.search(phrase):
        return True
    if affiliation is not None and not _PEOPLE.search(affiliation) and _GENERAL.search(affiliation):
        return False  # "Acme, a start-up in Oslo"
    return phrase[:1].isupper() and not _GENERAL.search(phrase) and not _ORGANISATION.search(phrase)


def parse(phrase: str, apposition: str = "") -> tuple[Person, ...]:
    """Return the speakers that `phrase` names, () when it is no name, office, organisation or pronoun.

    `apposition` is what stands behind the name between commas: "an analyst at Acme".
    """
    phrase = _LEADING.sub("", phrase.strip(" ,;:—–-")).strip()
    if not phrase or len(phrase.split()) > _MOST_WORDS:
        return ()
    if is_pronoun(phrase):
        return (Person(phrase, None, named=False),)
    halves = re.split(r"\s(?:and|&)\s", phrase)
    if len(halves) == 2 and not apposition and not is_organisation(halves[1]):
        both = [_one(half, "") for half in halves]
        if all(
            person and person.named and _looks_personal(person, half)
            for person, half in zip(both, halves, strict=True)
        ):
            return tuple(person for person in both if person)
    one = _one(phrase, apposition)
    return (one,) if one else ()


def _looks_personal(person: Person, half: str) -> bool:
    return person.affiliation is not None or (" " in person.name and half[0].isupper())


def _one(phrase: str, apposition: str) -> Person | None:
    apposition = apposition.strip(" ,;—–-")
    roles = list(_ROLE_WORD.finditer(phrase))
    for role in reversed(roles):
        name = _NAME.fullmatch(phrase[role.end() :].strip())
        if name:
            before = phrase[: role.end()].strip()
            return Person(name.group().removesuffix("."), before, named=True)
    if placed := _FROM.match(phrase):
        name = _NAME.fullmatch(placed["name"])
        if name and " " in placed["name"] and not _GENERAL.search(placed["name"]) and not roles:
            return Person(placed["name"], placed["where"], named=True)
    if _NAME.fullmatch(phrase) and not _ROLE_WORD.fullmatch(phrase):
        return Person(phrase.removesuffix("’s"), apposition or None, named=True)
    if roles or _GENERAL.search(phrase) or _mostly_names(phrase):
        return Person(phrase, apposition or None, named=_mostly_names(phrase) and not phrase[0].islower())
    return None


def _mostly_names(phrase: str) -> bool:
    words = [
        word
        for word in phrase.split()
        if word.lower() not in {"the", "of", "and", "&", "for", "a", "an", "in"}
    ]
    return bool(words) and sum(word[0].isupper() for word in words) * 3 >= len(words) * 2


class People:
    """The people whom an article has introduced so far."""

    def __init__(self) -> None:
        self._by_word: dict[str, Person] = {}
        self._full: dict[str, str] = {}
        self._last: Person | None = None
        self._last_human: Person | None = None

    @classmethod
    def of(cls, text: str) -> "People":
        """Return the people of a text: those with an office, then whoever has a first and a last name."""
        people = cls()
        for person in introduced(text):
            people.introduce(person)
        for found in _FULL_NAME.finditer(text):
            name = _LEADING.sub("", found.group().removesuffix("’s").removesuffix("'s"))
            if " " in name and not _ORGANISATION.search(name):
                people._full.setdefault(name.split()[-1], name)
        return people

    def meet(self, person: Person) -> Person:
        """Return the fullest form of `person` that is known, and remember it as the last speaker."""
        known = self.resolve(person)
        if known.named:
            self.introduce(known)
            self._last = known
            if known.affiliation or " " in known.name:
                self._last_human = known
        return known

    def introduce(self, person: Person) -> None:
        """Remember somebody by each word of the name."""
        for word in person.name.split():
            if len(word) > 2 and word[0].isupper():
                known = self._by_word.get(word)
                if known is None or len(person.name) >= len(known.name):
                    affiliation = person.affiliation or (known.affiliation if known else None)
                    self._by_word[word] = Person(person.name, affiliation)

    def resolve(self, person: Person) -> Person:
        """Return whom a surname, a pronoun or "the analyst" stands for."""
        if is_pronoun(person.name):
            human = self._last_human if person.name.lower() in _HUMAN else None
            return human or self._last or person
        if not person.named:
            return self._the_analyst(person.name.lower().split()) or person
        words = person.name.split()
        known = self._by_word.get(words[-1]) or self._by_word.get(words[0])
        if known and set(words) <= set(known.name.split()):
            return known if person.affiliation is None else Person(known.name, person.affiliation)
        if len(words) == 1 and words[0] in self._full:
            return Person(self._full[words[0]], person.affiliation)
        return person

    def _the_analyst(self, words: Sequence[str]) -> Person | None:
        """Return the last speaker, if "the analyst" is what the article said that he is."""
        last = self._last_human
        if len(words) != 2 or words[0] != "the" or last is None or last.affiliation is None:
            return None
        return last if words[1] in last.affiliation.lower() else None


_OFFICE: Final = re.compile(rf"\b(?i:{ROLE})\b|\b{_TITLE}\s")
_TITLED: Final = re.compile(
    rf"(?:(?:{_CAP}|&|of|the)\s){{0,5}}(?:\b(?i:{ROLE})\s(?:and\s)?"
    rf"|\b{_TITLE}\s){{1,3}}(?P<name>{_CAP}(?:[ ](?:{_PARTICLE}[ ])?{_CAP}){{1,4}})"
)
_APPOSED: Final = re.compile(
    rf"(?P<name>{_CAP}(?:[ ](?:{_PARTICLE}[ ])?{_CAP}){{1,4}}),\s(?P<what>(?:(?:the|a|an|its|his|her"
    rf"|their)\s)?(?:[\w’'&.-]+\s){{0,6}}?(?i:{ROLE})\b[^,.;:“\"\n]{{0,100}}),"
)


_FULL_NAME: Final = re.compile(rf"{_CAP}(?:[ ](?:{_PARTICLE}[ ])?{_CAP}){{1,3}}")
_ORGANISATION: Final = re.compile(
    r"\b(?:Inc|Corp|Co|Ltd|Plc|LLC|LP|AG|SA|SE|NV|Group|Holdings?|Bank|Fund|Partners|Capital|Motors?"
    r"|Office|Company|Department|Ministry|Commission|Administration|Committee"
    r"|Court|House|Street|Association|Union|University|Institute|Agency|Authority|Board|Council|Times"
    r"|News|Journal|Exchange|Securities|Bureau|Statistics|Management|Regulator|Federation|Forum"
    r"|Energy|Technologies|Systems|Industries"
    r"|International|Global|Services|Airlines|Airways|Pharmaceuticals?|Foundation|Research|City|State"
    r"|States|County|Party|Senate|Congress|America|Kong|China"
    r"|York|Angeles|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def introduced(text: str) -> Iterator[Person]:
    """Return the people whom `text` introduces with an office."""
    spans = [span for span in sentences(text) if _OFFICE.search(text, span.start, span.end)]
    for span in spans:
        for found in _TITLED.finditer(text, span.start, span.end):
            yield Person(found["name"], text[found.start() : found.start("name")].strip())
    for span in spans:
        for found in _APPOSED.finditer(text, span.start, span.end):
            yield Person(found["name"], found["what"])
