"""Seeking Alpha against a loopback server that prints as it does."""

import pytest
from aiohttp import web

from bot.fetch import Fetcher
from bot.sources.parse import read_feed
from bot.sources.seeking_alpha import with_plain_link
from tests.docs.pages import ROOT
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed

CAPTURE = ROOT.parent / "shared" / "data" / "feeds" / "seekingalpha.xml"


def news(symbol: str) -> str:
    return f"""<title>Tarn Metals to buy Fell</title>
      <link>https://seekingalpha.example/news/1-tarn?source=feed_symbol_{symbol}</link>
      <guid isPermaLink="false">1</guid><pubDate>Fri, 20 Nov 2026 07:23:46 -0500</pubDate>
      <category type="symbol" link="https://seekingalpha.example/symbol/TARN">TARN</category>
      <category type="symbol" link="https://seekingalpha.example/symbol/FEL.B">FEL.B</category>
      <category type="author" link="https://seekingalpha.example/author/a">Ada Holm</category>"""


def answer(request: web.BaseRequest) -> web.Response:
    symbol = request.path.removeprefix("/api/sa/combined/").removesuffix(".xml")
    return feed(news(symbol))


async def test_news_of_two_tickers_is_one_with_its_symbols_and_its_plain_link() -> None:
    async with Vendor(answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        tickers = ["TARN", "FEL.B"]
        source = built(fetcher, "seeking_alpha", tickers=tickers, url=vendor.url(""), accept_terms=True)
        (article,) = (await source.poll(None, NOW)).articles
        assert {request.path for request in vendor.asked} == {
            "/api/sa/combined/TARN.xml",
            "/api/sa/combined/FEL.B.xml",
        }
    assert article.tickers == ("TARN", "FEL.B")
    assert article.url == "https://seekingalpha.example/news/1-tarn"
    assert article.outlet == "Seeking Alpha"


async def test_without_tickers_the_market_is_asked_for() -> None:
    async with Vendor(answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(fetcher, "seeking_alpha", url=vendor.url(""), accept_terms=True)
        await source.poll(None, NOW)
        assert [request.path for request in vendor.asked] == ["/market_currents.xml"]


@pytest.mark.skipif(not CAPTURE.exists(), reason="the captured feed is not part of the project")
def test_on_a_recorded_feed_every_item_has_symbols_and_a_plain_link() -> None:
    feed_read = read_feed(CAPTURE.read_bytes(), "https://seekingalpha.com/api/sa/combined/AAPL.xml")
    items = [with_plain_link(item) for item in feed_read.items]
    assert len(items) == 20
    assert all(item.tickers and item.link and "?" not in item.link for item in items)
