"""`outlay` as its user starts it: a process of its own, with nothing of this process's environment."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
ANY_PORT: Final = "127.0.0.1:0"  # several may run at once


async def started(*arguments: str, environment: Mapping[str, str]) -> Process:
    """Start a command; what it prints on both streams is in its standard output."""
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        *arguments,
        env={
            "PATH": os.environ["PATH"],
            "OUTLAY_OBSERVE_LISTEN": ANY_PORT,
            "OUTLAY_LOG_FORM": "text",  # as its user reads it
            **environment,
        },
        cwd=ROOT,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def finished(process: Process, within: float = 30.0) -> tuple[int | None, str]:
    """Wait for the end; return the exit code and what was printed."""
    async with asyncio.timeout(within):
        output, _ = await process.communicate()
    return process.returncode, output.decode()


@asynccontextmanager
async def running(settings: Path, environment: Mapping[str, str]) -> AsyncIterator[Process]:
    """Run `outlay run` while the block lasts; kill it then, if it still runs."""
    process = await started("run", "--config", str(settings), environment=environment)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()
