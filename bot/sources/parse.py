"""Bytes become a Feed: its form is told, hostile documents are refused, broken ones get a second opinion.

Most feeds are well-formed and go through lxml in milliseconds. feedparser is asked when lxml gives up, or
when an entity is not declared, which is where lxml would lose words.
"""

import re
from collections.abc import Mapping
from html import unescape
from typing import Any, Final
from urllib.parse import urljoin

from lxml import etree

from bot.domain.errors import SourceTrouble
from bot.fetch.guard import shown
from bot.fetch.walls import wall_of, walled
from bot.pages.decode import decode_page
from bot.sources.bounds import check_json, check_xml, first_items, may_grow
from bot.sources.item import Feed
from bot.sources.json_feed import read_json
from bot.sources.loose import LARGEST, read_loose
from bot.sources.xml_feed import ROOTS, read_xml

CHECK: Final = ": check the address."
MARK: Final = b"\xef\xbb\xbf"  # UTF-8's byte order mark

SAFE: Final[Mapping[str, Any]] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}

# What may stand before a document type; the third is UTF-8's byte order mark read as Latin-1.
_PROLOG_PART: Final = re.compile(r"\s+|\ufeff|ï»¿|<\?.*?\?>|<!--.*?-->", re.DOTALL)
_DOCTYPE: Final = re.compile(r"<!DOCTYPE(?:[^\[<>\"']|\"[^\"]*\"|'[^']*')*", re.IGNORECASE)
_HTML: Final = re.compile(r"<(?:!doctype\s+html|html|head|body|script)[\s>]", re.IGNORECASE)
_FEED_LINK: Final = re.compile(
    r"<link\b[^<>]*type\s*=\s*[\"']?application/(?:rss|atom)\+xml[^<>]*>", re.IGNORECASE
)
_HREF: Final = re.compile(r"href\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)
_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


class NoFeed(SourceTrouble):
    """Something else came where a feed was asked for: `what`, in words. `advice` is for an address."""

    def __init__(self, name: str, what: str, advice: str) -> None:
        super().__init__(f"{name} answered with {what}{advice}")
        self.what = what


class WebPage(NoFeed):
    """A web page came where a feed was asked for. `feed` is the address of the feed that it names, if any."""

    def __init__(self, name: str, advice: str, feed: str | None) -> None:
        super().__init__(name, "a web page, not a feed", f". {advice}.")
        self.feed = feed


def read_feed(data: bytes, url: str, content_type: str | None = None) -> Feed:
    """Read RSS, RDF, Atom or JSON Feed. `url` is where it came from: links are made whole against it.

    Raises SourceTrouble for an empty body, a web page, a document with entities of its own, and what is no
    feed at all. A malformed item never spoils the others; an empty one is left out.
    """
    feed = read_whole(data, url, content_type)
    said = (each for each in feed.items if each.headline or each.summary or each.body or each.link)
    return Feed(feed.title, tuple(said))


def read_whole(data: bytes, url: str, content_type: str | None = None) -> Feed:
    """Do as `read_feed`, with the items that say nothing."""
    name = shown(url)
    start = data.removeprefix(MARK).lstrip()
    if not start:
        raise NoFeed(name, "nothing", ". If that lasts, check the address.")
    if start.startswith((b"{", b"[")):
        check_json(name, start)
        if (feed := read_json(start, url)) is None:
            raise NoFeed(name, "JSON that is no JSON Feed", CHECK)
        return feed
    start = _without_document_type(name, data.lstrip())
    check_xml(name, start)
    root = _tree(name, start, content_type)
    if root is not None and _is_feed(root):
        return read_xml(root, url)
    _refuse_pages(url, start, content_type)
    if root is not None:
        raise NoFeed(name, f"XML that is no feed (<{etree.QName(root).localname}>)", CHECK)
    if len(data) > LARGEST:
        raise SourceTrouble(f"{name} is not well-formed XML, and too large to be mended: tell its publisher.")
    if (feed := read_loose(start, url, content_type)) is None:
        raise NoFeed(name, "no feed that can be read", CHECK)
    return feed


def _tree(name: str, data: bytes, content_type: str | None) -> etree._Element | None:
    """Return the root, None for a document that is not well-formed."""
    declared = _CHARSET.search(content_type or "")
    # The document's own declaration wins: a server's default charset is wrong more often than it is right.
    encoding = declared[1] if declared and b"encoding" not in data[:200] and data[:2] != b"\xff\xfe" else None
    try:
        if may_grow(data):
            return first_items(name, data, encoding=encoding, **SAFE)
        root: etree._Element = etree.fromstring(data, etree.XMLParser(encoding=encoding, **SAFE))
    except (etree.XMLSyntaxError, LookupError, ValueError):
        return None
    return root


def _is_feed(root: etree._Element) -> bool:
    return etree.QName(root).localname.lower() in ROOTS


def _is_wide(data: bytes) -> bool:
    """Say whether a document is in UTF-16, where each sign takes two bytes."""
    return data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:4]


def _signs(data: bytes) -> str:
    """Return a document as text to look for signs in, whatever its encoding: what is looked for is ASCII."""
    if _is_wide(data):
        return data.decode("utf-16-be" if data[:1] in b"\0\xfe" else "utf-16-le", errors="replace")
    return data.decode("latin-1")


def _without_document_type(name: str, data: bytes) -> bytes:
    """Return a document without its type. Under one, parsers drop "&eacute;" without a word, for it could be
    declared elsewhere; without one they say that it is not known.

    Raises SourceTrouble for a type that declares anything itself, before any parser sees the document: a few
    lines of entities can grow into gigabytes.
    """
    text = _signs(data)
    at = 0
    while part := _PROLOG_PART.match(text, at):
        at = part.end()
    found = _DOCTYPE.match(text, at)
    if found is None:
        return data
    if text[found.end() : found.end() + 1] != ">":
        raise SourceTrouble(
            f"{name} carries a document type with declarations of its own, which no feed needs and "
            "which can be made to blow up. It was not read."
        )
    is_html = text[at + 9 :].lstrip()[:4].lower() == "html"
    return data if is_html or _is_wide(data) else data[:at] + data[found.end() + 1 :]


def _refuse_pages(url: str, data: bytes, content_type: str | None) -> None:
    page = decode_page(data[:65_536], content_type)
    if not _HTML.search(page[:2048]):
        return
    if (wall := wall_of(url, page)) is not None:
        raise walled(url, wall)
    link = _FEED_LINK.search(page)
    href = _HREF.search(link[0]) if link else None
    advice = f"Its page names a feed at {href[1]}" if href else "Look on its page for a link to RSS or Atom"
    feed = _joined(url, unescape(href[1])) if href else None
    raise WebPage(shown(url), advice, feed)


def _joined(base: str, link: str) -> str | None:
    try:
        return urljoin(base, link)
    except ValueError:
        return None
