"""The step that looks up what alerts want, at work over a store in memory, and whom it asks."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from bot.desk.follow_ups import Plan
from bot.desk.lookups import Lookups
from bot.desk.pricing import Pricing
from bot.domain.alert import Action, Message
from bot.domain.figures import Moment, Rate, Size, Spending
from bot.domain.market import Money, Origin, PriceLine, Security, Session, Ticker
from bot.domain.story import Story
from bot.ports import LATE, Appointment, Came, Decision, Owed, Settled
from bot.ports.meter import Unmeasured
from bot.store.memory import MemoryStore
from tests.commands.office import Prices
from tests.faults.house import WrongClock
from tests.store.examples import ACME, SLACK, article, commitment, reading, story

PREMARKET = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 08:00 in New York
LEASE = timedelta(seconds=60)
BUDGET = 0.8  # seconds
LINE = PriceLine(
    ACME,
    change=Decimal("0.02"),
    last=Money(Decimal("77.52"), "USD"),
    session=Session.PREMARKET,
    origin=Origin.LIVE,
    at=PREMARKET,
    provider="Tape",
    against=date(2026, 3, 10),
)


def opened() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass
class Vendor(Prices):
    """Prices that come once `open` is set."""

    open: asyncio.Event = field(default_factory=opened)
    asked: int = 0

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        self.asked += 1
        await self.open.wait()
        return await super().lines(tickers, now)


@dataclass
class Bank:
    """`bot.ports.Rates` of one to eight, once `open` is set."""

    open: asyncio.Event = field(default_factory=opened)
    asked: list[str] = field(default_factory=list)
    trouble: str | None = None

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        self.asked.append(base)
        await self.open.wait()
        return Rate(base, quote, Decimal("0.125"), day, "Bank")

    async def close(self) -> None:
        """Nothing is held."""


@dataclass
class Registry:
    """`bot.ports.Sizes` that knows what one company spends, once `open` is set."""

    open: asyncio.Event = field(default_factory=opened)
    priced: list[PriceLine | None] = field(default_factory=list)
    trouble: str | None = None

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        self.priced.append(line)
        await self.open.wait()
        return Size(
            security.ticker, "Registry", capex=Spending(Money(Decimal("8e9"), "USD"), date(2025, 12, 31))
        )

    async def close(self) -> None:
        """Nothing is held."""


class Master:
    """A security master that knows one company."""

    def by_symbol(self, text: str) -> Security | None:
        return Security(ACME, "Acme", "acme") if text == ACME.symbol else None

    def by_name(self, name: str) -> Security | None:
        return None

    def listings(self, issuer: str) -> Sequence[Security]:
        return ()

    def suggest(self, typed: str, limit: int = 5) -> Sequence[Security]:
        return ()


class CountingStore(MemoryStore):
    """Counts its transactions."""

    settled = 0

    async def settle(self, settled: Sequence[Settled], now: datetime) -> list[Story | None]:
        self.settled += 1
        return await super().settle(settled, now)


@dataclass
class Tally(Unmeasured):
    """Notes when what was looked up came."""

    came: list[Came] = field(default_factory=list)

    def looked_up(self, came: Came, seconds: float) -> None:
        self.came.append(came)


@dataclass
class Desk:
    """The step at work over a store in memory."""

    lookups: Lookups
    store: CountingStore = field(default_factory=CountingStore)
    clock: WrongClock = field(default_factory=lambda: WrongClock(PREMARKET - datetime.now(UTC)))
    tally: Tally = field(default_factory=Tally)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    plan: Plan = field(default_factory=Plan)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        step = Pricing(self.store, self.lookups, self.plan, self.clock, lambda: None, self.tally)
        work = asyncio.ensure_future(step.run(self.wake))
        try:
            yield
        finally:
            work.cancel()
            with suppress(asyncio.CancelledError):
                await work

    async def tell(self, number: int = 1, currency: str = "USD") -> Story:
        """Tell a story of its own, owed to a channel."""
        now = self.clock.now()
        plain = commitment(currency=currency, usd=None, usd_basis=None)
        told = reading(article(number, first_seen=now, published_at=now), sum_of=plain)
        made = Decision(story(told, first_seen=now), None, (Owed(SLACK, ACME),))
        decision = await self.store.tell(
            told, now, lambda *_: self.lookups.planned(made, now), since=now - LEASE
        )
        self.wake.set()
        assert decision.story is not None
        return decision.story

    async def follows(self, numbers: Iterable[int]) -> None:
        """Have stories that nobody was alerted of followed up now."""
        now = self.clock.now()
        for number in numbers:
            told = reading(article(number, first_seen=now, published_at=now))
            made = Decision(story(told, first_seen=now), None, (), look_up=True)
            decision = await self.store.tell(told, now, lambda *_, made=made: made, since=now - LEASE)
            assert decision.story is not None
            [due] = await self.store.appointments(now, (), 1, {Moment.ALERT})
            hour = Appointment(decision.story.id, Moment.HOUR, now, now + LATE)
            await self.store.settle([Settled(due.appointment, lambda same: same, follow_ups=(hour,))], now)

    async def posted(self, within: float = 3.0) -> tuple[Story, float]:
        """Have the alert stand as soon as it may; return its story as it is then, and how long that took."""
        began = asyncio.get_running_loop().time()
        while not (claimed := await self.store.claim(self.clock.now(), 9, LEASE)):
            took = asyncio.get_running_loop().time() - began
            assert took < within, "no alert may go"
            await asyncio.sleep(0.005)
        [post] = claimed
        assert post.action is Action.POST
        known = await self.store.story(post.story)
        assert known is not None
        await self.store.sent(post, Message(SLACK, f"m{post.id}"), self.clock.now(), shows=post.newest)
        return known, asyncio.get_running_loop().time() - began

    async def until(self, holds: Callable[[Story], object], number: int = 1) -> Story:
        """Wait until a story is as wanted; return it."""
        for _ in range(1000):
            known = await self.store.story(number)
            if known is not None and holds(known):
                return known
            await asyncio.sleep(0.005)
        raise AssertionError(f"It did not happen to {await self.store.story(number)}.")

    async def edits(self) -> int:
        return sum(one.action is Action.EDIT for one in await self.store.claim(self.clock.now(), 99, LEASE))


def desk(
    vendor: Vendor | None = None,
    bank: Bank | None = None,
    registry: Registry | None = None,
    budget: float = BUDGET,
) -> Desk:
    return Desk(Lookups(vendor, bank, registry, Master(), timedelta(seconds=budget)))
