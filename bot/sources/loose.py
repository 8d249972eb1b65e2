"""The second opinion for feeds that are not well-formed: feedparser reads what can be read. It takes up to
sixty times as long, so it is asked only then, and only for bodies of a bounded size."""

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import islice
from typing import Any, Final

import feedparser

from bot.dates import read_date
from bot.markup import headline_text, to_text, unescape_entities
from bot.sources.bounds import MOST_ITEMS
from bot.sources.item import Feed, Item
from bot.sources.xml_feed import is_stock, whole

LARGEST: Final = 3 << 20  # bytes; about 10 s of work at the worst

_BEGINS: Final = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_ENDS: Final = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry|channel|rss|rdf|feed)\s*>", re.IGNORECASE)


def read_loose(data: bytes, url: str, content_type: str | None) -> Feed | None:
    """Read a broken feed, None when nothing in it looks like one. `url` makes its links whole."""
    # As a stream, because bytes that happen to be a file's name would be opened as that file.
    found = feedparser.parse(
        BytesIO(data), response_headers={"content-type": content_type or "application/xml"}
    )
    if not found.version and not found.entries:
        return None
    # As plain dicts, because a FeedParserDict gives one date for another, with a warning.
    entries = (dict(entry) for entry in islice(found.entries, MOST_ITEMS))
    items = [_item(entry, url) for entry in entries]
    if _breaks_off(data) and len(items) == len(found.entries):
        # Half a guid or half a headline is the name of another article, that nobody published.
        items = items[:-1]
    title = found.feed.get("title")
    return Feed(headline_text(title) if title else None, tuple(items))


def _breaks_off(data: bytes) -> bool:
    """Say whether a document ends inside an item: neither it nor what is around it is closed."""
    last = 0
    for begin in _BEGINS.finditer(data):
        last = begin.end()
    return last > 0 and _ENDS.search(data, last) is None


def _item(entry: Mapping[str, Any], base: str) -> Item:
    plain = entry.get("title_detail", {}).get("type") == "text/plain" and not entry.get("guidislink")
    link = entry.get("link")  # with "&amp;" as it is written: feedparser decodes texts only
    dates = (entry.get(key) for key in ("published", "created", "updated"))
    categories = [(tag.get("scheme") or "", tag.get("term") or "") for tag in entry.get("tags", ())]
    return Item(
        headline=headline_text(entry.get("title") or "", plain=plain) or None,
        summary=to_text(entry.get("summary") or ""),
        body=next((to_text(part.get("value") or "") for part in entry.get("content", ())), ""),
        link=whole(base, unescape_entities(link) if link else None),
        guid=entry.get("id"),
        published_at=next(filter(None, map(read_date, dates)), None),
        outlet=entry.get("source", {}).get("title") or entry.get("publisher"),
        tickers=tuple(term for domain, term in categories if term and is_stock(domain, term)),
    )
