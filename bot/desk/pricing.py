"""The step between telling and delivering: what an alert should say that its articles do not is looked up,
and the alert waits for it, but not for long.

    appointment ──▶ search ──▶ in time ──▶ on the story, and the alerts go
                       │          └─ else ──▶ the alerts have gone by themselves
                       └─ late ──▶ on the story, by one edit

An alert's waiting is written with it, as the time from when on it may be sent. So it ends by itself, whatever
becomes of this step: a vendor that hangs, a step that breaks and a program that dies all cost the alert the
same, at the longest.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.desk.follow_ups import NEWS, Plan, followed_up, marks_of
from bot.desk.lookups import Found, Lookups, Search, alert_marks, learned
from bot.domain.figures import Mark, Moment
from bot.domain.market import PriceLine, Ticker
from bot.domain.story import Story
from bot.domain.trail import about, note
from bot.market.wanted import wanted
from bot.ports import LATE, UNMEASURED, Appointment, Came, Clock, Due, Meter, Settled, Store

log = logging.getLogger(__name__)

MARGIN: Final = timedelta(milliseconds=50)  # for writing what was found, before the alerts go by themselves
QUICK: Final = 0.25  # seconds that an alert waits for what is not its price
SETTLES: Final = 5.0  # seconds after what came late first, in which the rest may come along
APART: Final = 1.0  # seconds between two stories that are told late; a channel takes about an edit a second
LOOK: Final = 0.2  # seconds between two looks at what is owed
LOOKS: Final = 50  # that a follow-up waits for it
AT_ONCE: Final = 400  # alerts looked into
FOLLOW_UPS: Final = frozenset(Moment) - {Moment.ALERT}
FOLLOWED: Final = 20  # follow-ups under way: however many one bell brings, alerts have a share of their own
BATCH: Final = 50  # written in one transaction
LONGEST_REST: Final = 30.0  # seconds; the machine's clock may be set
AGAIN: Final = timedelta(seconds=15)  # until a vendor in trouble is asked once more
MINUTE: Final = timedelta(minutes=1)  # until a price that is due is looked for once more


@dataclass(slots=True)
class Ledger:
    """Writes down what came of appointments, all that came meanwhile in one transaction. `wrote` is told."""

    store: Store
    clock: Clock
    wrote: Callable[[], None]
    _waiting: list[tuple[Settled, asyncio.Future[Story | None]]] = field(default_factory=list)
    _some: asyncio.Event = field(default_factory=asyncio.Event)

    async def settle(self, settled: Settled) -> Story | None:
        """Return the story as it was written, None when it is retracted or kept no more."""
        written: asyncio.Future[Story | None] = asyncio.get_running_loop().create_future()
        self._waiting.append((settled, written))
        self._some.set()
        return await written

    async def run(self) -> None:
        """Write until cancelled. Raises CannotRun when the store refuses."""
        while True:
            await self._some.wait()
            self._some.clear()
            while self._waiting:
                batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
                stories = await self.store.settle([settled for settled, _ in batch], self.clock.now())
                self.wrote()
                for (_, written), story in zip(batch, stories, strict=True):
                    if not written.done():
                        written.set_result(story)


@dataclass(slots=True)
class Turns:
    """Lets what costs an edit go one at a time. In a channel's line an alert stands behind the edits that are
    owed already: after a burst without prices, or at a bell, these must not stand there all at once.

    Where `owed` tells how many deliveries wait, each turn waits for them a little, in so many `looks`: a
    platform may take few edits of old messages, and an alert would wait behind each.
    """

    owed: Callable[[], Awaitable[int]] | None = None
    looks: int = LOOKS
    _free: float = 0.0
    _stuck: int = 0  # what was owed for longer than that, to a platform that is away, say
    _line: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def next(self) -> None:
        """Wait for a turn."""
        time = asyncio.get_running_loop().time
        async with self._line:
            await asyncio.sleep(max(self._free - time(), 0.0))
            if self.owed is not None:
                await self._drained(self.owed)
            self._free = time() + APART

    async def _drained(self, owed: Callable[[], Awaitable[int]]) -> None:
        for _ in range(self.looks):
            if await owed() <= self._stuck:
                break
            await asyncio.sleep(LOOK)
        self._stuck = await owed()


@dataclass(slots=True)
class Pricing:
    """The step. `released` is told when alerts may go that waited, and when edits or replies are owed."""

    store: Store
    lookups: Lookups
    plan: Plan
    clock: Clock
    released: Callable[[], None]
    meter: Meter = UNMEASURED

    async def run(self, wake: asyncio.Event) -> None:
        """Keep appointments until cancelled; setting `wake` says that there are new ones.

        Raises CannotRun, in an ExceptionGroup, when the store refuses.
        """
        alerts = _Share({Moment.ALERT}, AT_ONCE, Turns())
        follow_ups = _Share(FOLLOW_UPS, FOLLOWED, Turns(self.store.owed))
        ledger = Ledger(self.store, self.clock, self.released)
        async with asyncio.TaskGroup() as group:
            group.create_task(ledger.run())
            while True:
                wake.clear()
                now = self.clock.now()
                for share in (alerts, follow_ups):
                    for due in await share.due(self.store, now):
                        work = _Work(self, ledger, share.turns, group, due)
                        task = group.create_task(work.keep())
                        share.in_hand.add(due.appointment.key)
                        task.add_done_callback(partial(_ended, share, due.appointment, wake))
                await self._rest(wake, now)

    async def _rest(self, wake: asyncio.Event, now: datetime) -> None:
        """Wait until there may be something to do."""
        following = await self.store.next_appointment(now)
        seconds = LONGEST_REST if following is None else (following - self.clock.now()).total_seconds()
        try:
            async with asyncio.timeout(min(max(seconds, 0.0), LONGEST_REST)):
                await wake.wait()
        except TimeoutError:
            return


@dataclass(slots=True)
class _Share:
    """Appointments of some moments that are kept at once, up to `most`, and their turns."""

    moments: Collection[Moment]
    most: int
    turns: Turns
    in_hand: set[tuple[int, Moment]] = field(default_factory=set)

    async def due(self, store: Store, now: datetime) -> list[Due]:
        """Return what is due by `now`, as far as there is room for it."""
        room = self.most - len(self.in_hand)
        return await store.appointments(now, self.in_hand, room, self.moments) if room else []


def _ended(share: _Share, appointment: Appointment, wake: asyncio.Event, _: asyncio.Task[None]) -> None:
    share.in_hand.discard(appointment.key)
    wake.set()


@dataclass(slots=True)
class _Work:
    """One appointment being kept."""

    step: Pricing
    ledger: Ledger
    turns: Turns
    group: asyncio.TaskGroup
    due: Due

    async def keep(self) -> None:
        """Do what was planned, or leave it out when it is too late."""
        appointment, story = self.due.appointment, self.due.story
        with about(story=story.id, revision=story.revision):
            if story.retracted is not None:
                await self._leave_out("The story was retracted.")
            elif self._left() < 0:
                tickers = self.step.lookups.tickers(story, self.step.clock.now())
                await self._leave_out("It is too late.", self._planned(Found(), tickers, None))
            elif appointment.moment is Moment.ALERT:
                await self._look_into()
            elif appointment.moment not in self.step.plan.moments:
                await self._leave_out("The settings do not want it any more.")
            else:
                await self._follow_up()

    # -------------------------------------------------------------------------------------- the alert

    async def _look_into(self) -> None:
        """Look up what the alert wants, let it go in time, and add the rest when it has come."""
        appointment, story, lookups = self.due.appointment, self.due.story, self.step.lookups
        now = self.step.clock.now()
        held = appointment.held_until
        tickers = lookups.tickers(story, now) if held is not None else ()
        search = Search(lookups, story, now, self.group)
        search.begin(tickers)
        fund = self.group.create_task(self._fund(now))
        came = Came.NONE
        if held is not None and (waits := (held - now - MARGIN).total_seconds()) > 0:
            await search.quick(waits, QUICK)
            found = search.found()
            came = Came.IN_TIME if found else Came.NONE
            again = self._again(found, tickers)
            is_over = search.is_done and not self.step.plan.moments and again is None
            following = None if is_over else appointment.due
            await self.ledger.settle(Settled(appointment, partial(learned, found=found), following))
            self._tell(came)
            if is_over:
                return
        await search.rest(self._left(), SETTLES)
        found = search.found()
        again = self._again(found, tickers)
        if (current := await self.step.store.story(story.id)) is not None:
            if again is None and search.misses(current):
                again = self.step.clock.now()  # its sum was corrected meanwhile
            if learned(current, found).revision > current.revision and await self.step.store.is_out(story.id):
                await self.turns.next()
        await self.ledger.settle(
            Settled(
                appointment,
                partial(learned, found=found),
                again=again,
                follow_ups=() if again else self._planned(found, tickers, await fund),
            )
        )
        if came is Came.NONE and found:
            self._tell(Came.LATE)

    def _again(self, found: Found, tickers: Sequence[Ticker]) -> datetime | None:
        """Return when prices of these may come that did not; None where they came, where the vendor is well,
        or where that would be too late."""
        prices = self.step.lookups.prices
        if found.lines or not tickers or prices is None or not prices.state.trouble:
            return None
        again = self.step.clock.now() + max(AGAIN, timedelta(seconds=prices.state.rests))
        return again if again < self.due.appointment.until else None

    def _planned(
        self, found: Found, tickers: Sequence[Ticker], fund: PriceLine | None
    ) -> tuple[Appointment, ...]:
        """Return what is to be looked up later; of a story that was not alerted just now that was planned."""
        appointment = self.due.appointment
        if appointment.held_until is None:
            return ()
        return self.step.plan.appointments(learned(self.due.story, found), self._told(), tickers, fund)

    async def _fund(self, now: datetime) -> PriceLine | None:
        """Return what the benchmark fund stands at, where that is wanted."""
        prices, fund = self.step.lookups.prices, self.step.plan.fund
        if prices is None or fund is None or not self.step.plan.moments:
            return None
        return (await prices.lines([fund], now)).get(fund)

    def _tell(self, came: Came) -> None:
        seconds = (self.step.clock.now() - self._told()).total_seconds()
        note(log, "alert_looked_up", came=str(came), seconds=round(seconds, 3))
        self.step.meter.looked_up(came, seconds)

    def _told(self) -> datetime:
        """Return when the story was told (UTC), however often its appointment was put off."""
        return self.due.appointment.until - LATE

    # ---------------------------------------------------------------------------------- the follow-up

    async def _follow_up(self) -> None:
        """Look up how the shares went on, and have it told; nothing is said of what is not known."""
        appointment, story, plan = self.due.appointment, self.due.story, self.step.plan
        await self.turns.next()  # which spreads the requests of a bell, too
        if self._left() < 0:
            await self._leave_out("It is too late.")
            return
        marks = await self._marks(self.step.clock.now())
        if marks:
            news = {NEWS[appointment.moment]} if plan.told_by == "reply" else ()
            learn = partial(followed_up, marks=marks, plan=plan)
            await self.ledger.settle(Settled(appointment, learn, news=frozenset(news)))
            note(log, "follow_up_told", moment=str(appointment.moment))
            return
        again = self.step.clock.now() + MINUTE
        if again <= appointment.until:
            await self.ledger.settle(Settled(appointment, _as_it_is, again))
        else:
            await self._leave_out(f"No price of that moment is to be had of {story.name}.")

    async def _marks(self, now: datetime) -> tuple[Mark, ...]:
        appointment, story, plan = self.due.appointment, self.due.story, self.step.plan
        prices = self.step.lookups.prices
        if prices is None:
            return ()
        tickers = [mark.line.ticker for mark in alert_marks(story) if mark.line.ticker]
        tickers = tickers or list(wanted(story, now))
        asked = [*tickers, *([plan.fund] if plan.fund else [])]
        ask = prices.closings if appointment.moment is Moment.CLOSE else prices.lines
        lines = await ask(asked, now)
        found = [lines[ticker] for ticker in tickers if ticker in lines]
        return marks_of(appointment, story, found, lines.get(plan.fund) if plan.fund else None)

    # ------------------------------------------------------------------------------------------ within

    async def _leave_out(self, because: str, follow_ups: tuple[Appointment, ...] = ()) -> None:
        """End the appointment with nothing looked up, and say why. What was to follow it may still do so."""
        note(log, "lookup_left_out", moment=str(self.due.appointment.moment), because=because)
        await self.ledger.settle(Settled(self.due.appointment, _as_it_is, follow_ups=follow_ups))

    def _left(self) -> float:
        """Return for how many seconds what is looked up is still of its moment."""
        return (self.due.appointment.until - self.step.clock.now()).total_seconds()


def _as_it_is(story: Story) -> Story:
    return story
