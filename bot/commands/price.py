"""price: what is known of a share's price, with its time and origin."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.cards.card import Button, Card, Fact
from bot.cards.prices import market_state, price_line
from bot.cards.standing import source_notes
from bot.cards.text import ago
from bot.commands.companies import one
from bot.commands.suggestions import labelled, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.market import PriceLine, Ticker
from bot.domain.story import Story
from bot.market.sessions import session
from bot.ports import Desk

READ_BACK: Final = 50  # stories


async def price(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show the live price where a provider knows one, else the newest that an article stated."""
    del request
    security = one(options["ticker"], desk.securities)
    if security is None:
        return unknown_company("price", options["ticker"], desk.securities)
    name = labelled(security)
    now = desk.clock.now()
    live = (await desk.prices.lines([security.ticker], now)).get(security.ticker)
    if live is not None:
        when = f"{ago(live.at, now)}. " if live.at is not None else ""
        return Card(
            title=f"{name}: {price_line(live)}",
            facts=(
                *((Fact("As of", live.at),) if live.at is not None else ()),
                *_market_now(security.ticker, now),
            ),
            notes=(f"{when}The change is against the last regular close.",),
        )
    tickers = [s.ticker for s in desk.securities.listings(security.issuer)] or [security.ticker]
    stated = _newest_stated(await desk.stories.recent(tickers, READ_BACK), [security.ticker, *tickers])
    if stated is None:
        return Card(
            title=f"No price of {name} is known",
            text=(f"No price provider knows it ({desk.prices.name}), and no story stated one.",),
            facts=_market_now(security.ticker, now),
        )
    story, line = stated
    whose = f", by its listing {line.ticker}" if line.ticker not in (None, security.ticker) else ""
    published = story.reading.article.published_at or story.first_seen
    return Card(
        title=f"{name}{whose}: {price_line(line)}",
        facts=(Fact("Published", published), *_market_now(security.ticker, now)),
        notes=(f"Not live: {ago(published, now)}.", *source_notes(story)),
        buttons=(
            *((Button("Source", url=story.reading.article.url),) if story.reading.article.url else ()),
            Button("Details", words=f"why {story.id}"),
        ),
        url=story.reading.article.url,
    )


def _market_now(ticker: Ticker, now: datetime) -> tuple[Fact, ...]:
    state = market_state(session(now, ticker.mic))
    return (Fact("Market now", state),) if state else ()


def _newest_stated(stories: Sequence[Story], tickers: Sequence[Ticker]) -> tuple[Story, PriceLine] | None:
    """Return the newest line about the first of `tickers` that a story has one about."""
    for wanted in tickers:
        for story in stories:
            for stated in story.reading.prices:
                if stated.line.ticker == wanted:
                    return story, stated.line
    return None


PRICE: Final = Command(
    name="price",
    help="Show what is known of a share's price",
    run=price,
    options=(Option("ticker", "A symbol or a name", OptionKind.TICKER, required=True),),
    example="price BABA",
)
