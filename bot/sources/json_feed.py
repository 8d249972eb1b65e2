"""JSON Feed, versions 1 and 1.1 (jsonfeed.org)."""

from collections.abc import Mapping
from html import escape
from itertools import islice
from typing import Any

import msgspec

from bot.dates import read_date
from bot.markup import headline_text, to_text
from bot.sources.bounds import MOST_ITEMS
from bot.sources.item import Feed, Item
from bot.sources.xml_feed import is_stock, whole


def read_json(data: bytes, url: str) -> Feed | None:
    """Read a JSON Feed, None when it is some other JSON or none. `url` makes its links whole."""
    try:
        document = msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return None
    if not isinstance(document, dict) or not isinstance(items := document.get("items"), list):
        return None
    entries = (entry for entry in islice(items, MOST_ITEMS) if isinstance(entry, dict))
    return Feed(_words(document, "title"), tuple(_item(entry, url) for entry in entries))


def _item(entry: Mapping[str, Any], base: str) -> Item:
    text, html = _words(entry, "content_text"), _words(entry, "content_html")
    headline = _words(entry, "title")
    tags = entry.get("tags")
    number = entry.get("id")
    return Item(
        headline=headline_text(headline, plain=True) or None if headline else None,
        summary=_plain(_words(entry, "summary")),
        body=_plain(text) or to_text(html or ""),
        link=whole(base, _words(entry, "url") or _words(entry, "external_url")),
        guid=str(number) if isinstance(number, int | float) else _words(entry, "id"),
        published_at=read_date(_words(entry, "date_published")) or read_date(_words(entry, "date_modified")),
        tickers=tuple(
            tag
            for tag in (tags if isinstance(tags, list) else ())
            if isinstance(tag, str) and is_stock("", tag)
        ),
    )


def _words(entry: Mapping[str, Any], key: str) -> str | None:
    value = entry.get(key)
    return value.strip() or None if isinstance(value, str) else None


def _plain(text: str | None) -> str:
    """Tidy text that is no markup, so that "a < b" stays."""
    return to_text(escape(text, quote=False)) if text else ""
