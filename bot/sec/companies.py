"""The SEC's list of companies: their numbers there (CIK), their tickers and their names."""

import asyncio
import logging
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble
from bot.sec.access import Access

log = logging.getLogger(__name__)

PATH: Final = "/files/company_tickers.json"
FRESH: Final = timedelta(days=1)
PATIENCE: Final = timedelta(minutes=10)  # until a list that could not be had is asked for again


class Company(msgspec.Struct, frozen=True):
    """One line of the list, one ticker of a company: `cik_str` is a number all the same, `title` its name."""

    cik_str: int
    ticker: str
    title: str = ""


class Companies:
    """The list, asked for once a day. One that has grown old is kept; whoever asks goes on without one.

    `without` says what happens meanwhile, for the log: "filings go by their companies' names".
    """

    def __init__(self, site: str, access: Access, without: str) -> None:
        self._url = site + PATH
        self._access = access
        self._without = without
        self._etag: str | None = None
        self._last_modified: str | None = None
        self._first: dict[int, Company] = {}
        self._by_symbol: dict[str, Company] = {}
        self._due: datetime | None = None
        self.trouble: str | None = None  # why the list could not be had when it was last asked for
        self._asking = asyncio.Lock()

    def __len__(self) -> int:
        return len(self._first)

    def ticker_of(self, cik: str) -> str | None:
        """Return the main ticker of a company ("0001577552" is BABA), None for one that has none."""
        company = self._first.get(int(cik))
        return None if company is None else company.ticker

    def by_symbol(self, symbol: str) -> Company | None:
        """Return the company that a US ticker is of, spelt with a dash before its class: "BRK-B"."""
        return self._by_symbol.get(symbol)

    async def refresh(self, now: datetime) -> None:
        """Ask for the list where it is due, once for all who want it. Raises nothing."""
        async with self._asking:
            if self._due is not None and now < self._due:
                return
            try:
                await self.ask()
                self._due, self.trouble = now + FRESH, None
            except SourceTrouble as trouble:
                self._due, self.trouble = now + PATIENCE, str(trouble)
                log.warning(
                    "The SEC's list of tickers could not be had (%s). It is asked for again in %.0f minutes. "
                    "Until then %s.",
                    str(trouble).rstrip("."),
                    PATIENCE.total_seconds() / 60,
                    "the last one is used" if self._first else self._without,
                )

    async def ask(self) -> None:
        """Ask for the list now. Raises SourceTrouble."""
        fetched = await self._access.get(self._url, etag=self._etag, last_modified=self._last_modified)
        if fetched.body is None:
            return
        try:
            self._first, self._by_symbol = await asyncio.to_thread(_read, fetched.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise SourceTrouble(f"The SEC's list of companies cannot be read: {error}.") from error
        self._etag, self._last_modified = fetched.etag, fetched.last_modified


def _read(body: bytes) -> tuple[dict[int, Company], dict[str, Company]]:
    """Return the first line of each company (the list has the most traded first), and that of each ticker."""
    first: dict[int, Company] = {}
    by_symbol: dict[str, Company] = {}
    for company in msgspec.json.decode(body, type=dict[str, Company]).values():
        first.setdefault(company.cik_str, company)
        by_symbol.setdefault(company.ticker, company)
    return first, by_symbol
