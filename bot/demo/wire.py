"""A small news wire on loopback: an RSS feed with links to article pages, over real HTTP."""

import asyncio
import tomllib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from html import escape
from importlib.resources import files
from typing import Final

from aiohttp import web

from bot.demo.loopback import Loopback
from bot.domain.market import Session
from bot.market.sessions import last_close_day, local_day, session
from bot.ports import Clock

WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NEW_YORK: Final = "XNYS"
TRADED: Final = frozenset({Session.PREMARKET, Session.REGULAR, Session.LUNCH, Session.AFTER_HOURS})


@dataclass(frozen=True, slots=True)
class WireStory:
    """One story of the wire, published `at` seconds after the wire starts. `tickers` are "NYSE:BABA"."""

    at: float
    slug: str
    outlet: str
    headline: str
    body: str
    tickers: tuple[str, ...]

    def paragraphs(self, time: datetime) -> list[str]:
        """Return the body's paragraphs, with the last day of trading in New York filled in."""
        day = WEEKDAYS[(last_traded(time, NEW_YORK) or time.date()).weekday()]
        return [line.strip() for line in self.body.replace("{day}", day).split("\n") if line.strip()]


def last_traded(time: datetime, mic: str) -> date | None:
    """Return an exchange's last day with trading, today if it has begun; None where the calendar ends."""
    return local_day(time, mic) if session(time, mic) in TRADED else last_close_day(time, mic)


def bundled() -> tuple[WireStory, ...]:
    """Return the demo's stories in the order of their publication."""
    document = tomllib.loads(files("bot.demo").joinpath("wire.toml").read_text(encoding="utf-8"))
    stories = [WireStory(**{**entry, "tickers": tuple(entry["tickers"])}) for entry in document["story"]]
    return tuple(sorted(stories, key=lambda story: story.at))


class Wire(Loopback):
    """Serves `stories`, each from its own second on. `pace` stretches (>1) or presses (<1) the seconds, which
    are counted from its making or from `begin`."""

    def __init__(self, stories: tuple[WireStory, ...], clock: Clock, pace: float = 1.0) -> None:
        self._stories = stories
        self._clock = clock
        self._pace = pace
        self._started = clock.now()

    @property
    def url(self) -> str:
        """The feed's address, known while the wire is open."""
        return f"http://{self.address}/rss.xml"

    def begin(self) -> None:
        """Count the seconds from now on."""
        self._started = self._clock.now()

    def published(self) -> list[tuple[WireStory, datetime]]:
        """Return what the wire has published by now, newest first, with its time (UTC)."""
        now = self._clock.now()
        times = ((story, self._started + timedelta(seconds=story.at * self._pace)) for story in self._stories)
        return [(story, time) for story, time in times if time <= now][::-1]

    async def wait_until_finished(self) -> None:
        """Return when every story is out."""
        last = self._started + timedelta(seconds=max(story.at for story in self._stories) * self._pace)
        await asyncio.sleep((last - self._clock.now()).total_seconds())

    def routes(self, router: web.UrlDispatcher) -> None:
        """Say what is answered where."""
        router.add_get("/rss.xml", self._feed)
        router.add_get("/story/{slug}", self._page)

    async def _feed(self, request: web.Request) -> web.Response:
        published = self.published()
        etag = f'"{len(published)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        items = "".join(self._item(story, time) for story, time in published)
        body = (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
            f"<title>Demo wire</title><link>http://{self.address}/</link>"
            f"<description>Invented stories</description>{items}</channel></rss>"
        )
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": etag})

    def _item(self, story: WireStory, time: datetime) -> str:
        link = f"http://{self.address}/story/{story.slug}"
        tags = "".join(f'<category domain="stock">{escape(tag)}</category>' for tag in story.tickers)
        html = "".join(f"<p>{escape(text)}</p>" for text in story.paragraphs(time))
        return (
            f"<item><title>{escape(story.headline)}</title><link>{link}</link>"
            f'<guid isPermaLink="false">{story.slug}</guid><pubDate>{format_datetime(time)}</pubDate>'
            f'<source url="http://{self.address}/">{escape(story.outlet)}</source>{tags}'
            f"<content:encoded>{escape(html)}</content:encoded></item>"
        )

    async def _page(self, request: web.Request) -> web.Response:
        for story, time in self.published():
            if story.slug == request.match_info["slug"]:
                text = "".join(f"<p>{escape(words)}</p>" for words in story.paragraphs(time))
                page = (
                    f'<!doctype html><html lang="en"><head><meta charset="utf-8">'
                    f"<title>{escape(story.headline)}</title></head><body><article>"
                    f"<h1>{escape(story.headline)}</h1><p><em>{escape(story.outlet)}</em></p>{text}"
                    f"</article></body></html>"
                )
                return web.Response(text=page, content_type="text/html")
        raise web.HTTPNotFound(text="The wire has no such story.")
