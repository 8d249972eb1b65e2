"""The composition root: settings become parts, and parts become a running house.

One TaskGroup, one clock, orderly shutdown. The way of a story is three steps that wake each other: a poll
that brought news wakes the reader, a story that was told wakes the deliverer. Each step also looks by itself
after a restart, because what it works on waits in the store.
"""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path
from random import random
from typing import Final

from bot import plugins, securities
from bot.cards.alert import alert_card
from bot.cards.card import Card
from bot.commands.clerk import Clerk
from bot.config import Environment, Settings
from bot.desk.deliver import Deliverer
from bot.desk.poll import poll
from bot.desk.read import read_waiting
from bot.domain.alert import Channel
from bot.domain.errors import CannotRun, DeliveryTrouble
from bot.fetch import Fetcher
from bot.ports import (
    AuditTrail,
    Chat,
    Clock,
    Deliveries,
    PriceProvider,
    Securities,
    Source,
    SourceHealth,
    Status,
    Store,
    Stories,
    WatchBook,
)
from bot.reading.reader import Reader
from bot.schedule import Schedule
from bot.store import open_store

log = logging.getLogger("outlay")

GRACE: Final = timedelta(seconds=8)  # for what is in flight at the end; the promise is 10 s in all
FIRST_RETRY: Final = 1.0  # seconds until a platform that broke is tried again; doubled each time
LONGEST_RETRY: Final = 60.0  # seconds


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that a house is made of."""

    settings: Settings
    clock: Clock
    store: Store
    securities: Securities
    reader: Reader
    sources: tuple[Source, ...]
    chats: tuple[Chat, ...]
    prices: PriceProvider


def wanted_platforms(settings: Settings, environment: Environment) -> list[str]:
    """Return the platforms that have a table in the settings, or a secret in the environment."""
    from_tokens = [
        name
        for name in plugins.names("platforms")
        if environment.holds_secret_of(plugins.find("platforms", name).Settings)
    ]
    return list(dict.fromkeys([*settings.platforms, *from_tokens]))


def build_chats(settings: Settings, environment: Environment) -> tuple[Chat, ...]:
    """Build each wanted platform. Raises CannotRun when its settings cannot be used."""
    chats: list[Chat] = []
    for name in wanted_platforms(settings, environment):
        module = plugins.find("platforms", name)
        chats.append(
            module.build(environment.section(module.Settings, settings.platforms.get(name, {}), f"[{name}]"))
        )
    return tuple(chats)


def build_sources(settings: Settings, environment: Environment, fetcher: Fetcher) -> tuple[Source, ...]:
    """Build each source. Raises CannotRun when its settings cannot be used, or two have one name."""
    sources: dict[str, Source] = {}
    for number, table in enumerate(settings.sources, start=1):
        kind = str(table.get("kind", "feed"))
        where = f"[[source]] {table.get('name', f'number {number}')}"
        module = plugins.find("sources", kind)
        source: Source = module.build(
            environment.section(module.Settings, {"kind": kind, **table}, where), fetcher
        )
        if source.name in sources:
            raise CannotRun(f'Two sources are named "{source.name}". Give each [[source]] a name of its own.')
        sources[source.name] = source
    return tuple(sources.values())


def build_prices(settings: Settings, environment: Environment, fetcher: Fetcher) -> PriceProvider:
    """Build the price provider. Raises CannotRun when its settings cannot be used."""
    module = plugins.find("prices", str(settings.prices.get("kind", "none")))
    built: PriceProvider = module.build(
        environment.section(module.Settings, settings.prices, "[prices]"), fetcher
    )
    return built


def build_fetcher(settings: Settings) -> Fetcher:
    """Build the one room that reaches out over HTTP."""
    table = settings.fetch
    return Fetcher(
        allow=table.allow,
        proxy=table.proxy,
        ca_file=table.ca_file,
        timeout=table.timeout,
        user_agent=table.user_agent,
    )


@asynccontextmanager
async def assemble(settings: Settings, environment: Environment, clock: Clock) -> AsyncIterator[Parts]:
    """Build every part, and close each in reverse order. Raises CannotRun, which says what to mend."""
    async with AsyncExitStack() as stack:
        fetcher = await stack.enter_async_context(build_fetcher(settings))
        sources = build_sources(settings, environment, fetcher)
        for source in sources:
            stack.push_async_callback(source.close)
        prices = build_prices(settings, environment, fetcher)
        stack.push_async_callback(prices.close)
        chats = build_chats(settings, environment)
        for chat in chats:
            stack.push_async_callback(chat.close)
        store = await open_store(Path(settings.store.path))
        stack.push_async_callback(store.close)
        master = await asyncio.to_thread(securities.load)
        yield Parts(settings, clock, store, master, Reader(master), sources, chats, prices)


@dataclass(slots=True)
class House:
    """A running Outlay. It is also the desk that commands use."""

    parts: Parts
    started: datetime = field(init=False)
    _connected: dict[str, Chat] = field(init=False, default_factory=dict)
    _words: dict[str, str] = field(init=False, default_factory=dict)
    _unread: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _owed: asyncio.Event = field(init=False, default_factory=asyncio.Event)
    _stop: asyncio.Event = field(init=False, default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.started = self.parts.clock.now()

    # ------------------------------------------------------------------ the desk, as commands see it

    @property
    def clock(self) -> Clock:
        return self.parts.clock

    @property
    def securities(self) -> Securities:
        return self.parts.securities

    @property
    def stories(self) -> Stories:
        return self.parts.store

    @property
    def watches(self) -> WatchBook:
        return self.parts.store

    @property
    def deliveries(self) -> Deliveries:
        return self.parts.store

    @property
    def audit(self) -> AuditTrail:
        return self.parts.store

    @property
    def prices(self) -> PriceProvider:
        return self.parts.prices

    async def status(self) -> Status:
        store = self.parts.store
        known = {health.name: health for health in await store.health()}
        return Status(
            started=self.started,
            sources=tuple(known.get(source.name, SourceHealth(source.name)) for source in self.parts.sources),
            chats=dict(self._words),
            owed=await store.owed(),
            disabled=tuple(await store.disabled()),
        )

    # ------------------------------------------------------------------ the day

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
        except* CannotRun as refused:
            raise refused.exceptions[0] from None

    async def _work(self, group: asyncio.TaskGroup) -> None:
        parts = self.parts
        clerk = Clerk(self)
        deliverer = Deliverer(
            store=parts.store,
            chats=self._connected,
            render=alert_card,
            clock=parts.clock,
            on_unknown=parts.settings.delivery.on_unknown,
        )
        serving = [group.create_task(self._serve(chat, clerk), name=chat.platform) for chat in parts.chats]
        reading = group.create_task(self._read(), name="reading")
        delivering = group.create_task(deliverer.run(self._owed), name="delivering")
        async with Schedule() as schedule:
            await self._start_polling(schedule)
            await self._stop.wait()
        log.info("Stopping: no more polls; what is in flight gets %.0f s.", GRACE.total_seconds())
        reading.cancel()
        await deliverer.stop(GRACE)
        delivering.cancel()
        for task in serving:
            task.cancel()

    async def _start_polling(self, schedule: Schedule) -> None:
        """Give each source its first date: when it was due before the restart, or now."""
        due = {health.name: health.next_poll for health in await self.parts.store.health()}
        now = self.parts.clock.now()
        for source in self.parts.sources:
            # An interval that was shortened in the settings counts from the restart on.
            when = min(due.get(source.name) or now, now + timedelta(seconds=source.every))
            schedule.at(source.name, max(now, when), partial(self._poll, source, schedule))

    async def _poll(self, source: Source, schedule: Schedule) -> None:
        """Poll once, wake the reader, tell the operator what changed, and set the next date."""
        report = await poll(source, self.parts.store, self.parts.clock, jitter=random)
        if report.new:
            self._unread.set()
        if report.health.next_poll is not None:
            schedule.at(source.name, report.health.next_poll, partial(self._poll, source, schedule))
        if report.notice is not None:
            await self._tell_operator(report.notice)

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
            words = str(trouble) or type(trouble).__name__
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
        self._words[chat.platform] = "connected"
        log.info("%s: connected.", chat.platform)

    async def _tell_operator(self, notice: Card) -> None:
        """Say something to the operator's channel, or to the log where none is set or none can be reached."""
        log.warning("%s", " ".join(notice.text))
        channel = operator_channel(self.parts.settings)
        if channel is None or (chat := self._connected.get(channel.platform)) is None:
            return
        at = self.parts.clock.now().isoformat()
        key = blake2b(f"{notice.title} {at}".encode(), digest_size=12).hexdigest()
        try:
            await chat.post(channel, notice, key)
        except DeliveryTrouble as trouble:
            log.warning("The operator's channel %s could not be told: %s", channel, trouble)


def operator_channel(settings: Settings) -> Channel | None:
    """Return the channel that `[operator] channel` names. Raises CannotRun when it is no such name."""
    if settings.operator.channel is None:
        return None
    parts = settings.operator.channel.split(":")
    if len(parts) != 3 or not all(parts):
        raise CannotRun(
            f'[operator] channel is "{settings.operator.channel}". Write it as "platform:space:channel", for '
            'example "slack:T0123ABCD:C0123ABCD" or "discord:123456789012345678:234567890123456789".'
        )
    return Channel(*parts)


async def serve(settings: Settings, environment: Environment) -> None:
    """Run a house until SIGTERM or SIGINT, and end it in order.

    Raises CannotRun when settings, tokens or files keep it from working.
    """
    async with assemble(settings, environment, SystemClock()) as parts:
        if not parts.chats:
            raise CannotRun(
                "No platform is set. Give SLACK_BOT_TOKEN and SLACK_APP_TOKEN, or DISCORD_TOKEN, in the "
                "environment, or put a [console] table into the settings to use this terminal."
            )
        house = House(parts)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, house.leave)
        await house.run()
