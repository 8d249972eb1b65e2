"""Whose filing it is: the SEC's numbers of companies (CIK) and their tickers."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.sources.pacer import Pacer

log = logging.getLogger(__name__)

PATH: Final = "/files/company_tickers.json"
FRESH: Final = timedelta(days=1)
PATIENCE: Final = timedelta(minutes=10)  # until a list that could not be had is asked for again


class Company(msgspec.Struct, frozen=True):
    """One company of the list: `cik_str` is a number all the same."""

    cik_str: int
    ticker: str


class EdgarTickers:
    """The list, asked for once a day. Without it filings go out without tickers, and their companies are
    found by their names: a filing that waits for a list would be worse. A list that has grown old is kept."""

    def __init__(self, url: str, fetcher: Fetcher, headers: Mapping[str, str], pacer: Pacer) -> None:
        self._url = url + PATH
        self._fetcher = fetcher
        self._headers = headers
        self._pacer = pacer
        self._etag: str | None = None
        self._last_modified: str | None = None
        self._by_cik: dict[int, str] = {}
        self._due: datetime | None = None

    def of(self, cik: str) -> str | None:
        """Return the main ticker of a company ("0001577552" is BABA), None for one that has none."""
        return self._by_cik.get(int(cik))

    async def refresh(self, now: datetime) -> None:
        """Ask for the list where it is due. Raises nothing."""
        if self._due is not None and now < self._due:
            return
        try:
            await self._pacer.turn()
            fetched = await self._fetcher.get(
                self._url, etag=self._etag, last_modified=self._last_modified, headers=self._headers
            )
            if fetched.body is not None:
                self._by_cik = await asyncio.to_thread(_read, fetched.body)
                self._etag, self._last_modified = fetched.etag, fetched.last_modified
            self._due = now + FRESH
        except (SourceTrouble, msgspec.DecodeError, UnicodeDecodeError) as trouble:
            self._due = now + PATIENCE
            log.warning(
                "The SEC's list of tickers could not be had (%s). It is asked for again in %.0f minutes. "
                "Until then %s.",
                str(trouble).rstrip("."),
                PATIENCE.total_seconds() / 60,
                "the last one is used" if self._by_cik else "filings go by their companies' names",
            )


def _read(body: bytes) -> dict[int, str]:
    """Return the first ticker of each company: the list has the most traded first."""
    found: dict[int, str] = {}
    for company in msgspec.json.decode(body, type=dict[str, Company]).values():
        found.setdefault(company.cik_str, company.ticker)
    return found
