"""RSS in its versions, RDF and Atom, from a tree into items. An odd item gives an odd Item, no error."""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from html import escape
from itertools import islice
from typing import Final, TypeAlias
from urllib.parse import urljoin

from lxml import etree

from bot.dates import read_date
from bot.markup import headline_text, to_text
from bot.sources.bounds import MOST_ITEMS
from bot.sources.item import Feed, Item

ROOTS: Final = frozenset({"rss", "rdf", "feed", "channel"})

XML_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
RDF_ABOUT: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
PREFIXES: Final = {
    "http://www.w3.org/2005/atom": "atom:",
    "http://purl.org/atom/ns#": "atom:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://www.nasdaqtrader.com/": "ndaq:",
    "http://nasdaq.com/reference/feeds/1.0": "nasdaq:",
    "http://www.w3.org/1999/xhtml": "xhtml:",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "http://search.yahoo.com/mrss/": "media:",
}
# Where an item of RSS keeps its short form, the likeliest first.
SUMMARIES: Final = (
    "description",
    "summary",
    "atom:summary",
    "dc:description",
    "itunes:summary",
    "media:description",
)
# Atom 0.3 says that a text is packed by its mode, Atom 1.0 by a type that is no text.
PACKED: Final = frozenset({"base64", "application/octet-stream"})
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
    base = whole(url, root.get(XML_BASE)) or url
    title = _headline(about, "title") or _headline(about, "dc:title")
    entries = islice(_entries(root, channel, "entry" if atom else "item"), MOST_ITEMS)
    read = _atom_item if atom else _rss_item
    items = (read(entry, _parts(entry, core), whole(base, entry.get(XML_BASE)) or base) for entry in entries)
    return Feed(title, tuple(items))


def is_stock(domain: str, term: str) -> bool:
    """Say whether a category names a listed share, by its domain ("…/rss/stock") or by its own form."""
    return bool(STOCK_DOMAIN.search(domain)) or LISTED.fullmatch(term) is not None


def _rss_item(entry: etree._Element, parts: Parts, base: str) -> Item:
    guid = _words(parts, "guid")
    link = _words(parts, "link") or _href(parts.get("atom:link", []))
    if link is None and guid is not None and _is_permalink(parts["guid"][0], guid):
        link = guid
    body = _markup(parts, "content:encoded", "content", "atom:content", "xhtml:body", "body", "fullitem")
    summary = _markup(parts, *SUMMARIES)
    if not body and {"summary", "description"} <= parts.keys():
        first, second = (key for key in parts if key in ("summary", "description"))
        summary, body = _markup(parts, first), _markup(parts, second)
    return Item(
        headline=_headline(parts, "title", "dc:title", "media:title"),
        summary=to_text(summary),
        body=to_text(body),
        link=whole(base, link),
        guid=guid or _words(parts, "atom:id") or entry.get(RDF_ABOUT),
        published_at=_date(
            parts,
            "pubdate",
            "published",
            "dc:date",
            "atom:published",
            "atom:updated",
            "dcterms:issued",
            "dcterms:created",
            "dcterms:modified",
        ),
        outlet=_headline(parts, "source", "dc:publisher"),
        author=_headline(parts, "dc:creator"),
        tickers=_tickers(parts),
    )


def _atom_item(entry: etree._Element, parts: Parts, base: str) -> Item:
    del entry  # all that it says is in its parts
    source = parts.get("source", [])
    return Item(
        headline=_headline(parts, "title"),
        summary=_atom_text(parts.get("summary", [])) or to_text(_markup(parts, "media:description")),
        body=_atom_text(parts.get("content", [])),
        link=whole(base, _href(parts.get("link", []))),
        guid=_words(parts, "id"),
        published_at=_date(parts, "published", "issued", "created", "dc:date", "updated", "modified"),
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
    for group in found.get("media:group", ()):
        for key, inside in _parts(group, core).items():
            found.setdefault(key, []).extend(inside)
    return found


@lru_cache(maxsize=1024)
def _key(tag: str, core: str) -> str:
    """Name a tag: plain in the feed's own namespace, with a known prefix, or with one nobody asks for."""
    space, local = _namespace(tag), _local(tag)
    return local if space in ("", core) else PREFIXES.get(space.lower(), "other:") + local


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


def _headline(parts: Parts, *keys: str) -> str | None:
    """Return the first text under the keys that is not blank, as a headline."""
    for key in keys:
        for element in parts.get(key, []):
            text = _packed(element) or _shown(element)
            if found := headline_text(text, plain=element.get("type") in ("text", "text/plain")):
                return found
    return None


def _shown(element: etree._Element) -> str:
    """Return all text of an element but that of scripts and styles."""
    for hidden in element.iter("{*}script", "{*}style"):
        hidden.text = None
    return "".join(element.itertext())


def _packed(element: etree._Element) -> str | None:
    """Return the text of an element that Atom packs as base64, None for one that is not packed so."""
    if (element.get("mode") or element.get("type") or "").strip().lower() not in PACKED:
        return None
    try:
        return b64decode("".join(element.itertext()), validate=False).decode("utf-8", "replace")
    except NotBase64:
        return None


def _inner(element: etree._Element) -> str:
    """Return what is inside an element as markup: text as it stands, children (unescaped HTML) as tags."""
    children = (etree.tostring(child, method="html", encoding="unicode") for child in element)
    return (element.text or "") + "".join(children)


def _markup(parts: Parts, *keys: str) -> str:
    """Return the first inner markup under the keys that is not blank."""
    for key in keys:
        for element in parts.get(key, []):
            if (text := _inner(element)).strip():
                return text
    return ""


def _atom_text(elements: list[etree._Element]) -> str:
    """Return the plain text of an Atom summary or content: text, html or xhtml; anything else is no text."""
    for element in elements:
        if (unpacked := _packed(element)) is not None:
            return to_text(unpacked)
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
    for symbols in parts.get("nasdaq:tickers", []):  # "TSM,TSM,AAPL"
        found.update(dict.fromkeys(symbol.strip() for symbol in "".join(symbols.itertext()).split(",")))
    return tuple(ticker for ticker in found if ticker)
