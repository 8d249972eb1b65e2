"""A database belongs to one running bot."""

import os
from pathlib import Path

import pytest

from bot.domain.errors import CannotRun
from bot.store import alone


def test_a_second_one_is_refused_and_told_who_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "outlay.db"
    with alone(path), pytest.raises(CannotRun, match=f"process {os.getpid()}"), alone(path):
        pass
    with alone(path):
        assert (tmp_path / "outlay.db.lock").stat().st_mode & 0o777 == 0o600


def test_another_database_is_free(tmp_path: Path) -> None:
    with alone(tmp_path / "one.db"), alone(tmp_path / "two.db"):
        pass


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with (
        pytest.raises(CannotRun, match=r"outlay\.db\.lock cannot be written"),
        alone(tmp_path / "no" / "outlay.db"),
    ):
        pass
