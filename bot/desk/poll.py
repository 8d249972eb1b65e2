"""The first step: a source is asked for news, and what it gave is kept together with where it stands.

Here is what waits: for the source, the store, the pages. What is decided is pure: `outcome` says what comes
of a poll, `interval` when the source is asked again, `recognise` which items are known, `intake` how they are
kept.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final, TypeVar

from bot.desk.intake import in_order, is_stale, presentable
from bot.desk.outcome import PollReport, failed, worked
from bot.desk.recognise import Fetch, Recognised
from bot.domain.article import Article
from bot.domain.errors import CannotRun, SourceTrouble
from bot.domain.trail import about, note
from bot.ports import (
    UNMEASURED,
    Articles,
    Clock,
    Kept,
    Meter,
    Opens,
    Poll,
    Source,
    SourceHealth,
    SourceState,
    Work,
)

log = logging.getLogger(__name__)

T = TypeVar("T")

TakeBack = Callable[[Sequence[str]], Awaitable[object]]

# A poll: a feed that brings more at once is read as it stands. A source that opens its own articles keeps its
# own bounds.
MOST_PAGES: Final = 20

MANY: Final = 100  # articles; they take some 0.1 ms each
LONG: Final = 100_000  # characters of all of them; they take some 0.1 µs each


async def poll(
    source: Source,
    store: Articles,
    clock: Clock,
    *,
    opens: Opens | None = None,
    take_back: TakeBack | None = None,
    in_chat: bool = False,
    jitter: Callable[[], float] = lambda: 0.0,
    meter: Meter = UNMEASURED,
) -> PollReport:
    """Ask a source for news since its cursor; keep the articles and the new cursor in one transaction.

    `opens` is asked for the whole of each new article that may alert. `take_back` gets the ids of what the
    publisher took back before the cursor moves on, so that no crash loses them: they may come again.
    `in_chat` says that the source was added there, so that its owner is told of no settings. `jitter` gives a
    number from 0 to 1: how far into its span a wait goes. `meter` is told of the poll. The first poll of a
    source alerts nothing unless it wants that, nor does an article published more than `intake.STALE` ago.
    Trouble is put down as the source's health and never raised; only the store's CannotRun is.
    """
    with about(source=source.name), meter.under_way(Work.POLL):
        report = await _poll(source, store, clock, opens, take_back, in_chat=in_chat, jitter=jitter)
    has_failed = report.health.state is not SourceState.WELL
    meter.polled(source.name, report.new, report.revised, failed=has_failed)
    return report


async def _poll(
    source: Source,
    store: Articles,
    clock: Clock,
    opens: Opens | None,
    take_back: TakeBack | None,
    *,
    in_chat: bool,
    jitter: Callable[[], float],
) -> PollReport:
    before = await store.health_of(source.name) or SourceHealth(source.name)
    cursor = await store.cursor(source.name)
    try:
        given = await source.poll(cursor, clock.now())
    except SourceTrouble as trouble:
        report = failed(before, trouble, source.manner, now=clock.now(), jitter=jitter(), in_chat=in_chat)
    except Exception as error:  # a source may be anybody's plugin: its mistake must not stop the other wires
        log.exception("The source %s broke.", source.name)
        report = failed(
            before, _broken(error), source.manner, now=clock.now(), jitter=jitter(), in_chat=in_chat
        )
    else:
        now = clock.now()
        if source.manner.alert_first:
            given = replace(given, quiet=frozenset())
        if take_back is not None and given.removed:
            await take_back(given.removed)
            # What came and went since the last poll is never read.
            gone = frozenset(given.removed)
            given = replace(given, articles=tuple(one for one in given.articles if one.id not in gone))
        alert = cursor is not None or source.manner.alert_first
        try:
            kept = await _keep(store, source, given, now, opens, alert=alert)
        except CannotRun:
            raise
        except Exception as error:  # what it gave cannot be kept, such as a date without a time zone
            log.exception("What the source %s gave cannot be kept.", source.name)
            report = failed(before, _broken(error), source.manner, now=now, jitter=jitter(), in_chat=in_chat)
        else:
            report = worked(before, given, kept, source.manner, now=now, jitter=jitter(), in_chat=in_chat)
    await store.note_health(report.health)
    return report


def _broken(error: Exception) -> SourceTrouble:
    return SourceTrouble(f"The source itself broke: {type(error).__name__}: {error}")


async def _keep(
    store: Articles, source: Source, given: Poll, now: datetime, opens: Opens | None, *, alert: bool
) -> Kept:
    """Keep what was given under the ids by which it is known; return how much of it is new."""
    if not given.articles:  # as in nine polls of ten
        return await store.remember(source.name, given, now, alert=alert)
    seen = await _recognised(given.articles, store)
    quiet = {own for own, printed in seen.printed.items() if printed in given.quiet}
    quiet |= {article.id for article in seen.articles if is_stale(article, now)}
    articles = in_order(seen.articles)
    if alert and opens is not None:
        most = None if isinstance(source, Opens) else MOST_PAGES
        articles = await _opened(articles, quiet, store, opens, most)
        quiet |= {article.id for article in articles if is_stale(article, now)}  # a page may know the date
    kept = await store.remember(
        source.name,
        replace(given, articles=tuple(articles)),
        now,
        alert=alert,
        quiet=quiet,
        shared=seen.shared,
    )
    for own in kept.ids:
        level = (
            logging.INFO if alert else logging.DEBUG
        )  # a first poll brings a whole feed, and alerts nothing
        note(log, "article_kept", level, article=own, quiet=True if own in quiet or not alert else None)
    return kept


async def _recognised(articles: Sequence[Article], store: Articles) -> Recognised:
    """Return the articles as they are kept, under the ids by which they are known."""
    brought = await _aside(articles, lambda: [presentable(article) for article in articles])
    fetch = Fetch(brought, await store.owners([key for article in brought for key in article.keys]))
    doubtful = await _aside(brought, fetch.doubtful)
    known = await store.recall(doubtful) if doubtful else {}
    return await _aside(brought, lambda: fetch.recognised(known))


async def _aside(articles: Sequence[Article], work: Callable[[], T]) -> T:
    """Do a piece of work, off the event loop where there is much to read: people wait for answers."""
    is_much = len(articles) >= MANY or sum(len(article.body) for article in articles) >= LONG
    return await asyncio.to_thread(work) if is_much else work()


async def _opened(
    articles: Sequence[Article],
    quiet: Collection[str],
    store: Articles,
    opens: Opens,
    most: int | None,
) -> list[Article]:
    """Return the articles, those unknown ones that may alert whole, at most `most` of them."""
    strangers = await store.strangers(articles) - frozenset(quiet)
    wanted = [article for article in articles if article.id in strangers][:most]
    whole = await asyncio.gather(*(_whole(article, opens) for article in wanted))
    found = {article.id: article for article in whole}
    return [found.get(article.id, article) for article in articles]


async def _whole(article: Article, opens: Opens) -> Article:
    """Return the whole of an article; as it is where that goes wrong, for the news must not wait for it."""
    try:
        return presentable(await opens.open(article))
    except CannotRun:
        raise
    except Exception:
        log.exception("The whole of %s of %s cannot be had.", article.id, article.source)
        return article
