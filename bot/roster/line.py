"""The push line of a source that has one: kept open with patience, and never a reason not to poll."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from random import random
from typing import Final

from bot.desk.interval import believed
from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Clock, Listens

log = logging.getLogger(__name__)

FIRST_PATIENCE: Final = 1.0  # seconds until a broken line is tried again; doubled each time
LONGEST_PATIENCE: Final = 300.0  # seconds
STEADY: Final = timedelta(seconds=10)  # a line that has stood for so long is up; none says so itself


class Line:
    """Listens to one source for as long as `run` runs, and wakes whoever polls it."""

    def __init__(
        self,
        name: str,
        source: Listens,
        wake: Callable[[], None],
        clock: Clock,
        jitter: Callable[[], float] = random,
    ) -> None:
        """`jitter` gives a number from 0 to 1: how much of the later half of a wait is waited."""
        self._name = name
        self._source = source
        self._wake = wake
        self._clock = clock
        self._jitter = jitter
        self._began: datetime | None = None  # None while nobody listens
        self._heard = False
        self._trouble: str | None = None

    async def run(self) -> None:
        """Stay on the line until cancelled, or until the publisher says that it has gone for good."""
        patience = FIRST_PATIENCE
        while True:
            self._began, self._heard, asked = self._clock.now(), False, None
            try:
                await self._source.listen(self._told)
                self._trouble = "the publisher ended it"
            except GoneForGood as gone:
                self._began, self._trouble = None, str(gone)
                log.warning("The line of the source %s is gone for good: %s", self._name, gone)
                return
            except SourceTrouble as trouble:
                self._trouble = str(trouble) or "it gave no reason"
                asked = trouble.seconds if isinstance(trouble, TryLater) else None
            except Exception as error:  # anybody's plugin: the polls go on whatever it does
                log.exception("The line of the source %s broke.", self._name)
                self._trouble = f"the source itself broke: {type(error).__name__}: {error}"
            if self._stands():
                patience = FIRST_PATIENCE
            self._began = None
            # Many bots lose a publisher at the same moment; they should not all be back at the same moment.
            wait = max(patience * (0.5 + self._jitter() / 2), believed(asked))
            log.info(
                "The line of the source %s is down: %s Trying again in %.0f s.",
                self._name,
                self._trouble,
                wait,
            )
            await asyncio.sleep(wait)
            patience = min(patience * 2, LONGEST_PATIENCE)

    def words(self) -> str:
        """Return how the line does: "connected", "connecting", or "down" with the reason."""
        if self._stands():
            return "connected"
        return "connecting" if self._trouble is None else f"down: {self._trouble}"

    def _told(self) -> None:
        self._heard = True
        self._wake()

    def _stands(self) -> bool:
        if self._began is None:
            return False
        return self._heard or self._clock.now() - self._began >= STEADY
