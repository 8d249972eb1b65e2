"""What `outlay doctor` says of live prices: the provider is asked, live, for one share that all know."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

from bot import plugins
from bot.cards.patience import patience
from bot.cards.prices import price_line, why_no_line
from bot.cards.text import ago
from bot.config import Environment, Settings
from bot.domain.errors import CannotRun, SourceTrouble
from bot.domain.market import PriceLine, Ticker
from bot.domain.price import NoLine
from bot.fetch import Fetcher
from bot.parts import build_prices
from bot.ports import Check, Grade
from bot.prices.board import PriceBoard

SUBJECT: Final = "prices"
KNOWN: Final = Ticker("AAPL", "XNAS")  # every vendor of prices has it


async def examine_prices(
    settings: Settings, environment: Environment, fetcher: Fetcher, now: datetime
) -> AsyncIterator[Check]:
    """Build the provider, and ask it once. `now` is in UTC."""
    try:
        board = build_prices(settings, environment, fetcher)
    except CannotRun as error:
        yield Check(SUBJECT, Grade.BROKEN, str(error))
        return
    if (terms := _terms(settings)) is not None:
        yield Check(f"terms of {board.name}", Grade.LIMITED, f"accepted in the settings. {terms}")
    async with board:
        yield await _asked(board, now)


def _terms(settings: Settings) -> str | None:
    """Return what the vendor's own text forbids, None where anybody may use it."""
    module = plugins.find("prices", str(settings.prices.get("kind", "none")))
    terms: str | None = getattr(module.Settings, "TERMS", None)
    return terms


async def _asked(board: PriceBoard, now: datetime) -> Check:
    line = (await board.look([KNOWN], now))[KNOWN]
    if line is NoLine.NO_PROVIDER:
        return Check(SUBJECT, Grade.FINE, "none are asked for: what the articles state is shown")
    if line is NoLine.NOT_KNOWN:
        return Check(SUBJECT, Grade.LIMITED, f"{board.name} has no prices of {KNOWN}, so it was not tried")
    try:
        snapshot = await board.snapshot(KNOWN, now)
    except SourceTrouble as trouble:
        return Check(SUBJECT, Grade.BROKEN, str(trouble), patience(trouble))
    if snapshot is None or not snapshot.trades:
        found = f"{board.name} answers, and knows no price of {KNOWN}"
        return Check(SUBJECT, Grade.BROKEN, found, "Look whether your plan with it has prices of shares.")
    last = snapshot.trades[-1]
    words = f"{board.name}'s last price of {KNOWN} is {last.price} {snapshot.currency}, {ago(last.at, now)}"
    if isinstance(line, PriceLine):
        return Check(SUBJECT, Grade.FINE, f"{words}. A card would say: {price_line(line)}")
    return Check(
        SUBJECT, Grade.LIMITED, f"{words}. A card would have no line: {why_no_line(line, board.name)}"
    )
