"""Alpaca's news: asked over REST, and told over a line between two questions.

REST alone moves the cursor, so whatever the line lost is asked for again: after a restart, after each
reconnect, and every few minutes while the line stands. The shapes and the limits are from Alpaca's documents,
https://docs.alpaca.markets/docs/historical-news-data and /docs/streaming-real-time-news.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import ClassVar, Final, NamedTuple

import msgspec

from bot.domain.article import Article
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.secret import Secret
from bot.fetch import Fetcher
from bot.fetch.interface import Interface, key_of, sound
from bot.fetch.stream import HEARTBEAT
from bot.markup import headline_text, to_text
from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.alpaca_line import VARIABLES, Line, open_line
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

log = logging.getLogger(__name__)

A_PAGE: Final = 50  # articles; Alpaca's most
PAGES: Final = 40  # a poll; what is left then comes with the next
LEAST: Final = 1.0  # seconds between polls: 200 requests a minute are allowed, and a poll may need several
OVERLAP: Final = timedelta(minutes=2)  # an article may be listed a little after its own date
RECHECK: Final = timedelta(minutes=5)  # REST is asked so often though the line stands
LATE: Final = timedelta(minutes=1)  # by how much the line may lag behind REST
MOST_HELD: Final = 1_000  # articles of the line between two polls; beyond that REST is asked instead


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "alpaca". Without `symbols` everything is asked for. `stream` opens the WebSocket;
    `url` and `stream_url` are where to ask, other than the usual places."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {
        "key_id": "APCA_API_KEY_ID",
        "secret_key": "APCA_API_SECRET_KEY",
    }

    NEEDS: ClassVar[Mapping[str, str]] = {
        "key_id": "set the variable APCA_API_KEY_ID; a key is free at alpaca.markets.",
        "secret_key": "set the variable APCA_API_SECRET_KEY, which is shown once when the key is made.",
    }

    kind: str = "alpaca"
    every: float = 30.0
    symbols: tuple[str, ...] = ()
    stream: bool = False
    url: str = "https://data.alpaca.markets/v1beta1/news"
    stream_url: str = "wss://stream.data.alpaca.markets/v1beta1/news"
    key_id: Secret | None = None
    secret_key: Secret | None = None


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense, or without the keys."""
    require(settings)
    if settings.stream and not settings.stream_url.startswith(("wss://", "ws://")):
        raise CannotRun(f'The source "{settings.name}" needs a stream_url that begins with wss://.')
    return TalkativeAlpaca(settings, fetcher) if settings.stream else Alpaca(settings, fetcher)


class Item(msgspec.Struct, frozen=True):
    """An article as Alpaca gives it, over REST and over the line. Dates are RFC 3339, `content` is HTML."""

    id: int
    created_at: str
    updated_at: str | None = None
    headline: str | None = None
    summary: str | None = None
    content: str | None = None
    author: str | None = None
    source: str | None = None
    url: str | None = None
    symbols: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        must_tell(self.headline, self.summary, self.content)
        self.updated()

    def updated(self) -> datetime:
        """Return when it got its present words, in UTC."""
        created = date_of(self.created_at)
        return max(created, date_of(self.updated_at)) if self.updated_at else created


class Answer(msgspec.Struct, frozen=True):
    """A page of REST."""

    news: tuple[msgspec.Raw, ...]
    next_page_token: str | None = None


class Caught(NamedTuple):
    """What REST gave: articles, where that leads, how many seconds it wants to be left alone, and, where it
    broke off, why."""

    items: list[Item]
    state: Reached
    wait: float | None = None
    partly: str | None = None


