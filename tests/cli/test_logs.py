"""The log goes where standard error goes at that moment."""

import io
import logging
import sys

import pytest

from bot.cli.logs import CurrentStandardError


def test_it_follows_standard_error(monkeypatch: pytest.MonkeyPatch) -> None:
    log = logging.getLogger("a house with a prompt")
    log.propagate = False
    log.addHandler(CurrentStandardError())
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    log.warning("one")
    monkeypatch.setattr(sys, "stderr", second)
    log.warning("two")
    assert (first.getvalue(), second.getvalue()) == ("one\n", "two\n")
