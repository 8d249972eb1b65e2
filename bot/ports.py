"""What the rooms ask of each other: narrow protocols, no code.

The outer rooms (sources, prices, store, handlers) keep these promises; the inner ones (desk, commands) rely
on them. `tests/contracts/` holds every implementation to them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.cards.card import Card
from bot.domain.alert import Channel, Delivery, Message, Request, Watch
from bot.domain.article import Article
from bot.domain.market import PriceLine, Securities, Ticker
from bot.domain.reading import Reading
from bot.domain.story import Story

__all__ = [
    "Answer",
    "Articles",
    "AuditTrail",
    "Chat",
    "Check",
    "Choice",
    "Clerk",
    "Clock",
    "Cursor",
    "Decision",
    "Deliveries",
    "Desk",
    "Examination",
    "Fetched",
    "Found",
    "Grade",
    "Poll",
    "PriceProvider",
    "Securities",
    "Source",
    "SourceHealth",
    "Status",
    "Store",
    "Stories",
    "WatchBook",
]


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the present, in UTC."""


# ---------------------------------------------------------------------------------------------- sources


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a source stands: what it needs to ask only for news. Byte-exact copies of what it was given.

    `digest` is the hash of the last body, `state` whatever else the source keeps, as JSON text.
    """

    etag: str | None = None
    last_modified: str | None = None
    digest: str | None = None
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of a source gave: its items in the source's order, where it now stands, and how many
    seconds it asks to be left alone (None: it did not say). `unchanged` says that nothing was published."""

    articles: tuple[Article, ...]
    cursor: Cursor
    wait: float | None = None
    unchanged: bool = False


class Source(Protocol):
    """A wire. `every` is the wished interval in seconds, `alert_first` whether the first poll may alert."""

    @property
    def name(self) -> str: ...
    @property
    def every(self) -> float: ...
    @property
    def alert_first(self) -> bool: ...

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask for news since `cursor`. Raises SourceTrouble, and nothing else, when none is to be had."""

    async def close(self) -> None:
        """Let go of what the source holds."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a GET gave: status, body (decoded from its transfer encoding, None on 304), the headers that
    matter, the address after redirects and whether every redirect was permanent."""

    status: int
    url: str
    body: bytes | None
    content_type: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    wait: float | None = None  # seconds, from Retry-After; never from max-age, which would silence a wire
    moved: bool = False


# ---------------------------------------------------------------------------------------------- prices


class PriceProvider(Protocol):
    @property
    def name(self) -> str: ...

    async def lines(self, tickers: Sequence[Ticker], now: datetime) -> dict[Ticker, PriceLine]:
        """Return what is known of each ticker; one that is unknown, stale or zero is left out."""

    async def close(self) -> None: ...


# ---------------------------------------------------------------------------------------------- the store


class SourceState(StrEnum):
    WAITING = "waiting"  # not polled yet
    WELL = "well"
    FAILING = "failing"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How a source does. Times are UTC. `error` is in plain words; `failures` counts those in a row."""

    name: str
    state: SourceState = SourceState.WAITING
    last_success: datetime | None = None
    next_poll: datetime | None = None
    items: int = 0
    failures: int = 0
    error: str | None = None


class Articles(Protocol):
    async def cursor(self, source: str) -> Cursor | None:
        """Return where a source stands, None before its first poll."""

    async def remember(self, source: str, poll: Poll, now: datetime, *, alert: bool) -> int:
        """Keep the articles not seen before and the cursor, in one transaction; return how many are new.

        Without `alert` they are kept as already read: known, and never alerted on.
        """

    async def unread(self, limit: int) -> list[Article]:
        """Return articles that wait to be read, oldest first."""

    async def spoiled(self, article: str, reason: str) -> None:
        """Mark an article that cannot be read as read, with the reason; the rest goes on."""

    async def health(self) -> list[SourceHealth]:
        """Return how every source does that was ever polled, by name."""

    async def note_health(self, health: SourceHealth) -> None:
        """Keep how a source does."""


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery about to be written: to whom, because of which watch."""

    channel: Channel
    ticker: Ticker


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reading means for the stories.

    `joins` is the story that it tells again, None for a new event. `story` is the story as it stands after
    it (`id` is ignored for a new one), None when the article tells no story. `post` are the channels that get
    a new alert. Every channel that already holds the story gets an edit when its revision grew.
    """

    story: Story | None = None
    joins: int | None = None
    post: tuple[Owed, ...] = ()


class Stories(Protocol):
    async def tell(
        self,
        reading: Reading,
        now: datetime,
        decide: Callable[[Sequence[Story], Sequence[Watch]], Decision],
        *,
        since: datetime,
    ) -> Decision:
        """In one transaction: hand `decide` the stories first seen after `since` that share an alerting
        company (ticker, else name) with the reading, newest first, and the watches on its tickers or their
        issuers that are not muted; then write the story, the deliveries and the article as read.

        The decision comes back with the story's real id. Telling an article twice changes nothing.
        """

    async def story(self, number: int) -> Story | None: ...

    async def told_in(self, message: Message) -> Story | None:
        """Return the story that a message shows."""

    async def recent(self, tickers: Sequence[Ticker], limit: int, before: int | None = None) -> list[Story]:
        """Return stories newest first, about any of `tickers`, or about anything when there are none."""

    async def latest_in(self, channel: Channel) -> Story | None:
        """Return the story that was last posted in a channel."""


