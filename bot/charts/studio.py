"""Draws charts apart from the event loop, one at a time, where matplotlib is installed."""

import asyncio
import logging
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from bot.desk.apart import NoThread, apart
from bot.domain.chart import Chart
from bot.domain.errors import CannotDraw

log = logging.getLogger(__name__)

EXTRA: Final = "matplotlib"
MEND: Final = 'Say "make charts", or: pip install "outlay[charts]".'
MISSING: Final = (
    "matplotlib is not installed, so no chart can be drawn. Who runs the bot says `make charts`, or "
    '`pip install "outlay[charts]"`, and starts it again.'
)
PATIENCE: Final = 20.0  # seconds; a drawing takes a tenth of one, the first of all half of one
BREATH: Final = 5.0  # seconds that a house has for its start, before matplotlib is imported beforehand


class Studio:
    """`bot.ports.Charts` with matplotlib.

    Its objects are used by one thread at a time: matplotlib keeps a few caches that are not made for more. A
    drawing that lasts longer than `patience` seconds is given up, and goes on for nobody. `breath` is for how
    many seconds `warm` waits first.
    """

    def __init__(self, *, patience: float = PATIENCE, breath: float = BREATH) -> None:
        self._patience = patience
        self._breath = breath
        self._turn = asyncio.Lock()

    @property
    def missing(self) -> str | None:
        """Say what to install, None where that is done. Nothing is imported for it."""
        return None if find_spec(EXTRA) else MISSING

    async def drawn(self, chart: Chart) -> bytes:
        """Return a chart as PNG. Raises CannotDraw, which says why."""
        if self.missing:
            raise CannotDraw(self.missing)
        try:
            async with asyncio.timeout(self._patience), self._turn:
                return await apart(lambda: _draw(chart), self._patience)
        except TimeoutError as error:
            raise CannotDraw(f"The chart was not drawn within {self._patience:g} s. Try again.") from error
        except NoThread as error:
            raise CannotDraw(str(error)) from error
        except Exception as error:
            log.exception("A chart of %s could not be drawn.", chart.ticker)
            raise CannotDraw("The drawing failed. Who runs the bot finds why in its log.") from error

    async def warm(self) -> None:
        """Import matplotlib, so that the first chart need not wait for it. Never raises."""
        if self.missing:
            return
        await asyncio.sleep(self._breath)
        try:
            async with self._turn:
                await apart(_import, self._patience)
        except Exception as error:  # noqa: BLE001 - packages that do not fit: numpy says so by a ValueError
            log.warning("matplotlib could not be imported beforehand: %r", error)


def _import() -> None:
    import_module("bot.charts.sheet")


def _draw(chart: Chart) -> bytes:
    from bot.charts.sheet import drawn  # noqa: PLC0415 - it imports matplotlib: half a second, 40 MB

    return drawn(chart)
