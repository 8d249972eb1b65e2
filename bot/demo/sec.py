"""A small SEC on loopback: its list of companies, and invented figures in the shape of its answers.

The figures are of the days that real ones would be of by now: a business year that ended some months ago, a
report on it, and the count of shares on that report's cover.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from aiohttp import web

from bot.demo.loopback import Loopback
from bot.demo.prices import NAME
from bot.domain.figures import Size
from bot.domain.market import PriceLine, Security
from bot.ports import Clock, Sizes

CONTACT: Final = "Outlay demo demo@localhost.invalid"
AGE: Final = timedelta(days=100)  # of the business year that ended last, and up to a month more
REPORTED: Final = timedelta(days=45)  # after the year's end
ABROAD: Final = "PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities"
DELAWARE: Final = "DE"
MILLION: Final = 10**6


@dataclass(frozen=True, slots=True)
class Filer:
    """A company: what it spent on plant and equipment in a year, in millions of its `currency`, and, where it
    reports as American companies do, how many million shares there are and what the public's are worth."""

    cik: int
    symbol: str
    title: str
    capex: int
    currency: str = "USD"
    shares: int | None = None
    public: int | None = None

    def facts(self, today: date) -> dict[str, Any]:
        """Return what it reported by now."""
        ended = (today - AGE).replace(day=1) - timedelta(days=1)
        filed = ended + REPORTED
        after = ended + timedelta(days=1)
        begun = after.replace(year=after.year - 1)
        form = "20-F" if self.shares is None else "10-K"
        report = {"accn": f"{self.cik:010}-{filed:%y}-000001", "form": form, "filed": filed.isoformat()}
        year = {**report, "start": begun.isoformat(), "end": ended.isoformat()}
        spent = {"units": {self.currency: [{**year, "val": self.capex * MILLION}]}}
        if self.shares is None or self.public is None:
            return {"ifrs-full": {ABROAD: spent}}
        count = {**report, "end": (filed - timedelta(days=7)).isoformat(), "val": self.shares * MILLION}
        middle = {**report, "end": (ended - timedelta(days=182)).isoformat(), "val": self.public * MILLION}
        average = {**year, "val": self.shares * MILLION}
        return {
            "dei": {
                "EntityCommonStockSharesOutstanding": {"units": {"shares": [count]}},
                "EntityPublicFloat": {"units": {"USD": [middle]}},
            },
            "us-gaap": {
                "WeightedAverageNumberOfDilutedSharesOutstanding": {"units": {"shares": [average]}},
                "PaymentsToAcquirePropertyPlantAndEquipment": spent,
            },
        }


FILERS: Final = (
    Filer(1, "TM", "TOYOTA MOTOR CORP", capex=1_900_000, currency="JPY"),
    Filer(2, "MSFT", "MICROSOFT CORP", capex=50_000, shares=7_000, public=2_800_000),
)


class Sec(Loopback):
    """Serves what `FILERS` reported, as it stands by the clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    @property
    def url(self) -> str:
        """Where both the list and the figures are, known while it is open."""
        return f"http://{self.address}"

    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_get("/files/company_tickers.json", self._list)
        router.add_get("/api/xbrl/companyfacts/{name}.json", self._facts)
        router.add_get("/submissions/{name}.json", self._submission)

    async def _list(self, request: web.Request) -> web.Response:
        del request
        lines = ({"cik_str": filer.cik, "ticker": filer.symbol, "title": filer.title} for filer in FILERS)
        return web.json_response({str(place): line for place, line in enumerate(lines)})

    async def _facts(self, request: web.Request) -> web.Response:
        filer = _asked(request)
        facts = filer.facts(self._clock.now().date())
        return web.json_response({"cik": filer.cik, "entityName": filer.title, "facts": facts})

    async def _submission(self, request: web.Request) -> web.Response:
        filer = _asked(request)
        return web.json_response({"name": filer.title, "stateOfIncorporation": DELAWARE})


class InventedSizes:
    """`bot.ports.Sizes` of the demo: those of its own SEC, which say that they are invented."""

    def __init__(self, sizes: Sizes) -> None:
        self._sizes = sizes

    @property
    def trouble(self) -> str | None:
        """Why there are none."""
        return self._sizes.trouble

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        """Return a company's invented size."""
        size = await self._sizes.size(security, line, now)
        return None if size is None else replace(size, source=NAME)

    async def close(self) -> None:
        """Close what it asks."""
        await self._sizes.close()


def _asked(request: web.Request) -> Filer:
    """Return the company that a request is about. Raises HTTPNotFound as the SEC answers."""
    wanted = request.match_info["name"]
    filer = next((filer for filer in FILERS if wanted == f"CIK{filer.cik:010}"), None)
    if filer is None:
        raise web.HTTPNotFound(text="The demo's SEC knows no such company.")
    return filer
