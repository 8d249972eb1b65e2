"""What a document may grow into.

A body is bounded in bytes, but a tree of a million empty elements takes forty times as much memory as its
text, so that is bounded too, before a parser builds anything or while it does.
"""

import re
from io import BytesIO
from typing import Any, Final

from lxml import etree

from bot.domain.errors import SourceTrouble

MOST_ITEMS: Final = 2000
ENTRIES: Final = frozenset({"item", "entry"})

# Some 300 bytes each in libxml2. The largest feed on record, of 3,492 items, has 60,000 elements.
MOST_ELEMENTS: Final = 150_000
MOST_ATTRIBUTES: Final = 50_000  # of one element
MOST_STRINGS: Final = 500_000  # in JSON: keys and texts
MOST_NESTS: Final = 150_000  # in JSON: objects and lists

# An attribute's value holds no bare "<", so all attributes of one element stand in one such stretch. A least
# length in the expression would let it begin anew at every byte of a shorter one.
_STRETCH: Final = re.compile(rb"[^<]+")


def check_xml(name: str, data: bytes) -> None:
    """Raise SourceTrouble for a document with more attributes on one element than any feed has."""
    for stretch in _STRETCH.finditer(data):
        start, end = stretch.span()
        if end - start > MOST_ATTRIBUTES and data.count(b"=", start, end) > MOST_ATTRIBUTES:
            raise _too_much(name, "attributes")


def check_json(name: str, data: bytes) -> None:
    """Raise SourceTrouble for JSON of more parts than any feed has."""
    if data.count(b'"') > 2 * MOST_STRINGS or data.count(b"{") + data.count(b"[") > MOST_NESTS:
        raise _too_much(name, "parts")


def may_grow(data: bytes) -> bool:
    """Say whether a document could hold more elements than are taken, so that it must be built with care."""
    return data.count(b"<") > MOST_ELEMENTS or (data.count(b"<\0") > MOST_ELEMENTS)


def first_items(name: str, data: bytes, **options: Any) -> etree._Element:
    """Build a document's tree up to its last item that is taken; what comes behind is not looked at.

    `options` are the parser's. Raises SourceTrouble for more elements than any feed has, and lxml's
    XMLSyntaxError for what is not well-formed so far.
    """
    items = 0
    root: etree._Element | None = None
    walk = etree.iterparse(BytesIO(data), events=("start",), **options)
    for elements, (_, element) in enumerate(walk, start=1):
        root = element if root is None else root
        items += isinstance(element.tag, str) and element.tag.rpartition("}")[2].lower() in ENTRIES
        if items > MOST_ITEMS:
            break
        if elements > MOST_ELEMENTS:
            raise _too_much(name, "elements")
    if root is None:
        raise SourceTrouble(f"{name} holds no element at all: check the address.")
    return root


def _too_much(name: str, what: str) -> SourceTrouble:
    return SourceTrouble(
        f"{name} holds more {what} than any feed does, and would take too much memory. It was not read: "
        "check who runs it."
    )
