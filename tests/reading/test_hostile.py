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

NOW = datetime(2031, 1, 1, tzinfo=UTC)
LENGTH = 100_000  # bytes
MOST = 1.0  # seconds of the processor; the aim is a quarter, but a test machine may be slow
NEWS = "Ford will invest $2 billion in a kiln in Ohio, the company said.\n\n"
READER = Reader(load())

PIECES = (
    *("a", "Aa", "a ", "A ", "Aa ", "A. ", "A.B. ", "a, ", "A, ", "A & ", "A of ", "of the ", "and ", "to "),
    *("1", "1 ", "1,", "1, ", "1.1.", "1-2 ", "00,", "1 000 ", "1/", ".1", "2024 ", "in 2024 ", "10% "),
    *("$", "$1 ", "$1 billion ", "€1bn ", "HK$5 ", "$1-$2 ", "$(1) ", "up to $1 ", "between $1 and $2 "),
    *('"', '"a ', "“", "“a ", "”", "« ", "‘A ", '" said ', "“Yes,” said Jo Gray. ", "'", "A's ", "A’s "),
    *("(", "( ", "((", "(A", "[", "<", "{", ")", "(F) ", "(NYSE: F) ", "$F ", "<2317.TW> ", "(a) "),
    *(
        ".",
        ". ",
        "...",
        "? ",
        "!",
        ";",
        "; ",
        ":",
        ", ",
        "-",
        "- ",
        "--",
        "—",
        " — ",
        "a-",
        "A-a-",
        "/",
        "• ",
    ),
    *("\n", "\n\n", "a\n", "a\n\n", "\t", "\r\n", "\u2028", "\u00a0", "\u2009", "\x00", "\x1b[0m"),
    *("e\u0301", "\u0301", "\u200f", "\u202e", "\u200b", "\u200d", "\ufeff", "\u00ad", "\ud800", "\ufffd"),
    *("😀", "👩‍👩‍👧 ", "中", "中。", "の", "한 ", "ش ", "ß", "İ", "ﬁ ", "Ω ", "𝐀 "),
    *("said ", "Jo Gray said ", "Jo Gray, head of research, ", "chief executive Jo Gray ", "Mr. Gray "),
    *(
        "told Reuters ",
        "according to ",
        "according to A, ",
        "the Nikkei reported ",
        "it will ",
        "the company ",
    ),
    *("Apple ", "Apple, ", "Apple, a, ", "Apple - ", "Apple and ", 'Apple "', "Apple’s ", "Apple-Google "),
    *("Apple said ", "Apple, said ", "Apple will invest ", "Apple to buy Google ", "Apple’s purchase of "),
    *(
        "Apple Inc. ",
        "Foo Corp ",
        "Bank First ",
        "ETF ",
        "SPY ETF ",
        "raised $1 from Apple, ",
        "led by Apple ",
    ),
    *("a stake in ", "joint venture with ", "unit ", "division ", "would ", "not ", "over five years "),
    *("shares ", "its shares ", "rose 3% ", "Apple shares rose 3% to $1 on Monday, ", "Monday "),
    *("a hundred ", "two billion ", "million ", "lakh crore ", "rupees ", "1 pounds of ", "1 won ", "Rs "),
    *("read more ", "share ", "photo by ", "loading... ", "by clicking ", "all rights reserved "),
    *("https://wire.example/a?b=c&d ", "<p>", "&amp; ", "<div class='a'>a</div> ", "=3D=\n"),
)


def article(headline: str | None, body: str) -> Article:
    return Article("a", "test", headline, body, NOW)


def repeated(piece: str) -> str:
    size = len(piece.encode("utf-8", "surrogatepass"))
    return piece * (LENGTH // size + 1)


def seconds(headline: str | None, body: str) -> float:
    started = time.process_time()
    READER.read(article(headline, body))
    return time.process_time() - started


@pytest.mark.parametrize("piece", PIECES, ids=ascii)
def test_repetition_takes_no_longer_than_a_page(piece: str) -> None:
    assert seconds(None, NEWS + repeated(piece)) < MOST


@pytest.mark.parametrize(
    ("headline", "body"),
    [
        ("Aa" * 50_000, ""),
        ("Ford to invest $1 billion " * 4_000, "It does."),
        ('Ford "' * 20_000, '"' * 100_000),
        ("Ford to invest", "Aa" * 50_000),
        ("Ford to invest", "1," * 100_000 + " said " * 20_000),
        ("Ford to invest", "“" + "a " * 50_000 + "said"),
        ("Ford to invest", "(" * 50 + "a, " * 30_000 + ")" * 50),
        ("Ford to invest", "A " * 40_000 + "chief executive " * 10),
        ("Ford to invest", "".join(f"{n:x} " for n in range(20_000))),
        ("Ford to invest", "".join(chr(n) for n in range(32, 100_000) if not 0xD800 <= n < 0xE000)),
    ],
    ids=range(10),
)
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
