"""Finnhub's news: of chosen companies, or of the market at large. Headlines and summaries; it has no texts.

The shapes and the limits are from https://finnhub.io/docs/api, /company-news, /market-news and /rate-limit.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar, Final, Literal

import msgspec

from bot.dates import EARLIEST
from bot.domain.article import Article
from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.secret import Secret
from bot.fetch import Denied, Fetcher
from bot.fetch.interface import Interface, key_of, sound
from bot.markup import headline_text, to_text
from bot.ports import Cursor, Manner, Poll, Source
from bot.sources.answers import (
    NOT_NOW,
    asked_since,
    cursor_of,
    link_of,
    must_tell,
    state_of,
)
from bot.sources.identity import article_id
from bot.sources.needs import require
from bot.sources.settings import Asked

SHARE: Final = 0.9  # of the plan's calls; the rest is for prices, and for `outlay doctor`
APART: Final = 1 / 14  # seconds between two calls; every plan allows 30 a second, for news and prices
OVERLAP: Final = timedelta(hours=6)  # Finnhub collects from others, and lists some hours late
KNOWN: Final = 20  # articles of the market's news that are asked for again, to see that none was skipped

VARIABLE: Final = "FINNHUB_API_KEY"


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "finnhub". Without `symbols` the market's news of a `category` are asked for.
    `per_minute` is how many calls the plan allows, `url` where to ask."""

    ENVIRONMENT: ClassVar[Mapping[str, str]] = {"key": VARIABLE}
    NEEDS: ClassVar[Mapping[str, str]] = {"key": f"set the variable {VARIABLE}; a key is free at finnhub.io."}

    kind: str = "finnhub"
    symbols: tuple[str, ...] = ()
    category: Literal["general", "forex", "crypto", "merger"] = "general"
    per_minute: int = 60
    url: str = "https://finnhub.io/api/v1"
    key: Secret | None = None


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense, or without the key."""
    require(settings)
    if settings.per_minute < 1:
        raise CannotRun(
            f'The source "{settings.name}" has per_minute = {settings.per_minute}: say how many calls a '
            "minute your plan allows; it is 60 where nothing is paid."
        )
    return Companies(settings, fetcher) if settings.symbols else Market(settings, fetcher)


class Item(msgspec.Struct, frozen=True):
    """An article. `seconds` are those since 1970, `related` are tickers with commas between them."""

    id: int
    seconds: int = msgspec.field(name="datetime")
    headline: str | None = None
    summary: str | None = None
    related: str | None = None
    source: str | None = None
    url: str | None = None

    def __post_init__(self) -> None:
        must_tell(self.headline, self.summary)
        if self.id <= 0:
            raise ValueError(f"its id is {self.id}")
        self.published_at()

    def published_at(self) -> datetime:
        """Return when it was published, in UTC. Raises ValueError for a date that cannot be."""
        try:
            moment = datetime.fromtimestamp(self.seconds, UTC)
        except (OverflowError, OSError) as error:
            raise ValueError(f"its date is {self.seconds}") from error
        if moment < EARLIEST:
            raise ValueError(f"its date is {self.seconds}")
        return moment


class Mark(msgspec.Struct, frozen=True):
    """How a company stands (UTC): what was published before `began` is old; `asked` is when it last gave."""

    began: datetime
    asked: datetime


class Round(msgspec.Struct, frozen=True):
    """What the cursor keeps of the companies: how each stands, and whose turn is next."""

    marks: dict[str, Mark]
    turn: str = ""


class Seen(msgspec.Struct, frozen=True):
    """What the cursor keeps of the market's news: what has a higher number is asked for."""

    above: int = 0


