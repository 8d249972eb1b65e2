"""Yahoo: prices of most of the world's exchanges, without a key. Opt-in: it is unofficial, for personal use.

One chart is asked for a listing, since what gives several at once says nothing of splits. In the premarket it
is that of minutes, whose heading has the last close with its time; in regular hours that of days, whose
heading has the last price. After hours it takes both.

How it is asked and refuses is from public code and reports, yfinance's above all: 429 is common and says
nothing of when to come again; a symbol that it does not know is a 404 with JSON; from Europe a page about
cookies may come in place of data, with 200.
"""

import asyncio
import logging
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar, Final
from urllib.parse import quote, urlencode

import msgspec

from bot.domain.errors import CannotRun, TryLater
from bot.domain.market import Session, Ticker
from bot.domain.price import Snapshot, Split, Trade
from bot.fetch import Answered, Denied, Fetcher
from bot.fetch.guard import shown
from bot.fetch.interface import decoded
from bot.market.sessions import newest_closes, session
from bot.ports import Unlisted
from bot.prices.american import EXCHANGES
from bot.prices.yahoo_chart import Answer, Charts, Result, past_of, snapshot_of, splits_of

log = logging.getLogger(__name__)

NAME: Final = "Yahoo"
TERMS: Final = (
    "This way to Yahoo's prices is not official and may end any day; its terms allow them for personal use, "
    "and not in a product or a service for others."
)
NOT_FOUND: Final = 404
NO_SUCH_BARS: Final = frozenset({400, 422})  # bars of minutes are kept for a month, of quarters for two

OVER_THE_COUNTER: Final = "OTCM"
_SYMBOL: Final = re.compile(r"[A-Z0-9][A-Z0-9.&=-]{0,19}")

# Asked for since the last close and not for a range of a day, which is yesterday's until the open. It ends
# tomorrow, so that a split of today is among its events.
MINUTES: Final = {"interval": "1m", "includePrePost": "true", "events": "split"}
AHEAD: Final = timedelta(days=1)
BEFORE: Final = timedelta(hours=1)  # of regular trading: where it has no bar at all Yahoo refuses
DAYS: Final = {"range": "5d", "interval": "1d", "events": "split"}

