"""Frankfurter: the European Central Bank's rates as JSON, by day, without a key; anybody may run one.

The whole day is asked for in euros, as the bank prints it. With another base Frankfurter rounds what it works
out, to five places after the point, so that one won were 0.00076 dollars: wrong by up to 0.7 %. And so one
question answers for every currency of the day.

Shapes and oddities are from Frankfurter's own source and tests (github.com/lineofflight/frankfurter), of
the interface's version 1. A day without rates gives those of the last day before it, and so does a day to
come; the answer says which day it is of. Whoever stands between may keep an answer for a day, so that this
morning's for today may come in the evening, too. A day before 1999 is 404. Version 2 mixes the rates of
many central banks into one that none of them published, so it is not used.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

import msgspec

from bot.domain.errors import SourceTrouble
from bot.domain.fixing import Fixing
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.market.fixings import EURO
from bot.prices.rates.publisher import believed

_ONE: Final = Decimal(1)
LARGEST: Final = 1 << 16  # bytes; thirty currencies are 500


class Answer(msgspec.Struct, frozen=True):
    """`/2024-03-13`: what one euro was on a day."""

    amount: Decimal
    base: str
    date: date
    rates: Mapping[str, Decimal]


class Frankfurter:
    """`bot.prices.rates.publisher.Publisher` at an address that ends in "/v1"."""

    name = "Frankfurter"

    def __init__(self, fetcher: Fetcher, url: str) -> None:
        self._fetcher = fetcher
        self._url = url.rstrip("/")

    async def fixing(self, day: date, today: date) -> Fixing:
        """Ask for one day."""
        del today
        url = f"{self._url}/{day.isoformat()}"
        fetched = await self._fetcher.get(url, headers={"Accept": "application/json"}, limit=LARGEST)
        try:
            answer = msgspec.json.decode(fetched.body or b"", type=Answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise SourceTrouble(
                f"{shown(url)} gave an answer of another shape than Frankfurter documents: {error}. Check "
                "url under [rates]: it ends in /v1."
            ) from error
        if answer.base != EURO or answer.amount != _ONE:
            raise SourceTrouble(f"{shown(url)} gave rates of {answer.amount} {answer.base}, not of one euro.")
        return believed(Fixing(answer.date, dict(answer.rates), f"ECB, through {self.name}"), day, shown(url))
