"""Text for Slack."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.slack.text import clean, escape, fit, is_tame, moment, web_address


@pytest.mark.parametrize(
    ("given_text", "left"),
    [
        ("  a \t b\r\n\n c ", "a b\nc"),
        ("a\u0000b\u0007c", "abc"),
        ("\u202eabc\u202c \u2066x\u2069", "abc x"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
        ("half \ud83d of a pair", "half of a pair"),
        ("one\u2028two\u0085three", "one\ntwo\nthree"),
    ],
)
def test_clean_leaves_what_a_reader_sees(given_text: str, left: str) -> None:
    assert clean(given_text) == left


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(2, 120))
def test_fit_never_exceeds_its_limit_and_never_halves_an_entity(text: str, limit: int) -> None:
    shown = fit(text, limit)
    assert len(shown) <= limit
    bare = shown.replace("&amp;", "").replace("&lt;", "").replace("&gt;", "")
    assert not {"&", "<", ">"} & set(bare)
    assert escape(text).startswith(shown.removesuffix("…"))


@pytest.mark.parametrize(
    "text", ["snake_case_name", "R&D at AT&T", "10:30:45", "S_1", "ratio 3:2", "a - b", "€5–6bn (US$2/share)"]
)
def test_ordinary_text_is_tame(text: str) -> None:
    assert is_tame(text)


@pytest.mark.parametrize(
    "text",
    [
        "*a*",
        "_a_",
        "a _b",
        "~a~",
        "`a`",
        ":fire:",
        "> a",
        "a\n> b",
        "<!here>",
        "&lt;!here&gt;",
        "&#60;",
        "a * b",
    ],
)
def test_what_slack_could_read_into_is_not(text: str) -> None:
    assert not is_tame("tame", text)


def test_a_moment_is_shown_in_the_readers_zone() -> None:
    at = datetime(2026, 11, 2, 9, 5, tzinfo=UTC)
    assert moment(at) == "<!date^1793610300^{date_short_pretty} {time}|2 Nov 2026, 09:05 UTC>"


@pytest.mark.parametrize(
    ("url", "used"),
    [
        ("https://example.com/a?b=c&d=%20e#f", "https://example.com/a?b=c&d=%20e#f"),
        (" http://example.com/a b|c>d ", "http://example.com/a%20b%7Cc%3Ed"),
        ("https://example.com/é", "https://example.com/%C3%A9"),
        ("https://example.com/" + "a" * 3_000, None),
        ("javascript:alert(1)", None),
        (None, None),
    ],
)
def test_a_web_address_is_http_and_holds_no_control_character(url: str | None, used: str | None) -> None:
    assert web_address(url) == used
