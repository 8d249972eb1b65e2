"""Nasdaq.com against a loopback server that prints as it does, and leaves some waiting for ever."""

import asyncio

import pytest

from bot.domain.errors import TryLater
from bot.fetch import Fetcher
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed
from tests.wires import Wire

SPACES = 'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:nasdaq="http://nasdaq.com/reference/feeds/1.0"'


def story(changed: int) -> str:
    return f"""<title>Tarn Metals: what comes next</title><link>https://nasdaq.example/articles/tarn</link>
      <description>Key points.</description><pubDate>Fri, 20 Nov 2026 12:06:00 +0000</pubDate>
      <guid isPermaLink="true">https://nasdaq.example/articles/tarn?time={changed}</guid>
      <dc:creator>Harbour Courier</dc:creator><category>Markets</category>
      <nasdaq:tickers>TARN,TARN,FELL</nasdaq:tickers>"""


async def test_a_story_has_its_writer_its_tickers_and_one_id() -> None:
    async with (
        Vendor(lambda _: feed(story(1), spaces=SPACES)) as vendor,
        Fetcher(allow=[vendor.place]) as fetcher,
    ):
        source = built(
            fetcher, "nasdaq", tickers=["TARN"], url=vendor.url("/feed/rssoutbound"), accept_terms=True
        )
        first = await source.poll(None, NOW)
        assert dict(vendor.asked[0].query) == {"symbol": "TARN"}
        vendor.play(lambda _: feed(story(2), spaces=SPACES))
        second = await source.poll(first.cursor, NOW)
    (article,) = first.articles
    assert (article.outlet, article.tickers) == ("Harbour Courier", ("TARN", "FELL"))
    assert [again.id for again in second.articles] == [article.id]


async def test_without_tickers_the_category_is_asked_for() -> None:
    async with Vendor(lambda _: feed(story(1))) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = built(fetcher, "nasdaq", category="Markets", url=vendor.url("/feed"), accept_terms=True)
        await source.poll(None, NOW)
        assert dict(vendor.asked[0].query) == {"category": "Markets"}


async def test_whoever_is_left_waiting_gives_up_in_time() -> None:
    async with Wire() as wire, Fetcher(allow=[wire.place], timeout=0.3) as fetcher:
        wire.put("/feed", delay=30)
        source = built(fetcher, "nasdaq", url=wire.url("/feed"), accept_terms=True)
        with pytest.raises(TryLater, match=r"did not finish within 0\.3 s"):
            await asyncio.wait_for(source.poll(None, NOW), 5)
