"""The rules by which the benchmarks judge: what counts as found, as right and as met."""

import pytest

from tests.benchmarks.calibration import STREAM_RATE, Scored, error, weighted_error
from tests.benchmarks.contract_speech import quoted
from tests.benchmarks.contract_sums import matched, printed
from tests.benchmarks.figure import Figure, counted
from tests.benchmarks.table import GOALS, judged
from tests.benchmarks.table import printed as table


def label(value: float, currency: str | None = "USD", **more: object) -> dict[str, object]:
    return {"value": value, "currency": currency, **more}


class TestSums:
    def test_each_label_is_met_once(self) -> None:
        row = {"expected": [label(5e9), label(5e9)]}
        assert matched(row, [(5e9, "USD")]) == (1, 0, 1)
        assert matched(row, [(5e9, "USD")] * 3) == (2, 1, 0)

    def test_the_currency_must_be_right_unless_the_label_leaves_it_open(self) -> None:
        assert matched({"expected": [label(5.0)]}, [(5.0, "AUD")]) == (0, 1, 1)
        assert matched({"expected": [label(5.0, None)]}, [(5.0, "AUD")]) == (1, 0, 0)

    def test_an_optional_sum_counts_neither_way(self) -> None:
        row = {"expected": [label(1e9, optional=True), label(2e9)]}
        assert matched(row, [(2e9, "USD")]) == (1, 0, 0)
        assert matched(row, [(1e9, "USD"), (2e9, "USD")]) == (1, 0, 0)

    def test_the_first_alone_where_a_suite_asks_for_one(self) -> None:
        row = {"expected": [label(3.0)], "first_only": True}
        assert matched(row, [(3.0, "USD"), (4.0, "USD")]) == (1, 0, 0)

    def test_a_range_is_two_sums_and_a_restatement_one_more(self) -> None:
        amount = {"value": 1, "value_max": 2, "currency": "EUR", "usd": 3, "usd_basis": "stated"}
        native = {"value": 4, "value_max": None, "currency": "USD", "usd": 4, "usd_basis": "native"}
        answer = {"amounts": [amount, native]}
        assert printed(answer) == [(1, "EUR"), (2, "EUR"), (3, "USD"), (4, "USD")]


class TestSpeech:
    SAID = ("We will open the mill in May", "Jane Orr")

    def test_words_and_speaker_must_be_right(self) -> None:
        asked = [(self.SAID[0], "Jane Orr, the mill's owner")]
        assert quoted([self.SAID], asked, ()) == (1, 0, 0)
        assert quoted([(self.SAID[0], "Ann Lee")], asked, ()) == (0, 1, 1)
        assert quoted([("The river is high", "Jane Orr")], asked, ()) == (0, 1, 1)

    def test_a_labelled_pronoun_agrees_with_whoever_it_stands_for(self) -> None:
        assert quoted([self.SAID], [(self.SAID[0], "she")], ()) == (1, 0, 0)

    def test_a_free_piece_counts_neither_way(self) -> None:
        assert quoted([self.SAID], (), [self.SAID]) == (0, 0, 0)
        assert quoted((), (), [self.SAID]) == (0, 0, 0)


class TestCalibration:
    def test_true_probabilities_have_no_error(self) -> None:
        rows = [Scored(0.25, 1)] + [Scored(0.25, 0)] * 3
        assert error(rows).value == pytest.approx(0)

    def test_the_error_is_how_far_the_scores_are_off(self) -> None:
        assert error([Scored(0.9, 0)] * 4).value == pytest.approx(0.9)
        assert error([Scored(1.0, 1)] * 4).value == pytest.approx(0)

    def test_labels_weigh_what_they_weigh_in_the_stream(self) -> None:
        """Half of the rows are commitments; in the stream they are few, and so are their errors."""
        rows = [(0.0, 1)] * 50 + [(0.0, 0)] * 50
        assert weighted_error(rows).value == pytest.approx(STREAM_RATE)


OURS = {goal.figure: Figure(goal.bar, goal.bar, goal.bar) for goal in GOALS}


class TestTable:
    def test_a_goal_that_is_reached_is_met(self) -> None:
        assert all(line.met for line in judged(OURS, {}))

    def test_one_that_is_just_not_reached_is_missed_on_either_side(self) -> None:
        off = {
            goal.figure: Figure(goal.bar + (0.001 if goal.at_most else -0.001), None, None) for goal in GOALS
        }
        assert not any(line.met for line in judged(off, {}))

    def test_the_best_peer_stands_beside(self) -> None:
        theirs: dict[str, Figure | str] = {
            "one: amounts F1": Figure(0.8),
            "other: amounts F1": Figure(0.9),
            "third": "not installed",
        }
        line = next(line for line in judged(OURS, theirs) if line.what == "amounts: F1")
        assert (line.peer, line.theirs) == ("other", 0.9)

    def test_it_ends_with_how_many_are_met(self) -> None:
        text = table(judged(OURS, {}))
        assert text.splitlines()[-1] == f"{len(GOALS)} of {len(GOALS)} met"


def test_a_figure_lies_in_its_interval() -> None:
    figure = counted([(1, 0, 0)] * 30 + [(0, 1, 1)] * 10)
    assert figure.low is not None
    assert figure.high is not None
    assert figure.low < figure.value < figure.high
