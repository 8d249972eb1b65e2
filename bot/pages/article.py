"""The article of a whole page: what the page declares to machines, else its main part."""

import re
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple, Protocol

from lxml import etree

from bot.dates import read_date
from bot.markup import NEVER, headline_text, text_of, to_text, tree_of
from bot.pages.declared import Declared, declared
from bot.pages.main_part import main_text

LONG: Final = 1000  # characters; a declared text of this length is the article, and nothing else is tried
STUB: Final = 600  # characters; what stands before a wall is seldom longer
WALLED: Final = 1200  # characters; a text that asks for a subscription and is no longer is only a beginning

_WALL: Final = re.compile(
    r"subscri(?:be|ption)[^.\n]{0,40}\bto (?:continue|read|keep reading|unlock|access)"
    r"|to (?:continue|keep) reading|to read the (?:full|rest of)|already (?:a subscriber|have an account)"
    r"|(?:article|story|content) is (?:reserved |only )*(?:for|to) (?:our )?(?:subscribers|members)"
    r"|(?:log|sign) in to (?:read|continue|view)|register (?:for free )?to (?:read|continue)"
    r"|unlock (?:this|the) (?:article|story)|subscribers only|create (?:a free|an) account to",
    re.IGNORECASE,
)


class Main(Protocol):
    """Finds the text of an article on a page, given as it was sent and as a tree."""

    def __call__(self, html: str, root: etree._Element) -> str: ...


class Extent(StrEnum):
    """How much of an article a page holds."""

    WHOLE = "whole"
    WALLED = "walled"  # only a beginning: one must pay, or sign in, to read on
    LIVE = "live"  # it follows an event, and tells many stories


class Page(NamedTuple):
    """What a web page says of its article. `published_at` is UTC, `url` the page's own canonical address as
    it stands there, `outlet` the publisher's name.
    """

    headline: str | None
    body: str
    published_at: datetime | None = None
    url: str | None = None
    outlet: str | None = None
    extent: Extent = Extent.WHOLE


def own_main(html: str, root: etree._Element) -> str:
    """Return the text of a page's main part by our own rule, which needs the tree alone."""
    del html
    return main_text(root)


def article_page(html: str, main: Main = own_main) -> Page:
    """Return the article of a whole page: what it declares to machines (JSON-LD), else its main part, which
    `main` takes from the page and its tree."""
    root = tree_of(html)
    if root is None:
        return Page(None, "")
    said = declared(root)
    headline = said.headline or _first(root, '//meta[@property="og:title"]/@content', "//h1", "//title")
    published = said.published or _first(
        root, '//meta[@property="article:published_time"]/@content', "//article//time/@datetime"
    )
    url = _first(root, '//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content')
    outlet = said.outlet or _first(root, '//meta[@property="og:site_name"]/@content')
    body = _without_title(_body(said, html, root, main), {headline, _first(root, "//h1")})
    return Page(
        headline=headline_text(headline) or None if headline else None,
        body=body,
        published_at=read_date(published),
        url=url,
        outlet=headline_text(outlet) or None if outlet else None,
        extent=_extent(body, said, root),
    )


def _body(said: Declared, html: str, root: etree._Element, main: Main) -> str:
    """Return the declared text, unless it is short and the page shows more than twice as much."""
    text = to_text(said.body)
    if len(text) >= LONG:
        return text
    shown = main(html, root)
    return text if len(text) * 2 >= len(shown) else shown


def _without_title(text: str, titles: set[str | None]) -> str:
    """Drop the headline where it stands above the text once more."""
    first, _, rest = text.partition("\n")
    is_title = first.split() in [title.split() for title in titles if title]
    return rest.strip() if is_title else text


def _extent(body: str, said: Declared, root: etree._Element) -> Extent:
    if said.is_live:
        return Extent.LIVE
    return Extent.WALLED if _is_walled(body, said, root) else Extent.WHOLE


def _is_walled(body: str, said: Declared, root: etree._Element) -> bool:
    """Say whether a text ends at a paywall."""
    if len(body) < WALLED and _WALL.search(body):
        return True
    return len(body) < STUB and (not said.is_free or _WALL.search(text_of(root, NEVER)) is not None)


def _first(root: etree._Element, *paths: str) -> str | None:
    for path in paths:
        found = root.xpath(path)
        for hit in found if isinstance(found, list) else []:
            text = "".join(hit.itertext()) if etree.iselement(hit) else str(hit)
            if text.strip():
                return text
    return None
