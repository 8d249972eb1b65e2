"""One chaos run: two platforms, a paper, and a bot that is killed and started again at once."""

import asyncio
import json
import time
from asyncio.subprocess import Process
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Final

from tests.chaos.audit import Finding, judge
from tests.chaos.house import furnish, is_at_rest
from tests.chaos.ledger import Did, Entry, Reader
from tests.chaos.life import born
from tests.chaos.naive import KINDS, renamed
from tests.chaos.plan import Plan
from tests.chaos.platform import Place, standing
from tests.chaos.press import Event, drawn, programme
from tests.chaos.stall import Span, longest_stall
from tests.chaos.vendor import Vendor
from tests.journeys.newspaper import Newspaper
from tests.wires import Wire

LIVES: Final = (0.3, 1.6)  # seconds from the first login to the kill
EARLY: Final = 0.1  # share of the kills that do not wait for a login
STARTING: Final = 1.5  # seconds: when those come at the latest
LOGIN_WITHIN: Final = 60.0  # seconds until a start without a login is a failure
APART: Final = timedelta(seconds=1.1)  # between two things that the paper prints: its dates are whole seconds
POLLED: Final = 4.0  # seconds after which it has surely seen the last words of the paper
QUIET: Final = 3.0  # seconds that it goes on when all is done: a repeat would come now
LOOK: Final = 0.02  # seconds between two looks at the ledger

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `starting` is the median of the seconds from a start to the first login."""

    plan: Plan
    finding: Finding
    longest_stall: float
    seconds: float
    starting: float
    troubles: dict[str, int]
    tracebacks: int

    def line(self) -> str:
        """Return the one line of JSON that a run ends with."""
        found = self.finding
        return json.dumps(
            {
                "seed": self.plan.seed,
                "kills": self.plan.kills,
                "deliveries": found.deliveries,
                "lost": len(found.lost) + len(found.unknown),
                "twice": len(found.twice),
                "out_of_order": len(found.out_of_order),
                "longest_stall_s": round(self.longest_stall, 1),
            }
        )


@dataclass
class Books:
    """What the harness knows by itself: the ledger so far, when which bot lived, when what was printed."""

    readers: Sequence[Reader]
    entries: list[Entry] = field(default_factory=list)
    lives: dict[str, list[Span]] = field(default_factory=lambda: defaultdict(list))
    printed: list[tuple[float, Event]] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    alerts: int = 0

    def look(self) -> list[Entry]:
        """Take in what the platforms wrote since the last look, and return it."""
        news = [entry for reader in self.readers for entry in reader.news()]
        self.entries += news
        self.alerts += sum(entry.did is Did.POST for entry in news)
        return news


class Run:
    """A plan at work in a folder."""

    def __init__(self, plan: Plan, folder: Path, progress: Progress) -> None:
        self._plan = plan
        self._folder = folder
        self._progress = progress
        self._rng = Random(f"{plan.seed}:kills")
        self._stories = drawn(Random(f"{plan.seed}:stories"), plan.stories)
        self._events = programme(Random(f"{plan.seed}:programme"), self._stories)
        self._killed = 0
        self._books = Books([Reader(self._ledger(name)) for name in ("slack", "discord")])

    async def __call__(self) -> Outcome:
        began = time.monotonic()
        async with AsyncExitStack() as stack:
            variables: dict[str, str] = {}
            for name, channels in (("slack", self._plan.slack()), ("discord", self._plan.discord())):
                ledger = str(self._ledger(name))
                place = Place(name, self._plan.seed, channels, ledger, self._plan.history)
                variables |= await stack.enter_async_context(standing(place))
            wire = await stack.enter_async_context(Wire())
            paper = Newspaper(wire, "/paper", "The Paper")
            vendor = Vendor(self._plan.seed, self._stories) if self._plan.prices else None
            tape = await stack.enter_async_context(vendor.tape) if vendor else None
            settings = await furnish(
                self._folder,
                feed=paper.url,
                place=wire.place,
                stories=self._stories,
                channels=self._plan.watching(),
                platforms=() if self._plan.reconciles else KINDS,
                vendor=tape,
            )
            async with asyncio.TaskGroup() as group:
                moods = group.create_task(vendor.run()) if vendor else None
                printing = group.create_task(self._print(paper))
                environment = variables if self._plan.reconciles else renamed(variables)
                await self._die(settings, environment)
                await printing
                await self._live(settings, environment)
                if moods is not None:
                    moods.cancel()
        self._books.look()
        return self._outcome(time.monotonic() - began)

    def _ledger(self, name: str) -> Path:
        return self._folder / f"{name}.jsonl"

    async def _print(self, paper: Newspaper) -> None:
        """Print what is to be printed, evenly over the kills."""
        at, dates = datetime.now(UTC), dict[int, datetime]()
        for number, event in enumerate(self._events):
            while self._killed < self._plan.kills * number // len(self._events):
                await asyncio.sleep(LOOK)
            await asyncio.sleep(max(0.0, (at + APART - datetime.now(UTC)).total_seconds()))
            at = datetime.now(UTC)
            first = dates.setdefault(event.story.number, at)  # a correction keeps the date of its story
            item = replace(event.story.item(event.version), at=first)
            paper.correct(item) if event.version else paper.publish(item)
            self._books.printed.append((time.time(), event))

    async def _die(self, settings: Path, environment: dict[str, str]) -> None:
        """Start the bot and kill it, as often as is planned."""
        while self._killed < self._plan.kills:
            since, started = len(self._books.entries), time.time()
            async with born(settings, environment, self._log) as bot:
                if self._rng.random() < EARLY:
                    await asyncio.sleep(self._rng.uniform(0, STARTING))
                else:
                    await self._login(bot)
                    self._books.starts.append(time.time() - started)
                    await asyncio.sleep(self._rng.uniform(*LIVES))
            self._note_life(since)
            self._killed += 1
            printed = f"{len(self._books.printed)}/{len(self._events)} printed"
            self._progress(f"{self._killed}/{self._plan.kills} kills, {printed}, {self._books.alerts} alerts")

    async def _live(self, settings: Path, environment: dict[str, str]) -> None:
        """Start it a last time, and let it catch up. What it has not done by then is lost."""
        since, started = len(self._books.entries), time.time()
        async with born(settings, environment, self._log) as bot:
            await self._login(bot)
            busy = started + POLLED
            while (now := time.time()) < started + self._plan.patience and now < busy + QUIET:
                await asyncio.sleep(0.5)
                if self._books.look() or not is_at_rest(self._folder):
                    busy = max(busy, now)
                self._progress(f"the last life: {now - started:.0f} s, {self._books.alerts} alerts")
        self._note_life(since)

    async def _login(self, bot: Process) -> None:
        """Wait until the bot speaks to a platform, or has ended by itself."""
        async with asyncio.timeout(LOGIN_WITHIN):
            while bot.returncode is None and not any(e.did is Did.HELLO for e in self._books.look()):
                await asyncio.sleep(LOOK)

    def _note_life(self, since: int) -> None:
        """Note for each platform from when until when the bot was up that was killed just now. `since` counts
        the ledgers' lines before its birth."""
        killed = time.time()
        self._books.look()
        hellos = [entry for entry in self._books.entries[since:] if entry.did is Did.HELLO]
        for name in {entry.platform for entry in hellos}:
            first = min(entry.at for entry in hellos if entry.platform == name)
            self._books.lives[name].append((first, killed))

    @property
    def _log(self) -> Path:
        return self._folder / "outlay.log"

    def _outcome(self, seconds: float) -> Outcome:
        books = self._books
        entries = sorted(books.entries, key=lambda entry: entry.at)
        outcomes = [entry.outcome for entry in entries if entry.did is Did.CALL]
        return Outcome(
            plan=self._plan,
            finding=judge(entries, self._stories, self._plan.watching()),
            longest_stall=longest_stall(entries, books.printed, books.lives, self._plan.watching()),
            seconds=seconds,
            starting=sorted(books.starts)[len(books.starts) // 2] if books.starts else 0.0,
            troubles={each: outcomes.count(each) for each in sorted(set(outcomes))},
            tracebacks=self._log.read_text(encoding="utf-8", errors="replace").count("Traceback"),
        )
