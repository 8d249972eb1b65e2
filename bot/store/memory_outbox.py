"""What channels are owed, in plain dicts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.alert import Action, Channel, Delivery, DeliveryState, Message
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import DeadChannel, Owed

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
OPEN: Final = frozenset({DeliveryState.OWED, DeliveryState.SENDING})


@dataclass(slots=True)
class _Outgoing:
    """A delivery with where it stands."""

    delivery: Delivery
    run_at: datetime
    state: DeliveryState = DeliveryState.OWED
    lease_until: datetime = LONG_AGO

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_untried(self) -> bool:
        return self.state is DeliveryState.OWED and self.delivery.attempts == 0


class MemoryOutbox:
    """`bot.ports.Deliveries` without a file."""

    def __init__(self) -> None:
        super().__init__()
        self._owners: dict[Channel, str] = {}
        self._outbox: dict[int, _Outgoing] = {}
        self._messages: dict[Message, int] = {}
        self._posted_at: dict[Message, datetime] = {}
        self._disabled: dict[Channel, tuple[str, datetime]] = {}

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        claimed: list[Delivery] = []
        for out in self._heads():
            if len(claimed) < limit and out.run_at <= now and out.lease_until <= now:
                out.state = DeliveryState.SENDING
                out.lease_until = now + lease
                out.delivery = replace(
                    out.delivery,
                    attempts=out.delivery.attempts + 1,
                    uncertain_since=out.delivery.uncertain_since or now,
                )
                claimed.append(out.delivery)
        return claimed

    async def next_due(self) -> datetime | None:
        return min((max(out.run_at, out.lease_until) for out in self._heads()), default=None)

    async def sent(self, delivery: Delivery, message: Message, now: datetime) -> None:
        out = self._outbox[delivery.id]
        out.state = DeliveryState.SENT
        self._messages.setdefault(message, delivery.story)
        self._posted_at.setdefault(message, now)

    async def give_back(self, delivery: Delivery, run_at: datetime) -> None:
        if out := self._claimed(delivery):
            attempts = delivery.attempts - 1
            self._settle(out, DeliveryState.OWED, run_at)
            out.delivery = replace(
                out.delivery,
                attempts=attempts,
                uncertain_since=out.delivery.uncertain_since if attempts else None,
            )

    async def unsure(self, delivery: Delivery, run_at: datetime) -> None:
        if out := self._claimed(delivery):
            self._settle(out, DeliveryState.OWED, run_at)

    async def dead(self, delivery: Delivery, reason: str) -> None:
        if out := self._claimed(delivery):
            self._settle(out, DeliveryState.DEAD, out.run_at)

    async def disable(self, channel: Channel, reason: str, now: datetime) -> DeadChannel | None:
        for out in self._outbox.values():
            if out.delivery.channel == channel and out.is_open:
                self._settle(out, DeliveryState.DEAD, out.run_at)
        if channel in self._disabled:
            return None
        self._disabled[channel] = (reason, now)
        return self._dead_channel(channel)

    async def enable(self, channel: Channel) -> None:
        self._disabled.pop(channel, None)

    async def disabled(self) -> list[DeadChannel]:
        return sorted(map(self._dead_channel, self._disabled), key=lambda dead: (dead.since, dead.channel))

    async def posted(self, story: int, channel: Channel) -> Message | None:
        shown = [m for m, number in self._messages.items() if number == story and m.channel == channel]
        return shown[-1] if shown else None

    async def watch_behind(self, story: int, channel: Channel) -> Ticker | None:
        post = self._post(story, channel)
        return post.delivery.ticker if post else None

    async def owed(self) -> int:
        return sum(out.is_open for out in self._outbox.values())

    # -------------------------------------------------------------------------------------------- within

    def _dead_channel(self, channel: Channel) -> DeadChannel:
        reason, since = self._disabled[channel]
        return DeadChannel(channel, reason, since, self._owners.get(channel))

    def _post(self, story: int, channel: Channel) -> _Outgoing | None:
        for out in self._outbox.values():
            owed = out.delivery
            if owed.story == story and owed.channel == channel and owed.action is Action.POST:
                return out
        return None

    def _owe_posts(self, story: Story, post: Sequence[Owed], now: datetime) -> tuple[Owed, ...]:
        new = []
        for owed in post:
            if self._post(story.id, owed.channel) is None:
                self._owe(story, owed, Action.POST, now)
                new.append(owed)
        return tuple(new)

    def _withhold(self, story: Story) -> None:
        for out in list(self._outbox.values()):
            if out.delivery.story == story.id and out.delivery.action is Action.POST and out.is_untried:
                del self._outbox[out.delivery.id]

    def _owe_edits(self, story: Story, now: datetime) -> None:
        for post in list(self._outbox.values()):
            channel = post.delivery.channel
            if (
                post.delivery.story != story.id
                or post.delivery.action is not Action.POST
                or post.state is DeliveryState.DEAD
                or channel in self._disabled
            ):
                continue
            untried = [
                out
                for out in self._outbox.values()
                if out.delivery.story == story.id and out.delivery.channel == channel and out.is_untried
            ]
            if untried:
                untried[-1].delivery = replace(untried[-1].delivery, revision=story.revision)
            else:
                self._owe(story, Owed(channel, post.delivery.ticker), Action.EDIT, now)

    def _owe(self, story: Story, owed: Owed, action: Action, now: datetime) -> None:
        number = max(self._outbox, default=0) + 1
        delivery = Delivery(number, story.id, story.revision, owed.channel, action, owed.ticker)
        self._outbox[number] = _Outgoing(delivery, run_at=now)

    def _heads(self) -> list[_Outgoing]:
        """Return the oldest open delivery of each channel that takes messages, oldest first."""
        heads: dict[Channel, _Outgoing] = {}
        for out in self._outbox.values():
            if out.is_open and out.delivery.channel not in self._disabled:
                heads.setdefault(out.delivery.channel, out)
        return list(heads.values())

    def _claimed(self, delivery: Delivery) -> _Outgoing | None:
        """Return the delivery if the caller's claim on it still stands."""
        out = self._outbox[delivery.id]
        stands = out.state is DeliveryState.SENDING and out.delivery.attempts == delivery.attempts
        return out if stands else None

    @staticmethod
    def _settle(out: _Outgoing, state: DeliveryState, run_at: datetime) -> None:
        out.state, out.run_at, out.lease_until = state, run_at, LONG_AGO
