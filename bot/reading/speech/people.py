"""Who a phrase names: a person with an affiliation, several, an organisation, a document, or a pronoun."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

__all__ = [
    "NO_FIRST_NAME",
    "Person",
    "ends_like_a_firm",
    "is_name_word",
    "is_pronoun",
    "is_role",
    "is_title",
    "parse",
]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ROLES: Final = _words("""
    analyst analysts strategist strategists economist economists executive executives officer officers
    chairman chairwoman chairperson chair president presidents ceo cfo coo cto cio chief head heads director
    directors manager managers partner partners founder founders co-founder co-founders cofounder
    spokesman spokeswoman spokesperson spokespeople spokesmen lawmaker lawmakers minister ministers
    secretary secretaries senator senators congressman congresswoman representative representatives
    governor mayor commissioner ambassador professor attorney attorneys lawyer lawyers counsel judge
    investor investors consultant consultants researcher researchers scientist scientists engineer
    engineers editor reporter author owner trader traders adviser advisor advisers treasurer member leader
    leaders boss banker bankers speaker coach director-general billionaire entrepreneur aide expert experts
    veteran official officials staff delegate chairmen vice-president novelist host activist manager's
""")
_TITLES: Final = _words("""
    mr mrs ms dr prof gov sen rep gen sir lord dame rev lt col capt justice president king queen prince
    princess pope sheikh premier chancellor navy army
""")
_COURTESY: Final = _words("Mr Mrs Ms Mr. Mrs. Ms.")
_PARTICLES: Final = _words("van von der den de da di du del della dos bin ibn al el la le ten ter zu bint y")
_PRONOUNS: Final = _words("he she they it him her them who i we")
_FIRMS: Final = _words("""
    inc corp co ltd plc llc lp ag sa se nv group holding holdings bank fund funds partners capital motor
    office company companies department ministry commission administration committee court house
    association union university institute agency authority board council times news journal exchange
    securities bureau statistics management regulator federation forum energy technologies systems
    industries international global services airlines airways pharmaceuticals foundation research
    city state states county party senate congress america kong china york angeles motors electric
    power oil gas steel media entertainment networks labs robotics semiconductor materials solutions
    healthcare therapeutics biotech insurance financial logistics
    monday tuesday wednesday thursday friday saturday sunday campaign bloomberg
""")
# A phrase with one of these is a clause, not somebody.
_FINITE: Final = _words("""
    is are was were has have had will would could can may might should must does did do doesn’t didn’t
    isn’t wasn’t won’t wouldn’t couldn’t can’t don’t doesn't didn't isn't wasn't won't wouldn't couldn't
    can't don't not be been if whether that which what because although though while when where how why
    unless until than so
""")
# A phrase that begins with one of these is no subject.
_NO_START: Final = _words("""
    in on at with after before if for by from under during since until despite without following of to
    among like through besides given asked speaking based including because unlike as not into over than
    amid across against between about around within toward towards via per up out off down
    which where there no nothing nobody neither and or but
""")
_OBJECT_FOLLOWS: Final = _words("a an the its his her their up out down back")
# Behind a bare plural: "people with knowledge of the matter", "analysts led by Jo Gray".
_COMPLEMENTS: Final = _words(
    "of at for from in with close familiar who that on by like led briefed based and"
)
_DETERMINERS: Final = _words(
    "a an the its his her their one two some many most all both half none either each any"
)
_LEADING: Final = re.compile(
    r"(?:(?:but|and|so|yet|still|also|then|meanwhile|however|while|as|when|although|though|because|since"
    r"|that|even|later|earlier|where|why|how|if|after|before|with|what|shortly|soon|only|once"
    r"|separately|moreover|instead|today|yesterday|analysts? like|including|nevertheless|nonetheless"
    r"|additionally|furthermore|nationally|(?:\w+\s)?(?:veterans|experts|analysts|people|investors) like"
    r"|(?:on|last|late|early|this|in)\s(?:(?:late|early|last|this)\s)?(?:\w+day|january|february|march|april"
    r"|may|june|july|august|september|october|november|december|week|month|year|\d{4})(?:\s(?:morning"
    r"|afternoon|evening|night))?)\b,?\s)+",
    re.IGNORECASE,
)
_LEADING_WORDS: Final = _words("""
    but and so yet still also then meanwhile however while as when although though because since that even
    later earlier where why how if after before with what shortly soon only once separately moreover instead
    today yesterday including nevertheless nonetheless additionally furthermore nationally on last late early
    this in
