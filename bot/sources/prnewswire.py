"""PR Newswire: every press release as it goes out, about twenty at a time."""

from bot.domain.article import Voice
from bot.fetch import Fetcher
from bot.ports import Source
from bot.sources.dialect import Dialect
from bot.sources.feed import FeedSource
from bot.sources.settings import Asked
from bot.sources.tickers import tagged


class Settings(Asked, frozen=True, kw_only=True):
    """`[[source]]` of kind "prnewswire". `url` is another of its feeds, for a subject or an industry."""

    kind: str = "prnewswire"
    url: str = "https://www.prnewswire.com/rss/news-releases-list.rss"
    every: float = 45.0  # some twenty releases in under two hours: at the full hour they come in bursts


def build(settings: Settings, fetcher: Fetcher) -> Source:
    """Return the source. Raises CannotRun for settings that make no sense."""
    dialect = Dialect(voice=Voice.RELEASE, outlet="PR Newswire", adapt=tagged, one_a_guid=True)
    return FeedSource(settings, settings.url, fetcher, dialect)
