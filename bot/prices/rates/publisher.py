"""What every publisher of exchange rates is."""

from datetime import date
from typing import Protocol

from bot.domain.errors import SourceTrouble
from bot.domain.fixing import Fixing
from bot.market.fixings import fault


class Publisher(Protocol):
    """Somebody who publishes the European Central Bank's reference rates. It asks when it is asked, and keeps
    nothing: patience and memory are the book's."""

    @property
    def name(self) -> str:
        """What people read: "Frankfurter"."""

    async def fixing(self, day: date, today: date) -> Fixing:
        """Return the rates of a day, or the last before it that it has; `today` is the day now, in UTC.

        Raises TryLater when asked to wait or for a passing trouble, and SourceTrouble for the rest, as for
        rates that cannot be right.
        """


def believed(fixing: Fixing, asked: date, where: str) -> Fixing:
    """Return a fixing that may be right. Raises SourceTrouble for one that cannot be; `where` gave it."""
    if (why := fault(fixing, asked)) is not None:
        raise SourceTrouble(f"{where} gave rates that cannot be right: {why}. None of them is used.")
    return fixing
