"""What a kind says of its settings is heeded, or refused where it would not be."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.config import Environment
from bot.domain.errors import CannotRun
from bot.fetch import Fetcher
from bot.parts import build_source

KIND = """
from collections.abc import Mapping
from typing import ClassVar

from bot.sources.needs import require
from bot.sources.settings import Asked
{top}

class Settings(Asked, frozen=True, kw_only=True):
    url: str = ""
    {field}


def build(settings, fetcher):
    require(settings)
"""


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A kind of somebody's own, to be written; it is forgotten afterwards."""
    (tmp_path / "quay").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    yield tmp_path / "quay" / "tides.py"
    for name in [name for name in sys.modules if name.partition(".")[0] == "quay"]:
        del sys.modules[name]


@pytest.mark.parametrize(
    ("top", "field", "words"),
    [
        ("NEEDS = {'url': 'the address'}", "", "has NEEDS at the top of the file.*class Settings.*ClassVar"),
        ("TERMS = 'Ask the harbour.'", "", "has TERMS at the top of the file"),
        ("ENVIRONMENT = {'url': 'TIDES_URL'}", "", "has ENVIRONMENT at the top of the file"),
        ("", "TERMS: str = 'Ask the harbour.'", "has TERMS as a setting. Annotate it as a ClassVar"),
        ("", "TERMS: ClassVar[str] = 'Ask the harbour.'", "has no field accept_terms, of which its TERMS"),
        ("", "NEEDS: ClassVar[Mapping[str, str]] = {'key': 'a key'}", "has no field key, of which its NEEDS"),
        ("", "NEEDS: ClassVar[Mapping[str, str]] = {'url': 'the address.'}", "needs url: the address"),
    ],
)
async def test_what_nothing_would_come_of_is_refused(file: Path, top: str, field: str, words: str) -> None:
    file.write_text(KIND.format(top=top, field=field))
    async with Fetcher() as fetcher:
        with pytest.raises(CannotRun, match=words):
            build_source(
                {"kind": "quay.tides", "name": "Tides"}, Environment({}), fetcher, "[[source]] Tides"
            )
