"""Copies of the database while it is in use: whole, checked, and readable by their owner only.

`VACUUM INTO` reads one state of the file on a connection of its own: whoever writes meanwhile does not wait.
A copy gets its name only when it was checked, so that whatever is named like one is good.
"""

import os
import re
import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from bot.domain.errors import CannotRun, StoreTrouble
from bot.store.connection import in_words, open_reader

_NAME: Final = re.compile(r"outlay-(\d{8}T\d{6}Z)\.db")
_FORM: Final = "%Y%m%dT%H%M%SZ"
STEPS: Final = 100_000  # of SQLite's machine between two questions whether to go on
PARTIAL: Final = ".partial"  # behind the name of a copy that is being made
ABANDONED: Final = 86_400.0  # seconds without a change; to check the largest copy takes some minutes


def name_of(now: datetime) -> str:
    """Return the name of the copy that was begun at a time (UTC)."""
    return f"outlay-{now.astimezone(UTC):{_FORM}}.db"


def kept_in(folder: Path) -> dict[datetime, Path]:
    """Return the copies in a folder by the time (UTC) at which they were begun, the oldest first."""
    found: dict[datetime, Path] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if named := _NAME.fullmatch(entry.name):
                    found[datetime.strptime(named[1], _FORM).replace(tzinfo=UTC)] = Path(entry.path)
    except OSError:
        return {}
    return dict(sorted(found.items()))


def newest(folder: Path, now: datetime) -> datetime | None:
    """Return when the newest copy in a folder was begun (UTC), None where there is none by `now`.

    One that bears a later time was made while the clock was ahead.
    """
    return max((begun for begun in kept_in(folder) if begun <= now), default=None)


def prune(folder: Path, keep: int, now: datetime) -> list[Path]:
    """Remove all but the `keep` newest copies, and what a crash left half made; return what went. Copies that
    bear a time after `now` (UTC) stay: nobody knows how old they are.

    Raises OSError when something cannot be removed.
    """
    spare = [path for begun, path in kept_in(folder).items() if begun <= now][:-keep]
    spare += [path for path in folder.glob(f"*{PARTIAL}*") if _NAME.match(path.name) and _is_left(path)]
    for path in spare:
        path.unlink(missing_ok=True)
    return spare


def _is_left(path: Path) -> bool:
    """Say whether nobody has written to a file for so long that nobody makes it any more: `outlay backup` may
    be at work in the same folder."""
    try:
        return time.time() - path.stat().st_mtime > ABANDONED
    except FileNotFoundError:
        return False


def back_up(path: Path, to: Path, halted: Callable[[], bool] = lambda: False) -> int:
    """Copy the database at `path` into the new file `to`, mode 0600; return its size in bytes.

    Takes as long as it takes to write the file twice; whoever writes to the database meanwhile goes on.
    `halted` is asked now and then whether to give up.
    Raises CannotRun when there is no database, the copy cannot be written, or it proves damaged.
    """
    if not path.exists():
        raise CannotRun(f"There is no database at {path} to back up. Set [store] path.")
    if to.exists():
        raise CannotRun(f"{to} exists already, and a backup replaces nothing. Name a new file.")
    if not to.parent.is_dir():
        raise CannotRun(f"There is no folder {to.parent} for the backup. Create it, or name another one.")
    partial = to.with_name(to.name + PARTIAL)
    try:
        # SQLite fills an empty file, and leaves it its mode.
        os.close(os.open(partial, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
        with in_words(path), closing(open_reader(path)) as db:
            if db.execute("pragma auto_vacuum").fetchone()[0] == 0:
                db.execute("pragma auto_vacuum = incremental")  # of the copy; the file itself stays as it is
            db.conn.set_progress_handler(halted, STEPS)
            db.execute("vacuum into ?", [str(partial)])
        check(partial, halted)
        flush(partial)
        partial.replace(to)
        flush(to.parent)
        return to.stat().st_size
    except sqlite3.OperationalError as error:
        if halted():
            raise StoreTrouble(f"The backup {to} was given up half way.") from error
        raise
    except OSError as error:
        raise StoreTrouble(
            f"The backup {to} cannot be written: {error.strerror}. Make room, or give Outlay's user the "
            "right to write there."
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def check(path: Path, halted: Callable[[], bool] = lambda: False, *, named: Path | None = None) -> None:
    """Raise CannotRun when a file is no whole SQLite database, or an empty one. Reads all of it.

    `named` is what people know it by, where it is a copy of theirs.
    """
    known = named or path
    try:
        # A file that is not there must not be made: empty, it would be a sound database of nothing.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as db:
            db.set_progress_handler(halted, STEPS)
            anything = db.execute("select 1 from sqlite_master").fetchone()
            found = db.execute("pragma integrity_check(1)").fetchone()[0]
            astray = db.execute("pragma foreign_key_check").fetchone()
    except sqlite3.Error as error:
        raise CannotRun(f"{known} is no whole database (SQLite says: {error}). Use another copy.") from error
    if anything is None:
        raise CannotRun(f"{known} is empty. Use another copy.")
    if found != "ok" or astray is not None:
        flaw = found if found != "ok" else "rows refer to rows that lack"
        raise CannotRun(f"{known} is damaged (SQLite says: {flaw}). Use another copy.")


def flush(path: Path) -> None:
    """Bring a file, or a folder's names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
