"""The end of the table of sessions is told to the operator in time: once, where somebody watches a share."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.cards.card import Card
from bot.domain.market import Ticker
from bot.keeping.almanac import FIRST, Almanac
from bot.schedule import Schedule
from bot.store.memory import MemoryStore
from tests.conditions import until
from tests.store.examples import SLACK, watch

SHANGHAI, NEW_YORK, BOMBAY = Ticker("600104.SS", "XSHG"), Ticker("ACME", "XNYS"), Ticker("ACME.NS", "XNSE")


@dataclass
class Desk:
    """A store, a clock that is set by hand, and what the operator was told."""

    at: datetime
    store: MemoryStore = field(default_factory=MemoryStore)
    told: list[Card] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def words(self) -> list[str]:
        return [card.text[0] for card in self.told]

    def almanac(self) -> Almanac:
        return Almanac(self.store, self, self.told.append)


async def test_the_end_is_told_once_when_it_comes_near() -> None:
    desk = Desk(datetime(2026, 10, 1, tzinfo=UTC))
    for ticker in (SHANGHAI, NEW_YORK):
        await desk.store.watch(watch(SLACK, ticker))
    for days in (0, 50, 1, 90):
        desk.at += timedelta(days=days)
        await desk.almanac().look()
        assert len(desk.told) == (days > 0)
    assert desk.words() == ["The hours of XSHG are known to 31 December 2026 only."]


async def test_an_exchange_that_is_watched_later_is_told_for_itself_and_so_is_a_later_end() -> None:
    desk = Desk(datetime(2026, 12, 1, tzinfo=UTC))
    await desk.almanac().look()
    assert desk.told == []
    for ticker in (SHANGHAI, BOMBAY, NEW_YORK):
        await desk.store.watch(watch(SLACK, ticker))
        await desk.almanac().look()
    desk.at += timedelta(days=365)
    await desk.almanac().look()
    assert desk.words() == [
        "The hours of XSHG are known to 31 December 2026 only.",
        "The hours of XNSE are known to 31 December 2026 only.",
        "The hours of XNYS are known to 31 December 2027 only.",
    ]


async def test_it_is_looked_at_by_itself_soon_after_the_start() -> None:
    desk = Desk(datetime.now(UTC) - FIRST)  # by which the first look is due now
    await desk.store.watch(watch(SLACK, SHANGHAI))
    async with Schedule() as schedule:
        desk.almanac().start(schedule)
        await until(lambda: bool(desk.told))
