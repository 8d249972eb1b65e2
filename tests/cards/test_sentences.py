import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.sentences import sentence_around
from bot.domain.article import Span
from tests.cards.telling import span

TEXT = (
    "Headline without a stop\n\n"
    "Mr. Bo Lam of Kestrel Inc. spoke in the U.S. on Monday. It pays $2.5 billion for it! “So be it.” She "
    "left.\n"
    "A second paragraph, without an end"
)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("without a stop", "Headline without a stop"),
        ("Kestrel", "Mr. Bo Lam of Kestrel Inc. spoke in the U.S. on Monday."),
        ("Monday", "Mr. Bo Lam of Kestrel Inc. spoke in the U.S. on Monday."),
        ("$2.5 billion", "It pays $2.5 billion for it!"),
        ("So be it", "“So be it.”"),
        ("left", "She left."),
        ("second", "A second paragraph, without an end"),
        ("for it! “So", "It pays $2.5 billion for it! “So be it.”"),
    ],
)
def test_the_sentence_around_words(words: str, sentence: str) -> None:
    assert sentence_around(TEXT, span(TEXT, words)).of(TEXT) == sentence


@given(st.text(alphabet="Ab1. \n!”", min_size=1), st.data())
def test_it_always_holds_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    words = Span(start, end).of(text).strip()
    assert words in sentence_around(text, Span(start, end)).of(text)
