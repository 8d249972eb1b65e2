"""RSS, RDF, Atom and JSON Feed, polled politely."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Final

import msgspec

from bot.domain.article import Article
from bot.domain.errors import CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.ports import Cursor, Fetched, Manner, Poll, Source
from bot.sources.aside import aside
from bot.sources.dialect import Dialect
from bot.sources.identity import articles_of
from bot.sources.moving import Address
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


BELIEVED: Final = 3600.0  # seconds for which "not modified" is believed: some servers say it for ever
LOST_AFTER: Final = 3  # failures in a row at an adopted address, until the one in the settings is tried again


class State(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the cursor keeps beside the validators: the address that they belong to, and when (seconds since
    1970) the whole body last came."""

    address: Address
    whole: float = 0.0


class FeedSource:
    """One feed. All that it needs to go on is in the cursor.

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
        self._lost = 0  # failures in a row since the start

    @property
    def name(self) -> str:
        return self._name

    @property
    def url(self) -> str:
        return self._url

    @property
    def manner(self) -> Manner:
        return self._manner

    def moved_to(self, cursor: Cursor | None) -> tuple[str, ...]:
        """Return the address that was adopted in place of the one in the settings, if one was."""
        state = _state_of(cursor)
        if state is None or state.address.url != self._url or state.address.adopted is None:
            return ()
        return (state.address.adopted,)

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for the feed, unless the publisher says that it is the one we know."""
        state = _state_of(cursor)
        if cursor is None or state is None or state.address.url != self._url:
            # The validators of another address would say "unchanged" of something that was never seen.
            given = await self._ask(Cursor(), State(Address(self._url)), now)
            return replace(given, quiet=frozenset(article.id for article in given.articles))
        try:
            given = await self._ask(cursor, state, now)
        except SourceTrouble as trouble:
            self._lost += 1
            is_lost = self._lost >= LOST_AFTER or isinstance(trouble, GoneForGood)
            if isinstance(trouble, TryLater) and trouble.seconds is not None:
                is_lost = False  # it is there, and asks for patience: at its other address too
            if state.address.adopted is None or not is_lost:
                raise
            log.warning("%s: asked at its old address again, because the new one fails.", self.name)
            given = await self._ask(Cursor(digest=cursor.digest), State(state.address.given_up()), now)
        self._lost = 0
        return given

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _ask(self, cursor: Cursor, state: State, now: datetime) -> Poll:
        """Ask at an address, for what changed since `cursor`."""
        url, at = state.address.here, now.timestamp()
        if not 0 <= at - state.whole < BELIEVED:
            cursor = Cursor(digest=cursor.digest)
        fetched = await self._fetcher.get(
            url, etag=cursor.etag, last_modified=cursor.last_modified, headers=self._dialect.headers
        )
        if fetched.body is None:
            if cursor.etag is None and cursor.last_modified is None:
                raise SourceTrouble(f"{shown(url)} answered 304 to a first question: its server is at fault.")
            # A 304 may bring new validators; one that brings none leaves the old ones standing.
            validators = (fetched.etag or cursor.etag, fetched.last_modified or cursor.last_modified)
            return self._given(None, Cursor(*validators, cursor.digest), state, fetched)
        digest = sha256(fetched.body).hexdigest()  # processors have it built in
        after, state = Cursor(fetched.etag, fetched.last_modified, digest), State(state.address, at)
        if digest == cursor.digest:
            return self._given(None, after, state, fetched)
        # Off the event loop: a large feed takes a while, and people are waiting for answers.
        articles = await aside(len(fetched.body), self._articles, fetched, fetched.body, now)
        return self._given(articles, after, state, fetched)

    def _given(
        self, articles: Sequence[Article] | None, cursor: Cursor, state: State, fetched: Fetched
    ) -> Poll:
        """Return what came of an answer. The cursor keeps where the feed is to be asked from now on."""
        before = state.address
        address = before.answered(fetched.url, moved=fetched.moved)
        is_new_home = address.here != before.here
        if is_new_home:
            cursor = Cursor(digest=cursor.digest)  # validators are an address's own
        kept = msgspec.json.encode(State(address, state.whole)).decode()
        return Poll(
            tuple(articles or ()),
            replace(cursor, state=kept),
            fetched.wait,
            unchanged=articles is None,
            fresh_for=fetched.fresh_for,
            moved=shown(address.here) if is_new_home else None,
        )

    def _articles(self, fetched: Fetched, body: bytes, now: datetime) -> list[Article]:
        feed = self._dialect.feed(body, fetched.url, fetched.content_type)
        dialect = self._dialect
        return list(
            articles_of(feed, self.name, now, dialect.outlet, dialect.voice, one_a_guid=dialect.one_a_guid)
        )


def _state_of(cursor: Cursor | None) -> State | None:
    """Return what a cursor keeps; None when it keeps nothing, or nothing of ours."""
    if cursor is None or cursor.state is None:
        return None
    try:
        return msgspec.json.decode(cursor.state, type=State)
    except msgspec.DecodeError:
        return _earlier_state_of(cursor.state)


def _earlier_state_of(state: str) -> State | None:
    """Return what an earlier version kept: the address alone. Taken for nothing, it would make a first poll
    of the next one, and silence what was published meanwhile."""
    try:
        return State(msgspec.json.decode(state, type=Address))
    except msgspec.DecodeError:
        return None
