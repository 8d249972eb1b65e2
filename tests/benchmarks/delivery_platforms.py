"""Both loopback platforms in a process of their own: `python -m tests.benchmarks.delivery_platforms`.

It prints where they are as a line of JSON, then answers each line of its input, `["method", {arguments}]`,
with another, until the input ends. The methods are those of `Platforms` that have no underscore.
"""

import asyncio
import itertools
import json
import sys
from typing import Any, Final

from tests.platforms.discord import LoopbackDiscord, Scope
from tests.platforms.slack import LoopbackSlack

FIRST: Final = 100_000  # the id of Discord's first channel


class Platforms:
    """Both, and what a benchmark asks of them. Times are by the machine's clock, in seconds."""

    def __init__(self, slack: LoopbackSlack, discord: LoopbackDiscord) -> None:
        self._slack = slack
        self._discord = discord
        self._alerts = 0
        self._looked = (0, 0)
        slack.api.scopes.add("channels:history")

    async def channels(self, slack: int, discord: int) -> dict[str, list[str]]:
        """Add channels; return their ids."""
        names = [f"C{number}" for number in range(slack)]
        numbers = [str(FIRST + number) for number in range(discord)]
        for name in names:
            self._slack.add_channel(name)
        for number in numbers:
            self._discord.add_channel(number)
        return {"slack": names, "discord": numbers}

    async def limit_slack(self, per_second: float, burst: float, workspace: int, seconds: float) -> None:
        """Limit each channel, and the workspace over a span."""
        self._slack.limits.channel(per_second, burst)
        self._slack.limits.workspace("chat.postMessage", workspace, seconds)

    async def limit_discord(self, most: int, seconds: float, everything: int) -> None:
        """Limit each bucket, and everything in a second."""
        self._discord.limits.bucket(most, seconds)
        self._discord.limits.everything = everything

    async def storm(self, seconds: float, wait: float, shared: bool = False) -> None:
        """Answer everything with 429 for a while; Slack in whole seconds."""
        self._slack.limits.storm(seconds, wait)
        self._discord.limits.storm(seconds, wait, scope=Scope.SHARED if shared else Scope.GLOBAL)

    async def connected(self) -> None:
        """Wait until the bot listens on both."""
        await self._slack.connected(within=30)
        await self._discord.connected()

    async def count(self) -> dict[str, dict[str, int]]:
        """Return how many alerts stand, how many calls came, and how many of those had to wait."""
        slack, discord = self._slack, self._discord
        return {
            "slack": {
                "posts": sum(one.key is not None for one in slack.api.shown),
                "asked": slack.limits.asked,
                "limited": slack.limits.limited,
            },
            "discord": {
                "posts": sum(one.key is not None for one in discord.state.posted),
                "asked": discord.limits.asked,
                "limited": discord.limits.limited,
                "invalid": discord.limits.invalid,
            },
        }

    async def posts(self) -> list[tuple[str, str, str, float]]:
        """Return each message that stands: platform, channel, first line, when it was taken."""
        found = [
            ("slack", one.channel, one.text.partition("\n")[0], float(one.ts))
            for one in self._slack.api.shown
            if one.key is not None
        ]
        return found + [
            ("discord", one.channel, one.content, one.at.timestamp())
            for one in self._discord.state.posted
            if one.key is not None
        ]

    async def watch(self, tickers: str, slack: str, discord: str) -> None:
        """Let a manager watch companies in a channel of each platform."""
        await self.connected()
        await self._slack.command(f"/outlay watch {tickers}", channel=slack)
        await self._discord.command("watch", {"tickers": tickers}, channel=discord)

    async def until(self, messages: int) -> None:
        """Wait until so many messages stand."""
        while self._standing() < messages:
            await asyncio.sleep(0.01)

    async def ask_until(self, messages: int, every: float, people: int) -> list[float]:
        """Let people use a command on both platforms, in turn, until so many messages stand; return after how
        many seconds each was acknowledged."""
        await self.connected()
        users = [f"{number}" for number in range(10, 10 + people)]
        for user in users:
            self._slack.add_user(f"U{user}")
        async with asyncio.TaskGroup() as group:
            for user in itertools.cycle(users):
                if self._standing() >= messages:
                    break
                group.create_task(self._ask(user))
                await asyncio.sleep(every)
        questions = self._discord.state.questions.values()
        return [*self._slack.acks, *(one.acked - one.sent for one in questions if one.acked is not None)]

    async def _ask(self, user: str) -> None:
        await self._slack.command("/outlay list", channel=f"C{user}", user=f"U{user}")
        await self._discord.command("list", channel=str(FIRST + int(user)), user=user)

    def _standing(self) -> int:
        """Return how many alerts stand; answers to people carry no key."""
        shown, posted = self._slack.api.shown, self._discord.state.posted
        self._alerts += sum(one.key is not None for one in shown[self._looked[0] :])
        self._alerts += sum(one.key is not None for one in posted[self._looked[1] :])
        self._looked = len(shown), len(posted)
        return self._alerts


async def serve() -> None:
    """Answer until the input ends."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    async with LoopbackSlack() as slack, LoopbackDiscord() as discord:
        platforms = Platforms(slack, discord)
        _say({"slack": slack.api_url, "discord": discord.api_url, "gateway": discord.gateway_url})
        while line := await reader.readline():
            method, arguments = json.loads(line)
            _say(await getattr(platforms, method)(**arguments))


def _say(words: Any) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    asyncio.run(serve())
