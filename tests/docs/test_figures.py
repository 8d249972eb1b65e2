"""docs/figures.md shows the table of goals as the benchmark knows it: every goal, none that has gone."""

from tests.benchmarks.table import GOALS
from tests.docs.pages import rows, sections, words_of


def test_every_goal_has_its_line() -> None:
    shown = [line[0] for line in rows(sections(words_of("docs/figures.md"))["The goals"])]
    assert shown == [goal.figure for goal in GOALS]


def test_every_line_says_whether_it_is_met() -> None:
    table = list(rows(sections(words_of("docs/figures.md"))["The goals"]))
    assert {line[-1] for line in table} <= {"met", "missed"}
