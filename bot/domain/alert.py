"""Who watches what, and what each channel is owed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import blake2b

from bot.domain.market import Ticker


@dataclass(frozen=True, slots=True, order=True)
class Channel:
    """A place that alerts go to: `platform` ("slack"), `space` (workspace or guild id), `id` (channel id)."""

    platform: str
    space: str
    id: str

    def __str__(self) -> str:
        return f"{self.platform}:{self.space}:{self.id}"


@dataclass(frozen=True, slots=True)
class Message:
    """A message that stands in a channel; `id` is the platform's own."""

    channel: Channel
    id: str


@dataclass(frozen=True, slots=True)
class Watch:
    """A channel's wish to hear about a ticker. `issuer` widens it to all listings of the company.

    `by` is the user who asked for it, `since` and `muted_until` are UTC.
    """

    channel: Channel
    ticker: Ticker
    issuer: str
    name: str
    by: str
    since: datetime
    muted_until: datetime | None = None


class Action(StrEnum):
    """What a delivery does in its channel: posts a new alert, edits the one that stands, or says below it
    what is new, which an edit tells nobody."""

    POST = "post"
    EDIT = "edit"
    REPLY = "reply"


class News(StrEnum):
    """What people must hear of when a story that they were told changes; the rest is edited in silence."""

    CONFIRMED = "confirmed"  # the company itself says it now
    CANCELLED = "cancelled"
    RETRACTED = "retracted"  # nobody stands by it any more
    RESTORED = "restored"  # ... and somebody does again
    CORRECTED = "corrected"  # the sum, which was told wrongly
    RAISED = "raised"
    CUT = "cut"
    HOUR = "hour"  # the price an hour after the alert
    CLOSE = "close"  # ... at the next close
    OPEN = "open"  # ... at the next open


class DeliveryState(StrEnum):
    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One revision of one story that one channel is owed.

    `ticker` is the watch that it answers. `attempts` counts claims. `uncertain_since` (UTC) is set by the
    first claim and stands until the outcome is known: on a later claim the message may already be there.
    `newest` is the revision that the story had when this was claimed, which is what a card shows; `owed_at`
    (UTC) is when it came to be owed. `news` is what a reply says, `gist` the same with the sum at that time.
    """

    id: int
    story: int
    revision: int
    channel: Channel
    action: Action
    ticker: Ticker
    attempts: int = 0
    uncertain_since: datetime | None = None
    newest: int = 0
    owed_at: datetime | None = None
    news: frozenset[News] = frozenset()
    gist: str = ""


def alert_key(story: str, channel: Channel, reply: str = "") -> str:
    """Return the 24 hex digits that stand for the one message that a channel has of a story, by the story's
    own name, or for the `reply` below it, by its gist.

    They are the same for every attempt to post it and for every edit, so that it can be found whatever became
    of it. Discord's nonce holds at most 25 characters.
    """
    words = f"{story}:{channel}:{reply}" if reply else f"{story}:{channel}"
    return blake2b(words.encode(), digest_size=12).hexdigest()


class Takes(StrEnum):
    """Whether alerts can be posted where something was asked."""

    YES = "yes"
    NOT_YET = "not yet"  # something is in the way that can be mended
    NEVER = "never"  # it is no place for messages of the bot's
    UNKNOWN = "unknown"  # nobody can tell before it is tried


@dataclass(frozen=True, slots=True)
class Footing:
    """How the bot stands in a channel. `words` say what is in the way, or may be, and how to mend it."""

    takes: Takes = Takes.YES
    words: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked in a channel, in the words of the command table.

    `user` is the platform's id. `about` is the alert that the question hangs on: the message whose thread or
    button it came from. `manages` says that the platform lets this user manage the channel; in somebody's own
    conversation with the bot, which is `direct`, everybody does. `governs` says that it lets this user decide
    for the whole workspace or server, as managing one channel of it does not. `footing` says whether alerts
    can be posted in the channel.
    """

    words: str
    user: str
    channel: Channel
    about: Message | None = None
    manages: bool = False
    governs: bool = False
    direct: bool = False
    footing: Footing = Footing(Takes.UNKNOWN)
