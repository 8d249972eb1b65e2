"""The sources at work: polled when they are due, let rest, added and removed while the house runs."""

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import random
from typing import Any, Final

import msgspec

from bot.cards.card import Card
from bot.cards.text import counted
from bot.desk.interval import first_date, spread_of, wake_date
from bot.desk.notices import source_not_built
from bot.desk.poll import poll
from bot.desk.retract import retract_removed
from bot.domain.address import canonical
from bot.domain.alert import Channel
from bot.domain.errors import BadInput, CannotRun, StoreTrouble
from bot.fetch.guard import shown
from bot.parts import Parts, operator_channel
from bot.ports import (
    UNMEASURED,
    Added,
    AddedSource,
    Enrolled,
    Listens,
    Meter,
    Moves,
    Offered,
    PausedSource,
    Source,
    SourceHealth,
    SourceState,
)
from bot.roster.line import Line
from bot.roster.seat import Seat, address_of, is_from, table_of
from bot.roster.trial import LONGEST_NAME, Trial
from bot.schedule import Schedule

log = logging.getLogger(__name__)

LONGEST_STUMBLE: Final = 30.0  # seconds until a source is asked again whose news could not be kept


class SourcesAtWork:
    """`bot.ports.Roster` over the parts of a house.

    `wake_reader` is called when a poll brought something to read, `wake_deliverer` when stories changed
    because articles were taken back, `tell` with what the operator must hear, `give_up` with what keeps the
    house from working at all. `meter` is told of each poll.
    """

    def __init__(
        self,
        parts: Parts,
        *,
        wake_reader: Callable[[], None],
        wake_deliverer: Callable[[], None],
        tell: Callable[[Card], None],
        give_up: Callable[[CannotRun], None],
        meter: Meter = UNMEASURED,
    ) -> None:
        self._parts = parts
        self._meter = meter
        self._wake_reader = wake_reader
        self._wake_deliverer = wake_deliverer
        self._tell = tell
        self._give_up = give_up
        self._trial = Trial(parts.settings.user_sources, parts.workshop, parts.clock)
        self._presets = tuple(self._trial.presets())
        self._seats: dict[str, Seat] = {}
        self._changing = asyncio.Lock()  # one change of who is at work at a time
        self._group: asyncio.TaskGroup | None = None
        self._schedule: Schedule | None = None

    @property
    def operator(self) -> Channel | None:
        return operator_channel(self._parts.settings)

    @property
    def presets(self) -> tuple[str, ...]:
        return self._presets

    # --------------------------------------------------------------------------------- start and end

    async def start(self, group: asyncio.TaskGroup, schedule: Schedule) -> None:
        """Put every source to work: those of the settings, and those that were added before the restart."""
        self._group, self._schedule = group, schedule
        store = self._parts.store
        known = {health.name: health for health in await store.health()}
        resting = {paused.name: paused for paused in await store.paused()}
        for table, source in zip(self._parts.settings.sources, self._parts.sources, strict=True):
            health = known.get(source.name, SourceHealth(source.name))
            self._seats[source.name] = Seat(table, health, source, rest=resting.get(source.name))
        for added in await store.added():
            if added.name in self._seats:
                log.warning(
                    'The settings have a source named "%s" too: the one that was added in chat is left out '
                    "until either has another name.",
                    added.name,
                )
                continue
            health = known.get(added.name, SourceHealth(added.name))
            seat = Seat(table_of(added), health, added=added, rest=resting.get(added.name))
            await self._build(seat)
            self._seats[added.name] = seat
        now = self._parts.clock.now()
        due = [(seat, seat.source) for seat in self._seats.values() if seat.source and seat.rest is None]
        for number, (seat, source) in enumerate(due):
            spread = spread_of(number, len(due))
            self._begin(seat, source, first_date(seat.health, source.manner, now, spread))

    async def close(self) -> None:
        """Leave the lines, and close the sources that were added; the others are their maker's to close."""
        for seat in self._seats.values():
            await seat.leave_line()
            if seat.added is not None and seat.source is not None:
                await seat.source.close()

    async def _build(self, seat: Seat) -> None:
        """Build an added source. One that cannot be built any more is told of once, and keeps its seat."""
        try:
            seat.source = self._parts.workshop.build(self._trial.at_work(seat.table))
        except CannotRun as error:
            why, before = str(error), seat.health
            seat.health = replace(before, state=SourceState.STOPPED, error=why, next_poll=None)
            if before.state is not SourceState.STOPPED or before.error != why:
                await self._parts.store.note_health(seat.health)
                self._tell(source_not_built(seat.name, why))

    def _begin(self, seat: Seat, source: Source, when: datetime) -> None:
        """Give a source its first date after a start or a rest, and listen to its line if it has one."""
        self._date(seat, when)
        if isinstance(source, Listens) and self._group is not None:
            seat.line = Line(seat.name, source, partial(self._called, seat), self._parts.clock)
            seat.listening = self._group.create_task(seat.line.run(), name=f"line of {seat.name}")

    # ----------------------------------------------------------------------------------------- polls

    def _date(self, seat: Seat, when: datetime) -> None:
        if self._schedule is not None and self._sits(seat) and seat.rest is None:
            self._schedule.at(seat.name, when, partial(self._poll, seat))

    def _sits(self, seat: Seat) -> bool:
        """Say whether a seat has not been removed."""
        return self._seats.get(seat.name) is seat

    def _called(self, seat: Seat) -> None:
        """Take a call from a source's line: one poll answers all the calls before it."""
        if seat.source is not None and not seat.woken:
            seat.woken = True
            self._date(seat, wake_date(seat.health, seat.source.manner, self._parts.clock.now()))

    async def _poll(self, seat: Seat) -> None:
        """Poll once, wake the reader, tell the operator what changed, and set the next date."""
        async with seat.turn:
            if seat.source is None or not self._sits(seat) or seat.rest is not None:
                return
            now = self._parts.clock.now()
            if seat.woken and (due := wake_date(seat.health, seat.source.manner, now)) > now:
                # The call came during a poll in which the publisher asked for patience.
                self._date(seat, due)
                return
            seat.woken = False
            seat.polling = asyncio.current_task()
            parts = self._parts
            try:
                report = await poll(
                    seat.source,
                    parts.store,
                    parts.clock,
                    opens=parts.opens(seat.source),
                    take_back=self._take_back,
                    in_chat=seat.added is not None,
                    jitter=random,
                    meter=self._meter,
                )
            except asyncio.CancelledError:
                if not self._sits(seat):  # it was removed meanwhile: nobody waits for this
                    return
                raise
            except Exception as error:
                # Our own fault, such as a full disk. Without a new date the source would be silent for ever.
                seat.stumbled = True
                wait = min(seat.source.manner.every, LONGEST_STUMBLE)
                self._date(seat, parts.clock.now() + timedelta(seconds=wait))
                if isinstance(error, CannotRun) and not isinstance(error, StoreTrouble):
                    self._give_up(error)
                    return
                if isinstance(error, StoreTrouble):  # of which the house tells
                    log.warning("The source %s is asked again in %.0f s: %s", seat.name, wait, error)
                    return
                raise
            finally:
                seat.polling = None
        seat.health = report.health
        if report.new or report.revised or seat.stumbled:
            self._wake_reader()
        seat.stumbled = False
        if report.notice is not None:
            self._tell(report.notice)
        if report.health.next_poll is not None and not seat.woken:
            self._date(seat, report.health.next_poll)

    async def _take_back(self, articles: Sequence[str]) -> None:
        """Change the stories that were told by what a publisher took back."""
        if await retract_removed(self._parts.store, articles, self._parts.clock):
            self._wake_deliverer()

    # ---------------------------------------------------------------------------------------- people

    async def enrolled(self) -> tuple[Enrolled, ...]:
        """See the port."""
        known = {health.name: health for health in await self._parts.store.health()}
        await self._read_names()
        seats = tuple(self._seats.values())
        moved = {seat.name: await self._moved_to(seat) for seat in seats}
        return tuple(
            Enrolled(
                health=known.get(seat.name, seat.health),
                address=address_of(seat.table),
                added=seat.added,
                rest=seat.rest,
                line=seat.line.words() if seat.line is not None and seat.rest is None else None,
                moved=", ".join(dict.fromkeys(map(shown, moved[seat.name]))) or None,
            )
            for seat in seats
        )

    async def _read_names(self) -> None:
        """Read again who added sources and let them rest: a person may have been forgotten since."""
        store = self._parts.store
        added = {source.name: source for source in await store.added()}
        resting = {paused.name: paused for paused in await store.paused()}
        for seat in self._seats.values():
            if seat.added is not None:
                seat.added = added.get(seat.name, seat.added)
            if seat.rest is not None:
                seat.rest = resting.get(seat.name, seat.rest)

    async def _moved_to(self, seat: Seat) -> tuple[str, ...]:
        """Return the addresses that a source is asked at instead of its own."""
        if seat.source is not None and isinstance(seat.source, Moves):
            return seat.source.moved_to(await self._parts.store.cursor(seat.name))
        return ()

    async def add(self, wish: str, name: str, by: str, channel: Channel) -> Added | Offered:
        """See the port."""
        table = await self._trial.meant(wish)
        self._check_room(channel)
        await self._check_twin(table, channel)
        if name:
            self._check_name(name)
        seen = await self._trial.look(table)
        if isinstance(seen, Offered):
            return seen
        async with self._changing:
            # Others may have added something while this one was looked at.
            self._check_room(channel)
            await self._check_twin(seen.table, channel)
            chosen = self._check_name(name) if name else self._free_name(seen.sample.title)
            kept = {**seen.table, "name": chosen}
            added = AddedSource(
                chosen, msgspec.json.encode(kept).decode(), by, channel, self._parts.clock.now()
            )
            table = self._trial.at_work(kept)
            source = self._parts.workshop.build(table)
            seat = Seat(kept, SourceHealth(chosen), source, added)
            if not await self._parts.store.add_source(added):
                raise BadInput(f"“{chosen}” is the name of another source: give this one another.")
            self._seats[chosen] = seat
            self._begin(seat, source, self._parts.clock.now())
        return Added(chosen, address_of(kept), seen.sample, table["every"], table["slowest"])

    async def remove(self, name: str) -> bool:
        """See the port."""
        async with self._changing:
            seat = self._seats.get(name)
            if seat is None or seat.added is None:
                return False
            del self._seats[name]
            await self._stop(seat)
            if seat.polling is not None:
                seat.polling.cancel()
            async with seat.turn:  # what a poll has begun to write must not come after the end
                await self._parts.store.drop_source(name)
            if seat.source is not None:
                await seat.source.close()
            return True

    async def pause(self, name: str, by: str) -> bool:
        """See the port."""
        async with self._changing:
            seat = self._seats.get(name)
            if seat is None or seat.rest is not None:
                return False
            rest = PausedSource(name, by, self._parts.clock.now())
            await self._parts.store.pause(rest)
            seat.rest = rest
            await self._stop(seat)
            return True

    async def resume(self, name: str) -> bool:
        """See the port."""
        async with self._changing:
            seat = self._seats.get(name)
            if seat is None or seat.rest is None:
                return False
            await self._parts.store.resume(name)
            seat.rest = None
            seat.woken = seat.polling is not None  # what that poll hears of patience holds for the next one
            if seat.source is not None:
                now = self._parts.clock.now()
                self._begin(seat, seat.source, wake_date(seat.health, seat.source.manner, now))
            return True

    async def _stop(self, seat: Seat) -> None:
        if self._schedule is not None:
            self._schedule.forget(seat.name)
        await seat.leave_line()

    def _check_room(self, channel: Channel) -> None:
        most = self._trial.rules.most
        own = [seat for seat in self._seats.values() if is_from(seat.added, channel)]
        if len(own) >= most:
            raise BadInput(
                f"{counted(len(own), 'source was', 'sources were')} added from here, and that is all the "
                "room there is. Remove one first; `source list` shows them."
            )

    async def _check_twin(self, table: Mapping[str, Any], channel: Channel) -> None:
        """Refuse a wire that is read already. Raises BadInput, which names it to whoever may see it."""
        twin = await self._reads(self._trial.key(table))
        if twin is None:
            return
        if twin.added is None or is_from(twin.added, channel):
            raise BadInput(f"That is read already: it is the source “{twin.name}”.")
        raise BadInput("That is read already: somebody else who uses this Outlay has added it.")

    async def _reads(self, key: str) -> Seat | None:
        """Return the source that reads a wire, at its own address or where that has moved."""
        for seat in tuple(self._seats.values()):
            moved = await self._moved_to(seat)
            if key == self._trial.key(seat.table) or key in map(canonical, moved):
                return seat
        return None

    def _check_name(self, name: str) -> str:
        """Return a name that may be given. Raises BadInput when it is taken, or too long to be shown."""
        if len(name) > LONGEST_NAME:
            raise BadInput(f"That name has {len(name)} characters: give one of up to {LONGEST_NAME}.")
        if self._is_taken(name):
            raise BadInput(f"“{name}” is the name of another source: give this one another.")
        return name

    def _free_name(self, title: str) -> str:
        number, name = 1, title
        while self._is_taken(name):
            number += 1
            name = f"{title} {number}"
        return name

    def _is_taken(self, name: str) -> bool:
        return name.casefold() in {taken.casefold() for taken in self._seats}
