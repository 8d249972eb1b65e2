"""A small vendor of prices on loopback: invented prices in the shape of Yahoo's charts, over real HTTP.

They stand at the times of the real exchanges: in a session each share was traded a moment ago, and where
nothing trades there are closes of the right days and no trade since. So the demo shows what it would show at
this hour, weekends and holidays too, with numbers that are nobody's. What the articles of the wire state of a
share is against the close before the last day of trading, so from that close its price sets out. The past
goes back to where the table of sessions begins.
"""

import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.demo.loopback import Loopback
from bot.demo.wire import last_traded
from bot.domain.market import Session
from bot.market.sessions import RegularClose, newest_closes, stretch, stretches
from bot.ports import Clock

PATH: Final = "/v8/finance/chart"
TRADED: Final = (Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS)
MINUTE: Final = timedelta(minutes=1)
DAY: Final = timedelta(days=1)
STEPS: Final = {"1m": MINUTE, "15m": timedelta(minutes=15), "60m": timedelta(hours=1)}
SWAY: Final = 4.0  # how many times as far as it has gone now a share went up and down in the past
AFTERWARDS: Final = 0.25  # how many times as far it goes after hours
MIDDLE: Final = timedelta(hours=2)  # before a close: an hour of the same day, everywhere
TWO_YEARS: Final = 520  # closes

Bar = tuple[datetime, float]
"""When it begins, and its last price."""


@dataclass(frozen=True, slots=True)
class Day:
    """The last day of trading: the regular close `before` it, and its own where it is over."""

    before: RegularClose
    close: RegularClose | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """An invented share: its regular close before the last day of trading, and how far (a fraction) its price
    has gone since."""

    symbol: str
    currency: str
    zone: str
    mic: str
    close: float
    moved: float

    def price(self, at: datetime, day: Day) -> float:
        """Return what it costs at an instant, by the last day of trading."""
        if at <= day.before.at:
            days = (day.before.at - at) / DAY
            return round(self.close * (1 - SWAY * self.moved * math.sin(days / 3)), 2)
        moved, over = 1 + self.moved, day.close
        if over is None:
            return round(self.close * moved, 2)
        if at > over.at:
            return round(self.close * moved * (1 + AFTERWARDS * self.moved), 2)
        part = (at - day.before.at) / (over.at - day.before.at)
        return round(self.close * (1 + self.moved * (part + math.sin(3 * math.pi * part))), 2)


def bundled() -> dict[str, Share]:
    """Return the demo's shares by their symbols."""
    document = tomllib.loads(files("bot.demo").joinpath("prices.toml").read_text(encoding="utf-8"))
    exchanges = document["exchanges"]
    shares = {}
    for symbol, entry in document["shares"].items():
        _, dot, suffix = symbol.rpartition(".")
        exchange = exchanges[f".{suffix}" if dot else ""]
        shares[symbol] = Share(symbol, **exchange, close=entry["close"], moved=entry["moved"] / 100)
    return shares


class Vendor(Loopback):
    """Serves charts of `shares`, as they stand by the clock."""

    def __init__(self, shares: dict[str, Share], clock: Clock) -> None:
        self._shares = shares
        self._clock = clock

    @property
    def url(self) -> str:
        """Where charts are asked for, known while the vendor is open."""
        return f"http://{self.address}{PATH}"

    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_get(f"{PATH}/{{symbol}}", self._chart)

    async def _chart(self, request: web.Request) -> web.Response:
        now = self._clock.now()
        share = self._shares.get(request.match_info["symbol"])
        closes = newest_closes(now, share.mic, TWO_YEARS)[::-1] if share else ()
        if share is None or not closes:
            error = {"code": "Not Found", "description": "No data found, symbol may be delisted"}
            return web.json_response({"chart": {"result": None, "error": error}}, status=404)
        begins, ends = _span(request.query, closes, now)
        day = _day(share, closes, now)
        step = STEPS.get(request.query["interval"])
        bars = _days(share, closes, day, now) if step is None else _minutes(share, day, begins, ends, step)
        chosen = [(at, price) for at, price in bars if begins <= at <= ends]
        at, price = _regular(share, closes[-1], day, now)
        result = {
            "meta": {
                "currency": share.currency,
                "symbol": share.symbol,
                "exchangeTimezoneName": share.zone,
                "regularMarketPrice": price,
                "regularMarketTime": int(at.timestamp()),
            },
            "timestamp": [int(at.timestamp()) for at, _ in chosen],
            "indicators": {"quote": [{"close": [price for _, price in chosen]}]},
        }
        return web.json_response({"chart": {"result": [result], "error": None}})


def _span(
    query: Mapping[str, str], closes: Sequence[RegularClose], now: datetime
) -> tuple[datetime, datetime]:
    """Return from when to when a chart is asked for; never into the future."""
    if "period1" in query:
        begins, ends = (datetime.fromtimestamp(int(query[key]), UTC) for key in ("period1", "period2"))
        return begins, min(ends, now)
    days = int(query["range"].removesuffix("d"))
    return (now - DAY if days == 1 else closes[-days:][0].at - DAY / 2), now


def _day(share: Share, closes: Sequence[RegularClose], now: datetime) -> Day:
    """Return the last day of trading by a share's closes, the oldest first."""
    *older, last = closes
    return Day(older[-1], last) if older and last.day == last_traded(now, share.mic) else Day(last)


def _regular(share: Share, last: RegularClose, day: Day, now: datetime) -> Bar:
    """Return the last price of regular trading: of a moment ago, of the morning, or a close."""
    present = stretch(now, share.mic)
    if present is not None and present.begins is not None:
        if present.session is Session.REGULAR:
            return max(_minute(now), present.begins), share.price(now, day)
        if present.session is Session.LUNCH:
            return present.begins - MINUTE, share.price(now, day)
    return last.at + timedelta(seconds=2), share.price(last.at, day)


def _days(share: Share, closes: Sequence[RegularClose], day: Day, now: datetime) -> Iterator[Bar]:
    """Yield a bar for each day, at a time in the middle of it, the day that runs last."""
    for close in closes:
        yield close.at - MIDDLE, share.price(close.at, day)
    at, price = _regular(share, closes[-1], day, now)
    if at > closes[-1].at + MINUTE:
        yield at, price


def _minutes(share: Share, day: Day, begins: datetime, ends: datetime, step: timedelta) -> Iterator[Bar]:
    """Yield a bar for each step in which there is trading."""
    for session in stretches(begins, ends, share.mic):
        if session.session in TRADED and session.begins is not None and session.ends is not None:
            at = session.begins
            while at < min(session.ends, ends):
                yield at, share.price(at, day)
                at += step


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
