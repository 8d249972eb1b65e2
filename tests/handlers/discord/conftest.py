import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest

from bot.domain.errors import OutlayError
from bot.domain.secret import Secret
from handlers.discord.chat import DiscordChat
from handlers.discord.settings import Servers, Settings
from tests.handlers.discord.clerk import TABLE, FakeClerk, find
from tests.platforms.discord import LoopbackDiscord

Serve = Callable[[FakeClerk], Awaitable[None]]


def chat_to(discord: LoopbackDiscord, token: str | None = None) -> DiscordChat:
    settings = Settings(api_url=discord.api_url, gateway_url=discord.gateway_url)
    return DiscordChat(Secret(token or discord.token), Servers.of(settings), TABLE, find)


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as loopback:
        loopback.add_channel("100")
        yield loopback


@pytest.fixture
async def chat(discord: LoopbackDiscord) -> AsyncIterator[DiscordChat]:
    chat = chat_to(discord)
    await chat.open()
    yield chat
    await chat.close()


@pytest.fixture
async def clerk(discord: LoopbackDiscord, chat: DiscordChat) -> AsyncIterator[FakeClerk]:
    """A clerk whose chat is being served, and served again when its connection breaks."""
    clerk = FakeClerk()

    async def supervise() -> None:
        while True:
            try:
                await chat.serve(clerk)
            except OutlayError as error:
                clerk.broken.append(error)
                await asyncio.sleep(0.05)

    serving = asyncio.create_task(supervise())
    await discord.connected()
    yield clerk
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
