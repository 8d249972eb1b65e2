"""Whom an article means by a surname, "the analyst" or "she".

The article itself is the memory: a surname is looked up where the text has it behind a first name, with the
office before it or the apposition behind it. Only names that speak are looked up, each once.
"""

import re
from typing import Final

from bot.reading.speech.people import (
    NO_FIRST_NAME,
    Person,
    ends_like_a_firm,
    is_name_word,
    is_pronoun,
    is_role,
    is_title,
)
from bot.reading.speech.subjects import opening_subject

__all__ = ["Speakers"]

_MOST_PLACES: Final = 8  # where a surname is looked at
_REACH: Final = 90  # characters before a surname in which its first name and office stand
_MOST_FIRST_NAMES: Final = 4
_COURTESY: Final = frozenset({"Mr", "Mrs", "Ms", "Mr.", "Mrs.", "Ms."})
_HUMAN: Final = frozenset({"he", "she", "him", "her", "who"})
# What an apposition begins with that tells an office, and not a company's deeds: "led by chairman Jo Gray".
_OFFICE_STARTS: Final = frozenset(
    ["a", "an", "the", "its", "his", "her", "their", "one", "vice", "senior", "managing", "former"]
)
# Companies are these, too, and their speakers "he": "Fernhill, an investor in the mine, ...".
_OF_FIRMS_TOO: Final = frozenset(
    ["investor", "owner", "partner", "trader", "member", "leader", "adviser", "advisor", "consultant", "host"]
)
_APPOSED: Final = re.compile(
    r"(?:\s\([^()]{1,30}\))?,\s(?P<what>(?:(?:an?|the|its|his|her|their|one)\s|(?:[\w’'&.-]+\s){0,4}?(?=(?:chief|head"
    r"|chairman|chairwoman|president|director|founder|co-founder|analyst|manager|partner|spokes\w+|CEO|CFO"
    r"|strategist|economist|professor|owner|minister|lawmaker|vice|managing|senior|executive)\b))"
    r"[^,.;:“”\"\n]{3,110})(?=[,.])"
)


class Speakers:
    """The speakers of one article so far."""

    def __init__(self, text: str, start: int = 0) -> None:
        self._text = text
        self._start = start
        self._known: dict[str, Person | None] = {}
        self._last: Person | None = None
        self._last_human: Person | None = None

    def meet(self, person: Person, lead: str = "") -> Person:
        """Return the fullest form of `person` that is known, and remember it as the last speaker.

        `lead` is the sentence before, if it reports nothing: "he" is nearer to somebody whom it begins with
        than to the last speaker.
        """
        introduced = self._introduced(lead) if lead and person.name.lower() in _HUMAN else None
        known = introduced or self._resolve(person)
        if known.named:
            self._last = known
            if introduced or known.affiliation or (" " in known.name and not ends_like_a_firm(known.name)):
                self._last_human = known
        return known

    def _resolve(self, person: Person) -> Person:
        name = person.name
        if is_pronoun(name):
            if name.lower() in _HUMAN:
                return self._last_human or self._last or person
            return person if self._last is None or self._last is self._last_human else self._last
        if not person.named:
            return self._the_analyst(name.lower().split()) or person
        key = name.rsplit(None, 1)[-1]
        known = self._known.get(key)
        if key not in self._known:
            known = self._known[key] = self._looked_up(name, key)
        if known is not None and set(name.split()) <= set(known.name.split()):
            person = Person(known.name, person.affiliation or known.affiliation)
        elif " " in name and person.affiliation is None:
            person = self._looked_up(name, name) or person
        if " " in person.name or known is None:
            # The fuller form is what the surname means from here on.
            self._known[key] = person if person.affiliation or known is None else known
        return person

    def _introduced(self, lead: str) -> Person | None:
        """Return the person whom a sentence begins with, None where it begins with a company or a thing."""
        subject = opening_subject(lead)
        if subject is None:
            return None
        known = self._resolve(subject)
        if lead.split(" ", 1)[0] in _COURTESY:
            return known
        return known if " " in known.name and _holds_office(known) else None

    def _the_analyst(self, words: list[str]) -> Person | None:
        """Return the last speaker, if "the analyst" is what the article said that he is."""
        last = self._last_human
        if len(words) != 2 or words[0] != "the" or last is None or last.affiliation is None:
            return None
        return last if words[1] in last.affiliation.lower() else None

    def _looked_up(self, name: str, key: str) -> Person | None:
        """Return the fullest form in which the text has `name`, whose last word is `key`."""
        text = self._text
        best: Person | None = None
        place = text.find(key, self._start)
        for _ in range(_MOST_PLACES):
            if place < 0:
                break
            end = place + len(key)
            if (place == 0 or not text[place - 1].isalnum()) and not text[end : end + 1].isalnum():
                found = self._told_at(place, end, key)
                if found is not None and (best is None or best.affiliation is None):
                    best = found if best is None or found.affiliation else best
                if best is not None and best.affiliation is not None:
                    break
            place = text.find(key, end)
        return best if best is not None and (best.affiliation or best.name != name) else None

    def _told_at(self, place: int, end: int, key: str) -> Person | None:
        """Return the person whose name ends at `place` with `key`: first names and the office before it."""
        line = self._text.rfind("\n", max(self._start, place - _REACH), place) + 1
        words = self._text[max(line, place - _REACH, self._start) : place].split(" ")
        if words and not words[-1]:
            words.pop()
        first = _name_start(words)
        office = _office_start(words, first)
        name = " ".join([*words[first:], key])
        affiliation: str | None = " ".join(words[office:first]) or None
        if affiliation in _COURTESY:
            affiliation = None
        if affiliation is None and (apposed := _APPOSED.match(self._text, end)):
            affiliation = apposed["what"]
        return Person(name, affiliation) if affiliation is not None or " " in name else None


def _holds_office(person: Person) -> bool:
    """Say whether somebody is a person by the office that stands beside the name."""
    if not person.affiliation or ends_like_a_firm(person.name):
        return False
    words = person.affiliation.split()
    starts = words[0][0].isupper() or is_role(words[0]) or words[0] in _OFFICE_STARTS
    return starts and any(is_role(word) and word.lower() not in _OF_FIRMS_TOO for word in words)


def _name_start(words: list[str]) -> int:
    """Return the index from which the last words are first names: "said Jo A." gives 1."""
    first = len(words)
    while first and len(words) - first < _MOST_FIRST_NAMES and _is_first_name(words[first - 1]):
        first -= 1
    return first


def _is_first_name(word: str) -> bool:
    return (
        word not in NO_FIRST_NAME
        and is_name_word(word or "a")
        and not word.endswith(("’", "”", '"', ",", "’s", "'s"))
        and not is_role(word)
        and not is_title(word)
    )


def _office_start(words: list[str], end: int) -> int:
    """Return the index at which the office before `end` begins: "the Marlow Chief Executive" gives 1."""
    start = end
    if start and (is_role(words[start - 1]) or is_title(words[start - 1])):
        start -= 1
        while start and _is_of_office(words, start - 1):
            start -= 1
    return start


def _is_of_office(words: list[str], index: int) -> bool:
    word = words[index]
    if word in {"and", "&", "of"}:
        return index > 0 and is_role(words[index - 1])
    whole = word[:1].isalnum() and (word[-1:].isalnum() or word.endswith("."))
    return whole and word not in NO_FIRST_NAME and (word[0].isupper() or is_role(word))
