"""The intervals that the benchmarks print beside their figures."""

import pytest

from tests.benchmarks.intervals import Counts, Measure, accuracy, f1, interval, precision, recall


def test_what_never_varies_has_no_width() -> None:
    assert interval([Counts(right=1)] * 40) == (1.0, 1.0)
    assert interval([Counts(missed=1)] * 40) == (0.0, 0.0)
    assert interval([]) == (0.0, 0.0)


def test_the_figure_lies_inside_and_one_set_gives_one_interval() -> None:
    items = [Counts(right=1)] * 90 + [Counts(wrong=1)] * 10
    low, high = interval(items, accuracy)
    # A share of .9 in 100 has a standard error of .03.
    assert 0.82 <= low <= 0.86
    assert 0.94 <= high <= 0.98
    assert interval(items, accuracy) == (low, high)


def test_more_items_are_surer() -> None:
    few, many = ([Counts(right=3), Counts(wrong=1, missed=1)] * times for times in (10, 200))
    width = [high - low for low, high in (interval(few), interval(many))]
    assert width[1] < width[0] / 3


def test_items_are_drawn_whole() -> None:
    # 50 mistakes in one text are one piece of bad luck: a draw has them all or has none.
    lumped = interval([Counts(right=1)] * 49 + [Counts(wrong=50)], accuracy)
    parted = interval([Counts(right=1)] * 49 + [Counts(wrong=1)] * 50, accuracy)
    assert lumped[1] == 1.0
    assert parted[1] < 0.65


@pytest.mark.parametrize(
    ("measure", "figure"), [(f1, 2 / 3), (precision, 0.75), (recall, 0.6), (accuracy, 0.5)]
)
def test_measures(measure: Measure, figure: float) -> None:
    assert measure(3, 1, 2) == pytest.approx(figure)
    assert measure(0, 0, 0) == 0.0
