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
    """

    id: int
    story: int
    revision: int
    channel: Channel
    action: Action
    ticker: Ticker
    attempts: int = 0
    uncertain_since: datetime | None = None


def alert_key(story: int, first_seen: datetime, channel: Channel) -> str:
    """Return the 24 hex digits that stand for the one message that a channel has of a story.

    They are the same for every attempt to post it and for every edit, so that it can be found whatever became
    of it. `first_seen` (UTC) is the story's: two databases may number their stories alike. Discord's nonce
    holds at most 25 characters.
    """
    words = f"{story}:{first_seen.timestamp():.6f}:{channel}"
    return blake2b(words.encode(), digest_size=12).hexdigest()


@dataclass(frozen=True, slots=True)
class Request:
    """What somebody asked in a channel, in the words of the command table.

    `user` is the platform's id. `about` is the alert that the question hangs on: the message whose thread or
    button it came from. `manages` says that the platform lets this user manage the channel; in somebody's own
    conversation with the bot, which is `direct`, everybody does.
    """

    words: str
    user: str
    channel: Channel
    about: Message | None = None
    manages: bool = False
    direct: bool = False
