"""A backup put in place of the database, so that nothing stands twice in the channels afterwards."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from bot.domain.errors import CannotRun
from bot.store.alone import alone
from bot.store.backup import check, flush
from bot.store.connection import immediate, in_words, open_writer
from bot.store.owner import hand_over
from bot.store.restored import SETTLE, doubt

LOG: Final = "-wal"
BESIDE: Final = (LOG, "-shm")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: where the former file is now, None when there was none; until when (UTC) the backup
    knows of alerts; how many deliveries it believed unsent."""

    aside: Path | None
    known_until: datetime
    open: int


def restore(path: Path, backup: Path, now: datetime, settle: timedelta = SETTLE) -> Restored:
    """Put a copy of `backup` in place of the database at `path`; `now` is UTC.

    Everything that may have been posted since the backup is in doubt: the next start looks for it in the
    channels before it posts. `settle` is how long alerts of the lost days wait, so that all their articles
    are there. The file in place is kept aside, and stays in place until the other one is whole.

    Raises CannotRun, and changes nothing, when an Outlay runs on the database, when the backup is damaged,
    belongs to another program or to a newer Outlay, or when a file cannot be written.
    """
    if not backup.is_file():
        raise CannotRun(f"There is no backup at {backup}.")
    if path.exists() and backup.samefile(path):
        raise CannotRun(f"{backup} is the database itself. Name a backup of it.")
    with alone(path), _in_words(path):
        coming = path.with_name(f"{path.name}.restoring")
        try:
            _copy(backup, coming)
            since, unsent = _made_ready(coming, now, settle)
            hand_over(coming, instead_of=path)
            aside = _put_aside(path, now) if path.exists() else None
            coming.replace(path)
            flush(path.parent)
        finally:
            for left in (coming, *(_beside(coming))):
                left.unlink(missing_ok=True)
        return Restored(aside, since, unsent)


def _copy(backup: Path, to: Path) -> None:
    """Copy a backup with what its write-ahead log may hold: it may be a plain copy of a live database."""
    for stale in (to, *_beside(to)):
        stale.unlink(missing_ok=True)
    for ending in ("", LOG):
        source, target = backup.with_name(backup.name + ending), to.with_name(to.name + ending)
        if source.exists():
            os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            shutil.copyfile(source, target)
    check(to, named=backup)


def _made_ready(path: Path, now: datetime, settle: timedelta) -> tuple[datetime, int]:
    """Bring a copy's tables up to date and put in doubt what may have been posted."""
    with in_words(path), closing(open_writer(path)) as db:
        with immediate(db):
            marked = doubt(db, now, settle)
        db.execute("pragma wal_checkpoint(truncate)")
    flush(path)
    return marked


def _put_aside(path: Path, now: datetime) -> Path:
    """Give the database in place a second name, and take its write-ahead log away, which would be read into
    the one that comes. Where it can still be read the log is written into it first."""
    aside = path.with_name(f"{path.name}.before-restore-{now:%Y%m%dT%H%M%SZ}")
    if aside.exists():
        raise CannotRun(f"{aside} exists already. Move it away first.")
    # A damaged one cannot be: perhaps it is the reason for all this.
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(path)) as db:
        db.execute("pragma wal_checkpoint(truncate)")
    _second_name(path, aside)
    for log, kept in zip(_beside(path), _beside(aside), strict=True):
        if log.exists():
            log.replace(kept)
    return aside


def _second_name(path: Path, aside: Path) -> None:
    """Let a file have another name too; where the disk knows no second names, copy it."""
    try:
        os.link(path, aside)
    except OSError:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        shutil.copyfile(path, aside)


def _beside(path: Path) -> Iterator[Path]:
    return (path.with_name(path.name + ending) for ending in BESIDE)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CannotRun(
            f"The backup cannot be put in place of {path}: {error.strerror}. Make room, or give yourself the "
            "right to write there. The database is as it was."
        ) from error
