"""One platform's sender: it looks who waits, lets deliveries begin in a fair order and no faster than the
platform takes them, and claims each only when it may begin.

    look ──▶ line ──▶ gate ──▶ claim ──▶ attempt ──▶ outcome written down
    (heads)  (turns)  (pace)

A slow, silent or absent platform keeps nobody else waiting: each has a sender of its own.
"""

import asyncio
import logging
from datetime import timedelta
from typing import Final

from bot.desk.attempt import Postman, Result
from bot.desk.gate import Gate
from bot.desk.line import Line, Place
from bot.domain.alert import Action, Channel, Delivery
from bot.domain.errors import StoreTrouble
from bot.ports import Chat, Clock, Store

log = logging.getLogger(__name__)

LONGEST_REST: Final = 30.0  # seconds; the machine's clock may be set, and others may write to the store
SHORTEST_REST: Final = 0.01  # seconds, when what was due was not to be had
LOOKING: Final = 0.05  # of the time, at the most, goes into looking again while others wait to begin
STORE_PATIENCE: Final = (0.5, 10.0)  # seconds until a store that refused is asked again, and at most


class Sender:
    """Sends what the channels of one platform are owed. `lease` is how long a claim keeps others off."""

    def __init__(self, chat: Chat, store: Store, postman: Postman, clock: Clock, lease: timedelta) -> None:
        self._chat = chat
        self._store = store
        self._postman = postman
        self._clock = clock
        self._lease = lease
        self._gate = Gate(chat.pace)
        self._line = Line()
        self._under_way: dict[int, asyncio.Task[Result]] = {}
        self._free: dict[Channel, float] = {}  # when a channel takes its next message, where not at once
        self._closed: dict[Action, float] = {}  # when the platform takes its like again, in any channel
        self._changed = asyncio.Event()
        self._is_stale = True  # something new may be owed
        self._has_moved = False  # something was settled: its channel has another head
        self._look_after = 0.0
        self._is_stopping = False

    def look(self) -> None:
        """Something new may be owed."""
        self._is_stale = True
        self._changed.set()

    def stop(self) -> None:
        """Claim nothing more; `run` ends when what is under way has ended."""
        self._is_stopping = True
        self._changed.set()

    async def run(self) -> None:
        """Send until `stop` or cancelled. Outlives a store that refuses for a while.

        Raises CannotRun, in an ExceptionGroup, when the store fails for good. Cancelling leaves what is under
        way uncertain, to be looked up later.
        """
        patience, longest = STORE_PATIENCE
        async with asyncio.TaskGroup() as group:
            while not self._is_stopping:
                self._changed.clear()
                try:
                    began = await self._begin(group)
                except StoreTrouble as trouble:
                    log.warning("%s: nothing can be claimed: %s", self._chat.platform, trouble)
                    self._is_stale = True
                    await self._rest(patience)
                    patience = min(patience * 2, longest)
                    continue
                patience, _ = STORE_PATIENCE
                if not began:
                    await self._rest(self._idle_for())

    async def drain(self) -> int:
        """Send until nothing more is due, in rounds as slow as their slowest; return how many messages stand.

        For one-shot use. Raises CannotRun, in an ExceptionGroup where it came from an attempt.
        """
        standing = 0
        while True:
            now = self._clock.now()
            due = [head.id for head in await self._store.heads(self._chat.platform) if head.due <= now]
            if not due:
                return standing
            async with asyncio.TaskGroup() as group:
                claimed = await self._store.claim(now, self._chat.pace.width, self._lease, due)
                round_of = [group.create_task(self._postman.serve(self._chat, one)) for one in claimed]
            standing += sum(task.result().stands for task in round_of)

    async def _begin(self, group: asyncio.TaskGroup) -> bool:
        """Begin as many as may begin now; say whether there may be more to do at once."""
        time = asyncio.get_running_loop().time
        room = self._gate.room(time(), len(self._under_way))
        if not room:
            return False
        if self._must_look(time()):
            await self._look()
        places = self._line.take(time(), room)
        if not places:
            return False
        claimed = await self._store.claim(
            self._clock.now(), len(places), self._lease, [place.id for place in places]
        )
        if self._is_stopping:
            for delivery in claimed:
                await self._store.give_back(delivery, self._clock.now())
            return False
        for delivery in claimed:
            self._start(group, delivery)
        if len(claimed) < len(places):  # another was quicker, or they were overtaken
            self._is_stale = True
        return bool(claimed)

    def _must_look(self, now: float) -> bool:
        may_know_more = self._is_stale or self._has_moved
        return may_know_more and (now >= self._look_after or not self._line.is_ready(now))

    async def _look(self) -> None:
        """Learn who waits."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        self._is_stale = self._has_moved = False
        try:
            heads = await self._store.heads(self._chat.platform)
        except BaseException:
            self._is_stale = True
            raise
        now, wall = loop.time(), self._clock.now()
        self._free = {channel: at for channel, at in self._free.items() if at > now}
        self._line.refill(
            Place.of(
                head,
                max(
                    now + (head.due - wall).total_seconds(),
                    self._free.get(head.channel, now),
                    self._closed.get(head.action, now),
                ),
            )
            for head in heads
            if head.id not in self._under_way
        )
        self._look_after = now + (now - began) / LOOKING

    def _start(self, group: asyncio.TaskGroup, delivery: Delivery) -> None:
        self._gate.begin(asyncio.get_running_loop().time())
        task = group.create_task(self._postman.serve(self._chat, delivery))
        self._under_way[delivery.id] = task

        def ended(task: asyncio.Task[Result]) -> None:
            del self._under_way[delivery.id]
            result = None if task.cancelled() or task.exception() else task.result()
            self._heed(delivery, result)
            self._changed.set()

        task.add_done_callback(ended)

    def _heed(self, delivery: Delivery, result: Result | None) -> None:
        """Learn from an attempt when the channel, and the platform, take the next message."""
        now = asyncio.get_running_loop().time()
        self._has_moved = True
        wait = result.wait if result else None
        if wait is None:
            self._free[delivery.channel] = now + self._chat.pace.between.total_seconds()
        elif wait.everywhere:
            self._gate.shut(now + wait.seconds)
        elif wait.alike:
            self._closed[delivery.action] = now + wait.seconds
            self._is_stale, self._look_after = True, now

    def _idle_for(self) -> float:
        """Return for how many seconds nothing can begin, if nothing changes."""
        now = asyncio.get_running_loop().time()
        opens_at = self._gate.opens_at(now)
        if opens_at <= now and not self._gate.room(now, len(self._under_way)):
            return LONGEST_REST  # until something ends
        may_know_more = self._is_stale or self._has_moved or self._line.is_ready(now)
        next_at = now if may_know_more else self._line.next_at()
        seconds = max(opens_at, next_at) - now
        return seconds if seconds > 0 else SHORTEST_REST

    async def _rest(self, seconds: float) -> None:
        """Wait until something changed, or for so long."""
        try:
            async with asyncio.timeout(min(seconds, LONGEST_REST)):
                await self._changed.wait()
        except TimeoutError:
            self._is_stale |= seconds >= LONGEST_REST
