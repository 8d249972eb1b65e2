"""Texts that nobody wrote to be read: no one of them may hold the reader up, or make it raise.

Reading holds the interpreter's lock, so one such item of a feed would stop the whole program.
"""

import time
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article, Span
from bot.domain.reading import Reading
from bot.reading.contract import to_contract
from bot.reading.reader import Reader
from bot.securities import load
from tests.reading.hostile import MADE, NEWS, ONCE_RAISED, PIECES, repeated

FOLDER = Path(__file__).parent
NOW = datetime(2031, 1, 1, tzinfo=UTC)
MOST = 0.5  # seconds of the processor; the aim is a tenth of it, but a test machine may be slow
READER = Reader(load())


def article(headline: str | None, body: str) -> Article:
    return Article("a", "test", headline, body, NOW)


def seconds(headline: str | None, body: str) -> float:
    started = time.process_time()
    READER.read(article(headline, body))
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_repetition_takes_no_longer_than_a_page(piece: str) -> None:
    assert seconds(None, NEWS + repeated(piece)) < MOST


@pytest.mark.parametrize(("headline", "body"), MADE, ids=range(len(MADE)))
def test_what_is_made_to_take_long_does_not(headline: str, body: str) -> None:
    assert seconds(headline, body) < MOST


def spans_in(value: Any) -> list[Span]:
    """Return every span inside a value of the domain."""
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for item in value for span in spans_in(item)]
    if is_dataclass(value):
        return [span for field in fields(value) for span in spans_in(getattr(value, field.name))]
    return []


def assert_evident(reading: Reading) -> None:
    """Hold that each span is a piece of the text that is read."""
    for span in spans_in(reading):
        assert 0 <= span.start < span.end <= len(reading.text)


def assert_printable(reading: Reading) -> None:
    """Hold that each span is a piece of the text that is read, and that the reading can be printed."""
    assert_evident(reading)
    printed = msgspec.json.decode(msgspec.json.encode(to_contract(reading, with_text=True)))
    for key in ("because", "amounts", "quotations"):
        for piece in printed[key]:
            assert piece["text"] == printed["text"][piece["start"] : piece["end"]]


NESTED = st.recursive(
    st.sampled_from(("Ford said it will invest $2 billion", "a", "")),
    lambda inner: st.tuples(st.sampled_from(("“”", "‘’", '""', "«»", "()", "[]", "<>", "“»")), inner).map(
        lambda pair: f"{pair[0][0]}{pair[1]}{pair[0][1]}"
    ),
    max_leaves=20,
)
MARKUP = st.builds(
    "<{0} {1}='{2}'>{2}</{0}>".format,
    st.sampled_from(("p", "div", "script", "table", "a href", "!--")),
    st.sampled_from(("class", "style", "onload")),
    st.sampled_from(("&nbsp;", "&#8217;", "$2 billion", "&lt;b&gt;", "\u200f")),
)
ANY = st.text(st.characters(exclude_categories=()), max_size=60)
DIRECTIONS = st.text("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2069a5$ ,", max_size=20)
ENDLESS = st.text("Aa1$.-'’", min_size=1, max_size=6).map(lambda run: run * 50)
NASTY = st.one_of(st.sampled_from(PIECES), st.sampled_from(PIECES), ANY, NESTED, MARKUP, DIRECTIONS, ENDLESS)


@pytest.mark.parametrize("body", ONCE_RAISED)
def test_what_once_raised_is_read(body: str) -> None:
    assert_printable(READER.read(article(None, body)))
    assert_printable(READER.read(article(body, f"{body}\n\n{body}")))


def test_a_million_tags_take_no_longer_than_a_few() -> None:
    tagged = replace(article("Ford to invest $2 billion", NEWS), tickers=("NYSE:F", "\ud800", "") * 333_333)
    started = time.process_time()
    assert_printable(READER.read(tagged))
    assert time.process_time() - started < MOST


@settings(max_examples=300, deadline=None)
@given(
    headline=st.none() | st.lists(NASTY, max_size=8).map("".join),
    body=st.lists(NASTY, max_size=40).map("".join),
)
def test_no_text_raises_and_every_span_lies_inside(headline: str | None, body: str) -> None:
    assert_printable(READER.read(article(headline, body)))
    assert_printable(READER.read(article(headline, NEWS + body)))


@settings(max_examples=25, deadline=None)
@given(pieces=st.lists(NASTY, min_size=1, max_size=5).map("".join).filter(bool))
def test_no_mixture_takes_longer_than_a_page(pieces: str) -> None:
    started = time.process_time()
    reading = READER.read(article(None, NEWS + repeated(pieces)))
    assert time.process_time() - started < MOST
    assert_printable(reading)


STORIES = tuple(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("stories/*.txt")))
EDITS = st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 80) | st.just(9999), st.just("") | NASTY)
# Letters that a pattern takes for others when it ignores case, or that grow in lower case, and other blanks.
SWAPS = st.sampled_from(
    (
        *(("i", "\u0130"), ("I", "\u0131"), ("s", "\u017f"), ("k", "\u212a"), ("fi", "\ufb01")),
        *(("e", "e\u0301"), ("a", "\u0430"), ("2", "\u0662"), ("1", "\u00b9"), ("5", "\uff15")),
        *((" ", "\u00a0"), (" ", "\n"), (" ", "\u200b "), (" ", ""), (".", ""), (",", "\uff0c")),
        *(("$", "\uff04"), ("“", '"'), ("”", ""), ("-", "\u2014")),
    )
)


@settings(max_examples=300, deadline=None)
@given(
    story=st.sampled_from(STORIES),
    edits=st.lists(EDITS, max_size=8),
    swaps=st.lists(SWAPS, max_size=3),
    upper=st.booleans(),
)
def test_a_damaged_story_can_be_read(
    story: str, edits: list[tuple[float, int, str]], swaps: list[tuple[str, str]], upper: bool
) -> None:
    for place, gone, piece in edits:
        at = int(place * len(story))
        story = story[:at] + piece + story[at + gone :]
    story = story.upper() if upper else story
    for letter, other in swaps:
        story = story.replace(letter, other)
    assert_printable(READER.read(article(None, story)))
    headline, _, body = story.partition("\n\n")
    assert_printable(READER.read(article(headline, body)))
