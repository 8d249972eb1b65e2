"""How long somebody was kept waiting: the longest stall.

A channel is owed something from the moment at which the paper printed it until it stands there. While it is
owed, every call about the channel is a sign that the bot sees to it. The longest stall is the longest time
between two such signs, counted only while a bot was up (logged in on the platform, not killed yet) and while
the platform did not ask for patience (a storm, a Retry-After). It holds the reading, the place in the line
behind other channels, and whatever patience the bot takes of its own accord.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import pairwise

Span = tuple[float, float]  # from, until: seconds since 1970


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
