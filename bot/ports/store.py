"""The store: articles, stories, watches, deliveries and their kin, as narrow views and one whole."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol

from bot.domain.alert import Action, Channel, Delivery, Message, Watch
from bot.domain.article import Article
from bot.domain.market import Ticker
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports.appointments import Appointments
from bot.ports.keeping import Keeping
from bot.ports.places import Places
from bot.ports.shelves import Shelves
from bot.ports.source_book import SourceBook
from bot.ports.sources import Cursor, Poll


class SourceState(StrEnum):
    WAITING = "waiting"  # not polled yet
    WELL = "well"
    FAILING = "failing"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source does. Times are UTC. `error` is in plain words; `failures` counts those in a row, `quiet`
    the polls in a row that brought nothing, `gaps` those after which items may have been missed.

    `last_poll` is when it was last asked, `not_before` until when it asked to be left alone. `last_news` is
    when it last brought something, `lull` the longest that it used to keep quiet in between, in seconds
    (None: not known yet), `rounds` how often it brought something. `hushed` says that its owner was told of
    its silence. `shown` is how many items its last answer held.
    """

    name: str
    state: SourceState = SourceState.WAITING
    last_success: datetime | None = None
    next_poll: datetime | None = None
    items: int = 0
    failures: int = 0
    error: str | None = None
    quiet: int = 0
    gaps: int = 0
    last_gap: datetime | None = None
    last_poll: datetime | None = None
    not_before: datetime | None = None
    last_news: datetime | None = None
    lull: float | None = None
    rounds: int = 0
    hushed: bool = False
    shown: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the articles of one poll: how many are new, how many are known with other words now,
    and how many are known as they are. `ids` are the articles that were new or revised, for the log."""

    new: int = 0
    revised: int = 0
    known: int = 0
    ids: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose some keys are: `of` gives the article of a key, None where several carried it at once. `ids` are
    the articles, among those that these keys would name, that exist."""

    of: Mapping[str, str | None]
    ids: frozenset[str]


class Articles(Protocol):
    async def cursor(self, source: str) -> Cursor | None:
        """Return where a source stands, None before its first poll."""

    async def strangers(self, articles: Sequence[Article]) -> frozenset[str]:
        """Return the ids of those articles that are not known, or are known with another digest."""

    async def owners(self, keys: Collection[str]) -> Owners:
        """Return whose the keys of a fetch's items are."""

    async def recall(self, ids: Collection[str]) -> dict[str, Article]:
        """Return known articles by their ids, as they were kept, without keys; others are left out."""

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
        """Keep the articles not seen before, the cursor, and whose the keys are, in one transaction.

        Without `alert` the new ones are kept as already read: known, and never alerted on; so are those whose
        ids are in `quiet`. A known article whose digest changed is kept with its new words, and waits to be
        read again unless it was never allowed to alert. The keys in `shared` are nobody's from now on. Keys
        that a source did not print for 30 days are forgotten, when it prints others.
        """

    async def unread(self, limit: int) -> list[Article]:
        """Return articles that wait to be read, oldest first."""

    async def spoiled(self, article: str, reason: str) -> None:
        """Mark an article that cannot be read as read, with the reason; the rest goes on."""

    async def health(self) -> list[SourceHealth]:
        """Return how every source does that was ever polled, by name."""

    async def health_of(self, source: str) -> SourceHealth | None:
        """Return how one source does, None before it was ever polled."""

    async def note_health(self, health: SourceHealth) -> None:
        """Keep how a source does."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery about to be written: to whom, because of which watch, and how it ranks among the alerts of
    its space: the smaller, the sooner (below `Rank.REPLY`)."""

    channel: Channel
    ticker: Ticker
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reading means for the stories.

    `joins` is the story that it tells again, None for a new event. `story` is the story as it stands after
    it (`id` is ignored for a new one), None when the article tells no story. `post` are the channels that get
    a new alert, `hold` how long that waits at the most for what is looked up about the story, None where
    nothing is; with `look_up` something is even if there is no new alert. Every channel that already holds
    the story gets an edit when its revision grew.
    """

    story: Story | None = None
    joins: int | None = None
    post: tuple[Owed, ...] = ()
    hold: timedelta | None = None
    look_up: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A story with the readings of the articles that tell it, in the order in which they came."""

    story: Story
    readings: tuple[Reading, ...]


@dataclass(frozen=True, slots=True)
class Parted:
    """A story that became two: `rest` as it goes on, `own` that one article tells for itself (`id` is ignored
    until it is written), the channels that get an alert of that one, and how long it may wait."""

    rest: Story
    own: Story
    post: tuple[Owed, ...] = ()
    hold: timedelta | None = None


Decide = Callable[[Sequence[Story], Sequence[Watch], Told | None], Decision]
Without = Callable[[Told, frozenset[str]], Story]
Part = Callable[[Told, Sequence[Watch]], Parted]


