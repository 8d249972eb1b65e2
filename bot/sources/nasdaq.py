"""Nasdaq.com: articles of its partners, with tickers. Opt-in: its terms allow personal use only."""

from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlencode

from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.item import Item
from bot.sources.needs import require
from bot.sources.settings import Asked
from bot.sources.several import Several


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "nasdaq". `tickers` are asked each by itself; without any, the category is."""

    TERMS: ClassVar[str] = "Nasdaq's terms allow its site and feeds for personal, non-commercial use."

    kind: str = "nasdaq"
    tickers: tuple[str, ...] = ()
    category: str = "Stocks"
    url: str = "https://www.nasdaq.com/feed/rssoutbound"
    every: float = 300.0
    accept_terms: bool = False


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense or lack something."""
    require(settings)
    asked = [{"symbol": ticker} for ticker in settings.tickers] or [{"category": settings.category}]
    dialect = Dialect(outlet="Nasdaq", adapt=as_written)
    return Several(
        [FeedSource(settings, f"{settings.url}?{urlencode(each)}", fetcher, dialect) for each in asked]
    )


def as_written(item: Item) -> Item:
    """Return the item under the name of who wrote it, known by its address without the time of its last
    change, which the guid ends in."""
    guid = item.guid and item.guid.partition("?time=")[0]
    return replace(item, guid=guid, outlet=item.author or item.outlet)
