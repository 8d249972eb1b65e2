"""The last step: what channels are owed is sent, by one sender for each platform that is connected."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.desk.attempt import DEADLINE, LAST_RETRY, OnUnknown, Postman, Step, unheard
from bot.desk.destinations import Destinations
from bot.desk.drawing import Drawings, Render
from bot.desk.sender import Sender
from bot.domain.errors import StoreTrouble
from bot.ports import UNMEASURED, Chat, Clock, Meter, Store

LEASE: Final = timedelta(seconds=15)  # how long a claim stands: longer than any attempt may take
# How long the claims of a program that is dead still stand: what it sent last may be on its way.
LAST_WORDS: Final = timedelta(seconds=2)
STORE_PATIENCE: Final = 1.0  # seconds


class Deliverer:
    """Sends what is owed. One `run` at a time, and one program at a time over a store (`bot.store.alone`).

    `chats` are the platforms that are connected; others may join them while it runs. `render` draws an alert,
    `lease` is how long a claim keeps others off, `deadline` how long an attempt may take. The rest is as in
    `Postman`; without `destinations` it keeps its own.
    """

    def __init__(
        self,
        store: Store,
        chats: Mapping[str, Chat],
        render: Render,
        clock: Clock,
        *,
        destinations: Destinations | None = None,
        on_unknown: OnUnknown = "resend",
        lease: timedelta = LEASE,
        deadline: timedelta = DEADLINE,
        passing: Callable[[Step], None] = unheard,
        meter: Meter = UNMEASURED,
    ) -> None:
        if lease <= deadline:
            raise ValueError("A claim must outlast its attempt, or two would be under way at once.")
        self._store = store
        self._chats = chats
        self._clock = clock
        self._lease = lease
        self._postman = Postman(
            store=store,
            drawings=Drawings(store, render),
            clock=clock,
            destinations=destinations or Destinations(store, chats, clock),
            on_unknown=on_unknown,
            deadline=deadline,
            passing=passing,
            meter=meter,
        )
        self._senders: dict[str, Sender] = {}
        self._wake = asyncio.Event()
        self._is_stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def deliver_due(self) -> int:
        """Deliver until nothing more is due; return how many messages stand for it.

        It works in rounds, each as slow as its slowest channel: for one-shot use. `run` is not held up.
        Raises CannotRun, in an ExceptionGroup where it came from an attempt, when the store fails.
        """
        return sum([await self._sender(chat).drain() for chat in self._chats.values()])

    async def run(self, wake: asyncio.Event) -> None:
        """Deliver until `stop` or cancelled; setting `wake` says that something new is owed, or that another
        platform is connected. It may be called again after it raised.

        Raises CannotRun, in an ExceptionGroup, when the store fails for good. Cancelling leaves what is under
        way uncertain, to be looked up later; `stop` waits for it.
        """
        self._wake = wake
        self._idle.clear()
        self._senders.clear()
        try:
            await self._take_over()
            async with asyncio.TaskGroup() as group:
                while not self._is_stopping:
                    wake.clear()
                    for platform, chat in self._chats.items():
                        if platform in self._senders:
                            self._senders[platform].look()
                        else:
                            self._senders[platform] = self._sender(chat)
                            group.create_task(self._senders[platform].run(), name=f"sending to {platform}")
                    await wake.wait()
        finally:
            self._idle.set()

    async def stop(self, grace: timedelta) -> None:
        """Claim nothing more, and wait up to `grace` for `run` to finish what is under way."""
        self._is_stopping = True
        self._wake.set()
        for sender in self._senders.values():
            sender.stop()
        try:
            async with asyncio.timeout(grace.total_seconds()):
                await self._idle.wait()
        except TimeoutError:
            return

    async def _take_over(self) -> None:
        """Let the claims end soon that an earlier run, or a program that died, left behind: nobody else sends
        from here."""
        while not self._is_stopping:
            try:
                await self._store.take_over(self._clock.now(), LAST_WORDS, LAST_RETRY)
            except StoreTrouble:
                await asyncio.sleep(STORE_PATIENCE)
            else:
                return

    def _sender(self, chat: Chat) -> Sender:
        return Sender(chat, self._store, self._postman, self._clock, self._lease)
