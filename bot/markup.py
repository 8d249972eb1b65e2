"""Markup becomes plain text: a headline, a fragment from a feed, any part of a page."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

from lxml import etree

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

_TAGS: Final = re.compile(r"<[a-zA-Z/!?][^<>]*>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
# Only tags that a headline may honestly carry: "<@U1>" and "<!channel>" are words, and stay.
_HEADLINE_TAG: Final = re.compile(
    r"</?(?:a|abbr|b|big|br|cite|code|div|em|font|i|iframe|img|mark|object|p|q|s|small|span|strong|sub|sup|u)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
# In a fragment a frame is often left open, and would swallow the words behind it.
_FRAME: Final = re.compile(r"</?(?:iframe|object)\b[^<>]*>", re.IGNORECASE)
# All that `splitlines` would take for the end of a line.
_BREAK: Final = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")


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
    root = tree_of(_FRAME.sub("", html))
    return "" if root is None else text_of(root, NEVER)


def tree_of(html: str) -> etree._Element | None:
    """Return the tree of a page or a fragment, whatever is broken in it; None when nothing is in it."""
    # As bytes, because lxml refuses text that declares an encoding; without NUL, which would end it.
    data = html.replace("\0", "").encode("utf-8", errors="replace")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:  # nothing in it that could be a document
        return None


def text_of(root: etree._Element, dropped: frozenset[str], marks: frozenset[str] = frozenset()) -> str:
    """Return the plain text of a tree as `to_text` does, without the elements whose names are `dropped`, and
    without those of which a word in the class or the id is one of `marks`."""
    return _tidy("".join(_pieces(root, dropped, marks)))


def _pieces(root: etree._Element, dropped: frozenset[str], marks: frozenset[str]) -> Iterator[str]:
    """Yield a tree's words, with the newlines and blanks that its blocks, lines and cells stand for."""
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if element is not root and (tag in dropped or _is_marked(element, marks)):
                walk.skip_subtree()
                continue
            yield "\n\n" if tag in BLOCKS else "\n" if tag == "br" else " " if tag in CELLS else ""
            yield _flat(element.text or "")
        else:
            yield "\n\n" if tag in BLOCKS else "\n" if tag in LINES else ""
            if element is not root:
                yield _flat(element.tail or "")


def _is_marked(element: etree._Element, marks: frozenset[str]) -> bool:
    names = f"{element.get('class', '')} {element.get('id', '')}" if marks else ""
    return not marks.isdisjoint(re.split(r"[\s_-]+", names.lower()))


def _flat(text: str) -> str:
    """A line break in the source of a page is a blank. Blanks that stand together are one in the end."""
    if text.splitlines() == [text]:  # as most texts: this is seen ten times as fast as nothing is replaced
        return text
    return _BREAK.sub(" ", text)


def _tidy(text: str) -> str:
    lines = (" ".join(line.split()) for line in text.replace("\u200b", "").splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
