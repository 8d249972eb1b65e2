"""Several feeds of one publisher as one source: two forms, five tickers, three searches."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

import msgspec

from bot.domain.article import Article
from bot.domain.errors import CannotRun, GoneForGood, SourceTrouble, TryLater
from bot.fetch import Denied
from bot.fetch.guard import shown
from bot.ports import Cursor, Manner, Poll
from bot.sources.feed import FeedSource

State = dict[str, Cursor | None]  # a feed's address → where it stands


class Several:
    """The feeds, asked together. An article that two of them print is one article: the ids are the same.

    While some of the feeds answer, what they give is given, and `Poll.partly` says what the others lack. What
    a feed holds at its own first answer is quiet, however long the others have been asked.
    """

    def __init__(self, feeds: Sequence[FeedSource]) -> None:
        if not feeds:
            raise CannotRun("A source without an address has nothing to ask.")
        self._feeds = {feed.url: feed for feed in feeds}

    @property
    def name(self) -> str:
        return next(iter(self._feeds.values())).name

    @property
    def manner(self) -> Manner:
        return next(iter(self._feeds.values())).manner

    def moved_to(self, cursor: Cursor | None) -> tuple[str, ...]:
        """Return the addresses that were adopted in place of those of the settings."""
        stands = _state_of(cursor)
        return tuple(new for url, feed in self._feeds.items() for new in feed.moved_to(stands.get(url)))

    async def poll(self, cursor: Cursor | None, now: datetime) -> Poll:
        """Ask each feed since its own cursor. Raises SourceTrouble when none of them answers."""
        before = _state_of(cursor)
        asked = await asyncio.gather(*(self._ask(url, before.get(url), now) for url in self._feeds))
        given = {url: poll for url, poll in asked if isinstance(poll, Poll)}
        troubles = [trouble for _, trouble in asked if isinstance(trouble, SourceTrouble)]
        if not given:
            raise _together(troubles)
        stands = {url: poll.cursor for url, poll in given.items()}
        after = {url: stands.get(url, before.get(url)) for url in self._feeds}
        polls = list(given.values())
        return Poll(
            articles=_merged(article for poll in polls for article in poll.articles),
            cursor=Cursor(state=msgspec.json.encode(after).decode()),
            wait=max((poll.wait for poll in polls if poll.wait is not None), default=None),
            unchanged=all(poll.unchanged for poll in polls),
            fresh_for=min((poll.fresh_for for poll in polls if poll.fresh_for is not None), default=None),
            window=all(poll.window for poll in polls),
            quiet=frozenset(_ids(polls, quiet=True) - _ids(polls, quiet=False)),
            moved=" and ".join(_newly(polls, self.moved_to(cursor))) or None,
            partly=str(_together(troubles)) if troubles else None,
        )

    async def close(self) -> None:
        """Nothing is held: the fetcher belongs to whoever made it."""

    async def _ask(self, url: str, cursor: Cursor | None, now: datetime) -> tuple[str, Poll | SourceTrouble]:
        try:
            return url, await self._feeds[url].poll(cursor, now)
        except SourceTrouble as trouble:
            return url, trouble


def _ids(polls: Iterable[Poll], *, quiet: bool) -> set[str]:
    """Return the articles that some feed gives quietly, or those that some feed gives as news."""
    return {a.id for poll in polls for a in poll.articles if (a.id in poll.quiet) == quiet}


def _newly(polls: Iterable[Poll], known: Iterable[str]) -> list[str]:
    """Return where feeds moved, each address once; those `known` were told when another feed moved there."""
    told = {shown(address) for address in known}
    return list(dict.fromkeys(poll.moved for poll in polls if poll.moved and poll.moved not in told))


def _merged(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return each article once, with the tickers that it has in any of the feeds."""
    found: dict[str, Article] = {}
    for article in articles:
        tagged = found[article.id].tickers if article.id in found else ()
        tickers = tuple(dict.fromkeys((*tagged, *article.tickers)))
        found[article.id] = replace(article, tickers=tickers)
    return tuple(found.values())


def _together(troubles: Sequence[SourceTrouble]) -> SourceTrouble:
    """Return several troubles as one: gone when all are, and as patient as the most patient asks."""
    first, *others = troubles
    if not others:
        return first
    words = f"{first} And {len(others)} more of its feeds did not answer."
    if all(isinstance(trouble, GoneForGood) for trouble in troubles):
        return GoneForGood(words)
    if all(isinstance(trouble, TryLater) for trouble in troubles):
        waits = [t.seconds for t in troubles if isinstance(t, TryLater) and t.seconds is not None]
        return TryLater(words, max(waits, default=None))
    return Denied(words, first.status) if isinstance(first, Denied) else SourceTrouble(words)


def _state_of(cursor: Cursor | None) -> State:
    """Return where each feed stands; nowhere, for a cursor that is not of ours."""
    if cursor is None or cursor.state is None:
        return {}
    try:
        return msgspec.json.decode(cursor.state, type=State)
    except msgspec.DecodeError:
        return {}
