"""Asking the SEC about a company: `companyfacts`, everything that it reported in one answer, and
`submissions`, which says where it is incorporated.

The first is 1 to 15 MB, a tenth of it on the wire. The small answers of `companyconcept` have one tag each:
a size would take seven of them, most of them 404, out of the ten requests a second that the news source lives
on too; and they would be of different moments. To find seven tags in the large one takes 10 ms.
"""

import asyncio
from dataclasses import replace
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble
from bot.fetch import Answered
from bot.prices.size.facts import Unreadable, read_facts
from bot.prices.size.reported import AT_HOME, Reported, reported
from bot.sec.access import Access

LARGEST: Final = 64 << 20  # bytes, decoded; the largest known is a quarter of that


class _Filer(msgspec.Struct, frozen=True, rename="camel"):
    """What `submissions` says of a company, as far as it matters."""

    state_of_incorporation: str | None = None


class CompanyFacts:
    """What the SEC knows of companies; `site` has it."""

    def __init__(self, access: Access, site: str) -> None:
        self._access = access
        self._site = site

    async def of(self, cik: int) -> Reported:
        """Ask about a company: nothing is known of one that never reported in XBRL, which is answered with
        404. Where it is incorporated is asked only where that matters.

        Raises Unreadable for an answer that is none, and SourceTrouble where nothing can be had.
        """
        try:
            body = await self._get(f"api/xbrl/companyfacts/CIK{cik:010}.json")
        except Answered as answered:
            if answered.status == 404:
                return Reported()
            raise
        known = await asyncio.to_thread(_read, body)
        if known.annual != AT_HOME or known.shares is None:
            return known
        return replace(known, state=_state(await self._get(f"submissions/CIK{cik:010}.json")))

    async def _get(self, path: str) -> bytes:
        fetched = await self._access.get(f"{self._site}/{path}", limit=LARGEST)
        if fetched.body is None:
            raise SourceTrouble(f"The SEC answered {fetched.status} without anything: check the address.")
        return fetched.body


def _read(body: bytes) -> Reported:
    return reported(read_facts(body))


def _state(body: bytes) -> str | None:
    try:
        return msgspec.json.decode(body, type=_Filer).state_of_incorporation or None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Unreadable(f"What the SEC knows of a company cannot be read: {error}.") from error
