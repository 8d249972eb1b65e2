"""Markup becomes plain text: a headline, a fragment from a feed, a whole article page."""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from typing import Final, NamedTuple

from lxml import etree

from bot.sources.dates import read_date

BLOCKS: Final = frozenset(
    {"address", "article", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "header", "footer", "hr", "main", "ol", "p", "pre", "section"}
    | {"table", "ul"}
)
LINES: Final = frozenset({"li", "tr", "caption"})
CELLS: Final = frozenset({"td", "th"})
NEVER: Final = frozenset(
    {"aside", "audio", "button", "canvas", "figcaption", "figure", "form", "head", "iframe", "math", "nav"}
    | {"noscript", "object", "script", "select", "style", "svg", "template", "textarea", "title", "video"}
)
# On a whole page these hold the site's furniture; inside a feed's fragment they may hold the text.
FURNITURE: Final = frozenset({"header", "footer", "h1"})

_TAGS: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Only tags that a headline may honestly carry: "<@U1>" and "<!channel>" are words, and stay.
_HEADLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|i|iframe|img|mark|object|p|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# In a fragment a frame is often left open, and would swallow the words behind it.
_FRAME: Final = re.compile(r"</?(?:iframe|object)\b[^<>]*>", re.IGNORECASE)
_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{1,40})", re.IGNORECASE)


class Page(NamedTuple):
    """What a web page says of its article. `published_at` is UTC, `url` the page's own canonical address."""

    headline: str | None
    body: str
    published_at: datetime | None = None
    url: str | None = None


def headline_text(markup: str, *, plain: bool = False) -> str:
    """Return a headline word for word: entities decoded, line breaks as spaces, inline tags dropped.

    `plain` says that the publisher declared it to be text, so that a tag in it is meant to be seen.
    """
    text = markup if plain else _HEADLINE_TAG.sub("", markup)
    lines = (line.strip() for line in unescape_entities(text).splitlines())
    return " ".join(line for line in lines if line)


def unescape_entities(text: str) -> str:
    """Decode entities that are written in full; "AT&T" and "R&D=x&copy=2" stay as they are."""
    return _ENTITY.sub(lambda found: unescape(found[0]), text) if "&" in text else text


def to_text(html: str) -> str:
    """Return the plain text of a fragment: paragraphs parted by a blank line, lines of a list or table by a
    newline. Scripts, styles, navigation, asides and figures are dropped. Text without tags keeps its lines.
    """
    if not _TAGS.search(html):
        return _tidy(unescape_entities(html))
    root = _parse(_FRAME.sub("", html))
    return "" if root is None else _text_of(root, NEVER)


def article_page(html: str) -> Page:
    """Return the article of a whole page: what it declares to machines (JSON-LD), else its main part."""
    root = _parse(html)
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
    body = to_text(declared.get("articleBody", "")) or _text_of(_main_part(root), NEVER | FURNITURE)
    return Page(headline_text(headline) or None if headline else None, body, read_date(published), url)


def decode_page(data: bytes, content_type: str | None = None) -> str:
    """Decode a page as browsers do: byte order mark, the header's charset, the page's own, UTF-8, 1252."""
    declared = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type or "", re.IGNORECASE)
    inside = _CHARSET.search(data[:4096])
    names = [declared[1] if declared else "", inside[1].decode("ascii") if inside else "", "utf-8"]
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            names.insert(0, name)
    for name in filter(None, names):
        try:
            return data.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("cp1252", errors="replace")


def _parse(html: str) -> etree._Element | None:
    # As bytes, because lxml refuses text that declares an encoding; without NUL, which would end it.
    data = html.replace("\0", "").encode("utf-8", errors="replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing in it that could be a document
        return None


def _text_of(root: etree._Element, dropped: frozenset[str]) -> str:
    return _tidy("".join(_pieces(root, dropped)))


def _pieces(root: etree._Element, dropped: frozenset[str]) -> Iterator[str]:
    """Yield a tree's words, with the newlines and blanks that its blocks, lines and cells stand for."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in dropped and element is not root:
                walk.skip_subtree()
                continue
            yield "\n\n" if tag in BLOCKS else "\n" if tag == "br" else " " if tag in CELLS else ""
            yield _flat(element.text or "")
        else:
            yield "\n\n" if tag in BLOCKS else "\n" if tag in LINES else ""
            if element is not root:
                yield _flat(element.tail or "")


def _flat(text: str) -> str:
    """A line break in the source of a page is a blank."""
    return re.sub(r"\s+", " ", text)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\u200b", "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


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
