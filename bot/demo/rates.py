"""A small publisher of exchange rates on loopback: invented ones in Frankfurter's shape, over real HTTP.

Every day has the same rates, at the days and hours of the real ones. They are near those that the wire's
stories state, so that the demo finds nothing to mark.
"""

from dataclasses import replace
from datetime import date
from typing import Final

from aiohttp import web

from bot.demo.loopback import Loopback
from bot.demo.prices import NAME
from bot.domain.figures import Rate
from bot.market.fixings import EURO, last_out
from bot.ports import Clock, Rates

PER_EURO: Final = {"USD": 1.1, "GBP": 0.86, "JPY": 165.0, "HKD": 8.6031}


class Frankfurter(Loopback):
    """Serves the rates of any day."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def url(self) -> str:
        """Where days are asked for, known while it is open."""
        return f"http://{self.address}/v1"

    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_get("/v1/{day}", self._day)

    async def _day(self, request: web.Request) -> web.Response:
        day = last_out(date.fromisoformat(request.match_info["day"]), self._clock.now())
        return web.json_response({"amount": 1.0, "base": EURO, "date": day.isoformat(), "rates": PER_EURO})


class InventedRates:
    """`bot.ports.Rates` of the demo: those of its own publisher, which say that they are invented."""

    def __init__(self, rates: Rates) -> None:
        self._rates = rates

    @property
    def trouble(self) -> str | None:
        """Why none can be asked for now."""
        return self._rates.trouble

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Return the invented rate of a day."""
        rate = await self._rates.rate(base, quote, day)
        return None if rate is None else replace(rate, source=NAME)

    async def close(self) -> None:
        """Close what it asks."""
        await self._rates.close()
