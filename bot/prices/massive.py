"""Massive, formerly Polygon: trades of the whole market from a snapshot, and closes with their day apart from
it.

The snapshot's `prevDay` bears no day, its `day` holds zeros until half past nine, and `todaysChange` is the
premarket change by then: none of them is used. The price is the last trade's, or the last minute's where the
plan has no trades. Closes are asked for as daily bars, which bear their day and are not adjusted for splits:
of a few symbols one by one, of many at once, since one answer has a day's closes of the whole market. Splits
are told by the day for all.

The shapes are from https://massive.com/docs/rest/stocks: /snapshots/full-market-snapshot,
/aggregates/custom-bars, /aggregates/daily-market-summary, /corporate-actions/splits, and from the articles of
its knowledge base about the snapshot before the open and about the plans. What is odd is from recorded
answers in public projects. Nothing of it was asked live from here.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal, NamedTuple
from urllib.parse import quote

import msgspec

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Split, Trade
from bot.domain.secret import Secret
from bot.fetch import Denied, Fetcher
from bot.fetch.interface import Interface, at_once, key_of, sound
from bot.market.sessions import last_close
from bot.prices.american import (
    CURRENCY,
    DAY,
    DELAY,
    HOUR,
    MINUTE,
    QUARTER,
    SETTLES,
    WINDOW,
    Spelling,
    day_begun,
    day_in_new_york,
    instant,
    is_price,
    known_closes,
    past_trades,
    spelled,
    step_of,
)
from bot.prices.keys import require
from bot.prices.past import Past, Pasts

VARIABLE: Final = "MASSIVE_API_KEY"
SPELLING: Final = Spelling(share_class=".", preferred="p", warrants=".WS", units=".U")

A_BATCH: Final = 250  # symbols; the vendor has no limit, but an address has
A_FEW: Final = (
    4  # symbols that are asked for one by one; of more, a day of the whole market is the lesser load
)
A_THOUSAND: Final = 1_000
A_BILLION: Final = 1_000_000_000

# Trades that do not move the last price of the tape, by Massive's numbers: averages (2), bunched and sold
# (5), cash (7), derivatively priced (10), out of sequence (13, 30-33), official prints (15, 16, 38), settled
# otherwise (20, 29), price variation (21), prior reference (22), odd lots (37), contingent (52, 53).
NO_LAST: Final = frozenset({2, 5, 7, 10, 13, 15, 16, 20, 21, 22, 29, 30, 31, 32, 33, 37, 38, 52, 53})

DAYTIME: Final = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS})
_STEPS: Final = {MINUTE: "1/minute", QUARTER: "15/minute", HOUR: "1/hour", DAY: "1/day"}


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` of kind "massive". `url` is where to ask."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"key": VARIABLE}
    NEEDS: ClassVar[Mapping[str, str]] = {
        "key": f"set the variable {VARIABLE}; the free plan has no live prices, the others do."
    }

    kind: Literal["massive"] = "massive"
    url: str = "https://api.massive.com"
    key: Secret | None = None


class Deal(msgspec.Struct, frozen=True):
    """A trade: price, time in billionths of a second since 1970, conditions."""

    p: Decimal
    t: int
    c: tuple[int, ...] | None = None


class Bar(msgspec.Struct, frozen=True):
    """A bar: its last price, the time in thousandths of a second since 1970, and in lists of all symbols
    `T`."""

    c: Decimal
    t: int
    symbol: str = msgspec.field(name="T", default="")


class Seen(msgspec.Struct, frozen=True, rename="camel"):
    """What is used of a symbol's snapshot."""

    ticker: str
    last_trade: Deal | None = None
    min: Bar | None = None


class Listed(msgspec.Struct, frozen=True):
    """An answer: items in `tickers` or `results`; either is left out where there is nothing. The `status` of
    a plan that sees everything a quarter of an hour late is "DELAYED"."""

    status: str
    tickers: tuple[msgspec.Raw, ...] | None = None
    results: tuple[msgspec.Raw, ...] | None = None

    @property
    def is_late(self) -> bool:
        return self.status == "DELAYED"


class Happened(msgspec.Struct, frozen=True):
    """A split: `split_to` shares for `split_from`."""

    ticker: str
    execution_date: date
    split_from: Decimal
    split_to: Decimal

    def split(self) -> Split | None:
        """Return it as a split; None for one of absurd numbers."""
        if not (is_price(self.split_from) and is_price(self.split_to)):
            return None
        return Split(self.execution_date, self.split_to / self.split_from)


