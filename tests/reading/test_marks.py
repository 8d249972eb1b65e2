import pytest

from bot.domain.article import Span
from bot.reading.wording.marks import quoted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will build," said Jo Gray.', ["We will build,"]),
        ('"We will build,” said Jo Gray. "Soon."', ["We will build,", "Soon."]),
        ('"The “old” kiln is cold," she said.', ["The “old” kiln is cold,"]),
        ('"The “old” kiln is cold,” she said.', ["The “old” kiln is cold,"]),
        ("“We will build,” said Jo Gray. “Soon.”", ["We will build,", "Soon."]),
        ("``We will build,'' she said.", ["We will build,"]),
        ("She called the kiln's heat a gift.", []),
    ],
)
def test_what_stands_in_marks(text: str, expected: list[str]) -> None:
    assert [span.of(text) for span in quoted(text, Span(0, len(text)))] == expected
