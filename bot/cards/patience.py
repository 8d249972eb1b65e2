"""When somebody who asked a source once may try again: no house does it for them. Pure."""

from math import ceil
from typing import Final

from bot.domain.errors import OutlayError, TryLater

_LONG: Final = 120  # of a unit: from there on the next larger one is read more easily


def patience(trouble: OutlayError) -> str | None:
    """Return when to try again, where the publisher said it: "It asks to be left alone for 5 min: …"."""
    if not isinstance(trouble, TryLater) or not trouble.seconds:
        return None
    return f"It asks to be left alone for {_at_least(trouble.seconds)}: try again after that."


def _at_least(seconds: float) -> str:
    """Return a length of time that is no shorter: "90 s", "5 min", "3 h", "6 days"."""
    if seconds < _LONG:
        return f"{ceil(seconds)} s"
    if seconds < _LONG * 60:
        return f"{ceil(seconds / 60)} min"
    return f"{ceil(seconds / 3600)} h" if seconds < 48 * 3600 else f"{ceil(seconds / 86400)} days"
