"""The board: what is known of prices now. It asks the provider, and lets the market compute.

The provider is asked through `guarded`, which bears whatever it does, and `flights`, which makes few requests
of many wants. Each answer is judged anew whenever it is used, so that no age makes it wrong.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from types import TracebackType
from typing import Final, Self

from bot.domain.errors import SourceTrouble, TryLater
from bot.domain.market import PriceLine, Ticker
from bot.domain.price import NoLine, Snapshot, Split, Trade
from bot.market.live import appraise, close_line
from bot.ports import Board, PriceProvider
from bot.prices.flights import Flights
from bot.prices.guarded import PATIENCE, Guarded

NO_PROVIDER: Final = "none"  # the name of the provider that knows nothing

Judge = Callable[[Snapshot, datetime], PriceLine | NoLine]
"""Makes a line of a snapshot at a time (UTC), or says why not."""


class PriceBoard:
    """`bot.ports.Prices` over one provider, for as long as its context lasts:

    async with PriceBoard(provider) as board:
        lines = await board.lines([ticker], now)

    Out of its context it asks for nothing, and has no line. `patience` is how many seconds one request of the
    provider may take.
    """

    def __init__(self, provider: PriceProvider, *, patience: float = PATIENCE) -> None:
        self._provider = Guarded(provider, patience)
        self._flights = Flights(self._provider)

    async def __aenter__(self) -> Self:
        await self._flights.open()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    @property
    def name(self) -> str:
        """The provider's name."""
        return self._provider.name

    @property
    def state(self) -> Board:
        """How the provider does."""
        return replace(self._provider.state, spared=self._flights.spared)

    @property
    def has_past(self) -> bool:
        """Tell whether the provider knows earlier prices."""
        return self._provider.has_past

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine]:
        """Return the live line of each ticker that has one."""
        return _lines(await self.look(tickers, now))

    async def closings(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine]:
        """Return the line of the last regular close of each ticker that has one."""
        return _lines(await self._judged(tickers, now, close_line))

    async def look(self, tickers: Sequence[Ticker], now: datetime) -> Mapping[Ticker, PriceLine | NoLine]:
        """Return the live line of every ticker, or why it has none."""
        return await self._judged(tickers, now, appraise)

    async def snapshot(self, ticker: Ticker, now: datetime) -> Snapshot | None:
        """Return what the lines of a ticker are computed from. Raises SourceTrouble."""
        answer = (await self._flights.answers([ticker], now))[ticker]
        if answer is NoLine.TROUBLE:
            state = self.state
            raise TryLater(state.trouble or f"{self.name} is not asked now.", state.rests or None)
        return answer if isinstance(answer, Snapshot) else None

    async def trades(self, ticker: Ticker, since: datetime, until: datetime) -> Sequence[Trade]:
        """Return the prices between two times. Raises SourceTrouble."""
        return await self._provider.trades(ticker, since, until)

    async def splits(self, ticker: Ticker, since: date) -> Sequence[Split] | None:
        """Return the splits of a listing from a day on; None where nobody can tell."""
        try:
            return await self._provider.splits(ticker, since)
        except SourceTrouble:  # which has been said and counted
            return None

    async def close(self) -> None:
        """Give up what is under way, and let go of the provider."""
        await self._flights.close()
        await self._provider.close()

    async def _judged(
        self, tickers: Sequence[Ticker], now: datetime, judge: Judge
    ) -> dict[Ticker, PriceLine | NoLine]:
        began = asyncio.get_running_loop().time()
        answers = await self._flights.answers(tickers, now)
        # An answer that took a second may hold a trade of that second, which is yet to come seen from `now`.
        at = now + timedelta(seconds=asyncio.get_running_loop().time() - began)
        return {
            ticker: self._reason(answer) if isinstance(answer, NoLine) else _verdict(judge, answer, at)
            for ticker, answer in answers.items()
        }

    def _reason(self, missing: NoLine) -> NoLine:
        return NoLine.NO_PROVIDER if self.name == NO_PROVIDER else missing


def _lines(found: Mapping[Ticker, PriceLine | NoLine]) -> dict[Ticker, PriceLine]:
    return {ticker: line for ticker, line in found.items() if isinstance(line, PriceLine)}


def _verdict(judge: Judge, snapshot: Snapshot, at: datetime) -> PriceLine | NoLine:
    """Return what is to be said of a snapshot; one that cannot even be judged says nothing."""
    try:
        return judge(snapshot, at)
    except (TypeError, ValueError, ArithmeticError):  # a time without a zone, a price that is no number
        return NoLine.NOTHING
