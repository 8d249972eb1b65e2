"""What is kept so that it need not be asked for again."""

from datetime import date, datetime
from typing import Protocol

from bot.domain.fixing import Fixing


class PageShelf(Protocol):
    """The pages that were read, as whoever read them writes them down."""

    async def page(self, url: str) -> str | None:
        """Return what is kept under an address, None when there is nothing."""

    async def keep_page(self, url: str, text: str, now: datetime) -> None:
        """Keep a page in place of an earlier one. After three days it may be gone."""


class FixingShelf(Protocol):
    """The exchange rates of past days, which never change."""

    async def fixing(self, day: date) -> Fixing | None:
        """Return the rates that were fixed on exactly this day, None when they are not kept."""

    async def keep_fixing(self, fixing: Fixing) -> None:
        """Keep a day's rates for ever, in place of earlier ones of that day."""


class FactShelf(Protocol):
    """What companies reported of themselves, as whoever asked for it writes it down."""

    async def company_facts(self, company: str) -> tuple[datetime, str] | None:
        """Return since when (UTC) something is kept of a company, and what; None when there is nothing."""

    async def keep_company_facts(self, company: str, text: str, now: datetime) -> None:
        """Keep what is known of a company in place of what was. After 30 days it may be gone."""


class Shelves(PageShelf, FixingShelf, FactShelf, Protocol):
    """All of them."""
