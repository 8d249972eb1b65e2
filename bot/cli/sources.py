"""`outlay sources preview`: what a feed would give, before it is put into the settings."""

import asyncio
from pathlib import Path
from typing import Final

import click
import msgspec

from bot.config import Environment, FetchTable, load
from bot.domain.errors import BadInput, SourceTrouble
from bot.fetch import Fetcher, Forbidden
from bot.ports import Fetched
from bot.sources.identity import identified
from bot.sources.item import Item
from bot.sources.parse import read_feed

WIDTH: Final = 78  # characters of a headline in the table


@click.group()
def sources() -> None:
    """Look at what a feed would give."""


@sources.command()
@click.argument("place", metavar="URL|FILE")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object an article, one a line.")
@click.option(
    "--allow",
    multiple=True,
    metavar="HOST:PORT",
    help="Ask this private address too. May be given several times; adds to [fetch] allow.",
)
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The settings file, for its [fetch] table. Without it ./outlay.toml is used where there is one.",
)
def preview(place: str, as_json: bool, allow: tuple[str, ...], config: Path | None) -> None:
    """Print the articles of a feed (RSS, RDF, Atom, JSON Feed) at a URL or in a FILE, as the feed has them.

    Nothing is filtered, and headlines are word for word. Private addresses, this machine's own among them,
    are asked only when they are allowed. Exit code 1 means that the feed cannot be read, 2 that the settings
    cannot be used.
    """
    try:
        if "://" in place:
            fetched = asyncio.run(_fetch(place, allow, load(config, Environment.real()).fetch))
            feed = read_feed(fetched.body or b"", fetched.url, fetched.content_type)
        else:
            feed = read_feed(_contents(place), place)
    except Forbidden as error:
        here = f" For this preview alone, say --allow {error.place}." if error.place else ""
        raise BadInput(f"{error}{here}") from error
    except SourceTrouble as error:
        raise BadInput(str(error)) from error
    found = identified(feed, place)
    for number, item in found:
        click.echo(_as_json(number, item) if as_json else _as_row(item))
    if not as_json:
        title = f" from {_printable(feed.title)}" if feed.title else ""
        click.echo(f"{len(found)} article{'' if len(found) == 1 else 's'}{title}.")


def _contents(place: str) -> bytes:
    try:
        return Path(place).read_bytes()
    except OSError as error:
        raise BadInput(f"{place} is no web address, and no file to read: {error.strerror}.") from error


async def _fetch(url: str, allow: tuple[str, ...], table: FetchTable) -> Fetched:
    async with Fetcher(
        allow=(*table.allow, *allow),
        proxy=table.proxy,
        ca_file=table.ca_file,
        timeout=table.timeout,
        user_agent=table.user_agent,
    ) as fetcher:
        return await fetcher.get(url)


def _as_json(number: str, item: Item) -> str:
    return msgspec.json.encode(
        {
            "id": number,
            "url": item.link,
            "headline": item.headline,
            "published_at": item.published_at,
            "tickers": item.tickers,
            "summary": item.summary or item.body,
        }
    ).decode()


def _as_row(item: Item) -> str:
    when = f"{item.published_at:%Y-%m-%d %H:%M}" if item.published_at else "no date"
    headline = item.headline or "(no headline)"
    if len(headline) > WIDTH:
        headline = headline[: WIDTH - 1] + "…"
    tickers = f"  [{', '.join(item.tickers)}]" if item.tickers else ""
    return f"{when:<16}  {_printable(headline + tickers)}"


def _printable(text: str) -> str:
    """Keep a publisher's control characters from the terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
