"""Seeking Alpha: its news, with the symbols that it tags. Opt-in: its feed allows personal use only."""

from dataclasses import replace
from typing import ClassVar
from urllib.parse import quote

from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.item import Item
from bot.sources.needs import require
from bot.sources.settings import Asked
from bot.sources.several import Several


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "seeking_alpha". `tickers` are asked each by itself; without any, all news is."""

    TERMS: ClassVar[str] = (
        "Seeking Alpha's text in the feed limits it to personal, non-commercial use and prohibits "
        "publishing it."
    )

    kind: str = "seeking_alpha"
    tickers: tuple[str, ...] = ()
    url: str = "https://seekingalpha.com"
    every: float = 300.0
    accept_terms: bool = False


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense or lack something."""
    require(settings)
    paths = [f"/api/sa/combined/{quote(ticker)}.xml" for ticker in settings.tickers]
    dialect = Dialect(outlet="Seeking Alpha", adapt=with_plain_link)
    addresses = [settings.url + path for path in paths or ["/market_currents.xml"]]
    return Several([FeedSource(settings, address, fetcher, dialect) for address in addresses])


def with_plain_link(item: Item) -> Item:
    """Return the item without the "?source=feed_symbol_…" on its link, which differs from feed to feed."""
    return replace(item, link=item.link and item.link.partition("?source=feed")[0])
