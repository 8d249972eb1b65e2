"""The sources that people added, and what is kept so that it need not be asked for again: in plain dicts."""

from datetime import date, datetime

from bot.domain.fixing import Fixing
from bot.ports import AddedSource, PausedSource
from bot.store import company_facts
from bot.store.pages import KEPT


class MemorySources:
    """`bot.ports.SourceBook` and the shelves of `bot.ports.shelves` without a file."""

    def __init__(self) -> None:
        super().__init__()
        self._added: dict[str, AddedSource] = {}
        self._paused: dict[str, PausedSource] = {}
        self._pages: dict[str, tuple[datetime, str]] = {}
        self._fixings: dict[date, Fixing] = {}
        self._facts: dict[str, tuple[datetime, str]] = {}

    async def added(self) -> list[AddedSource]:
        return [self._added[name] for name in sorted(self._added)]

    async def add_source(self, source: AddedSource) -> bool:
        if source.name in self._added:
            return False
        self._forget_source(source.name)
        self._added[source.name] = source
        return True

    async def drop_source(self, name: str) -> bool:
        if self._added.pop(name, None) is None:
            return False
        self._forget_source(name)
        return True

    def _forget_source(self, name: str) -> None:
        """Forget whether the bearer of a name rests, and whatever else is known of it."""
        self._paused.pop(name, None)

    async def pause(self, source: PausedSource) -> bool:
        return self._paused.setdefault(source.name, source) is source

    async def resume(self, name: str) -> bool:
        return self._paused.pop(name, None) is not None

    async def paused(self) -> list[PausedSource]:
        return [self._paused[name] for name in sorted(self._paused)]

    async def page(self, url: str) -> str | None:
        kept = self._pages.get(url)
        return None if kept is None else kept[1]

    async def keep_page(self, url: str, text: str, now: datetime) -> None:
        self._pages[url] = (now, text)
        self._pages = {other: kept for other, kept in self._pages.items() if kept[0] >= now - KEPT}

    async def company_facts(self, company: str) -> tuple[datetime, str] | None:
        return self._facts.get(company)

    async def keep_company_facts(self, company: str, text: str, now: datetime) -> None:
        self._facts[company] = (now, text)
        self._facts = {
            other: kept for other, kept in self._facts.items() if kept[0] >= now - company_facts.KEPT
        }

    async def fixing(self, day: date) -> Fixing | None:
        return self._fixings.get(day)

    async def keep_fixing(self, fixing: Fixing) -> None:
        self._fixings[fixing.day] = fixing
