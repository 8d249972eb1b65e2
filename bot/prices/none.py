"""No price provider: live prices are not known, and only what articles state is shown."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.domain.market import PriceLine, Ticker
from bot.fetch import Fetcher


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` with `kind = "none"`: there is nothing else to set."""

    kind: str = "none"


class NoPrices:
    """A provider that knows nothing."""

    name = "none"

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        """Return nothing: no ticker is known."""
        del tickers, now
        return {}

    async def close(self) -> None:
        """Nothing is held."""


def build(settings: Settings, fetcher: Fetcher) -> NoPrices:
    """Return the provider; it asks nobody, so the fetcher stays unused."""
    del settings, fetcher
    return NoPrices()