class Closed(NamedTuple):
    """Closes by symbol, and whether the plan is told of them late."""

    closes: Mapping[str, tuple[Close, ...]]
    is_late: bool


def build(settings: Settings, fetcher: Fetcher) -> "Massive":
    """Return the provider. Raises CannotRun without the key."""
    require(settings)
    return Massive(settings, fetcher)


class Massive:
    """The prices over REST: for a batch the snapshot, and now and then the closes and splits, sent at
    once."""

    name: Final = "Massive"
    most: Final = A_BATCH

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._url = settings.url.rstrip("/")
        headers = {"Authorization": f"Bearer {key_of(settings.key, VARIABLE)}"}
        self._interface = Interface(fetcher, headers, VARIABLE)
        self._pasts = Pasts()
        self._is_late = False  # whether its last answer said so

    def knows(self, ticker: Ticker) -> bool:
        """Know what is listed in New York."""
        return SPELLING.of(ticker) is not None

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Ask for the last prices, and for the closes and splits of the last days."""
        if not (wanted := spelled(tickers, SPELLING)):
            return {}
        seen_at = now - DELAY if self._is_late else now
        pasts = self._pasts.known(wanted, seen_at, now)
        unknown = [symbol for symbol in wanted if symbol not in pasts]
        async with at_once() as group:
            asking = group.create_task(self._seen(wanted))
            looking = group.create_task(self._past(unknown, now)) if unknown else None
        seen = asking.result()
        self._is_late = seen.is_late
        if looking is not None:
            found = looking.result()
            if seen.is_late:  # then so are the closes, whether their own answers say so or not
                found = {symbol: past.known_at(now - DELAY) for symbol, past in found.items()}
            self._pasts.keep(found, now - DELAY if seen.is_late else now, now)
            pasts |= found
        return {
            ticker: Snapshot(
                ticker,
                CURRENCY,
                f"{self.name} (15 min late)" if seen.is_late else self.name,
                trades=_trades(one),
                closes=pasts[one.ticker].closes,
                splits=pasts[one.ticker].splits,
                covers=DAYTIME,
            )
            for one in sound(seen.tickers or (), Seen, self.name)
            if (ticker := wanted.get(one.ticker)) is not None
        }

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return the whole market's prices, in today's shares."""
        if (symbol := SPELLING.of(ticker)) is None:
            return ()
        span = f"{_STEPS[step_of(until - since)]}/{_thousandths(since)}/{_thousandths(until)}"
        answer = await self._bars(symbol, span, adjusted=True)
        bars = sound(answer.results or (), Bar, self.name)
        begun = ((instant(bar.t, A_THOUSAND), bar.c) for bar in bars)
        return past_trades(((begins, price) for begins, price in begun if begins), since, until)

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        """Return the splits of a listing from a day on."""
        if (symbol := SPELLING.of(ticker)) is None:
            return ()
        found = await self._splits({"ticker": symbol, "execution_date.gte": f"{since}"})
        return found.get(symbol, ())

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _seen(self, symbols: Iterable[str]) -> Listed:
        """Ask for the last prices of symbols; one that is not known is left out."""
        try:
            return await self._ask(
                "/v2/snapshot/locale/us/markets/stocks/tickers", {"tickers": ",".join(symbols)}
            )
        except Denied as denied:
            raise Denied(
                f"{denied} The free plan has no snapshots: they begin with Stocks Starter.",
                denied.status,
                denied.said,
            ) from denied

    async def _past(self, symbols: Sequence[str], now: datetime) -> dict[str, Past]:
        """Ask for the closes and the splits of the last days."""
        first, today = day_in_new_york(now - WINDOW), day_in_new_york(now)
        async with at_once() as group:
            closing = group.create_task(
                self._of_each(symbols, first, today)
                if len(symbols) <= A_FEW
                else self._of_all(symbols, _last_days(now))
            )
            splitting = group.create_task(
                self._splits({"execution_date.gte": f"{first}", "execution_date.lte": f"{today}"})
            )
        closed, splits = closing.result(), splitting.result()
        seen_at = now - DELAY if closed.is_late else now
        return {
            symbol: Past(known_closes(closed.closes.get(symbol, ()), seen_at, "XNYS"), splits.get(symbol, ()))
            for symbol in symbols
        }

    async def _of_each(self, symbols: Iterable[str], first: date, last: date) -> Closed:
        """Ask for the bars of each symbol's own days."""
        async with at_once() as group:
            span = f"1/day/{first}/{last}"
            asking = {symbol: group.create_task(self._bars(symbol, span)) for symbol in symbols}
        answers = {symbol: task.result() for symbol, task in asking.items()}
        closes = {
            symbol: tuple(_own_closes(sound(answer.results or (), Bar, self.name)))
            for symbol, answer in answers.items()
        }
        return Closed(closes, any(answer.is_late for answer in answers.values()))

    async def _of_all(self, symbols: Iterable[str], days: Sequence[date]) -> Closed:
        """Ask for the days of the whole market, and keep those of some symbols."""
        async with at_once() as group:
            asking = [group.create_task(self._day(day)) for day in days]
        answers = dict(zip(days, (task.result() for task in asking), strict=True))
        # Off the event loop: two days of ten thousand shares take a while.
        closes = await asyncio.to_thread(_closes_of, set(symbols), answers)
        return Closed(closes, any(answer.is_late for answer in answers.values()))

    async def _day(self, day: date) -> Listed:
        """Ask for a day's bars of the whole market."""
        return await self._ask(f"/v2/aggs/grouped/locale/us/market/stocks/{day}", {"adjusted": "false"})

    async def _bars(self, symbol: str, span: str, *, adjusted: bool = False) -> Listed:
        """Ask for the bars of a symbol; `span` says how long each is, and from when to when."""
        asked = {"adjusted": f"{adjusted}".lower(), "sort": "asc", "limit": "50000"}
        return await self._ask(f"/v2/aggs/ticker/{quote(symbol)}/range/{span}", asked)

    async def _splits(self, asked: Mapping[str, str]) -> dict[str, tuple[Split, ...]]:
        """Ask for splits, by symbol, oldest first."""
        answer = await self._ask("/stocks/v1/splits", {**asked, "limit": "5000"})
        found: dict[str, tuple[Split, ...]] = {}
        for one in sorted(
            sound(answer.results or (), Happened, self.name), key=lambda one: one.execution_date
        ):
            if (split := one.split()) is not None:
                found[one.ticker] = (*found.get(one.ticker, ()), split)
        return found

    async def _ask(self, path: str, asked: Mapping[str, str]) -> Listed:
        return await self._interface.ask(f"{self._url}{path}", asked, Listed)


