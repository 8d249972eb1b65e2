"""RSS, RDF, Atom and JSON Feed, polled politely."""

import asyncio
import logging
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b

import msgspec

from bot.domain.article import Article
from bot.domain.errors import CannotRun, SourceTrouble
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.ports import Cursor, Fetched, Poll, Source
from bot.sources.identity import articles_of
from bot.sources.pages import with_pages
from bot.sources.parse import read_feed

log = logging.getLogger(__name__)


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[[source]]` of kind "feed".

    `every` is in seconds. `alert_first` lets the first poll alert on what is in the feed already. `outlet`
    names the publisher where the items do not, instead of the feed's title. `pages` reads the page behind
    each new item too, for feeds that give only a teaser: mind what the publisher allows.
    """

    kind: str = "feed"
    name: str
    url: str
    every: float = 60.0
    alert_first: bool = False
    outlet: str | None = None
    pages: bool = False


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    if not settings.name.strip():
        raise CannotRun("A source has an empty name: give it one that people will know it by.")
    if settings.every <= 0:
        raise CannotRun(f'The source "{settings.name}" has every = {settings.every:g}: say seconds above 0.')
    if not settings.url.startswith(("http://", "https://")):
        raise CannotRun(f'The source "{settings.name}" needs a url that begins with http:// or https://.')
    return FeedSource(settings, fetcher)


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the cursor keeps beside the validators: the address that they belong to, where it moved, and the
    ids that the last fetch held, when their pages are read."""

    url: str
    moved: str | None = None
    ids: tuple[str, ...] = ()


class FeedSource:
    """One feed. It keeps nothing itself: all that it needs to go on is in the cursor."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._fetcher = fetcher

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def every(self) -> float:
        return self._settings.every

    @property
    def alert_first(self) -> bool:
        return self._settings.alert_first

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for the feed. `wait` is what Retry-After said: a long max-age must not silence a wire."""
        url = self._settings.url
        before = _state_of(cursor)
        if cursor is None or before.url != url:
            # The validators of another address would say "unchanged" of something that was never seen.
            cursor, before = Cursor(), State(url)
        fetched = await self._fetcher.get(url, etag=cursor.etag, last_modified=cursor.last_modified)
        state = State(url, self._moved(fetched, before), before.ids)
        if fetched.body is None:
            if cursor.etag is None and cursor.last_modified is None:
                raise SourceTrouble(f"{shown(url)} answered 304 to a first question: its server is at fault.")
            return Poll((), replace(cursor, state=_text_of(state)), fetched.wait, unchanged=True)
        digest = blake2b(fetched.body, digest_size=16).hexdigest()
        after = Cursor(fetched.etag, fetched.last_modified, digest, _text_of(state))
        if digest == cursor.digest:
            return Poll((), after, fetched.wait, unchanged=True)
        # Off the event loop: a large feed takes a while, and people are waiting for answers.
        articles = await asyncio.to_thread(self._articles, fetched, fetched.body, now)
        if self._settings.pages:
            state = State(url, state.moved, tuple(article.id for article in articles))
            after = replace(after, state=_text_of(state))
            if cursor.digest is not None or self.alert_first:  # else nothing of this will be read
                articles = await with_pages(articles, self._fetcher, frozenset(before.ids))
        return Poll(tuple(articles), after, fetched.wait)

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    def _moved(self, fetched: Fetched, before: State) -> str | None:
        """Return where the feed has moved for good, and say so once."""
        if not fetched.moved:
            return None
        if before.moved != fetched.url:
            where = shown(fetched.url)
            log.warning('"%s" has moved for good to %s: put that into the settings.', self.name, where)
        return fetched.url

    def _articles(self, fetched: Fetched, body: bytes, now: datetime) -> list[Article]:
        feed = read_feed(body, fetched.url, fetched.content_type)
        return list(articles_of(feed, self.name, now, self._settings.outlet))


def _state_of(cursor: Cursor | None) -> State:
    """Return what a cursor keeps; of no address when it keeps nothing, or nothing of ours."""
    if cursor is None or cursor.state is None:
        return State("")
    try:
        return msgspec.json.decode(cursor.state, type=State)
    except msgspec.DecodeError:
        return State("")


def _text_of(state: State) -> str:
    return msgspec.json.encode(state).decode()
