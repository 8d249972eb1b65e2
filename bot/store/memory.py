"""The same promises in plain dicts: for tests and for dry runs that leave nothing behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.alert import Action, Channel, Delivery, DeliveryState, Message, Watch
from bot.domain.article import Article
from bot.domain.market import Ticker
from bot.domain.reading import Reading
from bot.domain.story import ALERTING, Story
from bot.ports import Cursor, DeadChannel, Decision, Kept, Owed, Poll, SourceHealth
from bot.store.memory_sources import MemorySources

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


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the audit trail."""

    at: datetime
    channel: Channel
    user: str
    action: str
    detail: str


class MemoryStore(MemorySources):
    """`bot.ports.Store` without a file. Not for more than one event loop."""

    def __init__(self) -> None:
        super().__init__()
        self.audit: list[Noted] = []
        self._cursors: dict[str, Cursor] = {}
        self._health: dict[str, SourceHealth] = {}
        self._articles: dict[str, Article] = {}
        self._unread: dict[str, None] = {}
        self._quiet: set[str] = set()
        self._stories: dict[int, Story] = {}
        self._about: dict[int, set[str]] = {}
        self._tellings: dict[str, int] = {}
        self._watches: dict[tuple[Channel, str], Watch] = {}
        self._owners: dict[Channel, str] = {}
        self._outbox: dict[int, _Outgoing] = {}
        self._messages: dict[Message, int] = {}
        self._posted_at: dict[Message, datetime] = {}
        self._disabled: dict[Channel, tuple[str, datetime]] = {}

    async def close(self) -> None:
        """There is nothing to let go of."""

    # ------------------------------------------------------------------------------------------ articles

    async def cursor(self, source: str) -> Cursor | None:
        return self._cursors.get(source)

    async def strangers(self, articles: Sequence[Article]) -> frozenset[str]:
        known = {number: article.digest for number, article in self._articles.items()}
        return frozenset(article.id for article in articles if known.get(article.id) != article.digest)

    async def remember(self, source: str, poll: Poll, now: datetime, *, alert: bool) -> Kept:
        new = revised = known = 0
        for article in poll.articles:
            before = self._articles.get(article.id)
            if before is not None and before.digest == article.digest:
                known += 1
                continue
            self._articles[article.id] = article if before is None else article.revises(before)
            if before is None:
                new += 1
                if not alert:
                    self._quiet.add(article.id)
            else:
                revised += 1
            if article.id not in self._quiet:
                self._unread[article.id] = None
        self._cursors[source] = poll.cursor
        return Kept(new, revised, known)

    async def drop_source(self, name: str) -> bool:
        dropped = await super().drop_source(name)
        if dropped:
            self._cursors.pop(name, None)
            self._health.pop(name, None)
        return dropped

    async def unread(self, limit: int) -> list[Article]:
        waiting = [self._articles[number] for number in self._unread]
        return sorted(waiting, key=lambda article: article.published_at or article.first_seen)[:limit]

    async def spoiled(self, article: str, reason: str) -> None:
        self._unread.pop(article, None)

    async def health(self) -> list[SourceHealth]:
        return [self._health[name] for name in sorted(self._health)]

    async def note_health(self, health: SourceHealth) -> None:
        self._health[health.name] = health

    # ------------------------------------------------------------------------------------------- stories

    async def tell(
        self,
        reading: Reading,
        now: datetime,
        decide: Callable[[Sequence[Story], Sequence[Watch]], Decision],
        *,
        since: datetime,
    ) -> Decision:
        article = reading.article
        if article.id in self._articles and article.id not in self._unread:
            told = self._stories.get(self._tellings.get(article.id, 0))
            return Decision(story=told, joins=told.id if told else None)
        companies = [company for company in reading.companies if company.role in ALERTING]
        marks = {mark for company in companies for mark in company.marks()}
        symbols = {mark for company in companies if company.ticker for mark in company.marks()}
        near = [s for s in self._stories.values() if s.first_seen > since and self._about[s.id] & marks]
        near.sort(key=lambda story: (story.first_seen, story.id), reverse=True)
        decision = decide(near, self._listening(symbols, now))
        self._articles.setdefault(article.id, article)
        self._unread.pop(article.id, None)
        if decision.story is None:
            return decision
        number = decision.joins or len(self._stories) + 1
        before = self._stories.get(number)
        story = replace(decision.story, id=number)
        self._stories[number] = story
        self._about.setdefault(number, set()).update(m for c in story.companies() for m in c.marks())
        self._tellings[article.id] = number
        if before is not None and story.revision > before.revision:
            self._owe_edits(story, now)
        return replace(decision, story=story, post=self._owe_posts(story, decision.post, now))

    async def story(self, number: int) -> Story | None:
        return self._stories.get(number)

    async def told_in(self, message: Message) -> Story | None:
        return self._stories.get(self._messages.get(message, 0))

    async def recent(self, tickers: Sequence[Ticker], limit: int, before: int | None = None) -> list[Story]:
        marks = {ticker.symbol for ticker in tickers}
        found = [
            story
            for number, story in sorted(self._stories.items(), reverse=True)
            if (before is None or number < before) and (not tickers or self._about[number] & marks)
        ]
        return found[:limit]

    async def latest_in(self, channel: Channel) -> Story | None:
        latest = None
        for message, at in self._posted_at.items():
            if message.channel == channel and (latest is None or at >= self._posted_at[latest]):
                latest = message
        return self._stories[self._messages[latest]] if latest else None

    # ------------------------------------------------------------------------------------------- watches

    async def watch(self, watch: Watch) -> bool:
        self._owners.setdefault(watch.channel, watch.by)
        key = (watch.channel, watch.ticker.symbol)
        if key in self._watches:
            return False
        self._watches[key] = watch
        return True

    async def unwatch(self, channel: Channel, ticker: Ticker) -> bool:
        return self._watches.pop((channel, ticker.symbol), None) is not None

    async def watches(self, channel: Channel) -> list[Watch]:
        own = [watch for watch in self._watches.values() if watch.channel == channel]
        return sorted(own, key=lambda watch: watch.ticker.symbol)

    async def mute(self, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
        key = (channel, ticker.symbol)
        if key not in self._watches:
            return False
        self._watches[key] = replace(self._watches[key], muted_until=until)
        return True

    async def note(self, now: datetime, channel: Channel, user: str, action: str, detail: str) -> None:
        self.audit.append(Noted(now, channel, user, action, detail))

    # ---------------------------------------------------------------------------------------- deliveries

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

    def _listening(self, symbols: set[str], now: datetime) -> list[Watch]:
        issuers = {watch.issuer for (_, symbol), watch in self._watches.items() if symbol in symbols} - {""}
        heard = [
            watch
            for watch in self._watches.values()
            if (watch.ticker.symbol in symbols or watch.issuer in issuers)
            and watch.channel not in self._disabled
            and (watch.muted_until is None or watch.muted_until <= now)
        ]
        return sorted(heard, key=lambda watch: (watch.since, watch.channel, watch.ticker))

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
        number = len(self._outbox) + 1
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
