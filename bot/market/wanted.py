"""Which listings of a story's companies have their price looked up, and in what order."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.market import Session, Ticker
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.market.sessions import session

COMPANIES: Final = 3
LISTINGS: Final = 2  # of one company: the second is there where the provider does not know the first

_ROLES: Final = (Role.INVESTOR, Role.TARGET, Role.PARTNER)
# Where a share trades most is where its price says most. Who is not here is closed, or in no table.
_LIVELY: Final = (
    Session.REGULAR,
    Session.PREMARKET,
    Session.AFTER_HOURS,
    Session.LUNCH,
    Session.OVERNIGHT,
    Session.CLOSED,
)


def wanted(story: Story, now: datetime) -> tuple[Ticker, ...]:
    """Return the listings to ask for at `now` (UTC), the most wanted first; of a company only one is shown.

    The investors come first, then what the money goes into, then partners. Of a company's listings the one
    whose session is live now comes first, and among equals the one that the article names. Which one a
    channel watches makes no difference: a watch is on the company, and all channels are told the same.
    """
    companies = sorted(story.companies(), key=lambda company: _ROLES.index(company.role))
    listed = [listings for company in companies if (listings := _listings(company, now))]
    return tuple(dict.fromkeys(ticker for listings in listed[:COMPANIES] for ticker in listings))


def _listings(company: Mention, now: datetime) -> Sequence[Ticker]:
    """Return a company's listings, one an exchange, the liveliest first; a closed one only where all are: it
    would cost a request, and be shown where the other has not traded yet."""
    by_exchange: dict[str, Ticker] = {}
    for ticker in (company.ticker, *company.listings):
        if ticker is not None and session(now, ticker.mic) in _LIVELY:
            by_exchange.setdefault(ticker.mic, ticker)
    ranked = sorted(by_exchange.values(), key=lambda ticker: _LIVELY.index(session(now, ticker.mic)))
    open_ = [ticker for ticker in ranked if session(now, ticker.mic) is not Session.CLOSED]
    return (open_ or ranked)[:LISTINGS]
