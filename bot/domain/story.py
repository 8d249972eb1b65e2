"""One event, told by one article or by several, and what became of it since."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.article import Voice
from bot.domain.figures import NO_FIGURES, Figures
from bot.domain.market import Ticker
from bot.domain.reading import Commitment, Mention, Reading, Role
from bot.domain.saying import is_in_companys_words

ALERTING = frozenset({Role.INVESTOR, Role.TARGET, Role.PARTNER})


class Change(StrEnum):
    """How the sum of a story came to be another one."""

    CORRECTED = "corrected"  # it was told wrongly before
    RAISED = "raised"  # the company commits more now
    CUT = "cut"  # the company commits less now
    RESTATED = "restated"  # who tells it more firmly has a figure that is a little different


@dataclass(frozen=True, slots=True)
class Telling:
    """One article that tells a story: which, from whom, where to read it, when (UTC) it was first seen.

    `cites` are the outlets that it names as where its news comes from, `voice` says who speaks in it, and
    `quotes_company` that an outlet gives the commitment as the company's own statement.
    """

    article: str
    outlet: str
    url: str | None
    at: datetime
    cites: tuple[str, ...] = ()
    voice: Voice = Voice.OUTLET
    headline: str | None = None
    quotes_company: bool = False

    @classmethod
    def of(cls, reading: Reading) -> "Telling":
        """Return who tells what a reading was read from."""
        article = reading.article
        return cls(
            article=article.id,
            outlet=article.outlet or article.source,
            url=article.url,
            at=article.first_seen,
            cites=reading.cited_sources,
            voice=article.voice,
            headline=article.headline,
            quotes_company=is_in_companys_words(reading),
        )


@dataclass(frozen=True, slots=True)
class Story:
    """One event. `reading` is the telling that the card shows; `also` are the other articles, in the order
    in which they came. `revision` counts what a reader of the card would see change, from 1.

    `was` is the commitment as the card showed it before its sum became another one by `change`. `confirmed`
    is the first telling in which the company itself speaks. `origins` are those who say it of their own
    knowledge: whoever only repeats one of them is not among them. `withdrawn` are tellings that their
    publishers took back; `retracted` (UTC) is when the last that the story stood on was. `apart` are
    tellings that people said are of another event: neither they nor their pages ever join it. `seed` tells
    its messages from those of all other stories: the article that began it, which has the same id in every
    database; it is empty in stories that were kept before there were seeds. `figures` were looked up outside
    the articles.
    """

    id: int
    reading: Reading
    revision: int
    first_seen: datetime
    also: tuple[Telling, ...] = ()
    was: Commitment | None = None
    change: Change | None = None
    confirmed: Telling | None = None
    origins: tuple[str, ...] = ()
    withdrawn: tuple[Telling, ...] = ()
    retracted: datetime | None = None
    apart: tuple[Telling, ...] = ()
    seed: str = ""
    figures: Figures = NO_FIGURES

    @property
    def name(self) -> str:
        """Return what tells it from every other story, also where another database numbers its own."""
        return self.seed or f"{self.id}:{self.first_seen.timestamp():.6f}"

    def tellings(self) -> tuple[Telling, ...]:
        """Return every telling, the one that the card shows first."""
        return (Telling.of(self.reading), *self.also)

    def companies(self) -> tuple[Mention, ...]:
        """Return the companies that may alert: investor, target, partner; never a mere mention."""
        return tuple(c for c in self.reading.companies if c.role in ALERTING)

    def tickers(self) -> tuple[Ticker, ...]:
        """Return each listing of each company that may alert, investors first, without repeats."""
        found: dict[Ticker, None] = {}
        for company in self.companies():
            for ticker in (company.ticker, *company.listings):
                if ticker is not None:
                    found[ticker] = None
        return tuple(found)
