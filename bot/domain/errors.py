"""Errors, named by what to do next.

OutlayError
├── BadInput            mend the input: exit code 1
├── CannotRun           mend the settings, tokens or files: exit code 2
│   └── StoreTrouble    the disk or the database refuses now: try again, nothing was written
├── SourceTrouble       this source gave nothing this time; the others go on
│   ├── TryLater        ... and said, or implies, when to ask again
│   └── GoneForGood     ... and will not come back: stop and tell the owner
├── CannotDraw          there is no picture; the words go without
└── DeliveryTrouble     this message did not certainly arrive
    ├── Wait            certainly not posted: ask again after `seconds`
    │   └── LockedOut   ... nor is anything else, until whoever runs Outlay mends its token or its app
    ├── Refused         certainly not posted and never will be; `about` says what else would be refused
    └── Unsure          it may stand there already: look before posting again
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LONGEST_WAIT: Final = 3600.0  # seconds; what asks for more is asked again all the same


class OutlayError(Exception):
    """The root of the tree. The message says what happened, why, and what to do."""


class BadInput(OutlayError):
    """Some input cannot be used; the rest goes on. Exit code 1."""


class CannotRun(OutlayError):
    """Settings, tokens or files keep the program from working. Exit code 2."""


class StoreTrouble(CannotRun):
    """The database cannot be read or written now: it is locked, full, read-only or out of reach.

    At the start that keeps the program from working. Later it may pass: whoever meets it tries again, and
    nothing of what was to be written was.
    """


class SourceTrouble(OutlayError):
    """A source gave nothing that can be used this time."""


@dataclass
class TryLater(SourceTrouble):
    """The source asked for patience; `seconds` is how long it wants, None when it did not say.

    `reason` says what happened and why. Whether it is asked again, and when, is told by whoever shows it: the
    house goes on asking, somebody who looked once does not.
    """

    reason: str
    seconds: float | None = None

    def __str__(self) -> str:
        return self.reason


class GoneForGood(SourceTrouble):
    """The source says that it will not come back (410)."""


class CannotDraw(OutlayError):
    """A picture cannot be drawn now, or not on this machine; what it shows is told in words."""


class DeliveryTrouble(OutlayError):
    """A message did not certainly arrive."""


@dataclass(eq=False)
class Wait(DeliveryTrouble):
    """The platform certainly did not take it; try again after `seconds`. `everywhere` says that it takes
    nothing else meanwhile either, in any channel, `alike` that it takes nothing of the same kind (an alert,
    an edit, a reply)."""

    reason: str
    seconds: float
    everywhere: bool = False
    alike: bool = False

    def __post_init__(self) -> None:
        """Believe nothing absurd: what is no number, for ever, or over already. Zero goes first, since any
        comparison with what is no number is false."""
        self.seconds = min(max(0.0, self.seconds), LONGEST_WAIT)

    def __str__(self) -> str:
        return self.reason


@dataclass(eq=False)
class LockedOut(Wait):
    """The platform accepts nothing from this token: it was revoked, or the app lacks what it needs.

    That says nothing about any channel, and is mended by whoever runs Outlay: so nothing that is owed ends.
    """

    everywhere: bool = True


class About(StrEnum):
    """What a refusal is about."""

    MESSAGE = "message"  # this one alone: what it should change is gone, or its form is not taken
    CHANNEL = "channel"  # the channel is gone, closed or forbidden: whatever is sent there is refused
    SPACE = "space"  # the bot is out of the whole workspace or server


@dataclass(eq=False)
class Refused(DeliveryTrouble):
    """The platform will not take it, now or later."""

    reason: str
    about: About = About.CHANNEL

    def __str__(self) -> str:
        return self.reason


class Unsure(DeliveryTrouble):
    """The connection ended before the outcome was known; the message may stand there already."""
