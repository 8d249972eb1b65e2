"""A house whose alerts want prices: its paper, its vendor, and a clock that stands on a trading day."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot.app import House
from bot.domain.figures import Moment
from bot.domain.story import Story
from tests.faults.house import WrongClock, hurried_house
from tests.journeys.newspaper import PLANT, Newspaper
from tests.journeys.stage import DiscordStage, Seen, SlackStage, Stage, first_polls, until, written
from tests.vendors.tape import Tape
from tests.wires import Wire

PREMARKET: Final = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)  # a Wednesday, 08:00 in New York
CLOSES: Final = {date(2026, 3, 9): "75.00", date(2026, 3, 10): "76.00"}
BUDGET: Final = 0.8  # seconds
LIVE: Final = "Live price (BABA)"


@dataclass
class Newsroom:
    """A house at work, and what it works with."""

    house: House
    paper: Newspaper
    clock: WrongClock
    stage: Stage
    tape: Tape

    def publish(self) -> None:
        """Print the news of a plant."""
        self.paper.publish(replace(PLANT, at=self.clock.now()))

    async def alerted(self) -> float:
        """Print the news, and wait until its alert stands; return how many seconds that took from the first
        sight of it."""
        self.publish()
        await until(self.stage.messages, "the alert stands")
        return (self.clock.now() - (await self.story()).first_seen).total_seconds()

    async def shown(self, holds: Callable[[Seen], object], what: str) -> Seen:
        """Wait until the alert shows something; return it."""
        await until(lambda: any(map(holds, self.stage.messages()[:1])), what)
        return self.stage.messages()[0]

    async def shows(self, words: str) -> Seen:
        """Wait until the alert shows these words; return it."""
        return await self.shown(partial(_holds, words), f"the alert shows {words!r}")

    async def story(self) -> Story:
        """Return the newest story."""
        [story] = await self.house.parts.store.recent((), 1)
        return story

    async def at_rest(self) -> None:
        """Wait until nothing is to be looked up, and nothing is owed."""
        store = self.house.parts.store
        for _ in range(500):
            planned = await store.appointments(self.clock.now(), (), 10)
            if not planned and not await store.owed():
                return
            await asyncio.sleep(0.02)
        raise AssertionError("It does not come to rest.")

    async def planned(self) -> set[Moment]:
        """Return at which moments something is to be looked up, however late."""
        ever = self.clock.now() + timedelta(days=9)
        return {due.appointment.moment for due in await self.house.parts.store.appointments(ever, (), 99)}

    async def plans(self, *moments: Moment) -> None:
        """Wait until something is to be looked up at these moments, and no other."""
        for _ in range(500):
            if await self.planned() == set(moments):
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"Planned are {await self.planned()}, and not {moments}.")

    def replies(self) -> list[str]:
        """Return what was said below the alert."""
        if isinstance(self.stage, SlackStage):
            slack = self.stage.slack
            return [reply.words for root in slack.messages("C1") for reply in slack.thread(root)]
        assert isinstance(self.stage, DiscordStage)
        return [m.text for m in self.stage.discord.messages("100") if m.reply_to and not m.ephemeral]

    def goes_on_until(self, at: datetime) -> None:
        """Let it be later, as the house notices by itself within half a minute."""
        self.clock.by = at - datetime.now(UTC)
        self.house._story_was_told()


@asynccontextmanager
async def newsroom(
    folder: Path, stage: Stage, wire: Wire, tape: Tape, *, more: str = "", at: datetime = PREMARKET
) -> AsyncIterator[Newsroom]:
    """Open one. `more` are lines of its settings, `at` is the time (UTC) that its clock begins with."""
    paper = Newspaper(wire, "/wire", "Harbour Business Wire")
    allowed = f'{wire.place}", "{tape.place}'
    path = written(folder, stage, {"harbour": paper.url}, allowed, tape.settings + more)
    clock = WrongClock(at - datetime.now(UTC))
    async with hurried_house(path, stage, clock=clock) as house:
        await first_polls(house)
        await stage.say("watch BABA")
        yield Newsroom(house, paper, clock, stage, tape)


@asynccontextmanager
async def priced() -> AsyncIterator[Tape]:
    """Open a vendor that knows one share."""
    async with Tape() as tape:
        tape.trades("BABA", "77.52", PREMARKET - timedelta(minutes=1), CLOSES)
        yield tape


def _holds(words: str, seen: Seen) -> bool:
    return words in seen.text
