"""One way to act on both platforms: people write, press and look, whatever the platform calls it."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bot.app import House
from bot.config import Environment, load
from bot.parts import SystemClock, assemble
from tests.platforms.discord import MANAGER, LoopbackDiscord, Posted
from tests.platforms.discord_world import MANAGE_SERVER
from tests.platforms.slack import LoopbackSlack
from tests.platforms.slack_blocks import CONTROL, controls
from tests.platforms.slack_state import APP_TOKEN, BOT_TOKEN, Shown

EVERY = 0.3  # seconds between polls of the journeys' feeds


@dataclass(frozen=True)
class Seen:
    """What stands in the channel: the text as a reader sees it, the push preview, how often it was edited."""

    text: str
    push: str
    edits: int
    raw: Shown | Posted


class Stage(Protocol):
    """A platform with one channel, in which a manager and a guest sit."""

    platform: str
    answer: Seen  # to what was said last

    def environment(self) -> dict[str, str]: ...
    def settings(self) -> str: ...
    def messages(self) -> list[Seen]: ...
    async def connected(self) -> None: ...
    async def say(self, words: str, *, guest: bool = False) -> str: ...
    async def click(self, seen: Seen, label: str) -> str: ...
    async def ask_about(self, seen: Seen, words: str) -> str: ...
    def delete_channel(self) -> None: ...
    def told_privately(self) -> list[str]: ...
    def mentions(self, seen: Seen) -> list[str]: ...
    def forged_links(self, seen: Seen) -> list[str]: ...


class SlackStage:
    platform = "slack"
    answer: Seen

    def __init__(self, slack: LoopbackSlack) -> None:
        """The app has the optional history scope: without it a post of unknown outcome is repeated."""
        self.slack = slack
        slack.api.scopes.add("channels:history")
        slack.add_channel("C1")

    def environment(self) -> dict[str, str]:
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_APP_TOKEN": APP_TOKEN,
            "OUTLAY_SLACK_API_URL": self.slack.api_url,
        }

    def settings(self) -> str:
        return '[slack]\nmanagers = ["U1"]\n'

    def messages(self) -> list[Seen]:
        return [Seen(m.words, m.text, m.edits, m) for m in self.slack.messages("C1")]

    async def connected(self) -> None:
        await self.slack.connected(within=15)

    async def say(self, words: str, *, guest: bool = False) -> str:
        user = "U2" if guest else "U1"
        shown = await self.slack.command(f"/outlay {words}", channel="C1", user=user)
        self.answer = Seen(shown.words, shown.text, shown.edits, shown)
        return shown.words

    async def click(self, seen: Seen, label: str) -> str:
        assert isinstance(seen.raw, Shown)
        answer = await self.slack.click(seen.raw, label)
        return answer.words if answer else ""

    async def ask_about(self, seen: Seen, words: str) -> str:
        assert isinstance(seen.raw, Shown)
        return (await self.slack.mention(words, channel="C1", thread=seen.raw)).words

    def delete_channel(self) -> None:
        del self.slack.api.channels["C1"]

    def told_privately(self) -> list[str]:
        return [m.words for m in self.slack.api.shown if m.channel.startswith("D")]

    def mentions(self, seen: Seen) -> list[str]:
        assert isinstance(seen.raw, Shown)
        found = [*controls(seen.raw.blocks), *CONTROL.findall(seen.raw.text)]
        return [one for one in found if one.startswith(("@", "!", "#")) and not one.startswith("!date^")]

    def forged_links(self, seen: Seen) -> list[str]:
        assert isinstance(seen.raw, Shown)
        found = [*controls(seen.raw.blocks), *CONTROL.findall(seen.raw.text)]
        return [one for one in found if "z.example" in one.partition("|")[0]]


class DiscordStage:
    platform = "discord"
    answer: Seen

    def __init__(self, discord: LoopbackDiscord) -> None:
        self.discord = discord
        discord.add_channel("100")

    def environment(self) -> dict[str, str]:
        return {
            "DISCORD_TOKEN": self.discord.token,
            "OUTLAY_DISCORD_API_URL": self.discord.api_url,
            "OUTLAY_DISCORD_GATEWAY_URL": self.discord.gateway_url,
        }

    def settings(self) -> str:
        return ""

    def messages(self) -> list[Seen]:
        found = [m for m in self.discord.messages("100") if not m.ephemeral and m.reply_to is None]
        return [Seen(m.text, m.content, m.edits, m) for m in found]

    async def connected(self) -> None:
        await self.discord.connected()

    async def say(self, words: str, *, guest: bool = False) -> str:
        name, _, rest = words.partition(" ")
        known = next(c for c in self.discord.state.commands if c["name"] == name)
        parts = {one["name"]: one for one in known["options"] if one["type"] == 1}
        if parts:  # a group: the next word is one of its parts
            part, _, rest = rest.partition(" ")
            name, known = f"{name} {part}", parts[part]
        options = {known["options"][0]["name"]: rest} if rest else {}
        owner, nobody = {"rights": MANAGER | MANAGE_SERVER}, {"rights": 0, "overridden": True, "user": "8"}
        rights = nobody if guest else owner
        posted = await self.discord.command(name, options, channel="100", **rights)
        self.answer = Seen(posted.text, posted.content, posted.edits, posted)
        return posted.text

    async def click(self, seen: Seen, label: str) -> str:
        assert isinstance(seen.raw, Posted)
        return (await self.discord.click(seen.raw, label)).text

    async def ask_about(self, seen: Seen, words: str) -> str:
        assert isinstance(seen.raw, Posted)
        return (await self.discord.mention(words, channel="100", about=seen.raw)).text

    def delete_channel(self) -> None:
        self.discord.delete_channel("100")

    def told_privately(self) -> list[str]:
        return [m.text for m in self.discord.direct_messages("7")]

    def mentions(self, seen: Seen) -> list[str]:
        assert isinstance(seen.raw, Posted)
        return seen.raw.pings

    def forged_links(self, seen: Seen) -> list[str]:
        assert isinstance(seen.raw, Posted)
        return re.findall(r"(?<!\\)\]\(http://z", seen.raw.raw)


async def until(holds: Callable[[], object], what: str, seconds: float = 10.0) -> None:
    """Wait until something holds, or fail with what was awaited."""
    deadline = asyncio.get_running_loop().time() + seconds
    while not holds():
        if asyncio.get_running_loop().time() > deadline:
            raise AssertionError(f"Within {seconds:g} s it did not happen: {what}.")
        await asyncio.sleep(0.02)


async def first_polls(house: House) -> None:
    """Wait until each source has had its first poll, which alerts nothing."""
    for _ in range(500):
        health = [source.health for source in (await house.desk.status()).sources]
        if all(one.last_success or one.error for one in health):
            return
        await asyncio.sleep(0.02)
    raise AssertionError("The sources were not polled.")


def written(folder: Path, stage: Stage, feeds: dict[str, str], place: str, more: str = "") -> Path:
    """Write the settings of a house with these feeds (name → address); return the file."""
    sources = "".join(
        f'[[source]]\nkind = "feed"\nname = "{name}"\nurl = "{url}"\nevery = {EVERY}\n'
        for name, url in feeds.items()
    )
    path = folder / "outlay.toml"
    path.write_text(
        f'[store]\npath = "{folder / "outlay.db"}"\n[fetch]\nallow = ["{place}"]\n'
        f"{sources}{stage.settings()}{more}",
        encoding="utf-8",
    )
    return path


@asynccontextmanager
async def open_house(path: Path, stage: Stage, **variables: str) -> AsyncIterator[House]:
    """Run a whole house in this process, with the real SDKs, until the block ends."""
    environment = Environment({**stage.environment(), **variables})
    async with assemble(load(path, environment), environment, SystemClock()) as parts:
        house = House(parts, strict=True)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(house.run())
            try:
                await stage.connected()
                yield house
            finally:
                house.leave()
                async with asyncio.timeout(10):
                    await running
