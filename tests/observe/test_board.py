"""The board and the alert rules against the figures that there are: every name, every label, every value."""

import json
import re
from typing import Any, Final

import pytest

from bot.domain.alert import Action
from bot.observe.gauges import STATES
from bot.ports import Became, Outcome
from tests.docs.pages import ROOT
from tests.observe.figures import known

BOARD: Final[dict[str, Any]] = json.loads(
    (ROOT / "deploy" / "grafana" / "outlay.json").read_text(encoding="utf-8")
)
PANELS: Final[list[dict[str, Any]]] = BOARD["panels"]
RULES: Final = (ROOT / "deploy" / "prometheus-alerts.yaml").read_text(encoding="utf-8")

# What the labels of the scrape add, and what only some values may be.
SCRAPE: Final = {"instance", "job"}
VALUES: Final[dict[str, set[str]]] = {
    "outcome": set(Outcome),
    "action": set(Action),
    "became": set(Became),
    "state": set(STATES),
    "since": {"first_sight", "publication"},
    "what": {"new", "revised"},
    "answer": {"done", "refused"},
    "job": {"outlay"},
}

_SELECTOR: Final = re.compile(r"\b((?:outlay|process)_\w+|up)\b(?:\{([^}]*)\})?")
_MATCHER: Final = re.compile(r'(\w+)\s*(?:=~|!~|!=|=)\s*"([^"]*)"')
_GROUPED: Final = re.compile(r"\b(?:by|on|without|ignoring)\s*\(([^)]*)\)")
_LEGEND: Final = re.compile(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}")


def rules() -> dict[str, tuple[str, str]]:
    """Return each rule's expression and its other words, by its name. The file is YAML of the plainest form:
    one key a line, and a folded expression goes on until the next key."""
    found = {}
    for block in re.split(r"^ *- alert: ", RULES, flags=re.MULTILINE)[1:]:
        name, _, rest = block.partition("\n")
        before, words = re.split(r"^ {8}(?=for:|labels:)", rest, maxsplit=1, flags=re.MULTILINE)
        found[name] = (before.partition("expr:")[2].strip().removeprefix(">-").strip(), words)
    return found


def expressions() -> list[tuple[str, str, str]]:
    """Return where each expression stands, the expression, and the words that name its labels."""
    drawn = [
        (f"board: {panel['title']}", target["expr"], target["legendFormat"])
        for panel in PANELS
        for target in panel.get("targets", [])
    ]
    drawn += [("board: annotation", one["expr"], "") for one in BOARD["annotations"]["list"]]
    return drawn + [(f"rule: {name}", *parts) for name, parts in rules().items()]


@pytest.mark.parametrize(("where", "expression", "words"), expressions(), ids=lambda part: part[:40])
def test_every_name_and_label_exists(where: str, expression: str, words: str) -> None:
    figures = {**known(), "up": frozenset[str]()}
    asked = _SELECTOR.findall(expression)
    assert asked, where
    labels = set(SCRAPE)
    for name, matchers in asked:
        assert name in figures, f"{where}: there is no figure {name}"
        own = figures[name] | SCRAPE
        labels |= own
        for label, value in _MATCHER.findall(matchers):
            assert label in own, f"{where}: {name} has no label {label}"
            if label in VALUES:
                assert set(value.split("|")) <= VALUES[label], f"{where}: {label} is never {value}"
    grouped = {one.strip() for group in _GROUPED.findall(expression) for one in group.split(",")} - {""}
    assert grouped <= labels, where
    assert set(_LEGEND.findall(words)) <= labels, where
    assert expression.count("(") == expression.count(")"), where


def test_every_rule_says_how_bad_it_is_and_what_to_do() -> None:
    assert len(rules()) >= 12
    for name, (_, words) in rules().items():
        assert re.search(r"severity: (?:page|ticket)\b", words), name
        assert re.search(r'summary: "[A-Z{].+\."', words), name
        assert re.search(r'do: ".+\."', words), name


def test_a_burst_that_is_being_delivered_pages_nobody() -> None:
    """Every way in which something can come to stand is a sign that nothing is stuck."""
    stuck, _ = rules()["OutlayAlertsAreStuck"]
    counted = re.search(r'unless .*outcome=~"([^"]*)"', stuck, re.DOTALL)
    assert counted is not None
    assert set(counted[1].split("|")) == {Outcome.SENT, Outcome.EDITED, Outcome.REPLIED, Outcome.FOUND}


def test_backups_that_are_wanted_and_were_never_made_are_told() -> None:
    """The figure of no backup is 0, which no comparison may leave out."""
    old, _ = rules()["OutlayBackupIsOld"]
    assert "outlay_backups_wanted == 1" in old
    assert "outlay_backup_timestamp_seconds > 0" not in old


def test_the_board_has_what_grafana_needs_to_load_it() -> None:
    assert {"title", "uid", "schemaVersion", "panels", "templating", "time"} <= BOARD.keys()
    ids = [panel["id"] for panel in PANELS]
    assert len(set(ids)) == len(ids)
    for panel in PANELS:
        place = panel["gridPos"]
        assert place["x"] + place["w"] <= 24, panel["title"]
        if panel["type"] != "row":
            assert {"datasource", "fieldConfig", "options", "targets"} <= panel.keys(), panel["title"]
            refs = [target["refId"] for target in panel["targets"]]
            assert len(set(refs)) == len(refs), panel["title"]


def test_no_two_panels_lie_on_each_other() -> None:
    taken: dict[tuple[int, int], str] = {}
    for panel in PANELS:
        place = panel["gridPos"]
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                assert (x, y) not in taken, f"{panel['title']} and {taken[x, y]}"
                taken[x, y] = panel["title"]


def test_every_figure_of_ours_is_drawn_or_warns() -> None:
    """A figure that nobody looks at is only cost."""
    asked = {name for _, expression, _ in expressions() for name, _ in _SELECTOR.findall(expression)}
    asked |= {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in asked} | {"outlay_build_info"}
    ours = {re.sub(r"_(?:bucket|sum|count)$", "", name) for name in known() if name.startswith("outlay_")}
    assert not ours - asked
