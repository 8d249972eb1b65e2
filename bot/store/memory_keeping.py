"""Retention and privacy in plain dicts."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from itertools import islice
from typing import TypeVar

from bot.domain.alert import Channel, Message, Watch
from bot.domain.article import Article
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import AddedSource, PausedSource, Poll, SourceHealth
from bot.ports.keeping import NOBODY, Held, Person, Removed, Space
from bot.store.articles import SEEN_EVERY
from bot.store.memory_appointments import MemoryAppointments

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Noted:
    """One line of the audit trail."""

    at: datetime
    channel: Channel
    user: str
    action: str
    detail: str


class MemoryKeeping(MemoryAppointments):
    """`bot.ports.Keeping` without a file; the other parts of the store own what it removes."""

    audit: list[Noted]
    _articles: dict[str, Article]
    _quiet: set[str]
    _keys: dict[str, tuple[str | None, str, datetime]]
    _unread: dict[str, None]
    _health: dict[str, SourceHealth]
    _stories: dict[int, Story]
    _about: dict[int, set[str]]
    _tellings: dict[str, tuple[int, Reading]]
    _watches: dict[tuple[Channel, str], Watch]
    _added: dict[str, AddedSource]
    _paused: dict[str, PausedSource]

    @abstractmethod
    async def drop_source(self, name: str) -> bool:
        """Forget an added source."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, tuple[str, datetime]] = {}  # an article → who shows it first, when it did last
        self._listed: dict[str, datetime] = {}
        self._chores: dict[str, datetime] = {}

    def _note_seen(self, source: str, poll: Poll, now: datetime) -> None:
        for article in poll.articles:
            self._seen[article.id] = (self._seen.get(article.id, (source, now))[0], now)
        if poll.articles:
            self._listed[source] = now

    async def prune(self, before: datetime, limit: int) -> Removed:
        for story in [s for s in self._stories.values() if self._is_over(s, before)]:
            return self._without(story)
        removed = {
            "articles": _drop(self._articles, [a for a in self._articles if self._is_past(a, before)], limit),
            "keys": _drop(self._keys, [k for k in self._keys if self._is_old_key(k, before)], limit),
        }
        for article in set(self._seen) - set(self._articles):
            del self._seen[article]
        kept = [line for line in self.audit if line.at >= before]
        removed["audit lines"] = len(self.audit) - len(kept)
        self.audit[:] = kept
        bare = [channel for channel in self._owners if not self._is_used(channel)]
        removed["channels"] = _drop(self._owners, bare, limit)
        return _some(removed)

    def _is_over(self, story: Story, before: datetime) -> bool:
        articles = [article for article, (number, _) in self._tellings.items() if number == story.id]
        own = [out for out in self._outbox.values() if out.delivery.story == story.id]
        posted = [self._posted_at[m] for m, number in self._messages.items() if number == story.id]
        return (
            story.first_seen < before
            and not any(out.is_open for out in own)
            and all(at < before for at in posted)
            and not any(self._age(article) >= before or article in self._unread for article in articles)
        )

    def _without(self, story: Story) -> Removed:
        tells = [article for article, (number, _) in self._tellings.items() if number == story.id]
        self._quiet.update(tells)
        owed = [n for n, out in self._outbox.items() if out.delivery.story == story.id]
        shown = [message for message, number in self._messages.items() if number == story.id]
        del self._stories[story.id]
        removed = {
            "messages": self._drop_messages(shown),
            "deliveries": _drop(self._outbox, owed),
            "appointments": self._forget_appointments(story.id),
            "readings": _drop(self._tellings, tells),
            "companies": len(self._about.pop(story.id)),
            "stories": 1,
        }
        return _some(removed)

    def _age(self, article: str) -> datetime:
        kept = self._articles[article]
        return kept.published_at or kept.first_seen

    def _is_past(self, article: str, before: datetime) -> bool:
        source, seen = self._seen.get(article, ("", self._age(article)))
        if article in self._unread or article in self._tellings or self._age(article) >= before:
            return False
        listed = self._listed.get(source, seen)
        return seen < before and (not self._is_asked(source, before) or listed > seen + SEEN_EVERY)

    def _is_old_key(self, key: str, before: datetime) -> bool:
        _, source, seen = self._keys[key]
        return seen < before and not self._is_asked(source, before)

    def _is_asked(self, source: str, before: datetime) -> bool:
        health = self._health.get(source)
        return health is not None and health.last_poll is not None and health.last_poll >= before

    def _is_used(self, channel: Channel) -> bool:
        return (
            any(channel == watched for watched, _ in self._watches)
            or any(out.delivery.channel == channel for out in self._outbox.values())
            or any(message.channel == channel for message in self._messages)
            or any(line.channel == channel for line in self.audit)
        )

    def _drop_messages(self, messages: Iterable[Message]) -> int:
        gone = list(messages)
        _drop(self._posted_at, gone)
        return _drop(self._messages, gone)

    async def purge(self, space: Space, limit: int, *, gone_before: datetime | None = None) -> Removed:
        if gone_before is not None and space not in await self.gone_before(gone_before):
            return {}

        within = partial(_within, space)
        kept = [line for line in self.audit if not within(line.channel)]
        removed = {
            "audit lines": len(self.audit) - len(kept),
            "watches": _drop(self._watches, [key for key in self._watches if within(key[0])]),
            "messages": self._drop_messages([m for m in self._messages if within(m.channel)]),
            "deliveries": _drop(
                self._outbox, [n for n, out in self._outbox.items() if within(out.delivery.channel)]
            ),
            "channels": _drop(self._owners, [channel for channel in self._owners if within(channel)]),
        }
        self.audit[:] = kept
        names = [name for name, source in self._added.items() if within(source.channel)]
        for name in names:
            await self.drop_source(name)
        removed["sources"] = len(names)
        self._gone.pop((space.platform, space.id), None)
        return _some(removed)

    async def gone_before(self, before: datetime) -> list[Space]:
        return sorted(Space(*where) for where, gone in self._gone.items() if gone.since < before)

    async def shrink(self, pages: int) -> int:
        return 0  # memory gives itself back

    async def held_of(self, person: Person) -> Held:
        watches = [w for w in self._watches.values() if w.by == person.id and _of(person, w.channel)]
        owned = [c for c, owner in self._owners.items() if owner == person.id and _of(person, c)]
        lines = [line for line in self.audit if line.user == person.id and _of(person, line.channel)]
        added = [s for s in self._added.values() if s.by == person.id and _of(person, s.channel)]
        return {
            "watches": [{**_where(w.channel), **_watch(w)} for w in sorted(watches, key=_by_place)],
            "channels": [_where(channel) for channel in sorted(owned)],
            "audit": [{**_where(line.channel), **_line(line)} for line in lines],
            "sources": [
                {**_where(s.channel), "name": s.name, "since": s.since.isoformat(), "settings": s.table}
                for s in added
            ],
            "resting_sources": [
                {"name": one.name, "since": one.since.isoformat()}
                for one in self._paused.values()
                if one.by == person.id
            ],
        }

    async def held_in(self, space: Space) -> Held:
        within = partial(_within, space)
        watches = [w for w in self._watches.values() if within(w.channel)]
        return {
            "channels": [{"channel": c.id, "owner": o} for c, o in sorted(self._owners.items()) if within(c)],
            "watches": [
                {"channel": w.channel.id, "by": w.by, **_watch(w)} for w in sorted(watches, key=_by_place)
            ],
            "audit": [
                {"channel": line.channel.id, "by": line.user, **_line(line)}
                for line in self.audit
                if within(line.channel)
            ],
            "sources": [
                {
                    "channel": s.channel.id,
                    "name": s.name,
                    "by": s.by,
                    "since": s.since.isoformat(),
                    "settings": s.table,
                }
                for s in self._added.values()
                if within(s.channel)
            ],
            "left": [
                {"gone_at": gone.since.isoformat(), "because": gone.reason}
                for where, gone in self._gone.items()
                if where == (space.platform, space.id)
            ],
        }

    async def forget(self, person: Person) -> Removed:
        changed = dict.fromkeys(("watches", "channels", "audit lines", "sources", "resting sources"), 0)
        for key, watch in self._watches.items():
            if watch.by == person.id and _of(person, watch.channel):
                self._watches[key] = replace(watch, by=NOBODY)
                changed["watches"] += 1
        owned = [c for c, owner in self._owners.items() if owner == person.id and _of(person, c)]
        changed["channels"] = _drop(self._owners, owned)
        for at, line in enumerate(self.audit):
            if line.user == person.id and _of(person, line.channel):
                self.audit[at] = replace(line, user=NOBODY)
                changed["audit lines"] += 1
        for name, source in self._added.items():
            if source.by == person.id and _of(person, source.channel):
                self._added[name] = replace(source, by=NOBODY)
                changed["sources"] += 1
        for name, rest in self._paused.items():
            if rest.by == person.id:
                self._paused[name] = replace(rest, by=NOBODY)
                changed["resting sources"] += 1
        return _some(changed)

    async def chore_done(self, name: str) -> datetime | None:
        return self._chores.get(name)

    async def note_chore(self, name: str, now: datetime) -> None:
        self._chores[name] = now