class Finnhub:
    """What both have in common."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        self._settings = settings
        self._manner = settings.manner(least=60 / settings.per_minute)
        headers = {"X-Finnhub-Token": key_of(settings.key, VARIABLE)}
        self._interface = Interface(fetcher, headers, VARIABLE)

    @property
    def name(self) -> str:
        return self._settings.name

    @property
    def manner(self) -> Manner:
        return self._manner

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _ask(self, path: str, **asked: str) -> list[Item]:
        raws = await self._interface.ask(f"{self._settings.url}/{path}", asked, list[msgspec.Raw])
        return sound(raws, Item, self.name)


class Market(Finnhub):
    """The market's news: the latest hundred or so."""

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for what is newer than the last few that are known, so that a gap would show."""
        before = state_of(cursor, Seen) or Seen()
        since = {"minId": str(before.above)} if before.above else {}
        items = await self._ask("news", category=self._settings.category, **since)
        articles = tuple(_article(item, self.name, now) for item in items)
        # By date, since a single absurd number must not hide all that comes after it.
        latest = sorted(items, key=lambda item: item.published_at())[-KNOWN:]
        above = min((item.id for item in latest), default=before.above + 1) - 1
        return Poll(articles, cursor_of(Seen(above)), unchanged=not articles)


class Companies(Finnhub):
    """The news of chosen companies, a few of them a poll, in turn."""

    def __init__(self, settings: Settings, fetcher: Fetcher) -> None:
        super().__init__(settings, fetcher)
        self._pacer = fetcher.seats.pacer("finnhub", APART)
        self._symbols = list(dict.fromkeys(symbol.strip().upper() for symbol in settings.symbols))
        self._a_poll = max(1, int(SHARE * settings.per_minute * settings.every / 60))

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for the companies whose turn it is. Raises SourceTrouble when nothing is had of any of them.

        What was published before a company was first asked for is quiet, unless another tells it too.
        """
        before = state_of(cursor, Round) or Round({})
        marks = {symbol: before.marks.get(symbol, Mark(now, now)) for symbol in self._symbols}
        found: dict[str, Article] = {}
        loud: set[str] = set()
        troubles: dict[str, SourceTrouble] = {}
        answered, wait, turn = 0, None, ""
        for turn in self._turns(before.turn):
            try:
                items = await self._news_of(turn, marks[turn], now)
            except TryLater as trouble:
                troubles[turn] = trouble
                wait = trouble.seconds or NOT_NOW
                break
            except SourceTrouble as trouble:
                if isinstance(trouble, Denied) and trouble.status == 401:
                    raise
                troubles[turn] = trouble
                continue
            for article in (_article(item, self.name, now, turn) for item in items):
                found[article.id] = _joined(found.get(article.id, article), article)
                if article.published_at is None or article.published_at >= marks[turn].began:
                    loud.add(article.id)
            marks[turn] = Mark(marks[turn].began, now)
            answered += 1
        else:
            turn = self._after(turn)
        if not answered:
            raise next(iter(troubles.values()))
        return Poll(
            tuple(found.values()),
            cursor_of(Round(marks, turn)),
            wait,
            unchanged=not found,
            window=False,
            partly=_in_words(troubles),
            quiet=frozenset(found) - loud,
        )

    def _after(self, symbol: str) -> str:
        return self._symbols[(self._symbols.index(symbol) + 1) % len(self._symbols)]

    def _turns(self, first: str) -> list[str]:
        at = self._symbols.index(first) if first in self._symbols else 0
        return (self._symbols[at:] + self._symbols[:at])[: self._a_poll]

    async def _news_of(self, symbol: str, mark: Mark, now: datetime) -> list[Item]:
        """Ask for a company's news by days, which is all that Finnhub takes. They are New York's or UTC's:
        tomorrow is asked for too."""
        start = asked_since(mark.asked, now, self.name) - OVERLAP
        days = {"from": f"{start:%Y-%m-%d}", "to": f"{now + timedelta(days=1):%Y-%m-%d}"}
        await self._pacer.turn()
        return await self._ask("company-news", symbol=symbol, **days)


def _article(item: Item, source: str, now: datetime, symbol: str | None = None) -> Article:
    """Return an article; `symbol` is the company that it was listed under."""
    related = [word.strip() for word in (item.related or "").split(",")]
    tickers = tuple(dict.fromkeys(filter(None, related))) or ((symbol,) if symbol else ())
    return Article(
        id=article_id(source, f"finnhub {item.id}"),
        source=source,
        headline=headline_text(item.headline or "") or None,
        body=to_text(item.summary or ""),
        first_seen=now,
        published_at=item.published_at(),
        url=link_of(item.url),
        outlet=(item.source or "").strip() or None,
        tickers=tickers,
    )


def _joined(known: Article, again: Article) -> Article:
    """Return an article that is listed under two companies, with the tickers of both."""
    return replace(again, tickers=tuple(dict.fromkeys((*known.tickers, *again.tickers))))


def _in_words(troubles: Mapping[str, SourceTrouble]) -> str | None:
    if not troubles:
        return None
    names: Iterable[str] = list(troubles)[:5]
    more = f" and {len(troubles) - 5} more" if len(troubles) > 5 else ""
    return f"Nothing came of {', '.join(names)}{more}: {next(iter(troubles.values()))}"
