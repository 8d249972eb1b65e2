"""The table: everything that a user can say, on every platform."""

from typing import Final

from bot.commands.chart import CHART
from bot.commands.company import COMPANY
from bot.commands.help import help_command
from bot.commands.muting import MUTE, UNMUTE
from bot.commands.price import PRICE
from bot.commands.privacy import DELETE, EXPORT
from bot.commands.source import ADD, PAUSE, REMOVE, RESUME, SOURCES
from bot.commands.split import SPLIT
from bot.commands.status import STATUS
from bot.commands.stories import IRRELEVANT, RECENT, WHY
from bot.commands.table import Command
from bot.commands.watching import LIST, UNWATCH, WATCH

_ALL_BUT_HELP: Final = (
    WATCH,
    UNWATCH,
    LIST,
    RECENT,
    COMPANY,
    WHY,
    PRICE,
    CHART,
    MUTE,
    UNMUTE,
    IRRELEVANT,
    SPLIT,
    STATUS,
    SOURCES,
    ADD,
    PAUSE,
    RESUME,
    REMOVE,
    EXPORT,
    DELETE,
)

TABLE: Final[tuple[Command, ...]] = (*_ALL_BUT_HELP, help_command(_ALL_BUT_HELP))
