"""The running house: parts at work, one TaskGroup, one clock, orderly shutdown.

The way of a story is steps that wake each other: a poll that brought news wakes the reader, a story that was
told wakes whoever looks up its price, and the deliverer. Each step also looks by itself after a restart,
because what it works on waits in the store.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Final

from bot.cards.alert import alert_card
from bot.commands.allowance import Allowance
from bot.commands.clerk import Clerk
from bot.commands.metered import MeteredClerk
from bot.config import Environment, Settings
from bot.desk.alarms import job_broke
from bot.desk.apart import NoThread, apart
from bot.desk.attempt import Step, unheard
from bot.desk.deliver import Deliverer
from bot.desk.destinations import Destinations
from bot.desk.follow_ups import Plan
from bot.desk.lookups import Lookups
from bot.desk.pricing import Pricing
from bot.desk.read import read_waiting
from bot.domain.errors import CannotRun, StoreTrouble
from bot.keeping import Almanac, Backups, Housekeeping, almanac_of, keeping_of
from bot.minding import Minder
from bot.observe.server import Observatory
from bot.open_desk import OpenDesk
from bot.operator import Operator
from bot.parts import Parts, SystemClock, assemble, operator_channel, unserved_operator
from bot.ports import (
    UNMEASURED,
    Chat,
    Meter,
    Witness,
)
from bot.roster import SourcesAtWork
from bot.schedule import Schedule
from bot.store import alone
from bot.store.backup import newest
from bot.supervise import Patience, Supervisor
from bot.systemd import Systemd

log = logging.getLogger("outlay")

GRACE: Final = timedelta(seconds=8)  # for what is in flight at the end; the promise is 10 s in all
REHEARSAL: Final = 10.0  # seconds; it takes a quarter of one, beside the first polls and log-ins


@dataclass(slots=True)
class House:
    """A running Outlay.

    `passing` hears of each step that the program may end behind, `strict` lets an unforeseen error end the
    house: both are for tests. `patience` is for what breaks. `meter` is told of all work.
    """

    parts: Parts
    passing: Callable[[Step], None] = unheard
    patience: Patience = field(default_factory=Patience)
    strict: bool = False
    meter: Meter = UNMEASURED
    desk: OpenDesk = field(init=False)
    _roster: SourcesAtWork = field(init=False)
    _operator: Operator = field(init=False)
    _keeps: Supervisor = field(init=False)
    _destinations: Destinations = field(init=False)
    _housekeeping: Housekeeping = field(init=False)
    _backups: Backups | None = field(init=False)
    _almanac: Almanac | None = field(init=False)
    _connected: dict[str, Chat] = field(init=False, default_factory=dict)
    _unread: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _owed: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _planned: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _lookups: Lookups = field(init=False)
    _plan: Plan = field(init=False)
    _set_back: asyncio.Queue[timedelta] = field(init=False, default_factory=asyncio.Queue)
    _stop: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _ruin: CannotRun | None = field(init=False, default=None)
    _broken_jobs: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        parts = self.parts
        self._operator = Operator(operator_channel(parts.settings), self._connected, parts.clock)
        self._keeps = Supervisor(parts.clock, self._operator.tell, self.patience, strict=self.strict)
        self._roster = SourcesAtWork(
            parts,
            wake_reader=self._unread.set,
            wake_deliverer=self._owed.set,
            tell=self._operator.tell,
            give_up=self._give_up,
            meter=self.meter,
        )
        self._destinations = Destinations(parts.store, self._connected, parts.clock, self._operator.tell)
        self._housekeeping, self._backups = keeping_of(parts, self._roster, self._operator.tell)
        self._almanac = almanac_of(parts, self._operator.tell)
        self._lookups, self._plan = parts.lookups(), parts.plan()
        self.desk = OpenDesk.over(
            parts,
            self._roster,
            self._keeps,
            self._destinations,
            self._story_was_told,
            backups=self._backups,
            hold=self._lookups.hold,
        )

    def leave(self) -> None:
        """Ask the house to end in order."""
        self._stop.set()

    def _give_up(self, ruin: CannotRun) -> None:
        """End in order, since the house cannot work any more."""
        self._ruin = ruin
        self.leave()

    async def run(self) -> None:
        """Work until `leave` is called or a console's user leaves.

        Raises CannotRun when a platform refuses its token at the start, or the database is beyond repair.
        """
        try:
            async with asyncio.TaskGroup() as group:
                await self._work(group)
        except ExceptionGroup as failed:
            # Before Python 3.11.4 what is raised in an `except*` comes out in a group again.
            refused, others = failed.split(CannotRun)
            if refused is None or others is not None:
                raise
            raise refused.exceptions[0] from None

    async def _work(self, group: asyncio.TaskGroup) -> None:
        parts = self.parts
        if unserved := unserved_operator(parts.settings, {chat.platform for chat in parts.chats}):
            log.warning("%s", unserved)
        allowed = parts.settings.commands
        allowance = Allowance(allowed.per_user, allowed.per_channel)
        clerk = MeteredClerk(Clerk(self.desk, allowance), self.meter)
        deliverer = Deliverer(
            store=parts.store,
            chats=self._connected,
            render=alert_card,
            clock=parts.clock,
            destinations=self._destinations,
            on_unknown=parts.settings.delivery.on_unknown,
            passing=self.passing,
            meter=self.meter,
        )
        reading = group.create_task(self._keeps.step("reading", self._read))
        delivering = group.create_task(
            self._keeps.step("delivering", partial(deliverer.run, self._owed)), name="delivering"
        )
        pricing = Pricing(
            store=parts.store,
            lookups=self._lookups,
            plan=self._plan,
            clock=parts.clock,
            released=self._owed.set,
            meter=self.meter,
        )
        telling = group.create_task(self._keeps.step("telling of the operator", self._operator.run))
        informing = group.create_task(
            self._keeps.step("telling of the owners of channels", self._destinations.run)
        )
        minder = Minder(parts.store, self._operator.tell)
        minding = [
            group.create_task(self._keeps.step("minding of the database", minder.run)),
            group.create_task(self._keeps.step("minding of the clock", self._mind_the_clock)),
            group.create_task(parts.charts.warm()),
        ]
        if self._lookups.any:
            work = partial(pricing.run, self._planned)
            minding.append(group.create_task(self._keeps.step("looking up of prices", work)))
        async with Schedule(on_set=self._clock_was_set, on_failure=self._job_failed) as schedule:
            await self._roster.start(group, schedule)
            await self._housekeeping.start(schedule)
            if self._backups is not None:
                self._backups.start(schedule)
            if self._almanac is not None:
                self._almanac.start(schedule)
            serving = [
                group.create_task(
                    self._keeps.platform(
                        chat.platform, partial(self._serve, chat, clerk), partial(self._refused, chat)
                    )
                )
                for chat in parts.chats
            ]
            await self._stop.wait()
        log.info("Stopping: no more polls; what is in flight gets %.0f s.", GRACE.total_seconds())
        await self._roster.close()
        for task in (reading, telling, informing, *minding):
            task.cancel()
        await deliverer.stop(GRACE)
        delivering.cancel()
        for task in serving:
            task.cancel()
        self._operator.give_up()
        if self._ruin is not None:
            raise self._ruin

    async def _read(self) -> None:
        """Read what waits, whenever a poll brought something."""
        window = timedelta(hours=self.parts.settings.join.hours)
        with suppress(NoThread, TimeoutError):  # then the first article pays for it
            await apart(self.parts.reader.rehearse, REHEARSAL)
        self._unread.set()  # what a restart found waiting
        while True:
            await self._unread.wait()
            self._unread.clear()
            await read_waiting(
                self.parts.store,
                self.parts.reader.read,
                self.parts.clock,
                window=window,
                meter=self.meter,
                planned=self._lookups.planned,
                told=self._story_was_told,
            )

    def _story_was_told(self) -> None:
        """Have looked up what is to be, and sent what is owed."""
        self._planned.set()
        self._owed.set()

    def _clock_was_set(self, by: float) -> None:
        """Take in by how many seconds the machine's clock was set.

        After it was set forward everything is early, which does no harm. After it was set back everything
        would be late by as much.
        """
        if by < 0:
            self._set_back.put_nowait(timedelta(seconds=by))

    def _job_failed(self, name: str, error: Exception) -> None:
        """Tell the operator, the first time, that one of the schedule's jobs broke. That the database refuses
        is told by whoever minds it."""
        if name not in self._broken_jobs and not isinstance(error, StoreTrouble):
            self._broken_jobs.add(name)
            self._operator.tell(job_broke(name, f"{type(error).__name__}: {error}"))

    async def _mind_the_clock(self) -> None:
        """Move the appointments in the store along with a clock that was set back."""
        while True:
            by = await self._set_back.get()
            try:
                await self.parts.store.clock_set(by)
            except BaseException:
                self._set_back.put_nowait(by)
                raise
            self._story_was_told()

    async def _serve(self, chat: Chat, clerk: MeteredClerk, witness: Witness) -> None:
        """Log in where that has not been done yet, from when on the platform takes deliveries; then take
        requests. A console's user may leave; the other platforms never end by themselves."""
        if chat.platform not in self._connected:
            await chat.open()
            self._connected[chat.platform] = chat
            self._owed.set()
            self._operator.look()
            self._destinations.look()
        await chat.serve(clerk, witness)
        self.leave()

    def _refused(self, chat: Chat, error: Exception) -> bool:
        """Say whether a platform refused the bot before it ever let it in: then a setting is to be mended."""
        return isinstance(error, CannotRun) and chat.platform not in self._connected


