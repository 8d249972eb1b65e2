"""GlobeNewswire against a loopback server that prints as it does: tagged shares, dates without seconds."""

from datetime import UTC, datetime

from bot.domain.article import Voice
from bot.fetch import Fetcher
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed

RELEASE = """
  <guid isPermaLink="true">https://www.globenewswire.example/news-release/2026/11/20/7/0/en/tarn.html</guid>
  <link>https://www.globenewswire.example/news-release/2026/11/20/7/0/en/tarn.html</link>
  <category domain="https://www.globenewswire.example/rss/stock">Nasdaq:TARN</category>
  <category domain="https://www.globenewswire.example/rss/ISIN">US0000000001</category>
  <category domain="https://www.globenewswire.example/rss/subject">Mergers and Acquisitions</category>
  <title>Tarn Metals to Acquire Fell Foods for $40 Million</title>
  <description><![CDATA[<p>RAVENHILL, Nov. 20, 2026 (GLOBE NEWSWIRE) -- Tarn Metals (NASDAQ: TARN; TSX: TRN)
    today announced that it will acquire Fell Foods.</p>]]></description>
  <pubDate>Fri, 20 Nov 2026 12:30 GMT</pubDate>
  <dc:identifier>7</dc:identifier><dc:language>en</dc:language>
  <dc:publisher>GlobeNewswire Inc.</dc:publisher><dc:contributor>Tarn Metals</dc:contributor>"""
SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'


async def test_a_release_with_its_tags_and_its_date() -> None:
    async with (
        Vendor(lambda _: feed(RELEASE, spaces=SPACES)) as vendor,
        Fetcher(allow=[vendor.place]) as fetcher,
    ):
        source = built(fetcher, "globenewswire", urls=[vendor.url("/RssFeed/orgclass/1")])
        (article,) = (await source.poll(None, NOW)).articles
    assert article.voice is Voice.RELEASE
    assert article.tickers == ("Nasdaq:TARN", "TSX:TRN")
    assert article.published_at == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert article.body.startswith("RAVENHILL")
    assert article.outlet == "GlobeNewswire"


async def test_a_release_in_two_of_its_feeds_is_one() -> None:
    async with (
        Vendor(lambda _: feed(RELEASE, spaces=SPACES)) as vendor,
        Fetcher(allow=[vendor.place]) as fetcher,
    ):
        urls = [vendor.url("/RssFeed/orgclass/1"), vendor.url("/RssFeed/subjectcode/27")]
        poll = await built(fetcher, "globenewswire", urls=urls).poll(None, NOW)
        assert [request.path for request in vendor.asked] == [
            "/RssFeed/orgclass/1",
            "/RssFeed/subjectcode/27",
        ]
    assert len(poll.articles) == 1


async def test_its_own_address_is_the_one_of_public_companies() -> None:
    async with Fetcher() as fetcher:
        source = built(fetcher, "globenewswire")
    assert (source.manner.every, source.manner.slowest) == (60.0, 60.0)
