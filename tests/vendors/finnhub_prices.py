"""Finnhub's prices on the loopback: the regular session's last, and a close before it that bears no day.

What is odd about it, as reported: zeros for a symbol that it does not know, and at times for one that it
does; the time is that of the last trade, and the bell's when trading is over; `pc` moves on at some time
before the open; an answer may stay Friday's far into Monday; the headers tell of the limit with every answer.
"""

from datetime import UTC, datetime
from email.utils import format_datetime

from aiohttp import web

from tests.vendors.finnhub import KEY
from tests.vendors.price_server import PriceServer
from tests.vendors.trading import Share, Tape, Way

ZEROS = {"c": 0, "d": None, "dp": None, "h": 0, "l": 0, "o": 0, "pc": 0, "t": 0}


class FinnhubPrices(PriceServer):
    """The server. `has_moved_on`: `pc` is the same close as `c` already. `stuck_at` is when it was last
    brought up to date; None is now. `paid_for` are symbols that the plan does not include."""

    kind = "finnhub"

    def __init__(self, tape: Tape) -> None:
        super().__init__(tape)
        self.has_moved_on = False
        self.stuck_at: datetime | None = None
        self.paid_for: set[str] = set()

    def routes(self, router: web.UrlDispatcher) -> None:
        router.add_get("/quote", self._price)

    def is_known(self, request: web.Request) -> bool:
        return request.headers.get("X-Finnhub-Token") == KEY

    def unknown(self) -> web.Response:
        return web.json_response({"error": "Invalid API key."}, status=401)

    def too_often(self) -> web.Response:
        words = "API limit reached. Please try again later. Remaining Limit: 0"
        reset = int(self.tape.now.timestamp()) + 42
        headers = {
            "X-Ratelimit-Limit": "60",
            "X-Ratelimit-Remaining": "0",
            "X-Ratelimit-Reset": f"{reset}",
            "Date": format_datetime(self.tape.now.astimezone(UTC), usegmt=True),
        }
        return web.json_response({"error": words}, status=429, headers=headers)

    async def _price(self, request: web.Request) -> web.Response:
        symbol = request.query["symbol"]
        if symbol in self.paid_for:
            words = "You don't have access to this resource."
            return web.json_response({"error": words}, status=403)
        share = self.tape.shares.get(symbol)
        return web.json_response(ZEROS if share is None else self._answer(share))

    def _answer(self, share: Share) -> dict[str, float | None]:
        until = self.stuck_at or self.tape.now
        paid = [one for one in share.seen(until) if share.is_regular(one.at) and one.way is Way.REGULAR]
        over = [day for day in share.closes if share.bell(day) <= until]
        if not over:
            return dict(ZEROS)
        if paid and paid[-1].at > share.bell(over[-1]):
            last, at, before = paid[-1].price, paid[-1].at, share.closes[over[-1]]
        else:
            last, at = share.closes[over[-1]], share.bell(over[-1])
            before = last if self.has_moved_on else share.closes[over[-2]]
        moved = float(last - before)
        return {
            **ZEROS,
            "c": float(last),
            "d": round(moved, 4),
            "dp": round(100 * moved / float(before), 4),
            "pc": float(before),
            "t": int(at.timestamp()),
        }
