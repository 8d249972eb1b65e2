"""Google News against a loopback server that answers a search as it does."""

from pathlib import Path

import pytest
from aiohttp import web

from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.sources.google_news import as_told
from bot.sources.item import Item
from bot.sources.parse import read_feed
from tests.docs.pages import ROOT
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed

CAPTURE = ROOT.parent / "shared" / "data" / "feeds" / "google_news_search.xml"
FOUND = """<title>Tarn Metals - maker of rails - buys Fell - Harbour Courier</title>
  <link>https://news.google.example/rss/articles/CBMiAB?oc=5</link><guid isPermaLink="false">CBMiAB</guid>
  <pubDate>Fri, 20 Nov 2026 12:33:03 GMT</pubDate>
  <description>&lt;a href="https://news.google.example/rss/CBMiAB?oc=5"&gt;Tarn Metals buys Fell&lt;/a&gt;
    &amp;nbsp;&lt;font color="#6f6f6f"&gt;Harbour Courier&lt;/font&gt;</description>
  <source url="https://courier.example">Harbour Courier</source>"""


async def test_each_search_is_asked_and_told_in_the_outlets_name() -> None:
    async with Vendor(lambda _: feed(FOUND)) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(
            fetcher,
            "google_news",
            searches=['"Tarn Metals" when:1d', "Fell & Co"],
            language="en-GB",
            country="GB",
            url=vendor.url("/rss/search"),
            accept_terms=True,
        )
        (article,) = (await source.poll(None, NOW)).articles
        asked = [dict(request.query) for request in vendor.asked]
    assert sorted(asked, key=lambda query: query["q"]) == [
        {"q": '"Tarn Metals" when:1d', "hl": "en-GB", "gl": "GB", "ceid": "GB:en"},
        {"q": "Fell & Co", "hl": "en-GB", "gl": "GB", "ceid": "GB:en"},
    ]
    assert article.headline == "Tarn Metals - maker of rails - buys Fell"
    assert (article.outlet, article.body) == ("Harbour Courier", "")
    assert article.url == "https://news.google.example/rss/articles/CBMiAB?oc=5"


@pytest.mark.parametrize(
    ("headline", "outlet", "told"),
    [
        ("Tarn buys Fell - Courier", "Courier", "Tarn buys Fell"),
        ("Tarn buys Fell - Courier", "Other", "Tarn buys Fell - Courier"),
        ("Tarn buys Fell - Courier", None, "Tarn buys Fell - Courier"),
        (" - Courier", "Courier", " - Courier"),
        (None, "Courier", None),
    ],
)
def test_only_the_outlets_own_name_is_taken_off(
    headline: str | None, outlet: str | None, told: str | None
) -> None:
    assert as_told(Item(headline, outlet=outlet)).headline == told


@pytest.mark.skipif(not CAPTURE.exists(), reason="the captured search is not part of the project")
def test_on_a_recorded_search_every_headline_loses_its_outlet() -> None:
    feed_read = read_feed(Path(CAPTURE).read_bytes(), "https://news.google.com/rss/search")
    told = [(item, as_told(item)) for item in feed_read.items]
    assert len(told) >= 50
    assert all(item.outlet and item.headline == f"{after.headline} - {item.outlet}" for item, after in told)


async def test_a_wall_of_consent_is_no_empty_feed() -> None:
    page = web.Response(
        text="<!doctype html><html><title>Before you continue</title>", content_type="text/html"
    )
    async with Vendor(lambda _: page) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(
            fetcher, "google_news", searches=["x"], url=vendor.url("/rss/search"), accept_terms=True
        )
        with pytest.raises(SourceTrouble, match="cookies"):
            await source.poll(None, NOW)
