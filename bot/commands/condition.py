"""How sources do, in plain words and in an order that puts trouble first. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Final

from bot.cards.card import Item
from bot.cards.text import ago, counted, lasting, truncated
from bot.ports import Enrolled, SourceState

MOST_LINES: Final = 12  # of sources on one card: more would not fit into a message of Slack's or Discord's
LONGEST_REASON: Final = 160  # columns of what a source says; its log line has all of it

_STATES: Final = {
    SourceState.WAITING: "not asked yet",
    SourceState.WELL: "works",
    SourceState.FAILING: "fails",
    SourceState.STOPPED: "stopped",
}


class Condition(IntEnum):
    """How a source does, the worst first."""

    TROUBLED = 0
    PAUSED = 1
    WORKING = 2


_COUNTED: Final = {
    Condition.TROUBLED: "in trouble",
    Condition.PAUSED: "paused",
    Condition.WORKING: "without trouble",
}


def condition(source: Enrolled) -> Condition:
    """Return how a source does. What is paused is in no trouble: nobody asks it."""
    if source.rest is not None:
        return Condition.PAUSED
    health = source.health
    ill = health.hushed or health.error or health.state in {SourceState.FAILING, SourceState.STOPPED}
    return Condition.TROUBLED if ill else Condition.WORKING


def told(source: Enrolled, now: datetime) -> Item:
    """Return one line on a source: "Harbour Wire: works — last answer 40 s ago, 1,204 articles, …"."""
    return Item(f"{source.name}: {_state(source, now)}", note=", ".join(_details(source, now)) or None)


def shortened(sources: Sequence[Enrolled]) -> tuple[list[Enrolled], str | None]:
    """Return the sources that a card has room for, the troubled ones first, and a word on the others."""
    ordered = sorted(sources, key=lambda source: (condition(source), not source.health.gaps))
    rest = Counter(condition(source) for source in ordered[MOST_LINES:])
    if not rest:
        return ordered, None
    parts = ", ".join(f"{rest[kind]:,} {_COUNTED[kind]}" for kind in Condition if rest[kind])
    return ordered[:MOST_LINES], f"{counted(rest.total(), 'more source')}: {parts}."


def _state(source: Enrolled, now: datetime) -> str:
    if source.rest is not None:
        who = (source.rest.by or "somebody") if source.added is not None else "the operator"
        return f"paused by {who}, {ago(source.rest.since, now)}"
    health = source.health
    words = _STATES[health.state]
    if health.state is SourceState.WELL and health.error:
        words = "works in part"
    elif health.state is SourceState.WELL and health.hushed and health.last_news is not None:
        words = f"answers, but its last news came {ago(health.last_news, now)}"
    if health.failures > 1:
        words += f" ({counted(health.failures, 'time')} in a row)"
    return f"{words}: {truncated(health.error, LONGEST_REASON)}" if health.error else words


def _details(source: Enrolled, now: datetime) -> list[str]:
    health = source.health
    details = []
    if health.last_success is not None:
        details.append(f"last answer {ago(health.last_success, now)}")
        details.append(counted(health.items, "article"))
    elif health.failures:
        details.append("it has never answered")
    if source.rest is None and health.next_poll is not None and health.state is not SourceState.STOPPED:
        wait = health.next_poll - now
        details.append(f"asked again in {lasting(wait)}" if wait.total_seconds() >= 1 else "asked again now")
    elif source.rest is None and health.state is SourceState.STOPPED:
        details.append("not asked again before a restart")
    if source.moved is not None:
        details.append(f"moved to {source.moved}")
    if source.line is not None:
        details.append(f"told by line: {source.line}")
    if health.gaps and health.last_gap is not None:
        last = ago(health.last_gap, now)
        one, many = f"1 possible gap, {last}", f"{health.gaps:,} possible gaps, the last one {last}"
        gaps = one if health.gaps == 1 else many
        details.append(f"{gaps}: it is asked too seldom or publishes in bursts")
    return details
