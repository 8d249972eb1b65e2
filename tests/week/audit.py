"""The auditor: what was published and served, by the publishers' own books, against what was alerted."""

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from bot.ports import SourceHealth
from tests.week.habits import MINUTE, Validators
from tests.week.press import Serving
from tests.week.publisher import Item, Publisher, Span

STALE: Final = timedelta(hours=48)  # the promise: what was published longer ago alerts nobody
MARGIN: Final = timedelta(hours=2)  # the bot's clock may be an hour off, and dates lose seconds
SHORT: Final = 15 * MINUTE  # a pause that excuses nothing
LAZY: Final = 2.5  # times the slowest interval: an item that stood for longer must have been seen


class Due(StrEnum):
    """What the bot owed an item when it was first given it whole."""

    ALERT = "alert"
    SILENCE = "silence"
    EITHER = "either"  # its own dates leave it open, or no body with it came whole


@dataclass
class Books:
    """What one publisher served: the first serving of each item, and when the first of all was."""

    first: datetime | None = None
    served: dict[str, datetime] = field(default_factory=dict)

    def enter(self, serving: Serving) -> None:
        if self.first is None:
            self.first = serving.at
        for item in serving.items:
            self.served.setdefault(item.token, serving.at)


@dataclass(frozen=True, slots=True)
class Finding:
    """What the auditor found. The first three must be empty; each entry says what happened to which item.

    `slipped` counts the items that scrolled by while a bot could not see them, by publisher; `silent` are
    those publishers among them of whom the gap alarm said nothing: one that pins an old item never shows a
    fetch without a known one.
    """

    items: int
    missed: tuple[str, ...]
    repeated: tuple[str, ...]
    old_alerted: tuple[str, ...]
    alerts: int
    open: int
    slipped: Mapping[str, int]
    silent: tuple[str, ...]


def alerts_in(path: Path) -> dict[str, list[datetime]]:
    """Return when each item was alerted, from the deliveries that the bot wrote into its store."""
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as db:
        rows = db.execute("select symbol, run_at from delivery where action = 'post' order by id").fetchall()
    db.close()
    found: dict[str, list[datetime]] = {}
    for token, at in rows:
        found.setdefault(token, []).append(datetime.fromtimestamp(at / 1e6, UTC))
    return found


def judge(
    publishers: Sequence[Publisher],
    books: Mapping[str, Books],
    alerts: Mapping[str, Sequence[datetime]],
    *,
    health: Mapping[str, SourceHealth],
    pauses: Sequence[Span],
    week: Span,
) -> Finding:
    """Compare. `pauses` are the spans in which the bot did not run, `week` is the whole of the run."""
    missed: list[str] = []
    repeated: list[str] = []
    old: list[str] = []
    slipped: Counter[str] = Counter()
    published = unclear = 0
    for publisher in publishers:
        book = books[publisher.name]
        for index, item in enumerate([*publisher.items, *publisher.unearthed]):
            published += week[0] <= item.at < week[1]
            times = alerts.get(item.token, ())
            owed = _owed(publisher, book, item)
            unclear += owed is Due.EITHER and item.token in book.served
            if len(times) > 1:
                repeated.append(_told(publisher, item, book, times))
            if owed is Due.ALERT and not times:
                missed.append(_told(publisher, item, book, times))
            if owed is Due.SILENCE and times:
                old.append(_told(publisher, item, book, times))
            if item.unearthed or item.gone or item.at < week[0]:  # what is taken out does not scroll by
                continue
            if item.token in book.served or book.first is None:
                continue
            if (left := publisher.until(index)) is None or left > week[1]:
                continue
            if item.at > book.first and not times:
                slipped[publisher.name] += 1
                if _was_there_to_see(publisher, item, left, pauses):
                    missed.append(_told(publisher, item, book, times))
    silent = tuple(name for name in slipped if not health[name].gaps)
    return Finding(
        items=published,
        missed=tuple(missed),
        repeated=tuple(repeated),
        old_alerted=tuple(old),
        alerts=sum(map(len, alerts.values())),
        open=unclear,
        slipped=slipped,
        silent=silent,
    )


def _owed(publisher: Publisher, book: Books, item: Item) -> Due:
    """Return what was owed for an item, by when it was first served whole and what the feed said of its age.

    Where the printed date and the truth fall on two sides of the line, nobody could know.
    """
    served = book.served.get(item.token)
    if served is None:
        return Due.EITHER
    if served == book.first:
        return Due.SILENCE
    printed = item.printed_at(served, publisher.habits)
    ages = [served - item.at, timedelta() if printed is None else served - printed]
    if max(ages) <= STALE - MARGIN:
        return Due.ALERT
    return Due.SILENCE if min(ages) > STALE + MARGIN else Due.EITHER


def _was_there_to_see(publisher: Publisher, item: Item, left: datetime, pauses: Sequence[Span]) -> bool:
    """Say whether an item stood in a feed that was well for so long that the bot must have come by."""
    its = publisher.habits
    long = left - item.at > timedelta(seconds=LAZY * its.slowest) + 30 * MINUTE
    running = not any(since < left and until > item.at for since, until in pauses if until - since > SHORT)
    honest = its.validators is not Validators.STUCK
    return long and running and honest and publisher.is_well(item.at, left)


def _told(publisher: Publisher, item: Item, book: Books, times: Sequence[datetime]) -> str:
    """Say what happened to an item, in one line for whoever looks for the cause."""
    its = publisher.habits
    served = book.served.get(item.token)
    marks = [
        str(its.form),
        str(its.names),
        f"dates: {its.dates}",
        f"order: {its.order}",
        *(["tracking links"] if its.tracks else []),
        *(["doubles"] if its.doubles else []),
        *(["corrected"] if item.corrected else []),
        *(["taken out and put back"] if item.again else []),
        *(f"{each.trouble.name} {each.since:%d %H:%M}-{each.until:%d %H:%M}" for each in publisher.episodes),
    ]
    return (
        f"{publisher.name} {item.token}: published {item.at:%d %H:%M}, "
        f"first served {'never' if served is None else f'{served:%d %H:%M}'}, "
        f"alerted {', '.join(f'{time:%d %H:%M}' for time in times) or 'never'} ({'; '.join(marks)})"
    )