async def serve(
    settings: Settings, environment: Environment, passing: Callable[[Step], None] = unheard
) -> None:
    """Run a house until SIGTERM or SIGINT, and end it in order. `passing` is the house's.

    Raises CannotRun when settings, tokens or files keep it from working.
    """
    with alone(Path(settings.store.path)):
        await _serve(settings, environment, passing)


async def _serve(settings: Settings, environment: Environment, passing: Callable[[Step], None]) -> None:
    async with assemble(settings, environment, SystemClock()) as parts:
        if not parts.chats:
            raise CannotRun(
                "No platform is set. Give SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, in the "
                "environment, or put a [console] table into the settings to use this terminal."
            )
        if not parts.sources and not settings.user_sources.allowed:
            raise CannotRun(
                "No source is set, so there is nothing to watch. Add a [[source]] to the settings file; "
                "deploy/outlay.example.toml shows some; `outlay sources preview URL` shows what a feed gives."
            )
        async with _observed(parts, passing) as house:
            loop = asyncio.get_running_loop()
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, house.leave)
            with Systemd.of(environment):
                await house.run()


@asynccontextmanager
async def _observed(parts: Parts, passing: Callable[[Step], None]) -> AsyncIterator[House]:
    """Make a house, and let it be watched while the block lasts, where the settings say. Raises CannotRun."""
    observe = parts.settings.observe
    if not observe.listen:
        yield House(parts, passing)
        return
    folder = parts.settings.backup.folder
    observatory = Observatory(
        database=Path(parts.settings.store.path),
        sources=len(parts.sources),
        prove=parts.store.prove,
        newest_backup=(lambda: newest(Path(folder), parts.clock.now())) if folder else None,
    )
    house = House(parts, passing, meter=observatory.meter)
    async with observatory.open(house.desk, observe.listen, public=observe.public):
        yield house
