"""Google News: what its search finds, from any outlet. Opt-in: the feed itself allows personal use only."""

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
    """`[[source]]` of kind "google_news". `searches` are in Google's own syntax, each asked by itself."""

    NEEDS: ClassVar[Mapping[str, str]] = {
        "searches": 'what to search for, as ["Alibaba investment when:1d"].'
    }
    TERMS: ClassVar[str] = (
        "Google's text in the feed allows it in a personal feed reader, for personal and non-"
        "commercial use, and forbids any other."
    )

    kind: str = "google_news"
    searches: tuple[str, ...] = ()
    language: str = "en-US"
    country: str = "US"
    url: str = "https://news.google.com/rss/search"
    every: float = 300.0
    accept_terms: bool = False


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense or lack something."""
    require(settings)
    dialect = Dialect(adapt=as_told)
    return Several([FeedSource(settings, _address(settings, q), fetcher, dialect) for q in settings.searches])


def as_told(item: Item) -> Item:
    """Return the item as its outlet has it: without the outlet's name behind the headline, and without the
    description, which is the headline again.

    The link stays: it leads a browser to the article, though by way of Google, so that it never equals the
    link that another source has for the same article.
    """
    headline = item.headline
    if headline and item.outlet:
        headline = headline.removesuffix(f" - {item.outlet}").rstrip() or headline
    return replace(item, headline=headline, summary="", body="")


def _address(settings: Settings, search: str) -> str:
    language, country = settings.language, settings.country
    asked = {"q": search, "hl": language, "gl": country, "ceid": f"{country}:{language.partition('-')[0]}"}
    return f"{settings.url}?{urlencode(asked)}"
