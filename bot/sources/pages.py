"""The pages behind a feed's items: many feeds give a teaser, and the story stands on the page."""

import asyncio
import logging
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from bot.domain.article import Article
from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.sources.markup import article_page, decode_page

log = logging.getLogger(__name__)

MOST_PAGES: Final = 20  # a poll; a feed that brings more at once is read as it stands
LARGEST_PAGE: Final = 3 << 20  # bytes


async def with_pages(articles: Iterable[Article], fetcher: Fetcher, known: frozenset[str]) -> list[Article]:
    """Return the articles, the unknown ones with the text of their page where that is longer than the feed's.

    `known` are the ids of articles seen before. A page that cannot be had costs nothing but its text.
    """
    found = list(articles)
    wanted = [at for at, article in enumerate(found) if article.url and article.id not in known][:MOST_PAGES]
    pages = await asyncio.gather(*(_read(found[at], fetcher) for at in wanted))
    for at, article in zip(wanted, pages, strict=True):
        found[at] = article
    return found


async def _read(article: Article, fetcher: Fetcher) -> Article:
    try:
        fetched = await fetcher.get(article.url or "", limit=LARGEST_PAGE)
    except SourceTrouble as trouble:
        log.info("The page of %s is not read: %s", article.id, trouble)
        return article
    if "html" not in (fetched.content_type or "html"):  # a PDF, a picture
        return article
    page = await asyncio.to_thread(_page_text, fetched.body or b"", fetched.content_type)
    return replace(article, body=page) if len(page) > len(article.body) else article


def _page_text(data: bytes, content_type: str | None) -> str:
    return article_page(decode_page(data, content_type)).body
