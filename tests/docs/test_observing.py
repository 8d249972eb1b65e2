"""docs/observing.md against the code: every figure with its labels, every event of the way."""

import ast
import re

import pytest
from prometheus_client import CollectorRegistry, Info

from bot.observe.instruments import Instruments
from bot.ports import Outcome
from tests.docs.pages import ROOT, rows, sections, words_of
from tests.observe.figures import known

PAGE = sections(words_of("docs/observing.md"))
_HISTOGRAM = re.compile(r"_(?:bucket|sum|count)$")
_NOTED = re.compile(r'note\(\s*\w+,\s*f?"(\w+)(?:\{[\w.]+\})?"')


def figures() -> dict[str, str]:
    """Return the labels of every figure, as the page prints them, a histogram under one name."""
    registry = CollectorRegistry()
    build = Instruments(registry).build
    assert isinstance(build, Info)
    found: dict[str, set[str]] = {}
    for name, labels in known().items():
        whole = _HISTOGRAM.sub("", name)
        found.setdefault(whole, set()).update(labels - {"le"})
    found["outlay_build_info"] = {"version", "python"}  # whose labels are its values
    return {name: ", ".join(sorted(labels)) for name, labels in found.items()}


def test_every_figure_is_explained_with_its_labels() -> None:
    told = {
        line[0].strip("`"): ", ".join(sorted(re.findall(r"`(\w+)`", line[1])))
        for line in rows(PAGE["Figures"])
    }
    assert told == figures()


def test_every_event_of_the_way_is_explained() -> None:
    said = {
        name
        for folder in ("bot", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        for name in _NOTED.findall(path.read_text(encoding="utf-8"))
    }
    events = (said - {"delivery_", "delivery_claimed"}) | {f"delivery_{outcome}" for outcome in Outcome}
    events |= {"story_told", "story_joined", "command_answered", "command_refused"}
    told = {name for line in rows(PAGE["The log"]) for name in re.findall(r"`(\w+_\w+)`", line[0])}
    assert events <= told


def test_every_field_is_explained() -> None:
    given = {
        word.arg
        for folder in ("bot", "handlers")
        for path in (ROOT / folder).rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"about", "note"}
        for word in call.keywords
        if word.arg not in {None, "level"}
    }
    assert {"score", "story", "user"} <= given
    told = {name for line in rows(PAGE["The log"]) for name in re.findall(r"`(\w+)`", line[0])}
    assert given <= told, given - told


@pytest.mark.parametrize("path", ["/metrics", "/livez", "/readyz"])
def test_every_endpoint_is_named(path: str) -> None:
    assert f"`{path}`" in words_of("docs/observing.md")
