"""No price provider: live prices are not known, and only what articles state is shown."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from bot.domain.market import Ticker
from bot.domain.price import Snapshot
from bot.fetch import Fetcher


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`[prices]` with `kind = "none"`: there is nothing else to set."""

    kind: str = "none"


class NoPrices:
    """A provider that knows nothing."""

    name = "none"
    most = 1

    def knows(self, ticker: Ticker) -> bool:
        """Know no listing."""
        del ticker
        return False

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Return nothing: no ticker is known."""
        del tickers, now
        return {}

    async def close(self) -> None:
        """Nothing is held."""


def build(settings: Settings, fetcher: Fetcher) -> NoPrices:
    """Return the provider; it asks nobody, so the fetcher stays unused."""
    del settings, fetcher
    return NoPrices()
