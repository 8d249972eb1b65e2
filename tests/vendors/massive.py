"""Massive's news on the loopback: pages that lead to one another, a Bearer key, few requests a minute."""

import hashlib
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from tests.vendors.loopback import Loopback

KEY = "KEY-1"
MOST = 1_000


class Massive(Loopback):
    """The server. `elsewhere` is the host that its next pages claim to be on."""

    def __init__(self) -> None:
        self.asked: list[Mapping[str, str]] = []
        self.news: dict[str, dict[str, Any]] = {}
        self.odd: list[Any] = []  # listed with the news, whatever it is
        self.throttled: set[int] = set()  # these questions, counted from 1, are answered 429
        self.retry_after: str | None = None
        self.body: str | None = None
        self.elsewhere = "https://api.massive.example"
        app = web.Application()
        app.router.add_get("/v2/reference/news", self._list)
        super().__init__(app)

    def table(self, **more: Any) -> dict[str, Any]:
        """Return what a [[source]] that asks here would hold."""
        url = f"http://{self.place}/v2/reference/news"
        return {"kind": "massive", "name": "massive", "url": url, **more}

    def put(self, number: int, title: str, at: datetime, **more: Any) -> None:
        """List an article, in place of an earlier one of that number."""
        key = hashlib.sha256(str(number).encode()).hexdigest()
        self.news[key] = {
            "id": key,
            "publisher": {"name": "Fell Wire", "homepage_url": "https://news.example/"},
            "title": title,
            "author": "Ada Fell",
            "published_utc": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "article_url": f"https://news.example/{number}",
            "tickers": ["TARN"],
            "description": f"{title}, in short.",
            "keywords": [],
            "insights": [{"ticker": "TARN", "sentiment": "positive"}],
            **more,
        }

    async def _list(self, request: web.Request) -> web.Response:
        self.asked.append(dict(request.query))
        if request.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"status": "ERROR", "error": "Unknown API Key"}, status=401)
        if len(self.asked) in self.throttled:
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return web.json_response({"status": "ERROR", "error": "too many"}, status=429, headers=headers)
        if self.body is not None:
            return web.Response(text=self.body, content_type="application/json")
        query = dict(request.query)
        after = ("", "")
        if "cursor" in query:
            if len(query) > 1:
                return web.json_response({"status": "ERROR", "error": "a cursor says it all"}, status=400)
            stamp, number, query = json.loads(b64decode(query["cursor"]))
            after = (stamp, number)
        limit = int(query.get("limit", "10"))
        if limit > MOST:
            return web.json_response({"status": "ERROR", "error": "limit"}, status=400)
        since = query.get("published_utc.gte", "")
        listed = [item for item in self.news.values() if item["published_utc"] >= since]
        listed = sorted(listed, key=_place, reverse=query.get("order", "desc") == "desc")
        listed = [item for item in listed if _place(item) > after]
        answer: dict[str, Any] = {"status": "OK", "request_id": "r", "count": len(listed[:limit])}
        if page := [*self.odd, *listed[:limit]]:
            answer["results"] = page
        if listed[limit:]:
            cursor = b64encode(json.dumps([*_place(listed[limit - 1]), query]).encode()).decode()
            answer["next_url"] = f"{self.elsewhere}/v2/reference/news?{urlencode({'cursor': cursor})}"
        return web.json_response(answer)


def _place(item: Mapping[str, Any]) -> tuple[str, str]:
    return item["published_utc"], item["id"]