class WatchBook(Protocol):
    async def watch(self, watch: Watch) -> bool:
        """Keep a watch; False when the channel had it already."""

    async def unwatch(self, channel: Channel, ticker: Ticker) -> bool:
        """Drop a watch; False when there was none."""

    async def watches(self, channel: Channel) -> list[Watch]:
        """Return a channel's watches by symbol."""

    async def mute(self, channel: Channel, ticker: Ticker, until: datetime | None) -> bool:
        """Hold a watch back until a time (UTC), or again let it speak; False when there is no such watch."""


@dataclass(frozen=True, slots=True)
class DeadChannel:
    """A channel that no longer takes messages: why, since when (UTC), and who set it up."""

    channel: Channel
    reason: str
    since: datetime
    owner: str | None


class Deliveries(Protocol):
    """The outbox. `docs/adr/` says why a delivery is claimed before it is posted."""

    async def claim(self, now: datetime, limit: int, lease: timedelta) -> list[Delivery]:
        """Commit to sending the next deliveries: the oldest open one of each channel, if it is due."""

    async def next_due(self) -> datetime | None:
        """Return when the next claim could give something, None while nothing is owed."""

    async def sent(self, delivery: Delivery, message: Message, now: datetime) -> None:
        """The message stands. An edit and a post are both settled by this."""

    async def give_back(self, delivery: Delivery, run_at: datetime) -> None:
        """It was certainly not posted: undo the claim's attempt and wait until `run_at`."""

    async def unsure(self, delivery: Delivery, run_at: datetime) -> None:
        """The outcome is unknown: the next claim must look before it posts."""

    async def dead(self, delivery: Delivery, reason: str) -> None:
        """This one will never arrive."""

    async def disable(self, channel: Channel, reason: str, now: datetime) -> DeadChannel | None:
        """Stop everything that is owed to a channel. Returns it the first time only, to tell its owner."""

    async def enable(self, channel: Channel) -> None:
        """The channel works again (it was just used): forget that it was disabled."""

    async def disabled(self) -> list[DeadChannel]: ...

    async def posted(self, story: int, channel: Channel) -> Message | None:
        """Return the message that shows a story in a channel."""

    async def watch_behind(self, story: int, channel: Channel) -> Ticker | None:
        """Return the watch that a story was posted for in a channel."""

    async def owed(self) -> int:
        """Return how many deliveries are open."""


class AuditTrail(Protocol):
    async def note(self, now: datetime, channel: Channel, user: str, action: str, detail: str) -> None:
        """Keep who did what where: every change of a watch, every verdict on an alert."""


class Store(Articles, Stories, WatchBook, Deliveries, AuditTrail, Protocol):
    """All of it, as one object."""

    async def close(self) -> None: ...


# ---------------------------------------------------------------------------------------------- chat


class Found(StrEnum):
    """What a look for an earlier post gave, where it gave no message."""

    NOTHING = "nothing"  # it certainly does not stand there
    CANNOT_TELL = "cannot tell"  # the bot may not read the history


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command gives back. `private` is seen only by who asked, where the platform can do that."""

    card: Card
    private: bool = True


@dataclass(frozen=True, slots=True)
class Choice:
    """One completion: what to show and what to fill in."""

    label: str
    value: str


class Clerk(Protocol):
    """Who takes requests from the platforms to the desk."""

    async def answer(self, request: Request) -> Answer:
        """Do what was asked. Never raises: trouble becomes a refusal in words."""

    async def complete(self, option: str, typed: str, channel: Channel) -> list[Choice]:
        """Return up to 25 completions for an option's `kind` ("ticker", "watched", "story") and the typed
        start."""


class Grade(StrEnum):
    """How a thing that `doctor` looked at does. Only BROKEN keeps the bot from working."""

    FINE = "fine"
    LIMITED = "limited"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what was found, and how to mend it where it is not fine."""

    subject: str
    grade: Grade
    found: str
    mend: str | None = None


@dataclass(frozen=True, slots=True)
class Examination:
    """What a look at a platform gave. `time` (UTC) is what its servers take the time to be, if they said."""

    checks: tuple[Check, ...]
    time: datetime | None = None


class Chat(Protocol):
    """A platform. Posting works from `open` on; `serve` takes requests and may be restarted on its own."""

    @property
    def platform(self) -> str: ...

    @property
    def repeat_is_safe_for(self) -> timedelta:
        """For how long after a first try the same post with the same key cannot stand twice."""

    async def open(self) -> None:
        """Log in. Raises CannotRun when the token is refused, ConnectionError when nobody answers."""

    async def serve(self, clerk: Clerk) -> None:
        """Take requests until cancelled. Raises when the connection is beyond repair; may be called again."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        """Post a card. Raises Wait, Refused or Unsure, and nothing else."""

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Replace a card. Raises Wait, Refused or Unsure, and nothing else."""

    async def find(self, channel: Channel, key: str, since: datetime) -> Message | Found:
        """Look for a post with this key made after `since` (UTC). Raises Wait, Refused or Unsure."""

    async def tell(self, space: str, user: str, card: Card) -> None:
        """Send somebody a private word. Raises Wait, Refused or Unsure."""

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Status:
    """What `/status` shows. `chats` maps a platform to "connected", or to what is wrong in plain words."""

    started: datetime
    sources: tuple[SourceHealth, ...]
    chats: dict[str, str] = field(default_factory=dict)
    owed: int = 0
    disabled: tuple[DeadChannel, ...] = ()


class Desk(Protocol):
    """What a command may use."""

    @property
    def clock(self) -> Clock: ...
    @property
    def securities(self) -> Securities: ...
    @property
    def stories(self) -> Stories: ...
    @property
    def watches(self) -> WatchBook: ...
    @property
    def deliveries(self) -> Deliveries: ...
    @property
    def audit(self) -> AuditTrail: ...
    @property
    def prices(self) -> PriceProvider: ...

    async def status(self) -> Status: ...
