"""The pages behind articles, over real HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.poll import poll
from bot.domain.article import Article
from bot.fetch import Fetcher
from bot.pages.pages import Pages
from bot.sources.feed import Settings, build
from bot.store.memory import MemoryStore
from tests.store.examples import article
from tests.wires import Wire

WORDS = (
    "Tarn Metals dug a mine behind the hill, and then another one, and a third. It will now spend $2 billion "
    "on a smelter beside the river, the company said, and wants to hire four hundred people from the valley."
)
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class StoppedClock:
    def now(self) -> datetime:
        return NOW


@dataclass
class Reading:
    """A publisher, and the pages that are read there."""

    wire: Wire
    pages: Pages
    teaser: Article = field(default_factory=lambda: replace(article(1, body="A teaser."), digest="1"))

    async def open(self, path: str, teaser: Article | None = None) -> Article:
        return await self.pages.open(replace(teaser or self.teaser, url=self.wire.url(path)))

    def put(self, path: str, words: str = WORDS, head: str = "", content_type: str = "text/html") -> None:
        self.wire.put(path, story(words, head), content_type=content_type)

    def asked(self) -> list[str]:
        return [asked.path for asked in self.wire.asked if asked.path != "/robots.txt"]


def story(words: str, head: str = "") -> str:
    return (
        f"<html><head>{head}</head><body><nav>menu</nav><article><h1>Tarn digs</h1><p>{words}</p></article>"
        "</body></html>"
    )


@pytest.fixture
async def there() -> AsyncIterator[Reading]:
    async with Wire() as wire, Fetcher(allow=[wire.place], timeout=5) as fetcher:
        pages = Pages(fetcher, MemoryStore(), StoppedClock(), pause=0.0)
        yield Reading(wire, pages)
        await pages.close()


async def test_a_longer_page_takes_the_place_of_a_teaser(there: Reading) -> None:
    there.put("/1")
    found = await there.open("/1")
    assert found == replace(there.teaser, body=WORDS, url=there.wire.url("/1"))
    assert [asked.path for asked in there.wire.asked] == ["/robots.txt", "/1"]


async def test_what_gives_no_longer_text_leaves_the_teaser(there: Reading) -> None:
    there.put("/short", "Please switch on JavaScript.")
    there.wire.put("/pdf", "%PDF" + "x" * 1000, content_type="application/pdf")
    there.put("/walled", f"{WORDS} Subscribe to continue reading.")
    there.wire.put("/large", b" " * (3 << 20) + story(WORDS).encode(), content_type="text/html")
    there.wire.redirect("/inside", "http://169.254.169.254/")
    there.wire.put("/empty", "", content_type="text/html")
    there.wire.put("/broken", "oh", status=500)
    for path in ("/short", "/pdf", "/walled", "/large", "/inside", "/empty", "/broken", "/nowhere"):
        assert await there.open(path) == replace(there.teaser, url=there.wire.url(path)), path
    for url in (None, "", "http://[courier/1", "http://courier.example:port/1", "urn:isbn:1", "/1"):
        nowhere = replace(there.teaser, url=url)
        assert await there.pages.open(nowhere) == nowhere


async def test_a_page_fills_what_the_feed_left_out(there: Reading) -> None:
    there.put(
        "/1",
        head='<meta property="og:title" content="Tarn digs on">'
        '<meta property="og:site_name" content="The Fell Courier">'
        '<meta property="article:published_time" content="2026-11-20T09:00:00+01:00">',
    )
    bare = replace(there.teaser, headline=None, outlet=None, published_at=None, first_seen=NOW)
    found = await there.open("/1", bare)
    assert (found.headline, found.outlet) == ("Tarn digs on", "The Fell Courier")
    assert found.published_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    dated = replace(
        bare, headline="Tarn", outlet="Fell Wire", published_at=NOW - timedelta(hours=1), digest="2"
    )
    kept = await there.open("/1", dated)
    assert (kept.headline, kept.outlet, kept.published_at) == ("Tarn", "Fell Wire", dated.published_at)


async def test_a_page_is_fetched_once_for_the_same_words_and_anew_for_a_revision(there: Reading) -> None:
    there.put("/1")
    first = await there.open("/1")
    assert await there.open("/1", replace(there.teaser, id="the same of another section")) == replace(
        first, id="the same of another section"
    )
    assert there.asked() == ["/1"]
    there.put("/1", WORDS.replace("$2 billion", "$3 billion"))
    revised = await there.open("/1", replace(there.teaser, digest="2"))
    assert "$3 billion" in revised.body
    assert there.asked() == ["/1", "/1"]


async def test_what_robots_txt_keeps_from_programs_is_not_asked_for(there: Reading) -> None:
    there.wire.put("/robots.txt", "User-agent: *\nDisallow: /subscribers/\n", content_type="text/plain")
    there.put("/subscribers/1")
    there.put("/free/1")
    there.wire.redirect("/free/2", "/subscribers/1")
    assert (await there.open("/subscribers/1")).body == "A teaser."
    assert (await there.open("/free/2")).body == "A teaser."
    assert (await there.open("/free/1")).body == WORDS
    assert there.asked() == ["/free/2", "/free/1"]


@pytest.mark.parametrize(
    ("words", "head", "why"),
    [
        (f"{WORDS} Subscribe to continue reading.", "", "It ends at a paywall."),
        (
            WORDS,
            '<script type="application/ld+json">{"@type": "LiveBlogPosting"}</script>',
            "It follows an event",
        ),
        ("Please switch on JavaScript.", "", "fewer than 140 characters"),
    ],
)
async def test_each_page_whose_text_is_not_used_is_named_with_its_reason(
    there: Reading, caplog: pytest.LogCaptureFixture, words: str, head: str, why: str
) -> None:
    caplog.set_level("INFO", "bot.pages")
    there.put("/1", words, head)
    await there.open("/1")
    (line,) = caplog.messages
    assert line.startswith('wire: the text of the page of "Acme to build a plant" is not used (http://')
    assert why in line


async def test_a_page_that_may_not_be_read_is_told_from_one_of_which_nobody_knows(
    there: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "bot.pages")
    there.put("/1")
    there.wire.put("/robots.txt", "User-agent: *\nDisallow: /", content_type="text/plain")
    await there.open("/1")
    async with Wire() as other, Fetcher(allow=[other.place], timeout=5) as fetcher:
        other.put("/robots.txt", "", status=503)
        pages = Pages(fetcher, MemoryStore(), StoppedClock(), pause=0.0)
        await pages.open(replace(there.teaser, url=other.url("/1")))
        await pages.close()
    closed, unknown = caplog.messages
    assert "does not let programs read it." in closed
    assert "cannot be had" in unknown
    assert "after 10 minutes" in unknown


async def test_a_redirect_to_another_host_is_followed_and_kept(there: Reading) -> None:
    async with Wire() as paper:
        there.wire.redirect("/link", f"http://localhost:{paper.port}/story")
        paper.put("/story", story(WORDS), content_type="text/html")
        async with Fetcher(allow=[there.wire.place, f"localhost:{paper.port}"]) as fetcher:
            pages = Pages(fetcher, MemoryStore(), StoppedClock(), pause=0.0)
            found = await pages.open(replace(there.teaser, url=there.wire.url("/link")))
            await pages.close()
        assert (found.body, found.url) == (WORDS, f"http://localhost:{paper.port}/story")
        assert [asked.path for asked in paper.asked] == ["/robots.txt", "/story"]


async def test_pages_of_a_host_come_two_at_a_time_with_a_pause(there: Reading) -> None:
    for number in range(6):
        there.wire.put(f"/{number}", story(WORDS), content_type="text/html", delay=0.05)
    async with Fetcher(allow=[there.wire.place]) as fetcher:
        pages = Pages(fetcher, MemoryStore(), StoppedClock(), pause=0.1)
        began = time.monotonic()
        found = await asyncio.gather(
            *(pages.open(replace(there.teaser, url=there.wire.url(f"/{number}"))) for number in range(6))
        )
        assert time.monotonic() - began >= 0.5
        await pages.close()
    assert [each.body for each in found] == [WORDS] * 6
    assert there.wire.most_at_once <= 2
    assert [asked.path for asked in there.wire.asked].count("/robots.txt") == 1


async def test_a_site_that_asks_for_patience_is_left_alone(there: Reading) -> None:
    there.wire.put("/1", status=429, headers={"Retry-After": "3600"})
    there.put("/2")
    assert (await there.open("/1")).body == "A teaser."
    assert (await there.open("/2")).body == "A teaser."
    assert there.asked() == ["/1"]


async def test_a_poll_brings_whole_articles_and_the_new_page_of_a_revision(there: Reading) -> None:
    settings = Settings(name="Fell Wire", url=there.wire.url("/feed"), alert_first=True, pages=True)
    store = MemoryStore()
    async with Fetcher(allow=[there.wire.place]) as fetcher:
        source, pages = build(settings, fetcher), Pages(fetcher, store, StoppedClock(), pause=0.0)
        for title, words in (("Tarn digs", WORDS), ("Tarn digs on", WORDS.replace("$2", "$3"))):
            there.put("/1", words)
            there.wire.put("/feed", feed(title, there.wire.url("/1")))
            await poll(source, store, StoppedClock(), opens=pages)
            (waiting,) = await store.unread(9)
            assert (waiting.headline, waiting.body) == (title, words)
        await pages.close()


def feed(title: str, link: str) -> str:
    return (
        f"<rss><channel><title>Fell Wire</title><item><guid>1</guid><title>{title}</title><link>{link}</link>"
        "<description>A teaser.</description></item></channel></rss>"
    )


async def test_a_site_that_wants_long_pauses_gets_them(there: Reading) -> None:
    there.wire.put("/robots.txt", "User-agent: *\nCrawl-delay: 60\n", content_type="text/plain")
    there.put("/1")
    there.put("/2")
    first, second = await asyncio.gather(there.open("/1"), there.open("/2"))
    assert sorted(["A teaser.", WORDS]) == sorted([first.body, second.body])
    assert len(there.asked()) == 1
