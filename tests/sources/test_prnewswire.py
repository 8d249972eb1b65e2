"""PR Newswire against a loopback server that prints as it does: tickers in the text only."""

from datetime import UTC, datetime

from bot.domain.article import Voice
from bot.fetch import Fetcher
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed

RELEASE = """
  <title>Tarn Metals Opens A $90 Million Smelter</title>
  <link>https://www.prnewswire.example/news-releases/tarn-opens-302000001.html</link>
  <guid isPermaLink="true">https://www.prnewswire.example/news-releases/tarn-opens-302000001.html</guid>
  <pubDate>Fri, 20 Nov 2026 13:02:00 +0000</pubDate>
  <description>RAVENHILL, Nov. 20, 2026 /PRNewswire/ -- Tarn Metals Inc. (NYSE: TARN), together with Fell
    (TSX/NYSE: FELL), today...</description>
  <dc:contributor>Tarn Metals Inc.</dc:contributor>"""


async def test_tickers_come_from_the_text() -> None:
    page = feed(RELEASE, spaces='xmlns:dc="http://purl.org/dc/elements/1.1/"')
    async with Vendor(lambda _: page) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(fetcher, "prnewswire", url=vendor.url("/rss/news-releases-list.rss"))
        assert source.manner.every == 45.0
        (article,) = (await source.poll(None, NOW)).articles
    assert article.tickers == ("NYSE:TARN", "TSX:FELL", "NYSE:FELL")
    assert article.voice is Voice.RELEASE
    assert article.outlet == "PR Newswire"
    # It says 13:02, the clock here says 13:00: the desk clamps that, the source says what it was told.
    assert article.published_at == datetime(2026, 11, 20, 13, 2, tzinfo=UTC)
