"""The European Central Bank itself: its reference rates as XML, for the last day, for 90 days, for ever.

The shape is from the bank's page (https://www.ecb.europa.eu/stats/eurofxref) and from the files that public
code keeps to test with: a `Cube` for each day, in it a `Cube` for each currency, the newest day first, quoted
with either mark. A day without rates is not there.
"""

import asyncio
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any, Final

from lxml import etree

from bot.domain.errors import SourceTrouble
from bot.domain.fixing import Fixing
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.market.fixings import fixing_day
from bot.prices.rates.publisher import believed

DAILY: Final = "eurofxref-daily.xml"
RECENT: Final = "eurofxref-hist-90d.xml"
WHOLE: Final = "eurofxref-hist.xml"
REACH: Final = timedelta(days=80)  # the file for 90 days counts them to the day before it was made
LARGEST: Final = 32 << 20  # bytes; all days since 1999 are some 9 MB, and a little more each year
MOST_TAGS: Final = 1_000_000  # they are some 250,000; a tree takes forty times the memory of its text
SAFE: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
CUBE: Final = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}Cube"


class Ecb:
    """`bot.prices.rates.publisher.Publisher` at the address of a folder that holds the bank's files."""

    name = "ECB"

    def __init__(self, fetcher: Fetcher, url: str) -> None:
        self._fetcher = fetcher
        self._url = url.rstrip("/")

    async def fixing(self, day: date, today: date) -> Fixing:
        """Ask for the smallest file that holds the day."""
        url = f"{self._url}/{_file(day, today)}"
        fetched = await self._fetcher.get(url, headers={"Accept": "application/xml"}, limit=LARGEST)
        found = await asyncio.to_thread(read, fetched.body or b"", day, shown(url))
        return believed(found, day, shown(url))


def _file(day: date, today: date) -> str:
    if day >= fixing_day(today):
        return DAILY
    return RECENT if today - day <= REACH else WHOLE


def read(body: bytes, day: date, where: str) -> Fixing:
    """Return the last fixing up to `day` of one of the bank's files. Raises SourceTrouble for anything else
    than such a file, and where it holds no day that early; `where` gave it."""
    if b"<!DOCTYPE" in body[:4096].upper():  # before any parser sees it: entities can grow into gigabytes
        raise SourceTrouble(f"{where} carries a document type, as no file of the bank does. It was not read.")
    if body.count(b"<") > MOST_TAGS:
        raise SourceTrouble(f"{where} holds more than any file of the bank. It was not read.")
    found: date | None = None
    rates: dict[str, Decimal] = {}
    try:
        for _, cube in etree.iterparse(BytesIO(body), ("end",), tag=CUBE, **SAFE):
            if (time := cube.get("time")) is None:
                continue
            here = date.fromisoformat(time)
            if here <= day and (found is None or here > found):
                found, rates = here, dict(map(_rate, cube))
            cube.clear()
    except (etree.XMLSyntaxError, ValueError, InvalidOperation) as error:
        raise SourceTrouble(
            f"{where} is not the bank's file of exchange rates. Check fallback_url under [rates]."
        ) from error
    if found is None:
        raise SourceTrouble(f"{where} has no rates of {day}, nor of a day before it.")
    return Fixing(found, rates, Ecb.name)


def _rate(cube: etree._Element) -> tuple[str, Decimal]:
    return cube.get("currency", ""), Decimal(cube.get("rate", ""))
