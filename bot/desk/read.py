"""The second step: articles that wait become readings, and readings are told."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from bot.desk.join import decide
from bot.domain.alert import Watch
from bot.domain.article import Article
from bot.domain.errors import CannotRun
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.ports import Clock, Decide, Decision, Store, Told

log = logging.getLogger(__name__)

BATCH: Final = 50  # articles asked of the store at once
JOIN_WINDOW: Final = timedelta(hours=48)


class Reads(Protocol):
    """What reads an article: pure, synchronous, and allowed to take its time."""

    def __call__(self, article: Article, /) -> Reading: ...


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What came of the articles that waited: how many were read, how many of them told a story (a new one or
    one known), how many alerts are owed for them, and how many could not be read."""

    articles: int = 0
    stories: int = 0
    posts: int = 0
    spoiled: int = 0


async def read_waiting(
    store: Store, read: Reads, clock: Clock, *, window: timedelta = JOIN_WINDOW
) -> ReadReport:
    """Read every article that waits, oldest first, until none does.

    `window` is how long after its first article a story may be joined. An article whose reading raises is
    put aside with the reason, and the rest goes on. Raises CannotRun when the store fails.
    """
    articles = stories = posts = spoiled = 0
    while waiting := await store.unread(BATCH):
        for article in waiting:
            articles += 1
            try:
                reading = await asyncio.to_thread(read, article)
                now = clock.now()
                step = _decision(reading, now, window)
                decision = await store.tell(reading, now, step, since=now - window)
            except CannotRun:
                raise
            except Exception as error:
                log.exception("Article %s of %s cannot be read and is left out.", article.id, article.source)
                await store.spoiled(article.id, f"{type(error).__name__}: {error}")
                spoiled += 1
                continue
            stories += decision.story is not None
            posts += len(decision.post)
    return ReadReport(articles, stories, posts, spoiled)


def _decision(reading: Reading, now: datetime, window: timedelta) -> Decide:
    """Return what is decided of a reading, as the store asks for it."""

    def decided(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
        return decide(reading, stories, watches, now, told, window=window)

    return decided
