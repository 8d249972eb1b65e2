"""What is looked up about a story outside its articles: which of it is wanted, asked for all at once, and put
on the story.

    wanted ──▶ prices ┐
               rates  ├──▶ Found, as far as it is there ──▶ learned: the story with it
               size   ┘

Who asks is never kept waiting for the slowest: what is there can be taken at any time.
"""

import asyncio
import logging
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.desk.growth import seen_anew
from bot.domain.figures import Mark, Moment, Rate, Size
from bot.domain.market import PriceLine, Securities, Security, Ticker
from bot.domain.reading import Mention
from bot.domain.story import Story
from bot.market.conversion import WantedRate, wanted_rates, with_rate
from bot.market.size import sized_company
from bot.market.wanted import own_listings, wanted
from bot.ports import Decision, Prices, Rates, Sizes

log = logging.getLogger(__name__)

NO_TIME: Final = timedelta(0)
# Of the budget: a busy machine takes as long to send what may go.
SENDING: Final = timedelta(milliseconds=100)


@dataclass(frozen=True, slots=True)
class Found:
    """What is known so far. `lines` are in the order in which the card wants them."""

    lines: tuple[PriceLine, ...] = ()
    rates: tuple[Rate, ...] = ()
    size: Size | None = None

    def __bool__(self) -> bool:
        return bool(self.lines or self.rates or self.size)


@dataclass(frozen=True, slots=True)
class Lookups:
    """Whom to ask; None stands for what the settings do not want. `budget` is by how much an alert may be
    later for it at the most."""

    prices: Prices | None
    rates: Rates | None
    sizes: Sizes | None
    securities: Securities
    budget: timedelta

    @property
    def any(self) -> bool:
        """Say whether there is anybody to ask."""
        return bool(self.prices or self.rates or self.sizes)

    def hold(self, story: Story, now: datetime) -> timedelta | None:
        """Return how long new alerts of a story wait at the most; None where nothing is wanted."""
        is_wanted = self.tickers(story, now) or self._wants_rates(story) or self.sized(story)
        return max(self.budget - SENDING, NO_TIME) if is_wanted else None

    def planned(self, decision: Decision, now: datetime) -> Decision:
        """Return a decision with what is to be looked up for it. A story that is known is looked into again
        where it names a sum in another currency now."""
        if decision.story is None or not decision.post:
            return decision
        anew = decision.joins is not None and self._wants_rates(decision.story)
        return replace(decision, hold=self.hold(decision.story, now), look_up=anew)

    def tickers(self, story: Story, now: datetime) -> tuple[Ticker, ...]:
        """Return the listings whose prices the alert wants and has not."""
        if self.prices is None or alert_marks(story):
            return ()
        return wanted(story, now)

    def sized(self, story: Story) -> Mention | None:
        """Return the company whose size the card wants and has not; None where there is none."""
        if self.sizes is None or story.figures.sizes:
            return None
        return sized_company(story)

    def _wants_rates(self, story: Story) -> bool:
        return self.rates is not None and bool(wanted_rates(story))


