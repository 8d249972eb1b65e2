"""One item of a feed, as read and before it is an article."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one article. All texts are plain; `published_at` is UTC.

    `summary` is the feed's short form, `body` its long one; either may be empty. `guid` and `link` are as
    printed, the link made whole. `author` is who RSS says wrote it (dc:creator). `tickers` are the
    publisher's tags, as printed ("Nasdaq:ACMR").
    """

    headline: str | None
    summary: str = ""
    body: str = ""
    link: str | None = None
    guid: str | None = None
    published_at: datetime | None = None
    outlet: str | None = None
    author: str | None = None
    tickers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed's own title, and its items in the order in which it prints them."""

    title: str | None
    items: tuple[Item, ...]
