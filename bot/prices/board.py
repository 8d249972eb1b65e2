"""The board: what is known of prices now. It asks the provider, and lets the market compute."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.errors import SourceTrouble
from bot.domain.market import PriceLine, Ticker
from bot.domain.price import Trade
from bot.market.live import live_line
from bot.ports import Board, History, PriceProvider

log = logging.getLogger(__name__)


class PriceBoard:
    """`bot.ports.Prices` over one provider."""

    def __init__(self, provider: PriceProvider) -> None:
        self._provider = provider
        self._asked = 0
        self._trouble: str | None = None

    @property
    def name(self) -> str:
        """The provider's name."""
        return self._provider.name

    @property
    def state(self) -> Board:
        """How the provider does."""
        return Board(self.name, self._trouble, self._asked)

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine]:
        """Return the live line of each ticker that has one."""
        wanted = [ticker for ticker in dict.fromkeys(tickers) if self._provider.knows(ticker)]
        found: dict[Ticker, PriceLine] = {}
        for at in range(0, len(wanted), self._provider.most):
            self._asked += 1
            try:
                snapshots = await self._provider.snapshots(wanted[at : at + self._provider.most], now)
            except SourceTrouble as trouble:
                self._trouble = str(trouble)
                log.warning("No prices from %s: %s", self.name, trouble)
                break
            self._trouble = None
            for ticker, snapshot in snapshots.items():
                if (line := live_line(snapshot, now)) is not None:
                    found[ticker] = line
        return found

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return the prices between two times. Raises SourceTrouble."""
        if not isinstance(self._provider, History) or not self._provider.knows(ticker):
            return ()
        return await self._provider.trades(ticker, since, until)

    async def close(self) -> None:
        """Let go of the provider."""
        await self._provider.close()
