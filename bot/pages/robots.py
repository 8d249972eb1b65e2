"""What sites let programs read: robots.txt, by RFC 9309."""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

from protego import Protego

from bot.domain.errors import GoneForGood, SourceTrouble
from bot.fetch import Answered, Fetcher

NAME: Final = "outlay"  # the name that a site may call us by
READ: Final = 500 << 10  # bytes; RFC 9309, 2.5: at least so much is read, and the rest is left
SENT: Final = 2 << 20  # bytes; whoever sends more does not mean us well
FRESH: Final = 24 * 3600.0  # seconds; RFC 9309, 2.4: no copy is kept for more than a day
AGAIN: Final = 600.0  # seconds until a file that could not be had is asked for again
ROOM: Final = 2 << 20  # characters of all files that are kept; in memory they take some forty times as much

_AGENT: Final = re.compile(r"\s*user[\s-]*agent\b\s*:?\s*([^#]*)", re.IGNORECASE)
_FIRST: Final = re.compile(r"\*|[a-z_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Leave:
    """Whether a page may be read, and how many seconds the site wants between two. Where the site's rules are
    not known, since they cannot be had, nothing may be read."""

    is_given: bool
    delay: float = 0.0
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class _Copy:
    """One site's rules, None where nothing may be read, until when they hold, and their size."""

    rules: Protego | None
    until: float
    size: int = 0


class Robots:
    """Asks each site's robots.txt, and keeps it for a day. `now` counts seconds from any beginning."""

    def __init__(self, fetcher: Fetcher, now: Callable[[], float] = monotonic, room: int = ROOM) -> None:
        self._fetcher = fetcher
        self._now = now
        self._room = room
        self._copies: OrderedDict[str, _Copy] = OrderedDict()
        # Weak, so that a lock is forgotten when nobody waits for it.
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def ask(self, url: str) -> Leave:
        """Return whether the page at `url` may be read. Raises nothing."""
        parts = urlsplit(url)
        rules = await self._rules(f"{parts.scheme}://{parts.netloc}")
        if rules is None:
            return Leave(is_given=False, is_known=False)
        return Leave(rules.can_fetch(url, NAME), rules.crawl_delay(NAME) or 0.0)

    async def _rules(self, site: str) -> Protego | None:
        # One at a time, so that twenty pages of a site do not ask twenty times.
        asking = self._asking.setdefault(site, asyncio.Lock())
        async with asking:
            copy = self._copies.get(site)
            if copy is None or copy.until <= self._now():
                copy = await self._fetched(site, copy)
                self._keep(site, copy)
            return copy.rules

    async def _fetched(self, site: str, before: _Copy | None) -> _Copy:
        """Fetch the rules of a site.

        A plain no (4xx) means that there are none. Where nobody can say, nothing may be read for now, but by
        the rules that were known until then.
        """
        try:
            fetched = await self._fetcher.get(f"{site}/robots.txt", limit=SENT)
        except (Answered, GoneForGood):
            return _Copy(Protego.parse(""), self._now() + FRESH)
        except SourceTrouble:
            known = before or _Copy(None, 0.0)
            return _Copy(known.rules, self._now() + AGAIN, known.size)
        text = (fetched.body or b"")[:READ].decode("utf-8-sig", "replace")
        rules = await asyncio.to_thread(rules_of, text)
        return _Copy(rules, self._now() + FRESH, len(text))

    def _keep(self, site: str, copy: _Copy) -> None:
        """Keep a copy in place of an earlier one; the oldest go when there is no more room."""
        self._copies.pop(site, None)
        self._copies[site] = copy
        # Each counts for a little, however small, for names take room as well.
        while sum(each.size + 200 for each in self._copies.values()) > self._room and len(self._copies) > 1:
            self._copies.popitem(last=False)


def rules_of(text: str) -> Protego:
    """Read the rules of a robots.txt that are for everybody or for us.

    Those for other robots go first: the parser keeps every rule once for each name above it, so that a file
    of many names and many rules would fill the memory.
    """
    return Protego.parse("\n".join(_without_others(line) for line in text.splitlines()))


def _without_others(line: str) -> str:
    found = _AGENT.match(line)
    if found is None:
        return line
    name = _FIRST.match(found[1])
    is_ours = name is not None and name[0].lower() in ("*", NAME)
    return f"user-agent: {name[0]}" if name is not None and is_ours else "user-agent: somebody-else"
