"""The program as a whole: what `outlay read` costs to start, how fast it streams, what `outlay run` holds.

Seconds are wall clock on this machine and drift with it; the ratio to an empty Python started in the same run
does not.
"""

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from tests.journeys.newspaper import Newspaper
from tests.journeys.program import ROOT, running
from tests.journeys.stage import DiscordStage, SlackStage, written
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire

RUNS: Final = 5
STORY: Final = "Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.2 billion in a data centre, it said."
READ: Final = (sys.executable, "-m", "bot", "read", "-")


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took: seconds on the clock and of the processor, its largest resident memory in MB,
    and the lines that it printed."""

    clock: float
    processor: float
    memory: float
    lines: int


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: seconds, MB of resident memory, headlines a second.

    "One story" is everything that comes before the first answer: Python, imports, the security master and the
    weights. Raises FileNotFoundError without the data.
    """
    with tempfile.TemporaryFile() as story, tempfile.TemporaryFile() as nothing:
        story.write(STORY.encode())
        empty = [_spent((sys.executable, "-c", "pass"), nothing) for _ in range(RUNS)]
        one = [_spent((*READ, "--json"), story) for _ in range(RUNS)]
    with (shared / "data/headlines/wild.jsonl").open("rb") as headlines:
        stream = _spent((*READ, "--jsonl"), headlines)
    return {
        "an empty Python, seconds": statistics.median(each.clock for each in empty),
        "outlay read, one story, seconds": statistics.median(each.clock for each in one),
        "outlay read, one story, seconds of CPU": statistics.median(each.processor for each in one),
        "outlay read, times an empty Python": statistics.median(
            each.processor / none.processor for each, none in zip(one, empty, strict=True)
        ),
        "outlay read, one story, largest resident memory, MB": max(each.memory for each in one),
        "read --jsonl, headlines a second, wall clock": stream.lines / stream.clock,
        "read --jsonl, headlines a second of CPU": stream.lines / stream.processor,
        "read --jsonl, largest resident memory, MB": stream.memory,
        **asyncio.run(_running()),
    }


def _spent(command: Sequence[str], given: IO[bytes]) -> Spent:
    """Run a command on what a file holds. Raises CalledProcessError when it fails."""
    given.seek(0)
    with tempfile.TemporaryFile() as printed:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdin=given, stdout=printed, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)  # the only way to what this one child used
        clock = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, command)
        printed.seek(0)
        lines = sum(1 for _ in printed)
    return Spent(clock, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, lines)


async def _running() -> Mapping[str, float]:
    """Start the bot on both loopback platforms; wait until both are connected; look at its memory."""
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord, Wire() as wire:
        stages = (SlackStage(slack), DiscordStage(discord))
        with tempfile.TemporaryDirectory() as folder:
            feed = Newspaper(wire, "/wire", "Harbour Business Wire")
            path = written(Path(folder), stages[0], {"harbour": feed.url}, wire.place)
            environment = {name: value for stage in stages for name, value in stage.environment().items()}
            began = time.perf_counter()
            async with running(path, environment) as process:
                for stage in stages:
                    await stage.connected()
                connected = time.perf_counter() - began
                await asyncio.sleep(5)
                memory = _resident(process.pid)
    return {"outlay run, seconds to both platforms connected": connected, "outlay run, idle, MB": memory}


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


if __name__ == "__main__":
    for label, value in measure(ROOT / ".." / "shared").items():
        print(f"{label:<58} {value:>12,.3f}")
