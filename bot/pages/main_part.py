"""The main part of a page, where trafilatura is not installed: the element that holds most of the prose."""

from typing import Final

from lxml import etree

from bot.markup import NEVER, text_of

# On a whole page these hold the site's furniture; inside a feed's fragment they may hold the text.
FURNITURE: Final = frozenset({"header", "footer", "h1"})
NAMED: Final = ('//*[@itemprop="articleBody"]', "//article", "//main", '//*[@role="main"]')
MARKS: Final = frozenset(
    {
        "ad",
        "ads",
        "advert",
        "advertisement",
        "author",
        "banner",
        "breadcrumb",
        "breadcrumbs",
        "byline",
        "comment",
    }
    | {
        "comments",
        "consent",
        "cookie",
        "cookies",
        "disclaimer",
        "footer",
        "menu",
        "nav",
        "navbar",
        "navigation",
    }
    | {"newsletter", "popup", "promo", "promotion", "recommended", "related", "share", "sharing", "sidebar"}
    | {"signup", "social", "sponsor", "sponsored", "subscribe", "tags", "toolbar", "trending", "widget"}
)
MOST: Final = 0.7  # of the prose: the element that holds it all but for a stray paragraph or two


def main_text(root: etree._Element) -> str:
    """Return the text of a page's main part, paragraphs parted by a blank line."""
    part = _main_part(root)
    whole = text_of(part, NEVER | FURNITURE)
    text = text_of(part, NEVER | FURNITURE, MARKS)
    return text if len(text) * 2 >= len(whole) else whole  # where the article itself is marked so


def _main_part(root: etree._Element) -> etree._Element:
    """Return the innermost named element that has at least half of the prose, else the innermost of any name
    that has most of it."""
    whole = _prose(root)
    for path in NAMED:
        found = root.xpath(path)
        parts = [part for part in found if etree.iselement(part)] if isinstance(found, list) else []
        if parts and _prose(best := max(parts, key=_prose)) * 2 >= whole:
            return best
    part = root
    while whole and (inner := max(part, key=_prose, default=None)) is not None:
        if inner.tag == "p" or _prose(inner) < MOST * whole:
            break
        part = inner
    return part


def _prose(element: etree._Element) -> int:
    """Count the characters of paragraphs that are not mostly links."""
    total = 0
    for paragraph in element.iter("p"):
        length = len("".join(paragraph.itertext()))
        linked = sum(len("".join(link.itertext())) for link in paragraph.iter("a"))
        total += length if linked * 2 < length else 0
    return total
