"""The article of a whole page: what the page declares to machines, else its main part."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Final, NamedTuple

from lxml import etree

from bot.dates import read_date
from bot.markup import NEVER, headline_text, text_of, to_text, tree_of

# On a whole page these hold the site's furniture; inside a feed's fragment they may hold the text.
FURNITURE: Final = frozenset({"header", "footer", "h1"})


class Page(NamedTuple):
    """What a web page says of its article. `published_at` is UTC, `url` the page's own canonical address."""

    headline: str | None
    body: str
    published_at: datetime | None = None
    url: str | None = None


def article_page(html: str) -> Page:
    """Return the article of a whole page: what it declares to machines (JSON-LD), else its main part."""
    root = tree_of(html)
    if root is None:
        return Page(None, "")
    declared = max(_declared(root), key=lambda found: len(found.get("articleBody", "")), default={})
    headline = declared.get("headline") or _first(
        root, '//meta[@property="og:title"]/@content', "//h1", "//title"
    )
    published = declared.get("datePublished") or _first(
        root, '//meta[@property="article:published_time"]/@content', "//article//time/@datetime"
    )
    url = _first(root, '//link[@rel="canonical"]/@href', '//meta[@property="og:url"]/@content')
    body = to_text(declared.get("articleBody", "")) or text_of(_main_part(root), NEVER | FURNITURE)
    return Page(headline_text(headline) or None if headline else None, body, read_date(published), url)


def _first(root: etree._Element, *paths: str) -> str | None:
    for path in paths:
        for hit in _found(root, path):
            text = "".join(hit.itertext()) if etree.iselement(hit) else str(hit)
            if text.strip():
                return text
    return None


def _found(root: etree._Element, path: str) -> list[object]:
    found = root.xpath(path)
    return list(found) if isinstance(found, list) else []


def _declared(root: etree._Element) -> Iterator[dict[str, str]]:
    """Yield what the page's JSON-LD says of articles: those of its fields that are text."""
    for script in root.iter("script"):
        if script.get("type", "").strip().lower() != "application/ld+json" or not script.text:
            continue
        try:
            waiting = [json.loads(script.text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                waiting.extend(value for value in node.values() if isinstance(value, dict | list))
                if isinstance(node.get("articleBody"), str) or "Article" in str(node.get("@type", "")):
                    yield {key: value for key, value in node.items() if isinstance(value, str)}


def _main_part(root: etree._Element) -> etree._Element:
    """Return the element that holds the article: the innermost named one that has most of the paragraphs."""
    whole = _prose(root)
    for path in ('//*[@itemprop="articleBody"]', "//article", "//main", '//*[@role="main"]'):
        parts = [part for part in _found(root, path) if etree.iselement(part)]
        if parts and _prose(best := max(parts, key=_prose)) * 2 >= whole:
            return best
    return root


def _prose(element: etree._Element) -> int:
    """Count the characters of paragraphs that are not mostly links."""
    total = 0
    for paragraph in element.iter("p"):
        length = len("".join(paragraph.itertext()))
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        total += length if linked * 2 < length else 0
    return total
