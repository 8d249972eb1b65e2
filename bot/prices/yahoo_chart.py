"""What Yahoo's charts say, and what of it is a price. Pure.

The shape is from answers recorded in public projects and from the code of yfinance, which has mended its
oddities for years; Yahoo documents nothing of it. The oddities:

- `previousClose` and `chartPreviousClose` carry no day. The latter is the close before the chart's range: of
  five days ago in a chart of five days. Neither is used.
- `regularMarketPrice` is the last price of regular trading, with its time: in the premarket that of the day
  before, after the bell the close.
- A daily bar begins at the open. That of today runs, and may be there twice: once for the day, once for now.
  Around a change of the clocks some begin at ten or eleven in the evening before, as yfinance found: nobody
  can say whose these are, so they are left out.
- Minutes in which nothing was traded are null, and so at times is the last whole day. Zeros are seen.
- Prices are kept in 32 bits: 142.5500030517578 is 142.55.
- Pence are "GBp", cents of the rand "ZAc", agorot "ILA".
- Closes before a split are in today's shares, but on the very day often not yet. So none of them is taken.
"""

import math
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from bot.domain.market import Session, Ticker
from bot.domain.price import Close, Snapshot, Split, Trade
from bot.market.minor import in_major
from bot.market.sessions import known, newest_closes, zone_of
from bot.prices.american import EXCHANGES, instant

YEAR: Final = timedelta(weeks=52)  # to the same day of the week, at the same season
ORDINARY: Final = 5  # trading days of which one at least is no half day
EVENING: Final = 20  # o'clock, where no exchange opens any more
NEWEST: Final = 3  # trades of a snapshot: the market looks at the last
ALL_DAY: Final = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS})
REGULAR_ONLY: Final = frozenset({Session.REGULAR})


class Meta(msgspec.Struct, frozen=True, rename="camel"):
    symbol: str
    currency: str | None = None
    exchange_timezone_name: str | None = None
    regular_market_price: float | None = None
    regular_market_time: int | None = None


class Bars(msgspec.Struct, frozen=True):
    close: tuple[float | None, ...] = ()


class Indicators(msgspec.Struct, frozen=True):
    quote: tuple[Bars, ...] = ()


class SplitEvent(msgspec.Struct, frozen=True):
    date: int
    numerator: float
    denominator: float


class Events(msgspec.Struct, frozen=True):
    splits: dict[str, SplitEvent] = {}


class Result(msgspec.Struct, frozen=True):
    """One chart. All times are seconds since 1970."""

    meta: Meta
    timestamp: tuple[int, ...] | None = None
    indicators: Indicators = Indicators()
    events: Events | None = None


class Complaint(msgspec.Struct, frozen=True):
    code: str | None = None
    description: str | None = None


class Chart(msgspec.Struct, frozen=True):
    result: tuple[Result, ...] | None = None
    error: Complaint | None = None


class Answer(msgspec.Struct, frozen=True):
    chart: Chart


@dataclass(frozen=True, slots=True)
class Charts:
    """What was asked about one listing: a chart of days, one of minutes, or both."""

    days: Result | None = None
    minutes: Result | None = None

    def both(self) -> tuple[Result, ...]:
        """Return those that are there."""
        return tuple(chart for chart in (self.days, self.minutes) if chart is not None)


def snapshot_of(ticker: Ticker, symbol: str, now: datetime, charts: Charts, provider: str) -> Snapshot | None:
    """Return what the charts of a listing say at `now`, None where they are not its own, or hold no price.

    `provider` is the name that people read.
    """
    zone = _zone(ticker, now, charts.both())
    currencies = {chart.meta.currency for chart in charts.both()}
    symbols = {chart.meta.symbol.upper() for chart in charts.both()}
    if zone is None or symbols != {symbol} or len(currencies) != 1:
        return None
    currency = in_major(Decimal(1), currencies.pop() or "")
    trades = {trade for chart in charts.both() if (trade := _regular(chart)) is not None}
    trades.update(_bars(charts.minutes) if charts.minutes else ())
    if currency is None or not trades:
        return None
    return Snapshot(
        ticker,
        currency.currency,
        provider,
        trades=tuple(sorted(trades, key=lambda trade: trade.at)[-NEWEST:]),
        closes=_closes(ticker, zone, charts),
        covers=ALL_DAY if ticker.mic in EXCHANGES else REGULAR_ONLY,
    )


def past_of(ticker: Ticker, chart: Result, *, daily: bool) -> Iterator[Trade]:
    """Yield the prices of a chart, oldest first; those of whole days at the end of their regular trading,
    before the calendar begins at its usual end."""
    zone = zone_of(ticker.mic)
    for trade in _bars(chart):
        bell = None
        if daily and zone:
            day = trade.at.astimezone(zone).date()
            bell = _bell(day, zone, ticker.mic) or _usual_bell(day, zone, ticker.mic)
        yield Trade(trade.price, bell or trade.at)


