"""Frankfurter on the loopback: the rates of a day as JSON, or of the last day before it."""

import asyncio
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from aiohttp import web

from tests.vendors.loopback import Loopback

_CURRENCIES: Final = ("USD", "HKD", "JPY", "GBP", "KRW")
_PRINTED: Final = {
    date(2024, 3, 8): ("1.0900", "8.5020", "160.23", "0.85400", "1438.80"),  # a Friday
    date(2024, 3, 11): ("1.0920", "8.5176", "160.52", "0.85300", "1433.25"),
    date(2024, 3, 12): ("1.0930", "8.5500", "161.20", "0.85500", "1435.00"),
    date(2024, 3, 13): ("1.0950", "8.5680", "161.80", "0.85550", "1441.00"),
    date(2024, 3, 28): ("1.0800", "8.4510", "163.45", "0.85510", "1458.00"),  # the Thursday before Easter
    date(2024, 4, 2): ("1.0750", "8.4130", "162.95", "0.85600", "1453.00"),  # the Tuesday behind it
}
DAYS: Final[Mapping[date, Mapping[str, str]]] = {
    day: dict(zip(_CURRENCIES, rates, strict=True)) for day, rates in _PRINTED.items()
}
"""What one euro was, all invented."""


class Frankfurter(Loopback):
    """The server; it knows `days`. While `open` is clear it answers nothing; with `status`, only that; with
    `body`, that instead of an answer; `says` is put into an answer in place of what it would say."""

    def __init__(self, days: Mapping[date, Mapping[str, str]] = DAYS) -> None:
        self.days = dict(days)
        self.asked: list[str] = []
        self.open = asyncio.Event()
        self.open.set()
        self.status: int | None = None
        self.retry_after: str | None = None
        self.body: str | None = None
        self.says: dict[str, Any] = {}
        app = web.Application()
        app.router.add_get("/v1/{day}", self._answer)
        super().__init__(app)

    async def __aexit__(self, *_: object) -> None:
        self.open.set()
        await super().__aexit__()

    @property
    def url(self) -> str:
        return f"http://{self.place}/v1"

    async def _answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        await self.open.wait()
        if self.status is not None:
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.json_response({"message": "no"}, status=self.status, headers=headers)
        day = date.fromisoformat(request.match_info["day"])
        known = [other for other in self.days if other <= day]  # a day to come gives the latest
        if not known:
            return web.json_response({"message": "not found"}, status=404)
        said = {"amount": 1.0, "base": "EUR", "date": max(known).isoformat(), "rates": None}
        text = json.dumps(said | self.says)
        if "rates" not in self.says:
            rates = ", ".join(f'"{c}": {Decimal(r).normalize():f}' for c, r in self.days[max(known)].items())
            text = text.replace("null", f"{{{rates}}}")  # numbers, without their last zeros
        return web.Response(
            text=text if self.body is None else self.body,
            content_type="application/json",
            charset="utf-8",
            headers={"Cache-Control": "public, max-age=86400", "ETag": f'W/"{max(known)}"'},
        )
