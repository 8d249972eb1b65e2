"""A first look at what somebody wants to add, before it is kept."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bot import plugins
from bot.cards.text import truncated
from bot.config import UserSourcesTable
from bot.domain.address import canonical
from bot.domain.errors import BadInput, CannotRun
from bot.parts import Workshop
from bot.ports import Clock, Offered, Sample, Source
from bot.sources.item import Item
from bot.sources.parse import WebPage, read_feed

SLOWEST: Final = 3600.0  # seconds; where nothing comes, an added source is asked once an hour
LONGEST_NAME: Final = 60  # columns
LONGEST_ADDRESS: Final = 2_000  # characters: no server takes much more
FEED: Final = "feed"


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found: what a [[source]] table would hold (its name still open), and what it gave."""

    table: Mapping[str, Any]
    sample: Sample


@dataclass(frozen=True, slots=True)
class Trial:
    """Looks at feeds and presets under the operator's rules, with a fetcher that gives nothing away."""

    rules: UserSourcesTable
    workshop: Workshop
    clock: Clock

    def presets(self) -> Sequence[str]:
        """Return the kinds that may be added by their name alone: none where nothing may be added."""
        if not self.rules.allowed:
            return ()
        known = plugins.names("sources")
        return tuple(kind for kind in self.rules.kinds if kind != FEED and kind in known)

    async def meant(self, wish: str) -> Mapping[str, Any]:
        """Return the table that an address or a preset's name stands for. Raises BadInput and CannotRun."""
        if not self.rules.allowed:
            raise CannotRun(
                "Whoever runs Outlay has not allowed sources to be added in chat. That takes allowed = true "
                "under [user_sources] in the settings file, and a restart."
            )
        if any(mark in wish for mark in ".:/"):
            return {"kind": FEED, "url": self._address(wish)}
        kind = wish.casefold().replace("-", "_")
        await self._check_kind(kind, wish)
        return {"kind": kind}

    def at_work(self, table: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return the table of an added source with how often it may be asked. That is the operator's to say,
        now and after every change of the settings."""
        least = self.rules.least
        return {**table, "every": least, "slowest": max(least, SLOWEST)}

    def key(self, table: Mapping[str, Any]) -> str:
        """Return what tells whether two tables name the same wire: the address, or the kind."""
        try:
            address = self.workshop.address({"name": "?", **table})
        except CannotRun:
            address = None
        return canonical(address) if address else str(table.get("kind", FEED))

    async def look(self, table: Mapping[str, Any]) -> Seen | Offered:
        """Fetch what the table names, once.

        Raises CannotRun when a preset needs more than its name, SourceTrouble when nothing is to be had.
        """
        if table["kind"] == FEED:
            return await self._feed(table)
        return await self._preset(table)

    async def _feed(self, table: Mapping[str, Any]) -> Seen | Offered:
        url = str(table["url"])
        fetched = await self.workshop.fetcher.get(url)
        final = fetched.url if fetched.moved else url
        try:
            feed = await asyncio.to_thread(read_feed, fetched.body or b"", fetched.url, fetched.content_type)
        except WebPage as page:
            if page.feed is None or canonical(page.feed) == canonical(url):
                raise
            return Offered(page.feed)
        title = truncated(feed.title or "", LONGEST_NAME) or str(urlsplit(final).hostname)
        newest = _newest(feed.items)
        sample = (
            Sample(title, len(feed.items), newest.headline, newest.published_at)
            if newest
            else Sample(title, 0)
        )
        return Seen({**table, "url": final}, sample)

    async def _preset(self, table: Mapping[str, Any]) -> Seen:
        kind = str(table["kind"])
        source = self._built(kind)
        try:
            given = await source.poll(None, self.clock.now())
        finally:
            await source.close()
        dated = [article for article in given.articles if article.published_at is not None]
        newest = max(dated, key=lambda one: one.published_at or one.first_seen, default=None)
        sample = (
            Sample(kind, len(given.articles), newest.headline, newest.published_at)
            if newest
            else Sample(kind, len(given.articles))
        )
        return Seen(table, sample)

    def _address(self, wish: str) -> str:
        url = wish if "://" in wish else f"https://{wish}"
        if not url.lower().startswith(("http://", "https://")):
            raise BadInput(
                f"“{truncated(wish, 60)}” is no web address: it must begin with http:// or https://."
            )
        if len(url) > LONGEST_ADDRESS:
            raise BadInput(f"That address is longer than {LONGEST_ADDRESS:,} characters: give a shorter one.")
        if FEED not in self.rules.kinds:
            raise CannotRun("Whoever runs Outlay lets presets be added here, and no addresses.")
        return url

    async def _check_kind(self, kind: str, typed: str) -> None:
        """Refuse what is no preset, or none that people may add. Raises BadInput and CannotRun."""
        # Only names that are known are looked up: a dotted path would run whatever module it names.
        if kind == FEED or kind not in plugins.names("sources"):
            presets = ", ".join(self.presets()) or "none"
            raise BadInput(
                f"“{truncated(typed, 60)}” is neither a feed's address nor a preset. Give an address, as "
                f"https://news.example/rss, or one of these presets: {presets}."
            )
        if kind not in self.rules.kinds:
            await self._built(kind).close()  # what it needs is a better reason, if it needs anything
            raise CannotRun(
                f"{kind} is not among the kinds that may be added in chat: the operator sets it in the "
                "settings file, as a [[source]], or lists it under [user_sources] kinds."
            )

    def _built(self, kind: str) -> Source:
        """Build a preset by its name alone. Raises CannotRun with what it needs beyond that."""
        try:
            return self.workshop.build(self.at_work({"kind": kind, "name": kind}))
        except CannotRun as needs:
            raise CannotRun(
                f"{kind} cannot be added in chat: the operator sets it in the settings file. What it needs: "
                f"{needs}"
            ) from needs


def _newest(items: Sequence[Item]) -> Item | None:
    """Return the newest item; feeds without dates have it on top."""
    dated = [item for item in items if item.published_at is not None]
    if dated:
        return max(dated, key=lambda item: item.published_at.timestamp() if item.published_at else 0.0)
    return items[0] if items else None