def splits_of(ticker: Ticker, charts: Iterable[Result]) -> tuple[Split, ...]:
    """Return the splits that charts tell of, oldest first."""
    zone = zone_of(ticker.mic) or UTC
    told = set()
    for event in (event for chart in charts if chart.events for event in chart.events.splits.values()):
        at = instant(event.date, 1)
        if at is not None and event.numerator > 0 and event.denominator > 0:
            ratio = Decimal(repr(event.numerator)) / Decimal(repr(event.denominator))
            told.add(Split(at.astimezone(zone).date(), ratio))
    return tuple(sorted(told, key=lambda split: split.day))


def price_of(number: float | None, currency: str | None) -> Decimal | None:
    """Return a number as a price in major units; None for null, zero, and whatever else is none."""
    if number is None or not math.isfinite(number) or number <= 0:
        return None
    money = in_major(_exactly(number), currency or "")
    return None if money is None else money.value


def _exactly(number: float) -> Decimal:
    """Return the shortest decimal that 32 bits would have kept as this number; else what the number says."""
    try:
        (kept,) = struct.unpack("<f", struct.pack("<f", number))
    except OverflowError:
        return Decimal(repr(number))
    if kept != number:
        return Decimal(repr(number))
    for digits in range(1, 10):
        text = f"{number:.{digits}g}"
        if struct.pack("<f", float(text)) == struct.pack("<f", number):
            return Decimal(text)
    return Decimal(repr(number))


def _zone(ticker: Ticker, now: datetime, charts: Iterable[Result]) -> ZoneInfo | None:
    """Return the exchange's zone; None where Yahoo means another exchange than we, or one without a zone."""
    ours = zone_of(ticker.mic)
    for chart in charts:
        try:
            theirs = ZoneInfo(chart.meta.exchange_timezone_name or "")
        except (ZoneInfoNotFoundError, ValueError):
            return None
        if ours is not None and now.astimezone(ours).utcoffset() != now.astimezone(theirs).utcoffset():
            return None
        ours = ours or theirs
    return ours


def _regular(chart: Result) -> Trade | None:
    """Return the last price of regular trading, if there is one."""
    price = price_of(chart.meta.regular_market_price, chart.meta.currency)
    at = instant(chart.meta.regular_market_time or 0, 1)
    return None if price is None or at is None else Trade(price, at)


def _bars(chart: Result) -> Iterator[Trade]:
    """Yield the price of each bar with the time at which it begins; none where the two do not fit."""
    closes = chart.indicators.quote[0].close if chart.indicators.quote else ()
    times = chart.timestamp or ()
    if len(times) != len(closes):
        return
    for seconds, number in zip(times, closes, strict=True):
        price, at = price_of(number, chart.meta.currency), instant(seconds, 1)
        if price is not None and at is not None:
            yield Trade(price, at)


def _closes(ticker: Ticker, zone: ZoneInfo, charts: Charts) -> tuple[Close, ...]:
    """Return the closes of days that are over, in today's shares, oldest first.

    The last price of regular trading tells which day runs: that is over if the price is of the bell or after.
    """
    last = max(filter(None, map(_regular, charts.both())), key=lambda trade: trade.at, default=None)
    if last is None:
        return ()
    newest = last.at.astimezone(zone).date()
    bell = _bell(newest, zone, ticker.mic)
    is_over = bell is not None and last.at >= bell
    closes = {newest: last.price} if is_over else {}
    for bar in _bars(charts.days) if charts.days else ():
        begins = bar.at.astimezone(zone)
        day = begins.date()
        if begins.hour >= EVENING:
            continue
        if day < newest or (day == newest and is_over):
            closes[day] = bar.price
    since = max((split.day for split in splits_of(ticker, charts.both())), default=date.min)
    return tuple(Close(day, closes[day]) for day in sorted(closes) if day >= since)


def _bell(day: date, zone: ZoneInfo, mic: str) -> datetime | None:
    """Return when regular trading ended on a day; None for a day without any, or beyond the calendar."""
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    newest = newest_closes(midnight, mic, 1)
    return newest[0].at if newest and newest[0].day == day else None


def _usual_bell(day: date, zone: ZoneInfo, mic: str) -> datetime | None:
    """Return when regular trading usually ends at the season of a day before the calendar begins; None for
    any other day. It ends as in the same week a year later, half days left aside."""
    span = known(mic)
    if span is None or day >= span[0]:
        return None
    year_later = datetime.combine(day + YEAR, time(), zone)
    ends = [close.at.astimezone(zone).time() for close in newest_closes(year_later, mic, ORDINARY)]
    return datetime.combine(day, max(ends), zone).astimezone(UTC) if ends else None
