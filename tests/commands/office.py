"""A desk for tests: the store in memory, a clock that is set by hand, a small security master."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.commands.clerk import Clerk
from bot.domain.alert import Channel, Message, Request, Watch
from bot.domain.market import PriceLine, Security, SecurityType, Ticker
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import Answer, Decision, Owed, SourceHealth, Status
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
    """A provider that knows what it was told."""

    name: str = "example"
    known: dict[Ticker, PriceLine] = field(default_factory=dict)

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        return {ticker: self.known[ticker] for ticker in tickers if ticker in self.known}

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class SetClock:
    at: datetime = NOON

    def now(self) -> datetime:
        return self.at


class Office:
    """`bot.ports.Desk`, and what tests do with it."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = SetClock()
        self.securities = Master()
        self.prices = Prices()
        self.health: tuple[SourceHealth, ...] = ()
        self.chats: dict[str, str] = {}
        self.clerk = Clerk(self)

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
    def audit(self) -> MemoryStore:
        return self.store

    async def status(self) -> Status:
        return Status(
            started=NOON - timedelta(hours=3),
            sources=self.health,
            chats=self.chats,
            owed=await self.store.owed(),
            disabled=tuple(await self.store.disabled()),
        )

    async def ask(
        self, words: str, *, channel: Channel = ROOM, manages: bool = True, about: Message | None = None
    ) -> Answer:
        return await self.clerk.answer(Request(words, USER, channel, about=about, manages=manages))

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
