"""How long somebody was kept waiting: the longest stall.

A channel is owed something from the moment at which the paper printed it until it stands there. While it is
owed, every call about the channel is a sign that the bot sees to it. The longest stall is the longest time
between two such signs, counted only while a bot was up (logged in on the platform, not killed yet) and while
the platform did not ask for patience (a storm, a Retry-After). It holds the reading, the place in the line
behind other channels, and whatever patience the bot takes of its own accord.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import inf

from bot.domain.alert import Channel
from tests.chaos.ledger import Did, Entry
from tests.chaos.press import Event

Span = tuple[float, float]  # from, until: seconds since 1970


def longest_stall(
    entries: Sequence[Entry],
    printed: Sequence[tuple[float, Event]],
    lives: Mapping[str, Sequence[Span]],
    channels: Sequence[Channel],
) -> float:
    """Return the longest stall of any channel, in seconds. `entries` are in order, `printed` says when what
    was printed, `lives` when a bot was up on each platform. Every channel watches all."""
    signs: dict[str, list[float]] = defaultdict(list)
    effects: dict[str, list[Entry]] = defaultdict(list)
    asked: dict[str, list[Span]] = defaultdict(list)  # of a channel: for patience
    storms: dict[str, list[Span]] = defaultdict(list)  # of a platform
    for entry in entries:
        if entry.did is Did.TROUBLE:
            storms[entry.platform].append((entry.at, entry.at + entry.seconds))
        elif entry.did is Did.CALL:
            signs[entry.channel].append(entry.at)
            if entry.seconds:
                asked[entry.channel].append((entry.at, entry.at + entry.seconds))
        elif entry.did in (Did.POST, Did.EDIT):
            effects[entry.channel].append(entry)
    open_ = {name: excused(spans, storms[name]) for name, spans in lives.items()}
    most = 0.0
    for channel in channels:
        counted = Counted(excused(open_.get(channel.platform, []), asked[channel.id]))
        owed = [(at, settled(event, at, effects[channel.id])) for at, event in printed]
        most = max(most, longest(owed, signs[channel.id], counted))
    return most


def settled(event: Event, at: float, effects: Iterable[Entry]) -> float:
    """Return when a channel showed what the paper printed at a time, or something later of the same story."""
    marks = event.story.marks()[event.version :]
    shown = (each.at for each in effects if event.story.slug in each.text and _shows(each, marks))
    return next((max(moment, at) for moment in shown), inf)


def _shows(entry: Entry, marks: Sequence[str]) -> bool:
    return any(mark in entry.title for mark in marks)


def excused(up: Iterable[Span], closed: Iterable[Span]) -> list[Span]:
    """Return the spans of `up` without those in which the platform was `closed`, in order."""
    closings = sorted(closed)
    open_: list[Span] = []
    for since, until in sorted(up):
        at = since
        for begins, ends in closings:
            if ends <= at or begins >= until:
                continue
            if begins > at:
                open_.append((at, begins))
            at = max(at, ends)
        if at < until:
            open_.append((at, until))
    return open_


class Counted:
    """Adds up the counted seconds between two moments. `spans` do not overlap and are in order."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._starts = [since for since, _ in spans]
        self._spans = spans
        self._sums = [0.0]
        for since, until in spans:
            self._sums.append(self._sums[-1] + until - since)

    def until(self, at: float) -> float:
        """Return the counted seconds before a moment."""
        index = bisect_left(self._starts, at)
        if index == 0:
            return 0.0
        since, until = self._spans[index - 1]
        return self._sums[index - 1] + min(at, until) - since


def longest(owed: Iterable[Span], signs: Sequence[float], counted: Counted) -> float:
    """Return the longest stall of a channel: `owed` are the spans in which something was owed to it, `signs`
    the calls about it, in order."""
    most = 0.0
    for since, until in owed:
        first, last = bisect_left(signs, since), bisect_left(signs, until)
        moments = [since, *signs[first:last], until]
        for before, after in pairwise(moments):
            most = max(most, counted.until(after) - counted.until(before))
    return most
