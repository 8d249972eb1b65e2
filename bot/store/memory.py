"""The same promises in plain dicts: for tests and for dry runs that leave nothing behind."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.cards.news import news_of
from bot.domain.alert import Channel, Delivery, Message, Watch
from bot.domain.article import Article
from bot.domain.figures import Moment
from bot.domain.market import Ticker
from bot.domain.reading import Reading
from bot.domain.story import ALERTING, Story
from bot.ports import (
    LATE,
    Appointment,
    Cursor,
    Decide,
    Decision,
    Kept,
    Part,
    Parted,
    Poll,
    SourceHealth,
    Told,
    Without,
)
from bot.store.memory_keeping import MemoryKeeping, Noted
from bot.store.memory_keys import MemoryKeys
from bot.store.memory_sources import MemorySources


class MemoryStore(MemorySources, MemoryKeys, MemoryKeeping):
    """`bot.ports.Store` without a file. Not for more than one event loop."""

    def __init__(self, *, replies: bool = True) -> None:
        """`replies` is as in `bot.store.open_store`."""
        super().__init__()
        self._owes_replies = replies
        self.audit: list[Noted] = []
        self._cursors: dict[str, Cursor] = {}
        self._health: dict[str, SourceHealth] = {}
        self._unread: dict[str, None] = {}
        self._quiet: set[str] = set()
        self._stories: dict[int, Story] = {}
        self._last_story = 0  # a number is never given twice
        self._about: dict[int, set[str]] = {}
        self._tellings: dict[str, tuple[int, Reading]] = {}
        self._retracted: set[str] = set()
        self._watches: dict[tuple[Channel, str], Watch] = {}

    @property
    def trouble(self) -> str | None:
        return None

    async def close(self) -> None:
        """There is nothing to let go of."""

    async def prove(self) -> None:
        """Memory can always be written."""

    # ------------------------------------------------------------------------------------------ articles

    async def cursor(self, source: str) -> Cursor | None:
        return self._cursors.get(source)

    async def strangers(self, articles: Sequence[Article]) -> frozenset[str]:
        known = {number: article.digest for number, article in self._articles.items()}
        return frozenset(article.id for article in articles if known.get(article.id) != article.digest)

    async def remember(
        self,
        source: str,
        poll: Poll,
        now: datetime,
        *,
        alert: bool,
        quiet: Collection[str] = (),
        shared: Collection[str] = (),
    ) -> Kept:
        new = revised = known = 0
        ids: list[str] = []
        for article in poll.articles:
            before = self._articles.get(article.id)
            if before is not None and before.digest in (article.digest, ""):
                known += 1
                self._articles[article.id] = replace(before, digest=article.digest)
                continue
            ids.append(article.id)
            bare = replace(article, keys=())
            self._articles[article.id] = bare if before is None else bare.revises(before)
            if before is None:
                new += 1
                if not alert or article.id in quiet:
                    self._quiet.add(article.id)
            else:
                revised += 1
            if article.id not in self._quiet:
                self._unread[article.id] = None
        self._note_keys(source, poll.articles, shared, now)
        self._note_seen(source, poll, now)
        self._cursors[source] = poll.cursor
        return Kept(new, revised, known, tuple(ids))

    def _forget_source(self, name: str) -> None:
        super()._forget_source(name)
        self._cursors.pop(name, None)
        self._listed.pop(name, None)
        self._health.pop(name, None)
        self._forget_keys(name)

    async def unread(self, limit: int) -> list[Article]:
        waiting = [self._articles[number] for number in self._unread]
        return sorted(waiting, key=lambda article: article.published_at or article.first_seen)[:limit]

    async def spoiled(self, article: str, reason: str) -> None:
        self._unread.pop(article, None)

    async def health(self) -> list[SourceHealth]:
        return [self._health[name] for name in sorted(self._health)]

    async def health_of(self, source: str) -> SourceHealth | None:
        return self._health.get(source)

    async def note_health(self, health: SourceHealth) -> None:
        self._health[health.name] = health

    # ------------------------------------------------------------------------------------------- stories

    async def tell(self, reading: Reading, now: datetime, decide: Decide, *, since: datetime) -> Decision:
        article = reading.article
        number, _ = self._tellings.get(article.id, (None, None))
        if article.id in self._articles and article.id not in self._unread:
            return Decision(story=self._stories[number] if number else None, joins=number)
        kept = self._articles.get(article.id, article)
        if article.digest and kept.digest not in (article.digest, ""):
            return Decision()  # it was revised while it was read: its new words wait
        before = self._told(number) if number else None
        companies = [company for company in reading.companies if company.role in ALERTING]
        marks = {mark for company in companies for mark in company.marks()}
        near = [s for s in self._stories.values() if s.first_seen > since and self._about[s.id] & marks]
        near = [story for story in near if story.id != number]
        near.sort(key=lambda story: (story.first_seen, story.id), reverse=True)
        decision = decide(near, self._listening(_symbols(reading), now), before)
        self._articles.setdefault(article.id, article)
        self._unread.pop(article.id, None)
        self._retracted.discard(article.id)
        if decision.story is None:
            return decision
        if decision.joins is None:
            story = self._begin(decision.story)
        else:
            story = replace(decision.story, id=decision.joins)
            self._rewrite(story, now, anew=decision.joins == number)
        self._tellings[article.id] = (story.id, reading)
        posts = self._owe_posts(story, decision.post, now, decision.hold)
        if decision.look_up:
            self._make(Appointment(story.id, Moment.ALERT, due=now, until=now + LATE))
        return replace(decision, story=story, post=posts)

    async def retract(self, articles: Sequence[str], now: datetime, without: Without) -> list[Story]:
        gone = frozenset(set(articles) & set(self._articles)) - self._retracted
        numbers = sorted({self._tellings[article][0] for article in gone & set(self._tellings)})
        changed = [without(self._told(number), gone) for number in numbers]
        self._retracted |= gone
        for article in gone:
            self._unread.pop(article, None)
        for story in changed:
            if story.retracted is None:
                for article in [a for a in gone if self._tellings.get(a, (0,))[0] == story.id]:
                    del self._tellings[article]
            elif self._stories[story.id].retracted is None:
                self._withhold(story)
            self._rewrite(story, now, anew=True)
        return changed

    async def split(self, story: int, article: str, now: datetime, part: Part) -> Parted | None:
        number, reading = self._tellings.get(article, (None, None))
        if reading is None or number != story or len((told := self._told(story)).readings) < 2:
            return None
        parted = part(told, self._listening(_symbols(reading), now))
        own = self._begin(parted.own)
        self._tellings[article] = (own.id, reading)
        self._rewrite(parted.rest, now, anew=True)
        return Parted(parted.rest, own, self._owe_posts(own, parted.post, now, parted.hold))

    async def story(self, number: int) -> Story | None:
        return self._stories.get(number)

    async def told_in(self, message: Message) -> Story | None:
        return self._stories.get(self._messages.get(message, 0))

    async def recent(self, tickers: Sequence[Ticker], limit: int, before: int | None = None) -> list[Story]:
        marks = {ticker.symbol for ticker in tickers}
        found = [
            story
            for number, story in sorted(self._stories.items(), reverse=True)
            if story.retracted is None
            and (before is None or number < before)
            and (not tickers or self._about[number] & marks)
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

    async def watched_exchanges(self) -> frozenset[str]:
        return frozenset(watch.ticker.mic for watch in self._watches.values())

    async def mute(self, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
        key = (channel, ticker.symbol)
        if key not in self._watches:
            return False
        self._watches[key] = replace(self._watches[key], muted_until=until)
        return True

    async def note(self, now: datetime, channel: Channel, user: str, action: str, detail: str) -> None:
        self.audit.append(Noted(now, channel, user, action, detail))

    # -------------------------------------------------------------------------------------------- within

    def _told(self, number: int) -> Told:
        readings = {a: reading for a, (told, reading) in self._tellings.items() if told == number}
        return Told(self._stories[number], tuple(readings[a] for a in self._articles if a in readings))

    def _begin(self, story: Story) -> Story:
        own, twins = story, 0
        while own.seed and any(own.seed == other.seed for other in self._stories.values()):
            twins += 1
            own = replace(story, seed=f"{story.seed}:{twins}")
        self._last_story += 1
        begun = replace(own, id=self._last_story)
        self._stories[begun.id] = begun
        self._about[begun.id] = _marks(begun)
        return begun

    def _rewrite(self, story: Story, now: datetime, *, anew: bool, edits: bool = True) -> None:
        before = self._stories[story.id]
        self._stories[story.id] = story
        self._about[story.id] = _marks(story) if anew else self._about[story.id] | _marks(story)
        if story.revision > before.revision:
            if edits:
                self._owe_edits(story, now)
            if self._owes_replies and (news := news_of(before, story)):
                self._owe_replies(story, news, now)

    def _newest(self, story: int) -> int:
        return self._stories[story].revision

    def _speaks(self, delivery: Delivery, now: datetime) -> bool:
        watch = self._watches.get((delivery.channel, delivery.ticker.symbol))
        return watch is not None and (watch.muted_until is None or watch.muted_until <= now)

    def _listening(self, symbols: set[str], now: datetime) -> list[Watch]:
        issuers = {watch.issuer for (_, symbol), watch in self._watches.items() if symbol in symbols} - {""}
        heard = [
            watch
            for watch in self._watches.values()
            if (watch.ticker.symbol in symbols or watch.issuer in issuers)
            and self._takes(watch.channel, now)
            and (watch.muted_until is None or watch.muted_until <= now)
        ]
        return sorted(heard, key=lambda watch: (watch.since, watch.channel, watch.ticker))


def _marks(story: Story) -> set[str]:
    return {mark for company in story.companies() for mark in company.marks()}


def _symbols(reading: Reading) -> set[str]:
    able = [company for company in reading.companies if company.role in ALERTING and company.ticker]
    return {mark for company in able for mark in company.marks()}
