"""What the house does for its database by itself: what is over goes, and copies are made.

`housekeeping` is the daily round, `backups` makes the copies; both have their dates from `bot.schedule`.
"""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.cards.card import Card
from bot.keeping.backups import Backups
from bot.keeping.housekeeping import Housekeeping
from bot.parts import Parts
from bot.ports import Roster

__all__ = ["Backups", "Housekeeping", "keeping_of"]


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
