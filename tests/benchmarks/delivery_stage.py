"""A whole house that delivers to platforms of another process, and what it owes put into its store."""

import asyncio
import json
import math
import sys
import tempfile
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from bot.app import House
from bot.commands.all import TABLE
from bot.commands.parse import find
from bot.config import Environment, load
from bot.domain.alert import Channel
from bot.domain.secret import Secret
from bot.parts import Parts, SystemClock, assemble
from bot.ports import Decision, Owed, Pace, Store
from handlers.discord.chat import DiscordChat
from handlers.discord.settings import Servers
from handlers.discord.settings import Settings as DiscordSettings
from handlers.slack.chat import SlackChat
from handlers.slack.settings import Settings as SlackSettings
from tests.platforms.discord import GUILD
from tests.platforms.slack_state import APP_TOKEN, BOT_TOKEN, TEAM
from tests.store.examples import ACME, article, commitment, reading, story

ROOT: Final = Path(__file__).parents[2]
MEMORY: Final = Path("/dev/shm")  # what a disk takes to write is no processor time
PATIENCE: Final = 600.0  # seconds


@dataclass(frozen=True, slots=True)
class Platforms:
    """The loopback platforms in their process."""

    process: asyncio.subprocess.Process
    where: Mapping[str, str]

    async def do(self, method: str, /, **arguments: object) -> Any:
        """Call a method of `delivery_platforms.Platforms`."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{json.dumps([method, arguments])}\n".encode())
        return json.loads(await self.process.stdout.readline())

    async def until(self, messages: int) -> None:
        """Wait until so many messages stand."""
        async with asyncio.timeout(PATIENCE):
            await self.do("until", messages=messages)

    def environment(self) -> Environment:
        return Environment(
            {
                "SLACK_BOT_TOKEN": BOT_TOKEN,
                "SLACK_APP_TOKEN": APP_TOKEN,
                "OUTLAY_SLACK_API_URL": self.where["slack"],
                "DISCORD_TOKEN": "loopback-token",
                "OUTLAY_DISCORD_API_URL": self.where["discord"],
                "OUTLAY_DISCORD_GATEWAY_URL": self.where["gateway"],
            }
        )


@asynccontextmanager
async def platforms() -> AsyncIterator[Platforms]:
    """Run both platforms in a process of their own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks.delivery_platforms",
        stdin=PIPE,
        stdout=PIPE,
        cwd=ROOT,
        limit=1 << 26,
    )
    try:
        assert process.stdout is not None
        yield Platforms(process, json.loads(await process.stdout.readline()))
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await process.wait()


@asynccontextmanager
async def parts_for(there: Platforms, more: str = "") -> AsyncIterator[Parts]:
    """Assemble a house's parts with a store in memory. `more` are lines of the settings."""
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        settings = Path(folder) / "outlay.toml"
        settings.write_text(
            f'[store]\npath = "{folder}/outlay.db"\n[slack]\n[discord]\n'
            f"[commands]\nper_user = 1000000\nper_channel = 1000000\n{more}",
            encoding="utf-8",
        )
        environment = there.environment()
        async with assemble(load(settings, environment), environment, SystemClock()) as parts:
            yield parts


@asynccontextmanager
async def house(parts: Parts) -> AsyncIterator[House]:
    """Let a house run while the block lasts."""
    opened = House(parts)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(opened.run())
        try:
            yield opened
        finally:
            opened.leave()
            async with asyncio.timeout(20):
                await running


@asynccontextmanager
async def paced(parts: Parts, there: Platforms, slack: Pace, discord: Pace) -> AsyncIterator[Parts]:
    """Replace the platforms of a house by the same at another pace."""
    environment = there.environment()
    settings = environment.section(SlackSettings, {"managers": ["U1"]}, "[slack]")
    servers = Servers.of(environment.section(DiscordSettings, {}, "[discord]"))
    chats = (
        SlackChat(settings, pace=slack),
        DiscordChat(Secret("loopback-token"), servers, TABLE, find, pace=discord),
    )
    try:
        yield replace(parts, chats=chats)
    finally:
        for chat in chats:
            await chat.close()


def slack_channels(names: Sequence[str]) -> list[Channel]:
    return [Channel("slack", TEAM, name) for name in names]


def discord_channels(numbers: Sequence[str]) -> list[Channel]:
    return [Channel("discord", GUILD, number) for number in numbers]


async def owe(store: Store, stories: int, channels: Sequence[Channel]) -> None:
    """Owe stories to channels, each to all of them. The number of a story stands in the title of its card."""
    now = datetime.now(UTC)
    owed = tuple(Owed(channel, ACME) for channel in channels)
    for number in range(stories):
        found = article(
            number, headline=f"Acme to build plant {number:05d}", first_seen=now, published_at=now
        )
        told = reading(found, sum_of=commitment(purpose=f"plant {number:05d}"))
        decision = Decision(story(told, first_seen=now), None, owed)
        await store.tell(told, now, lambda *_, made=decision: made, since=now - timedelta(days=1))


def spread_of(took: Sequence[float]) -> dict[str, float]:
    """Return how times (seconds) spread, in milliseconds; nothing of no times."""
    if not took:
        return {}
    ordered = sorted(1000 * one for one in took)
    return {
        "p50": ordered[len(ordered) // 2],
        "p99": ordered[math.ceil(len(ordered) * 0.99) - 1],
        "slowest": ordered[-1],
    }
