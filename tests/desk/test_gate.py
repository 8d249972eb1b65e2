from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.gate import Gate
from bot.ports import Pace


def test_no_more_are_under_way_than_its_width() -> None:
    gate = Gate(Pace(width=4))
    assert [gate.room(0.0, under_way) for under_way in (0, 3, 4, 9)] == [4, 1, 0, 0]


@given(st.lists(st.floats(0.0, 0.3), max_size=400), st.sampled_from([1.0, 3.0, 7.5, 50.0]))
def test_never_more_than_its_rate_in_any_second(pauses: list[float], rate: float) -> None:
    gate, now, begun = Gate(Pace(width=1_000, per_second=rate)), 0.0, list[float]()
    for pause in pauses:
        now += pause
        for _ in range(gate.room(now, 0)):
            gate.begin(now)
            begun.append(now)
    for first in begun:
        assert sum(first <= at < first + 1.0 for at in begun) <= rate


@pytest.mark.parametrize("rate", [0.5, 1.0, 10.0, 50.0])
def test_it_is_at_most_a_twentieth_slower_than_its_rate(rate: float) -> None:
    gate, now, wanted = Gate(Pace(width=1_000, per_second=rate)), 0.0, int(200 * rate)
    begun = 0
    while begun < wanted:
        now = gate.opens_at(now)
        for _ in range(min(gate.room(now, 0), wanted - begun)):
            gate.begin(now)
            begun += 1
    assert now <= 1.05 * 200


def test_shut_it_lets_nobody_through_before_the_time() -> None:
    gate = Gate(Pace(width=4, between=timedelta(seconds=1)))
    gate.shut(10.0)
    gate.shut(5.0)
    assert (gate.room(9.9, 0), gate.opens_at(3.0)) == (0, 10.0)
    assert (gate.room(10.0, 0), gate.opens_at(12.0)) == (4, 12.0)
