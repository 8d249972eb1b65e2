"""Who commits the money to whom, and whether two readings name the same companies for it."""

from collections.abc import Collection, Iterable
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from bot.desk.joining.wording import rarity, stems
from bot.domain.reading import Mention, Reading, Role
from bot.domain.story import ALERTING

__all__ = [
    "Objects",
    "compare_objects",
    "have_other_partners",
    "name_others",
    "name_words",
    "share_a_company",
    "share_an_investor",
]

# Words that tell no company from another.
_FORM_WORDS: Final = """
    the of and co company corp corporation inc incorporated ltd limited plc group holding holdings
    sa ag nv se ab asa spa llc lp technologies technology international
"""
_FORMS: Final = frozenset(_FORM_WORDS.split())


class Objects(Enum):
    """What two readings say of the company that is bought, or bought into, or taken as a partner."""

    SHARED = auto()
    DIFFER = auto()
    ABSENT = auto()  # one names it, and no word of its name stands in the other
    UNKNOWN = auto()  # neither names one


def share_a_company(one: Reading, other: Reading) -> bool:
    """Say whether both name a company, in whatever part; true where one names none."""
    some, others = one.companies, other.companies
    return (
        not (some and others)
        or _meet(some, others)
        or _shorten(_unlisted(some), others)
        or _shorten(_unlisted(others), some)
    )


def share_an_investor(one: Reading, other: Reading) -> bool:
    """Say whether the same company leads both, or whoever leads one takes part in the other.

    Either partner may lead the telling of a joint venture, and a target may tell it without its buyer. Two
    bidders for one target are two events.
    """
    first, second = _of(one, Role.INVESTOR), _of(other, Role.INVESTOR)
    if first and second:
        return (
            _meet(first, second)
            or _shorten(_unlisted(first), second)
            or _shorten(_unlisted(second), first)
            or _meet(first, _of(other, Role.PARTNER))
            or _meet(second, _of(one, Role.PARTNER))
            or _swap(one, other)
            or _swap(other, one)
        )
    first, second = _leads(one), _leads(other)
    crossed = _meet(first, second) or _meet(first, _able(other)) or _meet(second, _able(one))
    return crossed and _is_named(first, other) and _is_named(second, one)


def have_other_partners(one: Reading, other: Reading) -> bool:
    """Say whether each names somebody who joins in and of whom the other says nothing."""
    return bool(_unnamed(one, other) and _unnamed(other, one))


def _unnamed(one: Reading, other: Reading) -> list[Mention]:
    return [
        company
        for company in one.companies
        if company.role in {Role.INVESTOR, Role.PARTNER} and not _is_named([company], other)
    ]


def compare_objects(one: Reading, other: Reading) -> Objects:
    """Say whether both speak of the same target, by listing, by name, or by a word of it in the text."""
    before, after = _of(one, Role.TARGET), _of(other, Role.TARGET)
    if not before and not after:
        return Objects.UNKNOWN
    own = _telling(_leads(one)) & _telling(_leads(other))
    if (
        _meet(before, other.companies)
        or _meet(after, one.companies)
        or _shorten(before, after)
        or (_telling(before) - own) & stems(other.text)
        or (_telling(after) - own) & stems(one.text)
    ):
        return Objects.SHARED
    return Objects.DIFFER if before and after else Objects.ABSENT


def name_words(companies: Iterable[Mention]) -> frozenset[str]:
    """Return the words that tell the companies from others: outlets shorten names differently."""
    return frozenset[str]().union(*(_words_of(company.name) for company in companies))


@lru_cache(maxsize=4096)  # the companies of a day's stories are asked for again and again
def _words_of(name: str) -> frozenset[str]:
    words = {word.strip(".,&()'’") for word in name.casefold().split()}
    return frozenset(words - {"", *_FORMS})


def _able(reading: Reading) -> list[Mention]:
    return [company for company in reading.companies if company.role in ALERTING]


def _swap(one: Reading, other: Reading) -> bool:
    """Say whether buyer and target of the one are both in the other, the target as the buyer.

    "Zeta to join Acme" is easily read the wrong way round.
    """
    buyers, targets = _of(one, Role.INVESTOR), _of(one, Role.TARGET)
    return _meet(targets, _of(other, Role.INVESTOR)) and _meet(buyers, other.companies)


def _unlisted(companies: Iterable[Mention]) -> list[Mention]:
    return [company for company in companies if company.ticker is None]


def _leads(reading: Reading) -> list[Mention]:
    """Return the investors; where none is named whoever else may alert, then whoever is named."""
    return _of(reading, Role.INVESTOR) or _able(reading) or list(reading.companies)


def name_others(one: Reading, other: Reading) -> bool:
    """Say whether both headlines name companies beside the investor, and none of the one is in the other."""
    before, after = _beside(one), _beside(other)
    return bool(before and after) and not _meet(before, other.companies) and not _meet(after, one.companies)


def _beside(reading: Reading) -> list[Mention]:
    """Return the companies in the headline that do not invest."""
    end = len(reading.article.headline or "")
    return [
        company
        for company in reading.companies
        if company.role is not Role.INVESTOR and any(span.end <= end for span in company.spans)
    ]


def _of(reading: Reading, role: Role) -> list[Mention]:
    return [company for company in reading.companies if company.role is role]


def _meet(some: Iterable[Mention], others: Iterable[Mention]) -> bool:
    known = {mark for company in some for mark in _marks(company)}
    return any(known & _marks(company) for company in others)


def _marks(company: Mention) -> frozenset[str]:
    """Return what a company is known by; an unlisted one by its name without legal forms, too."""
    if company.ticker is not None:
        return company.marks()
    bare = " ".join(sorted(name_words([company])))
    return company.marks() | {bare} if bare else company.marks()


def _is_named(companies: Iterable[Mention], reading: Reading) -> bool:
    known = list(companies)
    return _meet(known, reading.companies) or bool(_telling(known) & stems(reading.text))


def _shorten(some: Collection[Mention], others: Iterable[Mention]) -> bool:
    """Say whether a name of one is a shorter or longer form of another's: "Zeta" and "Zeta Mills"."""
    if not some:  # mostly: of the companies that are named most are listed
        return False
    words = [name_words([company]) for company in others]
    return any(
        known and other and (known <= other or other <= known)
        for known in (name_words([company]) for company in some)
        for other in words
    )


def _telling(companies: Iterable[Mention]) -> set[str]:
    """Return the rarest word of each name, by which a text may call the company."""
    rare = rarity()
    names = (stems(company.name) - _FORMS for company in companies)
    return {max(sorted(name), key=rare) for name in names if name}
