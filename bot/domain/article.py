"""One published item, before anybody has read it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Evidence: the half-open range of characters `start` to `end` of a reading's text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the words that this span covers in `text`."""
        return text[self.start : self.end]


class Voice(StrEnum):
    """Who speaks in an article: a newsroom, or the company itself in a press release or a filing."""

    OUTLET = "outlet"
    RELEASE = "release"
    FILING = "filing"


@dataclass(frozen=True, slots=True)
class Article:
    """One item as a source published it.

    `id` is stable: the same item seen again has the same id, whatever its wording. `source` is the name
    that the settings give the source, `outlet` the publisher's own name where the item says it ("Reuters").
    `body` is plain text, paragraphs parted by a blank line or a newline, boilerplate still in it; it may be
    empty. `published_at` and `first_seen` are UTC. `tickers` are the publisher's own tags, as printed.
    `digest` tells a revision: the hash of the words as the source gave them, before any page was read; the
    desk fills it. `revised_at` (UTC) is when the source first gave other words than at first: the store
    fills it, and keeps the two dates of the first time. `keys` are the marks by which the source may know the
    item again when its id would differ, as `bot.sources.identity` makes them; without any the id is sure.
    """

    id: str
    source: str
    headline: str | None
    body: str
    first_seen: datetime
    published_at: datetime | None = None
    url: str | None = None
    outlet: str | None = None
    tickers: tuple[str, ...] = ()
    voice: Voice = Voice.OUTLET
    digest: str = ""
    revised_at: datetime | None = None
    keys: tuple[str, ...] = ()

    def revises(self, before: "Article") -> "Article":
        """Return this article as the later wording of `before`: it was published and first seen back then."""
        published = before.published_at or self.published_at
        return replace(self, first_seen=before.first_seen, published_at=published, revised_at=self.first_seen)
