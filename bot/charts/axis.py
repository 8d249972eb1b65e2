"""Where a time stands from left to right: trading hours side by side, what lies between them cut out.

Nights, weekends, holidays and lunch breaks become narrow gaps. A line is drawn only through prices that
follow each other closely: over a gap, a halt or missing minutes there is none, for nobody knows the price
there.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from bot.domain.chart import Chart, Phase
from bot.domain.market import Session
from bot.domain.price import Trade

TRADING: Final = frozenset({Session.PREMARKET, Session.REGULAR, Session.AFTER_HOURS, Session.OVERNIGHT})

DAILY: Final = timedelta(hours=20)  # prices further apart than this are one a day
TOUCHING: Final = timedelta(minutes=15)  # less than this between two sections is no gap
SCATTERED: Final = timedelta(hours=2)  # outside all known hours, more than this parts two sections
SILENCE: Final = timedelta(minutes=20)  # without a price for so long, a line ends
SILENT_DAYS: Final = timedelta(days=10)  # the same for daily prices: the longest holidays are shorter

GAP: Final = 0.018  # of the width
GAPS: Final = 0.2  # of the width, all gaps together
AFTERWARDS: Final = 0.07  # of the width, for stories that were told when trading had ended
NARROWEST: Final = 0.02  # of the time shown: what is shorter is drawn as wide as this


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of time (UTC) that is shown, and where: `left` and `right` are fractions of the width."""

    begins: datetime
    ends: datetime
    left: float
    right: float

    def place(self, at: datetime) -> float:
        """Return where a time within the section stands."""
        if self.ends <= self.begins:
            return (self.left + self.right) / 2
        share = (at - self.begins) / (self.ends - self.begins)
        return self.left + (self.right - self.left) * min(max(share, 0.0), 1.0)


class Axis:
    """The sections of one chart, from left to right."""

    def __init__(self, chart: Chart) -> None:
        self._trades = chart.trades
        steps = [later.at - earlier.at for earlier, later in pairwise(chart.trades)]
        step = sorted(steps)[len(steps) // 2] if steps else timedelta(0)  # the usual one
        self.is_daily = step >= DAILY
        self._silence = SILENT_DAYS if self.is_daily else max(SILENCE, 4 * step)
        spans = (
            [(chart.trades[0].at, chart.trades[-1].at)]
            if self.is_daily
            else _merged([*_in_phases(chart), *_in_clusters(chart)])
        )
        told_later = any(flag.at > spans[-1][1] for flag in chart.flags)
        self.sections = _side_by_side(spans, AFTERWARDS if told_later else 0.0)
        self._begins = [section.begins for section in self.sections]

    def place(self, at: datetime) -> float:
        """Return where a time stands, 0 on the left to 1 on the right: what falls into a gap in its middle.
        What lies after everything stands in the middle of the room for that, what lies before at the edge."""
        number = bisect_right(self._begins, at) - 1
        if number < 0:
            return 0.0
        section = self.sections[number]
        if at <= section.ends:
            return section.place(at)
        is_last = number + 1 == len(self.sections)
        return (section.right + (1.0 if is_last else self.sections[number + 1].left)) / 2

    def runs(self) -> Iterator[list[Trade]]:
        """Give the prices through which a line may be drawn; one by itself is a point."""
        run: list[Trade] = []
        for trade in self._trades:
            if run and self._parted(run[-1].at, trade.at):
                yield run
                run = []
            run.append(trade)
        if run:
            yield run

    def shown(self, phase: Phase) -> Iterator[tuple[float, float]]:
        """Give each part of a phase that is shown, from its left to its right."""
        for section in self.sections:
            begins, ends = max(phase.begins, section.begins), min(phase.ends, section.ends)
            if begins < ends:
                yield section.place(begins), section.place(ends)

    def _parted(self, earlier: datetime, later: datetime) -> bool:
        if later - earlier > self._silence:
            return True
        return bisect_right(self._begins, earlier) != bisect_right(self._begins, later)


def _in_phases(chart: Chart) -> Iterator[tuple[datetime, datetime]]:
    """Give each session with a price in it, as far as it has come: a provider without premarket prices needs
    no room for them."""
    times = [trade.at for trade in chart.trades]
    for phase in chart.phases:
        first = bisect_right(times, phase.begins - timedelta.resolution)
        if phase.session in TRADING and first < len(times) and times[first] < phase.ends:
            yield phase.begins, max(times[first], min(phase.ends, chart.until))


def _in_clusters(chart: Chart) -> Iterator[tuple[datetime, datetime]]:
    """Give the times of the prices outside every session: of a closing auction, or of an exchange whose hours
    are not known."""
    known = [phase for phase in chart.phases if phase.session in TRADING]
    begins = [phase.begins for phase in known]
    cluster: list[datetime] = []
    for trade in chart.trades:
        number = bisect_right(begins, trade.at) - 1
        if number >= 0 and trade.at < known[number].ends:
            continue
        if cluster and trade.at - cluster[-1] > SCATTERED:
            yield cluster[0], cluster[-1]
            cluster = []
        cluster.append(trade.at)
    if cluster:
        yield cluster[0], cluster[-1]


def _merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join what touches, in order."""
    merged: list[tuple[datetime, datetime]] = []
    for begins, ends in sorted(spans):
        if merged and begins - merged[-1][1] <= TOUCHING:
            merged[-1] = merged[-1][0], max(merged[-1][1], ends)
        else:
            merged.append((begins, ends))
    return merged


def _side_by_side(spans: Sequence[tuple[datetime, datetime]], afterwards: float) -> tuple[Section, ...]:
    """Share the width out: each span as wide as it is long, one gap like the other between them, and a share
    left free `afterwards`."""
    lengths = [(ends - begins).total_seconds() for begins, ends in spans]
    least = max(sum(lengths) * NARROWEST, 1.0)
    weights = [max(length, least) for length in lengths]
    gap = min(GAP, GAPS / max(1, len(spans) - 1))
    room = 1.0 - gap * (len(spans) - 1) - afterwards
    sections: list[Section] = []
    left = 0.0
    for (begins, ends), weight in zip(spans, weights, strict=True):
        right = left + room * weight / sum(weights)
        sections.append(Section(begins, ends, left, right))
        left = right + gap
    return tuple(sections)