""")
# Before a name, these are no first name.
NO_FIRST_NAME: Final = _words("""
    The A An In On At But And While When After As If For Since Though Although Both Even Meanwhile However
    Then Still Yet With By According Also Before During Under From Of To That This These Those His Her Its
    Their Our He She It They We I You What Which Who How Why Where Is Are Was Were Will Would Could Should
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July
    August September October November December Like Unlike Because So Or Not No Former Since Last Next
    Until Despite Among Without Says Said Earlier Later Now Buy Sell Sells Buys Today Here There Only Just
    Such Some Most Many More Other All Any Each One Two Three Analysts Shares Another Once CEO CFO
""")
_FROM: Final = re.compile(r"(?P<name>[^,]+?)\s(?:from|of|at|with|for)\s(?P<where>(?:the\s)?[A-Z].*)$")
_AND: Final = re.compile(r" (?:and|&) ")
_RELATIVE: Final = re.compile(r"\s(?:who|that|which|whose|familiar|briefed)\s")
_TO_DO: Final = re.compile(r" to (?!(?:the|an?|his|her|its|their|this|that)\s|[A-Z])")
_NUMBERED: Final = re.compile(r"\d[\d.,]*")
_MOST_WORDS: Final = 14
_LONGEST_BARE: Final = 4  # words of a plural without article or complement: "two senior party officials"
_SHORTEST: Final = 3  # letters of a phrase that may mean somebody
_ENDINGS: Final = ",;:—–-"


@dataclass(frozen=True, slots=True)
class Person:
    """A speaker: the name (or the phrase that stands for it), and what the article says that he is."""

    name: str
    affiliation: str | None = None
    named: bool = True  # False for "the company", "an official", "he"


def is_pronoun(phrase: str) -> bool:
    """Say whether a phrase is a pronoun that stands for a speaker."""
    return phrase.lower() in _PRONOUNS


@lru_cache(maxsize=4096)
def is_role(word: str) -> bool:
    """Say whether a word is an office that people hold ("analyst", "CEO’s"), whatever stands around it."""
    plain = word.lower().strip(".,()").removesuffix("’s").removesuffix("'s")
    return plain in _ROLES or plain.rpartition("-")[2] in _ROLES


def is_title(word: str) -> bool:
    """Say whether a word is a form of address before a name: "Mr.", "Gov.", "President"."""
    return word[:1].isupper() and word.lower().rstrip(".") in _TITLES


@lru_cache(maxsize=4096)
def is_name_word(word: str) -> bool:
    """Say whether a word may be part of a name: "Gray", "O’Neill", "J.", "van" is only inside one."""
    first = word[:1]
    if first == "&":
        return word == "&"
    if not first.isupper():
        # "al-Sisi", "eBay", "iRobot"
        return any(letter.isupper() for letter in word[1:4])
    return word[-1] != "." or len(word) <= 4 or word.lower() in {"corp.", "bros."}


@lru_cache(maxsize=4096)
def _is_office(word: str) -> bool:
    return is_role(word) or is_title(word)


def ends_like_a_firm(name: str) -> bool:
    """Say whether a name's last word is one of an organisation's: "Entertainment Group"."""
    return name.rsplit(None, 1)[-1].lower().rstrip(".") in _FIRMS


def parse(phrase: str, apposition: str = "") -> tuple[Person, ...]:
    """Return the speakers that `phrase` names, () when nobody can be meant by it.

    `apposition` is what stands behind the name between commas: "an analyst at Acme".
    """
    phrase = " ".join(phrase.split()).strip(" .,;:—–-\n\t\xa0") + (
        "." if phrase.endswith((".", ". ")) else ""
    )
    if _may_lead(phrase) and (found := _LEADING.match(phrase)):
        phrase = phrase[found.end() :]
    if not phrase or len(phrase) > 200:
        return ()
    if is_pronoun(phrase):
        return (Person(phrase, None, named=False),)
    apposition = " ".join(apposition.split()).strip(" ,;—–-")
    if apposition.startswith(("who ", "which ", "whose ", "whom ", "where ")):
        apposition = ""  # what he did, not what he is
    if not apposition and (" and " in phrase or " & " in phrase):
        halves = _AND.split(phrase)
        both = tuple(person for half in halves if (person := _one(half, ""))) if len(halves) == 2 else ()
        if len(both) == 2 and _are_two(*both):
            return both
    one = _one(phrase, apposition)
    return (one,) if one else ()


def _may_lead(phrase: str) -> bool:
    """Say by its first word whether a phrase may begin with what `_LEADING` takes off."""
    first = phrase.split(" ", 1)[0].removesuffix(",").lower()
    return first in _LEADING_WORDS or " like" in phrase.lower()


def _are_two(one: Person, other: Person) -> bool:
    """Say whether two halves of "A and B" are two people: "Gray and Chairman Al Poe", no firm's name."""
    if _is_human(one) and _is_human(other):
        return True
    both_named = one.named and other.named and not is_role(one.name.rsplit(None, 1)[-1])
    return both_named and (one.affiliation is not None or other.affiliation is not None)


