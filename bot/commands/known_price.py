"""What is known of a share's price, for whoever asks: a live line, else what an article stated, and why."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.cards.prices import why_no_line
from bot.domain.market import PriceLine, Securities, Security, Ticker
from bot.domain.price import NoLine
from bot.domain.story import Story
from bot.ports import Prices, Stories

BOUND: Final = 5.0  # seconds that somebody waits for a provider, whatever it does
READ_BACK: Final = 50  # stories

_LISTINGS: Final = 2  # other listings of the company, where nobody prices the one that was asked for
_NOBODY_PRICES: Final = frozenset({NoLine.NOT_KNOWN, NoLine.NOTHING, NoLine.UNKNOWN_SESSION})


@dataclass(frozen=True, slots=True)
class Stated:
    """A line that an article of a story states."""

    line: PriceLine
    story: Story


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """What is known of the price of a `security`.

    `live` is a provider's line; where there is none `why` says why, and `words` what to do. `stated` is the
    newest line of an article that is kept, and is only looked for without a live one. Both may be of another
    listing of the company.
    """

    security: Security
    live: PriceLine | None = None
    why: NoLine | None = None
    words: str = ""
    stated: Stated | None = None


async def known_price(
    security: Security,
    securities: Securities,
    prices: Prices,
    stories: Stories | None,
    now: datetime,
    *,
    within: float = BOUND,
) -> KnownPrice:
    """Return what is known at `now` (UTC). The provider gets `within` seconds; raises what `stories`
    raises."""
    others = [s.ticker for s in securities.listings(security.issuer) if s.ticker != security.ticker]
    try:
        async with asyncio.timeout(within):
            found, failed = await _live(security.ticker, others, prices, now)
        words = "" if isinstance(found, PriceLine) else _in_words(found, failed, prices)
    except TimeoutError:
        found = NoLine.TROUBLE
        words = f"{prices.name} did not answer within {within:.0f} s. Try again in a minute."
    if isinstance(found, PriceLine):
        return KnownPrice(security, live=found)
    stated = await _newest_stated([security.ticker, *others], stories) if stories else None
    return KnownPrice(security, why=found, words=words, stated=stated)


async def _live(
    ticker: Ticker, others: Sequence[Ticker], prices: Prices, now: datetime
) -> tuple[PriceLine | NoLine, Ticker | None]:
    """Return the line of a listing; where nobody prices it at all, that of another listing of the company.
    Where there is neither the second is the listing of those others that the provider failed to tell of."""
    found = (await prices.look([ticker], now)).get(ticker, NoLine.NOTHING)
    if found not in _NOBODY_PRICES or not others:
        return found, None
    elsewhere = await prices.look(others[:_LISTINGS], now)
    for other in others[:_LISTINGS]:
        if isinstance(line := elsewhere.get(other), PriceLine):
            return line, None
    failed = (other for other in others[:_LISTINGS] if elsewhere.get(other) is NoLine.TROUBLE)
    return found, next(failed, None)


def _in_words(why: NoLine, failed: Ticker | None, prices: Prices) -> str:
    """Return why there is no line and what to do, with the provider's own trouble where it has some."""
    words = why_no_line(why, prices.name)
    if failed is not None:
        words += f" Of {failed}, the same company's, it gives none at the moment."
    if failed is None and why is not NoLine.TROUBLE:
        return words
    return f"{words} {prices.state.trouble or 'Try again in a minute.'}"


async def _newest_stated(tickers: Sequence[Ticker], stories: Stories) -> Stated | None:
    """Return the newest line about the first of `tickers` that a story has one about."""
    recent = await stories.recent(tickers, READ_BACK)
    for wanted in tickers:
        for story in recent:
            for stated in story.reading.prices:
                if stated.line.ticker == wanted:
                    return Stated(stated.line, story)
    return None
