"""The log: where it goes, what a line holds, and what it never holds."""

import asyncio
import io
import json
import logging
import sys
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from bot.cli.logs import CurrentStandardError, Form, formatter
from bot.domain.trail import about, note, trail

# Written in parts, so that no scanner of repositories takes it for somebody's.
SLACK = "xoxb" + "-123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx"


@pytest.fixture
def log() -> Iterator[logging.Logger]:
    log = logging.getLogger("bot.a house with a prompt")
    log.propagate = False
    log.setLevel(logging.DEBUG)
    yield log
    log.handlers.clear()


@pytest.fixture
def said(log: logging.Logger, capsys: pytest.CaptureFixture[str]) -> "Said":
    handler = CurrentStandardError()
    log.addHandler(handler)
    return Said(handler, capsys)


class Said:
    """What a log with one handler writes to standard error, in a form."""

    def __init__(self, handler: logging.Handler, capsys: pytest.CaptureFixture[str]) -> None:
        self._handler = handler
        self._capsys = capsys
        self.form("json")

    def form(self, form: Form, withheld: Collection[str] = ()) -> None:
        self._handler.setFormatter(formatter(form, withheld))

    def text(self) -> str:
        """Return what was written since the last look."""
        return self._capsys.readouterr().err

    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text().splitlines()]


def test_it_follows_standard_error(log: logging.Logger, monkeypatch: pytest.MonkeyPatch) -> None:
    log.addHandler(CurrentStandardError())
    first, second = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", first)
    log.warning("one")
    monkeypatch.setattr(sys, "stderr", second)
    log.warning("two")
    assert (first.getvalue(), second.getvalue()) == ("one\n", "two\n")


def test_a_line_carries_what_is_bound_and_what_it_is_given(log: logging.Logger, said: Said) -> None:
    with about(article="a1", source="wire"):
        note(log, "article_kept", quiet=True, url=None)
        with about(story=7):
            log.warning("A line of %s", "ours")
    log.info("outside")
    kept, ours, outside = said.lines()
    assert kept.pop("time").endswith("Z")
    assert kept == {
        "level": "info",
        "event": "article_kept",
        "logger": log.name,
        "article": "a1",
        "source": "wire",
        "quiet": True,
    }
    assert (ours["event"], ours["article"], ours["story"]) == ("A line of ours", "a1", 7)
    assert outside.keys() == {"time", "level", "event", "logger"}


async def test_what_is_bound_goes_along_into_tasks_and_threads(log: logging.Logger, said: Said) -> None:
    async def work(number: int) -> None:
        with about(article=number):
            await asyncio.sleep(0)
            await asyncio.to_thread(note, log, "article_read")

    with about(source="wire"):
        async with asyncio.TaskGroup() as group:
            for number in range(20):
                group.create_task(work(number))
    lines = said.lines()
    assert sorted(line["article"] for line in lines) == list(range(20))
    assert {line["source"] for line in lines} == {"wire"}
    assert not trail()


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_is_in_a_line_wherever_it_stood(log: logging.Logger, said: Said, form: Form) -> None:
    said.form(form)
    with about(key=SLACK):
        note(log, f"event {SLACK}", fields=[{"deep": SLACK}], bare=SLACK)
        log.warning("words %s", SLACK)
        _fail(log, SLACK)
        log.info("stack", stack_info=True)
    printed = said.text()
    assert printed.count("***") >= 8
    assert "AbCdEfGh" not in printed


def test_a_value_that_is_withheld_is_in_no_line(log: logging.Logger, said: Said) -> None:
    said.form("json", withheld=["plain-as-day"])
    with about(source="plain-as-day"):
        log.warning("GET https://wire.example/plain-as-day")
    assert "plain-as-day" not in said.text()


def test_outside_text_begins_no_line_of_its_own(log: logging.Logger, said: Said) -> None:
    said.form("text")
    forged = "x\n2026-01-01T00:00:00.000Z info delivery_sent\r\x1b[2K\u2028"
    note(log, forged, headline=forged)
    printed = said.text()
    assert len(printed.splitlines()) == 1
    assert "\x1b" not in printed


def test_a_traceback_is_one_line_of_json_and_indented_as_text(log: logging.Logger, said: Said) -> None:
    _fail(log, "why")
    [line] = said.lines()
    assert line["exception"].startswith("Traceback")
    said.form("text")
    _fail(log, "why")
    first, *rest = said.text().splitlines()
    assert "broke" in first
    assert rest
    assert all(one.startswith("    ") for one in rest)


def test_it_is_json_where_nobody_looks(log: logging.Logger, said: Said) -> None:
    said.form("auto")
    log.info("nobody looks")
    assert said.lines()[0]["event"] == "nobody looks"


def _fail(log: logging.Logger, words: str) -> None:
    try:
        int(words)
    except ValueError:
        log.exception("broke")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_outside_text_moves_the_terminals_cursor(log: logging.Logger, said: Said, form: Form) -> None:
    """A headline may stand in an event, in a field and in what an exception says."""
    said.form(form)
    headline = "steel\x1b[2K\x1b]0;mine\x07\x85\u202eleets"
    with about(headline=headline):
        try:
            int(headline)
        except ValueError as error:
            error.args = (headline,)
            log.exception("%s", headline)
    printed = said.text().rstrip("\n")
    assert printed.count("\\u001b[2K") == 3
    assert not {*printed} & {*"\x1b\x07\x85\u202e"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_secret_behind_a_control_is_one(log: logging.Logger, said: Said, form: Form) -> None:
    said.form(form)
    log.warning("%s", f"\x1b{SLACK} \x9b{SLACK}")
    assert "AbCdEfGh" not in said.text()
