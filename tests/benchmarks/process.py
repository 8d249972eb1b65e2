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
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.journeys.newspaper import Newspaper
from tests.journeys.program import ROOT, running
from tests.journeys.stage import DiscordStage, SlackStage, written
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire

RUNS: Final = 5


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: seconds, MB of resident memory, headlines a second."""
    empty = statistics.median(_seconds([sys.executable, "-c", "pass"]) for _ in range(RUNS))
    story = b"Alibaba Group Holding Ltd (NYSE: BABA) will invest $1.2 billion in a data centre, it said."
    reading = [sys.executable, "-m", "bot", "read", "-", "--json"]
    one = statistics.median(_seconds(reading, story) for _ in range(RUNS))
    figures = {
        "an empty Python, seconds": empty,
        "outlay read, one story, seconds": one,
        "outlay read, times an empty Python": one / empty,
    }
    wild = shared / "data/headlines/wild.jsonl"
    return {**figures, **asyncio.run(_running()), **_stream(wild)}


def _seconds(command: list[str], text: bytes = b"") -> float:
    began = time.perf_counter()
    subprocess.run(command, input=text, check=True, capture_output=True, cwd=ROOT)
    return time.perf_counter() - began


def _stream(wild: Path) -> Mapping[str, float]:
    """Read every headline of the unfiltered stream through the real command."""
    with tempfile.TemporaryFile() as printed, wild.open("rb") as headlines:
        began = time.perf_counter()
        command = [sys.executable, "-m", "bot", "read", "-", "--jsonl"]
        process = subprocess.Popen(command, stdin=headlines, stdout=printed, cwd=ROOT)
        _, status, used = os.wait4(process.pid, 0)  # the only way to what this one child used
        process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        printed.seek(0)
        lines = sum(1 for _ in printed)
    return {
        "read --jsonl, headlines a second, wall clock": lines / wall,
        "read --jsonl, headlines a second of CPU": lines / (used.ru_utime + used.ru_stime),
        "read --jsonl, largest resident memory, MB": used.ru_maxrss / 1024,
    }


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
