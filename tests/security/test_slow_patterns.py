"""No pattern of ours can be made to take long: a story is text that anybody may have written.

There is no pattern from settings or from chat; `test_no_pattern_comes_from_outside` holds that, so that no
other engine is needed. What reads articles works on sentences and names, so it is held as a whole: here on
texts as long as a release, in `tests/reading/test_hostile.py` on 100 kB.
"""

import ast
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.commands.parse import near, parse, tidy
from bot.dates import read_date
from bot.domain.article import Article
from bot.domain.secret import redacted
from bot.fetch.guard import shown
from bot.markup import to_text
from bot.reading.reader import Reader
from bot.securities import load
from handlers.discord.escape import block, line
from handlers.slack.text import clean, escape
from tests.reading.hostile import NEWS, PIECES, repeated

ROOT = Path(__file__).parents[2]
LONGEST = 0.05  # seconds of the processor for one pattern on one text, and for one release
LENGTH = 5_000  # bytes: what grows with the square of it takes seconds, what grows with it a millisecond
RELEASE = 3_000  # bytes, as most press releases
# Where a pattern is put together within a function: from the program's own tables, or from a name, escaped.
PUT_TOGETHER_IN = {
    "bot/reading/commitment/actor.py",
    "bot/reading/commitment/newness.py",
    "bot/reading/companies/subjects.py",
    "bot/reading/companies/verbs.py",
    "bot/reading/money/role_forms.py",
    "bot/reading/shares/moves.py",
    "bot/reading/shares/stated_prices.py",
    "bot/reading/wording/language.py",
    "handlers/discord/listen.py",
}

NASTY = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), min_size=1, max_size=4).map("".join)
READER = Reader(load())
NOW = datetime(2031, 1, 1, tzinfo=UTC)


# Whatever takes text from outside before it is cut into sentences: what people type, what feeds write.
DOORS: Mapping[str, Callable[[str], object]] = {
    "words of a command": parse,
    "words that were not understood": lambda text: near(tidy(text)),
    "a card on Slack": lambda text: clean(text) + escape(text),
    "a card on Discord": lambda text: line(text, 1024) + block(text, 4096),
    "a line of the log": redacted,
    "an address": lambda text: shown(f"https://{text}"),
    "the text of a page": to_text,
    "a moment": read_date,
}


def seconds(door: Callable[[str], object], text: str) -> float:
    """Return the least of three: what a pattern takes it takes every time, a busy machine does not."""

    def once() -> float:
        started = time.process_time()
        door(text)
        return time.process_time() - started

    first = once()
    return first if first < LONGEST / 2 else min(first, once(), once())


@pytest.mark.parametrize("door", DOORS)
def test_no_piece_repeated_takes_long(door: str) -> None:
    slow = [piece for piece in PIECES if seconds(DOORS[door], repeated(piece, LENGTH)) > LONGEST]
    assert slow == []


@pytest.mark.parametrize("door", DOORS)
@settings(max_examples=10, deadline=None)
@given(piece=NASTY.filter(bool))
def test_no_mixture_takes_long(door: str, piece: str) -> None:
    assert seconds(DOORS[door], repeated(piece, LENGTH)) < LONGEST


@settings(max_examples=40, deadline=None)
@given(NASTY.filter(bool))
def test_no_release_takes_longer_than_fifty_milliseconds_to_read(piece: str) -> None:
    def read(body: str) -> object:
        return READER.read(Article("a", "test", "Ford to build a kiln", body, NOW))

    assert seconds(read, NEWS + repeated(piece, RELEASE)) < LONGEST


def test_no_pattern_comes_from_outside() -> None:
    """Nothing else hands `re` what is not written out where it is."""
    found: set[str] = set()
    for path in (*(ROOT / "bot").rglob("*.py"), *(ROOT / "handlers").rglob("*.py")):
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and _puts_together(function):
                found.add(path.relative_to(ROOT).as_posix())
    assert found == PUT_TOGETHER_IN


def _puts_together(function: ast.AST) -> bool:
    return any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and ast.unparse(call.func.value) == "re"
        and call.args
        and not isinstance(call.args[0], ast.Constant)
        for call in ast.walk(function)
    )
