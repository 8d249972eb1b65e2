"""What every journey starts with: a platform, a wire, a folder."""

from collections.abc import AsyncIterator

import pytest

from tests.journeys.stage import DiscordStage, SlackStage, Stage
from tests.platforms.discord import LoopbackDiscord
from tests.platforms.slack import LoopbackSlack
from tests.wires import Wire


@pytest.fixture(params=["slack", "discord"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "slack":
        async with LoopbackSlack() as slack:
            yield SlackStage(slack)
    else:
        async with LoopbackDiscord() as discord:
            yield DiscordStage(discord)


@pytest.fixture
async def wire() -> AsyncIterator[Wire]:
    async with Wire() as wire:
        yield wire
