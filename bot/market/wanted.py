"""Which listings of a story's companies have their price looked up, and in what order.

Whether two listings are of one company is known by their name alone: News Corp of New York and Sing Tao News
Corp of Hong Kong look like one. So the price of another listing than the company's own is only asked for
where the article itself names that listing.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.market import Session, Ticker
from bot.domain.reading import Mention, Role
from bot.domain.story import Story
from bot.market.sessions import session

COMPANIES: Final = 3
LISTINGS: Final = 2  # of one company: the second is there where the provider does not know the first

# How articles write a symbol: with its exchange's suffix, or behind the exchange's name, "(NYSE: BABA and
# HKEX: 9988)".
_SUFFIXED: Final = re.compile(r"(?<![\w.])[A-Z0-9&-]+(?:\.[A-Z0-9&-]+)+(?!\w)")
_BEHIND: Final = re.compile(
    r"\b(?:(?P<new_york>NYSE(?:\s(?:American|Arca))?|Nasdaq(?:GS|GM|CM)?|AMEX)"
    r"|(?P<hong_kong>HKEX|SEHK|HKSE|Hong\sKong)"
    r"|(?P<london>LSE|AIM)|(?P<toronto>TSX)|(?P<sydney>ASX)|(?P<singapore>SGX))"
    r"\s?:\s?0*(?P<symbol>[A-Z0-9&-]+(?:\.[A-Z0-9&-]+)*)(?!\w)",
    re.IGNORECASE,
)
_PLACES: Final = {
    **dict.fromkeys(("XNYS", "XNAS", "XASE", "ARCX"), "new_york"),
    "XHKG": "hong_kong",
    "XLON": "london",
    "XTSE": "toronto",
    "XASX": "sydney",
    "XSES": "singapore",
}

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

    The investors come first, then what the money goes into, then partners. Of a company's listings that may
    be asked for the one whose session is live now comes first. Which one a channel watches makes no
    difference: a watch is on the company, and all channels are told the same.
    """
    companies = sorted(story.companies(), key=lambda company: _ROLES.index(company.role))
    listed = [listings for company in companies if (listings := _lively(own_listings(story, company), now))]
    return tuple(dict.fromkeys(ticker for listings in listed[:COMPANIES] for ticker in listings))


def own_listings(story: Story, company: Mention) -> tuple[Ticker, ...]:
    """Return the listings of a story's company that are certainly its own, the one that its reading found
    first: all that the article names by symbol, else that one alone. () for a company without a listing.

    An article names a listing where its publisher tags it, where its symbol stands with the exchange's suffix
    ("9988.HK"), or behind the exchange's name. A bare "RH" is no proof: it may be short for another company.
    """
    if company.ticker is None:
        return ()
    known = (company.ticker, *company.listings)
    return tuple(ticker for ticker in known if _names(story, ticker)) or (company.ticker,)


def _names(story: Story, ticker: Ticker) -> bool:
    """Say whether the article that the card shows names a listing by its symbol."""
    tags = [tag.strip().upper().lstrip("$") for tag in story.reading.article.tickers]
    if ticker.symbol in tags:
        return True
    words = "\n".join((story.reading.text, *tags))
    if "." in ticker.symbol and ticker.symbol in _SUFFIXED.findall(words):
        return True
    if (place := _PLACES.get(ticker.mic)) is None:
        return False
    symbol = ticker.symbol if place == "new_york" else ticker.symbol.rpartition(".")[0]
    return any(named["symbol"] == symbol.lstrip("0") for named in _BEHIND.finditer(words) if named[place])


def _lively(listings: Sequence[Ticker], now: datetime) -> Sequence[Ticker]:
    """Return listings, one an exchange, the liveliest first; a closed one only where all are: it would cost a
    request, and be shown where the other has not traded yet."""
    by_exchange: dict[str, Ticker] = {}
    for ticker in listings:
        if session(now, ticker.mic) in _LIVELY:
            by_exchange.setdefault(ticker.mic, ticker)
    ranked = sorted(by_exchange.values(), key=lambda ticker: _LIVELY.index(session(now, ticker.mic)))
    open_ = [ticker for ticker in ranked if session(now, ticker.mic) is not Session.CLOSED]
    return (open_ or ranked)[:LISTINGS]
