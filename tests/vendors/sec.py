"""The SEC's figures on the loopback: its list of companies, what each is and what it reported. All invented.

As the real one it answers 403 to a User-Agent without a mail address and 404, in XML, about a company that
never reported in XBRL; it has one answer for all figures of a company, in which each fact comes once for
every report that tells it, oldest first, and the last of each period bears a `frame`. `fy` and `fp` are the
report's: the year before bears them too.
"""

import asyncio
import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from zlib import crc32

from aiohttp import web

from tests.vendors.loopback import Loopback

NO_SUCH_KEY = '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code></Error>'

# The short names that `Filer.tell` takes: taxonomy, tag, and the unit that is meant where none is said.
TAGS = {
    "shares": ("dei", "EntityCommonStockSharesOutstanding", "shares"),
    "float": ("dei", "EntityPublicFloat", "USD"),
    "diluted": ("us-gaap", "WeightedAverageNumberOfDilutedSharesOutstanding", "shares"),
    "basic": ("us-gaap", "WeightedAverageNumberOfSharesOutstandingBasic", "shares"),
    "plant": ("us-gaap", "PaymentsToAcquirePropertyPlantAndEquipment", "USD"),
    "productive": ("us-gaap", "PaymentsToAcquireProductiveAssets", "USD"),
    "improvements": ("us-gaap", "PaymentsForCapitalImprovements", "USD"),
    "ifrs": ("ifrs-full", "PurchaseOfPropertyPlantAndEquipmentClassifiedAsInvestingActivities", "USD"),
}
MILLION = 10**6


@dataclass
class Filer:
    """A company, what it told, and where it is incorporated ("E9" are the Cayman Islands)."""

    cik: int
    title: str
    tickers: tuple[str, ...]
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    state: str = "DE"

    def tell(self, rows: str) -> Self:
        """Add facts, one a line: form, day of filing, tag, its day or period, millions, a unit if need be;
        take a tag away with a minus.

            10-K 2026-02-13 plant 2025-01-01..2025-12-31 1200
            10-K 2026-02-13 shares 2026-01-30 100
            - float
        """
        for row in filter(None, map(str.strip, rows.splitlines())):
            words = row.split()
            if words[0] == "-":
                taxonomy, tag, _ = TAGS[words[1]]
                del self.facts[taxonomy][tag]
            else:
                self._add(words)
        return self

    def _add(self, row: Sequence[str]) -> None:
        form, filed, name, when, millions, *unit = row
        taxonomy, tag, usual = TAGS[name]
        start, _, end = when.rpartition("..")
        concept = self.facts.setdefault(taxonomy, {}).setdefault(
            tag, {"label": tag, "description": None, "units": {}}
        )
        told = concept["units"].setdefault(unit[0] if unit else usual, [])
        fact = {
            **({"start": start} if start else {}),
            "end": end,
            "val": round(float(millions) * MILLION),
            "accn": f"{self.cik:010}-{filed[2:4]}-{crc32(f'{form} {filed}'.encode()) % MILLION:06}",
            "fy": int(filed[:4]),
            "fp": "Q3" if form.startswith("10-Q") else "FY",
            "form": form,
            "filed": filed,
        }
        for other in told:
            if other["end"] == end and other.get("start", "") == start:
                other.pop("frame", None)
        told.append({**fact, "frame": f"CY{end[:4]}"})

    def body(self) -> bytes:
        """Return all of it, as the answer's body."""
        return json.dumps({"cik": self.cik, "entityName": self.title, "facts": self.facts}).encode()


class Sec(Loopback):
    """The server. `asked` are the paths so far with the loop's time, `refuses` the status for figures instead
    of an answer, `retry_after` beside it; `holds` keeps every answer back until it is set."""

    def __init__(self, filers: Iterable[Filer] = ()) -> None:
        self.filers = list(filers)
        self.asked: list[tuple[float, str]] = []
        self.refuses: int | None = None
        self.refuses_list: int | None = None
        self.refuses_submissions: int | None = None
        self.retry_after: str | None = None
        self.body: bytes | None = None
        self.holds: asyncio.Event | None = None
        app = web.Application()
        app.router.add_get("/files/company_tickers.json", self._list)
        app.router.add_get("/api/xbrl/companyfacts/{name}.json", self._facts)
        app.router.add_get("/submissions/{name}.json", self._submissions)
        super().__init__(app)

    @property
    def url(self) -> str:
        """Where it is: both the site of the list and that of the figures."""
        return f"http://{self.place}"

    def count(self, part: str) -> int:
        """Return how many requests went to paths that hold some words."""
        return sum(part in path for _, path in self.asked)

    async def _list(self, request: web.Request) -> web.Response:
        if (refused := self._met(request)) is not None:
            return refused
        if self.refuses_list is not None:
            return web.Response(status=self.refuses_list)
        lines = [(filer, ticker) for filer in self.filers for ticker in filer.tickers]
        listed = {
            str(place): {"cik_str": filer.cik, "ticker": ticker, "title": filer.title}
            for place, (filer, ticker) in enumerate(lines)
        }
        return web.json_response(listed)

    async def _facts(self, request: web.Request) -> web.Response:
        if (refused := self._met(request)) is not None:
            return refused
        if self.holds is not None:
            await self.holds.wait()
        if self.refuses is not None:
            wait = {} if self.retry_after is None else {"Retry-After": self.retry_after}
            return web.Response(status=self.refuses, headers=wait)
        wanted = request.match_info["name"]
        filer = next((filer for filer in self.filers if f"CIK{filer.cik:010}" == wanted), None)
        if filer is None or not filer.facts:
            return web.Response(status=404, text=NO_SUCH_KEY, content_type="application/xml")
        packed = gzip.compress(filer.body() if self.body is None else self.body, 1)
        return web.Response(
            body=packed, content_type="application/json", headers={"Content-Encoding": "gzip"}
        )

    async def _submissions(self, request: web.Request) -> web.Response:
        if (refused := self._met(request)) is not None:
            return refused
        if self.refuses_submissions is not None:
            return web.Response(status=self.refuses_submissions)
        wanted = request.match_info["name"]
        filer = next(filer for filer in self.filers if f"CIK{filer.cik:010}" == wanted)
        return web.json_response(
            {
                "cik": f"{filer.cik:010}",
                "entityType": "operating",
                "name": filer.title,
                "tickers": [*filer.tickers, None],
                "stateOfIncorporation": filer.state,
                "stateOfIncorporationDescription": filer.state,
                "filings": {"recent": {"form": ["10-K"]}, "files": []},
            }
        )

    def _met(self, request: web.Request) -> web.Response | None:
        self.asked.append((asyncio.get_running_loop().time(), request.path))
        if "@" in request.headers.get("User-Agent", ""):
            return None
        return web.Response(status=403, text="Undeclared Automated Tool", content_type="text/html")
