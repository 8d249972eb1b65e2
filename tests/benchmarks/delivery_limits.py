"""Delivering within limits: a burst to one channel under storms of 429, and one alert to many channels.

The storms: 200 alerts to one channel of each platform, both at a tenth of their real spans (Slack: ten
messages a second and channel after three at once; Discord: five in half a second, 50 requests a second over
all), while three times everything is answered with 429 for a second: once as the bot's own doing, twice as
what others share with it. Beside it slack_sdk's own handler of limits, with three retries. The many: 500
Discord channels at the real 50 requests a second, a twentieth of 10,000 in 200 s.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.ports import Pace
from handlers.discord.chat import PACE as DISCORDS
from tests.benchmarks.delivery_stage import (
    Platforms,
    discord_channels,
    house,
    owe,
    paced,
    parts_for,
    platforms,
    slack_channels,
)
from tests.platforms.slack_state import BOT_TOKEN

ALERTS: Final = 200
STORMS: Final = (3.0, 3.0, 3.0)  # seconds before each
STORM: Final = 1.0  # seconds that one lasts
RETRIES: Final = 3
CHANNELS: Final = 500
A_SECOND: Final = 50
QUICK: Final = Pace(between=timedelta(seconds=0.1))


def measure(shared: Path) -> Mapping[str, float]:
    """Return the figures by name."""
    del shared  # everything that is read here is made here
    return asyncio.run(_all())


async def _all() -> dict[str, float]:
    async with platforms() as there:
        storms = await burst(there, ALERTS, STORMS)
    async with platforms() as there:
        lost = await _by_the_sdk(there)
    async with platforms() as there:
        took = await _many(there)
    return {
        **storms,
        "slack_sdk's own handler: lost": lost,
        f"one alert to {CHANNELS} channels, seconds": took,
        "of what 50 a second allow": took / (CHANNELS / A_SECOND),
    }


async def burst(there: Platforms, alerts: int, storms: Sequence[float]) -> dict[str, float]:
    """Send alerts to one channel of each platform, with a storm after each of these pauses (seconds)."""
    names = await there.do("channels", slack=1, discord=1)
    channels = [*slack_channels(names["slack"]), *discord_channels(names["discord"])]
    await _limit(there)
    async with parts_for(there) as built, paced(built, there, slack=QUICK, discord=DISCORDS) as parts:
        await owe(parts.store, alerts, channels)
        async with house(parts):
            for number, pause in enumerate(storms):
                await asyncio.sleep(pause)
                # What others share with the bot is not held against it.
                await there.do("storm", seconds=STORM, wait=STORM, shared=number > 0)
            await there.until(alerts * len(channels))
            counts = await there.do("count")
            posts = await there.do("posts")
    figures: dict[str, float] = {}
    for platform in ("slack", "discord"):
        lines = [line for where, _, line, _ in posts if where == platform]
        counted = counts[platform]
        figures |= {
            f"{platform}: alerts delivered": len(set(lines)),
            f"{platform}: delivered twice": len(lines) - len(set(lines)),
            f"{platform}: out of order": sum(after < before for before, after in pairwise(lines)),
            f"{platform}: 429s": counted["limited"],
            f"{platform}: 429s, % of all requests": 100 * counted["limited"] / counted["asked"],
        }
    discord = counts["discord"]
    return {**figures, "discord: invalid requests, %": 100 * discord["invalid"] / discord["asked"]}


async def _limit(there: Platforms) -> None:
    await there.do("limit_slack", per_second=10.0, burst=3, workspace=300, seconds=6.0)
    await there.do("limit_discord", most=5, seconds=0.5, everything=A_SECOND)


async def _by_the_sdk(there: Platforms) -> int:
    """Let slack_sdk wait out the same limits by itself; return how many alerts it lost."""
    names = await there.do("channels", slack=1, discord=0)
    await _limit(there)
    handler = AsyncRateLimitErrorRetryHandler(max_retry_count=RETRIES)
    async with aiohttp.ClientSession() as session:
        web = AsyncWebClient(BOT_TOKEN, there.where["slack"], session=session, retry_handlers=[handler])

        async def send(number: int) -> bool:
            try:
                await web.chat_postMessage(channel=names["slack"][0], text=f"plant {number}")
            except SlackApiError:
                return False
            return True

        sent = await asyncio.gather(*(send(number) for number in range(ALERTS)))
    return sent.count(False)


async def _many(there: Platforms) -> float:
    """Send one alert to many channels; return the seconds from the first to the last that was taken."""
    names = await there.do("channels", slack=0, discord=CHANNELS)
    await there.do("limit_discord", most=5, seconds=5.0, everything=A_SECOND)
    async with parts_for(there) as parts:
        await owe(parts.store, 1, discord_channels(names["discord"]))
        async with house(parts):
            await there.until(CHANNELS)
            at: list[float] = [taken for _, _, _, taken in await there.do("posts")]
    return max(at) - min(at)


if __name__ == "__main__":
    for label, value in measure(Path()).items():
        print(f"{label:<58} {value:>12,.3f}")
