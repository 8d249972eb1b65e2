"""Texts that nobody wrote to be read: no one of them may hold the reader up, or make it raise.

Reading holds the interpreter's lock, so one such item of a feed would stop the whole program.
"""

import time
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.article import Article, Span
from bot.domain.reading import Reading
from bot.reading.reader import Reader
from bot.securities import load
from tests.reading.hostile import MADE, NEWS, PIECES, repeated

NOW = datetime(2031, 1, 1, tzinfo=UTC)
MOST = 1.0  # seconds of the processor; the aim is a quarter, but a test machine may be slow
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


ANY = st.text(st.characters(exclude_categories=()), max_size=60)


@settings(max_examples=150, deadline=None)
@given(
    headline=st.none() | st.lists(st.sampled_from(PIECES) | ANY, max_size=8).map("".join),
    body=st.lists(st.sampled_from(PIECES) | ANY, max_size=40).map("".join),
)
def test_no_text_raises_and_every_span_lies_inside(headline: str | None, body: str) -> None:
    assert_evident(READER.read(article(headline, body)))
    assert_evident(READER.read(article(headline, NEWS + body)))
