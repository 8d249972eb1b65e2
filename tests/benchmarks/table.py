"""The goals in one table: what is asked, what is measured, its 95 % interval, the best peer, met or missed.

Ours are the figures of contract.py, judged by what the program prints, and of joining.py; the peers' are
those of peers.py and joining.py, on the same texts by the same rules in the same run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import contract, joining, peers
from tests.benchmarks.figure import Figure

__all__ = ["GOALS", "Goal", "Line", "absent", "as_json", "judged", "lines", "markdown", "printed"]


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal: a figure's name in contract.py, its bar, and what peers call theirs.

    `peer` is the name behind "PEER: " in peers.py, or the whole name where one peer alone is meant.
    """

    figure: str
    bar: float
    at_most: bool = False
    peer: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table. `peer` names the best one and `theirs` its figure; null where none has one."""

    what: str
    goal: str
    ours: float
    low: float | None
    high: float | None
    peer: str | None
    theirs: float | None
    met: bool


HEAD: Final = ("what", "goal", "ours", "95 % interval", "best peer", "")

GOALS: Final = (
    Goal("headline: flagging F1, all", 0.88, peer="flagging F1, all"),
    Goal("headline: flagging F1, not unsure", 0.96, peer="flagging F1, not unsure"),
    Goal("headline and body: flagging F1, all", 0.88, peer="flagging F1, all"),
    Goal("headline and body: flagging F1, not unsure", 0.96, peer="flagging F1, not unsure"),
    Goal("stream: recall of the known positives", 0.80, peer="stream recall of the known positives"),
    Goal("stream: precision among the read", 0.85, peer="stream precision among the read"),
    Goal("stream: precision, unread flags wrong", 0.85),
    Goal("headline: calibration error", 0.04, at_most=True),
    Goal("headline and body: calibration error", 0.04, at_most=True),
    Goal("stream: calibration error", 0.04, at_most=True),
    Goal("headline: kind", 0.93),
    Goal("headline: status", 0.92),
    Goal("headline and body: kind", 0.93),
    Goal("headline and body: status", 0.92),
    Goal("amounts: F1", 0.985, peer="amounts F1"),
    Goal("peer suites: Recognizers-Text en, F1", 0.90, peer="Recognizers-Text en, F1"),
    Goal("peer suites: duckling en, F1", 0.85, peer="duckling en, F1"),
    Goal("amounts: role accuracy", 0.92),
    Goal("amounts: investment F1", 0.94),
    Goal("amounts: prices taken for an investment", 0, at_most=True),
    Goal("commitments: horizon", 0.90),
    Goal("commitments: bound", 0.90),
    Goal("commitments: restatement", 0.90),
    Goal("quotations: direct, finance, F1", 0.96, peer="direct quotations, finance, F1"),
    Goal("quotations: direct, other, F1", 0.88, peer="direct quotations, other, F1"),
    Goal("quotations: indirect, finance, F1", 0.78),
    Goal("quotations: indirect, other, F1", 0.62),
    Goal("stories: investor ticker, precision", 0.95),
    Goal("stories: investor ticker, recall", 0.90),
    Goal("stories: wrong tickers that would alert, per story", 0.05, at_most=True),
    Goal("stories: commitment sum and currency", 0.88),
    Goal("stories: direct quotations, F1", 0.92),
    Goal("stories: price lines, F1", 0.85),
    Goal("joining: precision, kept", 0.98, peer="joining precision, kept"),
    Goal("joining: recall, kept", 0.85, peer="joining recall, kept"),
    Goal("speed: headlines a second of CPU", 3000, peer="recognizers-text: texts a second"),
    Goal("speed: stories a second of CPU", 500, peer="stories a second"),
    Goal(
        "cost: start, load and one headline, seconds of CPU", 0.7, at_most=True, peer="spacy: load, seconds"
    ),
    Goal("cost: resident memory of the stream, MB", 150, at_most=True, peer="spacy: resident memory, MB"),
)


def lines(shared: Path) -> list[Line]:
    """Return the table as measured. Raises FileNotFoundError without the data."""
    return judged(_ours(shared), _theirs(shared))


def _ours(shared: Path) -> dict[str, Figure]:
    return {**contract.figures(shared), **joining.figures()}


def _theirs(shared: Path) -> dict[str, Figure | str]:
    return {**peers.figures(shared), **joining.peer_figures()}


def judged(ours: Mapping[str, Figure], theirs: Mapping[str, Figure | str]) -> list[Line]:
    """Set figures beside the goals. Peers that have a word in place of the figure do not count."""
    table = []
    for goal in GOALS:
        value, low, high = ours[goal.figure]
        peer, best = _best(goal, theirs)
        met = value <= goal.bar if goal.at_most else value >= goal.bar
        bar = f"{'≤' if goal.at_most else '≥'} {goal.bar:g}"
        table.append(Line(goal.figure, bar, value, low, high, peer, best, met))
    return table


def _best(goal: Goal, theirs: Mapping[str, Figure | str]) -> tuple[str, float] | tuple[None, None]:
    """Return the peer that comes furthest towards a goal, and its figure."""
    found = [
        (figure.value, peer)
        for name, figure in theirs.items()
        if not isinstance(figure, str)
        for peer, _, what in [name.partition(": ")]
        if goal.peer in {name, what}
    ]
    if not found:
        return None, None
    value, peer = min(found) if goal.at_most else max(found)
    return peer, value


def printed(table: Sequence[Line]) -> str:
    """Return the table as plain text, ending with how many goals are met."""
    rows = [HEAD, *map(_cells, table)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    text = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join([*text, f"{sum(line.met for line in table)} of {len(table)} met"])


def markdown(table: Sequence[Line]) -> str:
    """Return the table as docs/figures.md shows it."""
    rows = [HEAD, ("---",) * len(HEAD), *map(_cells, table)]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _cells(line: Line) -> tuple[str, ...]:
    between = "" if line.low is None or line.high is None else f"{_short(line.low)}-{_short(line.high)}"
    peer = "" if line.theirs is None else f"{_short(line.theirs)} {line.peer}"
    return line.what, line.goal, _short(line.ours), between, peer, "met" if line.met else "missed"


def _short(value: float) -> str:
    return f"{value:.3f}" if value < 10 else f"{value:,.0f}"


def absent(theirs: Mapping[str, Figure | str]) -> dict[str, str]:
    """Return the peers that gave no figure, and why."""
    return {name: why for name, why in theirs.items() if isinstance(why, str)}


def as_json(shared: Path) -> dict[str, object]:
    """Return the table and every figure behind it, for a file."""
    ours, theirs = _ours(shared), _theirs(shared)
    return {
        "goals": [asdict(line) for line in judged(ours, theirs)],
        "figures": {name: figure._asdict() for name, figure in ours.items()},
        "peers": {name: figure._asdict() for name, figure in theirs.items() if not isinstance(figure, str)},
        "absent": absent(theirs),
    }
