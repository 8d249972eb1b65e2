"""Sizes from what companies report to the SEC in XBRL, asked for once a company and day."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final
from weakref import WeakValueDictionary

import msgspec

from bot.domain.errors import CannotRun, SourceTrouble, TryLater
from bot.domain.figures import Size
from bot.domain.market import PriceLine, Securities, Security, SecurityType, Ticker
from bot.domain.price import Split
from bot.ports import FactShelf, Splits
from bot.prices.size.company_facts import CompanyFacts
from bot.prices.size.facts import Unreadable
from bot.prices.size.filer import filer
from bot.prices.size.reported import Reported
from bot.prices.size.sizing import has_count, size_of
from bot.sec.companies import Companies

log = logging.getLogger(__name__)

FRESH: Final = timedelta(days=1)  # four reports a year: a day late is early enough
SPLITS_FRESH: Final = timedelta(hours=1)
REST: Final = timedelta(minutes=10)  # after trouble, unless the SEC says how long

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Reported)


class SecSizes:
    """`bot.ports.Sizes` from the SEC. What it learnt is kept on a shelf; each figure has its own day, and
    grows old by that and not by when it was fetched: so while the SEC cannot be had, what is kept is used."""

    def __init__(
        self,
        companies: Companies,
        facts: CompanyFacts,
        *,
        shelf: FactShelf,
        securities: Securities,
        splits: Splits,
    ) -> None:
        self._companies = companies
        self._facts = facts
        self._shelf = shelf
        self._securities = securities
        self._splits = splits
        self._rests_until: datetime | None = None
        self._trouble: str | None = None
        # One flight a company: whoever comes meanwhile waits, and finds it on the shelf. Weak, so that locks
        # that nobody holds are forgotten.
        self._flights: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._split_since: dict[Ticker, tuple[datetime, tuple[Split, ...]]] = {}

    @property
    def trouble(self) -> str | None:
        """Why the SEC gives nothing; what is kept is used all the same."""
        return self._trouble or self._companies.trouble

    async def size(self, security: Security, line: PriceLine | None, now: datetime) -> Size | None:
        """Return the size of a listing's company; None where nothing is known that is recent and sure."""
        if security.type is not SecurityType.EQUITY:
            return None
        await self._companies.refresh(now)
        found = filer(security, self._securities, self._companies)
        if found is None:
            return None
        listing, company = found
        known = await self._reported(company.cik_str, now)
        splits = None
        if line is not None and line.ticker == listing.ticker and has_count(known, now.date()):
            splits = await self._splits_since_count(listing.ticker, known, now)
        return size_of(listing.ticker, known, line, splits, now)

    async def close(self) -> None:
        """Nothing is held: fetcher and store belong to whoever made them."""

    async def _reported(self, cik: int, now: datetime) -> Reported:
        """Return what a company last reported: from the shelf, else from the SEC."""
        if (flight := self._flights.get(cik)) is None:
            flight = self._flights[cik] = asyncio.Lock()
        async with flight:
            at, kept = await self._kept(cik)
            if at is not None and now - at < FRESH:
                return kept
            if self._rests_until is not None and now < self._rests_until:
                return kept
            try:
                fresh = await self._facts.of(cik)
            except Unreadable as trouble:  # it will be no better if asked again soon
                log.warning("%s It is company %d, and is asked about again in a day.", trouble, cik)
                fresh = kept
                self._trouble = None
            except SourceTrouble as trouble:
                self._trouble = str(trouble)
                wait = trouble.seconds if isinstance(trouble, TryLater) else None
                self._rests_until = now + max(REST, timedelta(seconds=wait or 0))
                log.warning("What company %d reported cannot be had from the SEC: %s", cik, trouble)
                return kept
            else:
                self._trouble = None
            await self._keep(cik, fresh, now)
            return fresh

    async def _kept(self, cik: int) -> tuple[datetime | None, Reported]:
        """Return what is on the shelf and since when; None and nothing where there is none, or where another
        version wrote it."""
        try:
            kept = await self._shelf.company_facts(str(cik))
            return (None, Reported()) if kept is None else (kept[0], _DECODER.decode(kept[1]))
        except (CannotRun, msgspec.DecodeError) as trouble:
            log.info("What is kept of company %d cannot be read: %s", cik, trouble)
            return None, Reported()

    async def _keep(self, cik: int, fresh: Reported, now: datetime) -> None:
        try:
            await self._shelf.keep_company_facts(str(cik), _ENCODER.encode(fresh).decode(), now)
        except CannotRun as trouble:
            log.info("What company %d reported is not kept: %s", cik, trouble)

    async def _splits_since_count(
        self, ticker: Ticker, known: Reported, now: datetime
    ) -> tuple[Split, ...] | None:
        """Return the splits since a count, as they were within the hour; None where nobody can tell."""
        if known.shares_on is None:
            return None
        asked = self._split_since.get(ticker)
        if asked is not None and timedelta() <= now - asked[0] < SPLITS_FRESH:
            return asked[1]
        told = await self._splits.splits(ticker, known.shares_on)
        if told is None:
            return None
        self._split_since[ticker] = (now, tuple(told))
        return tuple(told)
