"""A publisher, and the truth about what it published: what stood in its feed when, in which words."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import Final

from tests.week import habits, troubles
from tests.week.habits import DAY, HOUR, MINUTE, Dates, Habits, Names, Order
from tests.week.troubles import MOVES, Episode

Span = tuple[datetime, datetime]

PATIENCE: Final = 7 * HOUR  # the bot may wait 6 h after a trouble, and then some

PLACES: Final = ("Alder", "Birch", "Cedar", "Dover", "Elgin", "Fairhaven", "Grenville", "Hartwell", "Islay")
WORKS: Final = ("a mill", "a quay", "a rail yard", "a foundry", "a data centre", "a cannery", "a dry dock")
BEGINNINGS: Final = ("", "Correction: ", "Update: ", "Clarified: ")


@dataclass(frozen=True, slots=True)
class Item:
    """One published item. `token` stands in its headline and its body and in no other item's.

    `at` is when it was published, in truth. `corrected` is when its headline changed, `gone` when it was
    taken out, `again` while it was put (back) into the feed out of its turn.
    """

    token: str
    number: int
    at: datetime
    place: str
    work: str
    corrected: tuple[datetime, ...] = ()
    gone: tuple[Span, ...] = ()
    again: tuple[Span, ...] = ()
    unearthed: bool = False

    def headline(self, at: datetime) -> str:
        """Return the headline as it reads at a time."""
        version = bisect_right(self.corrected, at)
        return f"{BEGINNINGS[version]}{self.token} to build {self.work} in {self.place}"

    def version(self, at: datetime) -> int:
        return bisect_right(self.corrected, at)

    def printed_at(self, at: datetime, habits: Habits) -> datetime | None:
        """Return the moment that the feed names at a time, as a reader in UTC understands it."""
        if habits.dates is Dates.MISSING:
            return None
        off = timedelta()
        match habits.dates:
            case Dates.ZONELESS:
                off = habits.zone
            case Dates.LATE:
                off = -(1 + self.number % 30) * HOUR
            case Dates.FUTURE if not self.unearthed:
                off = (1 + self.number % 70) * HOUR
            case Dates.TOUCHED if not self.unearthed:
                off = at - self.at
            case Dates.BUMPED if at - self.at >= (bump := (4 + self.number % 40) * HOUR):
                off = bump
        return self.at + off


@dataclass(frozen=True)
class Publisher:
    """A publisher with its habits, its troubles and its items, oldest first (the unearthed ones apart).

    `episodes` are its troubles. All is fixed before the week begins; a feed's body is a function of the time.
    """

    name: str
    habits: Habits
    episodes: tuple[Episode, ...]
    items: tuple[Item, ...]
    unearthed: tuple[Item, ...]
    pinned: Item | None = None
    dice: Random = field(default_factory=Random, compare=False)

    @cached_property
    def _times(self) -> list[datetime]:
        return [item.at for item in self.items]

    @cached_property
    def _returning(self) -> list[Item]:
        return [item for item in self.items if item.again]

    def on_show(self, at: datetime) -> list[Item]:
        """Return what stands in the feed at a time, newest first; a pinned item is on top."""
        last = bisect_right(self._times, at)
        first = max(0, last - self.habits.window)
        # What shares its guid with its neighbour never stands without it, or nobody could tell it is another.
        if self.habits.names is Names.PAIRED and first % 2:
            first -= 1
        shown = [item for item in self.items[first:last] if not _within(item.gone, at)]
        there = {item.token for item in shown}
        extra = [*self._returning, *self.unearthed]
        shown += [each for each in extra if each.token not in there and _within(each.again, at)]
        shown.reverse()
        if self.pinned is not None:
            shown = [self.pinned, *(item for item in shown if item is not self.pinned)]
        return shown

    def until(self, index: int) -> datetime | None:
        """Return when item `index` scrolls out of the window, None when it never does."""
        after = index + self.habits.window
        return self._times[after] if after < len(self.items) else None

    def is_well(self, since: datetime, until: datetime) -> bool:
        """Say whether nothing kept a bot from the feed in a span of time, nor shortly before."""
        early = since - PATIENCE
        return not any(
            each.since < until and (each.since + HOUR if each.trouble in MOVES else each.until) > early
            for each in self.episodes
        )


def draw(rng: Random, name: str, start: datetime, length: timedelta, first: int) -> Publisher:
    """Draw a publisher. Its items are numbered from `first` on, whose tokens no other publisher has."""
    its = habits.draw(rng)
    episodes = troubles.draw(rng, start, length)
    # More than a window full was out before the week began.
    before = 2 * DAY + timedelta(days=1.5 * its.window / its.pace)
    times = sorted({at.replace(microsecond=0) for at in _times(rng, its, start - before, start + length)})
    items = tuple(_item(rng, its, first + number, at) for number, at in enumerate(times))
    number = rng.randint(1, 4) if its.unearths else 0
    old = tuple(_unearthed(rng, first + len(items) + each, start, length) for each in range(number))
    pinned = None
    if its.order is Order.PINNED:
        shown = [item for item in items if item.at <= start]
        pinned = shown[-1] if shown else None
    return Publisher(name, its, tuple(episodes), items, old, pinned, Random(rng.random()))


def _times(rng: Random, its: Habits, start: datetime, end: datetime) -> Iterator[datetime]:
    at = start
    while at < end:
        at += timedelta(days=rng.expovariate(its.pace))
        if its.sleeps and at.hour < 7:
            continue
        yield at
        if its.bursts and rng.random() < 0.03:
            for _ in range(rng.randint(4, its.window // 2)):
                at += timedelta(seconds=rng.uniform(1, 90))
                yield at


def _item(rng: Random, its: Habits, number: int, at: datetime) -> Item:
    corrected: tuple[datetime, ...] = ()
    if its.corrects and rng.random() < 0.2:
        # Most corrections come within hours, some after days.
        late = rng.random() < 0.2
        first = at + (rng.uniform(40, 90) * HOUR if late else rng.uniform(3, 600) * MINUTE)
        corrected = (first, first + rng.uniform(1, 20) * HOUR)[: rng.randint(1, 2)]
    gone: tuple[Span, ...] = ()
    again: tuple[Span, ...] = ()
    # Neither of two items that share a guid leaves alone.
    if its.withdraws and its.names is not Names.PAIRED and rng.random() < 0.1:
        out = at + rng.uniform(5, 900) * MINUTE
        back = out + rng.uniform(0.5, 60) * HOUR
        gone, again = ((out, back),), ((back, back + rng.uniform(1, 9) * HOUR),)
    return Item(_token(number), number, at, rng.choice(PLACES), rng.choice(WORKS), corrected, gone, again)


def _unearthed(rng: Random, number: int, start: datetime, length: timedelta) -> Item:
    since = start + length * rng.uniform(0.1, 1)
    span = (since, since + rng.uniform(2, 40) * HOUR)
    at = (start - rng.uniform(10, 900) * DAY).replace(microsecond=0)
    return Item(
        _token(number), number, at, rng.choice(PLACES), rng.choice(WORKS), again=(span,), unearthed=True
    )


def _token(number: int) -> str:
    return f"N{number:06d}"


def _within(spans: Sequence[Span], at: datetime) -> bool:
    return any(since <= at < until for since, until in spans)
