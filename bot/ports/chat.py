"""The platforms: what is posted and edited, who takes requests, what a doctor finds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.cards.card import Card
from bot.domain.alert import Channel, Message, Request
from bot.ports.places import PlaceNews
from bot.ports.pulse import UNWATCHED, Witness


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

    async def heard(self, news: PlaceNews) -> None:
        """Take in what became of a channel or of a space. Never raises."""


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


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a platform takes messages from one token: `width` calls at a time, `per_second` of them begun
    over all channels (None where nobody counts), and one `between` messages to one channel."""

    width: int = 16
    per_second: float | None = None
    between: timedelta = timedelta(0)


class Chat(Protocol):
    """A platform. Posting works from `open` on; `serve` takes requests and may be restarted on its own."""

    @property
    def platform(self) -> str: ...

    @property
    def repeat_is_safe_for(self) -> timedelta:
        """For how long after a first try the same post with the same key cannot stand twice."""

    @property
    def pace(self) -> Pace:
        """How fast it may be sent to without being asked for patience."""

    async def open(self) -> None:
        """Log in. Raises CannotRun when the token is refused, ConnectionError when nobody answers."""

    async def serve(self, clerk: Clerk, witness: Witness = UNWATCHED) -> None:
        """Take requests until cancelled; `witness` is told how the connection fares. Raises when it is beyond
        repair; may be called again."""

    async def post(self, channel: Channel, card: Card, key: str) -> Message:
        """Post a card. Raises Wait, Refused or Unsure, and nothing else."""

    async def edit(self, message: Message, card: Card, key: str) -> None:
        """Replace a card; the key is its post's. Raises Wait, Refused or Unsure, and nothing else."""

    async def reply(self, to: Message, card: Card, key: str) -> Message:
        """Post a card below a message: in its thread, or as an answer to it. Raises Wait, Refused or Unsure,
        and nothing else."""

    async def find(
        self, channel: Channel, key: str, since: datetime, below: Message | None = None
    ) -> Message | Found:
        """Look for a post with this key made after `since` (UTC), or for a reply `below` a message.

        Raises Wait, Refused or Unsure, and nothing else.
        """

    async def tell(self, space: str, user: str, card: Card) -> None:
        """Send somebody a private word. Raises Wait, Refused or Unsure."""

    async def close(self) -> None: ...
