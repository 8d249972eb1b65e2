"""What `outlay doctor` says of exchange rates: each publisher is asked for the last day's, live."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date

from bot.cards.patience import patience
from bot.cards.text import calendar_day, counted
from bot.config import RatesTable
from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch import Fetcher
from bot.market.fixings import fixing_day
from bot.ports import Check, Grade
from bot.prices.rates.build import publishers
from bot.prices.rates.publisher import Publisher

NAME = "exchange rates"


async def examine_rates(table: RatesTable, fetcher: Fetcher, today: date) -> AsyncIterator[Check]:
    """Ask whoever the settings name; `today` is the day in UTC."""
    if table.kind == "none":
        yield Check(NAME, Grade.FINE, "none are asked for")
        return
    asked = [await _ask(*each, today) for each in publishers(table.url, table.fallback_url, fetcher)]
    # One that fails is what the other is for.
    one_answers = any(isinstance(answer, str) for answer in asked)
    for answer in asked:
        if isinstance(answer, str):
            yield Check(NAME, Grade.FINE, answer)
        elif one_answers:
            yield Check(NAME, Grade.LIMITED, str(answer), "The other one is asked meanwhile.")
        else:
            mend = patience(answer) or "Check the addresses under [rates]."
            yield Check(NAME, Grade.BROKEN, str(answer), mend)


async def _ask(publisher: Publisher, seconds: float, today: date) -> str | SourceTrouble:
    """Return what rates came of asking, in words, or why none did."""
    try:
        async with asyncio.timeout(seconds):
            fixing = await publisher.fixing(fixing_day(today), today)
    except TimeoutError:
        return TryLater(f"{publisher.name} did not answer within {seconds:g} s: it may be down.")
    except SourceTrouble as trouble:
        return trouble
    known = counted(len(fixing.per_euro), "currency", "currencies")
    return f"{publisher.name} has those of {calendar_day(fixing.day)}, of {known}"
