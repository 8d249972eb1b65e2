"""The longest stall counts what a bot that was up let wait, and nothing else."""

import pytest

from tests.chaos.stall import Counted, excused, longest


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
