"""What a page declares of its article to machines: JSON-LD by schema.org."""

import json
import re
from collections import deque
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from lxml import etree

ARTICLES: Final = ("Article", "BlogPosting", "Report")  # how the names of an article's types end
LIVE: Final = "LiveBlogPosting"

_WRAPPING: Final = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$")
_LAST_COMMA: Final = re.compile(r",(?=\s*[}\]])")


class Declared(NamedTuple):
    """What is said of the article, as it stands there; "" for what is not said. `is_free` is false where the
    publisher says that one must pay, `is_live` true where the page follows an event, with many stories."""

    headline: str = ""
    body: str = ""
    published: str = ""
    outlet: str = ""
    is_free: bool = True
    is_live: bool = False


def declared(root: etree._Element) -> Declared:
    """Return what a page declares of its article: of several that with the longest text, else the first."""
    nodes = list(_nodes(root))
    articles = [node for node in nodes if isinstance(node.get("articleBody"), str) or _is_article(node)]
    live = next((node for node in nodes if LIVE in _types(node)), None)
    if live is None and not articles:
        return Declared()
    best = live or max(articles, key=lambda node: len(_text(node, "articleBody")))
    return Declared(
        headline=_text(best, "headline"),
        body=_text(best, "articleBody"),
        published=_text(best, "datePublished"),
        outlet=_name(best.get("publisher"), nodes),
        is_free=str(best.get("isAccessibleForFree", True)).lower() not in ("false", "0"),
        is_live=live is not None,
    )


def _nodes(root: etree._Element) -> Iterator[Mapping[str, Any]]:
    """Yield every object of the page's JSON-LD, the outer ones of a block first."""
    for script in root.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        waiting = deque([_loaded(script.text or "")])
        while waiting:
            node = waiting.popleft()
            if isinstance(node, list):
                waiting.extend(node)
            elif isinstance(node, dict):
                waiting.extend(value for value in node.values() if isinstance(value, dict | list))
                yield node


def _loaded(text: str) -> object:
    """Read JSON as publishers write it: within comments, with line breaks in texts and a comma too many."""
    text = _WRAPPING.sub("", _WRAPPING.sub("", text))
    for tried in (text, _LAST_COMMA.sub("", text)):
        try:
            return json.loads(tried, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _types(node: Mapping[str, Any]) -> list[str]:
    types = node.get("@type")
    return [str(each) for each in types] if isinstance(types, list) else [str(types)]


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(each.endswith(ARTICLES) for each in _types(node))


def _text(node: Mapping[str, Any], key: str) -> str:
    value = node.get(key)
    return value.strip() if isinstance(value, str) else ""


def _name(publisher: object, nodes: list[Mapping[str, Any]]) -> str:
    """Return the name of a publisher: written out, or of the object that is referred to."""
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    if isinstance(publisher, str):
        return publisher.strip()
    if not isinstance(publisher, dict):
        return ""
    if name := _text(publisher, "name"):
        return name
    known = publisher.get("@id")
    return next((name for node in nodes if node.get("@id") == known and (name := _text(node, "name"))), "")
