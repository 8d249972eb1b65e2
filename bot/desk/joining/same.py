"""Whether a reading tells a story again, and by what it is known to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from bot.desk.joining.address import canonical
from bot.domain.reading import Commitment, Kind, Mention, Reading, Role
from bot.domain.story import ALERTING, Story

TOLERANCE: Final = Decimal("0.05")  # of the larger sum: outlets round, and exchange rates differ

# Kinds whose object is a company: two objects that share no name are two events.
_OF_A_COMPANY: Final = frozenset({Kind.ACQUISITION, Kind.STAKE, Kind.FUNDING, Kind.JOINT_VENTURE})

# Words that tell no company from another.
_COMMON: Final = """
    the of and co company corp corporation inc incorporated ltd limited plc group holding holdings
    sa ag nv se ab asa spa llc lp technologies technology international
"""


class By(StrEnum):
    """What a reading is known by to tell a story again."""

    REVISION = "revision"  # the article itself, or its page, with other words
    URL = "url"  # the same page from another source
    TITLE = "title"  # the same headline
    TERMS = "terms"  # the same investor, kind and object, and sums that agree
    WORDS = "words"  # headlines of the same rare words
    CORRECTION = "correction"  # the text says that the sum was raised, cut or corrected
    REVOKED = "revoked"  # the text says that it is off


@dataclass(frozen=True, slots=True)
class Joined:
    """Why a reading joins a story."""

    by: By


def find_story(stories: Sequence[Story], reading: Reading) -> tuple[Story, Joined] | None:
    """Return which of `stories`, newest first, a reading tells again, and why."""
    for story in stories:
        if joined := same_event(story, reading):
            return story, joined
    return None


def same_event(story: Story, reading: Reading) -> Joined | None:
    """Return why a reading tells a story again, None when it tells another event.

    The publisher's own page of the story, published again, is the story whatever sum it names now.
    """
    shown = story.reading
    if shown.verdict.kind is not reading.verdict.kind or not _share_a_mark(_leads(shown), _leads(reading)):
        return None
    if same_page(story, reading):
        return Joined(By.URL)
    if _amounts_agree(shown, reading) and not _objects_differ(shown, reading):
        return Joined(By.TERMS)
    return None


def same_page(story: Story, reading: Reading) -> bool:
    """Say whether a reading is of a page that tells the story already. A front page is no such page."""
    url = reading.article.url
    if url is None or "/" not in canonical(url):
        return False
    pages = [story.reading.article.url, *(telling.url for telling in story.also)]
    return canonical(url) in {canonical(page) for page in pages if page}


def _leads(reading: Reading) -> list[Mention]:
    """Return the investors, or where none is named whoever else may alert."""
    able = [company for company in reading.companies if company.role in ALERTING]
    return [company for company in able if company.role is Role.INVESTOR] or able


def _share_a_mark(some: Iterable[Mention], others: Iterable[Mention]) -> bool:
    known = {mark for company in some for mark in company.marks()}
    return any(known & company.marks() for company in others)


def _objects_differ(shown: Reading, reading: Reading) -> bool:
    """Say whether both name what is bought into, and it is not the same."""
    if shown.verdict.kind not in _OF_A_COMPANY:
        return False
    before, after = _targets(shown), _targets(reading)
    if not before or not after or _share_a_mark(before, after):
        return False
    return not (_names(before) & _names(after))


def _targets(reading: Reading) -> list[Mention]:
    return [company for company in reading.companies if company.role is Role.TARGET]


def _names(companies: Iterable[Mention]) -> set[str]:
    """Return the words that tell the companies from others: outlets shorten names differently."""
    words = {word.strip(".,&()") for company in companies for word in company.name.casefold().split()}
    return words - {"", *_COMMON.split()}


def _ends(commitment: Commitment) -> list[Decimal]:
    return [end for end in (commitment.low, commitment.high) if end is not None]


def _dollars(commitment: Commitment) -> list[Decimal]:
    if commitment.usd is not None:
        return [commitment.usd]
    return _ends(commitment) if commitment.currency == "USD" else []


def _amounts_agree(shown: Reading, reading: Reading) -> bool:
    """Say whether the sums are within `TOLERANCE`, or cannot be compared because one is unknown."""
    one, other = shown.commitment, reading.commitment
    if one is None or other is None:
        return True
    pairs = (_ends(one), _ends(other)) if one.currency == other.currency else (_dollars(one), _dollars(other))
    if not all(pairs):
        return True
    return any(abs(a - b) <= TOLERANCE * max(a, b) for a in pairs[0] for b in pairs[1])
