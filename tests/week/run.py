"""Moves the week on: the source that is due first is asked, at its own time, until the week is over."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from tests.week import publisher as publishing
from tests.week.audit import Books, Finding, alerts_in, judge
from tests.week.habits import DAY, HOUR, MINUTE
from tests.week.house import TIMEOUT, Faults, House, HouseClock, Moment, PowerCutError, WorldClock
from tests.week.press import Press
from tests.week.publisher import Publisher, Span
from tests.week.reader import watch

START: Final = datetime(2031, 3, 3, tzinfo=UTC)  # a Monday
MEMORY: Final = Path("/dev/shm")  # a disk would spend the week on fsync

Says = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Restart:
    """The bot ends at `at` and starts again after `pause`, with its clock `ahead` of the world's.

    With `cut` it does not end in order: the power fails at that moment of its next poll.
    """

    at: datetime
    pause: timedelta
    ahead: timedelta
    cut: Moment | None


@dataclass(frozen=True, slots=True)
class Week:
    """What came of a run: the auditor's finding, how many polls it took, and the seconds that it lasted."""

    finding: Finding
    polls: int
    hurried: int
    restarts: int
    seconds: float


def draw(seed: int, sources: int, days: float) -> tuple[list[Publisher], list[Restart]]:
    """Draw the publishers and the bot's restarts: the same ones for the same seed."""
    rng = Random(seed)
    publishers: list[Publisher] = []
    first = 1
    for number in range(sources):
        each = publishing.draw(Random(rng.random()), f"p{number:03d}", START, days * DAY, first)
        first += len(each.items) + len(each.unearthed) + 1
        publishers.append(each)
    restarts = [
        Restart(
            at=START + days * DAY * rng.random(),
            pause=rng.choice((10 * timedelta(seconds=1), 5 * MINUTE, 5 * MINUTE, rng.uniform(1, 7) * HOUR)),
            ahead=rng.choice((0, 0, 1, -1)) * HOUR,
            cut=rng.choice((None, *Moment, *Moment)),
        )
        for _ in range(round(4 * days))
    ]
    return publishers, sorted(restarts, key=lambda restart: restart.at)


async def week(
    seed: int, sources: int, days: float, *, faults: Faults | None = None, says: Says = lambda _: None
) -> Week:
    """Run a week of `days` and judge it. `says` is told how far it is."""
    began = time.monotonic()
    publishers, restarts = draw(seed, sources, days)
    clock = WorldClock(START)
    logging.getLogger("bot").setLevel(logging.CRITICAL)  # a week of troubles is a week of warnings
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        path = Path(folder) / "week.db"
        async with Press(publishers, clock, START, patience=TIMEOUT + 0.5) as press:
            house = House(press, publishers, path, HouseClock(clock), Random(seed), faults or Faults())
            course = Course(house, press, publishers, restarts, START + days * DAY, says)
            await course.watch_all()
            await course.run()
            health = await house.health()
            await house.close()
            finding = judge(
                publishers,
                course.books,
                alerts_in(path),
                health=health,
                pauses=course.pauses,
                week=(START, course.end),
            )
            return Week(finding, course.polls, press.hurried, len(course.pauses), time.monotonic() - began)


@dataclass
class Course:
    """The course of the week until `end`: who is due, when the power fails, what was served.

    `books` are each publisher's, `pauses` the spans in which the bot did not run.
    """

    house: House
    press: Press
    publishers: Sequence[Publisher]
    restarts: Sequence[Restart]
    end: datetime
    says: Says
    books: dict[str, Books] = field(init=False)
    pauses: list[Span] = field(default_factory=list)
    polls: int = 0
    _due: list[tuple[datetime, int, str]] = field(default_factory=list)
    _number: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.books = {each.name: Books() for each in self.publishers}
        self._by_name = {each.name: each for each in self.publishers}

    async def watch_all(self) -> None:
        """Let the channel watch every item that will ever be."""
        await self.house.watch(
            watch(item.token, START) for each in self.publishers for item in (*each.items, *each.unearthed)
        )

    async def run(self) -> None:
        """Go from one poll to the next until the week is over; the house stands open then."""
        world = self.house.clock.world
        restarts = list(reversed(self.restarts))
        await self._start()
        while self._due and self._due[0][0] < self.end:
            at, _, name = heappop(self._due)
            world.at = max(world.at, at)
            restart = restarts.pop() if restarts and restarts[-1].at <= world.at else None
            await self._poll(name, restart.cut if restart else None)
            if restart is not None:
                await self._restart(restart)
            if self.polls % 500 == 0:
                self.says(f"{world.at:%a %H:%M}  {self.polls:,} polls")
        # What a last cut left unread is read at the next start.
        await self.house.close()
        await self.house.open()

    async def _start(self) -> None:
        first = await self.house.open()
        self._due.clear()
        for name, date in first.items():
            self._owe(name, date)

    async def _poll(self, name: str, cut: Moment | None) -> None:
        """Poll, and enter what was served and not lost in a cut into the books."""
        publisher = self._by_name[name]
        self.polls += 1
        is_kept = True
        try:
            date = await self.house.poll(name, cut)
        except PowerCutError:
            is_kept = cut is not Moment.FETCHED
        else:
            if date is not None:
                self._owe(name, date)
        if (serving := self.press.take(publisher)) is not None and is_kept:
            self.books[name].enter(serving)

    async def _restart(self, restart: Restart) -> None:
        clock = self.house.clock
        await self.house.close()
        since = clock.world.at
        clock.world.at += restart.pause
        clock.ahead = restart.ahead
        self.pauses.append((since, clock.world.at))
        await self._start()

    def _owe(self, name: str, date: datetime) -> None:
        """Put a source into the line. `date` is by the bot's clock."""
        heappush(self._due, (date - self.house.clock.ahead, next(self._number), name))


def run(seed: int, sources: int, days: float, says: Says) -> Week:
    return asyncio.run(week(seed, sources, days, says=says))
