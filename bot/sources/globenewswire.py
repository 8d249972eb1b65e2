"""GlobeNewswire: press releases of listed companies, with tickers tagged by the wire."""

from dataclasses import replace

from bot.domain.article import Voice
from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.item import Item
from bot.sources.settings import Asked
from bot.sources.several import Several
from bot.sources.tickers import tagged

PUBLIC_COMPANIES = (
    "https://www.globenewswire.com/RssFeed/orgclass/1/feedTitle/"
    "GlobeNewswire%20-%20News%20about%20Public%20Companies"
)


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "globenewswire". `urls` are its feeds, by class of company,
    subject or country."""

    kind: str = "globenewswire"
    urls: tuple[str, ...] = (PUBLIC_COMPANIES,)


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    dialect = Dialect(voice=Voice.RELEASE, outlet="GlobeNewswire", adapt=released, one_a_guid=True)
    return Several([FeedSource(settings, url, fetcher, dialect) for url in settings.urls])


def released(item: Item) -> Item:
    """Return the item with all its tickers, under the wire's own name: it prints its legal one."""
    return replace(tagged(item), outlet=None)
