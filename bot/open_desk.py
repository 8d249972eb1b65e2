"""The desk that commands use, over the parts of a running house."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.destinations import Destinations
from bot.desk.split import Hold, at_once, split_story
from bot.keeping import Backups
from bot.parts import Parts
from bot.ports import (
    Charts,
    Clock,
    Parted,
    PlaceNews,
    Prices,
    Pulse,
    Rates,
    Roster,
    Securities,
    Sizes,
    Status,
    Store,
)
from bot.supervise import Supervisor


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """`bot.ports.Desk`: the parts, each seen only as far as a command needs it.

    `supervisor` knows how the steps and the platforms fare. `wake` tells the house that a delivery is owed,
    `hold` how long new alerts wait at the most for what is looked up.
    """

    clock: Clock
    securities: Securities
    stories: Store
    watches: Store
    deliveries: Store
    places: Store
    audit: Store
    keeping: Store
    prices: Prices
    rates: Rates
    sizes: Sizes
    charts: Charts
    roster: Roster
    supervisor: Supervisor
    destinations: Destinations
    started: datetime
    wake: Callable[[], None]
    backups: Backups | None = None
    hold: Hold = at_once

    @classmethod
    def over(
        cls,
        parts: Parts,
        roster: Roster,
        supervisor: Supervisor,
        destinations: Destinations,
        wake: Callable[[], None],
        *,
        backups: Backups | None = None,
        hold: Hold = at_once,
    ) -> "OpenDesk":
        """Open the desk over a house's parts, now."""
        return cls(
            clock=parts.clock,
            securities=parts.securities,
            stories=parts.store,
            watches=parts.store,
            deliveries=parts.store,
            places=parts.store,
            audit=parts.store,
            keeping=parts.store,
            prices=parts.prices,
            rates=parts.rates,
            sizes=parts.sizes,
            charts=parts.charts,
            roster=roster,
            supervisor=supervisor,
            destinations=destinations,
            started=parts.clock.now(),
            wake=wake,
            backups=backups,
            hold=hold,
        )

    @property
    def steps(self) -> tuple[Pulse, ...]:
        """How each step of the house fares."""
        return self.supervisor.steps

    async def status(self) -> Status:
        """Return how everything does, for `status`."""
        return Status(
            started=self.started,
            sources=await self.roster.enrolled(),
            platforms=self.supervisor.platforms,
            steps=self.supervisor.steps,
            owed=await self.deliveries.owed(),
            disabled=tuple(await self.places.disabled()),
            locked=dict(self.destinations.locked),
            backups=self.backups.state if self.backups is not None else None,
            trouble=self.stories.trouble,
            rates=self.rates.trouble,
            sizes=self.sizes.trouble,
        )

    async def heard(self, news: PlaceNews) -> None:
        """Take in what became of a channel or of a space."""
        await self.destinations.heard(news)

    async def split(self, story: int, article: str) -> Parted | None:
        """Take an article out of a story, and have both told."""
        parted = await split_story(self.stories, story, article, self.clock, self.hold)
        if parted is not None:
            self.wake()
        return parted
