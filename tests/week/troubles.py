"""What goes wrong at a publisher, from when to when: servers that fail, throttle, hang, break off, move."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from tests.week.habits import DAY, HOUR, MINUTE


class Trouble(StrEnum):
    """The first group gives no feed at all, the second a spoilt one, the third sends elsewhere."""

    ERROR = "500 or 502"
    BUSY = "503 without a word"
    BUSY_SECONDS = "503 with Retry-After in seconds"
    THROTTLED = "429 with Retry-After in seconds"
    THROTTLED_UNTIL = "429 with Retry-After as a date"
    HANGS = "no answer"
    RESET = "the connection breaks in the middle"
    SHORT = "fewer bytes than promised"
    PAGE = "a challenge page with 200"
    EMPTY = "nothing with 200"
    DAMAGED = "a damaged gzip"
    MISSING = "404 for a day"
    REFUSED = "no connection"
    UNKNOWN = "the name is not found"

    CUT = "a feed without its end"
    MALFORMED = "XML that is not well-formed"

    MOVED = "a permanent redirect, for good"
    CHAIN = "two permanent redirects in a row, for good"
    RETURNS = "a permanent redirect, and the other way round later"
    ASTRAY = "a permanent redirect to a page that is no feed"
    LOOP = "redirects in a circle"
    AWAY = "a temporary redirect"


SPOILT: Final = frozenset({Trouble.CUT, Trouble.MALFORMED})
MOVES: Final = frozenset({Trouble.MOVED, Trouble.CHAIN, Trouble.RETURNS})
FOR_GOOD: Final = timedelta(days=1000)

# How often each comes up, and how long it lasts at least and at most.
KINDS: Final[dict[Trouble, tuple[int, timedelta, timedelta]]] = {
    Trouble.ERROR: (10, 10 * MINUTE, 8 * HOUR),
    Trouble.BUSY: (6, 10 * MINUTE, 5 * HOUR),
    Trouble.BUSY_SECONDS: (6, 10 * MINUTE, 5 * HOUR),
    Trouble.THROTTLED: (6, 10 * MINUTE, 4 * HOUR),
    Trouble.THROTTLED_UNTIL: (6, 10 * MINUTE, 4 * HOUR),
    Trouble.HANGS: (1, 20 * MINUTE, 50 * MINUTE),
    Trouble.RESET: (5, 10 * MINUTE, 5 * HOUR),
    Trouble.SHORT: (5, 10 * MINUTE, 5 * HOUR),
    Trouble.PAGE: (6, 20 * MINUTE, 10 * HOUR),
    Trouble.EMPTY: (4, 20 * MINUTE, 5 * HOUR),
    Trouble.DAMAGED: (4, 20 * MINUTE, 5 * HOUR),
    Trouble.MISSING: (3, DAY, DAY),
    Trouble.REFUSED: (5, 20 * MINUTE, 6 * HOUR),
    Trouble.UNKNOWN: (4, 20 * MINUTE, 6 * HOUR),
    Trouble.CUT: (5, HOUR, 5 * HOUR),
    Trouble.MALFORMED: (5, HOUR, 3 * HOUR),
    Trouble.MOVED: (5, FOR_GOOD, FOR_GOOD),
    Trouble.CHAIN: (3, FOR_GOOD, FOR_GOOD),
    Trouble.RETURNS: (4, 6 * HOUR, 30 * HOUR),
    Trouble.ASTRAY: (4, 4 * HOUR, 14 * HOUR),
    Trouble.LOOP: (3, 30 * MINUTE, 3 * HOUR),
    Trouble.AWAY: (4, 2 * HOUR, 12 * HOUR),
}

HOME: Final = "/feed"
NEW: Final = "/new"
MIDDLE: Final = "/middle"
LOST: Final = "/lost"


@dataclass(frozen=True, slots=True)
class Episode:
    """One trouble, from `since` until `until`, which is no longer part of it."""

    trouble: Trouble
    since: datetime
    until: datetime

    def is_on(self, at: datetime) -> bool:
        return self.since <= at < self.until


def draw(rng: Random, start: datetime, length: timedelta) -> list[Episode]:
    """Return a publisher's troubles of `length`: one to four in a week, one move for good among them at most.

    One comes after the other, so that what a trouble does to the bot can be told.
    """
    number = rng.randint(0, 1) + sum(rng.random() < 0.7 for _ in range(max(1, round(length / (2 * DAY)))))
    found: list[Episode] = []
    free = start
    for since in sorted(start + length * rng.random() for _ in range(number)):
        weights = [weight for weight, _, _ in KINDS.values()]
        trouble = rng.choices(list(KINDS), weights)[0]
        if since < free or (trouble in MOVES and any(each.trouble in MOVES for each in found)):
            continue
        _, least, most = KINDS[trouble]
        until = since + least + (most - least) * rng.random()
        found.append(Episode(trouble, since, until))
        # A feed that moved has other troubles at its new place, too.
        free = since if trouble in MOVES else until
    return found


def now_on(episodes: Sequence[Episode], at: datetime) -> Trouble | None:
    """Return what is wrong with the answers at a time; a move is not."""
    return next((each.trouble for each in episodes if each.is_on(at) and each.trouble not in MOVES), None)


def route(episodes: Sequence[Episode], path: str, at: datetime) -> tuple[int, str] | None:
    """Return the redirect that a path answers at a time, status and target; None where it answers itself."""
    return next((found for each in episodes for found in _routes(each, path, at)), None)


def _routes(episode: Episode, path: str, at: datetime) -> Iterator[tuple[int, str]]:
    if at < episode.since:
        return
    match episode.trouble, path:
        case (Trouble.MOVED, "/feed"):
            yield 301, NEW
        case (Trouble.CHAIN, "/feed"):
            yield 301, MIDDLE
        case (Trouble.CHAIN, "/middle"):
            yield 308, NEW
        case (Trouble.RETURNS, "/feed") if episode.is_on(at):
            yield 308, NEW
        case (Trouble.RETURNS, "/new") if not episode.is_on(at):
            yield 301, HOME
        case (Trouble.ASTRAY, "/feed" | "/new") if episode.is_on(at):
            yield 301, LOST
        case (Trouble.LOOP, "/feed") if episode.is_on(at):
            yield 301, NEW
        case (Trouble.LOOP, "/new") if episode.is_on(at):
            yield 301, HOME
        case (Trouble.AWAY, "/feed") if episode.is_on(at):
            yield 302, NEW
        case _:
            return
