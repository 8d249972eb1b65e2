"""Business Wire against a loopback server: seven days in one body of 2 MB."""

import time

from aiohttp import web

from bot.domain.article import Voice
from bot.fetch import Fetcher
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed

COUNT = 3492  # as measured on the real feed
WORDS = "Tarn Metals Inc. (NASDAQ: TARN) announced today what it will do about the smelter at Ravenhill. " * 6


def release(number: int) -> str:
    return f"""<title>Tarn Metals Announces Smelter {number}</title>
      <link>http://www.businesswire.example/news/home/{number}/en/?feedref=JjAwJuNHiystnCoBq</link>
      <guid isPermaLink="true">http://www.businesswire.example/news/home/{number}/en/</guid>
      <pubDate>Fri, 20 Nov 2026 11:0{number % 10}:00 UT</pubDate>
      <description>RAVENHILL--(BUSINESS WIRE)--{WORDS}</description>"""


def weeks(first: int) -> web.Response:
    """Answer with a week of releases, the newest on top."""
    return feed(*(release(number) for number in range(first, first - COUNT, -1)))


async def test_of_its_long_list_the_newest_two_thousand_are_read_quickly() -> None:
    page = weeks(20_000)
    assert len(page.text or "") > 2_000_000
    async with Vendor(lambda _: page) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(fetcher, "businesswire", url=vendor.url("/rss/home/?rss=G1Q=="))
        assert source.manner.every == 120.0
        began = time.process_time()
        poll = await source.poll(None, NOW)
        assert time.process_time() - began < 3  # it takes some 0.3 s
        assert vendor.asked[0].query == {"rss": "G1Q=="}
    headlines = [article.headline for article in poll.articles]
    assert headlines[0] == "Tarn Metals Announces Smelter 20000"
    assert headlines[-1] == "Tarn Metals Announces Smelter 18001"
    assert {article.tickers for article in poll.articles} == {("NASDAQ:TARN",)}
    assert poll.articles[0].voice is Voice.RELEASE


async def test_the_same_two_megabytes_are_not_read_again() -> None:
    page = weeks(20_000).text or ""
    async with (
        Vendor(lambda _: web.Response(text=page, content_type="application/xml")) as vendor,
        Fetcher(allow=[vendor.place]) as fetcher,
    ):
        source = built(fetcher, "businesswire", url=vendor.url("/rss/home/"))
        first = await source.poll(None, NOW)
        assert (await source.poll(first.cursor, NOW)).unchanged
