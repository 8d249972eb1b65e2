"""The last step: what channels are owed is claimed and sent, many channels at a time, each in its order."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from bot.desk.attempt import DEADLINE, OnUnknown, Postman, Render, Step, unheard
from bot.ports import Chat, Clock, Store

WIDTH: Final = 16  # channels served at a time
LEASE: Final = timedelta(seconds=15)  # how long a claim stands: longer than any attempt may take
LONGEST_SLEEP: Final = 30.0  # seconds; the machine's clock may be set, and others may write to the store
SHORTEST_SLEEP: Final = 0.05  # seconds, when another process was quicker


class Deliverer:
    """Sends what is owed. One `run` at a time; several processes may share the store.

    The parameters are those of `Postman`; `lease` is how long a claim keeps others off, `width` how many
    deliveries are under way at a time.
    """

    def __init__(
        self,
        store: Store,
        chats: Mapping[str, Chat],
        render: Render,
        clock: Clock,
        *,
        on_unknown: OnUnknown = "resend",
        width: int = WIDTH,
        lease: timedelta = LEASE,
        deadline: timedelta = DEADLINE,
        passing: Callable[[Step], None] = unheard,
    ) -> None:
        if lease <= deadline:
            raise ValueError("A claim must outlast its attempt, or two would be under way at once.")
        self._store = store
        self._clock = clock
        self._width = width
        self._lease = lease
        self._postman = Postman(store, chats, render, clock, on_unknown, deadline, passing)
        self._under_way: set[asyncio.Task[bool]] = set()
        self._changed = asyncio.Event()
        self._stopping = False
        self._idle = asyncio.Event()
        self._idle.set()

    async def deliver_due(self) -> int:
        """Deliver until nothing more is due; return how many messages stand for it.

        It works in rounds, each as slow as its slowest channel: for one-shot use. `run` is not held up.
        Raises CannotRun, in an ExceptionGroup where it came from an attempt, when the store fails.
        """
        standing = 0
        while claimed := await self._store.claim(self._clock.now(), self._width, self._lease):
            async with asyncio.TaskGroup() as group:
                round_of = [group.create_task(self._postman.serve(delivery)) for delivery in claimed]
            standing += sum(task.result() for task in round_of)
        return standing

    async def run(self, wake: asyncio.Event) -> None:
        """Deliver until `stop` or cancelled; setting `wake` says that something new is owed.

        Raises CannotRun, in an ExceptionGroup, when the store fails. Cancelling leaves what is under way
        uncertain, to be looked up later; `stop` waits for it.
        """
        self._changed = wake
        self._idle.clear()
        try:
            async with asyncio.TaskGroup() as group:
                while not self._stopping:
                    wake.clear()
                    if not await self._begin(group):
                        await self._rest(wake)
        finally:
            self._idle.set()

    async def stop(self, grace: timedelta) -> None:
        """Claim nothing more, and wait up to `grace` for `run` to finish what is under way."""
        self._stopping = True
        self._changed.set()
        try:
            async with asyncio.timeout(grace.total_seconds()):
                await self._idle.wait()
        except TimeoutError:
            return

    async def _begin(self, group: asyncio.TaskGroup) -> int:
        """Begin as many due deliveries as there is room for; return how many."""
        room = self._width - len(self._under_way)
        if room <= 0:
            return 0
        claimed = await self._store.claim(self._clock.now(), room, self._lease)
        for delivery in claimed:
            task = group.create_task(self._postman.serve(delivery))
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return len(claimed)

    def _ended(self, task: asyncio.Task[bool]) -> None:
        """There is room again, and the channel's next delivery may go."""
        self._under_way.discard(task)
        self._changed.set()

    async def _rest(self, wake: asyncio.Event) -> None:
        """Wait until something changed or the next delivery is due."""
        seconds = LONGEST_SLEEP
        if len(self._under_way) < self._width and (due := await self._store.next_due()) is not None:
            seconds = min(max((due - self._clock.now()).total_seconds(), SHORTEST_SLEEP), LONGEST_SLEEP)
        try:
            async with asyncio.timeout(seconds):
                await wake.wait()
        except TimeoutError:
            return
