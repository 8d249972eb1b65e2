"""One platform in a process of its own, that outlives every bot: `python -m tests.chaos.platform '{...}'`.

It says in one line of JSON which environment leads a bot to it, and ends when its standard input does.
"""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import msgspec

from tests.chaos.discord import ChaosDiscord
from tests.chaos.ledger import Did, Writer
from tests.chaos.slack import ChaosSlack
from tests.chaos.weather import Weather
from tests.journeys.program import ROOT


class Place(msgspec.Struct, frozen=True):
    """What a platform is to be. `seed` draws its weather, `history` lets Slack's app look for what stands,
    `memory` (seconds) is how long Discord knows a nonce."""

    name: str
    seed: int
    channels: list[str]
    ledger: str
    history: bool = True
    memory: float = 3.0


class Bad(Protocol):
    """A platform in bad weather."""

    def variables(self) -> dict[str, str]: ...
    async def cut(self) -> None: ...


@asynccontextmanager
async def standing(place: Place) -> AsyncIterator[dict[str, str]]:
    """Run a platform in another process while the block lasts; give the environment that leads to it."""
    with Path(place.ledger).with_suffix(".log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tests.chaos.platform",
            msgspec.json.encode(place).decode(),
            cwd=ROOT,
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
        )
    try:
        yield await _greeting(process, place.name)
    finally:
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


async def _greeting(process: Process, name: str) -> dict[str, str]:
    if process.stdout is None:
        raise RuntimeError("its standard output is a pipe")
    async with asyncio.timeout(30):
        line = await process.stdout.readline()
    if not line:
        raise RuntimeError(f"The loopback {name} did not start: see what it printed.")
    greeting: dict[str, str] = json.loads(line)
    return greeting


async def serve(place: Place) -> None:
    """Be the platform until standard input ends."""
    ledger = Writer(Path(place.ledger), place.name)

    def storm(seconds: float) -> None:
        ledger.write(Did.TROUBLE, seconds=seconds)

    weather = Weather(f"{place.seed}:{place.name}", time.monotonic, storm)
    if place.name == "slack":
        async with ChaosSlack(place.channels, weather, ledger, history=place.history) as slack:
            await _open(slack, weather)
    else:
        memory = timedelta(seconds=place.memory)
        async with ChaosDiscord(place.channels, weather, ledger, memory=memory) as discord:
            await _open(discord, weather)


async def _open(platform: Bad, weather: Weather) -> None:
    print(json.dumps(platform.variables()), flush=True)
    async with asyncio.TaskGroup() as group:
        cutting = group.create_task(_cut(platform, weather))
        await asyncio.to_thread(sys.stdin.read)
        cutting.cancel()


async def _cut(platform: Bad, weather: Weather) -> None:
    """Cut the socket again and again."""
    while True:
        await asyncio.sleep(weather.until_drop())
        await platform.cut()


if __name__ == "__main__":
    asyncio.run(serve(msgspec.json.decode(sys.argv[1], type=Place)))
