"""Tells the operator in time that the table of trading sessions ends."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from bot.cards.card import Card, Tone
from bot.cards.text import listed
from bot.market.sessions import ending
from bot.ports import Clock, Store
from bot.schedule import Schedule

CHORE: Final = "almanac"
EVERY: Final = timedelta(days=1)
FIRST: Final = timedelta(minutes=3)  # after the start, when platforms are connected
MEND: Final = (
    "After that day their session is unknown, and no live price of their shares is shown. A newer Outlay "
    "knows more, or write the table anew from exchange_calendars: `make sessions` in a checkout."
)


@dataclass(slots=True)
class Almanac:
    """Looks once a day which exchanges are known for no more than 60 days, and tells it once for each.

    Only those matter on which somebody watches a share. What was told is kept in the store, so that a restart
    does not tell it again.
    """

    store: Store
    clock: Clock
    tell: Callable[[Card], None]
    _schedule: Schedule | None = field(init=False, default=None)

    def start(self, schedule: Schedule) -> None:
        """Give the looks their dates."""
        self._schedule = schedule
        schedule.at(CHORE, self.clock.now() + FIRST, self._run)

    async def look(self) -> None:
        """Tell what was not told yet. Raises StoreTrouble where the store fails: it is told the next time."""
        now = self.clock.now()
        soon = ending(now, await self.store.watched_exchanges())
        chores = {mic: f"{CHORE}: {mic} to {last}" for mic, last in soon.items()}
        untold = [mic for mic, chore in chores.items() if await self.store.chore_done(chore) is None]
        if not untold:
            return
        words = f"The hours of {said({mic: soon[mic] for mic in untold})}."
        self.tell(Card("Trading sessions are running out", tone=Tone.NOTICE, text=(words, MEND)))
        for mic in untold:
            await self.store.note_chore(chores[mic], now)

    async def _run(self) -> None:
        if self._schedule is not None:
            self._schedule.at(CHORE, self.clock.now() + EVERY, self._run)
        await self.look()


def said(soon: Mapping[str, date]) -> str:
    """Return which exchanges are known to which day: "XSHE and XSHG are known to 31 December 2026 only"."""
    ends: dict[date, list[str]] = {}
    for mic, last in soon.items():
        ends.setdefault(last, []).append(mic)
    return "; ".join(
        f"{listed(of)} are known to {last.day} {last:%B %Y} only" for last, of in sorted(ends.items())
    )
