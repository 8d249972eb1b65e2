"""What one reading says of its event, in the forms in which it is compared, each worked out once."""

import re
from functools import cached_property
from typing import Final

from bot.desk.joining.changes import says_it_changed
from bot.desk.joining.parties import name_words
from bot.desk.joining.places import Place, places_in
from bot.desk.joining.titles import title_of
from bot.desk.joining.wording import stems
from bot.domain.reading import Reading, Role

__all__ = ["Gist"]

# "a 5 % stake", "26 per cent in", "raises its stake to 10%"
_PART: Final = re.compile(
    r"(?i)(?P<part>\d{1,2}(?:\.\d+)?)\s?(?:%|per\s?cent|pct)\s(?:\w+\s)?(?:stake|interest|holding|of|in)\b"
    r"|\b(?:stake|interest|holding)\s(?:\S+\s){0,6}?to\s(?P<whole>\d{1,2}(?:\.\d+)?)\s?(?:%|per\s?cent|pct)"
)
_NAME: Final = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+")
_SITE: Final = re.compile(r"\b(?:in|at|near|outside)\s((?:[A-Z][\w.’'-]*(?:\s|$))+)")
_LEAD: Final = 300  # characters of the body that say what it is about


class Gist:
    """One reading as it is compared."""

    def __init__(self, reading: Reading) -> None:
        self.reading: Final = reading

    @cached_property
    def title(self) -> str | None:
        article = self.reading.article
        return title_of(article.headline, article.outlet)

    @cached_property
    def headline(self) -> str:
        return self.reading.article.headline or ""

    @cached_property
    def lead(self) -> str:
        """The beginning of the body."""
        _, parted, body = self.reading.text.partition("\n\n")
        return (body if parted and self.headline else self.reading.text)[:_LEAD]

    @cached_property
    def says_it_changed(self) -> bool:
        return says_it_changed(f"{self.headline}\n{self.lead}")

    @cached_property
    def own(self) -> frozenset[str]:
        """The words of the investors' names, as the master has them and as the text first calls them."""
        text = self.reading.text
        own = [company for company in self.reading.companies if company.role is Role.INVESTOR]
        called = " ".join(company.spans[0].of(text) for company in own if company.spans)
        return frozenset(name_words(own) | set(called.casefold().split()))

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of the names in the lead, where only names have capitals, without the investors'."""
        found = " ".join(_NAME.findall(self.lead)) if self.headline else ""
        return stems(found) & self.words

    @cached_property
    def words(self) -> frozenset[str]:
        """The stems of headline and lead, without the names of investors and of outlets."""
        outlets = [self.reading.article.outlet or "", *self.reading.cited_sources]
        names = " ".join([*self.own, *outlets])
        return stems(f"{self.headline} {self.lead}") - stems(names)

    @cached_property
    def sites(self) -> frozenset[str]:
        """The words of names behind "in" and "at" in the headline: of towns that no list knows, mostly."""
        return stems(" ".join(_SITE.findall(self.headline)))

    @cached_property
    def all_words(self) -> frozenset[str]:
        return stems(self.reading.text)

    @cached_property
    def headline_places(self) -> frozenset[Place]:
        return places_in(self.headline, self.own)

    @cached_property
    def places(self) -> frozenset[Place]:
        """The places of headline and lead."""
        return self.headline_places | places_in(self.lead, self.own)

    @cached_property
    def parts(self) -> frozenset[str]:
        """The shares of a company, in per cent, that headline and lead say are bought or held after it."""
        found = _PART.finditer(f"{self.headline}\n{self.lead}")
        return frozenset(match["part"] or match["whole"] for match in found)