class Alpaca:
    """The news over REST. It keeps nothing itself: where it stands is in the cursor."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._manner = settings.manner(least=LEAST)
        self._key = key_of(settings.key_id, "APCA_API_KEY_ID")
        self._secret = key_of(settings.secret_key, "APCA_API_SECRET_KEY")
        headers = {"APCA-API-KEY-ID": self._key, "APCA-API-SECRET-KEY": self._secret}
        self._interface = Interface(fetcher, headers, VARIABLES)

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def manner(self) -> Manner:
        return self._manner

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for what was published or changed since the last time, a little overlapping."""
        caught = await self._ask(state_of(cursor, Reached), now)
        return await self._poll(caught.items, caught, now)

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _poll(self, items: Sequence[Item], caught: Caught, now: datetime) -> Poll:
        # Off the event loop: a hundred articles of HTML take a while.
        articles = await asyncio.to_thread(_articles, items, self.name, now)
        return Poll(
            articles,
            cursor_of(caught.state),
            caught.wait,
            unchanged=not articles,
            window=False,
            partly=caught.partly,
        )

    async def _ask(self, before: Reached | None, now: datetime) -> Caught:
        """Return what REST has since `before`.

        Pages come oldest first, so that what was read before some trouble need not be asked again.
        """
        if before is None:
            items = sound((await self._page({"sort": "desc"})).news, Item, self.name)
            return Caught(items, Reached(newest(_moments(items), now) or now))
        overlap = timedelta() if before.behind else OVERLAP
        start = asked_since(before.since, now, self.name) - overlap
        asked = {"sort": "asc", "start": start.strftime("%Y-%m-%dT%H:%M:%SZ")}
        items = []
        for page in range(PAGES):
            try:
                answer = await self._page(asked)
            except TryLater as trouble:
                if not page:
                    raise
                state = before.on(_moments(items[-1:]), now, behind=True)
                return Caught(items, state, trouble.seconds or NOT_NOW, f"After {page} pages: {trouble}")
            items += sound(answer.news, Item, self.name)
            if not answer.next_page_token or not answer.news:
                return Caught(items, before.on(_moments(items), now, behind=False))
            asked["page_token"] = answer.next_page_token
        log.info('"%s" has more than %d articles waiting; the next poll goes on.', self.name, len(items))
        return Caught(items, before.on(_moments(items[-1:]), now, behind=True))

    async def _page(self, asked: Mapping[str, str]) -> Answer:
        parameters = {"limit": str(A_PAGE), "include_content": "true", **asked}
        if self._settings.symbols:
            parameters["symbols"] = ",".join(self._settings.symbols)
        return await self._interface.ask(self._settings.url, parameters, Answer)