# For how long a span which bars are asked for, finest first.
STEPS: Final = (
    (timedelta(days=2), "1m"),
    (timedelta(days=10), "15m"),
    (timedelta(days=45), "60m"),
    (timedelta.max, "1d"),
)
EXTENDED: Final = frozenset({"1m", "15m"})  # with the trading before and after the regular hours


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` of kind "yahoo". `accept_terms` says that its terms were read; `url` is where to ask."""

    TERMS: ClassVar[str] = TERMS

    kind: str = "yahoo"
    accept_terms: bool = False
    url: str = "https://query1.finance.yahoo.com/v8/finance/chart"


def build(settings: Settings, fetcher: Fetcher) -> "Yahoo":
    """Return the provider. Raises CannotRun where its terms were not accepted."""
    if not settings.accept_terms:
        raise CannotRun(
            f'[prices] of kind "yahoo" needs accept_terms: {TERMS} Write accept_terms = true if that is your '
            "use, or if Yahoo has allowed you more."
        )
    log.info("Prices come from Yahoo, by your leave: %s", TERMS)
    return Yahoo(settings.url, fetcher)


class Yahoo:
    """`bot.ports.PriceProvider`, `History` and `SplitBook` over the charts below `url`. `name` is what people
    read."""

    most: Final = 1

    def __init__(self, url: str, fetcher: Fetcher, name: str = NAME) -> None:
        self.name = name
        self._url = url.rstrip("/")
        self._fetcher = fetcher

    def knows(self, ticker: Ticker) -> bool:
        """Know every listing that can be spelled."""
        return symbol_of(ticker) is not None

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, Snapshot]:
        """Ask for one ticker, with one request or two. Raises SourceTrouble."""
        found: dict[Ticker, Snapshot] = {}
        for ticker in tickers:
            if (symbol := symbol_of(ticker)) is None:
                continue
            present = session(now, ticker.mic)
            days = minutes = None
            extended = ticker.mic in EXCHANGES
            if extended and present in {Session.PREMARKET, Session.AFTER_HOURS}:
                minutes = await self._minutes(symbol, _since_the_close(ticker, now))
            if not extended or present is not Session.PREMARKET:
                days = await self._chart(symbol, DAYS)
            snapshot = snapshot_of(ticker, symbol, now, Charts(days, minutes), self.name)
            if snapshot is not None:
                found[ticker] = snapshot
        return found

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Ask for bars between two times, in today's shares; where it has none so fine, for coarser ones.

        Raises SourceTrouble.
        """
        symbol = symbol_of(ticker)
        span = _span(since, until + timedelta(seconds=1))
        for longest, interval in STEPS:
            if symbol is None or until - since > longest:
                continue
            asked = {**span, "interval": interval, "includePrePost": str(interval in EXTENDED).lower()}
            try:
                chart = await self._chart(symbol, asked)
            except Answered as refused:
                if refused.status not in NO_SUCH_BARS:
                    raise
                continue
            past = past_of(ticker, chart, daily=interval == "1d") if chart else ()
            return [trade for trade in past if since <= trade.at <= until]
        return ()

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        """Ask for the splits since a day. Raises SourceTrouble, and Unlisted for what Yahoo does not know."""
        symbol = symbol_of(ticker)
        begins = datetime.combine(since, time(), UTC)
        asked = {"period1": str(int(begins.timestamp())), "period2": "9999999999"}
        chart = await self._chart(symbol, {**asked, "interval": "1mo", "events": "split"}) if symbol else None
        if chart is None:
            raise Unlisted(f"{self.name} has nothing of {ticker}.")
        return [split for split in splits_of(ticker, [chart]) if split.day >= since]

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _minutes(self, symbol: str, span: Mapping[str, str]) -> Result | None:
        """Return a chart of minutes, None where there are none. Raises SourceTrouble."""
        try:
            return await self._chart(symbol, {**span, **MINUTES})
        except Answered as refused:
            if refused.status not in NO_SUCH_BARS:
                raise
            return None

    async def _chart(self, symbol: str, asked: Mapping[str, str]) -> Result | None:
        """Return a chart, None where Yahoo knows no such symbol. Raises SourceTrouble."""
        url = f"{self._url}/{quote(symbol, safe='')}?{urlencode(asked)}"
        try:
            fetched = await self._fetcher.get(url, headers={"Accept": "application/json"})
        except Answered as answered:
            if answered.status == NOT_FOUND:
                return None
            if isinstance(answered, Denied):  # there is no key that could be wrong
                raise Denied(
                    f"{shown(url)} answered {answered.status}: Yahoo refuses this machine. If it stays so, "
                    "Yahoo is not for us: choose another kind under [prices].",
                    answered.status,
                    answered.said,
                ) from answered
            raise
        body = fetched.body or b""
        if body.lstrip()[:1] == b"<":
            raise TryLater(
                f"{shown(url)} gave a page for people in place of prices: it asks about cookies, or keeps "
                "programs out. If it stays so, Yahoo is not for us: choose another kind under [prices]."
            )
        answer = await asyncio.to_thread(decoded, body, Answer, shown(url))
        return answer.chart.result[0] if answer.chart.result else None


def _since_the_close(ticker: Ticker, now: datetime) -> dict[str, str]:
    """Return the time since a little before the last close, as Yahoo is asked for it."""
    closes = newest_closes(now, ticker.mic, 1)
    return _span((closes[0].at if closes else now) - BEFORE, now + AHEAD)


def _span(begins: datetime, ends: datetime) -> dict[str, str]:
    return {"period1": str(int(begins.timestamp())), "period2": str(int(ends.timestamp()))}


def symbol_of(ticker: Ticker) -> str | None:
    """Return a listing's symbol in Yahoo's spelling, None where it has none.

    Other exchanges than the American ones are told by a suffix ("0700.HK"): without it a symbol would be
    another company's. A dot in an American one stands before the class ("BRK.B" is BRK-B), a caret before the
    series of a preferred share ("BAC^K" is BAC-PK).
    """
    symbol = ticker.symbol.upper()
    if ticker.mic in EXCHANGES or ticker.mic == OVER_THE_COUNTER:
        symbol = symbol.replace("^", "-P").replace(".", "-")
    elif "." not in symbol:
        return None
    return symbol if _SYMBOL.fullmatch(symbol) else None
