"""Charts as pictures."""

from typing import Protocol

from bot.domain.chart import Chart


class Charts(Protocol):
    """Who draws charts, where that can be done."""

    @property
    def missing(self) -> str | None:
        """What keeps every chart from being drawn, with what to do about it; None where nothing does."""

    async def drawn(self, chart: Chart) -> bytes:
        """Return a chart as PNG: equal charts, equal bytes. Raises CannotDraw, which says why."""

    async def warm(self) -> None:
        """Get ready to draw, so that the first chart takes no longer than the others. Never raises."""
