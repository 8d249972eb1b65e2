"""Massive's news, formerly Polygon's: headlines and summaries with tickers, collected every hour or so.

The shapes and the limits are from https://massive.com/docs/rest/stocks/news and the note on paging,
https://polygon.io/blog/api-pagination-patterns.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import ClassVar, Final
from urllib.parse import parse_qsl, urlsplit

import msgspec

from bot.domain.article import Article
from bot.domain.errors import TryLater
from bot.domain.secret import Secret
from bot.fetch import Fetcher
from bot.fetch.interface import Interface, key_of, sound
from bot.markup import headline_text, to_text
from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.answers import (
    NOT_NOW,
    Reached,
    asked_since,
    cursor_of,
    date_of,
    link_of,
    must_tell,
    newest,
    state_of,
)
from bot.sources.identity import article_id
from bot.sources.needs import require
from bot.sources.settings import Asked

A_PAGE: Final = 1_000  # articles; Massive's most
PAGES: Final = 4  # a poll, since a free plan allows 5 requests a minute
LEAST: Final = 12.0  # seconds between polls, for the same reason
LATEST: Final = 100  # articles of the first poll
OVERLAP: Final = timedelta(hours=3)  # articles are listed up to hours after the time that they bear

VARIABLE: Final = "MASSIVE_API_KEY"


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "massive". With `tickers` only articles are kept that are tagged with one of them.
    `url` is where to ask."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"key": VARIABLE}
    NEEDS: ClassVar[Mapping[str, str]] = {
        "key": f"set the variable {VARIABLE}; a key is free at massive.com."
    }

    kind: str = "massive"
    tickers: tuple[str, ...] = ()
    url: str = "https://api.massive.com/v2/reference/news"
    key: Secret | None = None


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense, or without the key."""
    require(settings)
    return Massive(settings, fetcher)


class Publisher(msgspec.Struct, frozen=True):
    """The outlet."""

    name: str | None = None


class Item(msgspec.Struct, frozen=True):
    """An article. The date is RFC 3339."""

    id: str
    published_utc: str
    title: str | None = None
    description: str | None = None
    article_url: str | None = None
    tickers: tuple[str, ...] | None = None
    publisher: Publisher | None = None

    def __post_init__(self) -> None:
        must_tell(self.title, self.description)
        if not 0 < len(self.id) < 200:
            raise ValueError(f"its id is {self.id!r:.60}")
        self.published_at()

    def published_at(self) -> datetime:
        """Return when it was published, in UTC."""
        return date_of(self.published_utc)


class Answer(msgspec.Struct, frozen=True):
    """A page. Where there is nothing, some plans leave `results` out."""

    status: str
    results: tuple[msgspec.Raw, ...] | None = None
    next_url: str | None = None


class Massive:
    """The news. It keeps nothing itself: where it stands is in the cursor."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._manner = settings.manner(least=LEAST)
        self._wanted = frozenset(ticker.strip().upper() for ticker in settings.tickers)
        self._interface = Interface(
            fetcher, {"Authorization": f"Bearer {key_of(settings.key, VARIABLE)}"}, VARIABLE
        )

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def manner(self) -> Manner:
        return self._manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for what was published since the last time, widely overlapping.

        Pages come oldest first, so that what was read before some trouble need not be asked again.
        """
        before = state_of(cursor, Reached)
        if before is None:
            answer = await self._page({"sort": "published_utc", "order": "desc", "limit": str(LATEST)})
            items = sound(answer.results or (), Item, self.name)
            return await self._poll(items, Reached(newest(_moments(items), now) or now), now)
        overlap = timedelta() if before.behind else OVERLAP
        start = asked_since(before.since, now, self.name) - overlap
        asked = {
            "sort": "published_utc",
            "order": "asc",
            "limit": str(A_PAGE),
            "published_utc.gte": f"{start:%Y-%m-%dT%H:%M:%SZ}",
        }
        items = []
        for page in range(PAGES):
            try:
                answer = await self._page(asked)
            except TryLater as trouble:
                if not page:
                    raise
                state = before.on(_moments(items[-1:]), now, behind=True)
                words = f"After {page} pages: {trouble}"
                return await self._poll(items, state, now, trouble.seconds or NOT_NOW, words)
            items += sound(answer.results or (), Item, self.name)
            if not (asked := _question_in(answer.next_url)):
                return await self._poll(items, before.on(_moments(items), now, behind=False), now)
        return await self._poll(items, before.on(_moments(items[-1:]), now, behind=True), now, NOT_NOW)

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _poll(
        self,
        items: Iterable[Item],
        state: Reached,
        now: datetime,
        wait: float | None = None,
        partly: str | None = None,
    ) -> Poll:
        wanted = [item for item in items if not self._wanted or self._wanted & {*(item.tickers or ())}]
        # Off the event loop: a thousand summaries take a while.
        articles = await asyncio.to_thread(_articles, wanted, self.name, now)
        return Poll(articles, cursor_of(state), wait, unchanged=not articles, window=False, partly=partly)

    async def _page(self, asked: Mapping[str, str]) -> Answer:
        return await self._interface.ask(self._settings.url, asked, Answer)


def _question_in(url: str | None) -> dict[str, str]:
    """Return what asks for the next page. Its host is not asked: the key goes where the settings say."""
    try:
        return dict(parse_qsl(urlsplit(url or "").query))
    except ValueError:
        return {}


def _moments(items: Iterable[Item]) -> Iterator[datetime]:
    return (item.published_at() for item in items)


def _articles(items: Iterable[Item], source: str, now: datetime) -> tuple[Article, ...]:
    return tuple({item.id: _article(item, source, now) for item in items}.values())


def _article(item: Item, source: str, now: datetime) -> Article:
    return Article(
        id=article_id(source, f"massive {item.id}"),
        source=source,
        headline=headline_text(item.title or "") or None,
        body=to_text(item.description or ""),
        first_seen=now,
        published_at=item.published_at(),
        url=link_of(item.article_url),
        outlet=((item.publisher.name if item.publisher else None) or "").strip() or None,
        tickers=tuple(filter(None, item.tickers or ())),
    )
