"""What is meant to last as long as the house does: how it fares, and who is told of that."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol


@dataclass(frozen=True, slots=True)
class Pulse:
    """How a thing fares that ought to last: a platform's connection, a step of the house.

    `since` (UTC) is when it began to stand, or stopped. `rebuilt` counts how often it was put up again,
    `heard` (UTC) is its last sign of life, None for what gives none. `ended` says why it last ended.
    `is_ailing` says that it broke and has not yet stood long enough to be called well again.
    """

    name: str
    is_up: bool
    since: datetime
    rebuilt: int = 0
    heard: datetime | None = None
    ended: str | None = None
    is_ailing: bool = False


class Witness(Protocol):
    """Who is told how a connection fares. It never waits and never raises."""

    def stands(self) -> None:
        """A connection stands; said again of each that takes the place of another."""

    def heard(self) -> None:
        """The other side gave a sign of life."""

    def lost(self, why: str) -> None:
        """The connection ended, and another is sought."""


class Unwatched:
    """A witness for whom nobody cares."""

    def stands(self) -> None:
        """Nobody is told."""

    def heard(self) -> None:
        """Nobody is told."""

    def lost(self, why: str) -> None:
        """Nobody is told."""


UNWATCHED: Final[Witness] = Unwatched()
