"""Asking the SEC what a company reported: `companyfacts`, everything in one answer.

That is 1 to 15 MB, a tenth of it on the wire. The small answers of `companyconcept` have one tag each: a size
would take seven of them, most of them 404, out of the ten requests a second that the news source lives on
too; and they would be of different moments. To find seven tags in the large one takes 10 ms.
"""

import asyncio
from typing import Final

from bot.domain.errors import SourceTrouble
from bot.fetch import Answered
from bot.prices.size.facts import read_facts
from bot.prices.size.reported import Reported, reported
from bot.sec.access import Access

LARGEST: Final = 64 << 20  # bytes, decoded; the largest known is a quarter of that


class CompanyFacts:
    """The SEC's figures of companies; `site` has them."""

    def __init__(self, access: Access, site: str) -> None:
        self._access = access
        self._site = site

    async def of(self, cik: int) -> Reported:
        """Ask what a company reported: nothing where it never did so in XBRL, which is answered with 404.

        Raises Unreadable for an answer that is none, and SourceTrouble where nothing can be had.
        """
        try:
            fetched = await self._access.get(
                f"{self._site}/api/xbrl/companyfacts/CIK{cik:010}.json", limit=LARGEST
            )
        except Answered as answered:
            if answered.status == 404:
                return Reported()
            raise
        if fetched.body is None:
            raise SourceTrouble(f"The SEC answered {fetched.status} without anything: check the address.")
        return await asyncio.to_thread(_read, fetched.body)


def _read(body: bytes) -> Reported:
    return reported(read_facts(body))
