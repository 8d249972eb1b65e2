"""The longest stall counts what a bot that was up let wait, and nothing else."""

import pytest

from bot.domain.alert import Channel
from tests.chaos.ledger import Did, Entry
from tests.chaos.press import Event, Story, company
from tests.chaos.stall import Counted, excused, longest, longest_stall

HERE = Channel("slack", "T1", "C1")
STORY = Story(0, company(0), "Barbabury", "a paper mill", (20, 24))
ALWAYS = {"slack": [(0.0, 1_000.0)]}


def line(at: float, did: Did, version: int = 0, *, seconds: float = 0.0) -> Entry:
    """Return a line of the ledger about the story."""
    title = "chat.postMessage" if did is Did.CALL else f"It will invest {STORY.marks()[version]}"
    return Entry(at, "slack", did, HERE.id, "1", title=title, text=STORY.slug, seconds=seconds)


def test_a_channel_waits_until_a_version_or_a_later_one_stands() -> None:
    printed = [(10.0, Event(STORY, 0)), (15.0, Event(STORY, 1))]
    ledger = [line(30, Did.CALL), line(30, Did.POST, 1)]
    assert longest_stall(ledger, printed, ALWAYS, [HERE]) == 20
    assert longest_stall(ledger[:1], printed, ALWAYS, [HERE]) == 970


def test_what_was_asked_for_is_no_stall() -> None:
    printed = [(10.0, Event(STORY, 0))]
    ledger = [line(11, Did.CALL, seconds=8.0), line(20, Did.CALL), line(20, Did.POST)]
    assert longest_stall(ledger, printed, ALWAYS, [HERE]) == 1
    storm = Entry(12, "slack", Did.TROUBLE, seconds=30.0)
    assert longest_stall([storm, line(50, Did.CALL), line(50, Did.POST)], printed, ALWAYS, [HERE]) == 10


def test_a_platform_that_asks_for_patience_excuses() -> None:
    assert excused([(0, 10), (20, 30)], [(5, 6), (8, 22), (29, 40)]) == [(0, 5), (6, 8), (22, 29)]
    assert excused([(0, 10)], []) == [(0, 10)]
    assert excused([(0, 10)], [(0, 10)]) == []


@pytest.mark.parametrize(("at", "seconds"), [(-1, 0), (0, 0), (3, 3), (12, 5), (21, 6), (99, 10)])
def test_only_the_time_within_spans_counts(at: float, seconds: float) -> None:
    assert Counted([(0, 5), (20, 25)]).until(at) == seconds


def test_every_call_is_a_sign_that_it_is_seen_to() -> None:
    always = Counted([(0, 1_000)])
    assert longest([(10, 40)], [], always) == 30
    assert longest([(10, 40)], [5, 12, 35, 50], always) == 23
    assert longest([(10, 40), (100, 110)], [12, 35], always) == 23
    assert longest([], [12], always) == 0


def test_the_time_between_two_lives_is_nobodys_stall() -> None:
    assert longest([(0, 100)], [50], Counted([(0, 10), (48, 52)])) == 12
