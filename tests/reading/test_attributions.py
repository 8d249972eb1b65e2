"""Sentences as wires write them, all invented: who says what in each, and that nobody does in others.

`said.jsonl` has a sentence a line, with the words, the speaker and "in marks or not" of each piece.
"""

import json
from pathlib import Path

import pytest

from bot.reading.speech.quotations import find_quotations

LINES = (Path(__file__).parent / "said.jsonl").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_who_says_what(line: str) -> None:
    row = json.loads(line)
    found = [[q.span.of(row["text"]), q.speaker, q.direct] for q in find_quotations(row["text"])]
    assert found == row["said"]


def test_a_paragraph_goes_on_with_its_last_speaker() -> None:
    text = (
        "“We are late,” Gray said. “We know it.” The plant has “a long list of suppliers who wait,” and the "
        "“Gigaday” event was put off."
    )
    assert [(q.span.of(text), q.speaker) for q in find_quotations(text)] == [
        ("We are late", "Gray"),
        ("We know it", "Gray"),
        ("a long list of suppliers who wait", "Gray"),
    ]


def test_a_mixed_sentence_is_one_entry_and_direct_only_when_nearly_all_stands_in_marks() -> None:
    text = (
        "Gray said the price was “fair” to all. The price “was fair to every one of the owners,” Gray said."
    )
    assert [(q.span.of(text), q.direct) for q in find_quotations(text)] == [
        ("the price was “fair” to all", False),
        ("was fair to every one of the owners", True),
    ]


def test_an_office_before_or_behind_a_surname_is_found_wherever_the_text_has_it() -> None:
    text = (
        "Shares rose after Gray spoke.\n\n“It is time,” Gray said.\n\nThe bid was drawn up by Jo Gray, chief "
        "executive of Marlow, and her board."
    )
    (found,) = find_quotations(text)
    assert (found.speaker, found.affiliation) == ("Jo Gray", "chief executive of Marlow")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("OSLO, Jan 5 (NTB) - Marlow Group on Monday said it will build two mills.", "Marlow Group"),
        ("OSLO, Jan. 5, 2026 /PRNewswire/ -- Marlow Group said it will build two mills.", "Marlow Group"),
        ("OSLO (Reuters) - Marlow Group bought a mill and said it will build another.", "Marlow Group"),
        ("Marlow Group (NYSE: MRW), a maker of paper, said it will build two mills.", "Marlow Group"),
        ("Marlow Group <MRW.N> said it will build two mills.", "Marlow Group"),
        (
            "“We will build two mills,” said an analyst at a Bergen-based bank.",
            "an analyst at a Bergen-based bank",
        ),
    ],
)
def test_neither_datelines_nor_brackets_are_speakers(text: str, speaker: str) -> None:
    (found,) = find_quotations(text)
    assert found.speaker == speaker
    assert found.span.of(text).lower().startswith(("it will build", "we will build"))


def test_fears_of_something_are_not_told() -> None:
    assert find_quotations("Shares of Marlow fell on fears that it will lose its lead.") == ()
