"""The machine under a real `outlay run`: a small disk that can be filled, a file that another holds."""

import asyncio
import os
import shutil
import subprocess
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import pytest
from aiohttp import web

from tests.journeys.program import ANY_PORT, ROOT

HOLD: Final = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=20)
connection.execute("begin immediate")
print("held", flush=True)
sys.stdin.readline()
connection.execute("rollback")
"""


def may_mount() -> bool:
    """Say whether a process may have mounts of its own here, as root on Linux has."""
    if shutil.which("unshare") is None or shutil.which("mount") is None:
        return False
    tried = subprocess.run(
        ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"],  # wherever they are
        capture_output=True,
        check=False,
    )
    return tried.returncode == 0


needs_mounts: Final = pytest.mark.skipif(
    not may_mount(), reason="A disk of its own needs the right to mount one, which this user has not."
)


@asynccontextmanager
async def on_a_disk(
    folder: Path, mounts: str, settings: Path, environment: Mapping[str, str]
) -> AsyncIterator[Process]:
    """Run `outlay run` while the block lasts, after the shell commands `mounts`, which nobody else sees; in
    them "$1" is `folder`. Its log is in `folder`'s neighbour "log"."""
    command = [sys.executable, "-m", "bot", "run", "--config", str(settings)]
    script = f'{mounts} && shift && exec "$@"'
    with folder.with_name("log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            *("unshare", "--mount", "sh", "-c", script, "sh", str(folder), *command),
            env={"PATH": os.environ["PATH"], "OUTLAY_OBSERVE_LISTEN": ANY_PORT, **environment},
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


def seen_by(process: Process, folder: Path) -> Path:
    """Return a folder as the process sees it, with its own mounts."""
    return Path(f"/proc/{process.pid}/root{folder}")


@asynccontextmanager
async def held(path: Path) -> AsyncIterator[None]:
    """Let another program hold the database's write lock while the block lasts."""
    holder = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", HOLD, str(path)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert holder.stdin is not None
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"held\n"
    try:
        yield
    finally:
        holder.stdin.write(b"\n")
        await holder.communicate()


def hang_up(runner: web.AppRunner | None) -> None:
    """Let a server close every connection, so that who wants more has to open another."""
    assert runner is not None
    assert runner.server is not None
    for connection in list(runner.server.connections):
        connection.force_close()