class Search:
    """One story looked into. Its questions are tasks of `group`, and none is ever taken back: what comes too
    late for this alert is there for the next."""

    def __init__(self, ask: Lookups, story: Story, now: datetime, group: asyncio.TaskGroup) -> None:
        self._ask = ask
        self._story = story
        self._now = now
        self._lines: Mapping[Ticker, PriceLine] = {}
        self._rates: list[Rate] = []
        self._size: Size | None = None
        self._pricing: asyncio.Task[None] | None = None
        self._others: list[asyncio.Task[None]] = []
        self._group = group
        self._wanted: tuple[Ticker, ...] = ()
        self._asked: frozenset[WantedRate] = frozenset()

    def begin(self, tickers: Sequence[Ticker]) -> None:
        """Ask for the lines of these listings, and for the rates and the size that the story wants."""
        ask, start = self._ask, self._group.create_task
        self._wanted = tuple(tickers)
        if ask.prices is not None and tickers:
            self._pricing = start(_borne(self._look_up_lines(ask.prices)))
        if ask.rates is not None:
            self._asked = frozenset(wanted_rates(self._story))
            self._others += [start(_borne(self._look_up_rate(ask.rates, one))) for one in self._asked]
        if ask.sizes is not None and (company := ask.sized(self._story)) is not None:
            own = own_listings(self._story, company)
            security = ask.securities.by_symbol(own[0].symbol) if own else None
            if security is not None:
                self._others.append(start(_borne(self._look_up_size(ask.sizes, own, security))))

    def found(self) -> Found:
        """Return what is there by now."""
        lines = (self._lines.get(ticker) for ticker in self._wanted)
        return Found(tuple(line for line in lines if line), tuple(self._rates), self._size)

    def misses(self, story: Story) -> bool:
        """Say whether a story, as it stands by now, wants a rate that was not asked for."""
        return self._ask.rates is not None and not self._asked.issuperset(wanted_rates(story))

    @property
    def is_done(self) -> bool:
        return not self._open()

    async def quick(self, seconds: float, others: float) -> None:
        """Wait for the prices, but not for longer than so many seconds; for all `others` only so long."""
        began = asyncio.get_running_loop().time()
        await self._wait(min(seconds, others))
        if self._pricing is not None and not self._pricing.done():
            left = began + seconds - asyncio.get_running_loop().time()
            await asyncio.wait([self._pricing], timeout=max(left, 0.0))

    async def rest(self, seconds: float, settle: float) -> None:
        """Wait for what is not there yet, so many seconds at the most; once anything has come, only for
        `settle` seconds more, so that all comes at once."""
        if open_ := self._open():
            await asyncio.wait(open_, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            await self._wait(settle)

    async def _wait(self, seconds: float) -> None:
        if open_ := self._open():
            await asyncio.wait(open_, timeout=max(seconds, 0.0))

    def _open(self) -> list[asyncio.Task[None]]:
        tasks = [*self._others, *([self._pricing] if self._pricing else [])]
        return [task for task in tasks if not task.done()]

    async def _look_up_lines(self, prices: Prices) -> None:
        self._lines = await prices.lines(self._wanted, self._now)

    async def _look_up_rate(self, rates: Rates, rate: WantedRate) -> None:
        if (found := await rates.rate(rate.base, rate.quote, rate.day)) is not None:
            self._rates.append(found)

    async def _look_up_size(self, sizes: Sizes, own: Sequence[Ticker], security: Security) -> None:
        """Ask for what takes long first, and once more with the price, for the market value."""
        self._size = _owned(await sizes.size(security, None, self._now), own)
        if self._pricing is not None:
            await asyncio.wait([self._pricing])
        line = _in_dollars(own, self._lines) or _in_dollars(own, await self._closings(own))
        if line is not None:
            self._size = _owned(await sizes.size(security, line, self._now), own)

    async def _closings(self, own: Sequence[Ticker]) -> Mapping[Ticker, PriceLine]:
        """Return the last closes of a company's listings: while its home market rests they are the best."""
        return {} if self._ask.prices is None else await self._ask.prices.closings(own, self._now)


async def _borne(question: Awaitable[None]) -> None:
    """Bear whatever a question raises: it costs its own answer, and no other story's."""
    try:
        await question
    except Exception:
        log.exception("What an alert wants could not be looked up.")


def _in_dollars(own: Sequence[Ticker], lines: Mapping[Ticker, PriceLine]) -> PriceLine | None:
    """Return the line of a company's listing that trades in US dollars."""
    found = (lines[ticker] for ticker in own if ticker in lines)
    return next((line for line in found if line.last and line.last.currency == "USD"), None)


def _owned(size: Size | None, own: Sequence[Ticker]) -> Size | None:
    """Return a size, but none that was found through a listing that may be another company's."""
    return size if size is not None and size.ticker in own else None


def learned(story: Story, found: Found) -> Story:
    """Return a story with what was found, its revision grown where the card shows something else. What an
    alert showed once it goes on to show: a later price is no price of that moment."""
    figures = story.figures
    known = {mark.line.ticker for mark in alert_marks(story)}
    marks = [Mark(Moment.ALERT, line) for line in found.lines if line.ticker not in known]
    rates = figures.rates
    for rate in found.rates:
        rates = with_rate(rates, rate)
    sizes = (found.size,) if found.size is not None else figures.sizes
    after = replace(figures, marks=(*figures.marks, *marks), rates=rates, sizes=sizes)
    return seen_anew(story, replace(story, figures=after))


def alert_marks(story: Story) -> tuple[Mark, ...]:
    """Return the prices that a story was alerted with."""
    return tuple(mark for mark in story.figures.marks if mark.moment is Moment.ALERT)
