"""Which items of a fetch are articles that are known already, whatever their publisher did to them. Pure.

Publishers change guids, add tracking to links, move dates and reorder. An article whose id flips is alerted
twice; one that is taken for another is lost. So an item carries several keys, the store keeps whose they are,
and an item is a known article when a key says so and nothing worse than a rewording speaks against it.

Three rules hold always. Two items of one fetch are never one article. A key that two of them carry tells
nothing, from then on and for as long as it is remembered. A key belongs to whoever carried it last.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from bot.domain.article import Article
from bot.ports import Owners


class Kind(StrEnum):
    """What a key is made of: its first letter. The words are long enough to tell articles apart, or brief."""

    EXACT = "e"  # guid, link and headline together
    GUID = "g"
    LINK = "l"
    WORDS = "w"
    BRIEF = "b"


WEIGHT: Final = {Kind.EXACT: 8, Kind.WORDS: 4, Kind.GUID: 2, Kind.LINK: 2, Kind.BRIEF: 1}
NEAR: Final = timedelta(days=3)  # the same words after that are the next edition of a text that comes back
# What share of its words a rewording keeps: more is asked of one whose guid is another, as in a live page.
ALIKE: Final = 0.5
VERY_ALIKE: Final = 0.75

FEW: Final = 3  # names and numbers, below which a text is compared by all of its words

_WORD: Final = re.compile(r"\w{4,}")
_TELLING: Final = re.compile(r"\b(?:[A-Z][\w&'-]{2,}|\w*\d[\w.]*\b)")


@dataclass(frozen=True, slots=True)
class Recognised:
    """The articles of a fetch under the ids by which they are known, what those ids were as printed, and the
    keys that tell nothing."""

    articles: tuple[Article, ...]
    printed: Mapping[str, str]
    shared: frozenset[str]


class Fetch:
    """The articles of one fetch, and whose keys they carry. Articles without keys are left as they are."""

    def __init__(self, articles: Sequence[Article], owners: Owners) -> None:
        # Two feeds of one source may print the same item.
        once = {article.keys[0] if article.keys else article.id: article for article in reversed(articles)}
        self._articles = tuple(reversed(once.values()))
        self._owners = owners
        printed = Counter(key for article in self._articles for key in article.keys)
        self._repeated = frozenset(key for key, times in printed.items() if times > 1)
        self._dates = Counter(article.published_at for article in self._articles)

    def doubtful(self) -> frozenset[str]:
        """Return the ids of the known articles that some item may be, but not for sure."""
        return frozenset(
            known
            for article in self._articles
            for known, kinds in self._claims(article).items()
            if Kind.EXACT not in kinds
        )

    def recognised(self, known: Mapping[str, Article]) -> Recognised:
        """Give each article its id. `known` holds those that `doubtful` asked for."""
        claims = sorted(
            (-score, article.keys, owner, at)
            for at, article in enumerate(self._articles)
            for owner, kinds in self._claims(article).items()
            if (score := self._score(article, kinds, known.get(owner)))
        )
        given: dict[int, str] = {}
        taken = {article.id for article in self._articles if not article.keys}
        for _, _, owner, at in claims:
            if at not in given and owner not in taken:
                given[at] = owner
                taken.add(owner)
        found = []
        printed = {}
        for at, article in enumerate(self._articles):
            own = given.get(at) or (self._new_id(article, taken) if article.keys else article.id)
            taken.add(own)
            printed[own] = article.id
            found.append(replace(article, id=own))
        return Recognised(tuple(found), printed, self._repeated)

    def _claims(self, article: Article) -> dict[str, set[Kind]]:
        """Return the known articles whose keys an item carries, each with the kinds of those keys."""
        found: dict[str, set[Kind]] = {}
        for key in article.keys:
            if self._tells(key) and (owner := self._owner(key)) is not None:
                found.setdefault(owner, set()).add(Kind(key[0]))
        return found

    def _tells(self, key: str) -> bool:
        return key not in self._repeated and self._owners.of.get(key, "") is not None

    def _owner(self, key: str) -> str | None:
        """Return whose key it is. One that was forgotten still belongs to the article that is named by it."""
        named = id_of(key)
        return self._owners.of.get(key, named if named in self._owners.ids else None)

    def _score(self, article: Article, kinds: set[Kind], known: Article | None) -> int:
        """Return how much speaks for an item being a known article, 0 when it is not that one."""
        score = sum(WEIGHT[kind] for kind in kinds)
        if Kind.EXACT in kinds or known is None:
            return score
        headline = _folded(article.headline) == _folded(known.headline)
        date = (
            article.published_at is not None
            and article.published_at == known.published_at
            and self._dates[article.published_at] == 1
        )
        has_guid = self._carries(article, Kind.GUID)
        is_named = has_guid or self._carries(article, Kind.LINK)
        if Kind.GUID in kinds or Kind.LINK in kinds:
            share = VERY_ALIKE if has_guid and Kind.GUID not in kinds else ALIKE
            agrees = len(kinds) > 1 or headline or date or _alike(article, known, share)
        elif is_named:  # under another name: filings of one form come back in the same words
            agrees = Kind.WORDS in kinds and _are_near(article, known, timedelta())
        else:
            agrees = _are_near(article, known, NEAR)
        return score + headline + date if agrees else 0

    def _carries(self, article: Article, kind: Kind) -> bool:
        """Say whether an item has a key of a kind that tells anything."""
        return any(key[0] == kind and self._tells(key) for key in article.keys)

    def _new_id(self, article: Article, taken: set[str]) -> str:
        """Return an id that no article has: that of the best key which tells this one apart."""
        for key in (*article.keys[1:], article.keys[0]):  # the exact one, which is first, is the last resort
            own = id_of(key)
            if self._tells(key) and own not in taken and own not in self._owners.ids:
                return own
        # Each of its keys once named another article that looked like this one.
        seed = "\0".join((*article.keys, article.first_seen.isoformat()))
        return blake2b(seed.encode(), digest_size=12).hexdigest()


def id_of(key: str) -> str:
    """Return the id of an article that is named by a key."""
    return key[1:]


def _folded(headline: str | None) -> str:
    return " ".join((headline or "").casefold().split())


def _are_near(article: Article, known: Article, span: timedelta) -> bool:
    """Say whether two texts were published within a span, as far as their dates say."""
    if article.published_at is None or known.published_at is None:
        return True
    return abs(article.published_at - known.published_at) <= span


def _alike(article: Article, known: Article, share: float) -> bool:
    """Say whether an item may be a rewording of a known article: it keeps that share of its words."""
    words = set(_words(article))
    return len(words & set(_words(known))) >= share * max(1, len(words))


def _words(article: Article) -> Iterator[str]:
    """Yield the words that tell one article from the next: names and numbers. What else an article says, its
    publisher says in every second one. Where there are hardly any, all longer words are yielded."""
    text = f"{article.headline or ''} {article.body}"
    telling = _TELLING.findall(text)
    found = telling if len(telling) >= FEW else _WORD.findall(text)
    return (word.casefold() for word in found)
