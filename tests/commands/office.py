"""A desk for tests: the store in memory, a clock that is set by hand, a small security master."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.charts import Studio
from bot.commands.allowance import Allowance
from bot.commands.clerk import Clerk
from bot.desk.split import split_story
from bot.domain.alert import Channel, Footing, Message, Request, Takes, Watch
from bot.domain.chart import Chart
from bot.domain.errors import BadInput, CannotDraw, TryLater
from bot.domain.figures import Size
from bot.domain.market import PriceLine, Security, SecurityType, Ticker
from bot.domain.price import NoLine, Snapshot, Trade
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import (
    Added,
    AddedSource,
    Answer,
    Board,
    Charts,
    Decision,
    Enrolled,
    Offered,
    Owed,
    Parted,
    PausedSource,
    PlaceNews,
    Pulse,
    Sample,
    SourceHealth,
    Status,
)
from bot.store.memory import MemoryStore
from tests.cards.telling import NOON

ROOM = Channel("slack", "T1", "C1")
USER = "U1"


def security(
    symbol: str, name: str, mic: str = "XNYS", *, issuer: str = "", primary: bool = True
) -> Security:
    return Security(Ticker(symbol, mic), name, issuer or symbol, SecurityType.EQUITY, "", primary)


LISTED = (
    security("BABA", "Alibaba Group Holding Ltd", issuer="alibaba"),
    security("9988.HK", "Alibaba Group Holding Ltd", "XHKG", issuer="alibaba", primary=False),
    security("MSFT", "Microsoft Corp", "XNAS"),
    security("AAPL", "Apple Inc.", "XNAS"),
    security("RIO.L", "Rio Tinto plc", "XLON"),
    security("MKS.L", "Marks and Spencer Group plc", "XLON"),
    security("F", "Ford Motor Co"),
    security("FORD", "Forward Industries, Inc.", "XNAS"),
    security("META", "Meta Platforms, Inc.", "XNAS"),
    security("META.BK", "Meta Corporation Public Company Limited", "XBKK"),
    Security(Ticker("EXF", "ARCX"), "Example Fund", "EXF", SecurityType.FUND, "", primary=True),
    *(security(f"Q{n:03}", f"Quarry Number {n} Inc.") for n in range(220)),
)
NAMES = {
    "alibaba": "BABA",
    "alibaba group": "BABA",
    "alibaba pictures": "BABA",
    "alibaba msft": "BABA",  # a master that takes too much for a unit
    "microsoft": "MSFT",
    "apple": "AAPL",
    "rio tinto": "RIO.L",
    "marks and spencer": "MKS.L",
    "ford": "F",
    "meta": "META.BK",
}


class Master:
    """`bot.domain.market.Securities` over the few above."""

    def by_symbol(self, text: str) -> Security | None:
        symbol = text.strip().lstrip("$").upper()
        return next((s for s in LISTED if s.ticker.symbol == symbol), None)

    def by_name(self, name: str) -> Security | None:
        symbol = NAMES.get(name.casefold())
        return self.by_symbol(symbol) if symbol else None

    def listings(self, issuer: str) -> Sequence[Security]:
        return [s for s in LISTED if s.issuer == issuer]

    def suggest(self, typed: str, limit: int = 5) -> Sequence[Security]:
        near = typed.casefold()[:3]
        return [
            s for s in LISTED if s.ticker.symbol.casefold().startswith(near) or near in s.name.casefold()
        ][:limit]


@dataclass
class Prices:
    """`bot.ports.Prices` that knows what it was told; `gone` are each listing's earlier trades, `seen` is its
    snapshot. `why` is what it says of the rest, `trouble` how its provider does; when it `hangs` it never
    answers."""

    name: str = "example"
    known: dict[Ticker, PriceLine] = field(default_factory=dict)
    gone: dict[Ticker, tuple[Trade, ...]] = field(default_factory=dict)
    seen: dict[Ticker, Snapshot] = field(default_factory=dict)
    why: NoLine = NoLine.NOT_KNOWN
    trouble: str | None = None
    rests: float = 0.0
    hangs: bool = False

    @property
    def state(self) -> Board:
        return Board(self.name, self.trouble, rests=self.rests)

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        return {ticker: self.known[ticker] for ticker in tickers if ticker in self.known}

    @property
    def has_past(self) -> bool:
        return bool(self.gone)

    async def closings(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        return await self.lines(tickers, now)

    async def look(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine | NoLine]:
        if self.hangs:
            await asyncio.Event().wait()
        return {ticker: self.known.get(ticker, self.why) for ticker in tickers}

    async def snapshot(self, ticker: Ticker, now: datetime) -> Snapshot | None:
        return self.seen.get(ticker)

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        return [trade for trade in self.gone.get(ticker, ()) if since <= trade.at <= until]

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class SetClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


@dataclass
class FakeRoster:
    """`bot.ports.Roster` without a wire: addresses that end in "page" are web pages, "bad" and "busy" give
    nothing."""

    operator: Channel | None = None
    presets: tuple[str, ...] = ("globenewswire", "prnewswire")
    sources: dict[str, Enrolled] = field(default_factory=dict)

    def put(
        self, health: SourceHealth, *, added_in: Channel | None = None, rest: PausedSource | None = None
    ) -> None:
        """Put a source to work, of the settings or added in a channel."""
        address = f"https://{health.name.casefold().replace(' ', '-')}.example/rss"
        added = AddedSource(health.name, "{}", USER, added_in, NOON) if added_in is not None else None
        self.sources[health.name] = Enrolled(health, address, added, rest)

    async def enrolled(self) -> tuple[Enrolled, ...]:
        return tuple(self.sources.values())

    async def add(self, wish: str, name: str, by: str, channel: Channel) -> Added | Offered:
        if wish.endswith("bad"):
            raise BadInput("Nothing is there.")
        if wish.endswith("busy"):
            raise TryLater("It is busy.", 120.0)
        if wish.endswith("page"):
            return Offered(f"{wish}/rss")
        chosen = name or "Harbour Wire"
        self.put(SourceHealth(chosen), added_in=channel)
        return Added(chosen, wish, Sample("Harbour Wire", 20, "Acme to build a mill", NOON), 300, 3600)

    async def remove(self, name: str) -> bool:
        return self.sources.pop(name, None) is not None

    async def pause(self, name: str, by: str) -> bool:
        if self.sources[name].rest is not None:
            return False
        self.sources[name] = replace(self.sources[name], rest=PausedSource(name, by, NOON))
        return True

    async def resume(self, name: str) -> bool:
        if self.sources[name].rest is None:
            return False
        self.sources[name] = replace(self.sources[name], rest=None)
        return True


@dataclass
class Sizes:
    """`bot.ports.Sizes` that knows what it was told, by issuer; `priced` are the lines that it was given."""

    known: dict[str, Size] = field(default_factory=dict)
    priced: list[PriceLine | None] = field(default_factory=list)
    trouble: str | None = None

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        self.priced.append(line)
        return self.known.get(security.issuer)

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Easel:
    """`bot.ports.Charts` that keeps what it was to draw. `trouble` keeps it from drawing."""

    trouble: str | None = None
    asked: list[Chart] = field(default_factory=list)

    @property
    def missing(self) -> str | None:
        return self.trouble

    async def drawn(self, chart: Chart) -> bytes:
        self.asked.append(chart)
        if self.trouble:
            raise CannotDraw(self.trouble)
        return b"\x89PNG"

    async def warm(self) -> None:
        """Nothing has to be got ready."""


# The clock of these tests stands still: they ask all their questions within one moment.
PLENTY = Allowance(per_user=1_000_000, per_channel=1_000_000)


UNSAID = Footing(Takes.UNKNOWN)


class Office:
    """`bot.ports.Desk`, and what tests do with it."""

    def __init__(self, allowance: Allowance = PLENTY) -> None:
        self.store = MemoryStore()
        self.clock = SetClock()
        self.securities = Master()
        self.prices = Prices()
        self.sizes = Sizes()
        self.charts: Charts = Studio()
        self.roster = FakeRoster()
        self.platforms: tuple[Pulse, ...] = ()
        self.steps: tuple[Pulse, ...] = ()
        self.trouble: str | None = None
        self.no_rates: str | None = None
        self.news: list[PlaceNews] = []
        self.clerk = Clerk(self, allowance)

    @property
    def stories(self) -> MemoryStore:
        return self.store

    @property
    def watches(self) -> MemoryStore:
        return self.store

    @property
    def deliveries(self) -> MemoryStore:
        return self.store

    @property
    def places(self) -> MemoryStore:
        return self.store

    @property
    def keeping(self) -> MemoryStore:
        return self.store

    @property
    def audit(self) -> MemoryStore:
        return self.store

    async def heard(self, news: PlaceNews) -> None:
        self.news.append(news)

    async def status(self) -> Status:
        return Status(
            started=NOON - timedelta(hours=3),
            sources=await self.roster.enrolled(),
            platforms=self.platforms,
            steps=self.steps,
            trouble=self.trouble,
            owed=await self.store.owed(),
            disabled=tuple(await self.store.disabled()),
            rates=self.no_rates,
            sizes=self.sizes.trouble,
        )

    async def split(self, story: int, article: str) -> Parted | None:
        return await split_story(self.store, story, article, self.clock)

    async def ask(
        self,
        words: str,
        *,
        channel: Channel = ROOM,
        manages: bool = True,
        governs: bool | None = None,
        about: Message | None = None,
        direct: bool = False,
        footing: Footing = UNSAID,
    ) -> Answer:
        """Ask as somebody who decides for the whole space if they manage the channel, unless told."""
        request = Request(
            words,
            USER,
            channel,
            about=about,
            manages=manages,
            governs=manages and not direct if governs is None else governs,
            direct=direct,
            footing=footing,
        )
        return await self.clerk.answer(request)

    async def says(self, words: str, *, about: Message | None = None) -> str:
        """Return everything on the card that answers, as one text."""
        card = (await self.ask(words, about=about)).card
        return "\n".join(
            [
                card.title,
                *card.text,
                *(f"{fact.label}: {fact.value}" for fact in card.facts),
                *(f"{item.text} [{item.note or ''}]" for item in card.items),
                *card.notes,
                *(f"<{button.words}>" for button in card.buttons if button.words),
            ]
        )

    async def told(self, told: Reading, *, post: Ticker | None = None, at: datetime = NOON) -> Story:
        """Keep a story, and post it in the room for a watch when there is one."""
        owed = (Owed(ROOM, post),) if post else ()
        decision = await self.store.tell(
            told, at, lambda *_: Decision(Story(0, told, 1, at), None, owed), since=at - timedelta(hours=48)
        )
        assert decision.story is not None
        for delivery in await self.store.claim(at, 10, timedelta(minutes=1)):
            await self.store.sent(delivery, Message(delivery.channel, f"message {delivery.id}"), at)
        return decision.story

    async def watched(self) -> list[Watch]:
        return await self.store.watches(ROOM)

    def actions(self) -> list[tuple[str, str]]:
        return [(noted.action, noted.detail) for noted in self.store.audit]