class Stories(Protocol):
    async def tell(self, reading: Reading, now: datetime, decide: Decide, *, since: datetime) -> Decision:
        """In one transaction: hand `decide` the stories first seen after `since` that share an alerting
        company (ticker, else name) with the reading, newest first, the watches on its tickers or their
        issuers that are not muted, and the story that the article told in other words, however old and about
        whomever; then write the story, the deliveries and the article as read.

        Alerts that are held are written with the appointment that they wait for, or wait for the story's own.
        The decision comes back with the story's real id. Telling an article twice changes nothing, nor does
        telling words of it that were revised meanwhile: the later ones wait to be read.
        """

    async def retract(self, articles: Sequence[str], now: datetime, without: Without) -> list[Story]:
        """In one transaction: mark articles as taken back, so that none is read any more; then hand `without`
        each story that some of them tell, with the ids of those, and write what it gives, with the edits.

        Alerts of a story that is retracted by this, and that nobody tried to post yet, are not posted, but
        may be owed anew. An unknown article, and one that was taken back before, changes nothing. Returns the
        stories changed.
        """

    async def split(self, story: int, article: str, now: datetime, part: Part) -> Parted | None:
        """In one transaction: hand `part` a story, and the watches on the tickers of one of its articles;
        then write both stories that it gives, the edits and the alerts. None when the article does not tell
        that story together with others.
        """

    async def story(self, number: int) -> Story | None: ...

    async def told_in(self, message: Message) -> Story | None:
        """Return the story that a message shows, or that it says something new of."""

    async def recent(self, tickers: Sequence[Ticker], limit: int, before: int | None = None) -> list[Story]:
        """Return stories newest first, about any of `tickers`, or about anything when there are none.

        Those that were retracted are left out.
        """

    async def latest_in(self, channel: Channel) -> Story | None:
        """Return the story that was last posted in a channel, or that something new was said of last."""


class WatchBook(Protocol):
    async def watch(self, watch: Watch) -> bool:
        """Keep a watch; False when the channel had it already."""

    async def unwatch(self, channel: Channel, ticker: Ticker) -> bool:
        """Drop a watch; False when there was none."""

    async def watches(self, channel: Channel) -> list[Watch]:
        """Return a channel's watches by symbol."""

    async def watched_exchanges(self) -> frozenset[str]:
        """Return the MICs of all tickers that any channel watches."""

    async def mute(self, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
        """Hold a watch back until a time (UTC), or again let it speak; False when there is no such watch."""


class Rank(IntEnum):
    """Where the ranks of what is not an alert begin: all alerts go before replies, and these before edits."""

    REPLY = 10
    EDIT = 20


@dataclass(frozen=True, slots=True)
class Head:
    """The oldest open delivery of a channel, which alone may go next: its number, what it does, the best rank
    in the channel's line, since whatever ranks well there waits for it, and when it is due (UTC)."""

    id: int
    channel: Channel
    action: Action
    rank: int
    due: datetime


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a platform is owed: how many deliveries are open, and since when (UTC) the oldest is owed."""

    platform: str
    open: int = 0
    oldest: datetime | None = None


class Deliveries(Protocol):
    """The outbox. `docs/adr/` says why a delivery is claimed before it is posted."""

    async def heads(self, platform: str) -> list[Head]:
        """Return the head of each channel's line on a platform, due or not, in no order."""

    async def claim(
        self, now: datetime, limit: int, lease: timedelta, among: Collection[int] | None = None
    ) -> list[Delivery]:
        """Commit to sending up to `limit` deliveries that are heads of their lines and due, oldest first;
        `among` are the numbers of those to take, None stands for all there are.

        An edit behind which a newer one of its story waits is overtaken: it is settled, never sent.
        """

    async def next_due(self) -> datetime | None:
        """Return when the next claim could give something, None while nothing is owed."""

    async def take_over(self, now: datetime, lease: timedelta, patience: timedelta) -> None:
        """Go on where a program ended that is known to be dead: its claims stand for `lease` at the longest,
        nothing waits for longer than `patience`, and nothing is uncertain since a time to come, as it is when
        the clock was set back in between."""

    async def clock_set(self, by: timedelta) -> None:
        """Move every time of what is open along with the machine's clock, which was set by so much."""

    async def sent(
        self,
        delivery: Delivery,
        message: Message,
        now: datetime,
        *,
        shows: int = 0,
        below: Message | None = None,
    ) -> None:
        """The message stands: a post, an edit and a reply `below` a message are all settled by this.

        `shows` is the revision that it shows, 0 where nobody knows: what nobody began yet, and what would say
        no more than that, is overtaken.
        """

    async def give_back(self, delivery: Delivery, run_at: datetime) -> None:
        """It was certainly not posted: undo the claim's attempt and wait until `run_at`."""

    async def unsure(self, delivery: Delivery, run_at: datetime) -> None:
        """The outcome is unknown: the next claim must look before it posts."""

    async def dead(self, delivery: Delivery, reason: str) -> None:
        """This one will never arrive."""

    async def withdraw(self, delivery: Delivery) -> None:
        """It certainly stands nowhere and is not to be posted now: forget it, so that it may be owed anew."""

    async def posted(self, story: int, channel: Channel) -> Message | None:
        """Return the message that shows a story in a channel: its alert, never a reply below it."""

    async def watch_behind(self, story: int, channel: Channel) -> Ticker | None:
        """Return the watch that a story was posted for in a channel."""

    async def owed(self) -> int:
        """Return how many deliveries are open."""

    async def backlog(self) -> list[Backlog]:
        """Return what each platform is owed, by name; one that is owed nothing is left out."""


class AuditTrail(Protocol):
    async def note(self, now: datetime, channel: Channel, user: str, action: str, detail: str) -> None:
        """Keep who did what where: every change of a watch, every verdict on an alert."""


class Store(
    Articles,
    Stories,
    Appointments,
    WatchBook,
    Deliveries,
    Places,
    SourceBook,
    Shelves,
    AuditTrail,
    Keeping,
    Protocol,
):
    """All of it, as one object."""

    @property
    def trouble(self) -> str | None:
        """What is refused now, in words: because the disk is full, or somebody holds the file. None while it
        works, and once something was written again."""

    async def prove(self) -> None:
        """Write a little that changes nothing. Raises CannotRun when the store cannot be written now."""

    async def close(self) -> None: ...
