"""How large a company is, as far as anybody says so while somebody waits."""

import asyncio
from typing import Final

from bot.domain.figures import Size
from bot.domain.market import PriceLine, Security, Ticker
from bot.ports import Desk

FOR_PRICE: Final = 2.0  # seconds; without a price there may be the capital spending still
FOR_SIZE: Final = 5.0  # seconds; an answer from the store takes none, the first look at a company one or two


async def known_size(security: Security, desk: Desk) -> Size | None:
    """Return a company's size, with its market value where its main listing has a price; None where nothing
    is known in time."""
    main = next(iter(desk.securities.listings(security.issuer)), security)
    line = await _line(main.ticker, desk)
    try:
        async with asyncio.timeout(FOR_SIZE):
            return await desk.sizes.size(main, line, desk.clock.now())
    except TimeoutError:
        return None


async def _line(ticker: Ticker, desk: Desk) -> PriceLine | None:
    """Return the live line of a listing, else that of its last close."""
    try:
        async with asyncio.timeout(FOR_PRICE):
            now = desk.clock.now()
            live = (await desk.prices.lines([ticker], now)).get(ticker)
            return live or (await desk.prices.closings([ticker], now)).get(ticker)
    except TimeoutError:
        return None
