"""Outside text shows letter by letter, mentions nobody and forges nothing."""

import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from handlers.discord.escape import UNSEEN, block, line, plain, units

# What Discord's server takes for a mention, looking at the text as it was sent.
MENTION = re.compile(r"@everyone|@here|<@[!&]?\d+>|<#\d+>|</[^>]+:\d+>|<a?:\w+:\d+>|<t:-?\d+(:\w)?>|<id:\w+>")
LINE_MARK = re.compile(r"^\s*(#|>|[-+]\s|-#|\d+[.)]\s)", re.MULTILINE)

PIECES = [
    "@everyone", "@here", "<@1>", "<@!1>", "<@&1>", "<#2>", "</watch:3>", "<t:1:R>", "<:a:1>", "<!channel>",
    "<@U1>", "<https://evil.example|Apple IR>", "[y](http://z.example)", "[y](<http://z.example>)",
    "https://evil.example", "discord.gg/abc", "*x*", "**x**", "__x__", "~~x~~", "||x||", "`x`", "```x```",
    "\\", "\n# heading", "\n-# small", "\n> said", "\n>>> said", "\n- one", "\n+ one", "\n1. one", "\n* one",
    "\u202e", "\u2066", "\u200f", "\u200b", "\u200d", "\ufeff", "\x00", "\x1b", "\u2028", "\r", "\ud800",
    "\U000e0041", " ", "a", "1", "é", "株", "😀", "(", ")", "]", "[", "<", ">", "@", ":", "/", "_", ".",
]  # fmt: skip
TEXT = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=12).map("".join)


def read(text: str) -> str:
    """Read Markdown's escapes as Discord does."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace(UNSEEN, "")


def seen(text: str) -> str:
    """What of a text can be seen, on one line."""
    text = re.sub(r"[\r\n\v\f\x85\u2028\u2029]", " ", text)
    text = "".join(one for one in text if one == "\t" or not unicodedata.category(one).startswith("C"))
    return " ".join(text.split())


@given(TEXT)
@example("<@\u200b1>")
@example("@\u202eeveryone")
@example("\\[x](https://evil.example)")
def test_a_line_shows_every_letter_and_nothing_else(text: str) -> None:
    escaped = line(text, 10_000)
    assert read(escaped) == seen(text)
    assert MENTION.search(escaped) is None
    left = re.sub(r"\\[^0-9A-Za-z\s]", "x", escaped)
    assert not re.search(r"[\\*_~`|\[\]]|://", left), "every mark is escaped"
    assert "\n" not in escaped
    assert LINE_MARK.search(left) is None
    escaped.encode()


@given(TEXT)
def test_a_block_keeps_its_lines_and_marks_none_of_them(text: str) -> None:
    escaped = block(text, 10_000)
    assert seen(read(escaped)) == seen(text)
    assert MENTION.search(escaped) is None
    left = re.sub(r"\\[^0-9A-Za-z\s]", "x", escaped)
    assert LINE_MARK.search(left) is None
    assert not re.search(r"[\\*_~`|\[\]]|://|\n\n\n", left)


@given(TEXT)
def test_plain_text_stays_as_it_is_and_mentions_nobody(text: str) -> None:
    shown = plain(text, 10_000)
    assert shown.replace(UNSEEN, "") == seen(text)
    assert MENTION.search(shown) is None
    assert "](" not in shown


@given(TEXT, st.integers(1, 60))
def test_no_cut_is_longer_than_it_may_be_or_splits_an_escape(text: str, limit: int) -> None:
    for cut in (line(text, limit), block(text, limit), plain(text, limit)):
        assert units(cut) <= limit
    cut = line(text, limit)
    assert not re.search(r"(?<!\\)(?:\\\\)*\\$", cut), "no lone backslash at the end"
    assert MENTION.search(cut) is None


@pytest.mark.parametrize(
    "text",
    [
        "Alibaba (BABA) pledges at least HK$5.0B ($639.3M, as stated) over 5 years to Hong Kong film",
        "Growth of 3.5% - margins up, R&D +12% (est.)",
        "Chip-maker's US$40B-plus plan: phase 2; “bold”, says CEO",
    ],
)
def test_an_ordinary_headline_is_left_alone_for_the_push_preview(text: str) -> None:
    assert line(text, 2_000) == text


def test_what_is_cut_says_so() -> None:
    assert line("one two three four", 10) == "one two t…"
