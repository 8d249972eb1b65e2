"""The store in one SQLite file: writes on one thread, reads on another, nothing on the event loop."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Self

from bot.domain.alert import Channel, Delivery, Message, Watch
from bot.domain.article import Article
from bot.domain.figures import Moment
from bot.domain.fixing import Fixing
from bot.domain.market import Ticker
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import (
    EVER,
    AddedSource,
    Backlog,
    Closing,
    Cursor,
    DeadChannel,
    Decide,
    Decision,
    Due,
    GoneSpace,
    Head,
    Kept,
    Owners,
    Part,
    Parted,
    PausedSource,
    Poll,
    Settled,
    SourceHealth,
    Unheard,
    Without,
)
from bot.store import (
    appointments,
    articles,
    company_facts,
    deliveries,
    fixings,
    keys,
    pages,
    places,
    proof,
    sources,
    stories,
    watches,
)
from bot.store.connection import open_reader, open_writer
from bot.store.lane import Lane
from bot.store.sqlite_keeping import SqliteKeeping


async def open_store(path: Path | str, *, replies: bool = True) -> "SqliteStore":
    """Open the store, creating it (0600) or bringing its tables up to date. Raises CannotRun.

    `replies` says whether channels are owed replies, too, when there is news of a story that they know.
    """
    return await SqliteStore.open(Path(path), replies=replies)


class SqliteStore(SqliteKeeping):
    """`bot.ports.Store` over SQLite. Every method raises CannotRun when the file fails it (locked, full …).

    Two processes may share a file: a claim is taken by one of them.
    """

    def __init__(self, writer: Lane, reader: Lane, *, replies: bool = True) -> None:
        """`replies` says whether a reply is owed where a story's news must be heard."""
        self._replies = replies
        super().__init__(writer, reader)
        self._write = writer.do
        self._read = reader.do
        self._lanes = (reader, writer)  # closed in this order: the last connection tidies the log away

    @classmethod
    async def open(cls, path: Path, *, replies: bool = True) -> Self:
        """Open the file with both lanes, so that what is wrong with it is said now."""
        lanes = Lane(path, open_writer, writes=True), Lane(path, open_reader, writes=False)
        store = cls(*lanes, replies=replies)
        try:
            await store._write(deliveries.owed)
            await store._read(deliveries.owed)
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def trouble(self) -> str | None:
        found = next((lane.trouble for lane in reversed(self._lanes) if lane.trouble is not None), None)
        return None if found is None else str(found)

    async def close(self) -> None:
        for lane in self._lanes:
            await lane.close()

    async def prove(self) -> None:
        await self._write(proof.prove)

    # ------------------------------------------------------------------------------------------ articles

    async def cursor(self, source: str) -> Cursor | None:
        return await self._read(articles.cursor, source)

    async def strangers(self, articles_: Sequence[Article]) -> frozenset[str]:
        return await self._read(articles.strangers, articles_)

    async def owners(self, keys_: Collection[str]) -> Owners:
        return await self._read(keys.owners, keys_)

    async def recall(self, ids: Collection[str]) -> dict[str, Article]:
        return await self._read(keys.recall, ids)

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
        return await self._write(
            articles.remember, source, poll, now, alert=alert, quiet=quiet, shared=shared
        )

    async def unread(self, limit: int) -> list[Article]:
        return await self._read(articles.unread, limit)

    async def spoiled(self, article: str, reason: str) -> None:
        await self._write(articles.spoiled, article, reason)

    async def health(self) -> list[SourceHealth]:
        return await self._read(articles.health)

    async def health_of(self, source: str) -> SourceHealth | None:
        return await self._read(articles.health_of, source)

    async def note_health(self, health: SourceHealth) -> None:
        await self._write(articles.note_health, health)

    # ----------------------------------------------------------------- sources, and what is kept at hand

    async def added(self) -> list[AddedSource]:
        return await self._read(sources.added)

    async def add_source(self, source: AddedSource) -> bool:
        return await self._write(sources.add_source, source)

    async def drop_source(self, name: str) -> bool:
        return await self._write(sources.drop_source, name)

    async def pause(self, source: PausedSource) -> bool:
        return await self._write(sources.pause, source)

    async def resume(self, name: str) -> bool:
        return await self._write(sources.resume, name)

    async def paused(self) -> list[PausedSource]:
        return await self._read(sources.paused)

    async def page(self, url: str) -> str | None:
        return await self._read(pages.page, url)

    async def keep_page(self, url: str, text: str, now: datetime) -> None:
        await self._write(pages.keep_page, url, text, now)

    async def company_facts(self, company: str) -> tuple[datetime, str] | None:
        return await self._read(company_facts.company_facts, company)

    async def keep_company_facts(self, company: str, text: str, now: datetime) -> None:
        await self._write(company_facts.keep_company_facts, company, text, now)

    async def fixing(self, day: date) -> Fixing | None:
        return await self._read(fixings.fixing, day)

    async def keep_fixing(self, fixing: Fixing) -> None:
        await self._write(fixings.keep_fixing, fixing)

    # ------------------------------------------------------------------------------------------- stories

    async def tell(self, reading: Reading, now: datetime, decide: Decide, *, since: datetime) -> Decision:
        """See the port. `decide` runs on the writer's thread, so it must be pure and quick."""
        return await self._write(stories.tell, reading, now, decide, since=since, replies=self._replies)

    async def retract(self, articles_: Sequence[str], now: datetime, without: Without) -> list[Story]:
        return await self._write(stories.retract, articles_, now, without, replies=self._replies)

    async def split(self, story: int, article: str, now: datetime, part: Part) -> Parted | None:
        return await self._write(stories.split, story, article, now, part, replies=self._replies)

    async def story(self, number: int) -> Story | None:
        return await self._read(stories.story, number)

    async def told_in(self, message: Message) -> Story | None:
        return await self._read(stories.told_in, message)

    async def recent(self, tickers: Sequence[Ticker], limit: int, before: int | None = None) -> list[Story]:
        return await self._read(stories.recent, tickers, limit, before)

    async def latest_in(self, channel: Channel) -> Story | None:
        return await self._read(stories.latest_in, channel)

    # -------------------------------------------------------------------------------------- appointments

    async def appointments(
        self,
        now: datetime,
        besides: Collection[tuple[int, Moment]],
        limit: int,
        moments: Collection[Moment] = EVER,
    ) -> list[Due]:
        return await self._read(appointments.due, now, besides, limit, moments)

    async def next_appointment(self, now: datetime) -> datetime | None:
        return await self._read(appointments.next_due, now)

    async def is_out(self, story: int) -> bool:
        return await self._read(appointments.is_out, story)

    async def settle(self, settled: Sequence[Settled], now: datetime) -> list[Story | None]:
        return await self._write(stories.settle, settled, now, replies=self._replies)

    # ------------------------------------------------------------------------------------------- watches

    async def watch(self, watch: Watch) -> bool:
        return await self._write(watches.watch, watch)

    async def unwatch(self, channel: Channel, ticker: Ticker) -> bool:
        return await self._write(watches.unwatch, channel, ticker)

    async def watches(self, channel: Channel) -> list[Watch]:
        return await self._read(watches.watches, channel)

    async def watched_exchanges(self) -> frozenset[str]:
        return await self._read(watches.exchanges)

    async def mute(self, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
        return await self._write(watches.mute, channel, ticker, until)

    async def note(self, now: datetime, channel: Channel, user: str, action: str, detail: str) -> None:
        await self._write(watches.note, now, channel, user=user, action=action, detail=detail)

    # ---------------------------------------------------------------------------------------- deliveries

    async def heads(self, platform: str) -> list[Head]:
        return await self._read(deliveries.heads, platform)

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, among: Collection[int] | None = None
    ) -> list[Delivery]:
        return await self._write(deliveries.claim, now, limit, lease, among)

    async def next_due(self) -> datetime | None:
        return await self._read(deliveries.next_due)

    async def take_over(self, now: datetime, lease: timedelta, patience: timedelta) -> None:
        await self._write(deliveries.take_over, now, lease, patience)

    async def clock_set(self, by: timedelta) -> None:
        await self._write(deliveries.clock_set, by)

    async def sent(
        self,
        delivery: Delivery,
        message: Message,
        now: datetime,
        *,
        shows: int = 0,
        below: Message | None = None,
    ) -> None:
        await self._write(deliveries.sent, delivery, message, now, shows=shows, below=below)

    async def give_back(self, delivery: Delivery, run_at: datetime) -> None:
        await self._write(deliveries.give_back, delivery, run_at)

    async def unsure(self, delivery: Delivery, run_at: datetime) -> None:
        await self._write(deliveries.unsure, delivery, run_at)

    async def dead(self, delivery: Delivery, reason: str) -> None:
        await self._write(deliveries.dead, delivery, reason)

    async def withdraw(self, delivery: Delivery) -> None:
        await self._write(deliveries.withdraw, delivery)

    async def posted(self, story: int, channel: Channel) -> Message | None:
        return await self._read(deliveries.posted, story, channel)

    async def watch_behind(self, story: int, channel: Channel) -> Ticker | None:
        return await self._read(deliveries.watch_behind, story, channel)

    async def owed(self) -> int:
        return await self._read(deliveries.owed)

    async def backlog(self) -> list[Backlog]:
        return await self._read(deliveries.backlog)

    # -------------------------------------------------------------------------------------------- places

    async def disable(
        self,
        channel: Channel,
        reason: str,
        now: datetime,
        how: Closing = Closing.CLOSED,
        heard: datetime | None = None,
    ) -> DeadChannel | None:
        return await self._write(places.disable, channel, reason, now, how=how, heard=heard)

    async def enable(self, channel: Channel, heard: datetime | None = None, *, tell: bool = False) -> bool:
        return await self._write(places.enable, channel, heard, tell=tell)

    async def try_again(self, platform: str, space: str, place: str | None = None) -> None:
        await self._write(places.try_again, platform, space, place)

    async def disabled(self) -> list[DeadChannel]:
        return await self._read(places.disabled)

    async def unheard(self) -> list[Unheard]:
        return await self._read(places.unheard)

    async def heard(self, unheard: Unheard) -> None:
        await self._write(places.heard, unheard)

    async def leave(self, platform: str, space: str, reason: str, now: datetime) -> int | None:
        return await self._write(places.leave, platform, space, reason, now)

    async def rejoin(self, platform: str, space: str) -> bool:
        return await self._write(places.rejoin, platform, space)

    async def gone(self) -> list[GoneSpace]:
        return await self._read(places.gone)

    async def keeps(self, channel: Channel) -> bool:
        return await self._read(places.keeps, channel)

    async def spaces(self, platform: str) -> Collection[str]:
        return await self._read(places.spaces, platform)
