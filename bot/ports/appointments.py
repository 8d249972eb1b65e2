"""Appointments: when something is to be looked up about a story that its articles do not say."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.domain.alert import News
from bot.domain.figures import Moment
from bot.domain.market import PriceLine
from bot.domain.story import Story

LATE: Final = timedelta(seconds=60)  # since the alert; a price that comes later is not the alert's any more

EVER: Final = frozenset(Moment)

Learn = Callable[[Story], Story]


@dataclass(frozen=True, slots=True)
class Appointment:
    """That the price of a story is looked up at a `moment` of it: from `due` on, and no later than `until`
    (UTC).

    `held_until` is there while the story's alerts wait for it: until then, at the longest. `fund` is what the
    benchmark fund stood at when the story was alerted, where that is known and wanted.
    """

    story: int
    moment: Moment
    due: datetime
    until: datetime
    held_until: datetime | None = None
    fund: PriceLine | None = None

    @property
    def key(self) -> tuple[int, Moment]:
        """Return what tells it from all others: a story has one for each moment."""
        return self.story, self.moment


@dataclass(frozen=True, slots=True)
class Due:
    """An appointment that is due, and its story as it stands."""

    appointment: Appointment
    story: Story


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of an appointment. `learn` gives the story with what was found, whatever else became of the
    story meanwhile. It is over unless there is a time (UTC) to look `again`. `follow_ups` are made with it.
    `news` is what channels hear of by a reply; without any, an edit tells what a reader would see change.
    """

    appointment: Appointment
    learn: Learn
    again: datetime | None = None
    follow_ups: tuple[Appointment, ...] = ()
    news: frozenset[News] = frozenset()


class Appointments(Protocol):
    """They are written with what they are for, in one transaction, and so outlive the program."""

    async def appointments(
        self,
        now: datetime,
        besides: Collection[tuple[int, Moment]],
        limit: int,
        moments: Collection[Moment] = EVER,
    ) -> list[Due]:
        """Return what is due by `now` at one of these moments, the longest due first, `besides` what somebody
        sees to already."""

    async def next_appointment(self, now: datetime) -> datetime | None:
        """Return when the next one is due after `now`; None where there is none."""

    async def is_out(self, story: int) -> bool:
        """Say whether any channel may show a story already: only then it costs an edit to change it."""

    async def settle(self, settled: Sequence[Settled], now: datetime) -> list[Story | None]:
        """In one transaction: hand each `learn` its story as it stands, write what it gives, let the alerts
        go that wait for it, and owe the edits, or the replies, where its revision grew.

        All that is planned for a story that is retracted, or kept no more, is forgotten, and None stands in
        its place.
        """
