"""The pages behind articles, over real HTTP."""

from collections.abc import AsyncIterator

import pytest

from bot.fetch import Fetcher
from bot.sources.pages import Pages
from tests.store.examples import article
from tests.wires import Wire

LONG = "Tarn dug a mine, and then another one, and a third, and a fourth one behind the hill."


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire


@pytest.fixture
async def pages(wire: Wire) -> AsyncIterator[Pages]:
    async with Fetcher(allow=[wire.place]) as fetcher:
        yield Pages(fetcher)


def story(words: str) -> str:
    return f"<html><body><nav>menu</nav><article><h1>Tarn digs</h1><p>{words}</p></article></body></html>"


async def test_a_longer_page_takes_the_place_of_a_teaser(wire: Wire, pages: Pages) -> None:
    wire.put("/1", story(LONG), content_type="text/html")
    assert (await pages.open(article(1, url=wire.url("/1"), body="A teaser."))).body == LONG


async def test_what_gives_no_longer_text_leaves_the_teaser(wire: Wire, pages: Pages) -> None:
    wire.put("/3", story("Short."), content_type="text/html")
    wire.put("/4", "%PDF" + "x" * 100, content_type="application/pdf")
    wire.redirect("/5", "http://169.254.169.254/")
    for path in ("/3", "/4", "/5", "/6"):
        teaser = article(1, url=wire.url(path), body="A teaser.")
        assert await pages.open(teaser) == teaser
