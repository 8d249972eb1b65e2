"""Reads the page behind an article, as a guest of the site: by its robots.txt, and one at a time."""

import asyncio
import logging
from typing import Final
from urllib.parse import urlsplit

from bot.domain.article import Article
from bot.domain.errors import SourceTrouble, TryLater
from bot.fetch import Fetcher
from bot.fetch.guard import shown
from bot.pages.apart import Apart
from bot.pages.complete import Found, completed, lack
from bot.pages.extract import MEND, MISSING, has_extra
from bot.pages.pace import Pace
from bot.pages.robots import AGAIN, Robots
from bot.pages.shelf import Shelf
from bot.ports import Clock, PageShelf

log = logging.getLogger(__name__)

LARGEST: Final = 3 << 20  # bytes, decoded
PAUSE: Final = 0.5  # seconds between two pages of a host, where its robots.txt asks for no more
PATIENCE: Final = 10.0  # seconds; an article whose turn comes later keeps its teaser
REST: Final = 60.0  # seconds that a host is left alone which is busy, or says that we ask too often
LONGEST_REST: Final = 24 * 3600.0  # seconds; who asks for more has a mistake in its headers
LONGEST: Final = 30.0  # seconds for robots.txt, waiting, fetching and reading together


class Pages:
    """`bot.ports.Opens` over a fetcher. A page that is not to be had costs an article nothing but its text,
    and is not asked for again: the news is told by then."""

    def __init__(self, fetcher: Fetcher, store: PageShelf, clock: Clock, *, pause: float = PAUSE) -> None:
        self._fetcher = fetcher
        self._shelf = Shelf(store, clock)
        self._robots = Robots(fetcher)
        self._pace = Pace()
        self._apart = Apart()
        self._pause = pause
        self._is_advised = has_extra()

    async def open(self, article: Article) -> Article:
        """Return the article with the text of its page, where that is longer than what it has."""
        if not article.url:
            return article
        if not self._is_advised:
            log.warning("%s %s", MISSING, MEND)
            self._is_advised = True
        try:
            if (found := await self._shelf.found(article)) is None:
                async with asyncio.timeout(LONGEST):
                    found = await self._found(article.url)
                await self._shelf.keep(article, found)
        except (SourceTrouble, TimeoutError, ValueError) as trouble:  # the last for what is no address at all
            why = str(trouble) or f"It was not to be had within {LONGEST:g} s."
            _note(article, why)
            return article
        if lacks := lack(article, found.page):
            _note(article, lacks)
        return completed(article, found)

    async def close(self) -> None:
        """End what reads the pages; the fetcher belongs to whoever made it."""
        await self._apart.close()

    async def _found(self, url: str) -> Found:
        """Fetch a page and take it apart. Raises SourceTrouble where it may not be read, or cannot."""
        visited: list[str] = []  # hosts

        async def may_ask(address: str) -> None:
            await self._wait_for_leave(address, visited)

        await may_ask(url)
        try:
            fetched = await self._fetcher.get(url, limit=LARGEST, may_follow=may_ask)
        except TryLater as later:
            self._pace.rest(visited[-1], min(later.seconds or REST, LONGEST_REST))
            raise
        kind = (fetched.content_type or "text/html").lower()
        if "html" not in kind:
            raise SourceTrouble(f"It is no web page but {kind.partition(';')[0]}.")
        return Found(await self._apart.page(fetched.body or b"", fetched.content_type), fetched.url)

    async def _wait_for_leave(self, url: str, visited: list[str]) -> None:
        """Wait until a page may be asked for, once for each host that redirects lead through.

        Raises SourceTrouble when it may not, or not soon.
        """
        leave = await self._robots.ask(url)
        host = urlsplit(url).hostname or ""
        if not leave.is_known:
            raise SourceTrouble(
                f"The robots.txt of {host} cannot be had. None of its pages is read without it; it is asked "
                f"for again after {AGAIN / 60:g} minutes."
            )
        if not leave.is_given:
            raise SourceTrouble(f"The robots.txt of {host} does not let programs read it.")
        if host in visited:
            return
        visited.append(host)
        if not await self._pace.turn(host, max(self._pause, leave.delay), PATIENCE):
            raise SourceTrouble(f"Too many pages of {host} are waiting.")


def _note(article: Article, why: str) -> None:
    """Say why an article keeps what its source gave of it."""
    told = article.headline or f"an article without a headline ({article.id})"
    log.info(
        '%s: the text of the page of "%s" is not used (%s): %s',
        article.source,
        told,
        shown(article.url or ""),
        why,
    )
