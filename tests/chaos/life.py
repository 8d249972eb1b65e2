"""The bot's lives: `outlay run` as a real process, and the SIGKILL that ends each."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.program import ROOT


class EndedByItself(AssertionError):
    """The bot ended although nobody killed it."""


@asynccontextmanager
async def born(settings: Path, variables: Mapping[str, str], log: Path) -> AsyncIterator[Process]:
    """Run the bot; kill it when the block ends. Raises EndedByItself when there was nothing to kill."""
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--config",
            str(settings),
            env={"PATH": os.environ["PATH"], **variables},
            cwd=ROOT,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
    try:
        yield process
        if process.returncode is not None:
            raise EndedByItself(f"It ended with {process.returncode}: see the end of {log}.")
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