def _drop(kept: MutableMapping[K, V], keys: Iterable[K], limit: int | None = None) -> int:
    """Remove up to `limit` of some keys; return how many went."""
    gone = list(islice(keys, limit))
    for key in gone:
        del kept[key]
    return len(gone)


def _some(removed: Mapping[str, int]) -> Removed:
    return {kind: count for kind, count in removed.items() if count}


def _within(space: Space, channel: Channel) -> bool:
    return (channel.platform, channel.space) == (space.platform, space.id)


def _of(person: Person, channel: Channel) -> bool:
    """Say whether an id that was noted in a channel means a person."""
    return channel.platform == person.platform and person.space in (None, channel.space)


def _by_place(watch: Watch) -> tuple[Channel, str]:
    return watch.channel, watch.ticker.symbol


def _where(channel: Channel) -> dict[str, str | None]:
    return {"platform": channel.platform, "space": channel.space, "channel": channel.id}


def _watch(watch: Watch) -> dict[str, str | None]:
    until = watch.muted_until
    return {
        "symbol": watch.ticker.symbol,
        "name": watch.name,
        "since": watch.since.isoformat(),
        "muted_until": until.isoformat() if until else None,
    }


def _line(line: Noted) -> dict[str, str | None]:
    return {"at": line.at.isoformat(), "action": line.action, "detail": line.detail}
