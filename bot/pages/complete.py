"""What an article gains from its page. Pure: values in, an article out."""

from dataclasses import replace
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from bot.domain.article import Article
from bot.pages.article import Extent, Page

SHORTEST: Final = 140  # characters; what is shorter says that one must switch on JavaScript

_LACKS: Final = {
    Extent.WALLED: "It ends at a paywall.",
    Extent.LIVE: "It follows an event live, and tells many stories.",
}


class Found(NamedTuple):
    """A page, and where it was found after all redirects."""

    page: Page
    address: str


def lack(article: Article, page: Page) -> str | None:
    """Return why the text of a page does not take the place of the article's own, None where it does."""
    if page.extent is not Extent.WHOLE:
        return _LACKS[page.extent]
    if len(page.body) < SHORTEST:
        return f"Its text has fewer than {SHORTEST} characters."
    return None if len(page.body) > len(article.body) else "Its text is no longer than what the source gave."


def completed(article: Article, found: Found) -> Article:
    """Return an article with what its page adds to it.

    The text is taken where nothing is lacking (`lack`); headline, date and outlet only where the article has
    none. A date is never later than the article was first seen.
    """
    page, address = found
    is_better = lack(article, page) is None
    published = article.published_at
    if published is None and page.published_at is not None:
        published = min(page.published_at, article.first_seen)
    return replace(
        article,
        headline=article.headline or page.headline,
        body=page.body if is_better else article.body,
        published_at=published,
        outlet=article.outlet or page.outlet,
        url=_address_of(article.url or address, address, page.url) if is_better else article.url,
    )


def _address_of(asked: str, found: str, canonical: str | None) -> str:
    """Return the address by which an article is known: the page's own word for it within the same site, else
    where a redirect to another host has led, else what was asked for."""
    try:
        own = urljoin(found, canonical or "")
        if canonical and _is_same_site(found, own) and _is_of_a_page(own, found):
            return own
    except ValueError:  # the page's word for it is no address
        pass
    return found if _host(found) != _host(asked) else asked


def _is_same_site(one: str, other: str) -> bool:
    """Say whether two addresses are of one site: the same host, or one below the other, such as amp.…"""
    here, there = _host(one), _host(other)
    return here == there or here.endswith(f".{there}") or there.endswith(f".{here}")


def _is_of_a_page(own: str, found: str) -> bool:
    """Say whether an address can be meant: some sites name their front page on every page."""
    return urlsplit(own).scheme in ("http", "https") and (
        urlsplit(own).path.strip("/") != "" or urlsplit(found).path.strip("/") == ""
    )


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
