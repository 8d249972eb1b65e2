"""Business Wire: seven days of press releases in one body of about 2 MB."""

from bot.domain.article import Voice
from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.settings import Asked
from bot.sources.tickers import tagged


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "businesswire". `url` is another of its feeds, as its site hands them out."""

    kind: str = "businesswire"
    url: str = "https://feed.businesswire.com/rss/home/?rss=G1QFDERJXkJcFVJYWQ=="
    every: float = 120.0  # 2 MB each time that something is new


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    dialect = Dialect(voice=Voice.RELEASE, outlet="Business Wire", adapt=tagged, one_a_guid=True)
    return FeedSource(settings, settings.url, fetcher, dialect)
