"""Alpaca's prices on the loopback: snapshots of a feed, bars of the whole market, corporate actions.

What is odd about it, as recorded: the daily bars of a snapshot are the feed's own, and before the open
`dailyBar` is yesterday's; a symbol that can be none spoils its batch; times have nine digits behind the
point; `bars` is null where there are none; the SIP is refused for the last quarter of an hour where nothing
is paid.
"""

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.vendors.alpaca import KEY, SECRET
from tests.vendors.price_server import PriceServer
from tests.vendors.trading import DELAY, NEW_YORK, Print, Share, Tape, Way

CONDITIONS = {Way.REGULAR: "@", Way.ODD_LOT: "I", Way.LATE: "Z", Way.AVERAGE: "W"}
STEPS = {"1Min": 60, "15Min": 900, "1Hour": 3600}
NO_SIP = {"message": "subscription does not permit querying recent SIP data"}


class AlpacaPrices(PriceServer):
    """The server. `is_paid`: the plan has the whole market without delay, and the night. `refused` are
    symbols that it takes for none."""

    kind = "alpaca"

    def __init__(self, tape: Tape, *, is_paid: bool = False) -> None:
        super().__init__(tape)
        self.is_paid = is_paid
        self.refused: set[str] = set()

    def routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/v2/stocks/snapshots", self._snapshots)
        router.add_get("/v2/stocks/bars", self._bars)
        router.add_get("/v1/corporate-actions", self._actions)

    def is_known(self, request: web.Request) -> bool:
        headers = request.headers
        return (headers.get("APCA-API-KEY-ID"), headers.get("APCA-API-SECRET-KEY")) == (KEY, SECRET)

    def unknown(self) -> web.Response:
        return web.json_response({"message": "forbidden."}, status=403)

    def too_often(self) -> web.Response:
        reset = int(self.tape.now.timestamp()) // 60 * 60 + 60
        headers = {"X-RateLimit-Limit": "200", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(reset)}
        headers["Date"] = format_datetime(self.tape.now.astimezone(UTC), usegmt=True)
        return web.json_response({"message": "too many requests."}, status=429, headers=headers)

    async def _snapshots(self, request: web.Request) -> web.Response:
        feed = request.query.get("feed", "iex")
        if feed in {"sip", "boats"} and not self.is_paid:
            return web.json_response(NO_SIP, status=403)
        symbols = request.query["symbols"].split(",")
        if (refusal := self._refusal(symbols)) is not None:
            return refusal
        until = self.tape.now - DELAY if feed == "delayed_sip" else self.tape.now
        return web.json_response(
            {
                symbol: _snapshot(self.tape.shares[symbol], until, feed)
                for symbol in symbols
                if symbol in self.tape.shares
            }
        )

    async def _bars(self, request: web.Request) -> web.Response:
        query = request.query
        symbols = query["symbols"].split(",")
        if (refusal := self._refusal(symbols)) is not None:
            return refusal
        allowed = self.tape.now if self.is_paid or query["feed"] != "sip" else self.tape.now - DELAY
        end = datetime.fromisoformat(query["end"]) if "end" in query else allowed
        if end > allowed:
            return web.json_response(NO_SIP, status=403)
        start = datetime.fromisoformat(query["start"])
        start = start if start.tzinfo else start.replace(tzinfo=NEW_YORK)
        split = query.get("adjustment") == "split"
        bars = {
            symbol: listed
            for symbol in symbols
            if symbol in self.tape.shares
            and (listed := _bars(self.tape.shares[symbol], query["timeframe"], start, end, adjusted=split))
        }
        return web.json_response({"bars": bars or None, "next_page_token": None})

    async def _actions(self, request: web.Request) -> web.Response:
        query = request.query
        first, last = query["start"], query.get("end", "9999-12-31")
        found: dict[str, list[dict[str, Any]]] = {}
        for symbol in query["symbols"].split(","):
            share = self.tape.shares.get(symbol)
            for day, ratio in share.splits.items() if share else ():
                if first <= f"{day}" <= last:
                    kind = "forward_splits" if ratio > 1 else "reverse_splits"
                    found.setdefault(kind, []).append(_action(symbol, day, ratio))
        return web.json_response({"corporate_actions": found, "next_page_token": None})

    def _refusal(self, symbols: list[str]) -> web.Response | None:
        for symbol in symbols:
            if symbol in self.refused or not re.fullmatch(r"[A-Z]{1,5}(\.[A-Z]{1,3})?", symbol):
                return web.json_response({"message": f"invalid symbol: {symbol}"}, status=400)
        return None


