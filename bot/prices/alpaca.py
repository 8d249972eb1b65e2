"""Alpaca: trades of the feed that the plan has, and closes of the whole market.

The free plan's trades are those of one exchange, IEX, with two or three of a hundred shares that change
hands. They are good for the last price, but IEX's last trade of a day is not the close: the closing auction
is held elsewhere. A snapshot's own daily bars are of the same feed, and before the open `dailyBar` is
yesterday's. So closes are asked for apart, as daily bars of the SIP, which all exchanges report to. Every
plan has these once they are a quarter of an hour old, and each carries its day. Splits come from the
corporate actions: the bars are raw. These are asked for by the day on which Alpaca processes them, which is
that of the split, but weeks after that of a dividend in shares. When a part of a company is spun off nobody
says what the part is worth, so closes from before that day are left out.

The shapes and limits are from https://docs.alpaca.markets: /reference/stocksnapshots, /reference/stockbars,
/reference/corporateactions-1 and /docs/market-data-faq, the conditions of trades from the UTP and CTA plans
that it links to. What is odd (`invalid symbol` for a whole batch, a null in place of a snapshot) is from
recorded answers in public projects. Nothing of it was asked live from here.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import ClassVar, Final, Literal

import msgspec

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Split, Trade
from bot.domain.secret import Secret
from bot.fetch import Answered, Denied, Fetcher
from bot.fetch.interface import Interface, at_once, key_of, sound
from bot.market.sessions import session
from bot.prices.american import (
    CURRENCY,
    DAY,
    DELAY,
    HOUR,
    MINUTE,
    QUARTER,
    WINDOW,
    Spelling,
    day_begun,
    day_in_new_york,
    is_price,
    known_closes,
    past_trades,
    spelled,
    step_of,
)
from bot.prices.keys import require
from bot.prices.past import Past, Pasts

log = logging.getLogger(__name__)

VARIABLES: Final = "APCA_API_KEY_ID and APCA_API_SECRET_KEY"
SPELLING: Final = Spelling(share_class=".", preferred=".PR", warrants=".WS", units=".U")

A_BATCH: Final = 100  # symbols; more make an address longer than some proxies take
SPIN_OFF: Final = "spin_off"
A_PAGE: Final = 10_000  # bars; Alpaca's most
PROCESSED: Final = timedelta(days=60)  # how long after its day a dividend in shares may be paid
MARGIN: Final = timedelta(minutes=1)  # by which our clock may be ahead of Alpaca's

# Trades that do not move the last price of the tape: odd lots (I), averages (B, W), those priced otherwise
# (H, P, 4, 7, V), settled otherwise (C, N, R), told late (L, U, Z, G), and prints that only repeat a price
# (M, Q, 9).
NO_LAST: Final = frozenset("BCGHILMNPQRUVWZ479")

DAYTIME: Final = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS})
NIGHT: Final = frozenset({Session.OVERNIGHT})
NAMES: Final = {
    "iex": "Alpaca (IEX)",
    "sip": "Alpaca",
    "delayed_sip": "Alpaca (15 min late)",
    "boats": "Alpaca (Blue Ocean)",
}
EVERYBODYS: Final = frozenset({"iex", "delayed_sip"})  # feeds that every plan has
_STEPS: Final = {MINUTE: "1Min", QUARTER: "15Min", HOUR: "1Hour", DAY: "1Day"}
_REFUSED: Final = re.compile(r"invalid symbol: ([A-Z0-9.]+)")


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` of kind "alpaca". `feed` is where the trades are from; with `overnight` Blue Ocean's are
    asked for at night, which needs a plan. `url` is where to ask."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {
        "key_id": "APCA_API_KEY_ID",
        "secret_key": "APCA_API_SECRET_KEY",
    }
    NEEDS: ClassVar[Mapping[str, str]] = {
        "key_id": "set the variable APCA_API_KEY_ID; a key is free at alpaca.markets.",
        "secret_key": "set the variable APCA_API_SECRET_KEY, which is shown once when the key is made.",
    }

    kind: Literal["alpaca"] = "alpaca"
    feed: Literal["iex", "sip", "delayed_sip"] = "iex"
    overnight: bool = False
    url: str = "https://data.alpaca.markets"
    key_id: Secret | None = None
    secret_key: Secret | None = None


class Deal(msgspec.Struct, frozen=True):
    """A trade: price, time (RFC 3339) and conditions."""

    p: Decimal
    t: datetime
    c: tuple[str, ...] | None = None


class Bar(msgspec.Struct, frozen=True):
    """A bar: the price at its end, and the time at which it begins: of a day, midnight in New York."""

    c: Decimal
    t: datetime


class Seen(msgspec.Struct, frozen=True, rename="camel"):
    """What is used of a snapshot."""

    latest_trade: Deal | None = None
    minute_bar: Bar | None = None


class Bars(msgspec.Struct, frozen=True):
    """Bars by symbol. Where there is none at all, `bars` is null."""

    bars: dict[str, tuple[msgspec.Raw, ...]] | None = None


class Action(msgspec.Struct, frozen=True):
    """A split: `new_rate` shares for `old_rate`. Of a stock dividend `rate` is how many more a share gets."""

    symbol: str
    ex_date: date
    new_rate: Decimal = Decimal(1)
    old_rate: Decimal = Decimal(1)
    rate: Decimal = Decimal(0)

    def split(self) -> Split | None:
        """Return it as a split; None for one of absurd numbers."""
        if not (
            is_price(self.new_rate) and is_price(self.old_rate) and (not self.rate or is_price(self.rate))
        ):
            return None
        return Split(self.ex_date, self.new_rate / self.old_rate + self.rate)


class SpinOff(msgspec.Struct, frozen=True):
    """A part of `source_symbol` that became a company of its own: who held the share has both from then
    on."""

    source_symbol: str
    ex_date: date


class Actions(msgspec.Struct, frozen=True):
    """Corporate actions, by their kind in the plural."""

    corporate_actions: dict[str, tuple[msgspec.Raw, ...]] | None = None


def build(settings: Settings, fetcher: Fetcher) -> "Alpaca":
    """Return the provider. Raises CannotRun without the keys."""
    require(settings)
    return Alpaca(settings, fetcher)


class Alpaca:
    """The prices over REST: for a batch the trades, and now and then the closes and splits, sent at once."""

    most: Final = A_BATCH

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._url = settings.url.rstrip("/")
        headers = {
            "APCA-API-KEY-ID": key_of(settings.key_id, "APCA_API_KEY_ID"),
            "APCA-API-SECRET-KEY": key_of(settings.secret_key, "APCA_API_SECRET_KEY"),
        }
        self._interface = Interface(fetcher, headers, VARIABLES)
        self._pasts = Pasts()
        self._refused: dict[str, date] = {}  # symbols that it took for none, and on which day

    @property
    def name(self) -> str:
        return NAMES[self._settings.feed]

    def knows(self, ticker: Ticker) -> bool:
        """Know what is listed in New York."""
        return SPELLING.of(ticker) is not None

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Ask for the trades of a feed, and for the closes and splits of the last days."""
        today = day_in_new_york(now)
        known = spelled(tickers, SPELLING).items()
        wanted = {symbol: ticker for symbol, ticker in known if self._refused.get(symbol) != today}
        while wanted:
            try:
                return await self._snapshots(wanted, now)
            except Answered as refusal:
                if (found := _REFUSED.search(refusal.said)) is None or wanted.pop(found[1], None) is None:
                    raise
                self._refused[found[1]] = today
                log.info(
                    "%s does not take the symbol %s; it is not asked for again today.", self.name, found[1]
                )
        return {}

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return the whole market's prices, in today's shares; on a free plan up to a quarter of an hour
        ago."""
        if (symbol := SPELLING.of(ticker)) is None:
            return ()
        asked = {
            "symbols": symbol,
            "timeframe": _STEPS[step_of(until - since)],
            "start": _stamp(since),
            "adjustment": "split",
        }
        # Without an end it is now, or what the plan may see.
        bars = (await self._bars(asked)).get(symbol, ())
        return past_trades(((bar.t, bar.c) for bar in bars if bar.t.tzinfo), since, until)

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split]:
        """Return the splits of a listing from a day on."""
        if (symbol := SPELLING.of(ticker)) is None:
            return ()
        return _splits(await self._actions([symbol], since)).get(symbol, ())

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _snapshots(self, wanted: Mapping[str, Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        at_night = self._settings.overnight and session(now, "XNYS") is Session.OVERNIGHT
        feed = "boats" if at_night else self._settings.feed
        is_live = self._settings.feed == "sip"  # then the plan shows the whole market without delay
        seen_at = now if is_live else now - DELAY - MARGIN
        pasts = self._pasts.known(wanted, seen_at, now)
        unknown = [symbol for symbol in wanted if symbol not in pasts]
        async with at_once() as group:
            asking = group.create_task(self._seen(wanted, feed))
            looking = group.create_task(self._past(unknown, seen_at, now)) if unknown else None
        if looking is not None:
            self._pasts.keep(looking.result(), seen_at, now)
            pasts |= looking.result()
        return {
            ticker: Snapshot(
                ticker,
                CURRENCY,
                NAMES[feed],
                trades=_trades(seen),
                closes=pasts[symbol].closes,
                splits=pasts[symbol].splits,
                covers=NIGHT if at_night else DAYTIME,
            )
            for symbol, seen in asking.result().items()
            if (ticker := wanted.get(symbol)) is not None
        }

    async def _past(self, symbols: Sequence[str], seen_at: datetime, now: datetime) -> dict[str, Past]:
        """Ask for the closes and the splits of the last days."""
        first = day_in_new_york(now - WINDOW)
        asked = {
            "symbols": ",".join(symbols),
            "timeframe": "1Day",
            "start": f"{first}",
            "end": _stamp(seen_at),
            "adjustment": "raw",
        }
        today = day_in_new_york(now)
        async with at_once() as group:
            counting = group.create_task(self._bars(asked))
            acting = group.create_task(self._actions(symbols, first, today + PROCESSED))
        bars, actions = counting.result(), acting.result()
        splits, spun = _splits(actions), _spun_off(actions, today)
        return {
            symbol: Past(
                tuple(
                    close
                    for close in known_closes(_closes(bars.get(symbol, ())), seen_at, "XNYS")
                    if close.day >= spun.get(symbol, first)
                ),
                splits.get(symbol, ()),
            )
            for symbol in symbols
        }

    async def _seen(self, symbols: Iterable[str], feed: str) -> dict[str, Seen]:
        """Ask for the last trade and the last minute of each symbol; one that is not known is left out."""
        asked = {"symbols": ",".join(symbols), "feed": feed}
        url = f"{self._url}/v2/stocks/snapshots"
        try:
            answer = await self._interface.ask(url, asked, dict[str, msgspec.Raw])
        except Denied as denied:
            if feed in EVERYBODYS:
                raise
            raise Denied(
                f'{denied} The feed "{feed}" may need a paid plan: feed = "iex" needs none.',
                denied.status,
                denied.said,
            ) from denied
        return {
            symbol: seen
            for symbol, raw in answer.items()
            if bytes(raw) != b"null"
            for seen in sound([raw], Seen, self.name)
        }

    async def _bars(self, asked: Mapping[str, str]) -> dict[str, list[Bar]]:
        """Ask for bars of the whole market."""
        asked = {**asked, "feed": "sip", "limit": f"{A_PAGE}", "sort": "asc"}
        answer = await self._interface.ask(f"{self._url}/v2/stocks/bars", asked, Bars)
        return {symbol: sound(raws, Bar, self.name) for symbol, raws in (answer.bars or {}).items()}

    async def _actions(self, symbols: Iterable[str], first: date, last: date | None = None) -> Actions:
        """Ask for what changed what a share is, and was processed from a day on."""
        asked = {
            "symbols": ",".join(symbols),
            "types": f"forward_split,reverse_split,stock_dividend,{SPIN_OFF}",
            "start": f"{first}",
            "limit": "1000",
        }
        if last is not None:
            asked["end"] = f"{last}"
        return await self._interface.ask(f"{self._url}/v1/corporate-actions", asked, Actions)


def _splits(actions: Actions) -> dict[str, tuple[Split, ...]]:
    """Return what changed the number of shares, by symbol, oldest first."""
    listed = (actions.corporate_actions or {}).items()
    raws = [raw for kind, all_of_it in listed if kind != f"{SPIN_OFF}s" for raw in all_of_it]
    found: dict[str, tuple[Split, ...]] = {}
    for action in sorted(sound(raws, Action, "Alpaca"), key=lambda action: action.ex_date):
        if (split := action.split()) is not None:
            found[action.symbol] = (*found.get(action.symbol, ()), split)
    return found


def _spun_off(actions: Actions, today: date) -> dict[str, date]:
    """Return on which day up to `today` a part of a company was last spun off, by its symbol."""
    raws = (actions.corporate_actions or {}).get(f"{SPIN_OFF}s", ())
    spun = sorted(sound(raws, SpinOff, "Alpaca"), key=lambda one: one.ex_date)
    return {one.source_symbol: one.ex_date for one in spun if one.ex_date <= today}


def _trades(seen: Seen) -> tuple[Trade, ...]:
    """Return the last prices of the tape, oldest first. A minute counts from its beginning, since nobody says
    when in it the last trade was."""
    deal, minute = seen.latest_trade, seen.minute_bar
    found = []
    if deal is not None and deal.t.tzinfo and is_price(deal.p) and not NO_LAST & {*(deal.c or ())}:
        found.append(Trade(deal.p, deal.t.astimezone(UTC)))
    if minute is not None and minute.t.tzinfo and is_price(minute.c):
        found.append(Trade(minute.c, minute.t.astimezone(UTC)))
    return tuple(sorted(found, key=lambda trade: trade.at))


def _closes(bars: Iterable[Bar]) -> Iterator[Close]:
    """Return the closes of daily bars."""
    for bar in bars:
        if bar.t.tzinfo and is_price(bar.c) and (day := day_begun(bar.t)) is not None:
            yield Close(day, bar.c)


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
