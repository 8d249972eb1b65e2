"""A plugin that is at fault is told of, with the place, and nothing else breaks with it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Environment
from bot.domain.errors import CannotRun
from bot.fetch import Fetcher
from bot.parts import build_source
from bot.plugins import UnknownKind, find

GOOD_SETTINGS = "from bot.sources.settings import Asked\nclass Settings(Asked, frozen=True): ...\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder to import from, which is forgotten afterwards."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "quay").mkdir()
    yield tmp_path / "quay"
    for name in [name for name in sys.modules if name.partition(".")[0] == "quay"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("import no_such_tide\n", "ModuleNotFoundError: No module named 'no_such_tide' (wire.py, line 1)"),
        ("\nfrom bot.ports import Tide\n", "ImportError: cannot import name 'Tide'"),
        ("def build(:\n", "SyntaxError: invalid syntax (wire.py, line 1)"),
        ("raise KeyError\n", "KeyError (wire.py, line 1)"),
        ("Settings = None\n", "has no `build`"),
    ],
)
def test_a_module_that_cannot_be_imported_says_why_and_where(folder: Path, text: str, words: str) -> None:
    (folder / "wire.py").write_text(text)
    with pytest.raises(CannotRun) as raised:
        find("sources", "quay.wire")
    assert words in str(raised.value)
    assert not isinstance(raised.value, UnknownKind)


@pytest.mark.parametrize("name", ["quay.nothing", "no_such_quay.wire", "fax"])
def test_what_is_not_there_is_unknown(folder: Path, name: str) -> None:
    (folder / "wire.py").touch()
    with pytest.raises(UnknownKind, match="Known are: alpaca"):
        find("sources", name)


def test_a_folder_that_cannot_be_imported_is_no_unknown_kind(folder: Path) -> None:
    (folder / "__init__.py").write_text("import no_such_tide\n")
    with pytest.raises(CannotRun, match="no_such_tide"):
        find("sources", "quay.wire")


async def test_a_build_that_breaks_is_told_of(folder: Path) -> None:
    (folder / "wire.py").write_text(
        f"{GOOD_SETTINGS}def build(settings, fetcher):\n    return settings.tide\n"
    )
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun) as raised:
            build_source({"kind": "quay.wire", "name": "Quay"}, Environment({}), fetcher, "[[source]] Quay")
    assert str(raised.value) == (
        "[[source]] Quay is at fault: AttributeError: 'Settings' object has no attribute 'tide' "
        "(wire.py, line 4). Mend it there."
    )


def test_a_kind_with_a_dot_says_where_it_was_sought(folder: Path) -> None:
    with pytest.raises(UnknownKind, match=r"quay/nothing\.py to be found, PYTHONPATH must name the folder"):
        find("sources", "quay.nothing")
    with pytest.raises(UnknownKind) as raised:
        find("sources", "fax")
    assert "PYTHONPATH" not in str(raised.value)
