"""Yahoo Finance against a loopback server that answers as it does, with its 429."""

import pytest
from aiohttp import web

from bot.domain.errors import TryLater
from bot.fetch import Fetcher
from bot.ports import Source
from tests.sources.presets import NOW, built
from tests.sources.vendor import Vendor, feed


def headline(number: int) -> str:
    return f"""<description>A teaser.</description><guid isPermaLink="false">id-{number}</guid>
      <link>https://finance.example/news/{number}.html?.tsrc=rss</link>
      <pubDate>Fri, 20 Nov 2026 12:0{number}:00 +0000</pubDate><title>Headline {number}</title>"""


HELD = {"TARN": [1, 2], "0700.HK": [2, 3]}


def answer(request: web.BaseRequest) -> web.Response:
    """Refuse who does not say what it is; give each ticker's headlines."""
    if not request.headers.get("User-Agent"):
        return web.Response(status=429)
    assert (request.query["region"], request.query["lang"]) == ("US", "en-US")
    return feed(*(headline(number) for number in HELD[request.query["s"]]))


def yahoo(vendor: Vendor, fetcher: Fetcher) -> Source:
    url = vendor.url("/rss/2.0/headline")
    return built(fetcher, "yahoo", tickers=list(HELD), url=url, accept_terms=True)


async def test_a_headline_has_the_tickers_that_it_stands_under() -> None:
    async with Vendor(answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        poll = await yahoo(vendor, fetcher).poll(None, NOW)
    assert {article.headline: article.tickers for article in poll.articles} == {
        "Headline 1": ("TARN",),
        "Headline 2": ("TARN", "0700.HK"),
        "Headline 3": ("0700.HK",),
    }
    assert {article.outlet for article in poll.articles} == {"Yahoo Finance"}


async def test_it_is_left_alone_for_as_long_as_it_asks() -> None:
    async with Vendor(answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = yahoo(vendor, fetcher)
        first = await source.poll(None, NOW)
        vendor.play(lambda _: web.Response(status=429, headers={"Retry-After": "900"}))
        with pytest.raises(TryLater) as caught:
            await source.poll(first.cursor, NOW)
        assert caught.value.seconds == 900


async def test_one_ticker_too_many_does_not_silence_the_others() -> None:
    async with Vendor(answer) as vendor, Fetcher(allow=[vendor.place]) as fetcher:
        source = yahoo(vendor, fetcher)
        first = await source.poll(None, NOW)
        HELD["TARN"].insert(0, 4)
        vendor.play(lambda r: answer(r) if r.query["s"] == "TARN" else web.Response(status=429))
        second = await source.poll(first.cursor, NOW)
        HELD["TARN"].pop(0)
    assert "Headline 4" in {article.headline for article in second.articles}
    assert "429" in (second.partly or "")
