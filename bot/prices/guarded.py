"""A provider that cannot do harm: its mistakes become trouble in words, its silence ends, its failures count.

What it raises, returns or never returns ends here. One line in the log says that it began to fail, one that
it is left alone, one that it is back: never one for each request.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Final, TypeVar

from bot.domain.errors import SourceTrouble, TryLater
from bot.domain.market import Ticker
from bot.domain.price import Snapshot, Split, Trade
from bot.plugins import fault
from bot.ports import Board, History, PriceProvider, SplitBook, Unlisted
from bot.prices.breaker import Breaker

log = logging.getLogger(__name__)

PATIENCE: Final = 10.0  # seconds for one request; a provider that takes longer hangs

T = TypeVar("T")


class Guarded:
    """A provider, asked with a deadline and behind a breaker. `patience` is in seconds."""

    def __init__(self, provider: PriceProvider, patience: float = PATIENCE) -> None:
        self._provider = provider
        self._patience = patience
        self._breaker = Breaker()
        self._asked = self._failed = 0
        self._trouble: str | None = None

    @property
    def name(self) -> str:
        """The provider's name."""
        return self._provider.name

    @property
    def most(self) -> int:
        """How many tickers one request takes; at least 1, whatever the provider says."""
        try:
            return max(int(self._provider.most), 1)
        except Exception as error:  # noqa: BLE001 - its mistake must not end the house
            self._fails(error)
            return 1

    @property
    def state(self) -> Board:
        """How the provider does."""
        return Board(self.name, self._trouble, self._asked, self._failed, rests=self.rests)

    @property
    def rests(self) -> float:
        """For how many seconds more nothing is asked; 0 where something may be."""
        return self._breaker.rests(_time())

    def knows(self, ticker: Ticker) -> bool:
        """Tell whether the provider may have prices of a listing."""
        try:
            return bool(self._provider.knows(ticker))
        except Exception as error:  # noqa: BLE001 - its mistake must not be that of whoever wants a price
            self._fails(error)
            return False

    async def snapshots(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, Snapshot]:
        """Ask for up to `most` tickers. What is no snapshot of the ticker asked for is left out.

        Raises SourceTrouble and nothing else.
        """

        async def asked() -> dict[Ticker, Snapshot]:
            given: Mapping[Ticker, object] = await self._provider.snapshots(tickers, now)
            found = {ticker: given.get(ticker) for ticker in tickers}
            return {t: s for t, s in found.items() if isinstance(s, Snapshot) and s.ticker == t}

        return await self._ask(asked)

    @property
    def has_past(self) -> bool:
        """Tell whether the provider knows earlier prices."""
        return isinstance(self._provider, History)

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Ask for earlier prices; () where the provider has none. Raises SourceTrouble and nothing else."""
        provider = self._provider
        if not isinstance(provider, History) or not self.knows(ticker):
            return ()
        return await self._ask(lambda: provider.trades(ticker, since, until))

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split] | None:
        """Ask for splits; None where the provider cannot tell. Raises SourceTrouble and nothing else."""
        provider = self._provider
        if not isinstance(provider, SplitBook) or not self.knows(ticker):
            return None
        return await self._ask(lambda: provider.splits(ticker, since))

    async def close(self) -> None:
        """Let go of the provider."""
        await self._provider.close()

    async def _ask(self, request: Callable[[], Awaitable[T]]) -> T:
        if not self._breaker.may_ask(_time()):
            wait = self.rests
            raise TryLater(f"{self.name} is left alone for now: {self._trouble or 'it asked for it'}", wait)
        self._asked += 1
        try:
            async with asyncio.timeout(self._patience):
                given = await request()
        except asyncio.CancelledError:
            self._breaker.given_up()
            raise
        except Unlisted:
            self._answers()
            raise
        except Exception as error:
            raise self._fails(error) from error
        self._answers()
        return given

    def _fails(self, error: Exception) -> SourceTrouble:
        """Count a failure; return it in words."""
        trouble = self._in_words(error)
        self._failed += 1
        if self._trouble is None:
            log.warning("No prices from %s: %s", self.name, trouble)
        self._trouble = str(trouble)
        rested = self.rests
        self._breaker.failed(_time(), trouble.seconds if isinstance(trouble, TryLater) else None)
        if self.rests and not rested:
            log.warning("%s is not asked for the next %.0f s: %s", self.name, self.rests, trouble)
        return trouble

    def _answers(self) -> None:
        if self._trouble is not None:
            log.info("Prices come from %s again.", self.name)
        self._trouble = None
        self._breaker.answered()

    def _in_words(self, error: Exception) -> SourceTrouble:
        match error:
            case SourceTrouble():
                return error
            case TimeoutError():
                return TryLater(f"{self.name} did not answer within {self._patience:g} s: it may be down.")
            case _:
                return SourceTrouble(f"the provider {self.name} is at fault: {fault(error)}. Mend it there.")


def _time() -> float:
    """Return seconds on a clock that nobody sets."""
    return asyncio.get_running_loop().time()
