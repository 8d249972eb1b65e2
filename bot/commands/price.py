"""price: what is known of a share's price, with its session, time and origin."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from bot.cards.card import Button, Card, Fact
from bot.cards.prices import market_state, move, price_line
from bot.cards.standing import source_notes
from bot.cards.text import ago, calendar_day
from bot.commands.companies import one
from bot.commands.known_price import KnownPrice, known_price
from bot.commands.suggestions import labelled, unknown_company
from bot.commands.table import Command, Option, OptionKind
from bot.domain.alert import Request
from bot.domain.market import PriceLine, Session, Ticker
from bot.domain.story import Story
from bot.market.sessions import next_open, session
from bot.ports import Desk

_SHUT: Final = frozenset({Session.CLOSED, Session.OVERNIGHT})


async def price(request: Request, options: Mapping[str, str], desk: Desk) -> Card:
    """Show the live price where a provider knows one, else the newest that an article stated."""
    del request
    security = one(options["ticker"], desk.securities)
    if security is None:
        return unknown_company("price", options["ticker"], desk.securities)
    now = desk.clock.now()
    known = await known_price(security, desk.securities, desk.prices, desk.stories, now)
    card = price_card(known, now)
    return replace(card, buttons=(*card.buttons, *_chart(known, desk)))


def _chart(known: KnownPrice, desk: Desk) -> tuple[Button, ...]:
    """Offer a chart of the listing whose live price is shown, where one can be drawn."""
    if known.live is None or not desk.prices.has_past or desk.charts.missing is not None:
        return ()
    return (Button("Chart", words=f"chart {known.live.ticker or known.security.ticker}"),)


def price_card(known: KnownPrice, now: datetime) -> Card:
    """Return what is known of a price at `now` (UTC), or why nothing is and what to do."""
    if known.live is not None:
        return _live(known, known.live, now)
    if known.stated is not None:
        return _stated(known, known.stated.line, known.stated.story, now)
    return Card(
        title=f"No price of {labelled(known.security)} is known",
        text=(known.words, "No story that is kept states one, either."),
        facts=_market_now(known.security.ticker, now),
    )


def _live(known: KnownPrice, line: PriceLine, now: datetime) -> Card:
    return Card(
        title=f"{_whose(known, line)}: {move(line)}",
        facts=(
            *((Fact("As of", line.at),) if line.at is not None else ()),
            Fact("Against", _against(line)),
            *_market_now(line.ticker or known.security.ticker, now),
        ),
        notes=(_source(line, now),),
    )


def _against(line: PriceLine) -> str:
    if line.against is None:
        return f"the close before, whose day {line.provider} does not tell"
    return f"the close of {calendar_day(line.against)}"


def _source(line: PriceLine, now: datetime) -> str:
    """Return who says so, and how old it is: a close is as it was, and never live."""
    source = "From" if line.session is Session.CLOSE else "Live from"
    return f"{source} {line.provider}" + (f", {ago(line.at, now)}" if line.at is not None else "")


def _stated(known: KnownPrice, line: PriceLine, story: Story, now: datetime) -> Card:
    """Return a price that an article stated, with its age, and why there is no live one."""
    article = story.reading.article
    published = article.published_at or story.first_seen
    return Card(
        title=f"{_whose(known, line)}: {price_line(line)}",
        facts=(Fact("Published", published), *_market_now(known.security.ticker, now)),
        notes=(f"Not live: published {ago(published, now)}. {known.words}", *source_notes(story)),
        buttons=(
            *((Button("Source", url=article.url),) if article.url else ()),
            Button("Details", words=f"why {story.id}"),
        ),
        url=article.url,
    )


def _whose(known: KnownPrice, line: PriceLine) -> str:
    """Return whose price it is: "Alibaba (9988.HK), by its listing BABA" where only that one is known."""
    name = labelled(known.security)
    return name if line.ticker in (None, known.security.ticker) else f"{name}, by its listing {line.ticker}"


def _market_now(ticker: Ticker, now: datetime) -> tuple[Fact, ...]:
    """Return how the market stands, and when regular trading begins again where nothing trades."""
    present = session(now, ticker.mic)
    opens = next_open(now, ticker.mic) if present in _SHUT else None
    return (
        *((Fact("Market now", state),) if (state := market_state(present)) else ()),
        *((Fact("Opens", opens),) if opens is not None else ()),
    )


PRICE: Final = Command(
    name="price",
    help="Show what is known of a share's price",
    run=price,
    options=(Option("ticker", "A symbol or a name", OptionKind.TICKER, required=True),),
    example="price BABA",
)
