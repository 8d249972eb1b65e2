"""A publisher that cannot do harm: what it raises or never answers is no answer, and it is left alone then.

One line in the log says that it began to fail, one that it answers again.
"""

import asyncio
import logging
from datetime import date
from typing import Final

from bot.domain.errors import SourceTrouble, TryLater
from bot.domain.fixing import Fixing
from bot.plugins import fault
from bot.prices.breaker import Breaker
from bot.prices.rates.publisher import Publisher

log = logging.getLogger(__name__)

REST: Final = 60.0  # seconds that a limit or a passing trouble is given, where nothing is said of time


class Patient:
    """A publisher, asked with a deadline of `patience` seconds and behind a breaker."""

    def __init__(self, publisher: Publisher, patience: float) -> None:
        self._publisher = publisher
        self._patience = patience
        self._breaker = Breaker()
        self._trouble: str | None = None

    @property
    def trouble(self) -> str | None:
        """Why the last question was not answered, in words; None where it was."""
        return None if self._trouble is None else f"{self._publisher.name}: {self._trouble}"

    async def fixing(self, day: date, today: date) -> Fixing | None:
        """Ask for the rates of a day, or the last before it; None where they cannot be had now."""
        if not self._breaker.may_ask(_time()):
            return None
        try:
            async with asyncio.timeout(self._patience):
                found = await self._publisher.fixing(day, today)
        except asyncio.CancelledError:
            self._breaker.given_up()
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, a sum without a rate is shown as it is
            self._fails(error)
            return None
        if self._trouble is not None:
            log.info("Exchange rates come from %s again.", self._publisher.name)
        self._trouble = None
        self._breaker.answered()
        return found

    def _fails(self, error: Exception) -> None:
        match error:
            case TimeoutError():
                words = f"it did not answer within {self._patience:g} s: it may be down."
            case SourceTrouble():
                words = str(error)
            case _:
                words = f"the way it is asked is at fault: {fault(error)}."
        if self._trouble is None:
            log.warning("No exchange rates from %s: %s", self._publisher.name, words)
        self._trouble = words
        self._breaker.failed(_time(), _rest(error))


def _rest(error: Exception) -> float | None:
    """Return for how long a failure asks to be left alone, in seconds; None where it does not."""
    if isinstance(error, TryLater) and error.seconds is not None:
        return error.seconds
    return REST if isinstance(error, TryLater | TimeoutError) else None


def _time() -> float:
    """Return seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()
