"""No exchange rates: a sum in another currency is shown as the article has it."""

from datetime import date

from bot.domain.figures import Rate


class NoRates:
    """`bot.ports.Rates` that knows nothing."""

    trouble = None

    async def rate(self, base: str, quote: str, day: date) -> Rate | None:
        """Return nothing: no rate is known."""
        del base, quote, day
        return None

    async def close(self) -> None:
        """Nothing is held."""
