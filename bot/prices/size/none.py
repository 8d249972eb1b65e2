"""No sizes: a commitment is shown without anything to set it beside."""

from datetime import datetime

from bot.domain.figures import Size
from bot.domain.market import PriceLine, Security


class NoSizes:
    """`bot.ports.Sizes` that knows nothing."""

    trouble = None

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        """Return nothing: no size is known."""
        del security, line, now
        return None

    async def close(self) -> None:
        """Nothing is held."""
