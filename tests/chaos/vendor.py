"""A vendor of prices whose mood changes: quick, slow, failing, or silent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Final

from bot.market.sessions import newest_closes
from tests.chaos.press import MIC, Story
from tests.vendors.tape import Said, Tape

MOODS: Final = (0.5, 3.0)  # seconds for which one lasts
SLOW: Final = (0.2, 4.0)  # seconds until an answer
PRICE: Final = "77.52"


@dataclass
class Vendor:
    """Knows a price of all companies of a run, whatever the day: so cards have a line at almost any time."""

    seed: int
    stories: Sequence[Story]
    tape: Tape = field(default_factory=Tape)

    def __post_init__(self) -> None:
        self._trade()

    def _trade(self) -> None:
        """Let all shares be traded now, and know their last closes."""
        now = datetime.now(UTC)
        closes = tuple((close.day, PRICE) for close in newest_closes(now, MIC, 2))
        for story in self.stories:
            self.tape.said[story.company.symbol] = Said("USD", ((PRICE, now),), closes)

    async def run(self) -> None:
        """Change the mood until cancelled."""
        rng = Random(f"{self.seed}:prices")
        while True:
            mood = rng.choice(("quick", "quick", "slow", "slow", "failing", "silent"))
            self.tape.delay = rng.uniform(*SLOW) if mood == "slow" else 0.0
            self.tape.status = 500 if mood == "failing" else 200
            if mood == "silent":
                self.tape.open.clear()
            else:
                self.tape.open.set()
            self._trade()
            await asyncio.sleep(rng.uniform(*MOODS))
