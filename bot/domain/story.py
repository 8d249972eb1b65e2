"""One event, told by one article or by several."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.market import Ticker
from bot.domain.reading import Mention, Reading, Role

ALERTING = frozenset({Role.INVESTOR, Role.TARGET, Role.PARTNER})


@dataclass(frozen=True, slots=True)
class Telling:
    """One article that tells a story: which, from whom, where to read it, when (UTC) it was first seen."""

    article: str
    outlet: str
    url: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Story:
    """One event. `reading` is the telling that the card shows; `also` are the other articles, in the order
    in which they came. `revision` counts what a reader of the card would see change, from 1."""

    id: int
    reading: Reading
    revision: int
    first_seen: datetime
    also: tuple[Telling, ...] = ()

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