def _is_human(person: Person) -> bool:
    if not person.named or is_role(person.name.rsplit(None, 1)[-1]):
        return False
    return person.affiliation is not None or (" " in person.name and not ends_like_a_firm(person.name))


def _one(phrase: str, apposition: str) -> Person | None:
    words = phrase.split()
    if not words or len(words) > _MOST_WORDS or words[0].lower() in _NO_START:
        return None
    office = len(words) - 2
    while office >= 0 and not _is_office(words[office]):
        office -= 1
    if office >= 0:
        name = words[office + 1 :]
        # "Sen. Jo Gray of Ohio"
        name = name[: next((at for at, word in enumerate(name) if word in {"of", "from", "at"}), None)]
        if _is_name(name):
            before = " ".join(words[: office + 1]).removesuffix("’s").removesuffix("'s")
            return Person(_plain(" ".join(name)), (apposition or None) if before in _COURTESY else before)
    if _is_name(words) and not is_role(words[-1]):
        owned = next((at for at in range(len(words) - 1, 0, -1) if words[at - 1].endswith(("’s", "'s"))), 0)
        if owned:
            return Person(_plain(" ".join(words[owned:])), " ".join(words[:owned]))  # "Acme’s Jo Gray"
        return Person(_plain(phrase), apposition or None)
    placed = _FROM.match(phrase) if office < 0 else None
    if placed and " " in placed["name"] and _is_name(placed["name"].split()):
        return Person(placed["name"], placed["where"])
    return _nameless(phrase, words, apposition)


def _nameless(phrase: str, words: list[str], apposition: str) -> Person | None:
    """Return who is meant by a phrase without a name, None when it is a clause or a thing done."""
    if words[0][0].islower() and words[0] not in _DETERMINERS and _OBJECT_FOLLOWS.intersection(words[1:2]):
        return None  # "addresses an issue"
    bare = words[0][0].islower() and words[0] not in _DETERMINERS and len(words) > _LONGEST_BARE
    if bare and not _COMPLEMENTS.intersection(words[1:3]):
        return None  # "rose 4 percent in the past month"
    head = _RELATIVE.split(phrase, maxsplit=1)[0]
    if not _FINITE.isdisjoint(map(str.lower, head.split())) or (" to " in head and _TO_DO.search(head)):
        return None
    if " " in apposition and _is_name(apposition.split()):
        return Person(apposition, phrase)  # "The finance minister, Jo Gray, said"
    if not words[0][0].isalnum() or len(phrase) < _SHORTEST or _NUMBERED.fullmatch(phrase):
        return None
    return Person(_plain(phrase), apposition or None, named=False)


def _is_name(words: list[str]) -> bool:
    """Say whether all words may be of one name: each with a capital but for particles inside."""
    if not words or len(words) > 8 or not is_name_word(words[0]) or not is_name_word(words[-1]):
        return False
    if words[0] in {"The", "A", "An", "Some", "Both", "One", "That", "This", "His", "Her", "Its", "Their"}:
        return False
    return all(
        is_name_word(word) or word in _PARTICLES or (word in {"of", "and"} and len(words) > 2)
        for word in words
    )


def _plain(name: str) -> str:
    name = name.removesuffix("’s").removesuffix("'s")
    return name[:-1] if name.endswith(".") and len(name) > 3 and name[-3] != "." else name
