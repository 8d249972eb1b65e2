"""When something is looked up about a story, in a plain dict."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.alert import Action, DeliveryState
from bot.domain.figures import Moment
from bot.domain.story import Story
from bot.ports import EVER, LATE, Appointment, Due, Settled
from bot.store.memory_outbox import MemoryOutbox, Outgoing


class MemoryAppointments(MemoryOutbox):
    """`bot.ports.Appointments` without a file."""

    _stories: dict[int, Story]

    def __init__(self) -> None:
        super().__init__()
        self._planned: dict[tuple[int, Moment], Appointment] = {}

    @abstractmethod
    def _rewrite(self, story: Story, now: datetime, *, anew: bool, edits: bool = True) -> None:
        """Keep a story as it now stands, and owe the edits where its revision grew."""

    async def appointments(
        self,
        now: datetime,
        besides: Collection[tuple[int, Moment]],
        limit: int,
        moments: Collection[Moment] = EVER,
    ) -> list[Due]:
        of_them = [one for one in self._planned.values() if one.moment in moments]
        due = [one for one in of_them if one.due <= now and one.key not in besides]
        due.sort(key=lambda one: (one.due, one.story))
        return [Due(one, self._stories[one.story]) for one in due[:limit]]

    async def next_appointment(self, now: datetime) -> datetime | None:
        return min((one.due for one in self._planned.values() if one.due > now), default=None)

    async def is_out(self, story: int) -> bool:
        posts = [
            out
            for out in self._outbox.values()
            if out.delivery.story == story and out.delivery.action is Action.POST
        ]
        return any(out.state is not DeliveryState.DEAD and not out.is_untried for out in posts)

    async def settle(self, settled: Sequence[Settled], now: datetime) -> list[Story | None]:
        return [self._settled(one, now) for one in settled]

    async def take_over(self, now: datetime, lease: timedelta, patience: timedelta) -> None:
        for one in self._planned.values():
            self._release(one, now)
        await super().take_over(now, lease, patience)

    async def clock_set(self, by: timedelta) -> None:
        await super().clock_set(by)
        for key, one in self._planned.items():
            if one.moment in (Moment.ALERT, Moment.HOUR):
                held = None if one.held_until is None else one.held_until + by
                self._planned[key] = replace(one, due=one.due + by, until=one.until + by, held_until=held)

    def _settled(self, settled: Settled, now: datetime) -> Story | None:
        appointment = settled.appointment
        before = self._stories.get(appointment.story)
        if before is None or before.retracted is not None:
            self._forget_appointments(appointment.story)
            return None
        after = settled.learn(before)
        if after != before:
            self._rewrite(after, now, anew=False, edits=not settled.news)
        if settled.news and after.revision > before.revision:
            self._owe_replies(after, settled.news, now)
        self._release(appointment, now)
        if settled.again is None:
            self._planned.pop(appointment.key, None)
        elif appointment.key in self._planned:
            self._planned[appointment.key] = replace(appointment, due=settled.again)
        for one in settled.follow_ups:
            self._make(one)
        return after

    def _make(self, appointment: Appointment) -> None:
        self._planned.setdefault(appointment.key, appointment)

    def _hold(self, story: int, posts: Sequence[Outgoing], now: datetime, length: timedelta) -> None:
        """Let the new alerts of a story wait for its appointment, which is made unless it has one."""
        until = now + length
        made = Appointment(story, Moment.ALERT, now, now + LATE, held_until=until)
        held = self._planned.setdefault(made.key, made).held_until
        if held is not None and now < held <= until:
            for out in posts:
                out.run_at = held

    def _release(self, appointment: Appointment, now: datetime) -> None:
        held = appointment.held_until
        for out in self._outbox.values():
            is_held = out.delivery.story == appointment.story and out.run_at == held
            if is_held and out.state is DeliveryState.OWED:
                out.run_at = min(out.run_at, now)

    def _forget_appointments(self, story: int) -> int:
        """Forget all that is planned for a story; return how much that was."""
        gone = [key for key in self._planned if key[0] == story]
        for key in gone:
            del self._planned[key]
        return len(gone)
