"""Benzinga's news with the text, and its list of articles that it took back.

The shapes and the limits are from https://docs.benzinga.com, /api-reference/news-api and /authentication.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final

import msgspec

from bot.domain.article import Article
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.secret import Secret
from bot.fetch import Fetcher
from bot.fetch.interface import Interface, key_of, sound
from bot.markup import headline_text, to_text
from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.answers import (
    NOT_NOW,
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

A_PAGE: Final = 100  # articles; Benzinga's most
PAGES: Final = 50  # a poll
MOST_TICKERS: Final = 50  # a question
LEAST: Final = 1.0  # seconds between polls; Benzinga names no limit, and a poll asks twice
OVERLAP: Final = timedelta(seconds=5)  # Benzinga's own advice, for stamps of whole seconds that come late
# Its list of removals is short and costs little; what is named twice does no harm.
REMOVED_OVERLAP: Final = timedelta(minutes=10)
REMOVED_PAGES: Final = 10

VARIABLE: Final = "BENZINGA_API_KEY"


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "benzinga". Without `tickers` and `channels` everything is asked for. `url` is
    where its interface is."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"key": VARIABLE}
    NEEDS: ClassVar[Mapping[str, str]] = {"key": f"set the variable {VARIABLE}, which Benzinga sells."}

    kind: str = "benzinga"
    every: float = 30.0
    tickers: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    url: str = "https://api.benzinga.com/api/v2"
    key: Secret | None = None


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense, or without the key."""
    require(settings)
    if len(settings.tickers) > MOST_TICKERS:
        raise CannotRun(
            f'The source "{settings.name}" names {len(settings.tickers)} tickers, and Benzinga takes '
            f"{MOST_TICKERS}: part them among several sources, or name none and get everything."
        )
    return Benzinga(settings, fetcher)


class Stock(msgspec.Struct, frozen=True):
    """A company that an article is about; `name` is its ticker."""

    name: str | None = None


class Item(msgspec.Struct, frozen=True):
    """An article. Dates are RFC 2822, `title` has entities, `teaser` and `body` are HTML and often empty."""

    id: int
    created: str
    updated: str | None = None
    title: str | None = None
    teaser: str | None = None
    body: str | None = None
    url: str | None = None
    stocks: tuple[Stock, ...] | None = None

    def __post_init__(self) -> None:
        must_tell(self.title, self.teaser, self.body)
        self.updated_at()

    def updated_at(self) -> datetime:
        """Return when it got its present words, in UTC."""
        created = date_of(self.created)
        return max(created, date_of(self.updated)) if self.updated else created


class Removal(msgspec.Struct, frozen=True):
    """An article that was taken back, and when."""

    id: int
    updated: str

    def __post_init__(self) -> None:
        date_of(self.updated)


class State(msgspec.Struct, frozen=True):
    """What the cursor keeps (UTC): everything updated before `since` was given, and all removals that were
    listed at `removals`."""

    since: datetime
    removals: datetime


