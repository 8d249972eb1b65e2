"""What the page about operating says is kept is what the program keeps."""

from pathlib import Path

from bot.cli.seen import seen_path
from bot.config import SecuritiesTable, StoreTable
from tests.docs.pages import words_of


def test_every_file_that_is_kept_is_named() -> None:
    page = words_of("docs/operating.md")
    store, master = Path(StoreTable().path), Path(SecuritiesTable().path)
    for path in (store, master, seen_path(store), Path(f"{master}.state.json"), Path(f"{store}.lock")):
        assert f"`{path}`" in page, path


def test_no_figure_is_said_twice() -> None:
    assert "MB of memory" not in words_of("docs/operating.md")
