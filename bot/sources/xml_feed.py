"""RSS in its versions, RDF and Atom, from a tree into items. An odd item gives an odd Item, no error."""

import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Final, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from bot.sources.dates import read_date
from bot.sources.item import Feed, Item
from bot.sources.markup import headline_text, to_text

MOST_ITEMS: Final = 2000
ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})

XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
PREFIXES: Final = {
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.nasdaqtrader.com/": "ndaq:",
}
# How publishers mark a category as a stock: the last word of its domain, or its type.
STOCK_DOMAIN: Final = re.compile(r"(?:^|[/#:_-])(?:stock|ticker|symbol)(?:[-_]?symbol)?s?/?$", re.IGNORECASE)
LISTED: Final = re.compile(
    r"(?:NYSE(?: American| Arca)?|NASDAQ|AMEX|OTC\w*|TSXV?|LSE|AIM|HKE?X?|SEHK|ASX|TSE|SGX|SIX|XETRA|FWB|BSE"
    r"|NSE|Euronext\w*):\s?[A-Z0-9][A-Z0-9.\-]{0,9}",
    re.IGNORECASE,
)

Parts: TypeAlias = "dict[str, list[etree._Element]]"  # noqa: SLF001 - the type of an element has no other name


def read_xml(root: etree._Element, url: str) -> Feed:
    """Read a feed's tree. `url` is where it came from, for links that are not whole."""
    atom = _local(root.tag) == "feed"
    channel = root if atom else next((part for part in root if _local(part.tag) == "channel"), root)
    core = _namespace(root.tag) if atom else _namespace(channel.tag)
    about = _parts(channel, core)
    base = urljoin(url, root.get(XML_BASE) or "")
    title = _headline(about, "title")
    entries = islice(_entries(root, channel, "entry" if atom else "item"), MOST_ITEMS)
    read = _atom_item if atom else _rss_item
    items = (read(_parts(entry, core), urljoin(base, entry.get(XML_BASE) or "")) for entry in entries)
    return Feed(title, tuple(items))


def is_stock(domain: str, term: str) -> bool:
    """Say whether a category names a listed share, by its domain ("…/rss/stock") or by its own form."""
    return bool(STOCK_DOMAIN.search(domain)) or LISTED.fullmatch(term) is not None


def _rss_item(parts: Parts, base: str) -> Item:
    guid = _words(parts, "guid")
    link = _words(parts, "link") or _href(parts.get("atom:link", []))
    if link is None and guid is not None and _is_permalink(parts["guid"][0], guid):
        link = guid
    summary = _markup(parts, "description") or _markup(parts, "summary") or _markup(parts, "atom:summary")
    body = _markup(parts, "content:encoded") or _markup(parts, "content") or _markup(parts, "atom:content")
    return Item(
        headline=_headline(parts, "title") or _headline(parts, "dc:title"),
        summary=to_text(summary),
        body=to_text(body),
        link=whole(base, link),
        guid=guid or _words(parts, "atom:id"),
        published_at=_date(
            parts, "pubdate", "published", "dc:date", "atom:published", "atom:updated", "dcterms:created"
        ),
        outlet=_headline(parts, "source") or _headline(parts, "dc:publisher"),
        tickers=_tickers(parts),
    )


def _atom_item(parts: Parts, base: str) -> Item:
    source = parts.get("source", [])
    return Item(
        headline=_headline(parts, "title"),
        summary=_atom_text(parts.get("summary", [])),
        body=_atom_text(parts.get("content", [])),
        link=whole(base, _href(parts.get("link", []))),
        guid=_words(parts, "id"),
        published_at=_date(parts, "published", "issued", "dc:date", "updated", "modified"),
        outlet=_headline(_parts(source[0], _namespace(source[0].tag)), "title") if source else None,
        tickers=_tickers(parts),
    )


def _entries(root: etree._Element, channel: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the items: inside the channel, or beside it as RDF has them."""
    for parent in (channel, root) if root is not channel else (root,):
        for child in parent:
            if _local(child.tag) == name:
                yield child


def _parts(element: etree._Element, core: str) -> Parts:
    found: Parts = {}
    for child in element:
        if isinstance(child.tag, str):
            found.setdefault(_key(child.tag, core), []).append(child)
    return found


@lru_cache(maxsize=1024)
def _key(tag: str, core: str) -> str:
    """Name a tag: plain in the feed's own namespace, with a known prefix, or with one nobody asks for."""
    space, local = _namespace(tag), _local(tag)
    return local if space in ("", core) else PREFIXES.get(space, "other:") + local


def _namespace(tag: object) -> str:
    return tag[1:].partition("}")[0] if isinstance(tag, str) and tag.startswith("{") else ""


def _local(tag: object) -> str:
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _words(parts: Parts, key: str) -> str | None:
    """Return the first text under a key that is not blank."""
    for element in parts.get(key, []):
        if text := "".join(element.itertext()).strip():
            return text
    return None


def _headline(parts: Parts, key: str) -> str | None:
    text = _words(parts, key)
    if text is None:
        return None
    declared = parts[key][0].get("type")
    return headline_text(text, plain=declared in ("text", "text/plain")) or None


def _inner(element: etree._Element) -> str:
    """Return what is inside an element as markup: text as it stands, children (unescaped HTML) as tags."""
    children = (etree.tostring(child, method="html", encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)


def _markup(parts: Parts, key: str) -> str:
    for element in parts.get(key, []):
        if (text := _inner(element)).strip():
            return text
    return ""


def _atom_text(elements: list[etree._Element]) -> str:
    """Return the plain text of an Atom summary or content: text, html or xhtml; anything else is no text."""
    for element in elements:
        match (element.get("type") or "text").strip().lower():
            case "text" | "text/plain":
                text = to_text(escape("".join(element.itertext()), quote=False))
            case "html" | "text/html" | "xhtml" | "application/xhtml+xml":
                text = to_text(_inner(element))
            case _:
                text = ""
        if text:
            return text
    return ""


def _href(links: list[etree._Element]) -> str | None:
    """Return the address of the article among an item's Atom links."""
    for wanted in (("", "alternate"), ("self", "canonical")):
        for link in links:
            href = (link.get("href") or "").strip()
            if href and (link.get("rel") or "").strip().lower() in wanted:
                return href
    return None


def _is_permalink(guid: etree._Element, text: str) -> bool:
    return guid.get("isPermaLink", "true").lower() != "false" and text.startswith(("http://", "https://"))


def whole(base: str, link: str | None) -> str | None:
    """Return a link made whole, None for one that is no web address."""
    if link is None:
        return None
    try:
        whole = urljoin(base, "".join(link.split()))
    except ValueError:
        return None
    return whole if whole.startswith(("http://", "https://")) else None


def _date(parts: Parts, *keys: str) -> datetime | None:
    for key in keys:
        if (moment := read_date(_words(parts, key))) is not None:
            return moment
    return None


def _tickers(parts: Parts) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for category in parts.get("category", []):
        term = (category.get("term") or "".join(category.itertext())).strip()
        domain = category.get("domain") or category.get("scheme") or category.get("type") or ""
        if term and is_stock(domain, term):
            found[term] = None
    for symbol in parts.get("ndaq:issuesymbol", []):
        found["".join(symbol.itertext()).strip()] = None
    return tuple(ticker for ticker in found if ticker)
