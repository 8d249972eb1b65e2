"""Sources: the news that comes in from outside, and the clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from bot.domain.article import Article


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present, in UTC."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a source stands: what it needs to ask only for news. Byte-exact copies of what it was given.

    `digest` is the hash of the last body, `state` whatever else the source keeps, as JSON text.
    """

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of a source gave: its items in the source's order, and where it now stands.

    `wait` is how many seconds it asks to be left alone (None: it did not say), `fresh_for` how many it says
    that its answer stays good. `unchanged` says that nothing was published. `removed` are the ids of articles
    that the publisher took back. `window` says that the poll shows the latest items whatever was seen before:
    if none of them is known, some may have been missed. `partly` says in words what part of the source gave
    nothing while the rest answered. `quiet` are the ids of articles that may not alert, because the source,
    or a part of it, is asked here for the first time. `moved` is the address, fit to be shown, that it is
    asked at from now on; it is said once.
    """

    articles: tuple[Article, ...]
    cursor: Cursor
    wait: float | None = None
    unchanged: bool = False
    fresh_for: float | None = None
    removed: tuple[str, ...] = ()
    window: bool = True
    partly: str | None = None
    quiet: frozenset[str] = frozenset()
    moved: str | None = None


@dataclass(frozen=True, slots=True)
class Manner:
    """How a source is asked. All lengths are seconds.

    `every` is the interval while there is news; in quiet times it grows up to `slowest` (a wire has both the
    same). `least` is the shortest interval that the host bears. `alert_first` lets the first poll alert,
    `pages` wants the page behind each new article read too.
    """

    every: float
    slowest: float
    least: float = 0.0
    alert_first: bool = False
    pages: bool = False


class Source(Protocol):
    """A wire. It keeps nothing between polls that it could not do without: that is the cursor's."""

    @property
    def name(self) -> str: ...
    @property
    def manner(self) -> Manner: ...

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for news since `cursor`. Raises SourceTrouble, and nothing else, when none is to be had."""

    async def close(self) -> None:
        """Let go of what the source holds."""


@runtime_checkable
class Opens(Protocol):
    """Gives the whole of an article of which a poll brought a part: a source that can, or the pages."""

    async def open(self, article: Article) -> Article:
        """Return the article with its full text, or as it is where none is to be had. Raises nothing."""


@runtime_checkable
class Moves(Protocol):
    """A source that follows its publisher to another address."""

    def moved_to(self, cursor: Cursor | None) -> tuple[str, ...]:
        """Return the addresses that are asked from `cursor` on in place of those of the settings."""


@runtime_checkable
class Listens(Protocol):
    """A source that is told of news by its publisher, between polls."""

    async def listen(self, wake: Callable[[], None]) -> None:
        """Stay connected for ever, and call `wake` when a poll would bring something. Raises SourceTrouble
        when the line breaks; whoever runs it calls again, with patience."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a GET gave: status, body (decoded from its transfer encoding, None on 304), the headers that
    matter, the address after redirects and whether every redirect was permanent."""

    status: int
    url: str
    body: bytes | None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    wait: float | None = None  # seconds, from Retry-After
    fresh_for: float | None = None  # seconds, from Cache-Control: max-age
    moved: bool = False
