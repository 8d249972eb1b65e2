"""What channels are owed, in plain dicts."""

from abc import abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.cards.news import gist
from bot.domain.alert import Action, Channel, Delivery, DeliveryState, Message, News
from bot.domain.market import Ticker
from bot.domain.story import Story
from bot.ports import Backlog, Head, Owed, Rank
from bot.store.memory_places import MemoryPlaces

LONG_AGO: Final = datetime.min.replace(tzinfo=UTC)
OPEN: Final = frozenset({DeliveryState.OWED, DeliveryState.SENDING})


@dataclass(slots=True)
class Outgoing:
    """A delivery with where it stands."""

    delivery: Delivery
    run_at: datetime
    state: DeliveryState = DeliveryState.OWED
    lease_until: datetime = LONG_AGO
    rank: int = 0

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_untried(self) -> bool:
        return self.state is DeliveryState.OWED and self.delivery.attempts == 0


class MemoryOutbox(MemoryPlaces):
    """`bot.ports.Deliveries` without a file."""

    def __init__(self) -> None:
        super().__init__()
        self._outbox: dict[int, Outgoing] = {}
        self._number = 0
        self._messages: dict[Message, int] = {}
        self._posted_at: dict[Message, datetime] = {}
        self._replies: set[Message] = set()

    @abstractmethod
    def _newest(self, story: int) -> int:
        """Return the revision that a story has."""

    @abstractmethod
    def _speaks(self, delivery: Delivery, now: datetime) -> bool:
        """Say whether the watch stands that a delivery answers, and is not muted."""

    async def heads(self, platform: str) -> list[Head]:
        return [
            Head(
                id=out.delivery.id,
                channel=out.delivery.channel,
                action=out.delivery.action,
                rank=self._best_rank(out.delivery.channel),
                due=max(out.run_at, out.lease_until),
            )
            for out in self._heads()
            if out.delivery.channel.platform == platform
        ]

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, among: Collection[int] | None = None
    ) -> list[Delivery]:
        while self._overtake(now, among) and among is None:
            continue
        claimed: list[Delivery] = []
        for out in self._heads():
            if len(claimed) < limit and self._is_meant(out, now, among):
                out.state = DeliveryState.SENDING
                out.lease_until = now + lease
                out.delivery = replace(
                    out.delivery,
                    attempts=out.delivery.attempts + 1,
                    uncertain_since=out.delivery.uncertain_since or now,
                    newest=self._newest(out.delivery.story),
                )
                claimed.append(out.delivery)
        return claimed

    async def next_due(self) -> datetime | None:
        return min((max(out.run_at, out.lease_until) for out in self._heads()), default=None)

    async def take_over(self, now: datetime, lease: timedelta, patience: timedelta) -> None:
        for out in self._outbox.values():
            if out.is_open:
                out.lease_until = min(out.lease_until, now + lease)
                out.run_at = min(out.run_at, now + patience)
                self._doubt_since(out, min(out.delivery.uncertain_since or now, now))

    async def clock_set(self, by: timedelta) -> None:
        for out in self._outbox.values():
            if out.is_open:
                out.run_at += by
                out.lease_until += by if out.lease_until > LONG_AGO else timedelta(0)
                self._doubt_since(out, (out.delivery.uncertain_since or out.run_at) + by)

    async def sent(
        self,
        delivery: Delivery,
        message: Message,
        now: datetime,
        *,
        shows: int = 0,
        below: Message | None = None,
    ) -> None:
        out = self._outbox.get(delivery.id)
        if out is None:
            return
        out.state = DeliveryState.SENT
        self._enable(delivery.channel)
        self._shown(delivery, shows)
        if delivery.action is not Action.EDIT:
            self._messages.setdefault(message, delivery.story)
            self._posted_at.setdefault(message, now)
        if below is not None:
            self._replies.add(message)

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

    async def withdraw(self, delivery: Delivery) -> None:
        if self._claimed(delivery):
            del self._outbox[delivery.id]

    async def posted(self, story: int, channel: Channel) -> Message | None:
        shown = [
            message
            for message, number in self._messages.items()
            if number == story and message.channel == channel and message not in self._replies
        ]
        return shown[-1] if shown else None

    async def watch_behind(self, story: int, channel: Channel) -> Ticker | None:
        post = self._post(story, channel)
        return post.delivery.ticker if post else None

    async def owed(self) -> int:
        return sum(out.is_open for out in self._outbox.values())

    async def backlog(self) -> list[Backlog]:
        found: dict[str, list[datetime]] = {}
        for out in self._outbox.values():
            if out.is_open:
                found.setdefault(out.delivery.channel.platform, []).append(out.delivery.owed_at or LONG_AGO)
        return [Backlog(platform, len(since), min(since)) for platform, since in sorted(found.items())]

    # -------------------------------------------------------------------------------------------- within

    def _end(self, channel: Channel) -> None:
        for out in self._outbox.values():
            if out.delivery.channel == channel and out.is_open:
                self._settle(out, DeliveryState.DEAD, out.run_at)

    def _known(self) -> list[Channel]:
        owed = (out.delivery.channel for out in self._outbox.values())
        return list(dict.fromkeys([*super()._known(), *owed]))

    def _post(self, story: int, channel: Channel) -> Outgoing | None:
        for out in self._outbox.values():
            owed = out.delivery
            if owed.story == story and owed.channel == channel and owed.action is Action.POST:
                return out
        return None

    @abstractmethod
    def _hold(self, story: int, posts: Sequence[Outgoing], now: datetime, length: timedelta) -> None:
        """Let new alerts of a story wait for what is looked up about it."""

    def _owe_posts(
        self, story: Story, post: Sequence[Owed], now: datetime, hold: timedelta | None
    ) -> tuple[Owed, ...]:
        new, out = [], []
        for owed in post:
            if self._post(story.id, owed.channel) is None:
                out.append(self._owe(story, owed, Action.POST, now))
                self._tried(owed.channel, now)
                new.append(owed)
        if out and hold is not None:
            self._hold(story.id, out, now, hold)
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
            ):
                continue
            untried = [out for out in self._untried(post.delivery) if out.delivery.action is not Action.REPLY]
            if untried:
                untried[-1].delivery = replace(untried[-1].delivery, revision=story.revision)
            elif channel not in self._disabled:
                self._owe(story, Owed(channel, post.delivery.ticker, Rank.EDIT), Action.EDIT, now)

    def _owe_replies(self, story: Story, news: frozenset[News], now: datetime) -> None:
        for post in list(self._outbox.values()):
            owed = post.delivery
            if owed.story != story.id or owed.action is not Action.POST:
                continue
            untried = [out for out in self._untried(owed) if out.delivery.action is Action.REPLY]
            for out in untried[-1:]:
                both = out.delivery.news | news
                out.delivery = replace(
                    out.delivery, revision=story.revision, news=both, gist=gist(story, both)
                )
            stands = post.state is DeliveryState.SENT or (post.is_open and owed.attempts > 0)
            if stands and not untried and owed.channel not in self._disabled and self._speaks(owed, now):
                reply = self._owe(story, Owed(owed.channel, owed.ticker, Rank.REPLY), Action.REPLY, now)
                reply.delivery = replace(reply.delivery, news=news, gist=gist(story, news))

    def _untried(self, like: Delivery) -> list[Outgoing]:
        """Return what nobody tried yet of a delivery's story in its channel."""
        return [
            out
            for out in self._outbox.values()
            if (out.delivery.story, out.delivery.channel) == (like.story, like.channel) and out.is_untried
        ]

    def _shown(self, delivery: Delivery, shows: int) -> None:
        """Settle what nobody began and what would say no more than a message that shows a revision."""
        for out in self._untried(delivery):
            alike = (out.delivery.action, out.delivery.news) == (delivery.action, delivery.news)
            if out.delivery.revision <= shows and (alike or delivery.action is Action.POST):
                self._settle(out, DeliveryState.DEAD, out.run_at)

    def _overtake(self, now: datetime, among: Collection[int] | None) -> bool:
        """Settle heads that are edits behind which a newer one waits; say whether there were any."""
        overtaken = [
            out for out in self._heads() if self._is_meant(out, now, among) and self._is_overtaken(out)
        ]
        for out in overtaken:
            self._settle(out, DeliveryState.DEAD, out.run_at)
        return bool(overtaken)

    def _is_overtaken(self, edit: Outgoing) -> bool:
        owed = edit.delivery
        return owed.action is Action.EDIT and any(
            (out.delivery.story, out.delivery.channel, out.delivery.action)
            == (owed.story, owed.channel, Action.EDIT)
            and out.is_open
            and out.delivery.id > owed.id
            for out in self._outbox.values()
        )

    @staticmethod
    def _doubt_since(out: Outgoing, since: datetime) -> None:
        """Set since when it is uncertain whether a delivery stands, where it is."""
        if out.delivery.uncertain_since is not None:
            out.delivery = replace(out.delivery, uncertain_since=since)

    @staticmethod
    def _is_meant(out: Outgoing, now: datetime, among: Collection[int] | None) -> bool:
        return (among is None or out.delivery.id in among) and max(out.run_at, out.lease_until) <= now

    def _best_rank(self, channel: Channel) -> int:
        return min(
            out.rank for out in self._outbox.values() if out.is_open and out.delivery.channel == channel
        )

    def _owe(self, story: Story, owed: Owed, action: Action, now: datetime) -> Outgoing:
        self._number += 1
        delivery = Delivery(
            self._number, story.id, story.revision, owed.channel, action, owed.ticker, owed_at=now
        )
        self._outbox[delivery.id] = Outgoing(delivery, run_at=now, rank=owed.rank)
        return self._outbox[delivery.id]

    def _heads(self) -> list[Outgoing]:
        """Return the oldest open delivery of each channel, oldest first."""
        heads: dict[Channel, Outgoing] = {}
        for out in self._outbox.values():
            if out.is_open:
                heads.setdefault(out.delivery.channel, out)
        return list(heads.values())

    def _claimed(self, delivery: Delivery) -> Outgoing | None:
        """Return the delivery if the caller's claim on it still stands."""
        out = self._outbox.get(delivery.id)
        if out is None or out.state is not DeliveryState.SENDING:
            return None
        return out if out.delivery.attempts == delivery.attempts else None

    @staticmethod
    def _settle(out: Outgoing, state: DeliveryState, run_at: datetime) -> None:
        out.state, out.run_at, out.lease_until = state, run_at, LONG_AGO