def _trades(seen: Seen) -> tuple[Trade, ...]:
    """Return the last prices of the tape, oldest first. A minute counts from its beginning, since nobody says
    when in it the last trade was."""
    found = []
    deal, minute = seen.last_trade, seen.min
    if deal is not None and is_price(deal.p) and not NO_LAST & {*(deal.c or ())}:
        found.append((deal.p, instant(deal.t, A_BILLION)))
    if minute is not None and is_price(minute.c):
        found.append((minute.c, instant(minute.t, A_THOUSAND)))
    trades = (Trade(price, at) for price, at in found if at is not None)
    return tuple(sorted(trades, key=lambda trade: trade.at))


def _own_closes(bars: Iterable[Bar]) -> Iterator[Close]:
    """Return the closes of a symbol's daily bars: their time is that at which the day begins."""
    for bar in bars:
        at = instant(bar.t, A_THOUSAND)
        if at is not None and is_price(bar.c) and (day := day_begun(at)) is not None:
            yield Close(day, bar.c)


def _closes_of(symbols: Collection[str], days: Mapping[date, Listed]) -> dict[str, tuple[Close, ...]]:
    """Return the closes of some symbols from days of the whole market."""
    found: dict[str, tuple[Close, ...]] = {}
    for day, answer in days.items():
        for bar in sound(answer.results or (), Bar, Massive.name):
            if bar.symbol in symbols and is_price(bar.c) and _is_within(bar, day):
                found[bar.symbol] = (*found.get(bar.symbol, ()), Close(day, bar.c))
    return found


def _is_within(bar: Bar, day: date) -> bool:
    """Tell whether a bar of the whole market is of a day: its time is that at which trading ended."""
    at = instant(bar.t, A_THOUSAND)
    return at is not None and day_in_new_york(at) == day


def _last_days(now: datetime) -> tuple[date, ...]:
    """Return the last two days whose closes are known by now; fewer where the calendar is not."""
    days = []
    before = now - SETTLES
    for _ in range(2):
        if (bell := last_close(before, "XNYS")) is None:
            break
        days.append(day_in_new_york(bell))
        before = bell - timedelta(seconds=1)
    return tuple(days)


def _thousandths(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp() * A_THOUSAND)
