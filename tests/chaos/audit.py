"""The auditor: what the paper printed against what the platforms took.

A card is known by what a reader sees: its article's address names the story, the sum in its title the
version. It never asks the bot's own store.

    lost          a story whose alert, whose newest version or whose reply does not stand in a channel
    twice         an alert, or a reply to one version, that stands in a channel more than once
    out of order  an alert above that of an earlier story, or an older version shown after a newer one

An alert may come in the words of a later version, for it is drawn when it is sent; then no reply is owed for
that version.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot.domain.alert import Channel
from tests.chaos.ledger import Did, Entry
from tests.chaos.press import Story

REPEAT: Final = "This may be a repeat"  # how a card says so where nobody could look
_SLUG: Final = re.compile(r"\bstory-(\d{4})\b")


@dataclass(frozen=True, slots=True)
class Finding:
    """What the auditor found; each entry says what happened where. All but `repeats` must be empty: those are
    second ones that say themselves that they may be. `deliveries` counts the alerts, edits and replies that
    stand, each once; `unknown` are messages about nothing that the paper printed."""

    deliveries: int
    lost: tuple[str, ...]
    twice: tuple[str, ...]
    out_of_order: tuple[str, ...]
    repeats: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.lost or self.twice or self.out_of_order or self.unknown)


@dataclass(slots=True)
class _Stand:
    """What one channel has of one story: its alerts, and the versions that each was shown in, in order; the
    versions that replies told."""

    alerts: dict[str, list[int]] = field(default_factory=dict)
    marked: set[str] = field(default_factory=set)
    replies: list[int] = field(default_factory=list)
    marked_replies: int = 0


def judge(entries: Iterable[Entry], stories: Sequence[Story], channels: Sequence[Channel]) -> Finding:
    """Compare the ledger, in the order of its writing, with the stories. Every channel watches all."""
    stands: dict[tuple[str, int], _Stand] = defaultdict(_Stand)
    lines: dict[str, list[int]] = defaultdict(list)
    homes: dict[tuple[str, str], tuple[str, int]] = {}
    unknown: list[str] = []
    for entry in entries:
        if entry.did not in (Did.POST, Did.EDIT, Did.REPLY):
            continue
        number = _story_of(entry, homes)
        version = None if number is None or number >= len(stories) else _version_of(entry, stories[number])
        if number is None or version is None:
            unknown.append(f"{entry.platform} {entry.channel}: {entry.did} of {entry.title!r}")
            continue
        stand = stands[entry.channel, number]
        homes[entry.channel, entry.message] = entry.channel, number
        if entry.did is Did.REPLY:
            stand.replies.append(version)
            stand.marked_replies += REPEAT in entry.text
        elif entry.did is Did.POST:
            stand.alerts[entry.message] = [version]
            if REPEAT in entry.text:
                stand.marked.add(entry.message)
            if len(stand.alerts) == 1:
                lines[entry.channel].append(number)
        else:
            stand.alerts.setdefault(entry.message, []).append(version)
    findings: dict[str, list[str]] = defaultdict(list)
    deliveries = 0
    for channel in channels:
        for told in stories:
            stand = stands.get((channel.id, told.number), _Stand())
            where = f"{channel.platform} {channel.id} {told.slug}"
            for kind, words in _faults(stand, told):
                findings[kind].append(f"{where}: {words}")
            versions = [each for shown in stand.alerts.values() for each in shown]
            deliveries += len(set(versions)) + len(set(stand.replies))
        for kind, words in _inversions(lines[channel.id]):
            findings[kind].append(f"{channel.platform} {channel.id}: {words}")
    return Finding(
        deliveries,
        tuple(findings["lost"]),
        tuple(findings["twice"]),
        tuple(findings["out_of_order"]),
        tuple(findings["repeats"]),
        tuple(unknown),
    )


def _story_of(entry: Entry, homes: dict[tuple[str, str], tuple[str, int]]) -> int | None:
    """Return the number of the story that a message is about; a reply is about that of the alert above it."""
    if entry.did is Did.REPLY:
        home = homes.get((entry.channel, entry.above))
        return home[1] if home else None
    found = _SLUG.search(entry.text)
    return int(found[1]) if found else None


def _version_of(entry: Entry, story: Story) -> int | None:
    """Return the version that a card shows, by its title. A reply may name several: it tells the last."""
    marks = story.marks()
    shown = [number for number, mark in enumerate(marks) if mark in entry.title]
    if not shown and entry.did is Did.REPLY:
        shown = [number for number, mark in enumerate(marks) if mark in entry.text]
    return max(shown) if shown else None


def _faults(stand: _Stand, story: Story) -> Iterator[tuple[str, str]]:
    """Give what is wrong with a story in a channel: the kind, and words."""
    newest = len(story.sums) - 1
    if not stand.alerts:
        yield "lost", "no alert"
        return
    unmarked = len(stand.alerts) - len(stand.marked)
    if unmarked > 1:
        yield "twice", f"{len(stand.alerts)} alerts, {len(stand.marked)} of them marked as repeats"
    elif len(stand.alerts) > 1:
        yield "repeats", f"{len(stand.alerts)} alerts, all but one marked as repeats"
    if all(shown[-1] != newest for shown in stand.alerts.values()):
        yield (
            "lost",
            f"shown are versions {[shown[-1] for shown in stand.alerts.values()]}, the newest is {newest}",
        )
    for shown in stand.alerts.values():
        if shown != sorted(shown):
            yield "out_of_order", f"a message showed the versions {shown} in this order"
    if stand.replies != sorted(stand.replies):
        yield "out_of_order", f"replies told the versions {stand.replies} in this order"
    first = min(shown[0] for shown in stand.alerts.values())
    if newest > first and newest not in stand.replies:
        yield "lost", f"no reply tells of version {newest}, and the alert showed {first}"
    more = len(stand.replies) - len(set(stand.replies))
    if more > stand.marked_replies:
        yield "twice", f"replies told the versions {stand.replies}"
    elif more:
        yield (
            "repeats",
            f"replies told the versions {stand.replies}, {stand.marked_replies} marked as repeats",
        )


def _inversions(line: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Give every alert that came after that of a later story."""
    latest = -1
    for number in line:
        if number < latest:
            yield "out_of_order", f"the alert of story {number} stands below that of story {latest}"
        latest = max(latest, number)
