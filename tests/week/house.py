"""The bot as the week drives it: the real desk, sources, fetcher and store, under a clock moved by hand."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, Final

from bot.desk.interval import first_date, spread_of
from bot.desk.poll import poll
from bot.desk.read import Reads, read_waiting
from bot.domain.alert import Watch
from bot.fetch import Fetcher
from bot.ports import Kept, Source, SourceHealth
from bot.sources import feed
from bot.store.sqlite import SqliteStore
from tests.week.press import Press
from tests.week.publisher import Publisher
from tests.week.reader import read

TIMEOUT: Final = 1.5  # seconds of real time; a loopback server that is alive answers in milliseconds


@dataclass
class WorldClock:
    """The time as it is."""

    at: datetime

    def now(self) -> datetime:
        return self.at


@dataclass
class HouseClock:
    """The time as the bot's machine has it: `ahead` of the world's."""

    world: WorldClock
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return self.world.at + self.ahead


class Moment(StrEnum):
    """Where in a poll the power may fail."""

    FETCHED = "the feed is there and nothing of it is kept"
    KEPT = "the articles are kept and the health is not noted"
    UNREAD = "all of the poll is kept and nothing is read"


class PowerCutError(BaseException):
    """The program ends right here. No handler of ours may get to see it."""


class CutStore(SqliteStore):
    """The real store, under which the power may fail once."""

    fails_at: Moment | None = None

    async def remember(self, *args: Any, **options: Any) -> Kept:
        self._fail(Moment.FETCHED)
        return await super().remember(*args, **options)

    async def note_health(self, *args: Any, **options: Any) -> None:
        self._fail(Moment.KEPT)
        await super().note_health(*args, **options)

    def _fail(self, at: Moment) -> None:
        if self.fails_at is at:
            self.fails_at = None
            raise PowerCutError


@dataclass(frozen=True, slots=True)
class Faults:
    """How a bot is spoilt on purpose, to see whether the auditor finds it out. Nothing is by default."""

    source: Callable[[Source], Source] = lambda source: source
    store: type[CutStore] = CutStore
    alert_first: bool = False
    slower: float = 1.0  # times the interval that was asked for


@dataclass
class House:
    """The bot. `open` and `close` are its starts and ends; between them `poll` asks one source."""

    press: Press
    publishers: Sequence[Publisher]
    path: Path
    clock: HouseClock
    dice: Random
    faults: Faults = field(default_factory=Faults)
    reads: Reads = read
    _fetcher: Fetcher = field(init=False)
    _store: CutStore = field(init=False)
    _sources: dict[str, Source] = field(init=False, default_factory=dict)

    async def open(self) -> dict[str, datetime]:
        """Start; return when each source is to be asked first, by the bot's clock."""
        self._fetcher = Fetcher(allow=list(self.press.places()), timeout=TIMEOUT, resolve=self.press.resolve)
        self._store = await self.faults.store.open(self.path)
        self._sources = {each.name: self.faults.source(self._source(each)) for each in self.publishers}
        await read_waiting(self._store, self.reads, self.clock)
        healths = await self.health()
        now, total = self.clock.now(), len(self._sources)
        return {
            name: first_date(healths.get(name), source.manner, now, spread_of(number, total))
            for number, (name, source) in enumerate(self._sources.items())
        }

    async def close(self) -> None:
        for source in self._sources.values():
            await source.close()
        await self._fetcher.close()
        await self._store.close()

    async def poll(self, name: str, fails_at: Moment | None = None) -> datetime | None:
        """Ask a source and read what came; return when to ask it again, by the bot's clock.

        Raises PowerCutError when the power failed at `fails_at`, if the poll came that far.
        """
        self._store.fails_at = fails_at
        report = await poll(self._sources[name], self._store, self.clock, jitter=self.dice.random)
        if fails_at is Moment.UNREAD:
            raise PowerCutError
        self._store.fails_at = None
        await read_waiting(self._store, self.reads, self.clock)
        return report.health.next_poll

    async def watch(self, watches: Iterable[Watch]) -> None:
        """Keep the watches of the channel. The house is closed before and after."""
        store = await SqliteStore.open(self.path)
        for each in watches:
            await store.watch(each)
        await store.close()

    async def health(self) -> Mapping[str, SourceHealth]:
        """Return how each source does, by its name."""
        return {health.name: health for health in await self._store.health()}

    def _source(self, publisher: Publisher) -> Source:
        settings = feed.Settings(
            name=publisher.name,
            url=self.press.url(publisher),
            every=publisher.habits.every * self.faults.slower,
            slowest=publisher.habits.slowest * self.faults.slower,
            alert_first=self.faults.alert_first,
        )
        return feed.build(settings, self._fetcher)
