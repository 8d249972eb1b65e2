from datetime import timedelta

import pytest

from bot.commands.spans import length, split_tail


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("4 H", timedelta(hours=4)),
        ("2 days", timedelta(days=2)),
        ("1w", timedelta(weeks=1)),
        ("365d", timedelta(days=365)),
        ("366d", None),
        ("0m", None),
        ("99999w", None),
        ("a day", None),
        ("٣d", None),
        ("", None),
    ],
)
def test_lengths(text: str, span: timedelta | None) -> None:
    assert length(text) == span


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("BABA 2d", ("BABA", "2d")),
        ("BABA for 2 days", ("BABA", "2 days")),
        ("BABA off", ("BABA", "off")),
        ("BABA", ("BABA", "")),
        ("3M", ("3M", "")),
        ("3M 2d", ("3M", "2d")),
        ("", ("", "")),
    ],
)
def test_a_length_at_the_end(text: str, parts: tuple[str, str]) -> None:
    assert split_tail(text) == parts
