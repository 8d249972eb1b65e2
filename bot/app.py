"""The running house: parts at work, one TaskGroup, one clock, orderly shutdown.

The way of a story is three steps that wake each other: a poll that brought news wakes the reader, a story
that was told wakes the deliverer. Each step also looks by itself after a restart, because what it works on
waits in the store.
"""

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.cards.alert import alert_card
from bot.commands.allowance import Allowance
from bot.commands.clerk import Clerk
from bot.config import Environment, Settings
from bot.desk.attempt import Step, unheard
from bot.desk.deliver import Deliverer
from bot.desk.read import read_waiting
from bot.desk.split import split_story
from bot.domain.errors import CannotRun
from bot.operator import Operator
from bot.parts import Parts, SystemClock, assemble, operator_channel, unserved_operator
from bot.ports import Chat, Clock, Parted, PriceProvider, Roster, Securities, Status, Store
from bot.roster import SourcesAtWork
from bot.schedule import Schedule
from bot.store import alone

log = logging.getLogger("outlay")

GRACE: Final = timedelta(seconds=8)  # for what is in flight at the end; the promise is 10 s in all
FIRST_RETRY: Final = 1.0  # seconds until a platform that broke is tried again; doubled each time
LONGEST_RETRY: Final = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """The desk that commands use: the parts, each seen only as far as a command needs it.

    `words` says of each platform how it does; the house writes it. `wake` tells it that a delivery is owed.
    """

    clock: Clock
    securities: Securities
    stories: Store
    watches: Store
    deliveries: Store
    audit: Store
    prices: PriceProvider
    roster: Roster
    words: Mapping[str, str]
    started: datetime
    wake: Callable[[], None]

    @classmethod
    def over(
        cls, parts: Parts, roster: Roster, words: Mapping[str, str], wake: Callable[[], None]
    ) -> "OpenDesk":
        """Open the desk over a house's parts, now."""
        store, now = parts.store, parts.clock.now()
        return cls(
            parts.clock, parts.securities, store, store, store, store, parts.prices, roster, words, now, wake
        )

    async def status(self) -> Status:
        """Return how everything does, for `status`."""
        return Status(
            started=self.started,
            sources=await self.roster.enrolled(),
            chats=dict(self.words),
            owed=await self.deliveries.owed(),
            disabled=tuple(await self.deliveries.disabled()),
        )

    async def split(self, story: int, article: str) -> Parted | None:
        """Take an article out of a story, and have both told."""
        parted = await split_story(self.stories, story, article, self.clock)
        if parted is not None:
            self.wake()
        return parted


@dataclass(slots=True)
class House:
    """A running Outlay. `passing` hears of each step that the program may end behind; only tests listen."""

    parts: Parts
    passing: Callable[[Step], None] = unheard
    desk: OpenDesk = field(init=False)
    _roster: SourcesAtWork = field(init=False)
    _operator: Operator = field(init=False)
    _connected: dict[str, Chat] = field(init=False, default_factory=dict)
    _words: dict[str, str] = field(init=False, default_factory=dict)
    _unread: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _owed: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _stop: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        parts = self.parts
        self._operator = Operator(operator_channel(parts.settings), self._connected, parts.clock)
        self._roster = SourcesAtWork(
            parts,
            wake_reader=self._unread.set,
            wake_deliverer=self._owed.set,
            tell=self._operator.tell,
        )
        self.desk = OpenDesk.over(parts, self._roster, self._words, self._owed.set)

    def leave(self) -> None:
        """Ask the house to end in order."""
        self._stop.set()

    async def run(self) -> None:
        """Work until `leave` is called or a console's user leaves.

        Raises CannotRun when a platform refuses its token at the start.
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
        clerk = Clerk(self.desk, Allowance(allowed.per_user, allowed.per_channel))
        deliverer = Deliverer(
            store=parts.store,
            chats=self._connected,
            render=alert_card,
            clock=parts.clock,
            on_unknown=parts.settings.delivery.on_unknown,
            passing=self.passing,
        )
        reading = group.create_task(self._read(), name="reading")
        delivering = group.create_task(deliverer.run(self._owed), name="delivering")
        telling = group.create_task(self._operator.run(), name="telling the operator")
        async with Schedule() as schedule:
            await self._roster.start(group, schedule)
            serving = [
                group.create_task(self._serve(chat, clerk), name=chat.platform) for chat in parts.chats
            ]
            await self._stop.wait()
        log.info("Stopping: no more polls; what is in flight gets %.0f s.", GRACE.total_seconds())
        await self._roster.close()
        reading.cancel()
        telling.cancel()
        await deliverer.stop(GRACE)
        delivering.cancel()
        for task in serving:
            task.cancel()

    async def _read(self) -> None:
        """Read what waits, whenever a poll brought something."""
        window = timedelta(hours=self.parts.settings.join.hours)
        self._unread.set()  # what a restart found waiting
        while True:
            await self._unread.wait()
            self._unread.clear()
            report = await read_waiting(
                self.parts.store, self.parts.reader.read, self.parts.clock, window=window
            )
            if report.stories:
                self._owed.set()

    async def _serve(self, chat: Chat, clerk: Clerk) -> None:
        """Keep a platform open and served; rebuild what breaks, with growing patience."""
        name, patience = chat.platform, FIRST_RETRY
        while True:
            began = self.parts.clock.now()
            try:
                await self._connect(chat)
                await chat.serve(clerk)
            except CannotRun as refused:
                if name not in self._connected:
                    raise
                trouble: Exception = refused
            except Exception as error:
                # An SDK may raise anything. Posting, polling and the other platform go on meanwhile.
                log.debug("%s: what ended the connection", name, exc_info=True)
                trouble = error
            else:
                self.leave()  # a console's user has left; the other platforms never end by themselves
                return
            if self.parts.clock.now() - began > timedelta(seconds=LONGEST_RETRY):
                patience = FIRST_RETRY
            words = str(trouble).rstrip(".") or type(trouble).__name__
            self._words[name] = f"not connected: {words}"
            log.warning("%s: the connection ended: %s. Trying again in %.0f s.", name, words, patience)
            await asyncio.sleep(patience)
            patience = min(patience * 2, LONGEST_RETRY)

    async def _connect(self, chat: Chat) -> None:
        """Log in where that has not been done yet; from then on the platform takes deliveries."""
        if chat.platform not in self._connected:
            await chat.open()
            self._connected[chat.platform] = chat
            self._owed.set()
            self._operator.look()
        self._words[chat.platform] = "connected"
        log.info("%s: connected.", chat.platform)


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
        house = House(parts, passing)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, house.leave)
        await house.run()
