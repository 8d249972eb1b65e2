"""A whole house in this process, in a hurry: the real SDKs, and patience of parts of a second."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.app import House
from bot.commands.all import TABLE
from bot.commands.parse import find
from bot.config import Environment, load
from bot.domain.secret import Secret
from bot.parts import SystemClock, assemble
from bot.ports import UNMEASURED, Chat, Clock, Meter, Pace, Pulse
from bot.supervise import Patience
from handlers.discord.chat import DiscordChat
from handlers.discord.settings import Servers
from handlers.discord.settings import Settings as DiscordSettings
from handlers.slack.chat import Patience as SlackPatience
from handlers.slack.chat import SlackChat
from tests.handlers.slack.conftest import settings as slack_settings
from tests.journeys.stage import DiscordStage, SlackStage, Stage

QUICK: Final = Patience(first=0.05, longest=0.5, lived=1.0, away=0.3)
LATE: Final = 0.3  # seconds by which a heartbeat's answer may be late
BEAT: Final = 200  # milliseconds between two heartbeats
PACE: Final = Pace(between=timedelta(seconds=0.1))  # a tenth of what Slack asks for; the loopback bears it


@dataclass
class WrongClock:
    """The machine's clock, wrong by so much."""

    by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.by


@asynccontextmanager
async def hastened(house: House, clock: WrongClock) -> AsyncIterator[None]:
    """Let a house's clock run twenty times as fast while the block lasts, for what has an appointment."""

    async def hasten() -> None:
        while True:
            clock.by += timedelta(seconds=1)
            house._owed.set()
            await asyncio.sleep(0.05)

    hastening = asyncio.ensure_future(hasten())
    try:
        yield
    finally:
        hastening.cancel()


def hurried(stage: Stage) -> Chat:
    """Return the stage's platform, which takes silence for death within two seconds."""
    if isinstance(stage, SlackStage):
        return SlackChat(
            slack_settings(stage.slack, managers=("U1",)),
            SlackPatience(call=2.0, ping=0.2, socket=1.5, answers=0.5),
            PACE,
        )
    assert isinstance(stage, DiscordStage)
    stage.discord.gateway.beat = BEAT
    addresses = DiscordSettings(api_url=stage.discord.api_url, gateway_url=stage.discord.gateway_url)
    return DiscordChat(Secret(stage.discord.token), Servers.of(addresses), TABLE, find, late=LATE)


@asynccontextmanager
async def hurried_house(
    path: Path,
    stage: Stage,
    *,
    clock: Clock | None = None,
    meter: Meter = UNMEASURED,
    strict: bool = True,
) -> AsyncIterator[House]:
    """Run a house until the block ends. In a strict one an unforeseen error of a step fails the test."""
    environment = Environment(stage.environment())
    async with assemble(load(path, environment), environment, clock or SystemClock()) as parts:
        chat = hurried(stage)
        house = House(replace(parts, chats=(chat,)), patience=QUICK, meter=meter, strict=strict)
        try:
            async with asyncio.TaskGroup() as group:
                running = group.create_task(house.run())
                try:
                    await stage.connected()
                    yield house
                finally:
                    house.leave()
                    async with asyncio.timeout(10):
                        await running
        finally:
            await chat.close()


async def platform_of(house: House) -> Pulse:
    """Return how the house's only platform fares."""
    (pulse,) = (await house.desk.status()).platforms
    return pulse
