"""Benzinga's news on the loopback: counted pages, a list of removals, and XML for whoever asks wrongly."""

from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from typing import Any

from aiohttp import web

from tests.vendors.loopback import Loopback

KEY = "KEY-1"
MOST = 100  # articles a page
NEW_YORK = timezone(timedelta(hours=-5))


class Benzinga(Loopback):
    """The server. What it lists is in `news` by number, what it took back in `removed`."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.news: dict[int, dict[str, Any]] = {}
        self.removed: dict[int, datetime] = {}
        self.odd: list[Any] = []  # listed with the news, whatever it is
        self.odd_removals: list[Any] = []
        self.throttled: set[int] = set()  # these questions, counted from 1, are answered 429
        self.retry_after: str | None = None
        self.body: str | None = None  # answered in place of the news
        self.plan_has_removals = True
        self.removals_heed_dates = True
        self.before_page: dict[int, Mapping[str, Any]] = {}  # put in when that page is asked for, once
        self._updated: dict[int, datetime] = {}
        app = web.Application()
        app.router.add_get("/api/v2/news", self._list)
        app.router.add_get("/api/v2/news-removed", self._list_removed)
        super().__init__(app)

    def table(self, **more: Any) -> dict[str, Any]:
        """Return what a [[source]] that asks here would hold."""
        return {"kind": "benzinga", "name": "benzinga", "url": f"http://{self.place}/api/v2", **more}

    def put(self, number: int, title: str, at: datetime, **more: Any) -> None:
        """List an article, in place of an earlier one of that number; `at` is its last update."""
        before = self.news.get(number, {})
        self._updated[number] = at
        self.news[number] = {
            "id": number,
            "author": "Benzinga Newsdesk",
            "created": before.get("created", _stamp(at)),
            "title": title,
            "teaser": "",
            "body": f"<p>{title}.</p>",
            "url": f"https://news.example/{number}",
            "image": [],
            "channels": [{"name": "News"}],
            "stocks": [{"name": "TARN", "exchange": "NASDAQ"}],
            "tags": [],
            **more,
            "updated": _stamp(at),
        }

    def remove(self, number: int, at: datetime) -> None:
        """Take an article back."""
        self.news.pop(number, None)
        self.removed[number] = at

    def asked_for(self, path: str) -> list[Mapping[str, str]]:
        return [query for asked, query in self.asked if asked == f"/api/v2/{path}"]

    def _refused(self, request: web.Request) -> web.Response | None:
        self.asked.append((request.path, dict(request.query)))
        if request.headers.get("Authorization") != f"token {KEY}":
            return web.json_response({"error": "Unauthorized"}, status=401)
        if len(self.asked) in self.throttled:
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.Response(status=429, headers=headers)
        if request.headers.get("Accept") != "application/json":
            return web.Response(text="<?xml version='1.0'?><result/>", content_type="application/xml")
        if int(request.query.get("pageSize", "15")) > MOST or len(_csv(request.query, "tickers")) > 50:
            return web.json_response("bad pageSize or tickers", status=400)
        return None

    async def _list(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is not None:
            return refused
        if self.body is not None:
            return web.Response(text=self.body, content_type="application/json")
        query = request.query
        page, size = int(query.get("page", "0")), int(query.get("pageSize", "15"))
        if (more := self.before_page.pop(page, None)) is not None:
            self.put(**more)
        since = float(query.get("updatedSince", "0"))
        tickers, channels = _csv(query, "tickers"), _csv(query, "channels")
        listed = [
            item
            for number, item in self.news.items()
            if int(self._updated[number].timestamp()) >= since
            and (not tickers or tickers & {stock["name"] for stock in item["stocks"]})
            and (not channels or channels & {channel["name"] for channel in item["channels"]})
        ]
        rising = query.get("sort", "created:desc").endswith(":asc")
        listed.sort(key=lambda item: (self._updated[item["id"]], item["id"]), reverse=not rising)
        cut = listed[page * size : (page + 1) * size]
        full = query.get("displayOutput") == "full"
        return web.json_response([*self.odd, *(item if full else {**item, "body": ""} for item in cut)])

    async def _list_removed(self, request: web.Request) -> web.Response:
        if (refused := self._refused(request)) is not None:
            return refused
        if not self.plan_has_removals:
            return web.json_response({"error": "Forbidden"}, status=403)
        query = request.query
        page, size = int(query.get("page", "0")), int(query.get("pageSize", "15"))
        since = float(query.get("updatedSince", "0")) if self.removals_heed_dates else 0
        listed = sorted(self.removed.items(), key=lambda pair: pair[1], reverse=True)
        fresh = [{"id": number, "updated": _stamp(at)} for number, at in listed if at.timestamp() >= since]
        return web.json_response({"removed": [*self.odd_removals, *fresh[page * size : (page + 1) * size]]})


def _csv(query: Mapping[str, str], name: str) -> set[str]:
    return {word for word in query.get(name, "").split(",") if word}


def _stamp(moment: datetime) -> str:
    """Benzinga prints New York's time: "Fri, 20 Nov 2026 08:00:00 -0500"."""
    return format_datetime(moment.astimezone(NEW_YORK))
