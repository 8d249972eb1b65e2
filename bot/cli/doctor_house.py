"""What `outlay doctor` says of the house itself: its database, its backups, the door to its figures."""

import asyncio
import errno
import tempfile
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

from bot.cards.text import ago, counted
from bot.config import BackupTable, ObserveTable
from bot.domain.errors import CannotRun
from bot.keeping.housekeeping import LEFT_FOR
from bot.observe.server import address, is_this_machine
from bot.ports import Check, GoneSpace, Grade
from bot.store import open_store
from bot.store.backup import newest


async def examine_store(path: Path, now: datetime) -> AsyncIterator[Check]:
    """Open the database, make it where there is none, and say what in it waits or stands still."""
    there = path.exists()  # noqa: ASYNC240 - nothing else runs
    folder = path.absolute().parent  # noqa: ASYNC240 - as above
    if not folder.is_dir():
        mend = f"Create {folder}, or set [store] path to where it may be written."
        yield Check("database", Grade.BROKEN, f"the folder of {path} does not exist", mend)
        return
    try:
        store = await open_store(path)
    except CannotRun as error:
        yield Check("database", Grade.BROKEN, str(error))
        return
    try:
        owed, disabled, gone = await store.owed(), await store.disabled(), await store.gone()
    finally:
        await store.close()
    if not there:
        yield Check("database", Grade.FINE, f"{path} was created")
        return
    words = f"{path} opens; {owed} deliveries are owed"
    if disabled:
        names = ", ".join(f"{dead.channel} ({dead.reason})" for dead in disabled)
        yield Check("database", Grade.LIMITED, f"{words}; these channels are switched off: {names}")
    else:
        yield Check("database", Grade.FINE, words)
    for space in gone:
        yield _gone(space, now)


def _gone(space: GoneSpace, now: datetime) -> Check:
    found = f"out of {space.space} since {space.since:%Y-%m-%d}. {space.reason}"
    days = max((space.since + LEFT_FOR - now).days, 0)
    mend = f"If that is meant, do nothing: what is kept of it is forgotten in {counted(days, 'day')}."
    return Check(space.platform, Grade.LIMITED, found, mend)


def examine_backups(backup: BackupTable, now: datetime) -> Check:
    """Try to write where the copies go, and look how old the newest is."""
    if backup.folder is None:
        mend = "Set [backup] folder to one on another disk, or copy the database in another way."
        return Check("backups", Grade.LIMITED, "none are made: no folder is set", mend)
    folder = Path(backup.folder)
    if not folder.is_dir():
        mend = f"Create {folder}, and give Outlay's user the right to write there."
        return Check("backups", Grade.BROKEN, f"there is no folder {folder}", mend)
    try:
        with tempfile.TemporaryFile(dir=folder):
            last = newest(folder, now)
    except OSError as error:
        mend = "Make room, or give Outlay's user the right to write there."
        return Check("backups", Grade.BROKEN, f"{folder} cannot be written: {error.strerror}", mend)
    if last is None:
        return Check("backups", Grade.FINE, f"{folder} may be written; there is no backup yet")
    found = f"{folder} may be written; the newest was made {ago(last, now)}"
    if now - last > 2 * timedelta(hours=backup.every):
        mend = f"One is due every {backup.every:g} h while Outlay runs: its log says why none was made."
        return Check("backups", Grade.LIMITED, found, mend)
    return Check("backups", Grade.FINE, found)


async def examine_listening(observe: ObserveTable) -> Check:
    """Try to listen where the figures are served."""
    if not observe.listen:
        return Check("endpoints", Grade.FINE, "none are served")
    try:
        host, port = address(observe.listen, public=observe.public)
    except CannotRun as error:
        return Check("endpoints", Grade.BROKEN, str(error))
    try:
        server = await asyncio.start_server(lambda _, writer: writer.close(), host, port)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            mend = "If none runs, another program uses that port: set [observe] listen to another."
            return Check(
                "endpoints", Grade.LIMITED, f"{observe.listen} is taken, by a running Outlay say", mend
            )
        mend = 'Set [observe] listen to an address of this machine, or to "" for no endpoints.'
        found = f"nothing can listen at {observe.listen}: {error.strerror or error}"
        return Check("endpoints", Grade.BROKEN, found, mend)
    server.close()
    await server.wait_closed()
    if is_this_machine(host):
        return Check("endpoints", Grade.FINE, f"{observe.listen} is free, and for this machine only")
    mend = "Nobody is asked for a password there: let only your monitoring in."
    return Check(
        "endpoints", Grade.LIMITED, f"{observe.listen} is free, and other machines may reach it", mend
    )
