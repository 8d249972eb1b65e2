"""The database is minded: when it refuses for long, and when it works again, who runs the house hears of it.

Whatever meets a refusal only waits and tries again. What is told of it stands here, once for all of them.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol

from bot.cards.card import Card
from bot.desk.alarms import store_refuses, store_works

LOOKS: Final = 2.0  # seconds between two looks
BEARABLE: Final = 15.0  # seconds: a backup or a look into the file may hold the database for so long
CALM: Final = 30.0  # seconds without a refusal, after which it works again


class Refusing(Protocol):
    """What may refuse."""

    @property
    def trouble(self) -> str | None:
        """What is refused now, in words; None while everything works."""


@dataclass(slots=True)
class Minder:
    """Minds one store. `tell` is the way to the operator; the lengths are for tests to shorten."""

    store: Refusing
    tell: Callable[[Card], None]
    looks: float = LOOKS
    bearable: float = BEARABLE
    calm: float = CALM
    _since: float | None = field(init=False, default=None)
    _last: float = field(init=False, default=0.0)
    _is_told: bool = field(init=False, default=False)

    async def run(self) -> None:
        """Look now and then, until cancelled."""
        while True:
            self._look(asyncio.get_running_loop().time())
            await asyncio.sleep(self.looks)

    def _look(self, now: float) -> None:
        """Look at the store; `now` is in seconds, on a clock that nobody sets."""
        trouble = self.store.trouble
        if trouble is not None:
            self._since = now if self._since is None else self._since
            self._last = now
            if not self._is_told and now - self._since >= self.bearable:
                self._is_told = True
                self.tell(store_refuses(trouble))
        elif self._since is not None and now - self._last >= self.calm:
            self._since = None
            if self._is_told:
                self._is_told = False
                self.tell(store_works())
