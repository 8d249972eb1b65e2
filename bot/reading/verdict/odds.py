"""How likely a text tells a commitment: the linear model's word and, where it leaves doubt, the encoder's."""

from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Final

from bot.reading.verdict.vocabulary import Seen, numbered

if TYPE_CHECKING:
    from bot.reading.verdict.encoder import Encoder

__all__ = ["odds", "second_look"]

# Both models say log-odds, and both weigh the same. Scale and shift are fitted on a fifth of the unfiltered
# stream that neither model has learnt from (`python -m tests.benchmarks.training calibrate`); the shift is
# then lowered by 0.4, because that fifth holds 2.1 commitments in a hundred where the stream holds 1.7, and
# because rows that nobody read count there as none.
_SCALE: Final = 1.117
_SHIFT: Final = -0.66
_HOPELESS: Final = -4.0
"""Below this the linear model has the word alone. 87 of 100 headlines lie there, and one in twenty of that
fifth's commitments, nearly all such that two readers could differ on them."""


def odds(text: str, seen: Seen, *, doubtful: bool = True) -> float:
    """Return the log-odds, for a stream as it comes, that `text` tells a commitment; `seen` is what
    `features.see` makes of it. Where nothing is `doubtful` the linear model has the word alone."""
    said = numbered("commitment").scores(seen)[0]
    if doubtful and said >= _HOPELESS:
        said = (said + second_look().scores(text)[0]) / 2
    return _SCALE * said + _SHIFT


@cache
def second_look() -> "Encoder":
    """Return the encoder. It is imported when the first text is in doubt: numpy takes longer to import than
    the whole reader."""
    shipped: Encoder = import_module("bot.reading.verdict.encoder").encoder()
    return shipped
