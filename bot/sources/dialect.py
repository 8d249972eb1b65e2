"""How one publisher's feed differs from any other: what a preset says, and `feed.FeedSource` goes by."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from bot.domain.article import Voice
from bot.sources.item import Feed, Item
from bot.sources.parse import read_feed

Read: TypeAlias = Callable[[bytes, str, str | None], Feed]  # body, address, content type
Adapt: TypeAlias = Callable[[Item], Item | None]


@dataclass(frozen=True, slots=True)
class Dialect:
    """What is peculiar to a publisher.

    `voice` is who speaks in the items, `outlet` the publisher's name where the items do not say it. `read`
    takes a body apart that is no ordinary feed, and raises SourceTrouble like `read_feed`. `adapt` turns an
    item as printed into what it says, or into None to leave it out. `headers` are sent along. `least` is the
    shortest interval that the host bears, in seconds. `one_a_guid` says that a guid is one article, however
    often the feed prints it with other words or another link.
    """

    voice: Voice = Voice.OUTLET
    outlet: str | None = None
    read: Read | None = None
    adapt: Adapt | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    least: float = 0.0
    one_a_guid: bool = False

    def feed(self, body: bytes, url: str, content_type: str | None) -> Feed:
        """Return the feed in a body, adapted. Raises SourceTrouble for what is none."""
        feed = (self.read or read_feed)(body, url, content_type)
        if self.adapt is None:
            return feed
        adapted = (self.adapt(item) for item in feed.items)
        return replace(feed, items=tuple(item for item in adapted if item is not None))
