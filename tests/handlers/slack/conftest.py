"""The real SDK against the loopback Slack."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.domain.secret import Secret
from bot.ports import Clerk, Pace
from handlers.slack.chat import PACE, Patience, SlackChat
from handlers.slack.settings import Settings
from tests.handlers.slack.clerk import NotingClerk
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_state import APP_TOKEN, BOT_TOKEN

QUICK = Patience(call=1.0, ping=0.2, socket=1.5, answers=0.5)


def settings(slack: LoopbackSlack, **more: object) -> Settings:
    """Return settings that point at the loopback Slack."""
    filled = {"bot_token": Secret(BOT_TOKEN), "app_token": Secret(APP_TOKEN), "api_url": slack.api_url}
    return Settings(**{**filled, **more})  # type: ignore[arg-type]  # the caller names fields of Settings


@asynccontextmanager
async def opened(
    slack: LoopbackSlack, patience: Patience = QUICK, pace: Pace = PACE, **more: object
) -> AsyncIterator[SlackChat]:
    """Give a chat that has logged in."""
    chat = SlackChat(settings(slack, **more), patience, pace)
    await chat.open()
    try:
        yield chat
    finally:
        await chat.close()


@asynccontextmanager
async def serving(chat: SlackChat, clerk: Clerk, slack: LoopbackSlack) -> AsyncIterator[asyncio.Task[None]]:
    """Let a chat take requests meanwhile."""
    task = asyncio.create_task(chat.serve(clerk))
    try:
        await slack.connected()
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


@pytest.fixture
async def slack() -> AsyncIterator[LoopbackSlack]:
    async with LoopbackSlack() as server:
        server.add_channel("C1")
        yield server


@pytest.fixture
async def chat(slack: LoopbackSlack) -> AsyncIterator[SlackChat]:
    async with opened(slack) as opened_chat:
        yield opened_chat


@pytest.fixture
def clerk() -> NotingClerk:
    return NotingClerk()
