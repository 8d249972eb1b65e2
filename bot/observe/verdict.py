"""Whether the house lives, and whether it is ready: pure, in words that say what is wrong.

What does not live should be started again. What is not ready works, but not for everybody: a new start would
not help.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from bot.ports import Pulse, Status, Work

# How long one piece of work may take before it is said to hang. A poll that opens the pages behind its items
# pauses between two of a host; the others have deadlines of their own, far below these.
LONGEST: Final[Mapping[Work, timedelta]] = {
    Work.POLL: timedelta(minutes=15),
    Work.READ: timedelta(minutes=2),
    Work.DELIVER: timedelta(minutes=5),
    Work.ANSWER: timedelta(minutes=5),
}
DOWN: Final = timedelta(minutes=2)  # a step that broke is begun again within one


def dead(steps: Iterable[Pulse], now: datetime) -> list[str]:
    """Return which steps are down for longer than a new beginning takes. `now` is UTC."""
    return [
        f"The {step.name} has been down for {_long(now - step.since)}: {step.ended or 'nobody knows why'}."
        for step in steps
        if not step.is_up and now - step.since > DOWN
    ]


def hung(oldest: Mapping[Work, timedelta]) -> list[str]:
    """Return which work hangs. `oldest` says how long the oldest piece of each has been under way."""
    return [
        f"One piece of work, {work}, has been under way for {_long(age)}."
        for work, age in oldest.items()
        if age > LONGEST[work]
    ]


def not_ready(status: Status, sources: int) -> list[str]:
    """Return what is missing, nothing when all is ready. `sources` is how many the settings have."""
    missing = [f"The store: {status.trouble}"] if status.trouble else []
    if not status.steps or len(status.sources) < sources:
        missing.append("The sources were not started yet.")
    if not status.platforms:
        missing.append("No platform was connected yet.")
    missing += [
        f"{platform.name} is not connected: {platform.ended or 'it is being connected'}."
        for platform in status.platforms
        if not platform.is_up
    ]
    return missing


def _long(length: timedelta) -> str:
    return f"{length.total_seconds():.0f} s"
