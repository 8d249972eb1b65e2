"""Delivering: how many alerts a second of processor time, through the whole house with the real SDKs.

20,000 deliveries on both loopback platforms, which run in a process of their own and limit nothing. Beside
them the bare SDKs, which post as many texts and cards without a house. Meanwhile people ask for their lists.
"""

import asyncio
import gc
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Final

import aiohttp
import discord
from slack_sdk.web.async_client import AsyncWebClient

from bot.cards.alert import alert_card
from bot.ports import Pace
from handlers.discord.embeds import announcement
from handlers.discord.settings import Servers
from handlers.discord.settings import Settings as DiscordSettings
from handlers.slack.blocks import draw
from tests.benchmarks.delivery_stage import (
    Platforms,
    discord_channels,
    house,
    owe,
    paced,
    parts_for,
    platforms,
    slack_channels,
    spread_of,
)
from tests.platforms.slack_state import BOT_TOKEN
from tests.store.examples import ACME, story

STORIES: Final = 50
CHANNELS: Final = 200  # of each platform
UNLIMITED: Final = Pace(width=16, per_second=None, between=timedelta(0))
BARE: Final = 4_000  # posts of each SDK
ASKED_EVERY: Final = 0.1  # seconds, on each platform
ASKERS: Final = 40  # people, so that none asks too often


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name: posts a second of processor time, milliseconds."""
    del shared  # everything that is read here is made here
    return asyncio.run(_all())


async def _all() -> dict[str, float]:
    async with platforms() as there:
        bare = await _bare(there)
    async with platforms() as there:
        ours = await _ours(there, asking=False)
    async with platforms() as there:
        asked = await _ours(there, asking=True)
    return {
        "posts a second of CPU": ours["posts"],
        "posts a second of CPU, the bare SDKs": bare,
        "of the bare SDKs": ours["posts"] / bare,
        "posts a second of CPU, with commands": asked["posts"],
        "commands asked meanwhile": asked["commands"],
        "acknowledged, p50, ms": asked["p50"],
        "acknowledged, p99, ms": asked["p99"],
        "acknowledged, slowest, ms": asked["slowest"],
    }


async def _ours(there: Platforms, *, asking: bool) -> dict[str, float]:
    """Deliver through a house, in which people may ask meanwhile."""
    names = await there.do("channels", slack=CHANNELS, discord=CHANNELS)
    channels = [*slack_channels(names["slack"]), *discord_channels(names["discord"])]
    messages = STORIES * len(channels)
    took: list[float] = []
    async with parts_for(there) as built, paced(built, there, slack=UNLIMITED, discord=UNLIMITED) as parts:
        await owe(parts.store, STORIES, channels)
        gc.collect()
        began = time.process_time()
        async with house(parts):
            if asking:
                took = await there.do("ask_until", messages=messages, every=ASKED_EVERY, people=ASKERS)
            else:
                await there.until(messages)
            spent = time.process_time() - began
    return {"posts": messages / spent, "commands": len(took), **spread_of(took)}


async def _bare(there: Platforms) -> float:
    """Post the same card by each SDK alone."""
    names = await there.do("channels", slack=CHANNELS, discord=CHANNELS)
    told = story()
    card = alert_card(told, ACME)
    blocks, drawing = draw(card), announcement(card, home="https://discord.com", key="k")
    Servers.of(DiscordSettings(api_url=there.where["discord"], gateway_url=there.where["gateway"])).use()
    client = discord.Client(intents=discord.Intents.none())
    async with aiohttp.ClientSession() as session, client:
        web = AsyncWebClient(BOT_TOKEN, there.where["slack"], session=session, retry_handlers=[])
        await client.login("loopback-token")

        async def to_slack(number: int) -> None:
            channel = names["slack"][number % CHANNELS]
            await web.chat_postMessage(channel=channel, text=blocks.text, blocks=blocks.blocks)

        async def to_discord(number: int) -> None:
            place = client.get_partial_messageable(int(names["discord"][number % CHANNELS]))
            await place.send(drawing.content, embed=drawing.embed, nonce=number)

        began = time.process_time()
        for send in (to_slack, to_discord):
            await _wide(send)
        return 2 * BARE / (time.process_time() - began)


async def _wide(send: Callable[[int], Awaitable[None]]) -> None:
    numbers = iter(range(BARE))

    async def work() -> None:
        for number in numbers:
            await send(number)

    await asyncio.gather(*(work() for _ in range(UNLIMITED.width)))


if __name__ == "__main__":
    for label, value in measure(Path()).items():
        print(f"{label:<58} {value:>12,.3f}")
