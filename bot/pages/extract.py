"""From the bytes of a page to its article, by trafilatura where that is installed, else by our own rule.

trafilatura is the better of the two (docs/pages.md has the figures) and brings twelve packages and 45 MB,
hence an extra.
"""

import re
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from lxml import etree

from bot.pages.article import Main, Page, article_page, own_main
from bot.pages.decode import decode_page

EXTRA: Final = "trafilatura"
LONGEST: Final = 100_000  # characters of a text; five times what is read of any article
MISSING: Final = "trafilatura is not installed, so the text of pages is found by a simpler rule."
MEND: Final = 'Say "make pages", or: pip install "outlay[pages]".'

_BULLET: Final = re.compile(r"^- ", re.MULTILINE)


def has_extra() -> bool:
    """Say whether trafilatura is installed, without importing it."""
    return find_spec(EXTRA) is not None


def best_main() -> Main:
    """Return the best rule at hand for the main part of a page. To import trafilatura takes a third of a
    second, so it is done here and nowhere else."""
    if not has_extra():
        return own_main
    extract = import_module(EXTRA).extract

    def main(html: str, root: etree._Element) -> str:
        # Without tables, for theirs come with bars between the cells; lists come with a hyphen before each.
        text = extract(html, fast=True, include_comments=False, include_tables=False)
        return _BULLET.sub("", text) if text else own_main(html, root)

    return main


def page_of(data: bytes, content_type: str | None, main: Main) -> Page:
    """Return the article of a page as it was sent."""
    return _sound(article_page(decode_page(data, content_type), main))


def _sound(page: Page) -> Page:
    """Return a page as it can be kept: of some length, in text that every encoding takes, as JSON may spell
    half of a surrogate pair."""
    return page._replace(
        headline=page.headline and _whole(page.headline),
        body=_whole(page.body[:LONGEST]),
        url=page.url and _whole(page.url),
        outlet=page.outlet and _whole(page.outlet),
    )


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
