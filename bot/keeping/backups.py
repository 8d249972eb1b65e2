"""Copies of the database by schedule, in a thread of their own: nobody waits for them."""

import asyncio
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.cards.card import Card, Tone
from bot.domain.errors import CannotRun
from bot.ports import BackupState, Clock
from bot.schedule import Schedule
from bot.store.backup import back_up, name_of, newest, prune

log = logging.getLogger(__name__)

CHORE: Final = "backup"
AGAIN: Final = timedelta(hours=1)  # at the latest, after one that failed
FIRST: Final = timedelta(minutes=2)  # after the start, when one is due


@dataclass(slots=True)
class Backups:
    """Copies the database at `path` into `folder`, one `every` so long, and lets the newest `keep` stay.

    The operator is told, by `tell`, when copies begin to fail and when one is whole again.
    """

    path: Path
    folder: Path
    every: timedelta
    keep: int
    clock: Clock
    tell: Callable[[Card], None]
    _trouble: str | None = field(init=False, default=None)
    _schedule: Schedule | None = field(init=False, default=None)

    @property
    def state(self) -> BackupState:
        """Say how old the newest good copy is, and what keeps the next from being made. Reads the folder."""
        return BackupState(newest(self.folder, self.clock.now()), self._trouble)

    def start(self, schedule: Schedule) -> None:
        """Give the copies their dates."""
        self._schedule = schedule
        now = self.clock.now()
        last = newest(self.folder, now)
        schedule.at(CHORE, max(now + FIRST, last + self.every if last else now), self.run)

    async def run(self) -> None:
        """Make a copy and remove those that are too many. Raises nothing but CancelledError."""
        begun = self.clock.now()
        try:
            size = await self._copied(self.folder / name_of(begun))
            await asyncio.to_thread(prune, self.folder, self.keep, begun)
        except (CannotRun, OSError) as error:
            self._failed(str(error))
            self._next(begun + min(self.every, AGAIN))
            return
        seconds = (self.clock.now() - begun).total_seconds()
        log.info("A backup of %.1f MB was made in %.1f s.", size / 1e6, seconds)
        if self._trouble is not None:
            self._trouble = None
            self.tell(Card("Backups are made again", text=(f"The newest is of {begun:%Y-%m-%d %H:%M} UTC.",)))
        self._next(begun + self.every)

    async def _copied(self, to: Path) -> int:
        """Copy in a thread; one that is cancelled ends the copying first."""
        halt = threading.Event()
        copying = asyncio.ensure_future(asyncio.to_thread(back_up, self.path, to, halt.is_set))
        try:
            return await asyncio.shield(copying)
        except asyncio.CancelledError:
            halt.set()
            with suppress(CannotRun):
                await copying
            raise

    def _failed(self, words: str) -> None:
        log.warning("No backup was made: %s", words)
        if self._trouble is None:
            self.tell(
                Card(
                    "Backups fail",
                    tone=Tone.NOTICE,
                    text=(words, "It is tried again within the hour; you are told when one is made."),
                )
            )
        self._trouble = words

    def _next(self, when: datetime) -> None:
        if self._schedule is not None:
            self._schedule.at(CHORE, when, self.run)
