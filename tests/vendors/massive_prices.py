"""Massive's prices on the loopback: a snapshot, daily bars of one or of all, splits.

What is odd about it, as its knowledge base and recorded answers say: the snapshot is emptied at half past
three in the morning, and holds zeros until something is traded; `day` holds zeros until the first regular
trade; `prevDay` bears no day; plans without trades have no `lastTrade`; late plans say DELAYED; where there
is nothing, lists are left out.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Literal

from aiohttp import web

from tests.vendors.massive import KEY
from tests.vendors.price_server import PriceServer
from tests.vendors.trading import DELAY, NEW_YORK, Share, Tape, Way

CONDITIONS = {Way.REGULAR: [], Way.ODD_LOT: [37], Way.LATE: [33], Way.AVERAGE: [2]}
STEPS = {"minute": 60, "hour": 3600}
ZEROS = {"o": 0, "h": 0, "l": 0, "c": 0, "v": 0, "vw": 0}

Plan = Literal["basic", "starter", "developer", "advanced"]


class MassivePrices(PriceServer):
    """The server. `plan` is what was paid for: basic has no snapshots, starter no trades, only advanced is
    live."""

    kind = "massive"

    def __init__(self, tape: Tape, *, plan: Plan = "advanced") -> None:
        super().__init__(tape)
        self.plan: Plan = plan

    def routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/v2/snapshot/locale/us/markets/stocks/tickers", self._snapshots)
        router.add_get("/v2/aggs/grouped/locale/us/market/stocks/{day}", self._grouped)
        router.add_get("/v2/aggs/ticker/{symbol}/range/{many}/{step}/{start}/{end}", self._bars)
        router.add_get("/stocks/v1/splits", self._splits)

    def is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == f"Bearer {KEY}"

    def unknown(self) -> web.Response:
        return web.json_response({"status": "ERROR", "error": "Unknown API Key"}, status=401)

    def too_often(self) -> web.Response:
        words = "You've exceeded the maximum requests per minute"
        return web.json_response({"status": "ERROR", "error": words}, status=429)

    @property
    def seen_at(self) -> datetime:
        return self.tape.now if self.plan == "advanced" else self.tape.now - DELAY

    def _listed(self, name: str, items: list[Any]) -> web.Response:
        status = "OK" if self.plan == "advanced" else "DELAYED"
        answer: dict[str, Any] = {"status": status, "request_id": "r", "count": len(items)}
        if items:
            answer[name] = items
        return web.json_response(answer)

    async def _snapshots(self, request: web.Request) -> web.Response:
        if self.plan == "basic":
            words = "You are not entitled to this data. Please upgrade your plan."
            return web.json_response({"status": "NOT_AUTHORIZED", "message": words}, status=403)
        wanted = request.query["tickers"].split(",")
        return self._listed(
            "tickers",
            [self._snapshot(symbol, share) for symbol, share in self.tape.shares.items() if symbol in wanted],
        )

    def _snapshot(self, symbol: str, share: Share) -> dict[str, Any]:
        until = self.seen_at
        emptied = datetime.combine(until.astimezone(NEW_YORK).date(), time(3, 30), NEW_YORK)
        if until < emptied:
            emptied -= timedelta(days=1)
        seen = [one for one in share.seen(until) if one.at >= emptied]
        counted = [one for one in seen if one.way is Way.REGULAR]
        today = emptied.date()
        days = dict(share.days(until))
        before = [price for day, price in days.items() if day < today]
        last, previous = (seen[-1].price if seen else Decimal(0)), (before[-1] if before else Decimal(0))
        answer: dict[str, Any] = {
            "ticker": symbol,
            "todaysChange": float(last - previous) if seen else 0,
            "todaysChangePerc": 1.5 if seen else 0,
            "updated": _since_1970(seen[-1].at, 1_000_000_000) if seen else 0,
            "day": {**ZEROS, "c": float(days[today])} if today in days else ZEROS,
            "min": {**ZEROS, "t": 0},
            "prevDay": {**ZEROS, "c": float(previous)},
        }
        if counted:
            begins = counted[-1].at.replace(second=0, microsecond=0)
            answer["min"] = {**ZEROS, "c": float(counted[-1].price), "t": _since_1970(begins, 1_000)}
        if self.plan != "starter":
            answer["lastTrade"] = {"p": 0, "t": 0, "c": None}
            if seen:
                conditions = CONDITIONS[seen[-1].way] + ([] if share.is_regular(seen[-1].at) else [12])
                stamp = _since_1970(seen[-1].at, 1_000_000_000)
                answer["lastTrade"] = {
                    "p": float(seen[-1].price),
                    "t": stamp,
                    "s": 1,
                    "x": 4,
                    "c": conditions,
                }
        return answer

    async def _grouped(self, request: web.Request) -> web.Response:
        day = date.fromisoformat(request.match_info["day"])
        found = [
            {"T": symbol, **_bar(share.bell(day), price)}
            for symbol, share in self.tape.shares.items()
            for one, price in share.days(self.seen_at)
            if one == day
        ]
        return self._listed("results", found)

    async def _bars(self, request: web.Request) -> web.Response:
        asked = request.match_info
        share = self.tape.shares.get(asked["symbol"])
        if share is None:
            return self._listed("results", [])
        adjusted = request.query["adjusted"] == "true"
        start, end = _bound(asked["start"]), _bound(asked["end"], is_end=True)
        if asked["step"] == "day":
            found = [
                (datetime.combine(day, time(), NEW_YORK), price) for day, price in share.days(self.seen_at)
            ]
        else:
            step = int(asked["many"]) * STEPS[asked["step"]]
            counted = [one for one in share.seen(self.seen_at) if one.way is Way.REGULAR]
            last = {int(one.at.timestamp()) // step * step: one.price for one in counted}
            found = [(datetime.fromtimestamp(begins, NEW_YORK), price) for begins, price in last.items()]
        return self._listed(
            "results",
            [
                _bar(begins, share.in_todays_shares(price, begins.date()) if adjusted else price)
                for begins, price in found
                if start <= begins <= end
            ],
        )

    async def _splits(self, request: web.Request) -> web.Response:
        query = request.query
        first, last = query["execution_date.gte"], query.get("execution_date.lte", "9999-12-31")
        found = [
            {
                "ticker": symbol,
                "execution_date": f"{day}",
                "split_from": 1 if ratio > 1 else float(1 / ratio),
                "split_to": float(ratio) if ratio > 1 else 1,
                "adjustment_type": "forward_split" if ratio > 1 else "reverse_split",
            }
            for symbol, share in self.tape.shares.items()
            for day, ratio in share.splits.items()
            if query.get("ticker") in (None, symbol) and first <= f"{day}" <= last
        ]
        return self._listed("results", found)


def _bar(begins: datetime, price: Decimal) -> dict[str, Any]:
    return {**ZEROS, "c": float(price), "t": _since_1970(begins, 1_000)}


def _bound(text: str, *, is_end: bool = False) -> datetime:
    if text.isdigit():
        return datetime.fromtimestamp(int(text) / 1_000, UTC)
    clock = time(23, 59, 59) if is_end else time()
    return datetime.combine(date.fromisoformat(text), clock, NEW_YORK)


def _since_1970(at: datetime, a_second: int) -> int:
    return int(at.timestamp()) * a_second
