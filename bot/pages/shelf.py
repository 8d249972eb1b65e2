"""Pages that were read, kept for as long as the same words may come again: from another section of the paper,
or after a crash."""

from typing import Final

import msgspec

from bot.domain.address import canonical
from bot.domain.article import Article
from bot.pages.complete import Found
from bot.ports import Clock, PageShelf

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder(Found)


class Shelf:
    """`bot.ports.PageShelf`, seen as pages by article."""

    def __init__(self, store: PageShelf, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def found(self, article: Article) -> Found | None:
        """Return the page that was read for an article of these words; None for a new one or a revision."""
        kept = await self._store.page(_key(article))
        try:
            return None if kept is None else _DECODER.decode(kept)
        except msgspec.DecodeError:  # kept by another version
            return None

    async def keep(self, article: Article, found: Found) -> None:
        """Keep the page of an article."""
        await self._store.keep_page(_key(article), _ENCODER.encode(found).decode(), self._clock.now())


def _key(article: Article) -> str:
    """Return the address and the digest of the words: a revision is fetched anew, and two sections of a paper
    that give the same words are one."""
    return f"{canonical(article.url or '')} {article.digest}"
