"""The first step: a source is asked for news, and what it gave is kept together with where it stands."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from bot.cards.card import Card
from bot.desk.notices import source_back, source_stopped
from bot.domain.article import Article
from bot.domain.errors import GoneForGood, SourceTrouble, TryLater
from bot.ports import Articles, Clock, Cursor, Opens, Poll, Source, SourceHealth, SourceState

log = logging.getLogger(__name__)

STALE: Final = timedelta(hours=48)  # an article published longer ago is history when it is first seen
TELL_AFTER: Final = 3  # failures in a row: one or two are the weather
JITTER: Final = 0.1  # of the interval: sources that were started together drift apart
MOST_PAGES: Final = 20  # a poll; a feed that brings more at once is read as it stands
LONGEST_BACKOFF: Final = 6 * 3600.0  # seconds
LONGEST_WAIT: Final = 24 * 3600.0  # seconds; a source that asks for a year has a mistake in its headers


@dataclass(frozen=True, slots=True)
class PollReport:
    """What came of one poll: how many articles were new, how the source does now (`health.next_poll` is when
    to ask again, None is never), and what its owner must be told, once."""

    new: int
    health: SourceHealth
    notice: Card | None = None


async def poll(
    source: Source,
    store: Articles,
    clock: Clock,
    *,
    opens: Opens | None = None,
    jitter: Callable[[], float] = lambda: 0.0,
) -> PollReport:
    """Ask a source for news since its cursor; keep the articles and the new cursor in one transaction.

    `opens` is asked for the whole of each new article that may alert. `jitter` gives a number from 0 to 1:
    how much of `JITTER` is added to a wait. The first poll of a source alerts nothing unless it wants that,
    nor does an article published more than `STALE` ago. Trouble is put down as the source's health and never
    raised; only the store's CannotRun is.
    """
    before = next((h for h in await store.health() if h.name == source.name), SourceHealth(source.name))
    cursor = await store.cursor(source.name)
    every = source.manner.every * (1 + JITTER * jitter())
    try:
        given = await source.poll(cursor, clock.now())
    except SourceTrouble as trouble:
        report = _failed(before, trouble, clock.now(), every)
    except Exception as error:  # a source may be anybody's plugin: its mistake must not stop the other wires
        log.exception("The source %s broke.", source.name)
        words = SourceTrouble(f"The source itself broke: {type(error).__name__}: {error}")
        report = _failed(before, words, clock.now(), every)
    else:
        now = clock.now()
        alert = cursor is not None or source.manner.alert_first
        new = await _keep(store, source, given, now, opens, alert=alert)
        report = _worked(before, given, new, now, every)
    await store.note_health(report.health)
    return report


async def _keep(
    store: Articles, source: Source, given: Poll, now: datetime, opens: Opens | None, *, alert: bool
) -> int:
    """Remember what was given; return how many articles are new.

    Old articles are kept first, as read and with the cursor as it was: if the program ends right there, the
    next poll gives the rest again.
    """
    articles = in_order(presentable(article) for article in given.articles)
    new = 0
    if alert and (old := tuple(article for article in articles if _is_stale(article, now))):
        cursor = await store.cursor(source.name) or Cursor()
        new = (await store.remember(source.name, Poll(old, cursor), now, alert=False)).new
        if new:
            hours = STALE.total_seconds() / 3600
            log.info(
                "%s: %d new articles are more than %.0f hours old and alert nobody.", source.name, new, hours
            )
    fresh = tuple(article for article in articles if not alert or not _is_stale(article, now))
    if alert and opens is not None:
        fresh = await _opened(fresh, store, opens)
    kept = await store.remember(source.name, replace(given, articles=fresh), now, alert=alert)
    return new + kept.new


async def _opened(articles: Sequence[Article], store: Articles, opens: Opens) -> tuple[Article, ...]:
    """Return the articles, the first few of the unknown ones whole."""
    strangers = await store.strangers(articles)
    wanted = [article for article in articles if article.id in strangers][:MOST_PAGES]
    whole = await asyncio.gather(*(opens.open(article) for article in wanted))
    found = {article.id: article for article in whole}
    return tuple(found.get(article.id, article) for article in articles)


def _is_stale(article: Article, now: datetime) -> bool:
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
    words = f"{article.headline or ''}\0{article.body}".encode("utf-8", "replace")
    return replace(
        article,
        id=_whole(article.id),
        headline=_whole(article.headline) if article.headline else article.headline,
        body=_whole(article.body),
        url=_whole(article.url) if article.url else article.url,
        outlet=_whole(article.outlet) if article.outlet else article.outlet,
        tickers=tuple(_whole(tag) for tag in article.tickers),
        published_at=min(published, article.first_seen) if published else None,
        digest=article.digest or blake2b(words, digest_size=12).hexdigest(),
    )


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _worked(before: SourceHealth, given: Poll, new: int, now: datetime, every: float) -> PollReport:
    wait = max(every, min(given.wait or 0.0, LONGEST_WAIT))
    health = SourceHealth(
        name=before.name,
        state=SourceState.WELL,
        last_success=now,
        next_poll=now + timedelta(seconds=wait),
        items=before.items + new,
    )
    return PollReport(new, health, source_back(health, new) if _was_told(before) else None)


def _failed(before: SourceHealth, trouble: SourceTrouble, now: datetime, every: float) -> PollReport:
    gone = isinstance(trouble, GoneForGood)
    # 2 ** 20 is past the cap for any interval, and a float never overflows there.
    backoff = min(every * 2.0 ** min(before.failures, 20), max(LONGEST_BACKOFF, every))
    asked = trouble.seconds if isinstance(trouble, TryLater) else None
    wait = max(backoff, min(asked or 0.0, LONGEST_WAIT))
    health = replace(
        before,
        state=SourceState.STOPPED if gone else SourceState.FAILING,
        next_poll=None if gone else now + timedelta(seconds=wait),
        failures=before.failures + 1,
        error=str(trouble) or "It gave no reason.",
    )
    log.warning("The source %s gave nothing (%d in a row): %s", health.name, health.failures, health.error)
    newly_gone = gone and before.state is not SourceState.STOPPED
    is_news = newly_gone or (_was_told(health) and not _was_told(before))
    return PollReport(0, health, source_stopped(health) if is_news else None)


def _was_told(health: SourceHealth) -> bool:
    """Say whether a source does so badly that its owner has been told."""
    return health.state is SourceState.STOPPED or health.failures >= TELL_AFTER
