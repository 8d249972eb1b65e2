import pytest

from bot.cards.patience import patience
from bot.domain.errors import SourceTrouble, TryLater


@pytest.mark.parametrize(
    ("seconds", "span"),
    [
        (0.5, "1 s"),
        (119.0, "119 s"),
        (120.0, "2 min"),
        (299.0, "5 min"),
        (7200.0, "2 h"),
        (7201.0, "3 h"),
        (3e5, "4 days"),
    ],
)
def test_what_a_publisher_asks_for_is_never_told_shorter(seconds: float, span: str) -> None:
    words = f"It asks to be left alone for {span}: try again after that."
    assert patience(TryLater("Busy.", seconds)) == words


def test_who_asks_for_nothing_is_told_nothing() -> None:
    for trouble in (TryLater("Busy."), TryLater("Busy.", 0.0), SourceTrouble("No.")):
        assert patience(trouble) is None
