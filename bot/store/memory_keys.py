"""Whose the keys of items are, in a plain dict."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from bot.domain.article import Article
from bot.ports import Owners
from bot.store.keys import KEPT


class MemoryKeys:
    """The part of `bot.ports.Articles` that knows items again."""

    def __init__(self) -> None:
        super().__init__()
        self._articles: dict[str, Article] = {}
        self._keys: dict[str, tuple[str | None, str, datetime]] = {}  # whose, of which source, last seen

    async def owners(self, keys: Collection[str]) -> Owners:
        of = {key: self._keys[key][0] for key in keys if key in self._keys}
        return Owners(of, frozenset(key[1:] for key in keys if key[1:] in self._articles))

    async def recall(self, ids: Collection[str]) -> dict[str, Article]:
        return {number: self._articles[number] for number in ids if number in self._articles}

    def _note_keys(
        self, source: str, articles: Sequence[Article], shared: Iterable[str], now: datetime
    ) -> None:
        owned: dict[str, str | None] = {key: article.id for article in articles for key in article.keys}
        owned.update(dict.fromkeys(shared))
        for key, owner in owned.items():
            known = self._keys.get(key)
            is_shared = known is not None and known[0] is None
            self._keys[key] = (None if is_shared else owner, source, now)
        if owned:
            self._forget_keys(source, now - KEPT)

    def _forget_keys(self, source: str, before: datetime | None = None) -> None:
        for key, (_, of, seen) in list(self._keys.items()):
            if of == source and (before is None or seen < before):
                del self._keys[key]
