"""What the steps tell of their work, so that somebody may measure it."""

from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol

from bot.domain.alert import Delivery
from bot.domain.story import Story


class Work(StrEnum):
    """A piece of work that takes time, and may hang."""

    POLL = "poll"  # one source, once
    READ = "read"  # one article, from its words to its story
    DELIVER = "deliver"  # one attempt at one delivery
    ANSWER = "answer"  # one command


class Became(StrEnum):
    """What became of an article that waited to be read."""

    TOLD = "told"  # a new story
    JOINED = "joined"  # one telling more of a known story
    PASSED = "passed"  # it tells of no company that commits money
    SPOILED = "spoiled"  # it could not be read


class Came(StrEnum):
    """When what was looked up about a story came, if anything did."""

    IN_TIME = "in_time"  # the alert showed it as it was first posted
    LATE = "late"  # it was added to the alert
    NONE = "none"  # it did not come while the alert waited


class Outcome(StrEnum):
    """What became of one attempt at one delivery."""

    SENT = "sent"
    EDITED = "edited"
    REPLIED = "replied"
    FOUND = "found"  # an earlier attempt, of unknown outcome, had brought it
    WAITED = "waited"  # the platform wants patience, or is not connected
    UNSURE = "unsure"
    REFUSED = "refused"
    OVERTAKEN = "overtaken"  # a newer revision says all that it would have said
    DEAD = "dead"  # nothing was left to send, or it broke too often


class Meter(Protocol):
    """Hears of work as it is done. Nothing here waits, and nothing raises."""

    def under_way(self, work: Work) -> AbstractContextManager[None]:
        """Hold it while a piece of work is done: it is timed, and one that hangs is noticed."""

    def polled(self, source: str, new: int, revised: int, *, failed: bool) -> None:
        """A source was asked; it gave so many new and revised articles, or trouble."""

    def read(self, became: Became) -> None:
        """An article that waited was read, or could not be."""

    def looked_up(self, came: Came, seconds: float) -> None:
        """A story was looked into, which ended so many seconds after it was told; until then, unless it came
        LATE, its alerts waited."""

    def attempted(
        self,
        delivery: Delivery,
        outcome: Outcome,
        now: datetime,
        *,
        story: Story | None = None,
        because: str = "",
    ) -> None:
        """One attempt came to its end at `now` (UTC). `story` is there where a message stands: it says since
        when there was news. `because` is one word of a short list, where the platform refused."""

    def answered(self, platform: str, command: str, seconds: float, *, refused: bool) -> None:
        """A command, by its name in the table ("" for words that are none), was answered."""


class Unmeasured:
    """Nobody measures."""

    def under_way(self, work: Work) -> AbstractContextManager[None]:
        del work
        return nullcontext()

    def polled(self, source: str, new: int, revised: int, *, failed: bool) -> None:
        """Nobody counts."""

    def read(self, became: Became) -> None:
        """Nobody counts."""

    def looked_up(self, came: Came, seconds: float) -> None:
        """Nobody counts."""

    def attempted(
        self,
        delivery: Delivery,
        outcome: Outcome,
        now: datetime,
        *,
        story: Story | None = None,
        because: str = "",
    ) -> None:
        """Nobody counts."""

    def answered(self, platform: str, command: str, seconds: float, *, refused: bool) -> None:
        """Nobody counts."""


UNMEASURED: Final[Meter] = Unmeasured()
