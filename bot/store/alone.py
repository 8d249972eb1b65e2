"""One `outlay run` a database: a second one would poll every source again and share the alerts out."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.domain.errors import CannotRun
from bot.store.owner import hand_over


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the database at `path` for this process while the block lasts; raises CannotRun if another does.

    The lock lies on a file beside the database and is let go by the system when the process ends, however it
    ends. Whoever only looks (`outlay doctor`) does not ask for it.
    """
    beside = path.with_name(f"{path.name}.lock")
    try:
        descriptor = os.open(beside, os.O_RDWR | os.O_CREAT, 0o600)
        hand_over(beside, instead_of=path)
    except OSError as error:
        raise CannotRun(
            f"{beside} cannot be written: {error.strerror}. Give Outlay's user the right to write "
            "there, or set [store] path."
        ) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(descriptor, 20, 0).decode("ascii", "replace").strip() or "unknown"
            raise CannotRun(
                f"Another Outlay (process {holder}) runs on {path}. Stop that one first, or give this one a "
                "database of its own with [store] path."
            ) from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
