"""The pages behind articles: many feeds give a teaser, and the story stands on the page."""

import asyncio
import logging
from dataclasses import replace
from typing import Final

from bot.domain.article import Article
from bot.domain.errors import SourceTrouble
from bot.fetch import Fetcher
from bot.pages.article import article_page
from bot.pages.decode import decode_page

log = logging.getLogger(__name__)

LARGEST_PAGE: Final = 3 << 20  # bytes


class Pages:
    """Reads the page of an article. `bot.ports.Opens` over a fetcher."""

    def __init__(self, fetcher: Fetcher) -> None:
        self._fetcher = fetcher

    async def open(self, article: Article) -> Article:
        """Return the article with the text of its page, where that is longer than what it has."""
        if not article.url:
            return article
        try:
            fetched = await self._fetcher.get(article.url, limit=LARGEST_PAGE)
        except SourceTrouble as trouble:
            log.info("The page of %s is not read: %s", article.id, trouble)
            return article
        if "html" not in (fetched.content_type or "html"):  # a PDF, a picture
            return article
        page = await asyncio.to_thread(_page_text, fetched.body or b"", fetched.content_type)
        return replace(article, body=page) if len(page) > len(article.body) else article


def _page_text(data: bytes, content_type: str | None) -> str:
    return article_page(decode_page(data, content_type)).body
