"""What the house does by itself: what is over goes, copies are made, and what will end is told in time.

`housekeeping` is the daily round, `backups` makes the copies of the database, `almanac` looks after the table
of trading sessions; all have their dates from `bot.schedule`.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.cards.card import Card
from bot.keeping.almanac import Almanac
from bot.keeping.backups import Backups
from bot.keeping.housekeeping import Housekeeping
from bot.parts import Parts, has_prices
from bot.ports import Roster

__all__ = ["Almanac", "Backups", "Housekeeping", "almanac_of", "keeping_of"]


def keeping_of(
    parts: Parts, roster: Roster, tell: Callable[[Card], None]
) -> tuple[Housekeeping, Backups | None]:
    """Return what keeps a house's database, as its settings say; no backups where no folder is set."""
    store, backup = parts.settings.store, parts.settings.backup
    keep = timedelta(days=store.keep_days) if store.keep_days else None
    housekeeping = Housekeeping(parts.store, roster, parts.clock, keep, store.quiet_hour)
    if backup.folder is None:
        return housekeeping, None
    every = timedelta(hours=backup.every)
    return housekeeping, Backups(Path(store.path), Path(backup.folder), every, backup.keep, parts.clock, tell)


def almanac_of(parts: Parts, tell: Callable[[Card], None]) -> Almanac | None:
    """Return what looks after the table of sessions; None where no live price is shown that needs it."""
    return Almanac(parts.store, parts.clock, tell) if has_prices(parts.settings) else None
