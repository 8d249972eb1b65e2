"""`outlay price`: what is known of a share's price now, as a card or as JSON."""

import asyncio
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from shutil import get_terminal_size
from typing import Any, Final

import click
import msgspec

from bot.cards.text import rounded_price
from bot.cli.options import CONFIG
from bot.commands.companies import one
from bot.commands.known_price import KnownPrice, Stated, known_price
from bot.commands.price import price_card
from bot.commands.suggestions import suggested
from bot.config import Environment, Settings, load
from bot.domain.errors import BadInput
from bot.domain.market import Money, PriceLine, Securities, Security
from bot.market.sessions import session
from bot.parts import SystemClock, build_fetcher, build_prices
from bot.securities import load as load_securities
from bot.store import open_store

_MILLIONTH: Final = Decimal("0.000001")


@click.command()
@click.argument("ticker")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of the card.")
@CONFIG
def price(ticker: str, *, as_json: bool, config: Path | None) -> int:
    """Print what is known of the price of TICKER, a symbol (BABA, 9988.HK) or a name: the live line of the
    provider that the settings name, else the newest that an article of the database states, else why there
    is none.

    Exit codes: 0 there is a price, 1 there is none or the ticker is unknown, 2 it cannot run.
    """
    environment = Environment.real()
    settings = load(config, environment)
    securities = load_securities()
    security = one(ticker, securities)
    if security is None:
        raise BadInput(_unknown(ticker, securities))
    now = SystemClock().now()
    known = asyncio.run(looked_up(security, securities, settings, environment, now))
    if as_json:
        click.echo(msgspec.json.encode(as_object(known, now)))
    else:
        # By name: `bot` knows no handler.
        render = import_module("handlers.console.text").render
        click.echo(render(price_card(known, now), get_terminal_size().columns), nl=False)
    return 0 if known.live or known.stated else 1


async def looked_up(
    security: Security, securities: Securities, settings: Settings, environment: Environment, now: datetime
) -> KnownPrice:
    """Ask the provider, and the database where there is one. Raises CannotRun."""
    path = Path(settings.store.path)
    store = await open_store(path) if path.exists() else None  # noqa: ASYNC240 - nothing else runs
    try:
        async with (
            build_fetcher(settings) as fetcher,
            build_prices(settings, environment, fetcher) as prices,
        ):
            return await known_price(security, securities, prices, store, now)
    finally:
        if store is not None:
            await store.close()


def _unknown(typed: str, securities: Securities) -> str:
    near = ", ".join(str(one.ticker) for one in suggested(typed, securities))
    hint = f"Did you mean {near}?" if near else "Give a symbol (BABA, 9988.HK) or a name (Alibaba)."
    return f"“{typed}” names no listed company that Outlay knows. {hint}"


def as_object(known: KnownPrice, now: datetime) -> dict[str, Any]:
    """Return the object that docs/prices.md describes: numbers as strings, times in UTC to the second."""
    ticker = known.security.ticker
    line = known.live or (known.stated.line if known.stated else None)
    return {
        "ticker": ticker.symbol,
        "mic": ticker.mic,
        "name": known.security.name,
        "now": _second(now),
        "market": session(now, ticker.mic),
        "price": _line(line, known.stated) if line else None,
        "no_live": {"why": known.why, "words": known.words} if known.why else None,
    }


def _line(line: PriceLine, stated: Stated | None) -> dict[str, Any]:
    article = stated.story.reading.article if stated else None
    return {
        "origin": line.origin,
        "ticker": line.ticker.symbol if line.ticker else None,
        "mic": line.ticker.mic if line.ticker else None,
        "session": line.session,
        "last": _in_full(line.last) if line.last else None,
        "currency": line.last.currency if line.last else None,
        "change": f"{line.change.quantize(_MILLIONTH):f}" if line.change is not None else None,
        "against": line.against,
        "at": _second(line.at),
        "provider": line.provider,
        "day": line.day,
        "published": _second(article.published_at or article.first_seen) if article else None,
        "url": article.url if article else None,
    }


def _in_full(last: Money) -> str:
    """Return a price with its cents, "76.30", and with more places only where it has more."""
    rounded = rounded_price(last.value, last.currency)
    return f"{rounded if rounded == last.value else last.value.normalize():f}"


def _second(at: datetime | None) -> datetime | None:
    return None if at is None else at.replace(microsecond=0)
