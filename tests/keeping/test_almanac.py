"""The end of the table of sessions is told to the operator in time, once, and not again after a restart."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.cards.card import Card
from bot.keeping.almanac import FIRST, Almanac
from bot.schedule import Schedule
from bot.store.memory import MemoryStore
from tests.conditions import until

AUTUMN = datetime(2026, 10, 1, tzinfo=UTC)


@dataclass
class Desk:
    """A store, a clock that is set by hand, and what the operator was told."""

    at: datetime = AUTUMN
    store: MemoryStore = field(default_factory=MemoryStore)
    told: list[Card] = field(default_factory=list)

    def now(self) -> datetime:
        return self.at

    def almanac(self) -> Almanac:
        return Almanac(self.store, self, self.told.append)


async def test_the_end_is_told_once_when_it_comes_near() -> None:
    desk = Desk()
    await desk.almanac().look()
    assert desk.told == []
    desk.at += timedelta(days=50)
    await desk.almanac().look()
    (card,) = desk.told
    assert "XSHE and XSHG are known to 31 December 2026 only" in card.text[0]
    assert "XNYS" not in card.text[0]
    desk.at += timedelta(days=90)
    await desk.almanac().look()
    assert desk.told == [card]


async def test_another_end_is_told_for_itself() -> None:
    desk = Desk(datetime(2026, 12, 1, tzinfo=UTC))
    await desk.almanac().look()
    desk.at += timedelta(days=365)
    await desk.almanac().look()
    assert ["31 December 2027" in card.text[0] for card in desk.told] == [False, True]


async def test_it_is_looked_at_by_itself_soon_after_the_start() -> None:
    desk = Desk(datetime.now(UTC) - FIRST)  # by which the first look is due now
    async with Schedule() as schedule:
        desk.almanac().start(schedule)
        await until(lambda: bool(desk.told))
