"""How SQLite is opened, and what its refusals mean.

The rules were learnt by test: a deferred transaction that reads and then writes fails as locked at once,
whatever the busy timeout, so every write begins as IMMEDIATE; a connection is used only by the thread that
opened it; readers are opened read-only.
"""

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlite_utils import Database

from bot.domain.errors import CannotRun, StoreTrouble
from bot.store.migrations import MIGRATIONS, released

BUSY_SECONDS: Final = 5.0
LOG_SECONDS: Final = 1.0  # whoever writes waits meanwhile


@contextmanager
def immediate(db: Database) -> Iterator[None]:
    """Hold the write lock from the first statement on; commit at the end, or undo everything."""
    db.execute("begin immediate")
    try:
        yield
        db.conn.commit()
    except BaseException:
        db.rollback()
        raise


def open_writer(path: Path) -> Database:
    """Open the database for writing, creating it (0600) or bringing its tables up to date.

    Raises CannotRun when the file is readable by everybody, belongs to another program or to a newer Outlay.
    """
    _guard(path)
    db = _connect(path, "rwc")
    try:
        _prepare(path, db)
    except BaseException:
        db.close()
        raise
    return db


def open_reader(path: Path) -> Database:
    """Open the database for reading only; the writer must have been opened before."""
    return _connect(path, "ro")


def empty_log(path: Path) -> None:
    """Write the write-ahead log into the database and cut it off, so that what was deleted stands in neither.

    Where somebody reads the log for longer than `LOG_SECONDS`, a backup say, it is emptied the next time.
    Raises CannotRun.
    """
    with in_words(path), closing(sqlite3.connect(path, timeout=LOG_SECONDS)) as db:
        db.execute("pragma wal_checkpoint(truncate)")


def _prepare(path: Path, db: Database) -> None:
    db.execute("pragma auto_vacuum = incremental")  # of a new file: room that is free goes back bit by bit
    mode = _with_log(db)
    if mode != "wal":
        raise CannotRun(
            f"The database {path} cannot use a write-ahead log there (SQLite says: {mode}). "
            "Put it on a local disk with [store] path."
        )
    db.execute("pragma synchronous = full")
    db.execute("pragma foreign_keys = on")
    db.execute("pragma secure_delete = on")  # what goes is overwritten; not every SQLite does so by itself
    with immediate(db):
        _check_tables(path, db)
        MIGRATIONS.apply(db)


def _with_log(db: Database) -> str:
    """Turn the write-ahead log on; return the mode that SQLite took.

    Where several programs turn it on at once SQLite tells all but one that the file is locked, at once and
    whatever the timeout says.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            return str(db.execute("pragma journal_mode = wal").fetchone()[0])
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
        time.sleep(0.01)


def _connect(path: Path, mode: str) -> Database:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, isolation_level=None, timeout=BUSY_SECONDS
    )
    connection.row_factory = sqlite3.Row
    return Database(connection, recursive_triggers=False, execute_plugins=False)


def _guard(path: Path) -> None:
    """Create the file for its owner only, or refuse one that others can read.

    SQLite gives its -wal and -shm files the mode of the database, so that no umask has to change, which
    would hold for every thread of the process.
    """
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        mode = stat.S_IMODE(path.stat().st_mode)
    except FileNotFoundError as error:
        raise CannotRun(
            f"The folder of the database {path} does not exist. Create it, or set [store] path."
        ) from error
    except OSError as error:
        raise CannotRun(
            f"The database {path} cannot be opened: {error.strerror}. Give the user who runs Outlay the "
            "right to read and write it, or set [store] path."
        ) from error
    if os.name == "posix" and mode & stat.S_IRWXO:
        raise CannotRun(
            f"Everybody on this machine may open the database {path} (mode {mode:o}), and it holds who "
            f"watches what. Run: chmod 600 {path}"
        )


def _check_tables(path: Path, db: Database) -> None:
    applied = {migration.name for migration in MIGRATIONS.applied(db)}
    if not applied and db.table_names():
        raise CannotRun(f"The database {path} belongs to another program. Set [store] path to a new file.")
    if newer := sorted(applied - released()):
        raise CannotRun(
            f"The database {path} was written by a newer Outlay (it knows {newer[0]}). "
            "Upgrade Outlay, or set [store] path to another file."
        )


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what SQLite says about the file into StoreTrouble where it may pass, else into CannotRun: what
    happened, and what to do."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the primary code
        advice = _ADVICE.get(code)
        if advice is None:
            raise
        kind = CannotRun if code in _LASTING else StoreTrouble
        raise kind(f"The database {path} {advice} (SQLite says: {error})") from error
    except MemoryError as error:
        raise StoreTrouble(f"The database {path} {_ADVICE[sqlite3.SQLITE_NOMEM]}") from error


_LASTING: Final = frozenset({sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT})
_ADVICE: Final = {
    sqlite3.SQLITE_NOTADB: "is no SQLite database. Move the file away, or set [store] path to another one.",
    sqlite3.SQLITE_CORRUPT: "is damaged. Restore it from a backup, or recover it with `sqlite3 .recover`.",
    sqlite3.SQLITE_BUSY: f"is locked by another program for more than {BUSY_SECONDS:.0f} s. "
    "End that program, or set [store] path to another file.",
    sqlite3.SQLITE_LOCKED: "is locked by this program itself for a moment.",
    sqlite3.SQLITE_PROTOCOL: "is locked by other programs that open it at the same time.",
    sqlite3.SQLITE_NOMEM: "cannot be used: the machine is out of memory. End what takes it up.",
    sqlite3.SQLITE_FULL: "cannot grow: the disk is full. Make room; nothing was lost.",
    sqlite3.SQLITE_IOERR: "cannot be read or written: the disk reports an error.",
    sqlite3.SQLITE_READONLY: "may not be written. Give the user who runs Outlay the right to write it.",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened. Check that its folder exists and may be written.",
    sqlite3.SQLITE_PERM: "may not be opened. Give the user who runs Outlay the right to read and write it.",
}
