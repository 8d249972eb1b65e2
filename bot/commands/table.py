"""The shape of a command, and how words become one.

Discord's slash commands and options are generated from `TABLE` (in `bot.commands.all`), Slack's single
`/outlay <words>` and the console's prompt parse the same table, and `deploy/slack-manifest.yaml` is written
from it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.cards.card import Card
from bot.domain.alert import Request
from bot.ports import Desk


class OptionKind(StrEnum):
    """What an option takes, and so what completes it."""

    TICKER = "ticker"  # any listed company: a symbol or a name
    WATCHED = "watched"  # one of the channel's own watches
    STORY = "story"  # a story's number
    PLACE = "place"  # a place in a numbered list
    SPAN = "span"  # a length of time: 30m, 4h, 2d
    PERIOD = "period"  # how far back: week, 5d, year
    COMMAND = "command"  # a command's name
    ADDRESS = "address"  # a feed's address or a preset's name: one word
    NAME = "name"  # any words, to call something by
    SOURCE = "source"  # a source that the channel may let rest
    RESTING = "resting"  # a source that rests
    ADDED = "added"  # a source that the channel may remove


@dataclass(frozen=True, slots=True)
class Option:
    """One option. `many` takes all remaining words; only the last option of a command may."""

    name: str
    help: str
    kind: OptionKind
    required: bool = False
    many: bool = False


Run = Callable[[Request, Mapping[str, str], Desk], Awaitable[Card]]


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to say. A `name` may have two words, "source add": Discord shows those with one first word
    together. `manage` needs the right to manage the channel; `heeds_rights` does more for who has it, and
    something for everybody; `private` answers are seen only by who asked.
    `run` gets each given option by name, as typed.
    """

    name: str
    help: str
    run: Run
    options: tuple[Option, ...] = field(default=())
    private: bool = True
    manage: bool = False
    heeds_rights: bool = False
    example: str = ""