class Benzinga:
    """The news. It keeps nothing itself: where it stands is in the cursor."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._manner = settings.manner(least=LEAST)
        headers = {"Authorization": f"token {key_of(settings.key, VARIABLE)}"}
        self._interface = Interface(fetcher, headers, VARIABLE)

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def manner(self) -> Manner:
        return self._manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for what was published, changed or taken back since the last time, a little overlapping.

        Without the list of removals the news go on, and `Poll.partly` says so.
        """
        before = state_of(cursor, State)
        troubles: list[str] = []
        if before is None:
            items = sound(await self._page(0), Item, self.name)
            since, removals, wait = newest(_moments(items), now) or now, now, None
            removed: frozenset[int] = frozenset()
        else:
            items, since, wait = await self._changed(before.since, now, troubles)
            removed, removals = await self._removed(before.removals, now, troubles)
        left = [item for item in items if item.id not in removed]
        # Off the event loop: a hundred articles of HTML take a while.
        articles = await asyncio.to_thread(_articles, left, self.name, now)
        return Poll(
            articles,
            cursor_of(State(since, removals)),
            wait,
            unchanged=not articles and not removed,
            removed=tuple(_id(self.name, number) for number in sorted(removed)),
            window=False,
            partly=" ".join(troubles) or None,
        )

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _changed(
        self, since: datetime, now: datetime, troubles: list[str]
    ) -> tuple[list[Item], datetime, float | None]:
        """Return what was updated since then, whereto that leads, and for how long Benzinga wants its peace.

        Pages are counted from the newest: an article that is updated meanwhile moves to the front and pushes
        the others back, so that some come twice and none is skipped. A walk that is broken off leads nowhere.
        """
        start = asked_since(since, now, self.name) - OVERLAP
        items: list[Item] = []
        for page in range(PAGES):
            try:
                raws = await self._page(page, updatedSince=str(int(start.timestamp())))
            except TryLater as trouble:
                if not page:
                    raise
                troubles.append(f"After {page} pages: {trouble}")
                return items, since, trouble.seconds or NOT_NOW
            items += sound(raws, Item, self.name)
            if len(raws) < A_PAGE:
                break
        else:
            oldest = min((item.updated_at() for item in items), default=start)
            troubles.append(
                f"More than {PAGES * A_PAGE} articles changed since {start:%d %B %H:%M} UTC: those before "
                f"{oldest:%d %B %H:%M} are missed."
            )
        return items, max(since, newest(_moments(items), now) or since), None

    async def _removed(
        self, since: datetime, now: datetime, troubles: list[str]
    ) -> tuple[frozenset[int], datetime]:
        """Return the numbers of the articles taken back since then, and until when that holds.

        The dates are looked at here too: people report that this list does not heed `updatedSince`.
        """
        start = asked_since(since, now, self.name) - REMOVED_OVERLAP
        removed: set[int] = set()
        try:
            for page in range(REMOVED_PAGES):
                raws = await self._removals(page, start)
                listed = sound(raws, Removal, self.name)
                fresh = {each.id for each in listed if date_of(each.updated) >= start}
                removed |= fresh
                if len(raws) < A_PAGE or not fresh:
                    break
        except SourceTrouble as trouble:
            troubles.append(f"Which articles were taken back is not known: {trouble}")
            return frozenset(removed), since
        return frozenset(removed), now

    async def _page(self, page: int, **asked: str) -> Sequence[msgspec.Raw]:
        parameters = {
            "page": str(page),
            "pageSize": str(A_PAGE),
            "displayOutput": "full",
            "sort": "updated:desc",
            **asked,
        }
        for name, wanted in (("tickers", self._settings.tickers), ("channels", self._settings.channels)):
            if wanted:
                parameters[name] = ",".join(wanted)
        return await self._interface.ask(f"{self._settings.url}/news", parameters, list[msgspec.Raw])

    async def _removals(self, page: int, since: datetime) -> Sequence[msgspec.Raw]:
        """Return a page of the list, which is the one value of an object whose key is not documented."""
        parameters = {
            "page": str(page),
            "pageSize": str(A_PAGE),
            "updatedSince": str(int(since.timestamp())),
        }
        url = f"{self._settings.url}/news-removed"
        lists = await self._interface.ask(url, parameters, dict[str, list[msgspec.Raw] | None])
        return [raw for listed in lists.values() for raw in listed or ()]


def _moments(items: Iterable[Item]) -> Iterator[datetime]:
    return (item.updated_at() for item in items)


def _id(source: str, number: int) -> str:
    return article_id(source, f"benzinga {number}")


def _articles(items: Iterable[Item], source: str, now: datetime) -> tuple[Article, ...]:
    return tuple({item.id: _article(item, source, now) for item in items}.values())


def _article(item: Item, source: str, now: datetime) -> Article:
    return Article(
        id=_id(source, item.id),
        source=source,
        headline=headline_text(item.title or "") or None,
        body=to_text(item.body or "") or to_text(item.teaser or ""),
        first_seen=now,
        published_at=date_of(item.created),
        url=link_of(item.url),
        outlet="Benzinga",
        tickers=tuple(stock.name for stock in item.stocks or () if stock.name),
    )