class TalkativeAlpaca(Alpaca):
    """The news over REST and over the line.

    Between two polls it keeps what the line said. Nothing is lost with it: the line never moves the cursor.
    """

    def __init__(self, settings: Settings, fetcher: Fetcher, heartbeat: float = HEARTBEAT) -> None:
        super().__init__(settings, fetcher)
        self._fetcher = fetcher
        self._heartbeat = heartbeat
        self._line: Line | None = None  # while it stands
        self._deaf = False  # it stands, but said nothing of what REST has
        self._held: list[Item] = []
        self._said: dict[int, Item] = {}  # the latest words of the line, by id
        self._owing = True  # REST has not yet been asked since the line may have lost something
        self._asked: datetime | None = None  # when REST last answered
        self._sure_since: datetime | None = None  # of what was published later, the line must have told
        self._not_before: datetime | None = None  # REST asked to be left alone until then
        self._given: Reached | None = None

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Give what the line said, and what REST has where the line may have missed something."""
        held = tuple(self._held)
        before = state_of(cursor, Reached)
        try:
            caught = await self._catch_up(before, now)
        except SourceTrouble as trouble:
            if before is None or (self._line is None and not held):
                raise
            # With a line the news go on; to raise would keep them waiting as long as REST wants.
            caught = Caught([], before, partly=f"Only its line brings news. {trouble}")
        del self._held[: len(held)]
        self._given = caught.state
        # REST may spell the line's words a little otherwise, which would look like a revision.
        latest = {item.id: self._as_said(item) for item in (*held, *caught.items)}
        return await self._poll(tuple(latest.values()), caught, now)

    async def listen(self, wake: Callable[[], None]) -> None:
        """Stay on the line, and call `wake` for news. Raises SourceTrouble when the line breaks."""
        self._deaf = False
        try:
            async with open_line(
                self._fetcher,
                self._settings.stream_url,
                key=self._key,
                secret=self._secret,
                symbols=self._settings.symbols,
                heartbeat=self._heartbeat,
            ) as line:
                self._line, self._owing, self._sure_since = line, True, None
                wake()  # for what was published while nobody listened
                while True:
                    for item in sound(await line.news(), Item, self.name):
                        self._hold(item)
                    wake()
        except TryLater as trouble:
            if not self._deaf:
                raise
            raise TryLater(f'The line of "{self.name}" stood but brought no news.') from trouble
        finally:
            self._line = None

    async def _catch_up(self, before: Reached | None, now: datetime) -> Caught:
        """Ask REST, if it is time to."""
        if before is not None and not self._must_ask(before, now):
            return Caught([], before)
        line, self._owing = self._line, False
        try:
            caught = await self._ask(before, now)
        except SourceTrouble as trouble:
            self._owing = True
            if isinstance(trouble, TryLater):
                self._not_before = now + timedelta(seconds=trouble.seconds or NOT_NOW)
            raise
        self._asked = now
        self._owing = self._owing or caught.state.behind
        self._not_before = None if caught.wait is None else now + timedelta(seconds=caught.wait)
        if line is not None and line is self._line:
            await self._judge(line, caught.items, now)
        return caught

    def _must_ask(self, before: Reached, now: datetime) -> bool:
        if self._line is None:
            return True
        if self._not_before is not None and now < self._not_before:
            return False
        # Another state than was given last: the program started anew, or could not keep what it was given.
        is_time = self._asked is None or not timedelta() <= now - self._asked < RECHECK
        return self._owing or is_time or before != self._given

    async def _judge(self, line: Line, items: Iterable[Item], now: datetime) -> None:
        """Hang up on a line that stands and answers pings, but did not tell what REST has."""
        if self._sure_since is None:
            self._sure_since = now
            return
        told_of = self._sure_since + LATE, now - LATE
        silent = [
            item
            for item in items
            if told_of[0] < date_of(item.created_at) < told_of[1] and item.id not in self._said
        ]
        if silent:
            log.warning('The line of "%s" did not bring %d articles that REST has.', self.name, len(silent))
            self._deaf = True
            await line.hang_up()

    def _as_said(self, item: Item) -> Item:
        said = self._said.get(item.id)
        return said if said is not None and said.updated() >= item.updated() else item

    def _hold(self, item: Item) -> None:
        if len(self._held) >= MOST_HELD:  # nobody polls; REST will have it all
            self._held.clear()
            self._owing = True
        self._held.append(item)
        self._said.pop(item.id, None)
        self._said[item.id] = item
        if len(self._said) > MOST_HELD:
            del self._said[next(iter(self._said))]


def _moments(items: Iterable[Item]) -> Iterator[datetime]:
    return (item.updated() for item in items)


def _articles(items: Iterable[Item], source: str, now: datetime) -> tuple[Article, ...]:
    return tuple(_article(item, source, now) for item in items)


def _article(item: Item, source: str, now: datetime) -> Article:
    return Article(
        id=article_id(source, f"alpaca {item.id}"),
        source=source,
        headline=headline_text(item.headline or "") or None,
        body=to_text(item.content or "") or to_text(item.summary or ""),
        first_seen=now,
        published_at=date_of(item.created_at),
        url=link_of(item.url),
        outlet=_outlet(item),
        tickers=tuple(filter(None, item.symbols or ())),
    )


def _outlet(item: Item) -> str | None:
    """Alpaca writes "benzinga" where the publisher writes Benzinga."""
    name = (item.source or item.author or "").strip()
    return (name.capitalize() if name.islower() else name) or None
