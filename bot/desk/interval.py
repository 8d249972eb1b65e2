"""When a source is asked next. Pure: what it gave and how it does go in, seconds or a date come out.

    the next poll = clamp(max(adaptive, Retry-After, max-age), the host's least, 6 h), and up to 10 % later

A wire, whose `slowest` is its `every`, is asked at its own fixed pace whatever max-age says: half a day of
caching must not silence an alert feed. What a publisher asked for with Retry-After is never undercut, neither
by chance, nor by a restart, a shorter interval in the settings, or a call from the publisher himself.
"""

from datetime import datetime, timedelta
from typing import Final

from bot.ports import Manner, SourceHealth

JITTER: Final = 0.1  # of the wait, added: sources that were started together drift apart
GROWTH: Final = 1.5  # of an adaptive interval with each poll that brought nothing
LONGEST: Final = 6 * 3600.0  # seconds between polls, unless the settings want more
LONGEST_FRESH: Final = 600.0  # seconds of max-age that are believed: caches are set up for pages
LONGEST_RETRY_AFTER: Final = 24 * 3600.0  # seconds; who asks for a year has a mistake in its headers
BACKOFF: Final = 60.0  # times the interval: a wire of a minute that fails is still asked within the hour
APART: Final = 0.5  # seconds between the first polls of sources that are all due at a start
STARTUP: Final = 120.0  # seconds in which all of those are started, however many they are

_ENOUGH: Final = 64  # doublings or growths that pass every cap, while a float still holds them


def after_news(
    manner: Manner, quiet: int, wait: float | None, fresh_for: float | None, jitter: float
) -> float:
    """Return the seconds until the next poll after one that worked.

    `quiet` counts the polls in a row that brought nothing, this one included. `wait` is Retry-After and
    `fresh_for` max-age, both in seconds. `jitter` is a number from 0 to 1.
    """
    rest = _adaptive(manner, quiet)
    if _adapts(manner):
        rest = max(rest, min(fresh_for or 0.0, LONGEST_FRESH))
    return max(_clamped(rest, manner), believed(wait)) * (1 + JITTER * jitter)


def after_failure(manner: Manner, failures: int, wait: float | None, jitter: float) -> float:
    """Return the seconds until the next poll after `failures` in a row; never giving up.

    Without Retry-After (`wait`) they are drawn from a span that doubles each time: sources that failed
    together, as they do when a line is cut, must not come back together.
    """
    least = max(manner.every, manner.least)
    if wait is not None:
        return max(least, believed(wait)) * (1 + JITTER * jitter)
    return least + (patience(manner, failures) - least) * jitter


def patience(manner: Manner, failures: int) -> float:
    """Return the most seconds that a source rests after `failures` in a row."""
    least = max(manner.every, manner.least)
    doubled = least * 2.0 ** min(failures, _ENOUGH)
    return max(least, min(doubled, least * BACKOFF, LONGEST))


def believed(wait: float | None) -> float:
    """Return what is granted of the seconds that a publisher wants to be left alone."""
    return min(wait or 0.0, LONGEST_RETRY_AFTER)


def first_date(health: SourceHealth | None, manner: Manner, now: datetime, spread: float = 0.0) -> datetime:
    """Return when to ask a source first after a start: when it was due before, and what is overdue or new in
    `spread` seconds (see `spread_of`).

    A date that no present setting would give, because an interval was shortened or the clock was set back,
    counts from now on. A source that stopped for good is asked once more: its address may have been changed.
    """
    soon = now + timedelta(seconds=spread)
    if health is None or health.next_poll is None:
        return soon
    longest = _longest(health, manner) * (1 + JITTER)
    due = min(health.next_poll, now + timedelta(seconds=longest))
    return max(due if due > now else soon, _left_alone_until(health, now))


def wake_date(health: SourceHealth | None, manner: Manner, now: datetime) -> datetime:
    """Return when to ask a source that called: at once, unless its host bears less or asked for patience."""
    if health is None:
        return now
    earliest = now
    if health.last_poll is not None and health.last_poll <= now:
        earliest = max(now, health.last_poll + timedelta(seconds=manner.least))
    return max(earliest, _left_alone_until(health, now))


def spread_of(number: int, total: int) -> float:
    """Return after how many seconds the source `number` (from 0) of `total` begins when all are due."""
    return number * min(APART, STARTUP / max(1, total))


def _left_alone_until(health: SourceHealth, now: datetime) -> datetime:
    """Return the end of what a Retry-After asked for, or now. No clock that was set back makes it longer
    than the longest that is believed."""
    if health.not_before is None:
        return now
    return min(max(now, health.not_before), now + timedelta(seconds=LONGEST_RETRY_AFTER * (1 + JITTER)))


def _longest(health: SourceHealth, manner: Manner) -> float:
    if health.failures:
        return patience(manner, health.failures)
    rest = _adaptive(manner, health.quiet)
    return _clamped(max(rest, LONGEST_FRESH) if _adapts(manner) else rest, manner)


def _adapts(manner: Manner) -> bool:
    return manner.slowest > manner.every


def _adaptive(manner: Manner, quiet: int) -> float:
    if not _adapts(manner):
        return manner.every
    return min(manner.every * GROWTH ** min(quiet, _ENOUGH), manner.slowest)


def _clamped(rest: float, manner: Manner) -> float:
    return max(manner.least, min(rest, max(LONGEST, manner.slowest)))