def _snapshot(share: Share, until: datetime, feed: str) -> dict[str, Any] | None:
    on_iex = feed == "iex"
    seen = share.seen(until, on_iex=on_iex)
    if feed == "boats":
        seen = [one for one in seen if _is_night(one.at)]
    else:
        seen = [one for one in seen if not _is_night(one.at)]
    if not seen:
        return None
    counted = [one for one in seen if one.way is Way.REGULAR]
    snapshot: dict[str, Any] = {"latestTrade": _trade(seen[-1], share), "latestQuote": _offers(seen[-1])}
    if counted:
        begins = counted[-1].at.replace(second=0, microsecond=0)
        snapshot["minuteBar"] = _bar(begins, counted[-1].price)
    # The feed's own days, and in a feed of one exchange with its own last trade for a close.
    days = [(day, price + Decimal("0.37")) for day, price in share.days(until)]
    for name, (day, price) in zip(("dailyBar", "prevDailyBar"), reversed(days), strict=False):
        snapshot[name] = _bar(datetime.combine(day, time(), NEW_YORK), price)
    return snapshot


def _bars(share: Share, timeframe: str, start: datetime, end: datetime, *, adjusted: bool) -> list[Any]:
    if timeframe == "1Day":
        found = [(datetime.combine(day, time(), NEW_YORK), price) for day, price in share.days(end)]
    else:
        step = STEPS[timeframe]
        last = {
            int(one.at.timestamp()) // step * step: one for one in share.seen(end) if one.way is Way.REGULAR
        }
        found = [(datetime.fromtimestamp(begins, NEW_YORK), one.price) for begins, one in last.items()]
    return [
        _bar(begins, share.in_todays_shares(price, begins.date()) if adjusted else price)
        for begins, price in found
        if start <= begins <= end
    ]


def _trade(one: Print, share: Share) -> dict[str, Any]:
    conditions = [CONDITIONS[one.way]] if share.is_regular(one.at) else ["@", "T", CONDITIONS[one.way]]
    return {
        "t": _stamp(one.at, ".123456789"),
        "x": "V",
        "p": float(one.price),
        "s": 100,
        "c": conditions,
        "z": "A",
    }


def _offers(one: Print) -> dict[str, Any]:
    """Return what is bid and asked, which nobody paid."""
    price = float(one.price)
    return {
        "t": _stamp(one.at),
        "ax": "V",
        "ap": price * 1.1,
        "as": 1,
        "bx": "V",
        "bp": 0,
        "bs": 0,
        "c": ["R"],
    }


def _bar(begins: datetime, price: Decimal) -> dict[str, Any]:
    paid = float(price)
    return {"t": _stamp(begins), "o": paid, "h": paid, "l": paid, "c": paid, "v": 1200, "n": 12, "vw": paid}


def _action(symbol: str, day: date, ratio: Decimal) -> dict[str, Any]:
    new, old = (float(ratio), 1) if ratio > 1 else (1, float(1 / ratio))
    return {"symbol": symbol, "new_rate": new, "old_rate": old, "ex_date": f"{day}", "process_date": f"{day}"}


def _is_night(at: datetime) -> bool:
    clock = at.astimezone(NEW_YORK).time()
    return clock >= time(20) or clock < time(4)


def _stamp(at: datetime, fraction: str = "") -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}{fraction}Z"
