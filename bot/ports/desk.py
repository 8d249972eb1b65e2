"""The desk: what a command may use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.domain.alert import Channel
from bot.domain.market import Securities
from bot.ports.charts import Charts
from bot.ports.keeping import Keeping
from bot.ports.places import DeadChannel, PlaceNews, Places
from bot.ports.prices import Prices, Sizes
from bot.ports.pulse import Pulse
from bot.ports.source_book import AddedSource, PausedSource
from bot.ports.sources import Clock
from bot.ports.store import (
    AuditTrail,
    Deliveries,
    Parted,
    SourceHealth,
    Stories,
    WatchBook,
)


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A source of the house, and how it does.

    `address` is what it reads, as it may be shown, or its kind where it has no address. `moved` is where it
    is asked instead, since that moved for good. `added` tells who added it in chat, None for one of the
    operator's settings. `rest` is there while it is paused. `line` says how its publisher's push line does,
    None where it has none.
    """

    health: SourceHealth
    address: str = ""
    added: AddedSource | None = None
    rest: PausedSource | None = None
    line: str | None = None
    moved: str | None = None

    @property
    def name(self) -> str:
        return self.health.name


@dataclass(frozen=True, slots=True)
class Sample:
    """What a first look at a source gave: how many articles, the headline of the newest, its time (UTC)."""

    title: str
    articles: int
    newest: str | None = None
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Added:
    """A source was added. `address` is what it reads, as it may be shown. It is asked every `every` seconds,
    in quiet times every `slowest`."""

    name: str
    address: str
    sample: Sample
    every: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Offered:
    """The address was a web page's, and the page names this feed."""

    feed: str


class Roster(Protocol):
    """The sources at work. Who may change which is decided by the commands, not here."""

    @property
    def operator(self) -> Channel | None:
        """The channel of whoever runs the house, None where none is set."""

    @property
    def presets(self) -> Sequence[str]:
        """The kinds of source that may be added by their name alone."""

    async def enrolled(self) -> tuple[Enrolled, ...]:
        """Return every source: those of the settings, then those that were added."""

    async def add(self, wish: str, name: str, by: str, channel: Channel) -> Added | Offered:
        """Look at what an address or a preset gives, and put it to work under `name`, or under a name of its
        own where that is empty.

        Raises BadInput when it will not be added, CannotRun when the operator would have to allow it, and
        SourceTrouble when nothing was to be had.
        """

    async def remove(self, name: str) -> bool:
        """Forget an added source; its articles stay known. False when there is none of that name."""

    async def pause(self, name: str, by: str) -> bool:
        """Let a source rest where it stands; False when it rests already, or there is none of that name."""

    async def resume(self, name: str) -> bool:
        """Let a source go on; False when it does not rest."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """How backups do: when the newest was made (UTC), and in words why none can be made now."""

    newest: datetime | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What `/status` shows: how the sources, the platforms' connections and the steps of the house fare, how
    many deliveries are owed, which channels are off. `trouble` is what the database refuses now, in words;
    `locked` says of each platform that accepts nothing from the bot's token why not, `backups` is None where
    none are wanted; `rates` says why no exchange rates come, `sizes` why nothing is learnt of how
    large companies are."""

    started: datetime
    sources: tuple[Enrolled, ...]
    platforms: tuple[Pulse, ...] = ()
    steps: tuple[Pulse, ...] = ()
    owed: int = 0
    disabled: tuple[DeadChannel, ...] = ()
    trouble: str | None = None
    locked: Mapping[str, str] = field(default_factory=dict)
    backups: BackupState | None = None
    rates: str | None = None
    sizes: str | None = None


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
    def places(self) -> Places: ...
    @property
    def audit(self) -> AuditTrail: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def prices(self) -> Prices: ...
    @property
    def sizes(self) -> Sizes: ...
    @property
    def charts(self) -> Charts: ...
    @property
    def roster(self) -> Roster: ...

    async def status(self) -> Status: ...

    async def heard(self, news: PlaceNews) -> None:
        """Take in what became of a channel or of a space."""

    async def split(self, story: int, article: str) -> Parted | None:
        """Take an article, by its id, out of a story, so that it tells one of its own; return both. None when
        it does not tell that story together with others."""
