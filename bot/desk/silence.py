"""When a source that answers has gone quiet. Pure.

Polling that works and brings nothing looks like health: a feed that its publisher stopped filling, a cache
that serves last month's copy. What is too long depends on the source, so its own pauses are the measure.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from bot.ports import Poll, SourceHealth

LEAST: Final = timedelta(days=4)  # a long weekend is no silence
TIMES: Final = 3.0  # its longest pause
FORGETS: Final = 0.9  # of its longest pause with each news: one bad week is not the measure for ever
REGULAR: Final = 5  # times that it brought something, before its pauses mean anything


def listened(before: SourceHealth, given: Poll, new: int, now: datetime) -> SourceHealth:
    """Return how a source does after a poll that brought `new` articles, as to its pauses."""
    if before.last_news is None:
        return _begun(before, given, now) if given.articles else before
    if not new:
        return before
    pause = (now - before.last_news).total_seconds()
    return replace(
        before,
        last_news=now,
        lull=max(pause, (before.lull or 0.0) * FORGETS),
        rounds=before.rounds + 1,
        hushed=False,
    )


def is_silent(health: SourceHealth, now: datetime) -> bool:
    """Say whether a source keeps quiet for far longer than it used to."""
    if health.last_news is None or health.rounds < REGULAR:
        return False
    return now - health.last_news > max(LEAST, timedelta(seconds=TIMES * (health.lull or 0.0)))


def _begun(before: SourceHealth, given: Poll, now: datetime) -> SourceHealth:
    """Take the pauses of a source that was never heard before from the dates of what it shows."""
    dates = sorted(_dates(given, now))
    pauses = [(later - sooner).total_seconds() for sooner, later in pairwise(dates)]
    return replace(
        before,
        last_news=dates[-1] if dates else now,
        lull=max(pauses, default=None),
        rounds=len(dates),
        hushed=False,
    )


def _dates(given: Poll, now: datetime) -> Iterable[datetime]:
    return (min(article.published_at, now) for article in given.articles if article.published_at is not None)
