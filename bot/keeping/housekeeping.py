"""The daily round: what is over is removed, who left is forgotten, and the file gives its room back.

It works in many short transactions with pauses between them, so that no alert waits for it, and what a stop
interrupts the next round goes on with.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.cards.text import counted, lasting, listed
from bot.domain.errors import StoreTrouble
from bot.ports import Clock, Removed, Roster, Store
from bot.schedule import Schedule

log = logging.getLogger(__name__)

CHORE: Final = "housekeeping"
LEFT_FOR: Final = timedelta(days=30)  # how long a space that the bot was put out of may come back to its data
ROWS: Final = 200  # a transaction: some milliseconds
PAGES: Final = 128  # a transaction, when the file gives room back
BREATH: Final = 0.02  # seconds between two transactions
SOON: Final = timedelta(minutes=5)  # after the start, when a round was missed
LATER: Final = timedelta(minutes=30)  # until the next try, when the database refuses
LOOK_EVERY: Final = timedelta(hours=1)  # whether sources were deleted at the command line


@dataclass(slots=True)
class Housekeeping:
    """Keeps house once a day from `quiet_hour` (UTC) on. What is older than `keep` goes, None keeps it all.

    One round at a time: a schedule lets the runs of one name take turns, and one house has one database.
    """

    store: Store
    roster: Roster
    clock: Clock
    keep: timedelta | None
    quiet_hour: int
    breath: float = BREATH
    _schedule: Schedule | None = field(init=False, default=None)

    async def start(self, schedule: Schedule) -> None:
        """Give the rounds their dates. Raises CannotRun when the database is beyond repair."""
        self._schedule = schedule
        now = self.clock.now()
        try:
            self._next(next_round(await self.store.chore_done(CHORE), now, self.quiet_hour))
        except StoreTrouble as trouble:
            log.warning("Housekeeping was left for later: %s", trouble)
            self._next(now + LATER)
        self._look_again()

    async def round(self) -> Removed:
        """Do everything once; return what went. Raises CannotRun when the store fails: nothing is half done,
        and the rest is done the next time."""
        begun = self.clock.now()
        removed: Counter[str] = Counter()
        if self.keep is not None:
            removed.update(await self._all(partial(self.store.prune, begun - self.keep, ROWS)))
        for space in await self.store.gone_before(begun - LEFT_FOR):
            went = await self._all(partial(self.store.purge, space, ROWS, gone_before=begun - LEFT_FOR))
            log.info("A space on %s left %s ago: %s.", space.platform, lasting(LEFT_FOR), _words(went))
            removed.update(went)
        await self.end_what_was_dropped()
        await self._give_back()
        await self.store.note_chore(CHORE, self.clock.now())
        log.info("Housekeeping took %s: %s.", lasting(self.clock.now() - begun), _words(removed))
        return removed

    async def end_what_was_dropped(self) -> None:
        """Stop reading sources that were added once and are no longer kept, whoever deleted them."""
        kept = {source.name for source in await self.store.added()}
        for source in await self.roster.enrolled():
            if source.added is not None and source.name not in kept:
                await self.roster.remove(source.name)

    async def _all(self, step: Callable[[], Awaitable[Removed]]) -> Counter[str]:
        """Take a step until it removes nothing more."""
        removed: Counter[str] = Counter()
        while went := await step():
            removed.update(went)
            await asyncio.sleep(self.breath)
        return removed

    async def _give_back(self) -> None:
        """Give unused pages back until there are none, or no fewer."""
        unused = None
        while (left := await self.store.shrink(PAGES)) and (unused is None or left < unused):
            unused = left
            await asyncio.sleep(self.breath)

    async def _run(self) -> None:
        now = self.clock.now()
        self._next(next_round(now, now, self.quiet_hour))  # whatever becomes of this one
        try:
            await self.round()
        except StoreTrouble as trouble:
            log.warning("Housekeeping was left for later: %s", trouble)
            self._next(self.clock.now() + LATER)

    def _next(self, when: datetime) -> None:
        if self._schedule is not None:
            self._schedule.at(CHORE, when, self._run)

    async def _look(self) -> None:
        self._look_again()
        try:
            await self.end_what_was_dropped()
        except StoreTrouble as trouble:
            log.warning("Whether sources were deleted is looked at later: %s", trouble)

    def _look_again(self) -> None:
        if self._schedule is not None:
            self._schedule.at("dropped sources", self.clock.now() + LOOK_EVERY, self._look)


def next_round(done: datetime | None, now: datetime, quiet_hour: int) -> datetime:
    """Return when the next round is due, all in UTC: at the next quiet hour, or soon if the last one passed
    without a whole round, as when the machine was off."""
    today = now.replace(hour=quiet_hour, minute=0, second=0, microsecond=0)
    last = today if today <= now else today - timedelta(days=1)
    return now + SOON if done is None or done < last else last + timedelta(days=1)


def _words(removed: Removed) -> str:
    went = [counted(count, kind, kind) for kind, count in sorted(removed.items())]
    return f"{listed(went)} removed" if went else "nothing to remove"
