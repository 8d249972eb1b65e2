"""Yahoo Finance: a feed of headlines for each ticker. Opt-in: its terms allow personal use only."""

from collections.abc import Mapping
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
    """`[[source]]` of kind "yahoo". `tickers` are in Yahoo's spelling, each asked by itself."""

    NEEDS: ClassVar[Mapping[str, str]] = {
        "tickers": 'what to ask for, in Yahoo\'s spelling, as ["BABA", "0700.HK"].'
    }
    TERMS: ClassVar[str] = (
        "Yahoo's terms allow its feeds for personal use, and not in a product or a service for others."
    )

    kind: str = "yahoo"
    tickers: tuple[str, ...] = ()
    url: str = "https://feeds.finance.yahoo.com/rss/2.0/headline"
    every: float = 300.0  # it answers 429 soon
    accept_terms: bool = False


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense or lack something."""
    require(settings)
    return Several([_feed(settings, ticker, fetcher) for ticker in settings.tickers])


def _feed(settings: Settings, ticker: str, fetcher: Fetcher) -> FeedSource:
    """Return one ticker's feed. Its items do not name the ticker: that they stand there says it."""

    def tagged(item: Item) -> Item:
        return replace(item, tickers=(*item.tickers, ticker))

    asked = urlencode({"s": ticker, "region": "US", "lang": "en-US"})
    dialect = Dialect(outlet="Yahoo Finance", adapt=tagged)
    return FeedSource(settings, f"{settings.url}?{asked}", fetcher, dialect)
