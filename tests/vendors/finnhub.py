"""Finnhub's news on the loopback: by company and days, by category and number, so many calls a minute."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from tests.vendors.loopback import Loopback

KEY = "KEY-1"


class Finnhub(Loopback):
    """The server. `calls_left` is what the minute still allows, None for any number."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.company: dict[str, list[dict[str, Any]]] = {}
        self.market: list[dict[str, Any]] = []
        self.odd: list[Any] = []  # listed with everything, whatever it is
        self.foreign: set[str] = set()  # companies that the plan does not include
        self.calls_left: int | None = None
        self.retry_after: str | None = None
        self.body: str | None = None
        app = web.Application()
        app.router.add_get("/api/v1/company-news", self._company_news)
        app.router.add_get("/api/v1/news", self._news)
        super().__init__(app)

    def table(self, **more: Any) -> dict[str, Any]:
        """Return what a [[source]] that asks here would hold."""
        return {"kind": "finnhub", "name": "finnhub", "url": f"http://{self.place}/api/v1", **more}

    def put(self, number: int, headline: str, at: datetime, *symbols: str, **more: Any) -> dict[str, Any]:
        """List an article under companies, or in the market's news where none is named."""
        item = {
            "id": number,
            "category": "company" if symbols else "top news",
            "datetime": int(at.timestamp()),
            "headline": headline,
            "summary": f"{headline}, in short.",
            "related": "",
            "source": "Fell Wire",
            "image": "",
            "url": f"https://news.example/{number}",
            **more,
        }
        for symbol in symbols:
            listed = self.company.setdefault(symbol, [])
            listed[:] = [each for each in listed if each["id"] != number]
            listed.insert(0, {**item, "related": more.get("related", symbol)})
        if not symbols:
            self.market.insert(0, item)
        return item

    def symbols_asked(self) -> list[str]:
        return [query["symbol"] for _, query in self.asked if "symbol" in query]

    def _refused(self, request: web.Request) -> web.Response | None:
        self.asked.append((request.path, dict(request.query)))
        if request.headers.get("X-Finnhub-Token") != KEY:
            return web.json_response({"error": "Invalid API key"}, status=401)
        if self.calls_left is not None:
            if self.calls_left == 0:
                headers = {"Retry-After": self.retry_after} if self.retry_after else {}
                return web.json_response({"error": "API limit reached."}, status=429, headers=headers)
            self.calls_left -= 1
        if self.body is not None:
            return web.Response(text=self.body, content_type="application/json")
        return None

    async def _company_news(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is not None:
            return refused
        query = request.query
        if query["symbol"] in self.foreign:
            return web.json_response({"error": "You don't have access to this resource."}, status=403)
        listed = [
            item
            for item in self.company.get(query["symbol"], ())
            if query["from"] <= _day(item["datetime"]) <= query["to"]
        ]
        return web.json_response([*self.odd, *listed])

    async def _news(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is not None:
            return refused
        above = int(request.query.get("minId", "0"))
        listed = [item for item in self.market if item["id"] > above]
        return web.json_response([*self.odd, *listed[:100]])


def _day(seconds: int) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
