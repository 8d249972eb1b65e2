"""Yahoo's charts on the loopback: made of a share's trades as Yahoo makes them, with its oddities.

They are those that `bot/prices/yahoo_chart.py` names. What is told of a day is what was known of it at `now`.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from aiohttp import web

from tests.vendors.loopback import Loopback

VALID: Final = ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"]
STEPS: Final = {"1m": 60, "15m": 900, "60m": 3600}
KEPT: Final = {"1m": 30, "15m": 60, "60m": 730}  # days
CONSENT: Final = "<!doctype html><html><head><title>Your privacy choices</title></head><body>…</body></html>"


@dataclass
class Share:
    """A listing. `closes` are in the shares of their own day; `prints` are trades, oldest first. Times of the
    day are local. `delay` is how far the exchange's prices are behind, `auction` how long after the bell the
    close is made: trades until then bear the bell's time or a later one. `is_adjusted` says that closes
    before a split were put into the new shares already."""

    symbol: str
    currency: str | None = "USD"
    zone: str = "America/New_York"
    opens: time = time(9, 30)
    bell: time = time(16)
    closes: dict[date, float] = field(default_factory=dict)
    prints: list[tuple[datetime, float]] = field(default_factory=list)
    splits: dict[date, tuple[int, int]] = field(default_factory=dict)
    delay: timedelta = timedelta()
    auction: timedelta = timedelta(seconds=2)
    is_adjusted: bool = True
    gaps: set[date] = field(default_factory=set)  # days that are null in the chart of days

    def local(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, ZoneInfo(self.zone))

    def day(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.zone)).date()

    def seen(self, now: datetime) -> list[tuple[datetime, float]]:
        """Return the prints that Yahoo knows at `now`."""
        return [(at, price) for at, price in self.prints if at <= now - self.delay]

    def regular(self, now: datetime) -> tuple[datetime, float]:
        """Return the last price of regular trading: a close, or a trade."""
        told = [
            (made, price)
            for day, price in self.closes.items()
            if (made := self.local(day, self.bell) + self.auction) + self.delay <= now
        ]
        told += [
            (at, price)
            for at, price in self.seen(now)
            if self.local(self.day(at), self.opens) <= at < self.local(self.day(at), self.bell) + self.auction
        ]
        return max(told)


class Yahoo(Loopback):
    """The server. `asked` are the queries, each with its symbol. The next requests meet `faults` first."""

    def __init__(self, now: datetime, *shares: Share) -> None:
        self.now = now
        self.shares = {share.symbol: share for share in shares}
        self.asked: list[Mapping[str, str]] = []
        self.faults: list[web.Response] = []
        self.changed: dict[str, Any] = {}  # what the heading says instead
        app = web.Application()
        app.router.add_get("/v8/finance/chart/{symbol}", self._chart)
        super().__init__(app)

    def table(self, **more: Any) -> dict[str, Any]:
        """Return what a [prices] that asks here would hold."""
        url = f"http://{self.place}/v8/finance/chart"
        return {"kind": "yahoo", "url": url, "accept_terms": True, **more}

    def throttle(self, retry_after: str | None = None) -> None:
        """Refuse the next request for asking too often."""
        headers = {"Retry-After": retry_after} if retry_after else {}
        self.faults.append(web.Response(text="Too Many Requests\r\n", status=429, headers=headers))

    def ask_for_consent(self) -> None:
        """Answer the next request with a page about cookies, and 200."""
        self.faults.append(web.Response(text=CONSENT, content_type="text/html"))

    def say(self, text: str) -> None:
        """Answer the next request with some text as JSON."""
        self.faults.append(web.Response(text=text, content_type="application/json"))

    async def _chart(self, request: web.Request) -> web.Response:
        symbol, query = request.match_info["symbol"], request.query
        self.asked.append({"symbol": symbol, **query})
        if self.faults:
            return self.faults.pop(0)
        share = self.shares.get(symbol)
        if share is None:
            return _complaint(404, "Not Found", "No data found, symbol may be delisted")
        interval = query["interval"]
        if "period1" in query:
            begins, ends = (datetime.fromtimestamp(int(query[key]), UTC) for key in ("period1", "period2"))
            if interval in KEPT and begins < self.now - timedelta(days=KEPT[interval]):
                return _complaint(422, "Unprocessable Entity", f"{interval} data not available for startTime")
        else:
            begins, ends = self._range(share, query["range"])
        extended = query.get("includePrePost") == "true"
        bars = (
            self._days(share, begins, ends)
            if interval in {"1d", "1mo"}
            else self._minutes(share, begins, ends, STEPS[interval], extended=extended)
        )
        result = {
            "meta": self._meta(share, interval, query.get("range", ""), begins),
            **({"timestamp": [at for at, _ in bars]} if bars else {}),
            **self._events(share, begins, ends, query.get("events", "")),
            "indicators": {"quote": [_columns([price for _, price in bars]) if bars else {}]},
        }
        return web.json_response({"chart": {"result": [result], "error": None}})

    def _today(self, share: Share) -> date:
        """Return the last day of a range: today's from the open on, until then the day before, as people
        report who looked for the premarket there."""
        local = self.now.astimezone(ZoneInfo(share.zone))
        known = {
            *share.closes,
            *(at.astimezone(ZoneInfo(share.zone)).date() for at, _ in share.seen(self.now)),
        }
        return max(day for day in known if day < local.date() or local.time() >= share.opens)

    def _range(self, share: Share, length: str) -> tuple[datetime, datetime]:
        today = self._today(share)
        if length == "1d":
            first = today
        else:
            first = [*sorted(day for day in share.closes if day < today), today][
                -int(length.removesuffix("d")) :
            ][0]
        return share.local(first, time()), share.local(today, time(23, 59))

    def _days(self, share: Share, begins: datetime, ends: datetime) -> list[tuple[int, float | None]]:
        at, price = share.regular(self.now)
        newest = share.day(at)
        bars: list[tuple[int, float | None]] = []
        for day in sorted({*share.closes, newest}):
            if begins <= share.local(day, share.opens) <= ends and day <= newest:
                last = price if day == newest else self._adjusted(share, day)
                bars.append((_seconds(share.local(day, share.opens)), None if day in share.gaps else last))
        if bars and at.astimezone(ZoneInfo(share.zone)).time() < share.bell:
            bars.append((_seconds(at), price))  # today's bar once more, as it stands
        return [(seconds, None if last is None else _kept(last)) for seconds, last in bars]

    def _adjusted(self, share: Share, day: date) -> float:
        close = share.closes[day]
        for split, (numerator, denominator) in share.splits.items():
            if share.is_adjusted and day < split <= self.now.astimezone(ZoneInfo(share.zone)).date():
                close = close * denominator / numerator
        return close

    def _minutes(
        self, share: Share, begins: datetime, ends: datetime, step: int, *, extended: bool
    ) -> list[tuple[int, float | None]]:
        """Return a bar for each step from the first print to the last; null where nothing was traded."""
        told: dict[int, float] = {}
        for at, price in share.seen(self.now):
            clock = at.astimezone(ZoneInfo(share.zone)).time()
            if begins <= at <= ends and (extended or share.opens <= clock < share.bell):
                told[_seconds(at) // step * step] = _kept(price)
        if not told:
            return []
        last = min(_seconds(self.now - share.delay), max(told) + 10 * step)
        return [(seconds, told.get(seconds)) for seconds in range(min(told), last + 1, step)]

    def _events(self, share: Share, begins: datetime, ends: datetime, wanted: str) -> dict[str, Any]:
        """Return the splits of the chart. That of today stands there before the open, without a bar."""
        splits = {
            str(seconds): {
                "date": seconds,
                "numerator": numerator,
                "denominator": denominator,
                "splitRatio": f"{numerator}:{denominator}",
            }
            for day, (numerator, denominator) in share.splits.items()
            for seconds in [_seconds(share.local(day, share.opens))]
            if begins <= share.local(day, share.opens) <= ends and day <= share.day(self.now)
        }
        return {"events": {"splits": splits}} if splits and "split" in wanted else {}

    def _meta(self, share: Share, interval: str, length: str, begins: datetime) -> dict[str, Any]:
        at, price = share.regular(self.now)
        zone = ZoneInfo(share.zone)
        offset = int((self.now.astimezone(zone).utcoffset() or timedelta()).total_seconds())
        earlier = [day for day in sorted(share.closes) if share.local(day, share.opens) < begins]
        before = {"chartPreviousClose": share.closes[earlier[-1]]} if earlier else {}
        if interval in STEPS and earlier:
            before["previousClose"] = share.closes[earlier[-1]]
        period = {"timezone": "X", "start": 0, "end": 0, "gmtoffset": offset}
        meta = {
            "currency": share.currency,
            "symbol": share.symbol,
            "exchangeName": "NYQ",
            "instrumentType": "EQUITY",
            "firstTradeDate": 1_000_000_000,
            "regularMarketTime": _seconds(at),
            "hasPrePostMarketData": True,
            "gmtoffset": offset,
            "timezone": "EDT",
            "exchangeTimezoneName": share.zone,
            "regularMarketPrice": price,
            **before,
            "priceHint": 2,
            "currentTradingPeriod": {"pre": period, "regular": period, "post": period},
            "dataGranularity": interval,
            "range": length,
            "validRanges": VALID,
        }
        return {**meta, **self.changed}


def _columns(closes: list[float | None]) -> dict[str, list[float | int | None]]:
    volumes: list[float | int | None] = [None if close is None else 0 for close in closes]
    return {name: list(closes) for name in ("close", "high", "low", "open")} | {"volume": volumes}


def _complaint(status: int, code: str, words: str) -> web.Response:
    body = {"chart": {"result": None, "error": {"code": code, "description": words}}}
    return web.json_response(body, status=status)


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def _kept(price: float) -> float:
    """Return a price as 32 bits keep it: 142.55 becomes 142.5500030517578."""
    kept: float = struct.unpack("<f", struct.pack("<f", price))[0]
    return kept
