import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.wording.sentences import paragraphs, sentence_at, sentences


def split(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme builds. Bolt sells.", ["Acme builds.", "Bolt sells."]),
        ("Mr. Gray met Gov. Lee at St. Anne.", ["Mr. Gray met Gov. Lee at St. Anne."]),
        ("It was built by Acme Inc. The plant is big.", ["It was built by Acme Inc.", "The plant is big."]),
        ("Acme Corp. Chairman Jo Gray left.", ["Acme Corp. Chairman Jo Gray left."]),
        (
            "U.S. President J. Gray said no. The board agreed.",
            ["U.S. President J. Gray said no.", "The board agreed."],
        ),
        ("It cost $4.75 a share. It rose 1.5%.", ["It cost $4.75 a share.", "It rose 1.5%."]),
        (
            "“We won!” he said. “At last.” The end came.",
            ["“We won!” he said.", "“At last.”", "The end came."],
        ),
        ("“Will it?” Jo Gray asked. Nobody knew.", ["“Will it?” Jo Gray asked.", "Nobody knew."]),
        ("dockets show.“I am glad,” she said.", ["dockets show.", "“I am glad,” she said."]),
        ("A headline\n\nA body. Two.", ["A headline", "A body.", "Two."]),
        ("One line\nanother line", ["One line", "another line"]),
        ("第一句。第二句。", ["第一句。", "第二句。"]),
        ("", []),
        (" \n\n ", []),
        ("Wait... then go.", ["Wait... then go."]),
        ("He rose to No. 2. It fell.", ["He rose to No. 2.", "It fell."]),
    ],
)
def test_splits(text: str, expected: list[str]) -> None:
    assert split(text) == expected


def test_a_sentence_is_found_by_offset() -> None:
    text = "One. Two. Three."
    spans = sentences(text)
    found = sentence_at(spans, text.index("wo"))
    assert found is not None
    assert found.of(text) == "Two."
    assert sentence_at(spans, 4) is None
    assert sentence_at(spans, 99) is None
    assert sentence_at((), 0) is None


def test_paragraphs_are_lines_that_say_something() -> None:
    text = " a \n\n b\n"
    assert [p.of(text) for p in paragraphs(text)] == ["a", "b"]


@given(st.text(alphabet="aB. \n“”\"'!?…。$1", max_size=200))
def test_every_character_belongs_to_one_sentence(text: str) -> None:
    spans = sentences(text)
    covered = "".join(span.of(text) for span in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("piece", ["a. ", ". ", ".”", "“", "A.B. ", "U.S. The ", "\n", "? Smith said "])
def test_time_grows_with_the_text_only(piece: str) -> None:
    text = piece * (100_000 // len(piece))
    started = time.perf_counter()
    sentences(text)
    assert time.perf_counter() - started < 3
