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
from bot.ports import Cursor, Fetched, Manner, Poll, Source
from bot.sources.dialect import Dialect
from bot.sources.identity import articles_of
from bot.sources.settings import Asked

log = logging.getLogger(__name__)


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "feed". `outlet` names the publisher where the items do not, instead of the feed's
    title."""

    kind: str = "feed"
    url: str
    outlet: str | None = None


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    return FeedSource(settings, settings.url, fetcher, Dialect(outlet=settings.outlet))


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the cursor keeps beside the validators: the address that they belong to, and where it moved."""

    url: str
    moved: str | None = None


class FeedSource:
    """One feed. It keeps nothing itself: all that it needs to go on is in the cursor.

    `dialect` says what is peculiar to its publisher. Raises CannotRun for settings that make no sense.
    """

    def __init__(self, asked: Asked, url: str, fetcher: Fetcher, dialect: Dialect) -> None:
        if not url.startswith(("http://", "https://")):
            raise CannotRun(f'The source "{asked.name}" needs a url that begins with http:// or https://.')
        self._name = asked.name
        self._url = url
        self._manner = asked.manner(least=dialect.least)
        self._fetcher = fetcher
        self._dialect = dialect

    @property
    def name(self) -> str:
        return self._name

    @property
    def url(self) -> str:
        return self._url

    @property
    def manner(self) -> Manner:
        return self._manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for the feed, unless the publisher says that it is the one we know."""
        url = self._url
        before = _state_of(cursor)
        if cursor is None or before.url != url:
            # The validators of another address would say "unchanged" of something that was never seen.
            cursor, before = Cursor(), State(url)
        fetched = await self._fetcher.get(
            url, etag=cursor.etag, last_modified=cursor.last_modified, headers=self._dialect.headers
        )
        state = State(url, self._moved(fetched, before))
        if fetched.body is None:
            if cursor.etag is None and cursor.last_modified is None:
                raise SourceTrouble(f"{shown(url)} answered 304 to a first question: its server is at fault.")
            return self._same(replace(cursor, state=_text_of(state)), fetched)
        digest = blake2b(fetched.body, digest_size=16).hexdigest()
        after = Cursor(fetched.etag, fetched.last_modified, digest, _text_of(state))
        if digest == cursor.digest:
            return self._same(after, fetched)
        # Off the event loop: a large feed takes a while, and people are waiting for answers.
        articles = await asyncio.to_thread(self._articles, fetched, fetched.body, now)
        return Poll(tuple(articles), after, fetched.wait, fresh_for=fetched.fresh_for)

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    @staticmethod
    def _same(cursor: Cursor, fetched: Fetched) -> Poll:
        return Poll((), cursor, fetched.wait, unchanged=True, fresh_for=fetched.fresh_for)

    def _moved(self, fetched: Fetched, before: State) -> str | None:
        """Return where the feed has moved for good, and say so once."""
        if not fetched.moved:
            return None
        if before.moved != fetched.url:
            where = shown(fetched.url)
            log.warning('"%s" has moved for good to %s: put that into the settings.', self.name, where)
        return fetched.url

    def _articles(self, fetched: Fetched, body: bytes, now: datetime) -> list[Article]:
        feed = self._dialect.feed(body, fetched.url, fetched.content_type)
        return list(articles_of(feed, self.name, now, self._dialect.outlet, self._dialect.voice))


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
