"""How the desk joins the labelled pairs. `python -m tests.benchmarks joining` prints the figures."""

from collections import Counter

import pytest

from tests.desk.pairs import Pair, are_joined, pairs, read


@pytest.fixture(scope="module")
def joined() -> dict[str, bool]:
    return {pair.id: are_joined(*read()[pair.id]) for pair in pairs()}


def scores(chosen: list[Pair], joined: dict[str, bool]) -> tuple[float, float]:
    """Return precision and recall."""
    count = Counter((pair.same, joined[pair.id]) for pair in chosen)
    right = count[True, True]
    return right / (right + count[False, True]), right / (right + count[True, False])


def test_there_are_pairs_enough_and_of_both_sorts() -> None:
    assert len(pairs()) >= 150
    assert len({pair.id for pair in pairs()}) == len(pairs())
    for kept in (True, False):
        labels = Counter(pair.same for pair in pairs() if pair.kept is kept)
        assert min(labels.values()) >= 0.4 * sum(labels.values())


@pytest.mark.parametrize(("kept", "least"), [(True, 0.85), (False, 0.93)])
def test_pairs_are_joined_as_they_are_labelled(kept: bool, least: float, joined: dict[str, bool]) -> None:
    precision, recall = scores([pair for pair in pairs() if pair.kept is kept], joined)
    assert precision >= 0.98
    assert recall >= least


def test_what_is_joined_is_joined_in_either_order(joined: dict[str, bool]) -> None:
    """A second article is often polled first."""
    turned = {pair.id: are_joined(*reversed(read()[pair.id])) for pair in pairs()}
    precision, recall = scores(list(pairs()), turned)
    assert precision >= 0.95
    assert recall >= 0.8
