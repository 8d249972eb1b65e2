"""What the publishers' news have in common: items of which some may be bad, and how far one got with them."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, TypeVar

import msgspec

from bot.dates import read_date
from bot.ports import Cursor

log = logging.getLogger(__name__)

CATCH_UP: Final = timedelta(hours=48)  # the desk alerts on nothing older, so nothing older is asked for
LONGEST_HEADLINE: Final = 2_000  # characters; a longer one is somebody's mistake
NOT_NOW: Final = 60.0  # seconds until a limit of so many requests a minute has room again

Item = TypeVar("Item", bound=msgspec.Struct)


class Reached(msgspec.Struct, frozen=True, omit_defaults=True):
    """How far a poll got: everything before `since` (UTC) was given. `behind` says that more was waiting when
    it had enough."""

    since: datetime
    behind: bool = False

    def on(self, moments: Iterable[datetime], now: datetime, *, behind: bool) -> "Reached":
        """Return how far one gets from here with items of these moments; never back."""
        return Reached(max(newest(moments, now) or self.since, self.since), behind)


def must_tell(headline: str | None, *texts: str | None) -> None:
    """Raise ValueError for an item without words, or with a headline that is none."""
    if not any(text and text.strip() for text in (headline, *texts)):
        raise ValueError("it has no words")
    if headline and len(headline) > LONGEST_HEADLINE:
        raise ValueError(f"its headline has {len(headline)} characters")


def date_of(text: str | None) -> datetime:
    """Return a date in UTC. Raises ValueError when it is none."""
    if (moment := read_date(text)) is None:
        raise ValueError(f"its date is {text!r:.60}")
    return moment


def newest(moments: Iterable[datetime], now: datetime) -> datetime | None:
    """Return the last of some moments; never the future, which would hide what is to come."""
    last = max(moments, default=None)
    return None if last is None else min(last, now)


def link_of(url: str | None) -> str | None:
    """Return an article's address, None where it is none that could be opened."""
    return url if url and url.startswith(("https://", "http://")) else None


def asked_since(since: datetime, now: datetime, source: str) -> datetime:
    """Return from when to ask: `since`, but no further back than `CATCH_UP`, which is logged.

    Nor is the future asked for, where a clock that was fast then would leave us waiting for it.
    """
    if since >= now - CATCH_UP:
        return min(since, now)
    hours = CATCH_UP.total_seconds() / 3600
    log.warning('"%s" was last asked at %s: only the last %.0f hours are caught up.', source, since, hours)
    return now - CATCH_UP


def state_of(cursor: Cursor | None, kind: type[Item]) -> Item | None:
    """Return what a cursor keeps, None when it keeps nothing, or nothing of that kind."""
    if cursor is None or cursor.state is None:
        return None
    try:
        return msgspec.json.decode(cursor.state, type=kind)
    except msgspec.DecodeError:
        return None


def cursor_of(state: msgspec.Struct) -> Cursor:
    """Return a cursor that keeps a state."""
    return Cursor(state=msgspec.json.encode(state).decode())
