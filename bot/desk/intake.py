"""What a poll brought, made fit to be kept: in order, from no future, with the mark that tells a revision.
Pure."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final
from unicodedata import normalize

from bot.domain.article import Article

STALE: Final = timedelta(hours=48)  # an article published longer ago is history when it is first seen

# What changes in a text that nobody rewrote. "Shares" are left alone: a corrected number of them is news.
_ADDRESS: Final = re.compile(r"https?://\S+")
_AGO: Final = re.compile(
    r"\b(?:\d+|an?|one|few)\s*(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?) ago\b"
    r"|\bjust now\b"
)
_COUNTED: Final = ("view", "comment", "like", "read", "replies", "reaction")
_COUNTS: Final = re.compile(rf"\b[\d.,]+\s?[km]?\s?(?:{'|'.join(_COUNTED)})s?\b")
_TYPOGRAPHY: Final = str.maketrans(dict(zip("‘’“”–—", "''\"\"--", strict=True)) | {"\u00ad": None})


def is_stale(article: Article, now: datetime) -> bool:
    """Say whether an article is too old to alert anybody."""
    return article.published_at is not None and now - article.published_at > STALE


def in_order(articles: Iterable[Article]) -> list[Article]:
    """Return articles as they were published, the oldest first: what is kept first is read and told first.

    Feeds show the newest on top; among those without a date, or with the same one, the last is the oldest.
    """
    from_below = list(articles)[::-1]
    return sorted(from_below, key=lambda article: article.published_at or article.first_seen)


def presentable(article: Article) -> Article:
    """Return the article as it can be kept: never from the future, in text that every encoding takes, and
    with the digest that will tell a revision.

    JSON may spell half of a surrogate pair; no file and no platform would accept it.
    """
    published = article.published_at
    headline = _whole(article.headline) if article.headline else article.headline
    body = _whole(article.body)
    return replace(
        article,
        id=_whole(article.id),
        headline=headline,
        body=body,
        url=_whole(article.url) if article.url else article.url,
        outlet=_whole(article.outlet) if article.outlet else article.outlet,
        tickers=tuple(_whole(tag) for tag in article.tickers),
        published_at=min(published, article.first_seen) if published else None,
        digest=article.digest or digest_of(headline, body),
    )


def digest_of(headline: str | None, body: str) -> str:
    """Return the hash that is another one when an article's words are: 24 hex digits.

    White space, case, typography, the trackers in an address, "5 minutes ago" and counts of readers make no
    revision.
    """
    words = f"{headline or ''} \0 {body}"
    if not words.isascii():
        words = normalize("NFKC", words).translate(_TYPOGRAPHY)
    words = words.casefold()
    # Each is looked for only where it may be: a large feed has thousands of items.
    if "http" in words:
        words = _ADDRESS.sub(lambda found: re.split(r"[?#]", found[0])[0], words)
    if " ago" in words or "just now" in words:
        words = _AGO.sub("", words)
    if any(count in words for count in _COUNTED):
        words = _COUNTS.sub("", words)
    return blake2b(" ".join(words.split()).encode(), digest_size=12).hexdigest()


def _whole(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "replace").decode()
