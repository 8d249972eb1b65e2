"""The second step: articles that wait become readings, and readings are told."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, Protocol

from bot.desk.apart import NoThread, apart
from bot.desk.join import decide
from bot.domain.alert import Watch
from bot.domain.article import Article
from bot.domain.errors import CannotRun
from bot.domain.reading import Reading
from bot.domain.story import Story
from bot.domain.trail import about, note
from bot.ports import UNMEASURED, Became, Clock, Decide, Decision, Meter, Store, Told, Work

log = logging.getLogger(__name__)

BATCH: Final = 50  # articles asked of the store at once
DEADLINE: Final = 60.0  # seconds for one article; a long one takes a few hundredths
JOIN_WINDOW: Final = timedelta(hours=48)

Planned = Callable[[Decision, datetime], Decision]


class Reads(Protocol):
    """What reads an article: pure, synchronous, and allowed to take its time."""

    def __call__(self, article: Article, /) -> Reading: ...


def as_decided(decision: Decision, now: datetime) -> Decision:
    """Look nothing up."""
    del now
    return decision


def unheard() -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What came of the articles that waited: how many were read, how many of them told a story (a new one or
    one known), how many alerts are owed for them, and how many could not be read."""

    articles: int = 0
    stories: int = 0
    posts: int = 0
    spoiled: int = 0


async def read_waiting(
    store: Store,
    read: Reads,
    clock: Clock,
    *,
    window: timedelta = JOIN_WINDOW,
    deadline: float = DEADLINE,
    meter: Meter = UNMEASURED,
    planned: Planned = as_decided,
    told: Callable[[], None] = unheard,
) -> ReadReport:
    """Read every article that waits, oldest first, until none does.

    `planned` adds to a decision what is to be looked up for it; `told` is called after each story, so that
    nothing that is owed for one waits for the articles behind it.

    `window` is how long after its first article a story may be joined. An article whose reading raises, fills
    the memory or takes longer than `deadline` seconds is put aside with the reason, and the rest goes on.
    `meter` is told of each. Raises CannotRun when the store fails, and what else is no fault of an article's.
    """

    async def in_time(article: Article) -> Reading:
        return await apart(partial(read, article), deadline)

    deciding = _Deciding(window, planned)
    articles = stories = posts = spoiled = 0
    while waiting := await store.unread(BATCH):
        for article in waiting:
            articles += 1
            with about(article=article.id, source=article.source), meter.under_way(Work.READ):
                decision = await _told(article, store, in_time, clock, deciding)
            meter.read(_became(decision))
            if decision is None:
                spoiled += 1
                continue
            posts += len(decision.post)
            if decision.story is not None:
                stories += 1
                told()
    return ReadReport(articles, stories, posts, spoiled)


async def _told(
    article: Article,
    store: Store,
    read: Callable[[Article], Awaitable[Reading]],
    clock: Clock,
    deciding: "_Deciding",
) -> Decision | None:
    """Read an article and tell what it tells; None when that cannot be done, and it is put aside."""
    try:
        reading = await read(article)
    except NoThread:
        raise
    except Exception as error:  # even where its words fill the memory: the next ones may be fine
        log.exception("Article %s of %s cannot be read and is left out.", article.id, article.source)
        await store.spoiled(article.id, _reason(error))
        return None
    now = clock.now()
    try:
        decision = await store.tell(reading, now, deciding.of(reading, now), since=now - deciding.window)
    except (CannotRun, MemoryError):  # no fault of the article's
        raise
    except Exception as error:
        log.exception("Article %s of %s cannot be told and is left out.", article.id, article.source)
        await store.spoiled(article.id, _reason(error))
        return None
    note(log, "article_read", flagged=reading.verdict.flagged, score=round(reading.verdict.score, 3))
    if decision.story is not None:
        event = "story_told" if decision.joins is None else "story_joined"
        note(
            log, event, story=decision.story.id, revision=decision.story.revision, channels=len(decision.post)
        )
    return decision


def _reason(error: Exception) -> str:
    """Return why an article is left out, as it is kept."""
    if isinstance(error, TimeoutError):
        return "It takes too long to read."
    return f"{type(error).__name__}: {error}".removesuffix(": ")


def _became(decision: Decision | None) -> Became:
    if decision is None:
        return Became.SPOILED
    if decision.story is None:
        return Became.PASSED
    return Became.TOLD if decision.joins is None else Became.JOINED


@dataclass(frozen=True, slots=True)
class _Deciding:
    """How it is decided of a reading."""

    window: timedelta
    planned: Planned

    def of(self, reading: Reading, now: datetime) -> Decide:
        """Return what is decided of a reading, as the store asks for it."""

        def decided(stories: Sequence[Story], watches: Sequence[Watch], told: Told | None) -> Decision:
            return self.planned(decide(reading, stories, watches, now, told, window=self.window), now)

        return decided
